"""Who is on a plan when: by role or title of their job records, and by name beside that."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from everyrep.values import DataError, UnknownName, UserError

if TYPE_CHECKING:
    import pandas as pd

Days = tuple[int, int]
"""From a day until before another, as ordinals."""
_OPEN = date.max.toordinal()
_NAMES = ("role", "title")
"""Columns of job records by which people are on a plan."""
_NAMED = ("payee", "from", "until", "on")


@dataclass(frozen=True)
class Named:
    """An exception: somebody who is, or is not, on the plan for some days, whatever their role.

    Attributes:
        payee: Id of the person.
        begins: First day.
        until: First day no more; None where it does not end.
        on: Whether they are on the plan on these days.
    """

    payee: str
    begins: date
    until: date | None = None
    on: bool = True

    def __post_init__(self) -> None:
        """Hold that somebody is named, for a day at least."""
        if not self.payee:
            raise DataError("An exception names nobody", remedy="give the id of a person")
        if self.until is not None and self.until <= self.begins:
            raise DataError(
                f"The exception of {self.payee} from {self.begins} ends before it has had a day",
                remedy="`until` is the first day no more",
            )


@dataclass(frozen=True)
class Members:
    """Who is on a plan when.

    Attributes:
        roles: Roles or titles of job records, in any case, that put people on the plan while they
            last.
        named: Exceptions, which count before roles; of two for one day the later in the list.
    """

    roles: tuple[str, ...] = ()
    named: tuple[Named, ...] = ()

    @property
    def somebody(self) -> bool:
        """Whether it names a role, or anybody who is on it."""
        return bool(self.roles) or any(one.on for one in self.named)

    def to_json(self) -> str:
        """As text that `from_json` reads."""
        named = [
            {
                "payee": one.payee,
                "from": one.begins.isoformat(),
                "until": None if one.until is None else one.until.isoformat(),
                "on": one.on,
            }
            for one in self.named
        ]
        return json.dumps({"roles": list(self.roles), "named": named}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Members:
        """Members as written by `to_json`.

        Raises:
            UserError: It is not that.
            UnknownName: It has a key that nobody knows; near ones are offered.
        """
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as problem:
            raise _unread(f"It is no JSON ({type(problem).__name__})") from None
        found = _known(found, ("roles", "named"))
        roles, named = found.get("roles", []), found.get("named", [])
        if not isinstance(roles, list) or not all(isinstance(one, str) for one in roles):
            raise _unread(f"roles is {roles!r}")
        if not isinstance(named, list):
            raise _unread(f"named is {named!r}")
        return cls(tuple(roles), tuple(_named(one) for one in named))

    def refuse_unknown(self, jobs: pd.DataFrame) -> None:
        """Hold that every role occurs among job records.

        Raises:
            UnknownName: One does not; near ones are offered.
        """
        roles = {one for name in _NAMES for one in jobs[name].unique() if isinstance(one, str)}
        known = {one.casefold() for one in roles}
        for role in self.roles:
            if role.casefold() not in known:
                raise UnknownName("role or title", role, roles, where="job records")

    def stints(self, jobs: pd.DataFrame) -> list[tuple[str, date, date | None]]:
        """Who is on the plan from when until when, by people and days, no two next to each other.

        Args:
            jobs: Columns person_id, from_on, until_on (empty while it lasts), role, title.
        """
        wanted = {role.casefold() for role in self.roles}
        on: dict[str, list[Days]] = {}
        columns = ("person_id", "from_on", "until_on", *_NAMES)
        for person, begins, until, *names in zip(*(jobs[name] for name in columns), strict=True):
            if any(isinstance(one, str) and one.casefold() in wanted for one in names):
                on.setdefault(person, []).append(_days(begins, until))
        for one in self.named:
            days = _days(one.begins, one.until)
            left = _without(on.get(one.payee, []), days)
            on[one.payee] = [*left, days] if one.on else left
        return [
            (person, date.fromordinal(first), None if end == _OPEN else date.fromordinal(end))
            for person in sorted(on)
            for first, end in joined(on[person])
        ]


def joined(days: Iterable[Days]) -> list[Days]:
    """Stretches in order, those that touch or overlap made one."""
    found: list[Days] = []
    for first, end in sorted(days):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((first, end))
    return found


def _without(days: Iterable[Days], gone: Days) -> list[Days]:
    """Stretches less one of them."""
    parts = [((first, min(end, gone[0])), (max(first, gone[1]), end)) for first, end in days]
    return [part for pair in parts for part in pair if part[0] < part[1]]


def _days(begins: date, until: Any) -> Days:
    return begins.toordinal(), until.toordinal() if isinstance(until, date) else _OPEN


def _named(given: Any) -> Named:
    found = _known(given, _NAMED)
    if not isinstance(found.get("payee"), str) or not isinstance(found.get("on", True), bool):
        raise _unread(f"An exception is {given!r}")
    begins, until = _day(found.get("from")), _day(found.get("until"))
    if begins is None:
        raise _unread(f"The exception of {found['payee']} has no first day")
    return Named(found["payee"], begins, until, found.get("on", True))


def _day(text: Any) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise _unread(f"{text!r} is no day") from None


def _known(given: Any, keys: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise _unread(f"{given!r} stands where keys and values should")
    for key in given:
        if key not in keys:
            raise UnknownName("key", str(key), keys, where="members")
    return given


def _unread(found: str) -> UserError:
    return UserError(
        found, where="members", why="Nobody can say who is on the plan",
        remedy='write {"roles": ["Account Executive"], "named": [{"payee": "...", "from": '
        '"2026-01-01", "until": null, "on": true}]}',
    )  # fmt: skip
