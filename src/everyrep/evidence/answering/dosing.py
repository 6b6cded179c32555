"""Doses that recur: the same people in months after more of it and after less.

The outcome of a person's month is held against the person's own other months, and against the same
month of everybody:

    y = person + month + b x (doses of the months before) + n x (doses now)
        + a x (doses still to come) + error.

Doses now are set apart, since who is coached this month may be coached for what this month shows.
Doses still to come cannot work backwards. Where they go with the outcome all the same, somebody
gives them for how people do (slumps, or stars), and the honest range holds both `b` and what is
left of it once what came with doses still to come is taken off.

What is done often (calls, meetings) is told of twice as much as usual, and as an association at
most: it follows deals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from everyrep.evidence.answering.estimated import Ends, Estimated
from everyrep.evidence.answering.following import clusters_of
from everyrep.evidence.arrays import Bools, Floats, Ints
from everyrep.evidence.asking import Question
from everyrep.evidence.checks import CHECKS, Tried, run
from everyrep.evidence.choosing import Situation
from everyrep.evidence.findings import Checked, Design, Effect, Member
from everyrep.evidence.history import History
from everyrep.evidence.inference import Fit, Inferred, estimate, fit, indicators
from everyrep.evidence.inference.result import quantile
from everyrep.evidence.uptake import Windows
from everyrep.values import Reason

LONGEST = 6
"""Months over which doses are counted together, at most."""
AHEAD = 3
"""Months ahead in which doses still to come are counted."""
_LEAST_MONTHS = 6
_RARE = 0.05
_BANDS = ((1, 2), (3, 4), (5, None))
_FOLLOWS = Checked(
    "follows_deals",
    "What brings it on",
    False,
    "These records cannot take what activities do from what brings them on.",
)
_CHOOSING = (
    "Doses still to come go with the outcome as well, so that whoever gives them may choose whom "
    "by how they do, which could explain the whole of it."
)
_WITH_DEALS = (
    "Activities follow deals: who has more deals at hand does more of it, and closes more of them "
    "later, which could explain the whole of it."
)


@dataclass(frozen=True)
class Doses:
    """Cells of people and months with the doses around them; every array has the shape (rows,).

    Attributes:
        person, month: Place of each.
        y: Outcome.
        weights: What it rests on.
        recent: Doses of the months before, once they may have begun to work.
        now: Doses that are too new to have begun to work.
        ahead: Doses of the months that follow.
        span: Over how many months recent ones are counted.
    """

    person: Ints
    month: Ints
    y: Floats
    weights: Floats
    recent: Floats
    now: Floats
    ahead: Floats
    span: int


def dose(
    history: History, question: Question, design: Design, found: Situation, smallest: float
) -> Estimated | Reason:
    """The effect of one dose more in the months before, within people."""
    rows = doses_of(history, question)
    if isinstance(rows, Reason):
        return rows
    often = question.treatment.kind.often
    usual = _usual(rows) if often else 1.0
    rows = replace(rows, recent=rows.recent / usual, now=rows.now / usual, ahead=rows.ahead / usual)
    clusters = clusters_of(history, found.assigned)
    made = _fitted(rows, clusters)
    if isinstance(made, Reason):
        return made
    recent, ahead, left = made
    tells = ahead.p < _RARE
    both = (recent, left) if tells else (recent,)
    low, high = _around(both, 0.95)
    # Where who is given doses hangs on how they do, the narrow range would leave the truth out.
    effect = replace(_effect(rows, recent, design, found, clusters), low=low, high=high)
    windows = Windows(18, 0, question.lag + 1, question.lag + 1 + rows.span)
    tried = Tried(
        history, windows, clusters, found.assigned, None, effect.value, effect.se, effect.df,
        smallest, {"ahead": ahead, "left": left},
    )  # fmt: skip
    return Estimated(
        effect,
        _with_none((low, high)) if often else (low, high),
        _around(both, 0.90),
        (*run(CHECKS, design.name, tried), *([_FOLLOWS] if often else [])),
        _family(rows, recent, left, clusters),
        {"selection_seen": float(tells), "months": float(rows.span),
         **({"usual": usual} if often else _by_band(rows, clusters))},
        (),
        _subject(question, rows.span, usual),
        _WITH_DEALS if often else _CHOOSING,
        "once what goes with doses still to come is taken off" if tells else "",
    )  # fmt: skip


def _usual(rows: Doses) -> float:
    """Doses over the span that are usual with those who have any, above zero."""
    had = rows.recent > 0
    return float(rows.recent[had].mean()) if had.any() else 1.0


def doses_of(history: History, question: Question) -> Doses | Reason:
    """Cells whose months before and after are known."""
    span, lag = min(question.horizon, LONGEST), question.lag
    months = len(history.months)
    # The first month holds whatever came before it as well.
    low, high = span + lag + 1, months - AHEAD
    if high - low < _LEAST_MONTHS:
        return Reason(
            "too_few_months",
            f"Of {months} months {max(high - low, 0)} have both {span + lag} months before them "
            f"and {AHEAD} after; at least {_LEAST_MONTHS} are needed.",
            "Load a longer history, or ask with a shorter horizon.",
        )
    total = np.cumsum(np.pad(history.dose, ((0, 0), (1, 0))), axis=1)
    at = np.arange(low, high)
    recent = total[:, at - lag] - total[:, at - lag - span]
    now = total[:, at + 1] - total[:, at - lag]
    ahead = total[:, at + 1 + AHEAD] - total[:, at + 1]
    person, month = np.nonzero(history.weights[:, low:high] > 0)
    cells = (person, month + low)
    return Doses(
        person.astype(np.int64),
        month.astype(np.int64),
        history.y[cells],
        history.weights[cells],
        recent[person, month],
        now[person, month],
        ahead[person, month],
        span,
    )


def _fitted(rows: Doses, clusters: Ints) -> tuple[Inferred, Inferred, Inferred] | Reason:
    """Of recent doses, of doses ahead, and of the first less the second."""
    made = _fit(rows, np.column_stack([rows.recent, rows.ahead, rows.now]))
    if isinstance(made, Reason):
        return _no_more_and_less(rows) or made
    gap = np.zeros(made.columns)
    gap[:2] = 1.0, -1.0
    contrasts: tuple[Floats | int, ...] = (0, 1, gap)
    found = [estimate(made, one, cluster=clusters[rows.person]) for one in contrasts]
    for one in found:
        if isinstance(one, Reason):
            return one
    recent, ahead, left = (one for one in found if isinstance(one, Inferred))
    return recent, ahead, left


def _fit(rows: Doses, x: Floats) -> Fit | Reason:
    columns = np.column_stack([x, indicators(rows.month)])
    return fit(rows.y, columns, weights=rows.weights, absorb=rows.person)


def _no_more_and_less(rows: Doses) -> Reason | None:
    """Why there is no more and less of it; None where there is."""
    changes = _moved(rows)
    if changes.sum() >= 2:
        return None
    return Reason(
        "no_more_and_less",
        f"{int(changes.sum())} people had months with more of it and months with less.",
        "Wait until more people have had more and less of it.",
    )


def _moved(rows: Doses) -> Bools:
    """Whose doses differ between months, (people,)."""
    count = int(rows.person.max(initial=-1)) + 1
    most, least = np.full(count, -np.inf), np.full(count, np.inf)
    np.maximum.at(most, rows.person, rows.recent)
    np.minimum.at(least, rows.person, rows.recent)
    return np.asarray(most > least)


def _effect(
    rows: Doses, recent: Inferred, design: Design, found: Situation, clusters: Ints
) -> Effect:
    had = np.where(rows.recent > 0, rows.weights, 0.0)
    total = float(had.sum())
    usual = float((had * (rows.y - recent.value * rows.recent)).sum()) / total if total else np.nan
    people = np.unique(rows.person)
    return Effect(
        design.name,
        f"one dose more in {rows.span} months, within people",
        recent.value,
        recent.error,
        recent.low,
        recent.high,
        recent.degrees,
        usual,
        int(_moved(rows).sum()),
        int(people.size),
        int(np.unique(clusters[people]).size),
        found.assigned,
    )


def _around(figures: tuple[Inferred, ...], level: float) -> Ends:
    reach = [quantile(0.5 + level / 2, one.degrees) * one.error for one in figures]
    ends = [(one.value - far, one.value + far) for one, far in zip(figures, reach, strict=True)]
    return min(low for low, _ in ends), max(high for _, high in ends)


def _with_none(ends: Ends) -> Ends:
    return min(ends[0], 0.0), max(ends[1], 0.0)


def _family(rows: Doses, recent: Inferred, left: Inferred, clusters: Ints) -> tuple[Member, ...]:
    between = _between(rows, clusters)
    bare = () if between is None else (
        Member("between", "People with more less people with fewer", between.value, between.low,
               between.high, "who gets more is a matter of chance", believed=False),
    )  # fmt: skip
    return (
        *bare,
        Member("within", "The same people after more and after less", recent.value, recent.low,
               recent.high, "nobody gives more of it for how people do just then", believed=True),
        Member("less_ahead", "Less what goes with doses still to come", left.value, left.low,
               left.high, "what brings doses on is as strong before them as after",
               believed=False),
    )  # fmt: skip


def _between(rows: Doses, clusters: Ints) -> Inferred | None:
    """The bare comparison: means of people, one dose more in as many months."""
    total: Floats = np.bincount(rows.person, rows.weights).astype(float)
    there = np.flatnonzero(total > 0)
    y, x = (np.bincount(rows.person, rows.weights * one)[there] / total[there]
            for one in (rows.y, rows.recent))  # fmt: skip
    made = fit(y, np.column_stack([np.ones(there.size), x]), weights=total[there])
    if isinstance(made, Reason):
        return None
    found = estimate(made, 1, cluster=clusters[there])
    return None if isinstance(found, Reason) else found


def _by_band(rows: Doses, clusters: Ints) -> Mapping[str, float]:
    """The outcome after few and after many doses, less that after none, within people."""
    inside = [
        (low, high, (rows.recent >= low) & (rows.recent < (np.inf if high is None else high + 1)))
        for low, high in _BANDS
    ]
    known = [(low, high, own) for low, high, own in inside if _tells(rows, own)]
    if not known:
        return {}
    table = np.column_stack([*(own for _, _, own in known), rows.ahead, rows.now]).astype(float)
    made = _fit(rows, table)
    if isinstance(made, Reason):
        return {}
    told: dict[str, float] = {}
    for place, (low, high, _) in enumerate(known):
        one = estimate(made, place, cluster=clusters[rows.person])
        if isinstance(one, Inferred):
            name = f"doses_{low}_{high}" if high else f"doses_{low}_up"
            told |= {name: one.value, f"{name}_low": one.low, f"{name}_high": one.high}
    return told


def _tells(rows: Doses, own: Bools) -> bool:
    return np.unique(rows.person[own]).size >= _LEAST_MONTHS


def _subject(question: Question, span: int, usual: float) -> str:
    kind, name = question.treatment.kind, question.treatment.name
    if kind.often:
        what = _DONE.get(name.casefold(), f"activities of the kind {name}")
        return f"twice as many {what} as usual ({usual / span:.3g} a month) in {_MONTHS[span - 1]}"
    one = {"coaching": "coaching session", "lessons": "lesson"}.get(kind.name, "dose")
    on = f" on {name}" if name else ""
    return f"one more {one}{on} in {_MONTHS[span - 1]}"


_DONE = {
    "call": "calls", "email": "mails", "meeting": "meetings", "demo": "demos",
    "proposal": "proposals", "task": "tasks",
}  # fmt: skip
_MONTHS = ("a month", "two months", "three months", "four months", "five months", "six months")
