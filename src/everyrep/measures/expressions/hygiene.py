"""The state of open deals: how old they are, what is missing, and who is involved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everyrep.measures.expressions.deals import without_amount
from everyrep.measures.expressions.likeness import of_one_person
from everyrep.measures.facts import open_deals
from everyrep.measures.question import Question
from everyrep.measures.tally import Lasting, Tally, one

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from everyrep.measures.tally import Column, one


def overdue(question: Question) -> Tally:
    """Open deals past the day they were to close, among those with such a day."""
    return Tally(
        open_deals(question),
        reads=("close_on",),
        x=lambda deal: (deal.close_on < question.as_of).fill_null(False).cast("int64"),
        m=lambda deal: deal.close_on.notnull().cast("int64"),
        alike=of_one_person,
    )


def without_next_step(question: Question) -> Tally:
    """Open deals on which nothing is to happen next, or was to happen by a day that is past."""

    def missing(deal: ir.Table) -> ir.BooleanValue:
        unsaid = deal.next_step.fill_null("").replace(" ", "") == ""
        missed = (deal.next_step_on < question.as_of).fill_null(False)
        return (unsaid & deal.next_step_on.isnull()) | missed

    return _share_of_open(question, missing, "next_step", "next_step_on")


def without_amounts(question: Question) -> Tally:
    """Open deals without an amount."""
    return _share_of_open(question, without_amount, "amount_minor")


def age(question: Question) -> Lasting:
    """Days that open deals have been open; each is known to the day, so none is censored."""
    import ibis

    return Lasting(
        open_deals(question),
        days=lambda deal: ibis.literal(question.as_of).delta(deal.created_on, unit="day"),
        first=lambda deal: deal["id"].notnull(),
        reads=("created_on",),
    )


def stalled(question: Question, days: int) -> Tally:
    """Open deals on which nothing was done for so many days, nor were they opened since."""
    import ibis

    def quiet(deal: ir.Table) -> ir.BooleanValue:
        last = ibis.greatest(
            deal.last_activity_on.fill_null(deal.created_on),
            deal.created_on.fill_null(deal.last_activity_on),
        )
        silence = ibis.literal(question.as_of).delta(last, unit="day")
        return (silence > days).fill_null(True)

    return _share_of_open(question, quiet, "last_activity_on", "created_on")


def single_threaded(question: Question, contacts: int) -> Tally:
    """Open deals whose activities were with fewer people at the customer than so many."""
    return _share_of_open(question, lambda deal: deal.contacts < contacts, "contacts")


def with_mutual_plan(question: Question) -> Tally:
    """Open deals on which a mutual plan has been agreed."""

    def agreed(deal: ir.Table) -> ir.BooleanValue:
        return (deal.mutual_plan_on <= question.as_of).fill_null(False)

    return _share_of_open(question, agreed, "mutual_plan_on")


def _share_of_open(question: Question, counts: Column, *reads: str) -> Tally:
    """Open deals of which something holds, among all open deals, clustered by owner."""
    return Tally(
        open_deals(question),
        reads=reads,
        x=lambda deal: counts(deal).cast("int64"),
        m=one,
        alike=of_one_person,
    )
