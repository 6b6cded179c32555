"""A book whose payees are named otherwise by now: found again, struck, or two who are one."""

from __future__ import annotations

from datetime import date

from everyrep.faces.payroll import Members, Year, by_month, knowing, run_year
from everyrep.pay import MemoryBook, read_plan
from everyrep.values import Scope
from tests.worlds import World

PLAN = """
format = 1
plan = "small"
title = "Small"
version = "1"
from = 2026-01-01
until = 2026-04-01
currency = "USD"
zone = "UTC"
year_begins = "January"
model = "commission_only"
rounding = "half_up"
date = "closed_on"

[facts]
amount = "money"
closed_on = "date"

[[pay]]
id = "base"
kind = "commission"
title = "Commission"
of = "amount"
rate = "10%"
refund = "original"
"""


ON = {"small": Members(("rep",))}
JANUARY, FEBRUARY = date(2026, 1, 31), date(2026, 2, 28)
CRM, HR, OTHER, STRUCK = "person:crm:1", "person:hr:9", "person:crm:2", "person:erased:1"


def paid(book: MemoryBook, until: date, deals: dict[str, str], links: dict[str, str]) -> Year:
    """The months up to a day, with deals by who has them, one of 1,000 a month."""
    plans = [read_plan(PLAN)]
    world = World(as_of=until, links=links)
    for person in sorted(set(deals.values())):
        world.person(person, role="Rep", hired_on="2024-01-01")
    for name, owner in deals.items():
        world.deal(name, outcome="won", owner=owner, close_on=f"2026-{name[1:3]}-10")
    known = knowing(world.warehouse(), Scope.everything("the test"), plans, ON)
    return run_year(book, plans, known, until=until)


def rows(book: MemoryBook, year: Year) -> list[tuple[object, ...]]:
    found = by_month(book, year.periods)
    return list(found[["payee", "period", "earned", "paid"]].itertuples(index=False, name=None))


def test_who_is_found_in_a_better_record_is_paid_on_under_the_id_of_before() -> None:
    book = MemoryBook()
    paid(book, JANUARY, {"d01": CRM}, {"crm:1": CRM})
    year = paid(book, FEBRUARY, {"d01": HR, "d02": HR}, {"crm:1": HR, "hr:9": HR})
    assert rows(book, year) == [
        (CRM, "January 2026", 100_00, 100_00), (CRM, "February 2026", 100_00, 100_00),
    ]  # fmt: skip
    assert not year.twice


def test_what_was_posted_for_who_is_struck_stays_and_nothing_is_posted_anew() -> None:
    book = MemoryBook()
    paid(book, JANUARY, {"d01": CRM, "d01b": OTHER}, {"crm:1": CRM, "crm:2": OTHER})
    after = {"erased:1": STRUCK, "crm:2": OTHER}
    deals = {"d01": STRUCK, "d02": STRUCK, "d01b": OTHER, "d02b": OTHER}
    year = paid(book, FEBRUARY, deals, after)
    assert rows(book, year) == [
        (CRM, "January 2026", 100_00, 100_00), (CRM, "February 2026", 0, 0),
        (OTHER, "January 2026", 100_00, 100_00), (OTHER, "February 2026", 100_00, 100_00),
    ]  # fmt: skip


def test_two_who_turn_out_to_be_one_are_paid_under_one_id_and_owe_under_the_other() -> None:
    book = MemoryBook()
    paid(book, JANUARY, {"d01": CRM, "d01b": OTHER}, {"crm:1": CRM, "crm:2": OTHER})
    both = {"crm:1": CRM, "crm:2": CRM}
    year = paid(book, FEBRUARY, {"d01": CRM, "d01b": CRM, "d02": CRM}, both)
    found = by_month(book, year.periods)
    assert found["earned"].sum() == 300_00
    last = found.groupby("payee")["balance"].last().to_dict()
    assert last[OTHER] == -100_00
    assert year.twice == {OTHER: CRM}
