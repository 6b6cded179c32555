"""A server that forks leaves to its parent what is the parent's."""

from __future__ import annotations

import subprocess
import sys

_FORKS = """
import gc, os, sys
import duckdb
from everyrep.faces.web import serve

held = [duckdb.connect()]
held[0].execute("SET threads = 2")
held[0].execute("SELECT sum(range) FROM range(2000000)").fetchall()
held.append(held)  # only a collection lets go of it

def server():
    global held
    serve._leave_behind()
    del held
    child = os.fork()
    if not child:
        gc.collect()
        os._exit(7)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))

server()
"""


def test_a_fork_does_not_wait_for_an_engine_of_its_parent() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _FORKS], capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.stdout == "7\n", ended.stderr
