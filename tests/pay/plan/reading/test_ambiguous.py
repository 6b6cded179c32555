"""Plans with more than one fair reading are refused, in words that tell the readings apart."""

from __future__ import annotations

import pytest

from everyrep.pay.plan.reading import PlanError, read_plan
from tests.pay.plan.small import MEASURE, PAY, QUOTA, bonus, small, table

ROWS = "0%, 5%\n50%, 10%\n100%, 12%"


def without(text: str, key: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith(f"{key} ="))


def refused(text: str) -> str:
    with pytest.raises(PlanError) as caught:
        read_plan(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("mode", "read as marginal, deal_before, deal_after or retroactive"),
        ("boundary", "Who lands right on a bound"),
        ("bounds", "parts of a quota or amounts"),
        ("over", "what must be reached"),
        ("above", "what is paid then must not be guessed"),
        ("refund", "by what was paid and by what would be paid today"),
    ],
)
def test_a_table_without_a_word_that_tells_its_readings_apart(key: str, said: str) -> None:
    message = refused(small(table=without(table(ROWS), key)))
    assert f"(table.tiers.{key}): '{key}' is missing" in message
    assert said in message


def test_a_curve_says_what_lies_below_it() -> None:
    text = table("70%, 0%\n100%, 100%", mode="curve", above='"flat"')
    assert "(table.tiers.below): 'below' is missing" in refused(small(table=text, pay=bonus()))


@pytest.mark.parametrize(
    ("end", "begins", "said"),
    [
        ("1_000 USD", "1_001 USD", "ends at 1,000 USD, and this one begins at 1,001 USD"),
        ("499.99 USD", "500 USD", "ends at 499.99 USD, and this one begins at 500 USD"),
        ("2_999.995 USD", "3_000 USD", "such as 2,999.9975 USD would lie in no tier"),
        ("1_500 USD", "1_000 USD", "Two tiers overlap: the one before ends at 1,500 USD"),
    ],
)
def test_tiers_that_do_not_meet(end: str, begins: str, said: str) -> None:
    rows = f"""
        {{ from = "0 USD", to = "{end}", pays = "5%" }}
        {{ from = "{begins}", pays = "8%" }}
    """
    assert said in refused(small(table=table(rows, bounds="amount")))


def test_percent_bounds_written_as_closed_ranges() -> None:
    rows = '{ from = "0%", to = "50%", pays = "5%" }\n{ from = "51%", pays = "8%" }'
    message = refused(small(table=table(rows)))
    assert "ends at 50%, and this one begins at 51%" in message
    assert "such as 50.5% would lie in no tier" in message


def test_a_rate_without_a_base() -> None:
    message = refused(small(pay=without(PAY, "of")))
    assert "A rate without a base has as many payouts" in message


def test_an_accelerator_without_a_base() -> None:
    """Twice what? A multiplier belongs to a component whose base is said."""
    text = """
[[pay.times]]
title = "Accelerator"
when = "margin > 40%"
factor = "2x"
"""
    message = refused(small(pay=without(without(PAY, "of"), "table") + text))
    assert "(pay.deals.of): 'of' is missing" in message
    assert "no rate, no table and no grid" in message
    curve = table("70%, 0%\n100%, 100%", mode="curve", above='"2x"', more='below = "0%"')
    assert "Write one of: open, flat, error" in refused(small(table=curve, pay=bonus()))


def test_two_multipliers_say_how_they_stack() -> None:
    times = '\n[[pay.times]]\ntitle = "A"\nwhen = "amount > 5"\nfactor = "1.5x"\n'
    assert len(read_plan(small(pay=PAY + times)).pay) == 1
    message = refused(small(pay=PAY + times + times))
    assert "1.875x where they multiply, and 1.75x where they add" in message


@pytest.mark.parametrize("rate", ["10", "2", "1.5"])
def test_a_rate_that_could_be_percent_times_or_money(rate: str) -> None:
    pay = PAY.replace('table = "tiers"', f'rate = "{rate}"\nrefund = "original"')
    assert f"{rate} as a rate could be {rate}%, {rate} times or an amount" in refused(
        small(pay=pay)
    )


def test_a_cap_says_what_becomes_of_the_rest() -> None:
    pay = PAY + 'cap = { amount = "9_000 USD", window = "quarter" }\n'
    assert "lost or comes later" in refused(small(pay=pay))


SHARED = '\n[[pay]]\nid = "c"\nkind = "{kind}"\ntitle = "C"\nwindow = "month"\n{more}\n'
GATE = 'gates = [{ over = "units", at = "1", bounds = "amount", boundary = "lower_inclusive" }]\n'


@pytest.mark.parametrize(
    ("pay", "key"),
    [
        (bonus(), "bonus.table"),
        (bonus(GATE + 'target = "5 USD"'), "bonus.gates"),
        (SHARED.format(kind="contest", more='over = "units"\nprizes = ["5 USD"]\nties = "each"'),
         "c.over"),
        (SHARED.format(kind="pool", more='amount = "1% * sum.sales"'), "c.amount"),
        (SHARED.format(kind="pool", more=f'amount = "5 USD"\n{GATE}'), "c.gates"),
    ],
)  # fmt: skip
def test_a_whole_window_is_not_paid_by_what_begins_anew_with_each_deal(pay: str, key: str) -> None:
    measures = (
        '\n[measure.sales]\nof = "amount"\nwindow = "deal"\n'
        '\n[measure.units]\nof = "quantity"\nwindow = "deal"\n'
    )
    tiers = table("0 USD, 0%\n100 USD, 100%", mode="step", bounds="amount")
    message = refused(small(quota="", measure=measures, table=tiers, pay=pay))
    assert f"(pay.{key}): It is paid for a whole window, and" in message
    plan = small(quota="", measure=measures.replace('"deal"', '"month"'), table=tiers, pay=pay)
    assert len(read_plan(plan).pay) == 1


def test_quota_to_date_or_whole() -> None:
    message = refused(small(measure=without(MEASURE, "quota_counts")))
    assert "Against the whole quota and its part to date" in message


def test_a_quota_for_another_window_than_its_measure() -> None:
    message = refused(small(quota=QUOTA.replace('"quarter"', '"year"')))
    assert "adds up over a quarter, and its quota is for a year" in message


def test_several_kinds_of_credit_say_which_count() -> None:
    overlay = (
        '\n[[credit]]\nkind = "primary"\nto = "split"\nshare = "100%"\n'
        '[[credit]]\nkind = "overlay"\nto = "kind"\nshare = "50%"\n'
    )
    assert "counting them all would count a deal twice" in refused(small(overlay))
