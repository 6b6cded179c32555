"""Work that takes longer than a page: asked for, done by a worker, watched, cancelled."""
