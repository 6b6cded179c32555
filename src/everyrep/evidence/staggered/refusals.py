"""Why there is no effect to tell, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everyrep.values import UserError

if TYPE_CHECKING:
    from everyrep.evidence.arrays import Ints


class CannotEstimate(UserError):  # noqa: N818 - reads as what happened
    """The panel cannot carry the effect that was asked for; the message says why."""


def no_spread(kind: str, values: Ints) -> tuple[str, ...]:
    """That effects were left out since nobody shows how far chance alone would take them."""
    return tuple(
        f"No effect at {kind} {value}: one unit, or one group of units, is behind it"
        for value in values
    )


def one_alone() -> CannotEstimate:
    """That a single unit, or group of units, is all that was treated."""
    return CannotEstimate(
        "One unit, or one group of units, is all that was treated",
        why="What it did cannot be told from what it would have done by chance",
        remedy="Wait until more are treated",
    )


def units_text(count: int) -> str:
    """How many units, in words."""
    return f"{count} unit" if count == 1 else f"{count} units"
