"""A simulated company of a year and a half, whose plans are of 2025."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from everyrep.assembly import build_demo
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import Workspace


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its workspace, with the plans that come with it."""
    place = tmp_path_factory.mktemp("demo") / "company"
    build_demo(Workspace(place), people=60, months=18, seed=3, progress=lambda *_: None)
    return place


@pytest.fixture(scope="session")
def records(demo: Path) -> Iterator[Warehouse]:
    with Warehouse.open(demo) as warehouse:
        yield warehouse
