"""The company's warehouse as this process has it open: one reader a build, shared by requests.

A build never changes; when another is current it is opened beside the old one, which goes when the
last request that holds it has ended.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import ParamSpec, TypeAlias, TypeVar, cast

from everyrep.faces.payroll.known_as import ids_of
from everyrep.faces.web.place import place
from everyrep.values import UserError
from everyrep.warehouse.build.record import current_build
from everyrep.warehouse.organisation import Organisation, organisation_on
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import Workspace

_OPEN: dict[Path, Warehouse] = {}
_LOCK = Lock()
_KEPT: list[Callable[[], None]] = []
P = ParamSpec("P")
T = TypeVar("T")
Made: TypeAlias = Callable[P, T]


def current() -> Warehouse | None:
    """The current build, with a connection for the one who calls; None before the first.

    Requests run side by side, and a connection is for one of them at a time: each gets its own
    cursor on what is shared.
    """
    folder = current_build(Workspace(place().workspace))
    if folder is None:
        return None
    with _LOCK:
        if folder not in _OPEN:
            try:
                opened = Warehouse.open(Workspace(place().workspace), folder.name)
            except UserError:
                return None
            _OPEN.clear()
            _OPEN[folder] = opened
        shared = _OPEN[folder]
    return replace(shared, connection=shared.connection.cursor())


def organisation(warehouse: Warehouse, day: date) -> Organisation:
    """Who works here on a day, as a build knows it."""
    return _organisation(Build(warehouse), day)


def renamed_people(warehouse: Warehouse | None) -> Mapping[str, str]:
    """Ids that people may have had before, each with that person's id of today."""
    return {} if warehouse is None else _renamed(Build(warehouse))


class Build:
    """A build by its folder, as a key for a cache that must not be fooled by another cursor."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse
        self.folder = warehouse.folder

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Build) and self.folder == other.folder

    def __hash__(self) -> int:
        return hash(self.folder)


def kept_by_build(maxsize: int) -> Callable[[Made[P, T]], Made[P, T]]:
    """Keep what a function of a `Build` gave, until the build is let go of.

    What is kept holds the build open. A server forks: an engine that is still open then has no
    threads in the child, where letting go of it would wait for them for ever.
    """

    def keep(make: Made[P, T]) -> Made[P, T]:
        kept = lru_cache(maxsize=maxsize)(make)
        _KEPT.append(kept.cache_clear)
        return cast("Made[P, T]", kept)

    return keep


@kept_by_build(maxsize=8)
def _organisation(key: Build, day: date) -> Organisation:
    return organisation_on(key.warehouse, day)


@kept_by_build(maxsize=2)
def _renamed(key: Build) -> Mapping[str, str]:
    return {one: now for one, now in ids_of(key.warehouse).items() if one != now}


def forget() -> None:
    """Close what is open; the next request opens anew."""
    with _LOCK:
        _OPEN.clear()
    for clear in _KEPT:
        clear()
    gc.collect()  # What refers to itself in a circle holds the engine, too.
