"""Sellers from the day they were hired until they first sell as much as is asked of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everyrep.measures.facts.deals import credited_minor
from everyrep.measures.facts.frame import Frame
from everyrep.measures.facts.links import OF_THE_PERSON
from everyrep.measures.facts.quotas import quotas
from everyrep.measures.facts.tenure import credited_wins, first_win, sellers
from everyrep.measures.question import Question
from everyrep.measures.tables import canonical, without

if TYPE_CHECKING:
    import ibis.expr.types as ir

QUARTER = 91
"""Days in which revenue is gathered before it is compared with what is steady."""
SETTLED = 365
"""Days after which a seller counts as settled."""


def ramp_to_quota(question: Question, share: float) -> Frame:
    """Hires with a quota, and the day on which bookings first came to a share of one quota."""

    def source(_: object) -> ir.Table:
        asked = quotas()
        asked = asked.filter(asked.person_id.notnull() & (asked.from_on <= question.as_of))
        wins = _wins(question)
        within = asked.inner_join(
            wins,
            [
                asked.person_id == wins.won_by,
                wins.won_on >= asked.from_on,
                wins.won_on < asked.to_on,
            ],
        )
        daily = within.group_by("person_id", "from_on", "quota_minor", "won_on").aggregate(
            won_minor=within.won_minor.sum()
        )
        so_far = daily.won_minor.sum().over(_up_to_now(daily))
        reached = daily.mutate(so_far=so_far)
        reached = reached.filter(
            (reached.quota_minor > 0) & (reached.so_far >= reached.quota_minor * share)
        )
        candidates = _hires(question).semi_join(asked, "person_id")
        return _with_day(candidates, reached.select(ramped_by="person_id", ramped_on="won_on"))

    return Frame("people", source, "person_id", "hired_on", "hired_on", OF_THE_PERSON)


def ramp_to_revenue(question: Question, share: float) -> Frame:
    """Hired sellers, and the end of the first quarter in post that came to a share of steady.

    Steady is what settled sellers bring in on average in as many days.
    """

    def source(_: object) -> ir.Table:
        hires = _hires(question).semi_join(sellers(), "person_id")
        wins = _wins(question)
        started = hires.select("person_id", "hired_on")
        placed = started.inner_join(wins, started.person_id == wins.won_by)
        day = placed.won_on.delta(placed.hired_on, unit="day")
        placed = placed.mutate(quarter=(day / float(QUARTER)).floor().cast("int64"))
        placed = placed.filter(placed.quarter >= 0)
        sums = placed.group_by("person_id", "hired_on", "quarter").aggregate(
            won_minor=placed.won_minor.sum()
        )
        reached = sums.cross_join(_steady(question))
        reached = reached.filter(
            (reached.steady_minor > 0) & (reached.won_minor >= reached.steady_minor * share)
        )
        days = (reached.quarter + 1) * QUARTER
        ends = (reached.hired_on + days.as_interval("D")).cast("date")
        ends = reached.select(ramped_by="person_id", ramped_on=ends)
        return _with_day(hires, ends.filter(ends.ramped_on <= question.tomorrow))

    return Frame("people", source, "person_id", "hired_on", "hired_on", OF_THE_PERSON)


def first_sale(question: Question) -> Frame:
    """Hired sellers, and the day of the first deal won that they are credited with."""

    def source(_: object) -> ir.Table:
        wins = credited_wins(question, ())
        wins = wins.select(won_by=wins.credited_id, won_on=wins.happened_on)
        return _since_hired(_sellers_hired(question), wins, "won_by", "won_on")

    return Frame("people", source, "person_id", "hired_on", "hired_on", OF_THE_PERSON)


def first_opening(question: Question) -> Frame:
    """Hired sellers, and the day on which they opened their first deal."""

    def source(_: object) -> ir.Table:
        opened = canonical("opportunities")
        opened = opened.filter(opened.created_on <= question.as_of)
        opened = opened.select(opened_by=opened.owner_id, opened_on=opened.created_on)
        return _since_hired(_sellers_hired(question), opened, "opened_by", "opened_on")

    return Frame("people", source, "person_id", "hired_on", "hired_on", OF_THE_PERSON)


def _sellers_hired(question: Question) -> ir.Table:
    return _hires(question).semi_join(sellers(), "person_id")


def _since_hired(hires: ir.Table, facts: ir.Table, person: str, day: str) -> ir.Table:
    """Hires with the day of their first fact on or after that of the hire, as `ramped_on`."""
    later = hires.inner_join(
        facts, [hires.person_id == facts[person], facts[day] >= hires.hired_on]
    )
    return _with_day(hires, later.select(ramped_by="person_id", ramped_on=day))


def _steady(question: Question) -> ir.Table:
    """Average bookings of settled sellers in a quarter's days, as `steady_minor`: one row."""
    import ibis

    people = canonical("people").semi_join(sellers(), [("id", "person_id")])
    people = people.filter(people.hired_on.notnull()).cross_join(first_win(question))
    settled_on = (people.hired_on + ibis.interval(days=SETTLED)).cast("date")
    spans = people.select(
        settled_id=people["id"],
        span_from=ibis.greatest(settled_on, people.first_on),
        span_to=ibis.least(people.left_on.fill_null(question.tomorrow), question.tomorrow),
    )
    spans = spans.filter(spans.span_from < spans.span_to)
    wins = _wins(question)
    matched = spans.inner_join(
        wins,
        [
            spans.settled_id == wins.won_by,
            wins.won_on >= spans.span_from,
            wins.won_on < spans.span_to,
        ],
    )
    booked = matched.aggregate(total=matched.won_minor.sum())
    days = spans.aggregate(days=spans.span_to.delta(spans.span_from, unit="day").sum())
    both = booked.cross_join(days)
    return both.select(steady_minor=both.total * float(QUARTER) / both.days.nullif(0))


def _hires(question: Question) -> ir.Table:
    """People hired within the time of which wins are known, with the days they have been seen.

    A leaver is followed to the end: who left without ramping has not ramped, and never will.
    """
    people = canonical("people")
    people = people.select(person_id=people["id"], hired_on="hired_on", left_on="left_on")
    known = people.cross_join(first_win(question))
    known = known.filter((known.hired_on >= known.first_on) & (known.hired_on <= question.as_of))
    return without(known, "first_on")


def _wins(question: Question) -> ir.Table:
    wins = credited_wins(question, ("amount_base_minor",))
    wins = wins.select(
        won_by=wins.credited_id,
        won_on=wins.happened_on,
        won_minor=credited_minor(wins, "amount_base_minor"),
    )
    return wins.filter(wins.won_minor.notnull())


def _up_to_now(daily: ir.Table) -> object:
    import ibis

    return ibis.cumulative_window(group_by=[daily.person_id, daily.from_on], order_by=daily.won_on)


def _with_day(hires: ir.Table, reached: ir.Table) -> ir.Table:
    """Hires with the first day on which they had ramped, where they have."""
    first = reached.group_by("ramped_by").aggregate(ramped_on=reached.ramped_on.min())
    return without(hires.left_join(first, hires.person_id == first.ramped_by), "ramped_by")
