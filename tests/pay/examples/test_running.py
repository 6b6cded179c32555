"""Examples of a plan run as tests: what is met, what differs by how much, and what is told."""

from __future__ import annotations

import pytest

from everyrep.pay.examples import Outcome, run_examples
from everyrep.pay.plan.reading import PlanError, read_plan
from everyrep.pay.templates import template, template_names
from everyrep.values import UnknownName
from tests.pay.plan.small import HEAD, bonus, small

ANA = 'people = [{ payee = "ana", from = 2026-01-01, target = "1_000" }]'
LINES = """lines = [
    { line = "1", payee = "ana", closed_on = 2026-01-10, amount = "60_000", cost = "1" },
    { line = "2", payee = "ana", closed_on = 2026-02-10, amount = "60_000", cost = "1" },
]"""
BASE = "through = 2026-03-31\n"


def example(expect: str, *, people: str = ANA, lines: str = LINES, more: str = BASE) -> str:
    return f'\n[[example]]\ntitle = "One"\nid = "one"\n{people}\n{lines}\n{more}expect = {expect}\n'


def ran(expect: str, *more: str, **changed: str) -> Outcome:
    (found,) = run_examples(read_plan(small(*more, example(expect, **changed))))
    return found


@pytest.mark.parametrize(
    "expect",
    [
        '{ total = "6_600" }',
        '{ lines = ["3_000", "3_600"] }',
        '{ lines = { "2" = "3600.00" } }',
        '{ lines = { "2" = { ana = "3_600" } } }',
        '{ components = { deals = ["3_000", 3600] } }',
        '{ components = { deals = { "January 2026" = "3_000" } } }',
        '{ people = { ana = { deals = "6_600" } } }',
        '{ windows = { "February 2026" = { ana = "3_600" } } }',
        '{ payout = { paid = ["3_000", "3_600", "0"], paid_nothing = [] } }',
        '{ payout = { paid = "6_600", earned = { ana = ["3_000", "3_600", "0"] } } }',
        '{ payout = { carried_balance = "0", released = { "February 2026" = "3_600" } } }',
        '{ reached = { sales = "120_000" }, asked = { sales = "100_000" } }',
        '{ asked = { sales = ["100_000", "100_000"] } }',
        '{ reached = { sales = ["120%"], units = { ana = "0" } } }',
        '{ reached = { sales = { "Q1 2026" = "120%" } } }',
        '{ asked = { sales = { ana = { "Q2 2026" = "100_000" } } } }',
        '{ says = { "2" = ["40,000.00 USD", "at 8%"] }, left_out = { outside = 0 } }',
    ],
)
def test_what_is_met_passes(expect: str) -> None:
    found = ran(expect.replace(", paid_nothing = []", ""), lines=LINES.replace(
        'cost = "1"', 'cost = "1", quantity = 0'))  # fmt: skip
    assert found.differences == ()
    assert found.passed
    assert found.checked


@pytest.mark.parametrize(
    ("expect", "told"),
    [
        (
            '{ total = "6_000" }',
            "total: 6,000.00 USD was expected, and it is 6,600.00 USD, which is 600.00 USD more.",
        ),
        (
            '{ lines = ["3_000", "4_000.50"] }',
            "4,000.50 USD was expected, and it is 3,600.00 USD, which is 400.50 USD less.",
        ),
        ('{ lines = ["3_000"] }', "1 amounts are listed, and there are 2 lines"),
        ('{ lines = { "3" = "1" } }', "'3'"),
        ('{ components = { deal = "1" } }', "Did you mean 'deals'?"),
        ('{ people = { anna = "1" } }', "Did you mean 'ana'?"),
        ('{ windows = { "Januar 2026" = "1" } }', "Did you mean 'January 2026'"),
        ('{ total = "6_600.001" }', "6_600.001 has more decimals than USD"),
        ('{ payout = { payed = "1" } }', "Did you mean 'paid'?"),
        ('{ payout = { paid = ["3_000"] } }', "1 amounts are listed, and 3 periods have begun"),
        (
            '{ payout = { paid = ["3_000", "1", "0"] } }',
            "payout.paid, 2: 1.00 USD was expected, and it is 3,600.00 USD",
        ),
        ('{ reached = { sales = "119.9%" } }', "119.9% was expected, and it is 120.0%"),
        ('{ reached = { units = "1%" } }', "a share of no quota"),
        ('{ asked = { sale = "1" } }', "Did you mean 'sales'?"),
        ('{ asked = { sales = { "Q5 2026" = "1" } } }', "no payee or window named 'Q5 2026'"),
        ('{ asked = { sales = { ana = { ana = "1" } } } }', "no payee or window named 'ana'"),
        ("{ left_out = { outside = 1 } }", "1 was expected, and it is 0"),
        ("{ left_out = { out_side = 1 } }", "Did you mean 'outside'?"),
        ('{ says = { "2" = ["at 9%"] } }', "'at 9%' was expected, and it is not said"),
        ('{ error = "quota" }', "not refused: 6,600.00 USD are paid"),
    ],
)
def test_what_is_not_met_is_told(expect: str, told: str) -> None:
    lines = LINES.replace('cost = "1"', 'cost = "1", quantity = 0')
    found = ran(expect, lines=lines)
    (difference,) = found.differences
    assert told in difference.sentence
    assert not found.passed
    assert found.to_dict()["differences"][0]["sentence"] == difference.sentence


def test_more_windows_than_there_are_is_told() -> None:
    found = ran("{ asked = { sales = [100_000, 1, 2, 3, 4] } }").differences
    assert len(found) == 5
    assert all("5 amounts are listed, and there are 4 windows" in one.sentence for one in found)


def test_an_amount_that_differs_is_explained() -> None:
    (difference,) = ran('{ lines = ["3_000", "3_601"] }').differences
    assert difference.off is not None
    assert difference.off.minor == -100
    (told,) = difference.told
    assert "from 100,000.00 USD to 120,000.00 USD, at 8%: 1,600.00 USD" in told


def test_a_line_that_pays_nothing_is_explained_too() -> None:
    lines = LINES.replace('"60_000"', '"0"')
    (difference,) = ran('{ lines = ["0", "5"] }', lines=lines).differences
    assert "Deals pays 0.00 USD for line 2." in difference.told[0]


def test_a_payout_that_differs_tells_the_statement() -> None:
    (difference,) = ran('{ payout = { paid = ["3_000", "3_600", "1"] } }').differences
    assert difference.told == ("ana, March 2026: nothing.",)


def test_an_error_that_is_expected_must_be_told() -> None:
    lines = LINES.replace('closed_on = 2026-02-10, amount = "60_000"', "closed_on = 2026-02-10")
    expected = '{ error = "cannot be worked out for 1 credited lines: 2" }'
    assert ran(expected, lines=lines).passed
    (difference,) = ran('{ error = "no quota" }', lines=lines).differences
    assert "refused otherwise: " in difference.found
    (difference,) = ran('{ total = "1" }', lines=lines).differences
    assert "cannot be worked out for 1 credited lines: 2" in difference.found


def test_what_was_known_later_is_paid_later() -> None:
    late = LINES.replace("closed_on = 2026-01-10", "closed_on = 2026-01-10, known_on = 2026-03-02")
    found = ran('{ total = "6_600", payout = { earned = ["0", "3_000", "3_600"] } }', lines=late)
    assert found.differences == ()


def test_an_older_version_is_paid_until_the_newer_one_is_known() -> None:
    lines = """lines = [
    { line = "1", payee = "ana", closed_on = 2026-01-10, version = 1, amount = "100_000" },
    { line = "1", payee = "ana", closed_on = 2026-01-10, version = 2, amount = "92_000", known_on = 2026-02-02 },
]"""  # noqa: E501
    expect = '{ lines = ["4_600"], payout = { earned = ["5_000", "-400", "0"] } }'
    assert ran(expect, lines=lines).differences == ()


def test_a_bonus_is_listed_by_window() -> None:
    people = ANA.replace("}]", "}, { payee = 'ben', from = 2026-05-01, target = '0' }]")
    pay = bonus('target = "person.target"').replace("tiers", "payout")
    table = """
[table.payout]
over = "sales"
bounds = "quota"
mode = "step"
boundary = "lower_inclusive"
above = "open"
refund = "cumulative"
tiers = [{ from = "0%", pays = "0%" }, { from = "100%", pays = "100%" }]
"""
    expect = (
        '{ components = { bonus = ["1_000", "0"] }, windows = { "Q1 2026" = { bonus = 1000 } } }'
    )
    found = ran(expect, table, pay, people=people, more="through = 2026-06-30\n")
    assert found.differences == ()


def test_one_example_can_be_asked_for() -> None:
    plan = read_plan(small(example('{ total = "1" }')))
    assert len(run_examples(plan, "one")) == len(run_examples(plan, "One")) == 1
    with pytest.raises(UnknownName, match="'one'"):
        run_examples(plan, "on")
    assert run_examples(read_plan(small())) == ()


@pytest.mark.parametrize(
    ("expect", "told"),
    [
        ("{ }", "It expects nothing"),
        ("{ lines = [] }", "It expects nothing"),
        ("{ totl = 1 }", "Did you mean 'total'?"),
        ("{ total = true }", "It holds something that is no amount"),
        ("{ error = 5 }", "It holds something that is no text"),
        ('{ error = "x", total = 5 }', "It expects an error, and something that is paid"),
    ],
)
def test_examples_that_cannot_be_read_are_refused(expect: str, told: str) -> None:
    with pytest.raises(PlanError, match=told.replace("?", r"\?")):
        read_plan(small(example(expect)))


def test_nothing_was_sold_and_instalments_are_awaited() -> None:
    payment = """
[payment]
every = "month"
instalments = [{ share = "50%", on = "date" }, { share = "50%", on = "paid_on" }]
floor = "0 USD"
"""
    plan = small(payment).replace('closed_on = "date"', 'closed_on = "date"\npaid_on = "date"')
    text = example('{ payout = { paid = ["0", "0", "0"] } }', lines="")
    (found,) = run_examples(read_plan(plan + text))
    assert found.differences == ()


def test_a_draw_beyond_all_bounds_is_told() -> None:
    draw = """
[[draw]]
id = "start"
kind = "guarantee"
amount = "person.target"
prorated = true
"""
    people = ANA.replace('"1_000"', '"99999999999999999999"')
    (difference,) = ran('{ payout = { paid = "1" } }', draw, people=people).differences
    assert "The draw 'start' is too large" in difference.found


def test_an_example_before_the_plan_has_begun_is_told() -> None:
    (difference,) = ran('{ payout = { paid = "0" } }', more="through = 2025-12-31\n").differences
    assert "No pay period has begun by 2025-12-31" in difference.found


def test_a_cell_is_no_list() -> None:
    wrong = LINES.replace('cost = "1"', 'cost = ["1"]', 1)
    with pytest.raises(PlanError, match="a list stands where a text, a number, a day or a flag"):
        read_plan(small(example('{ total = "1" }', lines=wrong)))


def test_a_day_must_be_a_day() -> None:
    wrong = LINES.replace('line = "2"', 'line = "2", known_on = "soon"')
    with pytest.raises(PlanError, match="'soon' stands where a day"):
        read_plan(small(example('{ total = "1" }', lines=wrong)))


@pytest.mark.parametrize("name", template_names())
def test_the_examples_of_every_template_pass(name: str) -> None:
    outcomes = run_examples(read_plan(template(name), where=name))
    assert outcomes
    assert [one.differences for one in outcomes if not one.passed] == []


def test_nobody_has_a_manager_where_an_example_says_nothing_of_it() -> None:
    plan = small(
        '[[credit]]\nkind = "primary"\nto = "split"\nshare = "100%"\n'
        '[[credit]]\nkind = "rollup"\nto = "managers"\nof = "primary"\nlevels = 1\n'
        'share = "100%"\n',
        head=HEAD,
    ).replace('of = "amount"', 'of = "amount"\ncredits = ["primary", "rollup"]').replace(
        'of = "quantity"', 'of = "quantity"\ncredits = ["primary"]')  # fmt: skip
    (found,) = run_examples(read_plan(plan + example('{ total = "6_600" }')))
    assert found.differences == ()
