"""Linear algebra on one thread: our matrices are small, and threads would wait for one another.

A mixed model solves systems of a few hundred unknowns some thousand times. Two threads a system are
no faster on an idle machine, and on a busy one each waits, turning, for the other: the same fit
then took thirty times the processor's time. It must be said before numpy is first imported.
"""

from __future__ import annotations

import os

_SETTINGS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def keep_to_one_thread() -> None:
    """Ask the libraries below numpy for one thread, unless the environment asks otherwise."""
    for name in _SETTINGS:
        os.environ.setdefault(name, "1")
