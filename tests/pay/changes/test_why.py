"""The difference between two runs, split by what changed; every amount worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

import everyrep.pay as pay
from everyrep.pay.changes import Kind
from everyrep.values import DataError, UnknownName, UserError
from tests.pay.plan.small import HEAD, QUOTA, small

PARAMETERS = """
[parameters]
rate = "5%"
"""
FLAT = """
[[pay]]
id = "deals"
kind = "commission"
title = "Deals"
of = "amount"
rate = "rate"
refund = "original"
"""
ASKED = QUOTA.replace('amount = "100_000 USD"\n', 'missing = "refuse"\nzero = "refuse"\n')


def flat(rate: str = "5%", *more: str, head: str = HEAD) -> pay.Plan:
    """A plan that pays one rate for everything."""
    return pay.read_plan(
        "".join((head, PARAMETERS.replace("5%", rate), *more, FLAT)), where="flat.toml"
    )


def line(name: str, payee: str, day: str, amount: str, **more: Any) -> dict[str, Any]:
    return {"line": name, "payee": payee, "closed_on": day, "amount": amount, "cost": "0",
            "quantity": "1", "kind": "new", **more}  # fmt: skip


def given(
    *lines: dict[str, Any], people: tuple[str, ...] = ("ana", "ben"), **more: Any
) -> pay.Given:
    staff = [{"payee": name, "from": "2026-01-01", "target": "0"} for name in people]
    return pay.Given(pd.DataFrame(lines), pd.DataFrame(staff), **more)


def shares(found: pay.Attribution) -> dict[str, int]:
    return {share.name: share.minor for share in found.shares if share.minor}


BEFORE = given(
    line("1", "ana", "2026-01-10", "1000"), line("2", "ana", "2026-02-10", "2000"),
    line("3", "ben", "2026-03-10", "3000"), through=date(2026, 3, 31),
)  # fmt: skip


def test_each_kind_of_change_of_lines_has_its_part() -> None:
    after = given(
        line("1", "ana", "2026-01-10", "1500"),
        line("3", "ben", "2026-03-10", "3000"),
        line("4", "ben", "2026-03-20", "400"),
        line("5", "ana", "2026-04-02", "10000"),
        line("6", "ana", "2026-04-20", "-600", reverses="1"),
        through=date(2026, 4, 30),
    )
    found = pay.why(pay.Inputs(flat(), BEFORE), pay.Inputs(flat(), after))
    assert shares(found) == {
        "vanished lines": -100_00, "changed lines": 25_00, "late lines": 20_00,
        "new lines": 500_00, "refunded lines": -30_00,
    }  # fmt: skip
    assert found.difference == 415_00
    new = next(share for share in found.shares if share.kinds == (Kind.NEW,))
    assert new.by_payee == {"ana": 500_00}
    assert new.by_line[["payee", "line", "minor"]].values.tolist() == [["ana", "5", 500_00]]
    said = found.sentences("ana")
    assert said[0] == "The pay of ana is 395.00 USD more: 545.00 USD instead of 150.00 USD."
    assert "+500.00 USD by new lines: lines of days that were not known yet." in said
    assert "-30.00 USD by refunded lines: lines that take others back." in said


def test_a_new_line_brings_its_splits_and_the_rate_of_its_day() -> None:
    """Who shares it was no change of crediting, and its currency no change of rates."""
    head = HEAD.replace("[facts]", "[exchange]\nspot = true\n\n[facts]", 1)
    first = line("1", "ana", "2026-01-10", "1000", currency="EUR")
    fresh = line("5", "ana", "2026-04-02", "10000", currency="EUR")
    halves = [{"line": "5", "payee": name, "share": "50%"} for name in ("ana", "ben")]
    rates = [{"currency": "EUR", "on": day, "rate": rate}
             for day, rate in (("2026-01-10", "1.1"), ("2026-04-02", "1.2"))]  # fmt: skip
    before = given(first, exchange=pd.DataFrame(rates[:1]), through=date(2026, 3, 31))
    after = given(
        first, fresh, splits=pd.DataFrame(halves), exchange=pd.DataFrame(rates),
        through=date(2026, 4, 30),
    )  # fmt: skip
    plan = flat(head=head)
    found = pay.why(pay.Inputs(plan, before), pay.Inputs(plan, after))
    assert shares(found) == {"new lines": 600_00}
    assert found.shares[-1].by_payee == {"ana": 300_00, "ben": 300_00}
    again = replace(after, exchange=pd.DataFrame([rates[0] | {"rate": "1.3"}, rates[1]]))
    assert shares(pay.why(pay.Inputs(plan, before), pay.Inputs(plan, again))) == {
        "new lines": 600_00, "exchange rates": 10_00,
    }  # fmt: skip


def test_a_line_that_was_known_too_early_belongs_to_the_day_of_knowledge() -> None:
    early = replace(BEFORE, through=date(2026, 2, 28))
    found = pay.why(pay.Inputs(flat(), early), pay.Inputs(flat(), BEFORE))
    assert shares(found) == {"day of knowledge": 150_00}


def test_a_parameter_is_told_from_the_rest_of_the_plan() -> None:
    new = pay.read_plan(
        "".join((HEAD, PARAMETERS.replace("5%", "6%"), FLAT,
                 '[[pay.times]]\ntitle = "New"\nwhen = "kind = \'new\'"\nfactor = "2x"\n'))
    )  # fmt: skip
    found = pay.why(pay.Inputs(flat(), BEFORE), pay.Inputs(new, BEFORE))
    assert shares(found) == {"parameters": 60_00, "plan": 360_00}


def test_a_renamed_parameter_cannot_be_told_from_the_plan() -> None:
    text = "".join((HEAD, PARAMETERS, FLAT)).replace('rate = "5%"', 'part = "6%"')
    new = pay.read_plan(text.replace('rate = "rate"', 'rate = "part"'))
    found = pay.why(pay.Inputs(flat(), BEFORE), pay.Inputs(new, BEFORE))
    assert shares(found) == {"parameters and plan": 60_00}
    assert found.of_kind(Kind.PLAN) == found.of_kind(Kind.PARAMETERS) == 60_00


def test_people_who_come_with_a_quota_come_with_it() -> None:
    quotas = [{"payee": "ana", "quota": "sales", "amount": "1000"}]
    plan = pay.read_plan(small(quota=ASKED))
    before = replace(
        given(*BEFORE.lines.to_dict("records"), people=("ana",)), quotas=pd.DataFrame(quotas)
    )
    more = [*quotas, {"payee": "ben", "quota": "sales", "amount": "3000"}]
    after = replace(BEFORE, quotas=pd.DataFrame(more), through=None)
    found = pay.why(pay.Inputs(plan, before), pay.Inputs(plan, after))
    assert shares(found) == {"people and quotas": 150_00}
    lower = replace(after, quotas=pd.DataFrame([{**one, "amount": "500"} for one in more]))
    found = pay.why(pay.Inputs(plan, after), pay.Inputs(plan, lower))
    # ana: 500 x 8% instead of 5% = 15; ben: 2,500 x 3% = 75
    assert shares(found) == {"quotas": 90_00}


def test_a_quota_of_the_plan_is_a_quota() -> None:
    low = pay.read_plan(small(quota=QUOTA.replace("100_000", "2_000")))
    found = pay.why(pay.Inputs(pay.read_plan(small()), BEFORE), pay.Inputs(low, BEFORE))
    # both reach 3,000 in the quarter: 1,000 at 8% instead of 5%, each
    assert shares(found) == {"quotas": 60_00}


def test_splits_and_managers_are_crediting() -> None:
    halves = pd.DataFrame([{"line": "3", "payee": name, "share": "50%"} for name in ("ana", "ben")])
    found = pay.why(pay.Inputs(flat(), BEFORE), pay.Inputs(flat(), replace(BEFORE, splits=halves)))
    assert shares(found) == {}
    assert found.shares[0].by_payee == {"ana": 75_00, "ben": -75_00}
    assert found.difference == 0
    assert found.sentences("ben")[1].startswith("-75.00 USD by hierarchy and crediting")
    rules = (
        '[[credit]]\nkind = "primary"\nto = "split"\nshare = "100%"\n'
        '[[credit]]\nkind = "rollup"\nto = "managers"\nof = "primary"\nlevels = 1\n'
        'share = "100%"\n'
    )
    paid = FLAT.replace('refund = "original"', 'refund = "original"\ncredits = ["rollup"]')
    plan = pay.read_plan("".join((HEAD, PARAMETERS, rules, paid)))
    day = {"manager": "ana", "from": "2026-01-01"}
    one = replace(BEFORE, managers=pd.DataFrame([{"payee": "ben", **day}]))
    two = replace(BEFORE, managers=pd.DataFrame([{"payee": "ben", **day, "manager": None}]))
    assert shares(pay.why(pay.Inputs(plan, one), pay.Inputs(plan, two))) == {
        "hierarchy and crediting": -150_00
    }


def test_a_rate_of_exchange_has_its_part() -> None:
    euros = given(line("1", "ana", "2026-01-10", "1000", currency="EUR"))
    plans = [flat("5%", f'[exchange]\nEUR = "{rate}"\n') for rate in ("1.10", "1.20")]
    found = pay.why(*(pay.Inputs(plan, euros) for plan in plans))
    assert shares(found) == {"exchange rates": 5_00}
    head = HEAD.replace('date = "closed_on"', 'date = "closed_on"\n[exchange]\nspot = true\n')
    spot = flat(head=head)
    days = [pd.DataFrame([{"currency": "EUR", "on": "2026-01-10", "rate": rate}])
            for rate in ("1.10", "1.30")]  # fmt: skip
    found = pay.why(*(pay.Inputs(spot, replace(euros, exchange=one)) for one in days))
    assert shares(found) == {"exchange rates": 10_00}


def test_the_same_run_twice_has_no_parts() -> None:
    shuffled = replace(BEFORE, lines=BEFORE.lines.iloc[::-1][[*BEFORE.lines.columns][::-1]])
    found = pay.why(pay.Inputs(flat(), BEFORE), pay.Inputs(flat(), shuffled))
    assert found.shares == ()
    assert found.sentences() == ("All pay is the same: 300.00 USD.",)


def test_what_is_no_run_is_refused() -> None:
    euro = flat(head=HEAD.replace('currency = "USD"', 'currency = "EUR"'))
    with pytest.raises(UserError, match="One run pays in USD, the other in EUR"):
        pay.why(pay.Inputs(flat(), BEFORE), pay.Inputs(euro, BEFORE))
    twice = replace(BEFORE, lines=pd.concat([BEFORE.lines, BEFORE.lines]))
    with pytest.raises(DataError, match="there twice"):
        pay.why(pay.Inputs(flat(), BEFORE), pay.Inputs(flat(), twice))
    found = pay.why(pay.Inputs(flat(), BEFORE), pay.Inputs(flat("6%"), BEFORE))
    with pytest.raises(UnknownName, match="bne"):
        found.sentences("bne")


def test_who_goes_on_after_the_last_day_known_is_no_change_of_people() -> None:
    # Jobs are written anew for each quarter, so that by March everybody's seems to end with it.
    until = pd.DataFrame([
        {"payee": name, "from": "2026-01-01", "until": "2026-04-01", "target": "0"}
        for name in ("ana", "ben")
    ])  # fmt: skip
    after = given(
        *BEFORE.lines.to_dict("records"), line("4", "ana", "2026-04-10", "4000"),
        line("5", "ben", "2026-04-11", "5000"), through=date(2026, 4, 30),
    )  # fmt: skip
    before = replace(BEFORE, people=until)
    stays = pay.why(pay.Inputs(flat(), before), pay.Inputs(flat(), after))
    assert shares(stays) == {"new lines": 45_000}
    # Ben left indeed: what he would have had of April is nobody's.
    left = until.assign(until=[None, "2026-04-01"])
    goes = pay.why(pay.Inputs(flat(), before), pay.Inputs(flat(), replace(after, people=left)))
    assert shares(goes) == {"new lines": 20_000}
