"""What other tables tell about a deal, one value a deal: what was done on it, how large it is.

These are columns that a cut of deals may read beside those of the deals themselves. Each comes
from a table that is added up by deal first, so that a deal of many activities is one row.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from everyrep.measures.question import Question
from everyrep.measures.tables import canonical

if TYPE_CHECKING:
    import ibis.expr.types as ir

DOINGS = ("first_activity_on", "last_activity_on", "contacts")
"""Days of the first and last activity on a deal, and how many people at the customer took part."""
SIZE_BAND = "size_band"
BANDS = ("1 smallest", "2 small", "3 middle", "4 large", "5 largest")
"""Names of the bands of deals by size, each a fifth of the deals won."""
AROUND = (*DOINGS, SIZE_BAND)


def with_more(deals: ir.Table, question: Question, columns: Iterable[str]) -> ir.Table:
    """Deals with those of the columns `AROUND` that are named.

    Args:
        deals: One row a deal, with `id`; with `amount_base_minor` where the band is named.
        question: Says the day that is known.
        columns: Names; others are passed over.
    """
    columns = tuple(columns)
    doings = [name for name in DOINGS if name in columns]
    if doings:
        deals = _with_doings(deals, question, doings)
    return _with_band(deals, question) if SIZE_BAND in columns else deals


def _with_doings(deals: ir.Table, question: Question, names: list[str]) -> ir.Table:
    done = canonical("activities")
    done = done.filter(done.opportunity_id.notnull() & (done.occurred_on <= question.as_of))
    sums = {
        "first_activity_on": done.occurred_on.min(),
        "last_activity_on": done.occurred_on.max(),
        "contacts": done.contact_id.nunique(),
    }
    added = done.group_by(done_on="opportunity_id").aggregate(
        **{name: sums[name] for name in names}
    )
    joined = deals.left_join(added, deals["id"] == added.done_on)
    found = {name: joined[name] for name in names}
    if "contacts" in found:
        found["contacts"] = joined.contacts.fill_null(0)
    return joined.select(*deals.columns, **found)


def _with_band(deals: ir.Table, question: Question) -> ir.Table:
    """Deals with the fifth of won deals that their amount falls into; empty without an amount."""
    import ibis

    bounds = size_bounds(question)
    joined = deals.cross_join(bounds)
    amount = joined.amount_base_minor
    upper = [(amount <= joined[f"band_{i}"], name) for i, name in enumerate(BANDS[:-1], start=1)]
    # Without a single won deal there are no bounds, and no deal is in a band.
    known = amount.notnull() & joined.band_1.notnull()
    band = ibis.ifelse(known, ibis.cases(*upper, else_=BANDS[-1]), None)
    return joined.select(*deals.columns, **{SIZE_BAND: band})


def size_bounds(question: Question) -> ir.Table:
    """Largest amounts of the first four fifths of won deals, as `band_1` to `band_4`: one row.

    They are those of all deals won up to the day, whatever else is asked, and are rounded to two
    digits, so that a band stays what it is from question to question and, nearly, from month to
    month.
    """
    import ibis

    table = canonical("opportunities")
    won = table.filter(
        (table.outcome == "won")
        & (table.close_on <= question.as_of)
        & table.amount_base_minor.notnull()
    )
    place = ibis.row_number().over(ibis.window(order_by=won.amount_base_minor)) + 1
    ranked = won.select(amount=won.amount_base_minor, place=place, of=won.count().over())
    fifths = range(1, len(BANDS))
    upto = {
        f"band_{i}": ranked.amount.max(where=ranked.place * len(BANDS) <= ranked["of"] * i)
        for i in fifths
    }
    bounds = ranked.aggregate(**upto)
    return bounds.select(**{name: rounded(bounds[name], digits=2) for name in upto})


def rounded(amount: ir.Value, digits: int) -> ir.Value:
    """A whole amount to so many significant digits, in whole numbers."""
    import ibis

    steps = [10**power for power in range(19 - digits)]
    size = amount.abs()
    step = ibis.cases(
        *((size < limit * 10**digits, ibis.literal(limit, type="int64")) for limit in steps[:-1]),
        else_=ibis.literal(steps[-1], type="int64"),
    )
    return ((amount / step).round() * step).cast("int64")
