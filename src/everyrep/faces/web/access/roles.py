"""Roles: abilities over a part of the company. They are code, and reviewed like code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from everyrep.values import UnknownName
from everyrep.values.scope import SMALLEST_GROUP

Part = Literal["self", "reports", "everybody_below", "everybody", "nobody"]


@dataclass(frozen=True)
class Role:
    """What one who has it may see and do.

    Attributes:
        name: What it is called in the database.
        title: What people call it.
        says: What it is for, in a sentence.
        part: Whose facts may be seen: one's own, those of direct reports, of everybody below, of
            all, of nobody.
        abilities: Of `values.scope.ABILITIES`.
        min_group: Figures about fewer people than this are withheld.
        masked: Fields that are never shown.
        pages: Names of the areas of the app that it opens.
    """

    name: str
    title: str
    says: str
    part: Part
    abilities: frozenset[str]
    min_group: int
    pages: frozenset[str]
    masked: frozenset[str] = frozenset()


ANYBODYS = frozenset({"mine"})
"""Areas that are open to whoever signs in, also before their first role and after their last: what
is held about somebody is theirs to see, to take and to contest, whatever they may do here."""
_OWN = frozenset({"home", "me", "mine"})
_FIGURES = frozenset(
    {"home", "measures", "pipeline", "conversion", "attainment", "comparison", "mine"}
)
_PEOPLE = frozenset({"people", "deals"})
_LEADING = frozenset(
    {"see_amounts", "see_people", "see_assessments", "see_rows", "see_pay", "dispute"}
)

ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        Role(
            "rep", "Rep", "Sells, and sees what is held about it.", "self",
            frozenset({"see_amounts", "see_rows", "see_pay", "dispute"}), 1,
            _OWN | {"pipeline", "deals", "pay"},
        ),
        Role(
            "manager", "Manager", "Leads the people who report to them.", "reports",
            _LEADING, 1,
            _FIGURES | _PEOPLE | {"pay"},
        ),
        Role(
            "second_line", "Second-line manager", "Leads managers and everybody below.",
            "everybody_below",
            _LEADING, 1,
            _FIGURES | _PEOPLE | {"heroes", "leading", "pay"},
        ),
        Role(
            "enablement", "Enablement lead", "Finds and closes gaps in skill, by group.",
            "everybody", frozenset({"see_amounts", "see_assessments"}), SMALLEST_GROUP,
            _FIGURES | {"learning", "leading", "evidence", "truth"},
        ),
        Role(
            "revops", "RevOps analyst", "Keeps the data and the measures right.", "everybody",
            frozenset(
                {
                    "see_amounts", "see_people", "see_assessments", "see_rows", "export", "load",
                    "build", "decide_identity", "write_plan",
                }
            ), 1,
            _FIGURES
            | _PEOPLE
            | {"heroes", "leading", "learning", "evidence", "sources", "jobs", "truth", "pay"},
        ),
        Role(
            "finance", "Finance", "Holds the plan against what was earned.", "everybody",
            frozenset(
                {"see_amounts", "see_pay", "export", "write_plan", "approve_plan", "run_pay"}
            ), SMALLEST_GROUP,
            _FIGURES | {"heroes", "evidence", "pay"},
        ),
        Role(
            "executive", "Executive", "Answers for the number.", "everybody",
            frozenset({"see_amounts", "export", "approve_plan"}), SMALLEST_GROUP,
            _FIGURES | {"heroes", "leading", "evidence", "truth", "pay"},
        ),
        Role(
            "administrator", "Administrator", "Keeps the app running, and gives rights.", "nobody",
            frozenset({"load", "build"}), SMALLEST_GROUP,
            frozenset({"home", "mine", "jobs", "health", "rights", "audit", "privacy"}),
        ),
        Role(
            "auditor", "Auditor", "Reads who did and saw what.", "nobody",
            frozenset(), SMALLEST_GROUP, frozenset({"home", "mine", "audit"}),
        ),
    )
}  # fmt: skip
"""By name, in the order in which they are offered."""


def role(name: str) -> Role:
    """The role of a name.

    Raises:
        UnknownName: There is none.
    """
    if name not in ROLES:
        raise UnknownName("role", name, ROLES)
    return ROLES[name]
