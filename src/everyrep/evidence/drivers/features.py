"""What is known of each person before a month begins: what drivers are sought among."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import NEVER, Floats, Ints
from everyrep.evidence.curriculum.objects import Objects, read_objects
from everyrep.evidence.drivers.foretelling import Rows
from everyrep.evidence.history import History, counted, period_of
from everyrep.measures import FactSource, load_catalogue, panel
from everyrep.values import Scope, UserError

COUNTS = (
    "calls", "emails", "meetings", "demos", "proposals", "opportunities_created", "content_uses",
    "coaching_sessions", "completions",
)  # fmt: skip
WORDS = ("role", "level", "region", "territory")
BACK = 3
"""Months before, over which what somebody did is counted."""
_BROUGHT_ON = (
    "deals that go well bring more of them on, so what brings them on would have to be known: a "
    "lot, or a day from which some teams were to do more (change:DAY@TEAM)"
)
_GIVEN_TO_NOBODY = "people were not given it on a day; a move is a change (change:DAY@TEAM)"
WHY_NOT: Mapping[str, str] = {
    "tenure": "time on the job is nobody's to give",
    "own_past": "it is what is asked about, a while before",
    **{
        name: f"{_BROUGHT_ON}; activity:{kind} tells what goes with them"
        for name, kind in (
            ("calls", "call"), ("emails", "email"), ("meetings", "meeting"), ("demos", "demo"),
            ("proposals", "proposal"),
        )
    },
    "opportunities_created": _BROUGHT_ON,
    "content_uses": "pieces of content differ; content:NAME asks about one",
    "completions": "courses differ; course:NAME asks about one",
    **dict.fromkeys(WORDS, _GIVEN_TO_NOBODY),
}  # fmt: skip
"""Why an adjusted effect of a feature is not asked for, and what would have to be known."""
_COMMON = 0.02
_COURSES = 10
_PAST = 12


@dataclass(frozen=True)
class Feature:
    """One thing that may foretell.

    Attributes:
        name: Short and stable.
        title: As a reader sees it.
        values: Known before each month, (people, months, columns); NaN where not.
        treatment: As a question would name it; empty where none asks about it.
        why_not: Why no question asks about it, and what would; empty where one does.
    """

    name: str
    title: str
    values: Floats
    treatment: str = ""
    why_not: str = ""


def read_features(
    source: FactSource, history: History, outcome: str, scope: Scope
) -> list[Feature]:
    """What is known of each person before each month of a history.

    Args:
        source: An open build.
        history: Of the outcome.
        outcome: Its name; what it counts itself is left out.
        scope: Who asks.
    """
    found = [
        Feature("tenure", "Tenure", _before(history.tenure)[..., None], "", WHY_NOT["tenure"]),
        own_past(history),
    ]
    for name in COUNTS:
        if name != outcome:
            counted = _counted(source, history, name, scope)
            if counted is not None:
                found.append(counted)
    found += _words(source, history, scope)
    return [*found, *_courses(source, history, scope)]


def own_past(history: History) -> Feature:
    """The outcome of each person over the year before."""
    x, m = np.nan_to_num(history.x), history.weights
    above, below = _sums(x, _PAST), _sums(m, _PAST)
    usual = float(x.sum()) / max(float(m.sum()), 1e-300)
    # Drawn towards the usual where little is known: as if one more usual month had been seen.
    own = float(m[m > 0].mean()) if (m > 0).any() else 1.0
    values = (above + own * usual) / (below + own)
    return Feature("own_past", "Own past result", values[..., None], "", WHY_NOT["own_past"])


def course_feature(title: str, first: Ints, months: int) -> Feature:
    """Whether a course had been completed before each month."""
    at = np.arange(months)[None, :]
    had = (at > np.where(first == NEVER, months, first)[:, None]).astype(float)
    return Feature(f"course:{title}", f"Had {title}", had[..., None], f"course:{title}")


def as_rows(history: History, features: Sequence[Feature]) -> Rows:
    """People and months with an outcome and a month before; features missing are at their mean.

    The outcome is told against what is common in its month, so that seasons are no driver.
    """
    weights = history.weights
    x = np.nan_to_num(history.x)
    total = weights.sum(axis=0)
    usual = np.where(total > 0, np.where(weights > 0, x, 0.0).sum(axis=0), 0.0)
    usual = usual / np.where(total > 0, total, 1.0)
    there = weights > 0
    there[:, 0] = False
    there &= _before(history.present.astype(float)) > 0
    person, month = np.nonzero(there)
    columns = np.concatenate([one.values for one in features], axis=2)[person, month]
    means = np.nanmean(np.where(np.isfinite(columns), columns, np.nan), axis=0)
    group = np.repeat(np.arange(len(features)), [one.values.shape[2] for one in features])
    return Rows(
        np.where(np.isfinite(columns), columns, np.nan_to_num(means)),
        (history.y - usual)[person, month],
        weights[person, month] / max(float(weights[there].mean()), 1e-300),
        person.astype(np.int64),
        month.astype(np.int64),
        group.astype(np.int64),
    )


def _before(values: Floats) -> Floats:
    """The value of the month before."""
    moved = np.full(values.shape, np.nan)
    moved[:, 1:] = values[:, :-1]
    return moved


def _sums(values: Floats, back: int) -> Floats:
    """Sums over the months before each, at most so many, (people, months)."""
    total = np.concatenate([np.zeros((values.shape[0], 1)), values.cumsum(axis=1)], axis=1)
    at = np.arange(values.shape[1])
    return np.asarray(total[:, at] - total[:, np.maximum(at - back, 0)])


def _counted(source: FactSource, history: History, name: str, scope: Scope) -> Feature | None:
    """What somebody did a month over the months before; None where nothing is on record."""
    counts = counted(source, history, name, scope)
    if counts is None:
        return None
    there = _sums(history.present.astype(float), BACK)
    means = np.where(there > 0, _sums(counts, BACK) / np.where(there > 0, there, 1.0), np.nan)
    title = load_catalogue()[name].title
    treatment = "coaching" if name == "coaching_sessions" else ""
    return Feature(name, title, means[..., None], treatment, WHY_NOT.get(name, ""))


def _words(source: FactSource, history: History, scope: Scope) -> list[Feature]:
    """What each was in the month before: one column a word that is not rare."""
    table = panel(
        source, "headcount", by=("person", *WORDS, "month"), period=period_of(history), scope=scope,
        kept_inside=True,
    )  # fmt: skip
    person = {str(one): at for at, one in enumerate(history.people)}
    month = {one: at for at, one in enumerate(history.months)}
    place = [
        (row, person[str(who)], month[str(when)])
        for row, (who, when) in enumerate(
            zip(table.groups["person"], table.groups["month"], strict=True)
        )
        if str(who) in person and str(when) in month
    ]
    found = []
    for name in WORDS:
        held = np.full(history.x.shape, "", dtype=object)
        for row, down, across in place:
            held[down, across] = str(table.groups[name][row] or "")
        words, counts = np.unique(held[held != ""].astype(str), return_counts=True)
        common = words[counts >= max(_COMMON * history.present.sum(), 1)]
        if common.size > 1:
            columns = np.stack([_before((held == word).astype(float)) for word in common], axis=-1)
            found.append(Feature(name, name.capitalize(), columns, "", WHY_NOT[name]))
    return found


def _courses(source: FactSource, history: History, scope: Scope) -> list[Feature]:
    """The courses that most people came to while they were followed."""
    try:
        objects: Objects = read_objects(source, history.people.tolist(), history.months, scope)
    except UserError:
        return []  # nobody completed anything
    taken = ((objects.first != NEVER) & (objects.first > 0)).sum(axis=0)
    most = np.argsort(-taken, kind="stable")[:_COURSES]
    return [
        course_feature(objects.titles[at], objects.first[:, at], len(history.months))
        for at in most.tolist()
        if taken[at] >= 2 * _COURSES
    ]
