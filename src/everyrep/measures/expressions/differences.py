"""Figures made of two others: one less the other, what is spent over what came of it."""

from __future__ import annotations

import math
from fractions import Fraction

from everyrep.measures.figures import Figure, Number
from everyrep.measures.question import Question
from everyrep.values import Grade, Reason, as_number, money_from_minor


def difference(first: Figure | None, second: Figure | None, names: tuple[str, str]) -> Figure:
    """One figure less another, with a range as if the two were independent.

    Args:
        first, second: The figures.
        names: What they are called, for the reason where one is missing.

    References:
        Zou and Donner (2008), Construction of confidence limits about effect measures (MOVER).
    """
    for figure, name in zip((first, second), names, strict=True):
        if figure is None or figure.value is None:
            return Figure(None, reason=_missing(figure, name))
    assert first is not None  # noqa: S101 - held above
    assert second is not None  # noqa: S101 - held above
    value = _number(first.value) - _number(second.value)
    low = _moved(value, -1, _reach(first.value, first.low), _reach(second.high, second.value))
    high = _moved(value, 1, _reach(first.high, first.value), _reach(second.value, second.low))
    notes = tuple(dict.fromkeys((*first.notes, *second.notes)))
    return Figure(value, low, high, min(first.n, second.n), notes=notes)


def cost_of_each(
    question: Question, spent: Figure | None, came: Figure | None, *, thing: str, exact: bool
) -> Figure:
    """What was spent for each thing that came of it.

    Args:
        question: Its level and currency.
        spent: The amount, in minor units.
        came: How many came; a count.
        thing: What came, in the singular.
        exact: The count is taken as it is. Else it is taken as a draw from what such spending
            brings (a Poisson count), since few that came could as well have been more or fewer.
    """
    if spent is None or spent.value is None:
        return Figure(None, n=came.n if came is not None else 0, reason=_NOTHING_SPENT)
    count = int(came.value) if came is not None and came.value is not None else 0
    amount = int(spent.value)
    ends = _counts(count, question.level)
    if not count:
        return Figure(None, n=0, reason=_none_came(question, amount, ends[1], thing))
    if exact:
        return Figure(Fraction(amount, count), n=count, grade=Grade.COUNTED, notes=spent.notes)
    low, high = amount / ends[1], amount / ends[0]
    return Figure(amount / count, min(low, high), max(low, high), count, notes=spent.notes)


_NOTHING_SPENT = Reason(
    "no_spend", "Nothing is known to have been spent here.", "Load what campaigns cost."
)


def _counts(count: int, level: float) -> tuple[float, float]:
    import numpy as np

    from everyrep.measures.intervals import poisson_interval

    low, high = poisson_interval(np.array([float(count)]), np.array([1.0]), level)
    return float(low[0]), float(high[0])


def _none_came(question: Question, amount: int, most: float, thing: str) -> Reason:
    spent, least = (
        f"{as_number(money_from_minor(minor, question.currency)):,.0f} {question.currency.code}"
        for minor in (float(amount), amount / most)
    )
    return Reason(
        "none_came",
        f"{spent} was spent and not one {thing} came of it so far, so one costs {least} at least.",
        "Ask for a longer period.",
    )


def _missing(figure: Figure | None, name: str) -> Reason:
    if figure is not None and figure.reason is not None:
        return Reason(figure.reason.code, f"No {name}: {figure.reason.sentence}")
    return Reason("nothing_to_compare", f"There is no {name} to compare with.")


def _number(value: Number) -> float:
    return float(value or 0)


def _reach(high: Number, low: Number) -> float | None:
    return None if high is None or low is None else float(high) - float(low)


def _moved(value: float, sign: int, *reaches: float | None) -> float | None:
    known = [reach for reach in reaches if reach is not None]
    return None if len(known) < len(reaches) else value + sign * math.hypot(*known)
