"""Deals by what was sold: one row a deal and product, and one again where products do not matter.

A deal of three products counts once under each of them, with a part of its amount: as much as its
lines have of what all lines come to, and the same for each where lines have no amounts. Parts add
up to the deal to the last minor unit, whatever discount the deal was given as a whole. A deal
without lines, and a line without a product, count under the product that the deal names itself.

What lines alone tell (units, and how many products) stands beside a deal as sums over its lines,
so that a deal of many lines is still one row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from everyrep.measures.facts.frame import Frame
from everyrep.measures.question import Question
from everyrep.measures.tables import canonical
from everyrep.warehouse.mapping import columns_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

SOLD = {"product": "sold_product", "product_line": "sold_line"}
LINE_SUMS = ("units", "priced_units", "priced_minor", "products")
"""Columns that a cut may read of deals: units sold, those on lines with an amount, what these
came to, and how many different products."""
_AMOUNTS = ("amount_minor", "amount_base_minor")
_PRICES = ("list_amount_base_minor", "cost_base_minor")


def by_product(frame: Frame, question: Question) -> Frame:
    """The same deals, one row for each product or product line, where the question names one."""
    fields = columns_of(question.where) if question.where is not None else ()
    asked = [name for name in SOLD if name in (*question.by, *fields)]

    def source(columns: Iterable[str]) -> ir.Table:
        sums = [name for name in LINE_SUMS if name in columns]
        own = [name for name in columns if name not in SOLD.values() and name not in sums]
        if not (asked or sums):
            return frame.source(own)
        deals = frame.source(dict.fromkeys((*own, "product_id")))
        return _with_lines(deals, asked, sums)

    if not asked:
        return replace(frame, source=source)
    paths = {**frame.paths, **{name: (SOLD[name],) for name in asked}}
    return replace(frame, source=source, paths=paths, gathered=_gathered)


def _with_lines(deals: ir.Table, asked: list[str], sums: list[str]) -> ir.Table:
    """Deals and what was sold on them."""
    import ibis

    products = canonical("products")
    names = products.select(line_of=products["id"], sold_line=products.family)
    keys = [SOLD[name] for name in asked]
    prices = [name for name in _PRICES if asked and name in deals.columns]
    parts = _parts(names, keys, prices, sums)
    joined = deals.left_join(parts, deals["id"] == parts.line_deal)
    has_lines = joined.line_deal.notnull()
    columns = {name: joined[f"sold_{name}"] for name in sums}
    if "products" in sums:
        named = joined.product_id.notnull().cast("int64")
        columns["products"] = joined["sold_products"].fill_null(named)
    if asked:
        joined = joined.left_join(names, joined.product_id == names.line_of)
        own = {"sold_product": joined.product_id, "sold_line": joined.sold_line}
        columns |= {key: ibis.ifelse(has_lines, joined[f"line_{key}"], own[key]) for key in keys}
        for name in [name for name in _AMOUNTS if name in deals.columns]:
            shared = _upto(joined[name], joined.part_to) - _upto(joined[name], joined.part_from)
            columns[name] = ibis.ifelse(has_lines, shared, joined[name])
    for name in prices:
        columns[name] = ibis.ifelse(has_lines, joined[f"sold_{name}"], joined[name])
    kept = [name for name in deals.columns if name not in columns]
    return joined.select(*kept, **columns)


def _upto(amount: ir.Value, share: ir.Value) -> ir.IntegerValue:
    return (amount * share).round().cast("int64")


def _parts(names: ir.Table, keys: list[str], prices: list[str], sums: list[str]) -> ir.Table:
    """Lines added up by deal, and by what is asked for: one row each, with its share of the deal.

    The shares of a deal lie end to end from 0 to 1, as `part_from` and `part_to`.
    """
    sold = _lines(names)
    known = {name: _of_the_line(sold, name) for name in (*prices, *sums)}
    sold = sold.select("sold_line", "line_deal", "sold_product", "amount_minor", **known)
    added = {f"sold_{name}": _added(sold, name) for name in known if name != "products"}
    if "products" in known:
        added["sold_products"] = sold.products.nunique()
    if not keys:
        return sold.group_by("line_deal").aggregate(**added)
    parts = sold.group_by("line_deal", *keys).aggregate(
        came_to=_added(sold, "amount_minor", whole=True), **added
    )
    return _end_to_end(parts, keys).rename(**{f"line_{key}": key for key in keys})


def _lines(names: ir.Table) -> ir.Table:
    """Lines with what their deal knows: its own product, and what it came to when converted."""
    lines, deals = canonical("opportunity_lines"), canonical("opportunities")
    whole = deals.select(
        line_deal=deals["id"],
        deal_product=deals.product_id,
        deal_currency=deals.currency,
        rate=deals.amount_base_minor / deals.amount_minor.nullif(0),
    )
    sold = lines.inner_join(whole, lines.opportunity_id == whole.line_deal)
    sold = sold.mutate(sold_product=sold.product_id.fill_null(sold.deal_product))
    return sold.left_join(names, sold.sold_product == names.line_of)


def _end_to_end(parts: ir.Table, keys: list[str]) -> ir.Table:
    """Parts of deals with the share of the deal that each takes."""
    import ibis

    deal = ibis.window(group_by=parts.line_deal)
    total, number = parts.came_to.sum().over(deal), parts.count().over(deal)
    every = (parts.came_to.count().over(deal) == number) & (total != 0)
    shared = parts.mutate(
        number=number, share=ibis.ifelse(every, parts.came_to / total.nullif(0), 1.0 / number)
    )
    in_order = {
        "group_by": shared.line_deal,
        "order_by": [ibis.coalesce(shared[key], "") for key in keys],
    }
    place = ibis.row_number().over(ibis.window(**in_order))
    upto = shared.share.sum().over(ibis.cumulative_window(**in_order))
    # The last part ends at 1, whatever the sum of fractions came to.
    placed = shared.mutate(place=place, part_to=ibis.ifelse(place == shared.number - 1, 1.0, upto))
    before = placed.part_to.lag(1).over(
        ibis.window(group_by=placed.line_deal, order_by=placed.place)
    )
    return placed.mutate(part_from=before.fill_null(0.0))


def _of_the_line(line: ir.Table, name: str) -> ir.Value:
    """What a line adds to a sum; NULL where it does not say."""
    if name == "list_amount_base_minor":
        return (line.quantity * _converted(line, "list_price")).round().cast("int64")
    if name == "cost_base_minor":
        by_unit = (line.quantity * _converted(line, "unit_cost")).round().cast("int64")
        return _converted(line, "cost").round().cast("int64").fill_null(by_unit)
    if name == "products":
        return line.product_id
    if name == "units":
        return line.quantity
    amount = _converted(line, "amount").round().cast("int64")
    priced = (line.quantity > 0) & amount.notnull()
    if name == "priced_units":
        return priced.ifelse(line.quantity, None)
    return priced.ifelse(amount, None)


def _converted(line: ir.Table, name: str) -> ir.Value:
    """An amount of a line in the reporting currency: its own, or at the rate of its deal."""
    import ibis

    alike = line.currency.isnull() | (line.currency == line.deal_currency)
    at_rate = ibis.ifelse(alike, line[f"{name}_minor"] * line.rate, None)
    return line[f"{name}_base_minor"].cast("float64").fill_null(at_rate)


def _added(rows: ir.Table, name: str, *, whole: bool = False) -> ir.Value:
    """The sum of a column; of prices only where each row has one, since half a cost is none."""
    total = rows[name].sum()
    if name not in _PRICES and not whole:
        return total
    return (rows[name].count() == rows.count()).ifelse(total, None)


def _gathered(table: ir.Table) -> ir.Table:
    """One row a deal and group again: a deal with two of the products asked for counts once."""
    added = (*_AMOUNTS, *_PRICES, *LINE_SUMS)
    amounts = [name for name in added if name in table.columns]
    keys = [name for name in table.columns if name not in (*amounts, *SOLD.values())]
    return table.group_by(*keys).aggregate(**{name: _added(table, name) for name in amounts})
