"""`python -m everyrep.faces.web.jobs NAME PARENT [BEFORE]`: a worker, as `serve` starts it."""

from __future__ import annotations

import sys

from everyrep.faces.web import serve
from everyrep.faces.web.place import place

if __name__ == "__main__":
    serve.setup(place().workspace)
    from everyrep.faces.web.jobs.worker import run

    run(place().workspace, sys.argv[1], int(sys.argv[2]), *sys.argv[3:4])
