"""What sellers did: calls, mails, meetings, demos, proposals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from everyrep.measures.buckets import bucket_start
from everyrep.measures.facts.frame import Frame
from everyrep.measures.facts.links import OF_THE_PERSON
from everyrep.measures.facts.pieces import facts_on_pieces
from everyrep.measures.facts.words import plain_word
from everyrep.measures.question import Question
from everyrep.measures.tables import canonical
from everyrep.values import Grain

if TYPE_CHECKING:
    import ibis.expr.types as ir

_PATHS: dict[str, tuple[str, ...]] = {
    **OF_THE_PERSON,
    "activity_kind": ("kind",),
    "account": ("account_id", "opportunity/account_id"),
    "segment": ("opportunity/segment", "account/segment", "opportunity/account/segment"),
    "industry": ("account/industry", "opportunity/account/industry"),
    "country": ("account/country", "opportunity/account/country"),
    "stage": ("opportunity/stage",),
}
MEETINGS = ("meeting", "demo")
TALKS = ("call", *MEETINGS)
"""Kinds of activity whose minutes are spent with a customer."""


def activities(question: Question) -> Frame:
    """Activities, one row each, by the local day they were done.

    Beside the columns of the table, `result_word` (the result in one form) and `customer_id` (the
    company, else that of the deal) can be read.
    """

    def source(columns: Iterable[str]) -> ir.Table:
        wanted = dict.fromkeys(("id", *columns))
        table = known_activities(question)
        if "result_word" in wanted:
            table = table.mutate(result_word=plain_word(table.result))
        if "customer_id" in wanted:
            table = _with_customer(table, question)
        return table.select(*wanted)

    return Frame(
        "activities", source, "person_id", "occurred_on", "occurred_on", _PATHS, key=("activities",)
    )


def known_activities(question: Question) -> ir.Table:
    """Activities up to the day of the question, and those without a day."""
    table = canonical("activities")
    return table.filter(table.occurred_on.isnull() | (table.occurred_on <= question.as_of))


def touched_deals(question: Question, among: ir.Table | None = None) -> ir.Table:
    """Deals on which something was done: the last day, and with how many people at the customer.

    Args:
        question: Whose day nothing may be later than.
        among: Deals with an `id` that it is about; None is all.

    Returns:
        touched_deal, last_on, contacts.
    """
    done = canonical("activities")
    done = done.filter(done.opportunity_id.notnull() & (done.occurred_on <= question.as_of))
    if among is not None:
        done = done.semi_join(among, done.opportunity_id == among["id"])
    return done.group_by(touched_deal="opportunity_id").aggregate(
        last_on=done.occurred_on.max(), contacts=done.contact_id.nunique()
    )


def doings_on_pieces(question: Question) -> Frame:
    """Days of sellers since the first activity on record, with what they did.

    Sums that can be read: `done` (all activities), `done_call`, `done_meeting` ... by kind, and
    `talk_minutes` (minutes of calls, meetings and demos).
    """
    import ibis

    doings = doings_of_people(question)
    sums = {
        "done": ibis.literal(1, type="int64"),
        **{
            f"done_{kind}": (doings.kind == kind).fill_null(False).cast("int64")
            for kind in (*TALKS, "email", "proposal")
        },
        "talk_minutes": doings.kind.isin(TALKS).cast("int64") * doings.minutes,
    }
    return facts_on_pieces(question, doings, "person_id", "occurred_on", sums, "activities")


def touches_on_pieces(question: Question) -> Frame:
    """Days of sellers since the first activity with a customer, with the sum `touched`.

    A customer counts once a person and week, on the first day of that week on which the person
    had to do with it; so days, weeks and people add up, though customers then count again.
    """
    import ibis

    known = _with_customer(doings_of_people(question), question)
    known = known.filter(known.customer_id.notnull())
    weekly = known.mutate(week_on=bucket_start(known.occurred_on, Grain.WEEK, question))
    first = weekly.group_by("person_id", "customer_id", "week_on").aggregate(
        touched_on=weekly.occurred_on.min()
    )
    sums = {"touched": ibis.literal(1, type="int64")}
    return facts_on_pieces(question, first, "person_id", "touched_on", sums, "touches")


def with_recent_activity(frame: Frame, question: Question, days: int) -> Frame:
    """Deals, with `touched`: whether anything was done on them in the last days known."""
    since = question.tomorrow - timedelta(days=days)

    def source(columns: Iterable[str]) -> ir.Table:
        deals = frame.source([name for name in columns if name != "touched"])
        doings = known_activities(question)
        recent = doings.filter((doings.occurred_on >= since) & doings.opportunity_id.notnull())
        recent = recent.select(touched_deal=recent.opportunity_id).distinct()
        joined = deals.left_join(recent, deals["id"] == recent.touched_deal)
        return joined.select(*deals.columns, touched=joined.touched_deal.notnull())

    return replace(frame, source=source, key=(*frame.key, "activity", days))


def with_meetings(frame: Frame, question: Question) -> Frame:
    """Deals, with `meetings`: how many meetings and demos there were up to their close."""

    def source(columns: Iterable[str]) -> ir.Table:
        own = [name for name in columns if name != "meetings"]
        deals = frame.source(dict.fromkeys((*own, "close_on")))
        doings = known_activities(question)
        met = doings.filter(doings.kind.isin(MEETINGS) & doings.opportunity_id.notnull())
        ends = canonical("opportunities")
        ends = ends.select(ended_deal=ends["id"], ended_on=ends.close_on)
        met = met.inner_join(ends, met.opportunity_id == ends.ended_deal)
        met = met.filter(met.occurred_on <= met.ended_on)
        counts = met.group_by(met_deal="opportunity_id").aggregate(meetings=met["id"].count())
        joined = deals.left_join(counts, deals["id"] == counts.met_deal)
        return joined.select(*deals.columns, meetings=joined.meetings.fill_null(0))

    return replace(frame, source=source, key=(*frame.key, "meetings"))


def doings_of_people(question: Question) -> ir.Table:
    """Activities of known people with a day, up to the day of the question."""
    table = canonical("activities")
    return table.filter((table.occurred_on <= question.as_of) & table.person_id.notnull())


def _with_customer(table: ir.Table, question: Question) -> ir.Table:
    """Activities with `customer_id`: the company named, else that of the deal."""
    if "activities.account_id" in question.complete:
        return table.mutate(customer_id=table.account_id)
    deals = canonical("opportunities")
    deals = deals.select(about_deal=deals["id"], deal_account=deals.account_id)
    joined = table.left_join(deals, table.opportunity_id == deals.about_deal)
    customer = joined.account_id.fill_null(joined.deal_account)
    return joined.select(*table.columns, customer_id=customer)
