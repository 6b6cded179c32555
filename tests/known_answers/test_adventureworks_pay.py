"""Commissions of a bicycle maker, held to SQL over the tables as they were delivered.

The SQL reads the raw files: no mapping, no build, nothing of the calculation.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from everyrep.faces.payroll import Members, Named, by_month, given_of, knowing, run_year
from everyrep.pay import MemoryBook, Plan, amounts, calculate, read_plan
from tests.known_answers.loaded import EVERYTHING, Loaded

pytestmark = pytest.mark.reference

SELLERS = Members(roles=("rep",), named=(Named("person:hr:274", date(2011, 1, 4)),))
"""Who has a rate; the manager of North American sales, who has none above zero, among them."""
HEAD = """
format = 1
plan = "sellers"
title = "Sellers"
version = "1"
from = 2011-05-01
until = 2012-01-01
currency = "USD"
zone = "America/Los_Angeles"
year_begins = "January"
model = "base_with_commission"
rounding = "half_up"
date = "closed_on"

[facts]
amount = "money"
closed_on = "date"
"""
FLAT = (
    HEAD
    + """
[person]
commission_rate = "number"

[[pay]]
id = "base"
kind = "commission"
title = "Commission"
of = "amount"
rate = "person.commission_rate"
refund = "original"
"""
)
TIERED = (
    HEAD.replace("from = 2011-05-01", "from = 2011-07-01")
    + """
[quota.bookings]
kind = "money"
window = "quarter"
spread = "given"
proration = "none"

[measure.sold]
of = "amount"
window = "quarter"
quota = "bookings"
quota_counts = "whole"

[table.tiers]
over = "sold"
bounds = "quota"
mode = "marginal"
boundary = "lower_inclusive"
above = "open"
refund = "original"
tiers = [{ from = "0%", pays = "1%" }, { from = "50%", pays = "2%" }]

[[pay]]
id = "base"
kind = "commission"
title = "Commission"
of = "amount"
table = "tiers"
"""
)
ORDERS = """
    SELECT salesorderid AS id, salespersonid AS seller, orderdate::DATE AS day,
        round_even(subtotal * 100, 0)::HUGEINT AS cents
    FROM read_csv('{data}/salesorderheader_2011.csv', types = {{'subtotal': 'DECIMAL(18, 4)'}})
    WHERE salespersonid IS NOT NULL
"""


@pytest.fixture(scope="module")
def firm(loading: Callable[[str, str], Loaded]) -> Loaded:
    return loading("adventureworks", "adventureworks")


@pytest.fixture
def raw(shared_data: Path) -> Callable[[str], list[tuple[Any, ...]]]:
    data = shared_data / "adventureworks"
    return lambda sql: duckdb.sql(sql.replace("{orders}", ORDERS).format(data=data)).fetchall()


def plan_of(text: str, folder: Path) -> Plan:
    file = folder / "sellers.toml"
    file.write_text(text, encoding="utf-8")
    return read_plan(file)


def by_line(firm: Loaded, plan: Plan) -> dict[tuple[str, str], int]:
    """Cents by seller and order."""
    given = given_of(firm.warehouse, EVERYTHING, payees=SELLERS, through=date(2011, 12, 31))
    found = amounts(calculate(plan, given.facts(plan)))
    return {
        (row.payee.removeprefix("person:hr:"), row.line.removeprefix("crm:")): int(row.minor)
        for row in found.itertuples(index=False)
    }


def test_commission_at_each_sellers_own_rate(
    firm: Loaded, raw: Callable[[str], list[tuple[Any, ...]]], tmp_path: Path
) -> None:
    """DuckDB rounds decimals half away from zero, as the plan does."""
    told = raw(
        "SELECT seller::VARCHAR, o.id::VARCHAR, "
        "round(o.cents::DECIMAL(18, 0) * p.CommissionPct, 0)::BIGINT AS paid "
        "FROM ({orders}) AS o JOIN read_csv('{data}/SalesPerson.csv', "
        "types = {{'CommissionPct': 'DECIMAL(8, 4)'}}) AS p ON p.BusinessEntityID = o.seller "
        "WHERE p.CommissionPct > 0"
    )
    assert len(told) == 402
    expected = {(seller, order): paid for seller, order, paid in told}
    assert by_line(firm, plan_of(FLAT, tmp_path)) == expected


def test_commission_by_tiers_on_the_quota_of_the_quarter(
    firm: Loaded, raw: Callable[[str], list[tuple[Any, ...]]], tmp_path: Path
) -> None:
    """Quotas change within calendar quarters and are taken by days: 92 in each of these two.

    Orders of one day count in the order of their numbers. Everything is whole: cents times 184, of
    which half a quota is its daily cents summed over the days.
    """
    told = raw(
        """
        WITH quotas AS (
            SELECT BusinessEntityID AS seller, QuotaDate::DATE AS since, SalesQuota * 100 AS cents,
                lead(QuotaDate::DATE) OVER (PARTITION BY seller ORDER BY since) AS until
            FROM read_csv('{data}/SalesPersonQuotaHistory.csv')
        ),
        days AS (
            SELECT unnest(generate_series(DATE '2011-07-01', DATE '2011-12-31', INTERVAL 1 DAY))
                ::DATE AS day
        ),
        asked AS (
            SELECT seller, quarter(day) AS quarter, sum(cents)::HUGEINT AS half_184
            FROM days JOIN quotas ON day >= since AND day < until GROUP BY ALL
        ),
        placed AS (
            SELECT o.*, a.half_184, cents * 184 AS own,
                sum(cents * 184) OVER (
                    PARTITION BY o.seller, a.quarter ORDER BY day, id
                )::HUGEINT AS upto
            FROM ({orders}) AS o
            JOIN asked AS a ON a.seller = o.seller AND a.quarter = quarter(o.day)
            WHERE o.day >= DATE '2011-07-01'
        ),
        sliced AS (
            SELECT *, least(upto, half_184) - least(upto - own, half_184) AS below FROM placed
        )
        SELECT seller::VARCHAR, id::VARCHAR,
            ((2 * (below + 2 * (own - below)) + 18400) // (2 * 18400))::BIGINT, own > below
        FROM sliced
        """
    )
    expected = {(seller, order): paid for seller, order, paid, _ in told if paid}
    assert len(expected) > 300
    assert sum(above for *_, above in told) > 30
    assert by_line(firm, plan_of(TIERED, tmp_path)) == expected


def test_months_of_the_year_are_the_orders_of_each_month(
    firm: Loaded, raw: Callable[[str], list[tuple[Any, ...]]], tmp_path: Path
) -> None:
    plan = plan_of(FLAT, tmp_path)
    book = MemoryBook()
    known = knowing(firm.warehouse, EVERYTHING, (plan,), {"sellers": SELLERS})
    year = run_year(book, (plan,), known, until=date(2011, 12, 31))
    told = raw(
        "SELECT strftime(o.day, '%B %Y'), "
        "sum(round(o.cents::DECIMAL(18, 0) * p.CommissionPct, 0))::BIGINT "
        "FROM ({orders}) AS o JOIN read_csv('{data}/SalesPerson.csv', "
        "types = {{'CommissionPct': 'DECIMAL(8, 4)'}}) AS p ON p.BusinessEntityID = o.seller "
        "GROUP BY 1"
    )
    found = by_month(book, year.periods)
    sums = found.groupby("period")[["earned", "paid"]].sum()
    assert dict(sums["earned"][sums["earned"] != 0]) == {
        month: paid for month, paid in told if paid
    }
    assert (sums["earned"] == sums["paid"]).all()
