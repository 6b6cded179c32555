"""What was worked out lately, held by this process: a build never changes, so it stays right."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sized
from threading import Lock
from typing import Any, TypeVar

from everyrep.faces.web.pages.keyed import key_of
from everyrep.values import Scope
from everyrep.warehouse.reader import Warehouse

Made = TypeVar("Made")
_MOST = 50_000
"""Rows held at once; what was least lately asked for goes first."""
_A_FEW = 50
"""What a thing weighs that has no length."""


class Lately:
    """Things by key, no more than a process can hold.

    Args:
        most: What all that is held may weigh; the newest is held in any case.
        weigh: What one weighs.
    """

    def __init__(self, most: int, weigh: Callable[[Any], int] = lambda _: 1) -> None:
        self._most = most
        self._weigh = weigh
        self._held: OrderedDict[str, Any] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    def get(self, key: str, make: Callable[[], Made]) -> Made:
        """What is held under a key; made now where nothing is, by all who ask at the time."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                found: Made = self._held[key]
                return found
        made = make()
        with self._lock:
            if key not in self._held:
                self._held[key] = made
                self._weight += self._weigh(made)
            while self._weight > self._most and len(self._held) > 1:
                self._weight -= self._weigh(self._held.popitem(last=False)[1])
        return made


_LATELY = Lately(_MOST, lambda made: len(made) if isinstance(made, Sized) else _A_FEW)


def lately(name: str, warehouse: Warehouse, scope: Scope, make: Callable[[], Made]) -> Made:
    """What was made for the one who asks under a name and of this build; nobody may change it.

    Args:
        name: Says all that it depends on but build and scope.
        warehouse: An open build.
        scope: Who asks.
        make: Makes it.
    """
    return _LATELY.get(key_of(f"{name} for {scope.who}", warehouse, scope), make)
