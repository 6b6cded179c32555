"""A plan in sentences, and what changed between two of its versions."""

from __future__ import annotations

from pathlib import Path

import pytest

from everyrep.pay.plan.reading import read_plan
from everyrep.pay.plan.wording import difference, written
from tests.pay.plan.small import PAY, bonus, small, table

HUNTER = (Path(__file__).parents[2] / "plans" / "hunter.toml").read_text()


def test_every_part_has_one_sentence() -> None:
    plan = read_plan(HUNTER)
    found = written(plan)
    for path, sentence in found.items():
        assert sentence.endswith("."), path
        assert not path or path in {**plan.places, "exchange": 1}
    parts = {f"pay.{one.id}" for one in plan.pay} | {f"table.{name}" for name in plan.tables}
    assert parts | {"payment", "clawback", "draw.start", "credit[3]", "quota.bookings"} <= {*found}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (small(), "at the rate of the tier it lies in: 5% from 0% and 8% from 100%;"),
        (small(table=table("0%, 5%", mode="retroactive")), "at the tier of 'sales'"),
        (small(table=table("0%, 5%", mode="deal_before")), "that was reached before it"),
        (small(table=table("0%, 5%", mode="deal_after")), "that is reached with it"),
        (small(table=table("0%, 5%", boundary="upper_inclusive")), "a bound must be passed"),
        (small(table=table("0%, 1 USD", mode="step"), pay=bonus("")), "1 USD from 0%; above that"),
        (
            small(
                table=table("70%, 0%\n100%, 100%", mode="curve", more='below = "10%"'), pay=bonus()
            ),
            "0% at 70% and 100% at 100%; 10% below the first; above that it goes on by 10/3",
        ),
        (small(table=table("0 USD, 5%\n9_000.50 USD, 8%", bounds="amount")), "from 9,000.50 USD"),
    ],
)
def test_a_table_says_how_it_is_read(text: str, said: str) -> None:
    assert said in written(read_plan(text))["table.tiers"]


def test_a_parameter_is_told_with_what_it_stands_for() -> None:
    found = written(read_plan(HUNTER))["pay.new-business"]
    assert "one deal pays at most deal_limit (25_000 USD)" in found
    assert "times kicker (3x) where" in found


def changed(old: str, new: str, text: str = HUNTER) -> tuple[str, ...]:
    assert old in text
    return difference(read_plan(text), read_plan(text.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('pays = "10%"', 'pays = "11%"', "table.accelerator: tiers[2].pays was 10% and is 11%."),
        ('kicker = "3x"', 'kicker = "2x"', "parameters.kicker: it was 3x and is 2x."),
        ('title = "New business 2026"', 'title = "New"', "The plan: title was New business 2026"),
        ('factor = "2x"', 'factor = "3x"', "pay.new-business: times[1].factor was 2x and is 3x."),
        ("months = 6 ", "months = 5 ", "draw.start: months was 6 and is 5."),
        ("only_paid = true", "only_paid = false", "clawback: only_paid was true and is false."),
        ('strategy = ["growth"]', "", "pay.new-business: strategy is gone (was [growth])."),
        (', "500 USD"]', ', "500 USD", "9 USD"]', "pay.race: prizes[3] is new: 9 USD."),
    ],
)
def test_a_change_is_one_sentence(old: str, new: str, said: str) -> None:
    (found,) = changed(old, new)
    assert found.startswith(said)


def test_what_is_new_or_gone_is_told_in_full() -> None:
    new, gone = changed('id = "race"', 'id = "run"')
    assert new.startswith("New: Most meetings in a month (run): prizes of")
    assert gone.startswith("Gone: Most meetings in a month (race): prizes of")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("8%", "8.0%"),
        ("25_000 USD", "25000 USD"),
        ("# or add; needed", "# needed"),
        ('total = "1_600"', 'total = "1_700"'),
        ('version = "3"', 'version = "4"'),
    ],
)
def test_what_means_the_same_is_no_change(old: str, new: str) -> None:
    assert changed(old, new) == ()


def test_moving_a_component_is_no_change() -> None:
    other = PAY.replace('id = "deals"', 'id = "more"')
    one, two = small(other), small(pay=other) + PAY
    assert difference(read_plan(one), read_plan(two)) == ()
