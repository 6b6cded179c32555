"""The sentences to read with what a pipeline is worth, and with what moved in it."""

from __future__ import annotations

from collections.abc import Mapping

from everyrep.analysis.pipeline.likedays import LikeDays
from everyrep.analysis.pipeline.movement import Movement
from everyrep.analysis.pipeline.yields import Learned
from everyrep.values import Estimate, Money, Period, Reason, Scope

_NEGLIGIBLE = 0.005
_NOT_THE_WIN_RATE = (
    "A chance is that of a deal to be won before the period ends, as deals in the same stage were "
    "on the like day of earlier periods; it is not the win rate."
)


def notes_of(
    like: LikeDays, known: Learned, thin: Reason | None, scope: Scope, due: Estimate
) -> tuple[str, ...]:
    """What must be known of a chance and of what it leaves out.

    Args:
        like: Deals of today and of the like days.
        known: What earlier periods tell.
        thin: Why chances cannot be told; None where they can.
        scope: Who asks.
        due: The pipeline of the period.
    """
    notes = [_NOT_THE_WIN_RATE]
    if thin is None and known.periods < 4:
        notes.append(
            f"It rests on {known.periods} earlier periods, which say little of how much periods "
            "differ: the true range is wider."
        )
    if not like.closes_known:
        notes.append(
            "Nothing tells when earlier deals were expected to close, so the chance of a stage is "
            "that of all its deals, due in the period or later."
        )
    late = int(like.overdue.sum())
    if late and scope.min_group <= 1:
        notes.append(
            f"{late:,} open deals were to close on a day that is over, before the period: no "
            "coverage counts them, while the chance and what is expected do, as such deals went "
            "before."
        )
    ahead = int(like.ahead.sum())
    if ahead and scope.min_group <= 1:
        notes.append(
            f"{ahead:,} open deals are to close between today and the period: no coverage counts "
            "them, while the chance and what is expected do, as far as such deals were won later."
        )
    if isinstance(due.value, Money) and _apart(float(like.amounts[like.due].sum()), due):
        notes.append(
            "Stage by stage a deal counts whole, with its owner; coverage counts the parts that "
            "are credited to those in sight, so the stages do not add up to it."
        )
    if scope.min_group > 1:
        notes.append(f"Stages with deals of fewer than {scope.min_group} people are not shown.")
    if like.left_out:
        notes.append(
            f"{like.left_out:,} open deals have no amount above zero, or no rate to convert it."
        )
    return tuple(notes)


def _apart(minor: float, due: Estimate) -> bool:
    """Whether deals one by one come to another sum than the door's."""
    told = due.value.minor if isinstance(due.value, Money) else 0
    return abs(minor - told) > _NEGLIGIBLE * max(abs(minor), abs(told))


def notes_of_moves(
    known: Mapping[str, Mapping[str, int]],
    movement: Movement,
    period: Period | None,
    by_build: bool,
) -> tuple[str, ...]:
    """What must be read with what moved.

    Args:
        known: By what of a deal: of how many deals each way tells it.
        movement: What moved.
        period: Within which open deals count; None is all.
        by_build: The first day is read from an earlier build.
    """
    notes = []
    if by_build:
        notes.append("The first day is as an earlier build knew it, late records not counted.")
    for name, what in (("amount", "amount"), ("close", "expected close"), ("owner", "owner")):
        assumed = known[name].get("assumed", 0)
        if assumed and not by_build:
            notes.append(
                f"Of {assumed:,} deals nothing tells the {what} of the first day; it is taken to "
                "have been as it is now, so changes of it cannot be seen."
            )
    if any(part.name == "undated" for part in movement.parts):
        notes.append(
            "Undated is what deals are now and no record of a change says: it may have changed "
            "before the first day."
        )
    if movement.left_out:
        notes.append(
            f"{movement.left_out:,} deals are left out: no amount, or no rate to convert it."
        )
    if period is None:
        notes.append("All open deals count, whenever they are to close, so slipping moves nothing.")
    return tuple(notes)
