"""What people were asked to sell, day by day, and what they booked against it.

A quota is spread evenly over its days. Where the question is cut by time, or its period ends in
the middle of a quota, each part gets the amount up to its last day less the amount up to its
first, in whole minor units, so that the parts of a quota add up to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from everyrep.measures.facts.deals import credited_minor
from everyrep.measures.facts.frame import PERSON, Frame, group_column
from everyrep.measures.facts.links import OF_THE_PERSON
from everyrep.measures.facts.tenure import credited_wins
from everyrep.measures.facts.windows import windows
from everyrep.measures.question import Question
from everyrep.measures.tables import canonical, without

if TYPE_CHECKING:
    import ibis.expr.types as ir

COUNTED_AS_BOOKINGS = ("bookings", "revenue", "booking", "sales")
_HAIR = 1e-12
PATHS: dict[str, tuple[str, ...]] = {
    **OF_THE_PERSON,
    "team": (*OF_THE_PERSON["team"], "team_id"),
    "territory": ("territory_id", *OF_THE_PERSON["territory"]),
}


def quotas() -> ir.Table:
    """Quotas of bookings, each for days that no other quota of the same holder has.

    Where people have quotas, those of teams and territories are sums of them, and are left out;
    else those of teams count, else those of territories. So are the quotas of managers who sell
    nothing themselves and lead people with quotas, and a quota that spans a finer one of the same
    holder (a year over its quarters).
    """
    import ibis

    table = canonical("quotas")
    table = table.filter(
        table.measure.fill_null("bookings").lower().isin(COUNTED_AS_BOOKINGS)
        & table.amount_base_minor.notnull()
    )
    everything = ibis.window()
    some_person = table.person_id.notnull().any().over(everything)
    some_team = table.team_id.notnull().any().over(everything)
    table = table.select(
        "person_id",
        "team_id",
        "territory_id",
        "from_on",
        quota_minor=table.amount_base_minor,
        to_on=table.to_on.fill_null((table.from_on + ibis.interval(months=3)).cast("date")),
        holder=table.person_id.fill_null(table.team_id).fill_null(table.territory_id),
        counts=ibis.ifelse(
            some_person,
            table.person_id.notnull(),
            ibis.ifelse(some_team, table.team_id.notnull(), table.territory_id.notnull()),
        ),
    )
    counted = table.filter(table.counts & (table.from_on < table.to_on))
    return _finest(_of_sellers(without(counted, "counts")))


def _of_sellers(table: ir.Table) -> ir.Table:
    """Without quotas that roll up those of reports: their holder is credited with nothing."""
    places = canonical("org_history")
    places = places.select(
        report=places.person_id, lead=places.manager_id, since=places.from_on, until=places.to_on
    )
    led = table.inner_join(
        places,
        [
            table.person_id == places.report,
            places.since < table.to_on,
            places.until.isnull() | (places.until > table.from_on),
            places.lead != places.report,
        ],
    )
    led = led.select(led_by=led.lead, led_from=led.from_on, led_to=led.to_on).distinct()
    sellers = canonical("credits").select(seller=canonical("credits").person_id).distinct()
    rolled_up = table.semi_join(
        led,
        [
            table.person_id == led.led_by,
            table.from_on < led.led_to,
            table.to_on > led.led_from,
        ],
    )
    rolled_up = rolled_up.anti_join(sellers, rolled_up.person_id == sellers.seller)
    rolled_up = rolled_up.select(rolled_holder=rolled_up.holder, rolled_from=rolled_up.from_on)
    rolled_up = rolled_up.view()
    return table.anti_join(
        rolled_up,
        [table.holder == rolled_up.rolled_holder, table.from_on == rolled_up.rolled_from],
    )


def _finest(table: ir.Table) -> ir.Table:
    """Without quotas that span a shorter one of the same holder."""
    inner = table.select(
        inner_holder=table.holder, inner_from=table.from_on, inner_to=table.to_on
    ).view()
    shorter = inner.inner_to.delta(inner.inner_from, unit="day") < table.to_on.delta(
        table.from_on, unit="day"
    )
    return table.anti_join(
        inner,
        [
            table.holder == inner.inner_holder,
            inner.inner_from >= table.from_on,
            inner.inner_to <= table.to_on,
            shorter,
        ],
    )


def quota_parts(question: Question) -> ir.Table:
    """Quotas cut at the bounds of the question.

    Returns:
        The quota's columns, part_from, part_to (half-open), and `part_minor`, the part's amount.
    """
    import ibis

    table = quotas()
    cut = table.cross_join(windows(question, known_only=False))
    cut = cut.mutate(
        part_from=ibis.greatest(cut.from_on, cut.bucket_on),
        part_to=ibis.least(cut.to_on, cut.bucket_end),
    )
    cut = without(cut.filter(cut.part_from < cut.part_to), "bucket_on", "bucket_end")
    length = cut.to_on.delta(cut.from_on, unit="day")
    upto = _share(cut.quota_minor, cut.part_to.delta(cut.from_on, unit="day"), length)
    before = _share(cut.quota_minor, cut.part_from.delta(cut.from_on, unit="day"), length)
    return cut.mutate(part_minor=upto - before, partial=_is_partial(cut))


def quota_frame(question: Question) -> Frame:
    """Parts of quotas as facts; their team is that of the person on the part's first day."""
    return Frame(
        "quotas",
        lambda _: quota_parts(question),
        "person_id",
        "part_from",
        "part_from",
        PATHS,
        key=("quotas",),
    )


def attainment_frame(question: Question) -> Frame:
    """Parts of people's quotas that have begun, each with what the person booked in it."""

    def source(_: object) -> ir.Table:
        parts = quota_parts(question)
        parts = parts.filter(parts.person_id.notnull() & (parts.part_from <= question.as_of))
        return _with_bookings(parts, question)

    return Frame(
        "quotas", source, "person_id", "part_from", "part_from", PATHS, key=("attainment",)
    )


def _with_bookings(parts: ir.Table, question: Question) -> ir.Table:
    wins = credited_wins(question, ("amount_base_minor",))
    wins = wins.select(
        won_by=wins.credited_id,
        won_on=wins.happened_on,
        won_minor=credited_minor(wins, "amount_base_minor"),
    )
    keys = parts.select(key_person=parts.person_id, key_from=parts.part_from, key_to=parts.part_to)
    matched = keys.inner_join(
        wins,
        [
            keys.key_person == wins.won_by,
            wins.won_on >= keys.key_from,
            wins.won_on < keys.key_to,
        ],
    )
    booked = matched.group_by("key_person", "key_from").aggregate(
        booked_minor=matched.won_minor.sum()
    )
    joined = parts.left_join(
        booked, [parts.person_id == booked.key_person, parts.part_from == booked.key_from]
    )
    joined = without(joined, "key_person", "key_from")
    return joined.mutate(booked_minor=joined.booked_minor.fill_null(0))


def _share(amount: ir.Value, days: ir.Value, length: ir.Value) -> ir.IntegerValue:
    """The amount of the first days of a quota, rounded down to whole minor units."""
    return ((amount * days) / length.nullif(0)).floor().cast("int64")


def _is_partial(cut: ir.Table) -> ir.BooleanValue:
    return (cut.part_from > cut.from_on) | (cut.part_to < cut.to_on)


def people_on_quota(question: Question) -> Frame:
    """People with a quota whose days are over, one row a person and group.

    What can be read: `part_minor`, what was asked of them in those days, and `booked_minor`, what
    they booked in them.
    """
    groups = [group_column(name) for name in question.by]

    def gathered(parts: ir.Table) -> ir.Table:
        return parts.group_by(*groups, PERSON, "person_id").aggregate(
            part_minor=parts.part_minor.sum(), booked_minor=parts.booked_minor.sum()
        )

    return replace(_over(question), gathered=gathered, key=("people on quota",))


def quarters_of_people(question: Question) -> Frame:
    """People with several whole quotas whose days are over, one row a person and group.

    What can be read: `quotas`, how many there are, and `squares`, the sum of squared deviations
    of their attainments from the person's own mean.
    """
    groups = [group_column(name) for name in question.by]

    def gathered(parts: ir.Table) -> ir.Table:
        whole = parts.filter(~parts.partial & (parts.part_minor > 0))
        share = whole.booked_minor / whole.part_minor.cast("float64")
        held = whole.mutate(share=share, square=share * share)
        added = held.group_by(*groups, PERSON, "person_id").aggregate(
            quotas=held.count(), total=held.share.sum(), raw=held.square.sum()
        )
        squares = added.raw - added.total * added.total / added.quotas.cast("float64")
        # Equal attainments leave a hair of rounding, which may lie below zero.
        return added.mutate(squares=(squares > _HAIR).ifelse(squares, 0.0))

    return replace(_over(question), gathered=gathered, key=("quarters of people",))


def _over(question: Question) -> Frame:
    """Parts of people's quotas whose days are over, with what was booked in them."""
    frame = attainment_frame(question)

    def source(columns: Iterable[str]) -> ir.Table:
        parts = frame.source(columns)
        return parts.filter(parts.part_to <= question.tomorrow)

    return replace(frame, source=source)
