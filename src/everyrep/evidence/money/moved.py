"""What of bookings each outcome moves, so that no money counts twice under two names.

Bookings are deals opened x share won x size, and a shorter cycle decides more of them in a year. A
rise of won deals holds what a rise of the win rate holds already.
"""

from __future__ import annotations

from collections.abc import Mapping

from everyrep.evidence.money.case import BenefitKind as Kind
from everyrep.evidence.money.casefile import BenefitLine
from everyrep.values import UserError

_ALL = frozenset({Kind.VOLUME, Kind.CONVERSION, Kind.SIZE, Kind.CYCLE})
MOVED: Mapping[str, frozenset[Kind]] = {
    "win_rate": frozenset({Kind.CONVERSION}),
    "cohort_win_rate": frozenset({Kind.CONVERSION}),
    "competitive_win_rate": frozenset({Kind.CONVERSION}),
    "stage_conversion": frozenset({Kind.CONVERSION}),
    "stage_win_rate": frozenset({Kind.CONVERSION}),
    "win_rate_by_amount": frozenset({Kind.CONVERSION, Kind.SIZE}),
    "average_deal_size": frozenset({Kind.SIZE}),
    "cycle_length": frozenset({Kind.CYCLE}),
    "won_cycle": frozenset({Kind.CYCLE}),
    "opportunities_created": frozenset({Kind.VOLUME}),
    "opportunities_per_rep_month": frozenset({Kind.VOLUME}),
    "created_amount": frozenset({Kind.VOLUME, Kind.SIZE}),
    "pipeline_created_per_rep_month": frozenset({Kind.VOLUME, Kind.SIZE}),
    "won_deals": frozenset({Kind.VOLUME, Kind.CONVERSION, Kind.CYCLE}),
    "wins_per_rep": frozenset({Kind.VOLUME, Kind.CONVERSION, Kind.CYCLE}),
    "bookings": _ALL,
    "revenue_per_rep": _ALL,
}
"""Outcomes whose effect is a share by which bookings move, and what of bookings they hold."""


def hold_apart(lines: tuple[BenefitLine, ...]) -> None:
    """Refuse a case in which two lines hold the same money.

    Raises:
        UserError: They do, or an outcome says nothing of the kind that it stands under.
    """
    taken: dict[Kind, str] = {}
    for line in lines:
        for kind in _held(line):
            if kind in taken:
                raise UserError(
                    f"{line.name!r} holds {kind.value}, which {taken[kind]!r} holds already",
                    why="the same money would count twice",
                    remedy="leave one of the two out",
                )
            taken[kind] = line.name


def _held(line: BenefitLine) -> frozenset[Kind]:
    if not line.kind.multiplies:
        return frozenset()
    if line.question is None:
        return frozenset({line.kind})
    held = MOVED.get(line.question.outcome, frozenset())
    if line.kind in held:
        return held
    fitting = [name for name, kinds in MOVED.items() if line.kind in kinds]
    raise UserError(
        f"{line.question.outcome} says nothing of {line.kind.value}",
        where=line.name,
        why="its effect would be taken for another one's",
        remedy=f"ask about one of: {', '.join(fitting)}",
    )
