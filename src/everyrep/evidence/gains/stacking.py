"""Those who came to it in a month beside those who had not yet, each with their own change."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import NEVER, Bools, Column, Floats, Ints
from everyrep.evidence.history import History
from everyrep.evidence.uptake import Windows
from everyrep.values import Reason

FEWEST = 40
"""People on either side below which halves are too small to tell anything from anything."""
_LEAST = 0.05


@dataclass(frozen=True)
class Changes:
    """One row for a person in the comparison of one month's starters.

    Attributes:
        change: Outcome in the window less that from before, (rows,).
        weight: What it rests on, about 1 on average, (rows,).
        treated: Whether the person is one of the starters, (rows,).
        cohort: Number of the comparison, (rows,).
        person: Row of the person in the history, (rows,).
        cluster: Who was treated together, (rows,).
        past: Outcome before, drawn towards the usual by how little is known, (rows,).
        tenure: Months since hire at the start, (rows,).
    """

    change: Floats
    weight: Floats
    treated: Bools
    cohort: Ints
    person: Ints
    cluster: Ints
    past: Floats
    tenure: Floats


@dataclass(frozen=True)
class Traits:
    """What people are like at the start, as groups and as numbers.

    Attributes:
        names: Of the dimensions: "tenure", "role" ...
        words: Group of each row in each dimension, (rows, dimensions); empty where not known.
        x: Numbers and indicators for learning, (rows, columns).
    """

    names: tuple[str, ...]
    words: Column
    x: Floats


def changes(history: History, windows: Windows, clusters: Ints) -> Changes | Reason:
    """Everybody's change, starters beside those who wait through the whole window."""
    parts = [_cohort(history, windows, int(g)) for g in np.unique(history.first[history.treated])]
    rows = [part for part in parts if part is not None]
    if not rows:
        return _too_few(0, 0)
    person = np.concatenate([one[0] for one in rows])
    before, after = (np.concatenate([one[at] for one in rows], axis=1) for at in (1, 2))
    started = np.concatenate([one[3] for one in rows])
    cohort = np.repeat(np.arange(len(rows)), [one[0].size for one in rows])
    some, none = (int(np.unique(person[side]).size) for side in (started, ~started))
    if min(some, none) < FEWEST:
        return _too_few(some, none)
    weight = 1 / (1 / before[1] + 1 / after[1])
    usual = float(before[0].sum() / before[1].sum())
    steady = float(np.median(before[1]))
    return Changes(
        after[0] / after[1] - before[0] / before[1],
        weight / weight.mean(),
        started,
        cohort.astype(np.int64),
        person,
        clusters[person],
        (before[0] + steady * usual) / (before[1] + steady),
        np.concatenate([one[4] for one in rows]),
    )


_Part = tuple[Ints, Floats, Floats, Bools, Floats]


def _cohort(history: History, windows: Windows, start: int) -> _Part | None:
    """Starters of a month and those who wait: rows, sums before and after, who started, tenure."""
    at = np.arange(len(history.months)) - start
    base = (at >= -windows.before) & (at < -windows.donut)
    window = (at >= windows.start) & (at < windows.stop)
    if not window.any() or not base.any():
        return None
    before, after = _sums(history, base), _sums(history, window)
    started = history.first == start
    end = start + windows.stop
    waits = (history.first == NEVER) | (history.first >= min(end, len(history.months)))
    known = (before[1] > 0) & (after[1] > 0) & (started | waits)
    rows = np.flatnonzero(known)
    if not started[rows].any() or started[rows].all():
        return None
    tenure = np.nan_to_num(history.tenure[rows, start])
    return rows.astype(np.int64), before[:, rows], after[:, rows], started[rows], tenure


def _sums(history: History, months: Bools) -> Floats:
    use = (history.weights > 0) & months[None, :]
    x = np.where(use, history.x, 0.0).sum(axis=1)
    return np.stack([x, np.where(use, history.weights, 0.0).sum(axis=1)])


def _too_few(some: int, none: int) -> Reason:
    return Reason(
        "too_few_to_part",
        f"{some} people who had it and {none} who had not can be followed; at least {FEWEST} of "
        "each are needed to part them into groups.",
        "Wait until more have had it, or ask whether it works at all.",
    )


def traits(rows: Changes, words: dict[str, Column]) -> Traits:
    """Groups by tenure, past result, and what else is known of each person.

    Args:
        rows: People's changes.
        words: For each further dimension the word of each person of the history, (people,).
    """
    tenure = np.where(rows.tenure < 18, "under a year and a half", "longer there")
    past = np.where(rows.past < np.median(rows.past), "lower past result", "higher past result")
    named: dict[str, Column] = {
        "tenure": tenure.astype(object), "past result": past.astype(object),
    }  # fmt: skip
    named |= {name: held[rows.person] for name, held in words.items()}
    kept = {name: held for name, held in named.items() if len(_common(held)) > 1}
    columns = [_standard(np.log1p(np.maximum(rows.tenure, 0))), _standard(rows.past)]
    for name, own in kept.items():
        if name not in ("tenure", "past result"):
            common = _common(own)[:-1]
            columns += [_standard((own == word).astype(float)) for word in common]
    nothing = np.empty((rows.change.size, 0), dtype=object)
    held = np.stack(list(kept.values()), axis=1) if kept else nothing
    return Traits(tuple(kept), held, np.stack(columns, axis=1))


def _common(held: Column) -> list[str]:
    """Words that are not rare, the commonest last."""
    words, counts = np.unique(held[held != ""].astype(str), return_counts=True)
    kept = [(int(c), str(w)) for w, c in zip(words, counts, strict=True) if c >= _LEAST * held.size]
    return [word for _, word in sorted(kept)]


def _standard(values: Floats) -> Floats:
    spread = float(values.std())
    return np.asarray((values - values.mean()) / (spread if spread > 1e-12 else 1.0))
