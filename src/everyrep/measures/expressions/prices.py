"""At what price and margin deals are sold, and how much of what is on one deal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everyrep.measures.expressions.differences import difference
from everyrep.measures.expressions.likeness import of_one_person
from everyrep.measures.facts import deals
from everyrep.measures.figures import Figure
from everyrep.measures.question import Question
from everyrep.measures.tally import Tally, one

if TYPE_CHECKING:
    import ibis.expr.types as ir

_PRICE = ("amount_base_minor", "list_amount_base_minor", "discount")


def discount_rate(question: Question, outcome: str = "won") -> Tally:
    """What was taken off list prices, over the list prices; deals without one are left out."""
    return Tally(
        deals(question, "close_on"),
        reads=_PRICE,
        keep=lambda deal: (deal.outcome == outcome) & _is_priced(deal),
        x=lambda deal: _list_minor(deal) - deal.amount_base_minor,
        m=_list_minor,
        alike=of_one_person,
    )


def price_realisation(question: Question) -> Tally:
    """What won deals came to, over their list prices."""
    return Tally(
        deals(question, "close_on"),
        reads=_PRICE,
        keep=lambda deal: (deal.outcome == "won") & _is_priced(deal),
        x=lambda deal: deal.amount_base_minor,
        m=_list_minor,
        alike=of_one_person,
    )


def discounted_share(question: Question) -> Tally:
    """Won deals below list price among those whose list price is known."""
    return Tally(
        deals(question, "close_on"),
        reads=_PRICE,
        keep=lambda deal: (deal.outcome == "won") & _is_priced(deal),
        x=lambda deal: (deal.amount_base_minor < _list_minor(deal)).cast("int64"),
        m=one,
        alike=of_one_person,
    )


def discount_gap(_: Question, won: Figure | None, lost: Figure | None) -> Figure:
    """The discount on won deals less that on lost ones."""
    return difference(won, lost, ("discount on won deals", "discount on lost deals"))


def gross_margin(question: Question) -> Tally:
    """What won deals came to less what they cost, over what they came to."""
    return Tally(
        deals(question, "close_on"),
        reads=_COSTS,
        keep=lambda deal: (deal.outcome == "won") & _is_costed(deal),
        x=lambda deal: deal.amount_base_minor - deal.cost_base_minor,
        m=lambda deal: deal.amount_base_minor,
        alike=of_one_person,
    )


def margin_per_deal(question: Question) -> Tally:
    """What a won deal came to less what it cost, per deal."""
    return Tally(
        deals(question, "close_on"),
        reads=_COSTS,
        keep=lambda deal: (deal.outcome == "won") & _is_costed(deal),
        x=lambda deal: deal.amount_base_minor - deal.cost_base_minor,
        m=one,
        alike=of_one_person,
    )


def units(question: Question) -> Tally:
    """Units on the lines of won deals, to the whole unit a deal."""
    return Tally(
        deals(question, "close_on"),
        reads=("units",),
        keep=lambda deal: (deal.outcome == "won") & deal.units.notnull(),
        x=lambda deal: deal.units.round().cast("int64"),
    )


def unit_price(question: Question) -> Tally:
    """What lines with a quantity came to, over the quantity."""
    return Tally(
        deals(question, "close_on"),
        reads=("priced_units", "priced_minor"),
        keep=lambda deal: (deal.outcome == "won") & (deal.priced_units > 0).fill_null(False),
        x=lambda deal: deal.priced_minor,
        m=lambda deal: deal.priced_units,
        alike=of_one_person,
    )


def products(question: Question) -> Tally:
    """Different products on a won deal, per deal whose products are known."""
    return Tally(
        deals(question, "close_on"),
        reads=("products",),
        keep=lambda deal: (deal.outcome == "won") & (deal.products > 0).fill_null(False),
        x=lambda deal: deal.products,
        m=one,
        alike=of_one_person,
    )


def several_products(question: Question) -> Tally:
    """Won deals of two products or more among those whose products are known."""
    return Tally(
        deals(question, "close_on"),
        reads=("products",),
        keep=lambda deal: (deal.outcome == "won") & (deal.products > 0).fill_null(False),
        x=lambda deal: (deal.products > 1).cast("int64"),
        m=one,
        alike=of_one_person,
    )


_COSTS = ("amount_base_minor", "cost_base_minor")


def _is_costed(deal: ir.Table) -> ir.BooleanValue:
    return deal.cost_base_minor.notnull() & (deal.amount_base_minor > 0).fill_null(False)


def _list_minor(deal: ir.Table) -> ir.IntegerValue:
    """What a deal would have come to at list price; NULL where that cannot be known."""
    import ibis

    possible = (deal.discount >= 0) & (deal.discount < 1)
    kept = ibis.ifelse(possible, 1 - deal.discount, None)
    implied = (deal.amount_base_minor / kept).round().cast("int64")
    return deal.list_amount_base_minor.fill_null(implied)


def _is_priced(deal: ir.Table) -> ir.BooleanValue:
    return deal.amount_base_minor.notnull() & (_list_minor(deal) > 0).fill_null(False)
