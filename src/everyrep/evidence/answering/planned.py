"""A trial read as its frozen plan says, and not as whoever looks would like to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from everyrep.evidence.answering.estimated import Ends, Estimated
from everyrep.evidence.inference import inferred, look
from everyrep.values import Reason


@dataclass(frozen=True)
class Planned:
    """How a frozen plan reads its trial; by default as without one.

    Attributes:
        before: Months from before whose mean is taken out; None: as without a plan.
        tuned_error: Standard error that was planned for, where it is read before its end: its
            range must then hold at all looks. None at the end.
        stop: Why nothing may be read from it; None where something may.
    """

    before: int | None = None
    tuned_error: float | None = None
    stop: Reason | None = None


def at_all_looks(made: Estimated, tuned_error: float) -> Estimated | Reason:
    """The same with ranges that hold however often one looks.

    Args:
        made: What the design estimated.
        tuned_error: Standard error that was planned for.
    """
    effect = made.effect
    own = inferred(effect.value, effect.se, effect.df)
    seen = own if isinstance(own, Reason) else look(own, tuned_error)
    if isinstance(seen, Reason):
        return seen
    wide = replace(effect, low=seen.low, high=seen.high)
    return replace(
        made, effect=wide, honest=_around(made.honest, seen.low, seen.high),
        near=_around(made.near, seen.low, seen.high),
    )  # fmt: skip


def _around(ends: Ends, low: float, high: float) -> Ends:
    """The narrowest range that holds both."""
    return min(ends[0], low), max(ends[1], high)
