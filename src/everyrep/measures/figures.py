"""Figures in plain numbers, on their way from the estimators to the answer."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from everyrep.values import Grade, Reason

Number = int | float | Fraction | None


@dataclass(frozen=True)
class Figure:
    """One figure in plain numbers; amounts in minor units, exact where they are whole.

    Attributes:
        value: None where there is none, and then `reason` says why.
        low, high: Its range; None where it is open or cannot be had.
        n: What it rests on.
        grade: What kind of claim it is.
        reason: Why there is no value, or no range.
        notes: Sentences to read with it.
        worth: What it knows, for pooling: effective trials of a share, effective clusters of a
            mean, exposure of a rate. NaN where it cannot be pooled.
        variance: Of a mean.
        raw: The value before pooling, where it was pooled.
    """

    value: Number
    low: Number = None
    high: Number = None
    n: int = 0
    grade: Grade = Grade.OBSERVED
    reason: Reason | None = None
    notes: tuple[str, ...] = ()
    worth: float = float("nan")
    variance: float = float("nan")
    raw: Number = None


NO_FACTS = Reason("no_rows", "No facts fit the question.", "Widen the period or the condition.")
NO_AMOUNTS = Reason(
    "no_amounts",
    "None of these facts has an amount.",
    "Fill their amounts at the source; if no column of amounts is mapped yet, map it.",
)
NOTHING_TO_DIVIDE = Reason(
    "nothing_to_divide_by", "What it is measured against is nothing here.", ""
)
ONE_PERSON = Reason(
    "one_person",
    "All of it is one person's, so that nothing shows how much people differ.",
    "Look at a wider group for a range.",
)
NONE_ENDED = Reason("none_ended", "None of them has ended yet.", "Ask again when some have.")
NOT_FOLLOWED = Reason(
    "not_followed_long_enough",
    "None of those left has been followed long enough to know.",
    "Ask again later, or for an earlier period.",
)
NOT_HALF = Reason(
    "not_half_ended",
    "Fewer than half are known to have ended, so the median is not known yet.",
    "Ask again later, or for a longer or earlier period.",
)
TOO_FEW_TO_SPREAD = Reason(
    "one_value", "One value is no spread.", "Look at a wider group, or a longer period."
)
TOO_FEW_FOR_RANGE = Reason(
    "too_few",
    "Fewer than five values do not show how far their spread can be trusted.",
    "Look at a wider group for a range.",
)
