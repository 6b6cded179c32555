"""The sentences of a fair comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from everyrep.analysis.comparison.result import Compared
from everyrep.measures.answer import Key
from everyrep.values import Reason
from everyrep.values.chances import chance_words

SURE = 0.95
_LIKELY = 0.8


def too_few_groups(unit: str, count: int) -> Reason:
    """There are too few units to learn how much units differ."""
    return Reason(
        "too_few_groups",
        f"{_units(unit, count)} facts; how much one differs from another beyond chance cannot be "
        "learned from fewer than three.",
        "Compare something finer, such as people, or show the figures with their ranges.",
    )


def _units(unit: str, count: int) -> str:
    if count == 0:
        return f"No {unit} has"
    return f"Only 1 {unit} has" if count == 1 else f"Only {count} groups by {unit} have"


def few_groups(unit: str, count: int) -> Reason:
    """There are enough to compare, not enough to be exact about it."""
    return Reason(
        "few_groups",
        f"With {count} groups by {unit}, how much they differ in general is hardly known, and "
        "the ranges lean on an assumption about it.",
        "Read the ranges as rough.",
    )


def too_few_rows(unit: str) -> Reason:
    """Nothing is left to learn chance from."""
    return Reason(
        "too_few_rows",
        f"There are hardly more facts than groups by {unit}; chance cannot be told from them.",
        "Take a longer period, or adjust for less.",
    )


def confounded(unit: str, dimension: str) -> Reason:
    """Unit and mix cannot be told apart."""
    dimension = dimension.replace("_", " ")
    return Reason(
        "confounded",
        f"The {unit} and the {dimension} cannot be told apart: what one sells, no other does, so "
        "that a difference may be of either.",
        f"Compare within a {dimension}, or leave {dimension} out and know that it counts.",
    )


def on_an_island(unit: str, dimension: str, compared: int) -> Reason:
    """The unit shares no level of the mix with those that are compared."""
    dimension = dimension.replace("_", " ")
    return Reason(
        "confounded",
        f"This {unit} shares no {dimension} with the {compared} that are compared, so that a "
        f"difference may be of the {unit} or of the {dimension}.",
        f"Compare within a {dimension}, or leave {dimension} out and know that it counts.",
    )


def left_aside(unit: str, lost: int, compared: int) -> str:
    """How many units are not in the comparison, and why."""
    return (
        f"{compared} of {compared + lost} groups by {unit} are compared; the other {lost} share "
        "nothing of what they sell, or to whom, with these, and are listed without a figure."
    )


def no_common_ground(unit: str) -> Reason:
    """Most of what the unit sells is sold by nobody else."""
    return Reason(
        "little_common_ground",
        f"Most of what this {unit} sells is sold by no other, so that its adjusted figure leans on "
        "the model more than on a comparison.",
        "Read its range as rough.",
    )


def verdict_of(
    unit: str,
    rows: Sequence[Compared],
    above: Mapping[tuple[Key, Key], float],
    whole: float,
    mix: Sequence[str],
) -> str:
    """What the comparison says, in plain words."""
    if len(rows) < 2:
        return f"There is nothing to compare by {unit}."
    first, last = rows[0], rows[-1]
    sure = sum(1 for i, a in enumerate(rows) for b in rows[i + 1 :] if above[a.key, b.key] >= SURE)
    pairs = len(rows) * (len(rows) - 1) // 2
    best = first.first or 0.0
    if best >= SURE:
        top = f"{first.label} is the highest ({chance_words(best)} sure)"
    elif best >= _LIKELY:
        top = f"{first.label} is probably the highest ({chance_words(best)})"
    else:
        chance = f"{first.label} with a chance of {chance_words(best)}"
        top = f"Who is the highest cannot be told ({chance})"
    ends = chance_words(above[first.key, last.key])
    mixed = (
        f"All are shown with the whole company's {' and '.join(mix)}."
        if mix
        else "Nothing of what they sell, or to whom, could be adjusted for."
    )
    return (
        f"{top}. {first.label} is above {last.label} with a chance of {ends}. Of {pairs} "
        f"pairs, {sure} have an order that is {SURE:.0%} sure; the whole order as shown is right "
        f"with a chance of {chance_words(whole)}. {mixed} This says nothing of causes."
    )
