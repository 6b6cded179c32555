"""Companies that take seconds to make: made once a run, by whichever of its processes asks first.

Tests run in several processes, and some start the app in one more. All of them know one folder,
which the run makes and removes. What is in it is read; who writes takes a copy.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from everyrep.assembly import build_demo
from everyrep.warehouse.workspace import Workspace

FOLDER = "EVERYREP_TESTS_SHARE"
"""Names the folder to every process of a run."""


def open_folder() -> None:
    """Makes the folder of a run; its other processes are told by their environment."""
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="everyrep-share-")


def remove_folder() -> None:
    """Removes the folder, once the run has ended."""
    shutil.rmtree(os.environ.pop(FOLDER, ""), ignore_errors=True)


def made_once(name: str, make: Callable[[Path], object]) -> Path:
    """A folder that the first to ask makes, while the others wait; not to be changed.

    A maker that fails leaves nothing, so that the next one tries again and fails in its own name.
    """
    place = Path(os.environ[FOLDER])
    made, lock = place / name, place / f"{name}.lock"
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not made.exists():
            part = Path(tempfile.mkdtemp(dir=place))
            try:
                make(part)
                part.rename(made)
            finally:
                shutil.rmtree(part, ignore_errors=True)
    return made


def a_demo(place: Path, *, people: int, months: int, seed: int) -> Workspace:
    """A simulated company in a workspace of the caller's own, which it may change."""

    def make(folder: Path) -> None:
        build_demo(
            Workspace(folder), people=people, months=months, seed=seed, progress=lambda *_: None
        )

    made = made_once(f"demo-{people}-{months}-{seed}", make)
    shutil.copytree(made, place, symlinks=True, dirs_exist_ok=True)
    return Workspace(place)
