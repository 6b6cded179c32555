"""How many customers there are, who stays, how much more they buy, and how they are served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everyrep.measures.expressions.likeness import of_one_person
from everyrep.measures.facts.customers import acquired, cohort, served, standing, tickets
from everyrep.measures.question import Question
from everyrep.measures.tally import Lasting, Tally, one

if TYPE_CHECKING:
    import ibis.expr.types as ir


def customers(question: Question, *, active: bool = False) -> Tally:
    """Customers on the last day, all of them or those who bought in the twelve months before."""
    if not active:
        return Tally(standing(question))
    return Tally(standing(question), keep=_bought_lately, reads=("bought_lately",))


def penetration(question: Question) -> Tally:
    """Product lines bought per customer, of those whose purchases are known by product."""
    return Tally(
        standing(question),
        reads=("lines",),
        keep=lambda customer: customer.lines > 0,
        x=lambda customer: customer.lines,
        m=one,
        alike=of_one_person,
    )


def logo_retention(question: Question) -> Tally:
    """Customers of the year before who bought again since, clustered by who looks after them."""
    return Tally(
        cohort(question),
        reads=("buys",),
        x=lambda customer: customer.buys.cast("int64"),
        m=one,
        alike=of_one_person,
    )


def net_retention(question: Question) -> Tally:
    """What customers of the year before bought since, over what they bought in that year."""
    return Tally(
        cohort(question),
        reads=_AMOUNTS,
        keep=_has_bought,
        x=lambda customer: customer.now_minor,
        m=lambda customer: customer.before_minor,
        alike=of_one_person,
    )


def gross_retention(question: Question) -> Tally:
    """The same, where no customer counts for more than in the year before."""
    import ibis

    return Tally(
        cohort(question),
        reads=_AMOUNTS,
        keep=_has_bought,
        x=lambda customer: ibis.greatest(ibis.least(customer.now_minor, customer.before_minor), 0),
        m=lambda customer: customer.before_minor,
        alike=of_one_person,
    )


def expansion(question: Question) -> Tally:
    """What customers of the year before bought since beyond what they bought in that year."""
    import ibis

    return Tally(
        cohort(question),
        reads=_AMOUNTS,
        keep=_has_bought,
        x=lambda customer: ibis.greatest(customer.now_minor - customer.before_minor, 0),
        m=lambda customer: customer.before_minor,
        alike=of_one_person,
    )


def repeat(question: Question) -> Lasting:
    """Days from the first deal won with a customer to the second, or to leaving, or today."""
    import ibis

    def length(customer: ir.Table) -> ir.Value:
        today = ibis.literal(question.as_of)
        last = ibis.coalesce(customer.again_on, _left_on(customer, question), today)
        return ibis.greatest(last.delta(customer.bought_on, unit="day"), 0)

    return Lasting(
        acquired(question),
        length,
        first=lambda customer: customer.again_on.notnull(),
        second=lambda customer: customer.again_on.isnull() & _left_on(customer, question).notnull(),
        keep=lambda customer: customer.bought_on.notnull(),
        reads=("again_on", "lost_on"),
    )


def opened(question: Question) -> Tally:
    """Tickets by the day they were opened."""
    return Tally(tickets(question))


def tickets_a_year(question: Question) -> Tally:
    """Tickets over the years that customers were customers, clustered by customer."""
    return Tally(
        served(question),
        reads=("years", "tickets"),
        x=lambda customer: customer.tickets,
        m=lambda customer: customer.years,
        alike=same_customer,
    )


def resolution(question: Question) -> Lasting:
    """Days from opening a ticket to closing it; open ones last until today."""
    import ibis

    def is_closed(ticket: ir.Table) -> ir.BooleanValue:
        return (ticket.closed_on <= question.as_of).fill_null(False)

    def length(ticket: ir.Table) -> ir.Value:
        last = ibis.ifelse(is_closed(ticket), ticket.closed_on, ibis.literal(question.as_of))
        return ibis.greatest(last.delta(ticket.opened_on, unit="day"), 0)

    return Lasting(tickets(question), length, is_closed, reads=("closed_on",))


def satisfaction(question: Question) -> Tally:
    """Marks given to tickets, as shares of the highest, clustered by customer."""

    def on_scale(ticket: ir.Table) -> ir.BooleanValue:
        return ((ticket.satisfaction >= 0) & (ticket.satisfaction <= 1)).fill_null(False)

    return Tally(
        tickets(question),
        reads=("satisfaction",),
        x=lambda ticket: on_scale(ticket).ifelse(ticket.satisfaction, 0.0),
        m=lambda ticket: on_scale(ticket).cast("int64"),
        alike=of_one_account,
        notes={"off_scale": lambda t: t.satisfaction.notnull() & ~on_scale(t)},
    )


_AMOUNTS = ("before_minor", "now_minor")


def same_customer(customer: ir.Table, _: Question) -> ir.Value:
    """Each customer stands for itself."""
    return customer["id"]


def of_one_account(ticket: ir.Table, question: Question) -> ir.StringValue:
    """Tickets of one customer are alike; within one customer the tickets are what varies."""
    if "account" in question.by:
        return ticket["id"]
    return ticket.account_id.fill_null("ticket " + ticket["id"])


def _bought_lately(customer: ir.Table) -> ir.BooleanValue:
    return customer.bought_lately


def _has_bought(customer: ir.Table) -> ir.BooleanValue:
    return customer.before_minor > 0


def _left_on(customer: ir.Table, question: Question) -> ir.DateValue:
    """The day a customer left, where it has by now."""
    import ibis

    return ibis.ifelse(customer.lost_on <= question.as_of, customer.lost_on, None)
