"""Who was employed when, cut into pieces: the exposure that rates and figures per rep need.

A piece is a stretch of days on which a person's place in the organisation did not change, within
one bucket of time where the question is cut by time. Pieces of a person do not overlap and
together are the days employed, so that nothing is counted twice when somebody changes teams.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from everyrep.measures.buckets import bucket_start
from everyrep.measures.dimensions import TIME
from everyrep.measures.facts.deals import credited, deals
from everyrep.measures.facts.frame import Frame
from everyrep.measures.facts.links import months_after, months_between, organisation
from everyrep.measures.facts.windows import windows
from everyrep.measures.question import Question
from everyrep.measures.tables import canonical, without
from everyrep.warehouse.mapping import columns_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

PLACE = ("role", "level", "manager_id", "team_id", "territory_id", "region", "motion")
PATHS: dict[str, tuple[str, ...]] = {
    "person": ("person_id",),
    "team": ("team_id",),
    "manager": ("manager_id",),
    "role": ("role",),
    "level": ("level",),
    "territory": ("territory_id",),
    "region": ("region",),
    "motion": ("motion",),
}
# Roles, in lower case, whose holders sell even while they have not a single deal.
SELLING_ROLES = (
    "rep",
    "seller",
    "ae",
    "account executive",
    "account manager",
    "sales rep",
    "sales representative",
    "sales executive",
)


def tenure_frame(source: Callable[[Iterable[str]], ir.Table]) -> Frame:
    """Pieces, or facts put on pieces, as facts that can be cut.

    Args:
        source: Gives the pieces with the columns of the organisation that are named.
    """
    return Frame("org_history", source, "person_id", "piece_from", "piece_from", PATHS)


def pieces(question: Question, columns: Iterable[str], since: ir.Table | None = None) -> ir.Table:
    """Days employed, cut where a person's place or the bucket of time changes.

    Args:
        question: Its period bounds the days; its grains of time cut them.
        columns: Of the organisation, those that are read; others are passed over.
        since: One row with the column `first_on`, before which no day counts.

    Returns:
        person_id, the columns of the organisation, piece_from, piece_to (half-open), and
        `bucket_days`: how many days the whole bucket has within the bounds; cut by months since
        the hire, those of the month.
    """
    import ibis

    place = tuple(name for name in PLACE if name in columns)
    segments = organisation(place).rename(segment_from="from_on", segment_until="until")
    cut = segments.cross_join(windows(question, known_only=True))
    starts = cut.bucket_on
    if since is not None:
        # Without a single fact no day counts, rather than every day since long ago.
        cut = cut.cross_join(since.filter(since.first_on.notnull()))
        starts = ibis.greatest(cut.bucket_on, cut.first_on)
    cut = cut.select(
        "person_id",
        *place,
        piece_from=ibis.greatest(cut.segment_from, starts),
        piece_to=ibis.least(cut.segment_until, cut.bucket_end),
        bucket_days=cut.bucket_end.delta(starts, unit="day"),
    )
    cut = cut.filter(cut.piece_from < cut.piece_to)
    return _by_tenure(cut, question) if _asks_for_tenure(question) else cut


def _asks_for_tenure(question: Question) -> bool:
    fields = columns_of(question.where) if question.where is not None else ()
    return "tenure_month" in (*question.by, *fields)


def _by_tenure(cut: ir.Table, question: Question) -> ir.Table:
    """Pieces cut where a month since the hire ends; those of people without a hire stay whole."""
    import ibis

    people = canonical("people")
    people = people.select(hired_person=people["id"], hired_on=people.hired_on)
    joined = cut.left_join(people, cut.person_id == people.hired_person)
    last = (joined.piece_to - ibis.interval(days=1)).cast("date")
    first_month = months_between(joined.hired_on, joined.piece_from).fill_null(0)
    last_month = months_between(joined.hired_on, last).fill_null(0)
    months = joined.mutate(month=ibis.range(first_month, last_month + 1).unnest())
    months = months.mutate(
        month_from=months_after(months.hired_on, months.month).fill_null(months.piece_from),
        month_to=months_after(months.hired_on, months.month + 1).fill_null(months.piece_to),
    )
    days = months.month_to.delta(months.month_from, unit="day")
    whole = days if "tenure_month" in question.by else months.bucket_days
    return months.select(
        *(name for name in cut.columns if name not in ("piece_from", "piece_to", "bucket_days")),
        piece_from=ibis.greatest(months.piece_from, months.month_from),
        piece_to=ibis.least(months.piece_to, months.month_to),
        bucket_days=ibis.least(months.bucket_days, whole),
    )


def days_of(table: ir.Table) -> ir.IntegerValue:
    """Days in a piece."""
    return table.piece_to.delta(table.piece_from, unit="day")


def first_win(question: Question) -> ir.Table:
    """The day of the first deal won that the records know, as `first_on`: one row.

    A win dated before its deal was opened is a slip of the pen, and must not stretch the days that
    revenue is held against by years.
    """
    table = canonical("opportunities")
    possible = table.created_on.isnull() | (table.close_on >= table.created_on)
    won = table.filter((table.outcome == "won") & (table.close_on <= question.as_of) & possible)
    return won.aggregate(first_on=won.close_on.min())


def sellers() -> ir.Table:
    """Ids of people who sell: who holds or is credited with a deal, or whose role says so."""
    import ibis

    owners = canonical("opportunities").select(person_id="owner_id")
    # Who is credited holds the deal or a split of it; splits are few where credits are many.
    shared = canonical("opportunity_splits").select("person_id")
    history = canonical("org_history")
    named = history.filter(history.role.lower().isin(SELLING_ROLES)).select("person_id")
    everyone = ibis.union(owners, shared, named, distinct=True)
    return everyone.filter(everyone.person_id.notnull())


def credited_wins(question: Question, columns: Iterable[str]) -> ir.Table:
    """Won deals by person credited, with the day they were won as `happened_on`."""
    frame = credited(deals(question, "close_on"), question)
    table = frame.source(("close_on", *columns))
    won = table.filter((table.outcome == "won") & table.credited_id.notnull())
    return won.mutate(happened_on=won.close_on)


def on_pieces(
    question: Question, cut: ir.Table, facts: ir.Table, person: str, day: str, **sums: ir.Value
) -> ir.Table:
    """Pieces with the sums of the facts that fall on them; 0 where none does.

    Args:
        question: The one that cut the pieces.
        cut: Pieces.
        facts: One row a fact.
        person, day: Columns of the facts with the person and the day.
        sums: Values of the facts to add up.
    """
    picked = facts.select(fact_person=facts[person], fact_day=facts[day], **sums)
    if question.period is not None:
        # No piece lies outside the period; said of the facts, whole files need not be read.
        start, end = question.period.start, question.period.end
        picked = picked.filter((picked.fact_day >= start) & (picked.fact_day < end))
    keys = cut.select(
        piece_person=cut.person_id, piece_start=cut.piece_from, piece_end=cut.piece_to
    )
    meet = [
        keys.piece_person == picked.fact_person,
        picked.fact_day >= keys.piece_start,
        picked.fact_day < keys.piece_end,
    ]
    for grain in [TIME[name] for name in question.by if name in TIME][:1]:
        # A piece lies in one bucket: what is equal is looked up, where each fact would else be
        # held against every piece of its person.
        here = bucket_start(keys.piece_start, grain, question)
        meet.append(here == bucket_start(picked.fact_day, grain, question))
    matched = keys.inner_join(picked, meet)
    added = matched.group_by("piece_person", "piece_start").aggregate(
        **{name: matched[name].sum() for name in sums}
    )
    joined = cut.left_join(
        added, [cut.person_id == added.piece_person, cut.piece_from == added.piece_start]
    )
    joined = without(joined, "piece_person", "piece_start")
    return joined.mutate(**{name: joined[name].fill_null(0) for name in sums})
