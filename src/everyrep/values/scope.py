"""Who asks, and what they may see.

A Scope is built once, from a web session or from the command line, and travels with every
question. It can be narrowed on the way and never widened. `None` means "without limit", an empty
set means "nothing": the two are opposites.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from everyrep.values.errors import InternalError, UnknownName

ABILITIES = frozenset(
    {
        "see_amounts",
        "see_people",
        "see_pay",
        "see_risk",
        "see_assessments",
        "see_rows",
        "export",
        "load",
        "build",
        "decide_identity",
        "write_plan",
        "approve_plan",
        "run_pay",
        "dispute",
    }
)
SMALLEST_GROUP = 5


@dataclass(frozen=True, slots=True)
class Scope:
    """The wall around one question.

    Attributes:
        who: Name of the one who asks, for the audit.
        people: Ids of the people whose rows may be seen; None is everybody.
        teams: Ids of the teams whose rows may be seen; None is every team. A row must pass both.
        masked_fields: Fields ("table.column" or "column") that are never shown.
        grains: Names of the grains and dimensions a figure may be broken down by; None is any.
        min_group: Figures about fewer people than this are withheld.
        abilities: What else may be seen or done, of `ABILITIES`.
        as_of: Nothing learned after this day may be seen; None is the present.
    """

    who: str
    people: frozenset[str] | None
    teams: frozenset[str] | None = None
    masked_fields: frozenset[str] = frozenset()
    grains: frozenset[str] | None = None
    min_group: int = SMALLEST_GROUP
    abilities: frozenset[str] = frozenset()
    as_of: date | None = None

    def __post_init__(self) -> None:
        if not self.who.strip():
            raise InternalError(
                "A scope has no name of who asks",
                why="Every answer is audited under the name of the one who asked",
                remedy="Give the signed-in user, or the account of the operating system",
            )
        if isinstance(self.min_group, bool) or self.min_group < 1:
            raise InternalError(
                f"The smallest group of a scope is {self.min_group!r}",
                remedy="Give a whole number of at least 1",
            )
        for name in ("people", "teams", "masked_fields", "grains", "abilities"):
            _check_set(name, getattr(self, name))
        _check_abilities(self.abilities)

    @classmethod
    def everything(cls, who: str, *, as_of: date | None = None) -> Scope:
        """All people, all fields, groups of one: the local administrator at the command line."""
        return cls(who, None, None, min_group=1, abilities=ABILITIES, as_of=as_of)

    @classmethod
    def nothing(cls, who: str) -> Scope:
        """Nobody, no team, no grain, no ability."""
        return cls(who, frozenset(), frozenset(), grains=frozenset())

    @property
    def sees_everybody(self) -> bool:
        """Whether no person and no team is out of sight."""
        return self.people is None and self.teams is None

    @property
    def sees_nobody(self) -> bool:
        """Whether every person is out of sight."""
        return self.people == frozenset() or self.teams == frozenset()

    def allows_person(self, person: str, team: str | None = None) -> bool:
        """Whether rows of this person, while in this team, may be seen.

        A scope that is limited to teams shows nobody whose team is not known.
        """
        if self.people is not None and person not in self.people:
            return False
        return self.teams is None or team in self.teams

    def allows_team(self, team: str) -> bool:
        """Whether rows of this team may be seen."""
        return self.teams is None or team in self.teams

    def allows_grain(self, grain: str) -> bool:
        """Whether a figure may be broken down by this grain or dimension."""
        return self.grains is None or grain in self.grains

    def masks(self, field: str) -> bool:
        """Whether a field is hidden; "pay.base" is hidden by "pay.base" and by "base"."""
        return field in self.masked_fields or field.rpartition(".")[2] in self.masked_fields

    def suppresses(self, people: int) -> bool:
        """Whether a figure about so many people must be withheld."""
        return people < self.min_group

    def can(self, ability: str) -> bool:
        """Whether the one who asks has this ability.

        Raises:
            UnknownName: Nobody could have it, because it does not exist.
        """
        return ability in self.abilities & _check_abilities([ability])

    def to_dict(self) -> dict[str, Any]:
        """The scope as JSON-safe data, for the audit: sets as sorted lists, None as None."""
        return {
            "who": self.who,
            "people": _listed(self.people),
            "teams": _listed(self.teams),
            "masked_fields": _listed(self.masked_fields),
            "grains": _listed(self.grains),
            "min_group": self.min_group,
            "abilities": _listed(self.abilities),
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
        }

    def narrow(
        self,
        *,
        people: Iterable[str] | None = None,
        teams: Iterable[str] | None = None,
        masked_fields: Iterable[str] = (),
        grains: Iterable[str] | None = None,
        min_group: int | None = None,
        abilities: Iterable[str] | None = None,
        as_of: date | None = None,
    ) -> Scope:
        """A scope that sees at most what this one sees; what is left out stays as it is.

        Sets are intersected, masks joined, the larger group and the earlier day win, so no
        argument can widen anything.
        """
        return Scope(
            self.who,
            _meet(self.people, people),
            _meet(self.teams, teams),
            self.masked_fields | _as_set(masked_fields),
            _meet(self.grains, grains),
            self.min_group if min_group is None else max(self.min_group, min_group),
            self.abilities & (ABILITIES if abilities is None else _check_abilities(abilities)),
            _earlier(self.as_of, as_of),
        )


def _meet(held: frozenset[str] | None, asked: Iterable[str] | None) -> frozenset[str] | None:
    if asked is None:
        return held
    return _as_set(asked) if held is None else held & _as_set(asked)


def _earlier(held: date | None, asked: date | None) -> date | None:
    if held is None or asked is None:
        return held or asked
    return min(held, asked)


def _as_set(names: Iterable[str]) -> frozenset[str]:
    if isinstance(names, str):
        raise _not_a_set("an argument", names)
    return frozenset(names)


def _check_set(name: str, content: object) -> None:
    if content is not None and not isinstance(content, frozenset):
        raise _not_a_set(f"{name!r}", content)


def _not_a_set(name: str, content: object) -> InternalError:
    return InternalError(
        f"A scope was given {content!r} as {name}",
        why="Looking for an id in a text would find parts of other ids",
        remedy="Give a frozenset of names",
    )


def _listed(names: frozenset[str] | None) -> list[str] | None:
    return None if names is None else sorted(names)


def _check_abilities(names: Iterable[str]) -> frozenset[str]:
    asked = _as_set(names)
    for name in sorted(asked - ABILITIES):
        raise UnknownName("ability", name, ABILITIES)
    return asked
