"""Time at risk: leaving, counted over months in which somebody was there to leave.

Whoever leaves early cannot finish late, so that "those who had it" are, before anything worked,
those who stayed long enough to have it. Each month of each person therefore counts as time with it
from the day it was had on, and as time without it before, whatever came later:

    exits / years at risk = had it by now + tenure band + calendar month + error.

Beside it stand the groups that the field compares: those who had it at all, and those who finished
by a month of their employment. Both are defined by what was still to come. The same month as a
landmark (only who is still there, and only what came after) is not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from everyrep.evidence.answering.estimated import Estimated
from everyrep.evidence.answering.following import clusters_of
from everyrep.evidence.answering.ratios import member, ratio
from everyrep.evidence.arrays import Bools, Floats, Ints
from everyrep.evidence.asking import Question
from everyrep.evidence.checks import CHECKS, Tried, run
from everyrep.evidence.choosing import Situation
from everyrep.evidence.findings import Design, Effect, Member
from everyrep.evidence.history import History
from everyrep.evidence.inference import Inferred, estimate, fit, indicators, inferred
from everyrep.evidence.inference.result import quantile
from everyrep.evidence.uptake import Figure, Windows
from everyrep.values import Reason

LANDMARKS = (6, 12)
"""Months of employment at which those who have it by then are held against those who have not."""
SEEN = 18
"""Months from hire over which those who finished early are compared by the field."""
_BANDS = (3, 6, 12, 24, 48)
_LEAST_EXITS = 5
_LEAST_PEOPLE = 10


@dataclass(frozen=True)
class Risk:
    """Time of people, with or without it; every array has the shape (rows,).

    Attributes:
        person, month: Place of each.
        tenure: Band of months since hire.
        x: What happened in it.
        m: What it is divided by.
        had: Whether it is time with it.
    """

    person: Ints
    month: Ints
    tenure: Ints
    x: Floats
    m: Floats
    had: Bools


def years_at_risk(history: History) -> History:
    """Exits over years employed, for an outcome that ends a history."""
    days = history.unit.startswith("share")
    x = np.minimum(history.x, 1.0)
    m = history.m / (365.25 if days else 12.0)
    title = history.title if "urnover" in history.title else "Turnover"
    return replace(history, x=x, m=m, unit="share/year", title=title)


def at_risk(
    history: History, question: Question, design: Design, found: Situation, smallest: float
) -> Estimated | Reason:
    """The difference of time with it from time without it, at the same tenure and month."""
    windows = Windows(18, 0, question.lag + 1, question.lag + 1 + question.horizon)
    rows = times(history, windows)
    reason = _too_little(history, rows)
    if reason is not None:
        return reason
    clusters = clusters_of(history, found.assigned)
    main = _difference(rows, clusters)
    if isinstance(main, Reason):
        return main
    bare = _bare(history) if history.ends else {}
    tried = Tried(
        history, windows, clusters, found.assigned, None, main.value, main.error, main.degrees,
        smallest, _inferred(bare, clusters),
    )  # fmt: skip
    reach = quantile(0.95, main.degrees) * main.error
    return Estimated(
        _effect(rows, main, design, found, clusters),
        (main.low, main.high),
        (main.value - reach, main.value + reach),
        run(CHECKS, design.name, tried),
        _family(history, bare, main, clusters),
        _figures(history, rows),
    )


def times(history: History, windows: Windows) -> Risk:
    """Time with it and without it; of what ends a history the month of the start is halved.

    An exit in the month of the start came after it: who had left could not have started.
    """
    known = history.weights > 0
    since = np.where(history.treated[:, None], history.since, -np.inf)
    start = windows.start - 1
    before, within = since < start, (since > start) & (since < windows.stop)
    person, month = np.nonzero(known & (before | within))
    rows = _rows(history, person, month, np.asarray(within[person, month]))
    if not history.ends:
        return rows
    own, at = np.nonzero(known & (since == start))
    half = _rows(history, own, at, np.ones(own.size, bool))
    first = replace(half, x=np.zeros(own.size), m=half.m / 2, had=np.zeros(own.size, bool))
    return _together(rows, first, replace(half, m=half.m / 2))


def _rows(history: History, person: Ints, month: Ints, had: Bools) -> Risk:
    tenure = np.digitize(np.nan_to_num(history.tenure[person, month]), _BANDS)
    return Risk(
        person,
        month,
        tenure.astype(np.int64),
        history.x[person, month],
        history.weights[person, month],
        had,
    )


def _together(*parts: Risk) -> Risk:
    names = ("person", "month", "tenure", "x", "m", "had")
    return Risk(**{name: np.concatenate([getattr(one, name) for one in parts]) for name in names})


def _too_little(history: History, rows: Risk) -> Reason | None:
    if not rows.had.any() or rows.had.all():
        return Reason(
            "no_time_on_both_sides",
            "There is no time both with it and without it.",
            "Ask about other months, or a shorter lag.",
        )
    some, none = (float(rows.x[side].sum()) for side in (rows.had, ~rows.had))
    if history.ends and min(some, none) < _LEAST_EXITS:
        return Reason(
            "too_few_exits",
            f"{some:g} left with it and {none:g} without; at least {_LEAST_EXITS} of each are "
            "needed.",
            "Wait until more is known, or ask about a wider part of the company.",
        )
    return None


def _difference(rows: Risk, clusters: Ints) -> Inferred | Reason:
    x = np.column_stack([
        rows.had.astype(float), np.ones(rows.m.size), indicators(rows.tenure),
        indicators(rows.month),
    ])  # fmt: skip
    made = fit(rows.x / rows.m, x, weights=rows.m)
    if isinstance(made, Reason):
        return made
    return estimate(made, 0, cluster=clusters[rows.person])


def _effect(rows: Risk, main: Inferred, design: Design, found: Situation, clusters: Ints) -> Effect:
    had = float(rows.x[rows.had].sum() / rows.m[rows.had].sum())
    people = np.unique(rows.person)
    return Effect(
        design.name,
        "time with it less time without it, at the same tenure and month",
        main.value,
        main.error,
        main.low,
        main.high,
        main.degrees,
        had - main.value,
        int(np.unique(rows.person[rows.had]).size),
        int(np.unique(rows.person[~rows.had]).size),
        int(np.unique(clusters[people]).size),
        found.assigned,
    )


def _hired(history: History) -> Floats:
    """Month of hire of each, (people,); NaN where it lies before the first month."""
    at = np.arange(len(history.months), dtype=float)
    with np.errstate(invalid="ignore"):
        start = np.where(history.present, at[None, :] - history.tenure, np.inf).min(axis=1)
    return np.where((start >= 0) & np.isfinite(start), start, np.nan)


def _had_by(history: History, months: int) -> Bools:
    """Whether each had it before so many months of employment, (people,)."""
    first = np.where(history.treated, history.first, np.inf)
    return np.asarray(first - _hired(history) < months)


def _bare(history: History) -> dict[str, Figure]:
    """What the field compares, and landmarks: rates of those with it less those without."""
    ever = history.treated
    found = {"with_without": _less(history, ever, np.ones(history.x.shape, bool))}
    low = {f"landmark_{month}": (month, month + 12) for month in LANDMARKS}
    spans = {f"within_{LANDMARKS[0]}": (0, SEEN), **low}
    for name, (start, stop) in spans.items():
        month = start or LANDMARKS[0]
        cells = (history.tenure >= start) & (history.tenure < stop) & _seen(history)[:, None]
        cells &= history.present
        had = _had_by(history, month)
        there = cells.any(axis=1)
        if min(int((there & had).sum()), int((there & ~had).sum())) >= _LEAST_PEOPLE:
            found[name] = _less(history, had, np.asarray(cells))
    return found


def _seen(history: History) -> Bools:
    """Whose time from hire is known, (people,)."""
    return np.asarray(np.isfinite(_hired(history)))


def _less(history: History, had: Bools, cells: Bools) -> Figure:
    some, none = (ratio(history, cells & side[:, None]) for side in (had, ~had))
    return some.less(none, 1.0)


def _inferred(figures: dict[str, Figure], clusters: Ints) -> dict[str, Inferred]:
    found = {
        name: inferred(one.value, one.se(clusters), one.df(clusters))
        for name, one in figures.items()
    }
    return {name: one for name, one in found.items() if isinstance(one, Inferred)}


_TITLES = {
    "with_without": ("Who had it at all less who never did", "nobody had to stay to have it"),
    "within_6": (
        "Who finished within six months of hire less who did not",
        "nobody had to stay to finish",
    ),
    "landmark_6": (
        "Of those there at month 6: who had it by then less who had not",
        "they differ in nothing else",
    ),
    "landmark_12": (
        "Of those there at month 12: who had it by then less who had not",
        "they differ in nothing else",
    ),
}


def _family(
    history: History, bare: dict[str, Figure], main: Inferred, clusters: Ints
) -> tuple[Member, ...]:
    lines = [
        member(name, _TITLES[name][0], one, clusters, _TITLES[name][1], believed=False)
        for name, one in bare.items()
        if np.isfinite(one.value)
    ]
    title = "Time with it less time without" if history.ends else "With it less without"
    own = Member("at_risk", f"{title}, at the same tenure and month", main.value, main.low,
                 main.high, "who had it differs in nothing else that is not seen",
                 believed=True)  # fmt: skip
    return (*lines, own)


def _figures(history: History, rows: Risk) -> dict[str, float]:
    """Rates, and what the field would print: shares that left within so many months of hire."""
    rate = [float(rows.x[side].sum() / rows.m[side].sum()) for side in (rows.had, ~rows.had)]
    found = {"rate_with": rate[0], "rate_without": rate[1]}
    if not history.ends:
        return found
    hired = _hired(history)
    long = np.isfinite(hired) & (hired + SEEN <= len(history.months))
    gone = np.where(history.tenure < SEEN, np.nan_to_num(history.x), 0.0) > 0
    left = np.asarray(gone.any(axis=1), dtype=bool)
    early = _had_by(history, LANDMARKS[0])
    sides: tuple[tuple[str, Bools], ...] = (("early", early), ("late", np.asarray(~early)))
    for name, side in sides:
        if (long & side).any():
            found[f"left_{name}"] = float(left[long & side].mean())
    return found
