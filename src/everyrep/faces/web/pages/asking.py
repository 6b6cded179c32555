"""A question in an address: read, put to the one door, and written again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from everyrep.faces.web.pages.address import complain
from everyrep.faces.web.pages.lately import lately
from everyrep.faces.web.pages.looked import looked
from everyrep.measures import Answer, query
from everyrep.measures.answer import Key
from everyrep.measures.dimensions import dimension_name
from everyrep.values import EveryrepError, Scope, UnknownName
from everyrep.warehouse.reader import Warehouse

_MOST_CUTS = 4
_GROUP, _NOT_KNOWN = "is.", "unknown"


@dataclass(frozen=True)
class Asked:
    """What an address asks of a measure.

    Attributes:
        by: Dimensions and grains.
        period, where: As written.
        group: Which group of the answer, where one is meant.
        pool: Whether small groups are drawn towards their like.
    """

    by: tuple[str, ...] = ()
    period: str = ""
    where: str = ""
    group: tuple[tuple[str, Key], ...] = ()
    pool: bool = False

    def pairs(self) -> list[tuple[str, str]]:
        """The question as names and values of an address."""
        found = [("by", name) for name in self.by]
        found += [(name, text) for name in ("period", "where") if (text := getattr(self, name))]
        found += [(f"{_GROUP}{name}", str(key)) for name, key in self.group if key is not None]
        found += [(_NOT_KNOWN, name) for name, key in self.group if key is None]
        return [*found, *([("pool", "1")] if self.pool else [])]

    def address(self, **more: str | int) -> str:
        """The question as the end of an address, empty where there is none."""
        return urlencode([*self.pairs(), *((name, str(value)) for name, value in more.items())])

    def settled(self) -> Asked:
        """The question cut by what its group names alone: who names no group means all."""
        by = tuple(name for name in self.by if _plain(name) in (None, *dict(self.group)))
        return replace(self, by=by, pool=self.pool and bool(by))

    def of(self, keys: Mapping[str, Key]) -> Asked:
        """The same question, of one group."""
        return Asked(self.by, self.period, self.where, tuple(keys.items()), self.pool)


def _plain(name: str) -> str | None:
    """The dimension that a word means; None where it means none, which the door then says."""
    try:
        return dimension_name(name)
    except UnknownName:
        return None


def asked_in(request: HttpRequest) -> Asked:
    """The question of an address; what is too long is cut."""
    given = request.GET
    group = [
        (name.removeprefix(_GROUP), str(given[name])[:200])
        for name in given
        if name.startswith(_GROUP)
    ]
    by = tuple(dict.fromkeys(name for name in given.getlist("by") if name))
    for name in by[_MOST_CUTS:]:
        said = f"A figure is cut {_MOST_CUTS} ways at the most; '{name[:40]}' was left out."
        complain(request, said)
    if given.get("pool", "") not in ("", "0", "1"):
        complain(request, "Whether to pool is 1 or 0; it was left out.")
    unknown = [(name[:40], None) for name in given.getlist(_NOT_KNOWN)]
    return Asked(
        by[:_MOST_CUTS],
        given.get("period", "").strip()[:40],
        given.get("where", "").strip()[:400],
        (*group[:_MOST_CUTS], *unknown[:_MOST_CUTS]),
        given.get("pool") == "1",
    )


def _answer(warehouse: Warehouse, name: str, asked: Asked, scope: Scope) -> Answer:
    told = f"answer {[name, asked.by, asked.where, asked.period, asked.pool]}"
    ask = partial(
        query, warehouse, name, by=asked.by, where=asked.where or None,
        period=asked.period or None, scope=scope, pool=asked.pool,
    )  # fmt: skip
    return lately(told, warehouse, scope, ask)


def answered(request: HttpRequest, name: str, asked: Asked) -> tuple[Answer | None, str]:
    """The answer, or why there is none."""
    warehouse: Any = request.warehouse  # type: ignore[attr-defined]
    if warehouse is None:
        return None, ""
    try:
        answer = _answer(warehouse, name, asked, request.acting.scope)  # type: ignore[attr-defined]
    except EveryrepError as problem:
        return None, problem.told
    if "person" in asked.by:
        shown = [row for row in answer if row.estimate.value is not None]
        looked(request, (_text(row.keys.get("person")) for row in shown), name)
    return answer, ""


def _text(key: Key) -> str | None:
    return key if isinstance(key, str) else None


def whole(text: str | None) -> int:
    """A number in an address; 0 where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
