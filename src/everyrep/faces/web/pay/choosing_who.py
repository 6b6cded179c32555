"""The form that says who is on a plan: roles to tick, and people by name for days of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from everyrep.faces.payroll.members import Members, Named
from everyrep.measures.records import Records
from everyrep.values import Scope, UnknownName, UserError
from everyrep.warehouse.organisation import names_of
from everyrep.warehouse.reader import Warehouse

if TYPE_CHECKING:
    import pandas as pd

MORE = 3
"""Empty rows for exceptions."""
_MOST = 500
_LISTED = 3000
"""A list of so many people is offered to choose from; of more, one is named by name or id."""


@dataclass(frozen=True)
class Role:
    """A role or title to tick.

    Attributes:
        name: As job records spell it.
        many: People who have it today.
        chosen: Whether it puts people on the plan.
    """

    name: str
    many: int
    chosen: bool


@dataclass(frozen=True)
class Row:
    """A row for an exception.

    Attributes:
        number: Its place, from zero.
        person: Name with the id in brackets; empty in an empty row.
        begins: First day, as ISO date.
        until: First day no more; empty where it does not end.
        on: Whether they are on the plan then.
    """

    number: int
    person: str = ""
    begins: str = ""
    until: str = ""
    on: bool = True


class Choosing:
    """What there is to choose from, of one build.

    Args:
        warehouse: The build.
        who: Under whose name the records are read.
    """

    def __init__(self, warehouse: Warehouse, who: str) -> None:
        """Read job records; names are read when they are needed."""
        records = Records(warehouse, Scope.everything(who), warehouse.as_of)
        self.jobs: pd.DataFrame = records.jobs
        self.names = names_of(warehouse, records.people["person_id"])
        self._today = warehouse.as_of

    def roles(self, chosen: Members) -> list[Role]:
        """Roles and titles of job records, those that are chosen first; then by people."""
        ticked = {one.casefold() for one in chosen.roles}
        spelt: dict[str, str] = {one.casefold(): one for one in chosen.roles}
        many: Counter[str] = Counter()
        columns = ("role", "title", "from_on", "until_on")
        for role, title, begins, until in zip(*(self.jobs[one] for one in columns), strict=True):
            named = {one for one in (role, title) if isinstance(one, str) and one}
            for name in named:
                spelt.setdefault(name.casefold(), name)
            if _lasts(begins, until, self._today):
                many.update({name.casefold() for name in named})
        found = [Role(name, many[key], key in ticked) for key, name in spelt.items()]
        return sorted(found, key=lambda one: (not one.chosen, -one.many, one.name))

    def people(self) -> list[str]:
        """Everybody to choose from, by name; empty where there are too many for a list."""
        if len(self.names) > _LISTED:
            return []
        return sorted(self.shown(one) for one in self.names)

    def rows(self, chosen: Members) -> list[Row]:
        """Exceptions that there are, and empty rows."""
        kept = [
            Row(at, self.shown(one.payee), one.begins.isoformat(),
                one.until.isoformat() if one.until else "", one.on)
            for at, one in enumerate(chosen.named)
        ]  # fmt: skip
        return kept + [Row(len(kept) + at) for at in range(MORE)]

    def shown(self, person: str) -> str:
        """Name, and the id in brackets; the id alone of who has no name."""
        name = self.names.get(person)
        return f"{name} ({person})" if name else person

    def chosen(self, roles: list[str], fields: Mapping[str, str], before: Members) -> Members:
        """What a form says.

        Args:
            roles: Roles that are ticked.
            fields: What was typed, by the names of fields.
            before: Who was on it until now: whoever is named there may stay.

        Raises:
            UnknownName: Nobody has such a role, or is called so.
            UserError: A day is none or is missing, or several are called so.
        """
        known = {*self.names, *(one.payee for one in before.named)}
        found = Members(tuple(roles), tuple(self._named(fields, known)))
        found.refuse_unknown(self.jobs)
        return found

    def _named(self, fields: Mapping[str, str], known: set[str]) -> Iterator[Named]:
        for at in range(_MOST):
            text = fields.get(f"person-{at}")
            if text is None:
                return
            if text.strip():
                yield Named(
                    self._person(text.strip(), known),
                    _day(fields.get(f"from-{at}", ""), text, needed=True) or date.min,
                    _day(fields.get(f"until-{at}", ""), text),
                    fields.get(f"is-{at}") != "off",
                )

    def _person(self, text: str, known: set[str]) -> str:
        behind = (one for one in known if text == one or text.endswith(f"({one})"))
        found = max(behind, key=len, default=None)  # an id may have brackets itself
        if found is not None:
            return found
        called = [one for one, name in self.names.items() if name.casefold() == text.casefold()]
        if len(called) == 1:
            return called[0]
        if not called:
            raise UnknownName("person", text, self.names.values(), where="exceptions")
        raise UserError(
            f"{len(called)} people are called {text!r}", where="exceptions",
            remedy=f"write one with the id, such as {self.shown(min(called))}",
        )  # fmt: skip


def _day(text: str, whose: str, *, needed: bool = False) -> date | None:
    if not text.strip() and not needed:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        found = f"{text!r} is no day" if text.strip() else "The first day is missing"
        raise UserError(
            found, where=f"the exception of {whose}", remedy="write a day as 2026-03-31"
        ) from None


def _lasts(begins: object, until: object, today: date) -> bool:
    """Whether a job has begun and not ended."""
    return (
        isinstance(begins, date)
        and begins <= today
        and not (isinstance(until, date) and until <= today)
    )
