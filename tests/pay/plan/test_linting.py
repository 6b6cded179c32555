"""Each doubt about a plan with a plan that raises it, and a near miss that does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from everyrep.pay.plan.linting import Doubt, Weight, complexity, lint
from everyrep.pay.plan.reading import read_plan
from tests.pay.plan.small import HEAD, MEASURE, PAY, QUOTA, bonus, small, table

HUNTER = Path(__file__).parents[1] / "plans" / "hunter.toml"
TIMES = '\n[[pay.times]]\ntitle = "{title}"\nwhen = "{when}"\nfactor = "{factor}"\n'
TARGET = 'target = "8_000 USD"'
CURVE = "70%, 0%\n100%, 100%"


def doubts(code: str, text: str) -> list[Doubt]:
    return [one for one in lint(read_plan(text)) if one.code == code]


def curve(rows: str, **words: str) -> str:
    return table(rows, mode="curve", **{"above": '"flat"', "more": 'below = "0%"', **words})


def times(*items: tuple[str, str], stacking: str = "multiply") -> str:
    listed = "".join(
        TIMES.format(title=f"T{at}", when=when, factor=factor)
        for at, (when, factor) in enumerate(items)
    )
    return f'{PAY}stacking = "{stacking}"\n{listed}'


def meetings(gate: str, more: str = 'target = "person.target"', window: str = "quarter") -> str:
    gates = f'gates = [{{ over = "units", at = "4", bounds = "amount", boundary = "{gate}" }}]'
    return bonus(f"{gates}\n{more}").replace('"quarter"', f'"{window}"')


def threshold(boundary: str, pays: str) -> str:
    return (
        f'{PAY}threshold = {{ over = "sales", at = "50%", bounds = "quota", '
        f'boundary = "{boundary}", pays = "{pays}" }}\n'
    )


def old_only(pay: str) -> str:
    return pay.replace("table =", "where = \"kind = 'old'\"\ntable =")


CAP = 'cap = { amount = "AMOUNT", window = "quarter", beyond = "forfeited" }\n'
FLAT = PAY.replace('table = "tiers"', 'rate = "5%"\nrefund = "REFUND"')
EACH = FLAT.replace("REFUND", "original").replace('"amount"', '"1"').replace('"5%"', '"50 USD"')
LAX = FLAT.replace("REFUND", "current")
REACH = ("lower_inclusive", "above_only")
PASS = ("upper_inclusive", "above_only")
HALF = table("0%, 5%\n50%, 8%")

# The code, a plan that raises it, words of the finding, its size in cents, and a near miss.
# The quota is 100,000 USD for everybody, each quarter.
CASES = [
    # retroactive: reaching 100,000 pays 3 points more of all of it
    ("cliff", small(table=table("0%, 5%\n100%, 8%", mode="retroactive")),
     "Pay jumps at 100% of 'sales' by 3% of the quota, 3,000 USD", 300_000, small()),
    # a whole deal of 10,000 at 8 instead of 5%
    ("cliff", small(table=table("0%, 5%\n100%, 8%", mode="deal_after")),
     "300 USD for a deal of a tenth", 30_000,
     small(table=table("0%, 5%", mode="deal_after"))),
    ("cliff", small(table=table("0%, 5%\n100%, 8%", mode="deal_before")),
     "300 USD for a deal of a tenth", 30_000,
     small(table=table("0%, 5%", mode="deal_before"))),
    ("cliff", small(table=table("0%, 0 USD\n100%, 2_250 USD", mode="step"), pay=bonus("")),
     "by 2,250 USD", 225_000,
     small(table=table("0%, 2_250 USD", mode="step"), pay=bonus(""))),
    # a curve that begins at 40% of a target of 8,000
    ("cliff", small(table=curve("80%, 40%\n100%, 100%"), pay=bonus(TARGET)),
     "by 40% of the target, 3,200 USD", 320_000,
     small(table=curve("80%, 0%\n100%, 100%"), pay=bonus(TARGET))),
    # a commission by a curve that begins at 4% of all at half of the quota
    ("cliff", small(table=curve("50%, 4%\n100%, 8%")), "by 2% of the quota, 2,000 USD",
     200_000,
     small(table=curve("50%, 0%\n100%, 8%"))),
    # half a quota at 5% at once
    ("cliff", small(pay=threshold("lower_inclusive", "from_first")),
     "reaches 50%, and then all of it, 2,500 USD at once", 250_000,
     small(pay=threshold(*REACH))),
    ("falling-pay", small(table=table("0%, 10%\n100%, 5%", mode="retroactive")),
     "Pay falls at 100%", None, small(table=table("0%, 5%\n100%, 5.1%", mode="retroactive"))),
    ("falling-pay", small(table=curve("70%, 50%\n100%, 40%"), pay=bonus()),
     "Pay falls at 70%", None, small(table=curve("70%, 40%\n100%, 40%"), pay=bonus())),
    ("falling-pay", small(table=table("0%, 10%\n100%, 5%", mode="deal_after")),
     "Pay falls at 100%", None, small(table=table("0%, 10%\n100%, 5%", mode="deal_before"))),
    # of 100% at 12 and 150% at 5% the second is less in all; at 11% it is more
    ("falling-pay", small(table=curve("100%, 12%\n150%, 5%")), "Pay falls at 100%", None,
     small(table=curve("100%, 12%\n150%, 11%"))),
    ("all-of-it", small(table=curve("50%, 50%\n100%, 100%")), "Deals pays up to 100% of amount",
     None, small(table=curve("50%, 50%\n100%, 99%"))),
    ("all-of-it", small(pay=FLAT.replace("REFUND", "original").replace("5%", "1x")),
     "up to 100% of amount", None, small(pay=FLAT.replace("REFUND", "original"))),
    # 8% of three quotas
    ("no-cap", small(table=curve("50%, 0%\n100%, 8%")), "24% of the quota, 24,000 USD", 2_400_000,
     small(table=curve("50%, 0%\n100%, 8%"), pay=PAY + CAP.replace("AMOUNT", "9_000 USD"))),
    ("decelerating", small(table=table("0%, 10%\n200%, 0%")),
     "the rate falls from 10% to 0%", None, small()),
    ("idle-tier", small(table=table("0%, 5%\n100%, 5%")), "Nothing changes at 100%", None, small()),
    ("never-paid", small(table=table("0%, 100 USD\n50%, 300 USD", mode="step")),
     "Nobody is ever paid the 100 USD of the first step", 10_000,
     small(table=table("1%, 100 USD\n50%, 300 USD", mode="step"))),
    # 5% of the first 100,000 and 8% of 200,000
    ("no-cap", small(), "three quotas cost 21% of the quota, 21,000 USD", 2_100_000,
     small(pay=PAY + CAP.replace("AMOUNT", "90_000 USD"))),
    ("no-cap", small(table=curve(CURVE, above='{ slope = "1" }'), pay=bonus(TARGET)),
     "three quotas cost 300% of the target, 24,000 USD", 2_400_000,
     small(table=curve(CURVE), pay=bonus(TARGET))),
    ("no-cap", small(pay=FLAT.replace("REFUND", "original")), "three quotas cost 15,000 USD",
     1_500_000,
     small(pay=FLAT.replace("REFUND", "original") + 'deal_cap = "9_000 USD"\n')),
    ("undefined-above", small(table=curve(CURVE, above='"error"'), pay=bonus()),
     "above 100% of 'sales': the calculation stops", None, small(table=curve(CURVE), pay=bonus())),
    ("extrapolated", small(table=curve(CURVE, above='"open"'), pay=bonus()),
     "above 100% of 'sales' by the slope", None, small(table=curve(CURVE), pay=bonus())),
    # 5,000 are earned at 100%: the cap is reached there
    ("unreachable", small(pay=PAY + CAP.replace("AMOUNT", "5_000 USD")),
     "cap of 5,000 USD is reached before 100%", 0,
     small(pay=PAY + CAP.replace("AMOUNT", "5_000.01 USD"))),
    ("cap-below-pay", small(pay=EACH + 'deal_cap = "40 USD"\n'), "at least 50 USD", 1_000,
     small(pay=EACH + 'deal_cap = "50 USD"\n')),
    ("stacking", small(pay=times(("margin > 40%", "3x"), ("kind = 'new'", "2x"))),
     "can make 6 times", None,
     small(pay=times(("margin > 40%", "3x"), ("margin < 20%", "2x")))),
    ("stacking", small(pay=times(("margin > 40%", "3x"), ("kind = 'new'", "3.5x"), stacking="add")),
     "can make 5.5 times", None,
     small(pay=times(("margin > 40%", "3x"), ("kind = 'new'", "3x"), stacking="add"))),
    ("kicker-on-accelerator", small(pay=times(("kind = 'new'", "3x"))), "3 times 8% is 24%", None,
     small(pay=times(("kind = 'new'", "0.5x")))),
    ("never-holds", small(pay=times(("margin > 40% and margin < 20%", "2x"))),
     "can never hold: margin > 40%", None,
     small(pay=times(("margin > 20% and margin < 40%", "2x")))),
    ("never-holds", small(pay=old_only(times(("kind = 'new'", "2x")))),
     "can never hold where kind = 'old'", None,
     small(pay=old_only(times(("kind in ['new', 'old']", "2x"))))),
    ("never-holds", small(pay=times(("margin >= 40% and 40% > margin", "2x"))), "can never", None,
     small(pay=times(("margin >= 40% and 40% >= margin", "2x")))),
    # 3 points of 10,000
    ("refund-gain", small(table=table("0%, 5%\n100%, 8%", refund="current")),
     "leaves up to 3% of it, 300 USD on a deal of a tenth", 30_000, small()),
    ("refund-gain", small(table=table("0%, 5%\n100%, 8%", refund="cumulative")),
     "in a later window leaves up to 3%", 30_000,
     small(table=table("0%, 5%", refund="cumulative"))),
    ("refund-gain", small(pay=LAX + times(("kind = 'new'", "3x"))[len(PAY):]),
     "leaves up to 10% of it", None, small(pay=LAX)),
    ("taken-back", small(measure=MEASURE.replace('"whole"', '"to_date"')),
     "a weak month takes back", None, small()),
    ("late-gate", small(table=curve(CURVE), pay=meetings("lower_inclusive", window="month")),
     "is paid for each month, and its gate 'units' adds up over each quarter", None,
     small(table=curve(CURVE), pay=meetings("lower_inclusive"))),
    ("two-boundaries",
     small(table=HALF, pay=threshold(*PASS)),
     "50% of 'sales' must be passed in one place", None,
     small(table=HALF, pay=threshold(*REACH))),
    ("cut-window", small(head=HEAD.replace("2026-01-01", "2026-02-01")), "one is cut off", None,
     small(head=HEAD.replace("2026-01-01", "2026-04-01"))),
    ("cut-window", small(head=HEAD.replace('"January"', '"February"')), "one is cut off", None,
     small(head=HEAD.replace('"January"', '"April"'))),
    ("uncovered-days", small('[[draw]]\nid = "d"\nkind = "bonus"\namount = "9 USD"\n'
                             'until = 2027-02-01\nprorated = true\n'),
     "until 1 February 2027, beyond the plan", None,
     small('[[draw]]\nid = "d"\nkind = "bonus"\namount = "9 USD"\nuntil = 2027-01-01\n'
           'prorated = true\n')),
    # one month from the 20th on lies in two months
    ("paid-once-more", small('[[draw]]\nid = "d"\nkind = "bonus"\namount = "9 USD"\n'
                             'months = 1\nprorated = false\n'),
     "'d' is paid once more, 9 USD, to who does not begin with a period", 900,
     small('[[draw]]\nid = "d"\nkind = "bonus"\namount = "9 USD"\nmonths = 1\n'
           'prorated = true\n')),
    ("midnight", small(head=HEAD.replace("America/New_York", "America/Havana")),
     "the clocks change at midnight", None, small()),
    ("midnight", small(head=HEAD.replace("America/New_York", "Etc/GMT+5")), "is no place", None,
     small(head=HEAD.replace("America/New_York", "UTC"))),
    ("unused", small('\n[parameters]\nlost = "8%"\n'), "Nothing reads parameters.lost", None, ""),
    ("unused", small(), "Nothing reads measure.units", None, ""),
    ("unused", small(QUOTA.replace("sales", "other")), "Nothing reads quota.other", None, ""),
    ("no-strategy", small(PAY.replace('"deals"', '"b"') + 'strategy = ["growth"]\n'),
     "'Deals' says no strategy", None, small(PAY.replace('"deals"', '"b"'))),
    ("complexity", small(*(PAY.replace('"deals"', f'"d{at}"') for at in range(3))),
     "It has 4 components and 2 rates", None,
     small(*(PAY.replace('"deals"', f'"d{at}"') for at in range(2)))),
    ("complexity", small(table=table("\n".join(f"{at}%, {at + 1}%" for at in range(6)))),
     "1 components and 6 rates", None,
     small(table=table("\n".join(f"{at}%, {at + 1}%" for at in range(5))))),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "said", "amount", "near_miss"), CASES)
def test_a_doubt_is_raised_and_a_near_miss_is_not(
    code: str, text: str, said: str, amount: int | None, near_miss: str
) -> None:
    found = [one for one in doubts(code, text) if said in one.what]
    assert len(found) == 1, [one.what for one in doubts(code, text)]
    assert found[0].amount == amount
    assert found[0].why
    assert found[0].remedy
    if near_miss:
        assert doubts(code, near_miss) == []


def test_what_is_read_by_anything_is_used() -> None:
    text = small('\n[parameters]\nfive = "5%"\n', table=table("0%, five\n100%, 8%"))
    paths = [one.path for one in doubts("unused", text)]
    assert "parameters.five" not in paths
    assert {"facts.kind", "person.target", "derived.margin", "measure.units"} <= set(paths)


def test_a_doubt_stands_on_the_line_of_its_part() -> None:
    text = small(table=table("0%, 5%\n100%, 8%", mode="retroactive"))
    (found,) = doubts("cliff", text)
    assert found.path == "table.tiers.tiers[2]"
    assert text.splitlines()[found.line - 1].strip() == '{ from = "100%", pays = "8%" },'


def test_the_heaviest_come_first() -> None:
    found = lint(read_plan(small(table=table("0%, 10%\n100%, 5%", mode="retroactive"))))
    weights = [list(Weight)[::-1].index(one.weight) for one in found]
    assert weights == sorted(weights)
    assert found[0].code == "falling-pay"


def test_a_payee_of_the_widest_plan_must_know_much() -> None:
    """Six components; 3 tiers, 3 points and a flat rate; 3 multipliers, a threshold, 2 gates;
    2 caps; 2 objectives, 2 prizes and a draw."""
    found = complexity(read_plan(HUNTER))
    assert (found.components, found.rates, found.conditions) == (6, 7, 6)
    assert (found.limits, found.others, found.score) == (2, 5, 26)
    assert found.is_heavy
