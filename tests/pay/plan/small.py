"""A small plan whose parts can be put in one by one."""

from __future__ import annotations

HEAD = """
format = 1
plan = "small"
title = "Small plan"
version = "1"
from = 2026-01-01
until = 2027-01-01
currency = "USD"
zone = "America/New_York"
year_begins = "January"
model = "base_with_commission"
rounding = "half_up"
date = "closed_on"

[facts]
amount = "money"
cost = "money"
quantity = "count"
kind = "text"
closed_on = "date"

[person]
target = "money"

[derived]
margin = "(amount - cost) / amount"
"""
QUOTA = """
[quota.sales]
kind = "money"
window = "quarter"
amount = "100_000 USD"
spread = "given"
proration = "none"
"""
MEASURE = """
[measure.sales]
of = "amount"
window = "quarter"
quota = "sales"
quota_counts = "whole"

[measure.units]
of = "quantity"
window = "quarter"
"""
TABLE = """
[table.tiers]
over = "sales"
bounds = "quota"
mode = "marginal"
boundary = "lower_inclusive"
above = "open"
refund = "original"
tiers = [
    { from = "0%", pays = "5%" },
    { from = "100%", pays = "8%" },
]
"""
PAY = """
[[pay]]
id = "deals"
kind = "commission"
title = "Deals"
of = "amount"
table = "tiers"
"""


def small(
    *more: str,
    head: str = HEAD,
    quota: str = QUOTA,
    measure: str = MEASURE,
    table: str = TABLE,
    pay: str = PAY,
) -> str:
    """The plan, with some of its parts replaced, and more behind them."""
    return "".join((head, quota, measure, table, pay, *more))


def table(rows: str, *, mode: str = "marginal", over: str = "sales", bounds: str = "quota",
          boundary: str = "lower_inclusive", above: str = '"open"', refund: str = "original",
          more: str = "") -> str:  # fmt: skip
    """A table of these tiers (one `from, pays` or `at, pays` a line, or whole rows in braces)."""
    key = "points" if mode == "curve" else "tiers"
    begins = "at" if mode == "curve" else "from"
    listed = ""
    for row in filter(None, map(str.strip, rows.strip().splitlines())):
        at, _, pays = row.partition(",")
        plain = f'{{ {begins} = "{at.strip()}", pays = "{pays.strip()}" }}'
        listed += f"    {row.rstrip(',') if row.startswith('{') else plain},\n"
    return f"""
[table.tiers]
over = "{over}"
bounds = "{bounds}"
mode = "{mode}"
boundary = "{boundary}"
above = {above}
refund = "{refund}"
{more}
{key} = [
{listed}]
"""


def bonus(more: str = 'target = "person.target"') -> str:
    """A bonus that is paid by the table."""
    return f"""
[[pay]]
id = "bonus"
kind = "bonus"
title = "Bonus"
window = "quarter"
table = "tiers"
proration = "none"
{more}
"""
