"""Plans through their months: by hand for a small company, by fractions for a simulated one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from everyrep.faces.payroll import (
    Knowing,
    Members,
    Year,
    by_month,
    changes,
    knowing,
    plans_in,
    run_year,
    see_members,
)
from everyrep.faces.payroll.members import Named
from everyrep.pay import Given, MemoryBook, Plan, as_known, as_paid, lint, read_plan
from everyrep.pay.examples import run_examples
from everyrep.pay.plan.linting import Weight
from everyrep.values import Scope, UserError
from everyrep.values.rounding import round_exact
from everyrep.warehouse.reader import Warehouse
from tests.pay.exactly_windows import ExactlyAll
from tests.worlds import World

pytestmark = pytest.mark.long

ALL = Scope.everything("the test")
PLAN = """
format = 1
plan = "small"
title = "Small"
version = "1"
from = 2026-01-01
until = 2026-05-01
currency = "USD"
zone = "UTC"
year_begins = "January"
model = "commission_only"
rounding = "half_up"
date = "closed_on"

[facts]
amount = "money"
closed_on = "date"

[measure.sold]
of = "amount"
window = "quarter"

[table.rates]
over = "sold"
bounds = "amount"
mode = "retroactive"
boundary = "lower_inclusive"
above = "open"
refund = "original"
tiers = [{ from = "0 USD", pays = "10%" }, { from = "2_000 USD", pays = "20%" }]

[[pay]]
id = "base"
kind = "commission"
title = "Commission"
of = "amount"
table = "rates"

[clawback]
schedule = [{ from_month = 0, share = "50%" }, { from_month = 12, share = "0%" }]
only_paid = true
"""
Made = Callable[[World, date], tuple[MemoryBook, Year]]


@pytest.fixture
def paying(tmp_path: Path) -> Made:
    """Takes the small plan through its months by a company's records."""
    file = tmp_path / "small.toml"
    file.write_text(PLAN, encoding="utf-8")
    plan = read_plan(file)
    books: dict[int, MemoryBook] = {}

    def run(world: World, until: date) -> tuple[MemoryBook, Year]:
        book = books.setdefault(id(world), MemoryBook())
        known = knowing(world.warehouse(), ALL, (plan,), {"small": Members(("rep",))})
        return book, run_year(book, (plan,), known, until=until)

    return run


def company() -> World:
    world = World(as_of=date(2026, 4, 30))
    world.person("ana", role="Rep", hired_on="2024-01-01")
    world.person("ben", role="Rep", hired_on="2024-01-01", left_on="2026-02-15")
    won = {"outcome": "won", "amount": 1000}
    world.deal("d1", **won, owner="ana", close_on="2026-01-10", account="acme")
    world.deal("d2", **won, owner="ana", close_on="2026-01-28", booked_on="2026-02-02")
    world.deal("d3", **won, owner="ben", close_on="2026-02-10")
    world.add("refunds", id="r3", opportunity="d3", refunded_on="2026-03-05", amount=400)
    world.add("accounts", id="acme", name="Acme", lost_on="2026-04-10")
    return world


def rows(book: MemoryBook, year: Year) -> list[tuple[object, ...]]:
    found = by_month(book, year.periods)
    names = ["payee", "period", "earned", "taken_back", "paid", "balance"]
    return list(found[names].itertuples(index=False, name=None))


def test_what_comes_late_is_posted_into_the_open_month(paying: Made) -> None:
    book, year = paying(company(), date(2026, 4, 30))
    # The late deal lifts January to 20% as well; half of what the lost customer paid comes back.
    assert rows(book, year) == [
        ("ana", "January 2026", 100_00, 0, 100_00, 0),
        ("ana", "February 2026", 300_00, 0, 300_00, 0),
        ("ana", "March 2026", 0, 0, 0, 0),
        ("ana", "April 2026", 0, 100_00, 0, -100_00),
        ("ben", "February 2026", 100_00, 0, 100_00, 0),
        ("ben", "March 2026", -40_00, 0, 0, -40_00),
        ("ben", "April 2026", 0, 0, 0, -40_00),
    ]
    told = changes(book, year.periods)
    names = ["payee", "period", "source_period", "reason", "minor"]
    assert list(told[names].itertuples(index=False, name=None)) == [
        ("ana", "February 2026", "January 2026", "late", 200_00),
        ("ana", "February 2026", "January 2026", "true_up", 100_00),
    ]
    assert as_paid(book, "January 2026")["minor"].sum() == 100_00
    assert as_known(book, "January 2026")["minor"].sum() == 400_00


def test_a_run_that_was_broken_off_goes_on_where_it_stopped(paying: Made) -> None:
    world = company()
    book, first = paying(world, date(2026, 2, 28))
    assert first.periods == ("January 2026", "February 2026")
    _, year = paying(world, date(2026, 4, 30))
    head = book.head()
    other, at_once = paying(company(), date(2026, 4, 30))
    assert rows(book, year) == rows(other, at_once)
    assert head == other.head()
    paying(world, date(2026, 4, 30))
    assert book.head() == head


def test_a_plan_that_is_there_twice_is_refused(records: Warehouse, demo: Path) -> None:
    plans, members = plans_in(demo / "plans")
    twice = (plans[0], plans[0])
    with pytest.raises(UserError, match="twice"):
        run_year(MemoryBook(), twice, knowing(records, ALL, plans, members), until=date(2025, 2, 1))


def test_somebody_must_be_on_every_plan(demo: Path) -> None:
    plans, members = plans_in(demo / "plans")
    see_members(plans, members)
    nobody = Members(), Members(named=(Named("ann", date(2025, 1, 1), on=False),))
    for none in nobody:
        with pytest.raises(UserError, match="farmer"):
            see_members(plans, {**members, "farmer": none})


@pytest.fixture(scope="module")
def plans(demo: Path) -> tuple[Sequence[Plan], dict[str, Members]]:
    return plans_in(demo / "plans")


@pytest.fixture(scope="module")
def known(records: Warehouse, plans: tuple[Sequence[Plan], dict[str, Members]]) -> Knowing:
    """What the records of the simulated company had by the end of a day."""
    return cache(knowing(records, ALL, *plans))


@pytest.fixture(scope="module")
def paid(
    records: Warehouse, plans: tuple[Sequence[Plan], dict[str, Members]], known: Knowing
) -> tuple[MemoryBook, Year]:
    """The three plans of the simulated company through 2025."""
    book = MemoryBook()
    return book, run_year(book, plans[0], known, until=records.as_of, later=2)


def test_plans_of_the_company_pay_what_their_examples_expect(
    plans: tuple[Sequence[Plan], dict[str, Members]],
) -> None:
    assert [plan.id for plan in plans[0]] == ["farmer", "hunter", "manager"]
    for plan in plans[0]:
        found = run_examples(plan)
        assert len(found) >= 2
        assert [one for one in found if one.differences] == []


def test_what_is_doubtful_in_them_is_known(
    plans: tuple[Sequence[Plan], dict[str, Members]],
) -> None:
    """The bonus that jumps at the quota is meant so, and told with its price."""
    found = {
        (plan.id, one.code) for plan in plans[0] for one in lint(plan)
        if one.weight is not Weight.NOTE
    }  # fmt: skip
    assert found == {("farmer", "cliff")}


def test_the_year_of_the_company_adds_up(paid: tuple[MemoryBook, Year]) -> None:
    book, year = paid
    found = by_month(book, year.periods)
    assert year.periods[0] == "January 2025"
    assert year.periods[-1] == "February 2026"
    assert set(found["plan"]) == {"farmer", "hunter", "manager"}
    last = found.groupby(["plan", "payee"]).tail(1)
    sums = found.groupby("plan")[["earned", "taken_back", "paid"]].sum()
    balance = last.groupby("plan")["balance"].sum()
    assert (sums["earned"] - sums["taken_back"] - sums["paid"] == balance).all()
    assert (sums["paid"] > 0).all()
    reasons = set(changes(book, year.periods)["reason"])
    assert "late" in reasons


def exact_totals(plan: Plan, given: Given) -> Counter[str]:
    """What a plan of commissions and bonuses is worth by exact fractions, by payee."""
    exactly = ExactlyAll(plan, given.facts(plan))
    found: Counter[str] = Counter()
    for part in plan.pay:
        worth = exactly.component(part)
        paid = (
            zip((line.payee for line in exactly.lines), worth, strict=True)
            if isinstance(worth, list)
            else ((payee, minor) for (payee, _), minor in worth.items())
        )
        for payee, minor in paid:
            found[exactly.facts.people[payee]] += minor
    return found


@pytest.mark.parametrize("name", ["farmer", "hunter", "manager"])
def test_every_month_is_what_exact_fractions_make_of_what_was_known(
    name: str,
    paid: tuple[MemoryBook, Year],
    known: Knowing,
    plans: tuple[Sequence[Plan], dict[str, Members]],
) -> None:
    """Posted in a month is what all is worth at its end less what it was worth a month before."""
    book, year = paid
    plan = next(one for one in plans[0] if one.id == name)
    found = by_month(book, year.periods)
    found = found[(found["plan"] == name).to_numpy()]
    earned = {
        (row.period, row.payee): row.earned for row in found.itertuples(index=False) if row.earned
    }
    expected: dict[tuple[str, str], int] = {}
    before: Counter[str] = Counter()
    ends = [
        pd.Period(at, "M").end_time.date() for at in pd.period_range("2025-01", "2026-02", freq="M")
    ]
    for period, day in zip(year.periods, ends, strict=True):
        now = exact_totals(plan, known(day).given[name])
        for payee in {*now, *before}:
            if now[payee] != before[payee]:
                expected[period, payee] = now[payee] - before[payee]
        before = now
    assert len(expected) > 30
    assert earned == expected


def months_between(first: date, then: date) -> int:
    """Whole months from a day to another, as the calendar counts them."""
    return max(
        (
            at
            for at in range(40)
            if pd.Timestamp(first) + pd.DateOffset(months=at) <= pd.Timestamp(then)
        ),
        default=0,
    )


def test_what_farmers_give_back_is_the_share_of_what_was_paid_for_the_lost_customer(
    paid: tuple[MemoryBook, Year],
    known: Knowing,
    plans: tuple[Sequence[Plan], dict[str, Members]],
) -> None:
    """Nothing after a year, half after six months; what was not paid before is cancelled."""
    book, year = paid
    plan = next(one for one in plans[0] if one.id == "farmer")
    given = known(date(2026, 2, 28)).given["farmer"].lines
    lost = given[(given["lost_on"].notna() & given["reverses"].isna()).to_numpy()]
    place = {name: at for at, name in enumerate(year.periods)}
    posted: dict[tuple[str, str, str], list[int]] = {}
    for one in book.postings():
        if one.stamp.plan != "farmer" or one.stamp.stream != "calculated":
            continue
        for row in one.moves.itertuples(index=False):
            months = posted.setdefault((row.payee, row.component, row.deal), [0] * len(place))
            months[place[one.stamp.posted_in]] += row.minor
    expected: Counter[tuple[str, str]] = Counter()
    for deal, day, left in zip(lost["deal"], lost["closed_on"], lost["lost_on"], strict=True):
        closed, gone = pd.Timestamp(day).date(), pd.Timestamp(left).date()
        age = months_between(closed, gone)
        share = Fraction(1) if age < 6 else Fraction(1, 2) if age < 12 else Fraction(0)
        month = place[f"{gone:%B %Y}"]
        for (payee, _, of), minor in posted.items():
            if of != deal or not share:
                continue
            sums = [sum(minor[: at + 1]) for at in range(len(minor))]
            before, back = (sums[month - 1] if month else 0), 0
            for at in range(month, len(sums)):
                due = min(max(sums[at], 0), before)
                now = sums[at] - due + round_exact(share * due, plan.rounding)
                expected[payee, year.periods[at]] += now - back
                back = now
    found = by_month(book, year.periods)
    found = found[(found["plan"] == "farmer").to_numpy()]
    taken = {
        (row.payee, row.period): row.taken_back
        for row in found.itertuples(index=False)
        if row.taken_back
    }
    assert len(taken) >= 3
    assert taken == {who: minor for who, minor in expected.items() if minor}
