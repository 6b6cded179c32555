"""What sellers did: calls, mails, meetings, demos, proposals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from everyrep.measures.facts.frame import Frame
from everyrep.measures.question import Question
from everyrep.measures.tables import canonical

if TYPE_CHECKING:
    import ibis.expr.types as ir

_PATHS: dict[str, tuple[str, ...]] = {
    "person": ("person_id",),
    "team": ("organisation/team_id",),
    "manager": ("organisation/manager_id",),
    "role": ("organisation/role",),
    "level": ("organisation/level",),
    "territory": ("organisation/territory_id",),
    "region": ("organisation/region",),
    "motion": ("organisation/motion",),
    "activity_kind": ("kind",),
    "account": ("account_id", "opportunity/account_id"),
    "segment": ("opportunity/segment", "account/segment", "opportunity/account/segment"),
    "industry": ("account/industry", "opportunity/account/industry"),
    "country": ("account/country", "opportunity/account/country"),
    "stage": ("opportunity/stage",),
}


def activities(question: Question) -> Frame:
    """Activities, one row each, by the day they were done."""

    def source(columns: Iterable[str]) -> ir.Table:
        table = canonical("activities")
        table = table.filter(table.occurred_on.isnull() | (table.occurred_on <= question.as_of))
        return table.select(*dict.fromkeys(("id", *columns)))

    return Frame(
        "activities", source, "person_id", "occurred_on", "occurred_on", _PATHS, key=("activities",)
    )
