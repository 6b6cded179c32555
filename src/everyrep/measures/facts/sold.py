"""Deals by what was sold: one row a deal and product, and one again where products do not matter.

A deal of three products counts once under each of them, with the amounts of its lines. A deal
without lines counts under the product it names itself, with its whole amount.

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
    """Deals and what was sold on them; amounts are those of the lines, where there are lines."""
    import ibis

    products = canonical("products")
    names = products.select(line_of=products["id"], sold_line=products.family)
    keys = [SOLD[name] for name in asked]
    amounts = [name for name in (*_AMOUNTS, *_PRICES) if asked and name in deals.columns]
    parts = _parts(names, keys, amounts, sums)
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
    for name in amounts:
        # Lines without amounts leave the deal's own; its list price and cost are not theirs.
        sold = joined[f"sold_{name}"]
        sold = sold.fill_null(joined[name]) if name in _AMOUNTS else sold
        columns[name] = ibis.ifelse(has_lines, sold, joined[name])
    kept = [name for name in deals.columns if name not in columns]
    return joined.select(*kept, **columns)


def _parts(names: ir.Table, keys: list[str], amounts: list[str], sums: list[str]) -> ir.Table:
    """Lines added up by deal, and by what is asked for: one row each."""
    lines = canonical("opportunity_lines")
    sold = lines.left_join(names, lines.product_id == names.line_of)
    known = {name: _of_the_line(sold, name) for name in (*amounts, *sums)}
    sold = sold.select(
        "sold_line", line_deal=sold.opportunity_id, sold_product=sold.product_id, **known
    )
    if keys:
        sold = sold.filter(sold.sold_product.notnull())
    added = {f"sold_{name}": _added(sold, name) for name in known if name != "products"}
    if "products" in known:
        added["sold_products"] = sold.products.nunique()
    parts = sold.group_by("line_deal", *keys).aggregate(**added)
    return parts.rename(**{f"line_{key}": key for key in keys})


def _of_the_line(line: ir.Table, name: str) -> ir.Value:
    """What a line adds to a sum; NULL where it does not say."""
    if name == "list_amount_base_minor":
        return (line.quantity * line.list_price_base_minor).round().cast("int64")
    if name == "cost_base_minor":
        by_unit = (line.quantity * line.unit_cost_base_minor).round().cast("int64")
        return line.cost_base_minor.fill_null(by_unit)
    if name == "products":
        return line.product_id
    if name == "units":
        return line.quantity
    priced = (line.quantity > 0) & line.amount_base_minor.notnull()
    if name == "priced_units":
        return priced.ifelse(line.quantity, None)
    if name == "priced_minor":
        return priced.ifelse(line.amount_base_minor, None)
    return line[name]


def _added(rows: ir.Table, name: str) -> ir.Value:
    """The sum of a column; of prices only where each row has one, since half a cost is none."""
    total = rows[name].sum()
    if name not in _PRICES:
        return total
    return (rows[name].count() == rows.count()).ifelse(total, None)


def _gathered(table: ir.Table) -> ir.Table:
    """One row a deal and group again: a deal with two of the products asked for counts once."""
    added = (*_AMOUNTS, *_PRICES, *LINE_SUMS)
    amounts = [name for name in added if name in table.columns]
    keys = [name for name in table.columns if name not in (*amounts, *SOLD.values())]
    return table.group_by(*keys).aggregate(**{name: _added(table, name) for name in amounts})
