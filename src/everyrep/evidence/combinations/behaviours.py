"""Behaviours by person and month: what was much of before, what is done now, what is to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import Bools, Floats
from everyrep.evidence.history import History, counted
from everyrep.measures import FactSource, Measure, load_catalogue
from everyrep.values import Scope

BEHAVIOURS = {
    "calls": "activity:call",
    "emails": "activity:email",
    "meetings": "activity:meeting",
    "demos": "activity:demo",
    "proposals": "activity:proposal",
    "content_uses": "content uses",
    "coaching_sessions": "coaching",
}
"""Measures that count what people do or are given, and how a question names them."""
_COUNTS = frozenset({
    "activity:count", "activity:per_week", "activity:accounts_touched",
    "activity:accounts_per_week", "content:uses", "content:uses_per_week", "coaching:held",
    "coaching:hours_per_week", "coaching:coached_share",
})  # fmt: skip
"""Expressions that count what people do: of an outcome like these no behaviour of its table."""
BACK = 3
"""Months before, over which much of it counts, and months ahead for what is still to come."""


@dataclass(frozen=True)
class Behaviour:
    """One behaviour.

    Attributes:
        name: As a question names it.
        title: As a reader sees it, with the bar of "much".
        much: Whether there was much of it in the months before, (people, months).
        amounts: Before, in the month, and to come, (people, months, 3), about 1 on average.
    """

    name: str
    title: str
    much: Bools
    amounts: Floats


def read_behaviours(
    source: FactSource, history: History, names: Sequence[str], scope: Scope
) -> tuple[Behaviour, ...]:
    """What is on record of some behaviours; those without a record are left out.

    Args:
        source: An open build.
        history: Of the outcome.
        names: Measures of `BEHAVIOURS`.
        scope: Who asks.
    """
    catalogue = load_catalogue()
    found = []
    for name in names:
        counts = counted(source, history, name, scope)
        if counts is not None:
            found.append(behaviour(catalogue[name], counts, history.present))
    return tuple(found)


def other_than(outcome: str, names: Sequence[str]) -> list[str]:
    """Behaviours that an outcome does not count itself."""
    catalogue = load_catalogue()
    measure = catalogue[outcome]
    if measure.expression not in _COUNTS:
        return [one for one in names if catalogue[one].name != measure.name]
    return [one for one in names if _table(catalogue[one]) != _table(measure)]


def _table(measure: Measure) -> str:
    return measure.needs[0].table


def behaviour(measure: Measure, counts: Floats, present: Bools) -> Behaviour:
    """A behaviour from counts of people and months.

    Much of it is as much as half of all months have, or any at all where most months have none.
    """
    before, there = past(counts, BACK), past(present.astype(float), BACK)
    mean = np.where(there > 0, before / np.where(there > 0, there, 1.0), 0.0)
    bar = float(np.median(mean[present])) if present.any() else 0.0
    much = mean >= bar if bar > 0 else mean > 0
    usual = max(float(counts[present].mean()) if present.any() else 1.0, 1e-12)
    amounts = np.stack([mean, counts, coming(counts, BACK) / BACK], axis=-1) / usual
    said = f"{measure.title}, {bar:.3g} a month or more" if bar > 0 else f"{measure.title}, any"
    return Behaviour(BEHAVIOURS.get(measure.name, measure.name), said, much & present, amounts)


def past(values: Floats, back: int) -> Floats:
    """Sums over the months before each, (people, months)."""
    total = np.concatenate([np.zeros((values.shape[0], 1)), values.cumsum(axis=1)], axis=1)
    at = np.arange(values.shape[1])
    return np.asarray(total[:, at] - total[:, np.maximum(at - back, 0)])


def coming(values: Floats, ahead: int) -> Floats:
    """Sums over the months after each, (people, months)."""
    return past(values[:, ::-1], ahead)[:, ::-1]
