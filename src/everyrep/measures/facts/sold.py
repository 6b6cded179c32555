"""Deals by what was sold: one row a deal and product, and one again where products do not matter.

A deal of three products counts once under each of them, with the amount of its lines. A deal
without lines counts under the product it names itself, with its whole amount.
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
_AMOUNTS = ("amount_minor", "amount_base_minor")


def by_product(frame: Frame, question: Question) -> Frame:
    """The same deals, one row for each product or product line, where the question names one."""
    fields = columns_of(question.where) if question.where is not None else ()
    asked = [name for name in SOLD if name in (*question.by, *fields)]
    if not asked:
        return frame

    def source(columns: Iterable[str]) -> ir.Table:
        own = [name for name in columns if name not in SOLD.values()]
        return _with_lines(frame.source(dict.fromkeys((*own, "product_id"))), asked)

    paths = {**frame.paths, **{name: (SOLD[name],) for name in asked}}
    return replace(frame, source=source, paths=paths, gathered=_gathered)


def _with_lines(deals: ir.Table, asked: list[str]) -> ir.Table:
    """Deals and what was sold on them; amounts are those of the lines, where there are lines."""
    import ibis

    lines, products = canonical("opportunity_lines"), canonical("products")
    names = products.select(line_of=products["id"], sold_line=products.family)
    sold = lines.left_join(names, lines.product_id == names.line_of)
    sold = sold.select(
        "opportunity_id", "sold_line", *_AMOUNTS, sold_product=sold.product_id
    ).filter(lambda t: t.sold_product.notnull())
    keys = [SOLD[name] for name in asked]
    parts = sold.group_by("opportunity_id", *keys).aggregate(
        **{f"sold_{name}": sold[name].sum() for name in _AMOUNTS}
    )
    parts = parts.rename(line_deal="opportunity_id", **{f"line_{key}": key for key in keys})
    joined = deals.left_join(parts, deals["id"] == parts.line_deal)
    joined = joined.left_join(names, joined.product_id == names.line_of)
    has_lines = joined.line_deal.notnull()
    own = {"sold_product": joined.product_id, "sold_line": joined.sold_line}
    columns = {key: ibis.ifelse(has_lines, joined[f"line_{key}"], own[key]) for key in keys}
    columns |= {
        name: ibis.ifelse(has_lines, joined[f"sold_{name}"].fill_null(joined[name]), joined[name])
        for name in _AMOUNTS
        if name in deals.columns
    }
    kept = [name for name in deals.columns if name not in columns]
    return joined.select(*kept, **columns)


def _gathered(table: ir.Table) -> ir.Table:
    """One row a deal and group again: a deal with two of the products asked for counts once."""
    amounts = [name for name in _AMOUNTS if name in table.columns]
    keys = [name for name in table.columns if name not in (*amounts, *SOLD.values())]
    return table.group_by(*keys).aggregate(**{name: table[name].sum() for name in amounts})
