"""The files that the systems of the simulated company would export."""
