"""Who was on the plan when."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np

from everyrep.pay.columns import Texts
from everyrep.pay.exact import Places
from everyrep.pay.facts.credited import Stints
from everyrep.pay.facts.days import days_of, first_days
from everyrep.pay.facts.left import Left, Reason
from everyrep.pay.facts.reading import facts_of
from everyrep.pay.facts.spans import Spans, sorted_spans
from everyrep.pay.facts.tables import Table
from everyrep.pay.facts.texts import ids_of
from everyrep.pay.plan import Plan
from everyrep.pay.windows import Days, day_number, day_of
from everyrep.values import DataError


def stints_of(
    plan: Plan, people: Table, zone: ZoneInfo, left: Left
) -> tuple[tuple[str, ...], Stints]:
    """Everybody who was on the plan, and when.

    A stint lasts from `from` to `until`, the first day no more, or to the plan's end. Where
    `ends_on` names the last day that still earns, that day ends it instead.

    Raises:
        UnknownName: A column is missing.
        DataError: A stint has no day, or two of one person overlap.
    """
    people.needs("payee", "from", *plan.person)
    begins, ends = day_number(plan.begins), day_number(plan.ends)
    payee = ids_of(people, "payee")
    first = first_days(people, "from", zone, None)
    end = _ends(people, zone, ends)
    _see_days(people, first, end)
    spans, order, wrong = sorted_spans(payee.codes, first, end)
    _see_apart(people, spans, order, wrong)
    within = (spans.first < ends) & (spans.end > begins)
    left.count(Reason.NO_STINT, spans.owner[~within], payee.words.__getitem__)
    spans, order = spans.take(within), order[within]
    places, words = _compressed(spans.owner, payee.words)
    facts = facts_of(people.take(order), plan.person, plan.currency, zone)
    facts = {**facts, "payee": Texts(places, words)}
    return words, Stints(places, spans.first, np.minimum(spans.end, ends), facts)


def spans_of(stints: Stints) -> Spans:
    """Stints as stretches of days."""
    return Spans(stints.payee, stints.first, stints.end)


def _ends(people: Table, zone: ZoneInfo, ends: int) -> Days:
    """The first day no more, of each stint as given."""
    found = first_days(people, "until", zone, ends)
    if "ends_on" not in people:
        return found
    last = days_of(people, "ends_on", zone)
    return last.days + 1 if last.known is None else np.where(last.known, last.days + 1, found)


def _compressed(codes: Places, words: tuple[str, ...]) -> tuple[Places, tuple[str, ...]]:
    """Places among the words that occur, and those words in order."""
    used, places = np.unique(codes, return_inverse=True)
    return places.astype(np.int64), tuple(words[code] for code in used)


def _see_days(people: Table, first: Days, end: Days) -> None:
    """Refuse a stint that ends before it has had a day, whatever the plan's own days."""
    given = [name for name in ("until", "ends_on") if name in people]
    stated = np.zeros(people.rows, dtype=bool)
    for name in given:
        stated |= people.column(name).notna().to_numpy(dtype=bool)
    wrong = np.flatnonzero((end <= first) & stated)
    if wrong.size:
        row = int(wrong[0])
        raise DataError(
            f"A stint from {day_of(first[row])} has no day: the first day no more is "
            f"{day_of(end[row])}", where=people.where(row),
            remedy="let it end after it begins, or leave the row out",
        )  # fmt: skip


def _see_apart(people: Table, spans: Spans, order: Places, wrong: Places) -> None:
    if wrong.size:
        at = int(wrong[0])
        raise DataError(
            f"Two stints overlap: one lasts until {day_of(spans.end[at - 1])}, "
            f"the next begins on {day_of(spans.first[at])}",
            where=people.where(int(order[at])), why="A credit would belong to both",
            remedy="end the first on the day the next begins",
        )  # fmt: skip
