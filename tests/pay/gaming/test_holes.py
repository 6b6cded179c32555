"""A plan with one hole each: the probe finds it, with the amount worked out by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import everyrep.pay as pay
from everyrep.pay.gaming import Finding, Way, probe
from everyrep.pay.gaming.made_up import made_up
from tests.pay.plan.small import HEAD, MEASURE, TABLE, bonus, small

FLAT = """
[[pay]]
id = "deals"
kind = "commission"
title = "Deals"
of = "amount"
rate = "10%"
refund = "original"
"""
WHOLE = MEASURE.replace('window = "quarter"\nquota = "sales"\nquota_counts = "whole"',
                        'window = "plan"')  # fmt: skip
IN_MONEY = (
    TABLE.replace('bounds = "quota"', 'bounds = "amount"')
    .replace('from = "0%"', 'from = "0 USD"')
    .replace('from = "100%"', 'from = "100_000 USD"')
)
CUMULATIVE = '"cumulative"'


def flat(more: str = "") -> pay.Plan:
    return pay.read_plan(HEAD + MEASURE.split("[measure.units]")[0].replace(
        'quota = "sales"\nquota_counts = "whole"', "").replace("quarter", "month") + FLAT + more
    )  # fmt: skip


def line(name: str, day: str, amount: int, payee: str = "ana", **more: Any) -> dict[str, Any]:
    return {"line": name, "payee": payee, "closed_on": day, "amount": str(amount), "cost": "0",
            "quantity": "1", "kind": "new", **more}  # fmt: skip


def facts(plan: pay.Plan, *lines: dict[str, Any], through: date | None = None) -> pay.Facts:
    staff = [{"payee": name, "from": "2026-01-01", "target": "0"}
             for name in sorted({one["payee"] for one in lines})]  # fmt: skip
    return pay.Given(pd.DataFrame(lines), pd.DataFrame(staff), through=through).facts(plan)


def found(plan: pay.Plan, *lines: dict[str, Any], **how: Any) -> dict[Way, Finding]:
    return {one.way: one for one in probe(plan, facts(plan, *lines, **how))}


def test_a_cap_on_deals_pays_for_splitting() -> None:
    """10% of 8,000 is 800, of which 500 are paid; two halves pay 400 each."""
    plan = flat('deal_cap = "500 USD"\n')
    one = found(plan, line("1", "2026-02-10", 8_000), line("2", "2026-02-11", 1_000))[Way.SPLIT]
    assert (one.minor, one.effort, one.possible, one.tried) == (300_00, 1, 1, 2)
    assert one.left_minor == 0
    said = one.sentences()
    assert said[0] == (
        "A line of 8,000.00 USD on 2026-02-10 is split into two deals, the first of 1/2 of it: "
        "300.00 USD more."
    )
    assert said[1] == "It pays for 1 of 2 lines that were tried."
    assert said[2] == "'Deals' pays at most 500 USD for one deal."
    assert "ana" not in " ".join(said)


def test_the_tier_before_a_deal_pays_for_splitting_it_at_the_bound() -> None:
    """40,000 from 90,000 on are paid at 5%; as 10,000 and 30,000 the second part has 8%."""
    plan = pay.read_plan(small(table=TABLE.replace('"marginal"', '"deal_before"')))
    one = found(plan, line("1", "2026-01-10", 90_000), line("2", "2026-02-10", 40_000))[Way.SPLIT]
    assert one.minor == 900_00
    assert one.rule == "[table.tiers] pays a whole line at the tier that was reached before it"


def test_a_rate_by_the_size_of_a_deal_pays_for_merging() -> None:
    """6,000 and 6,000 at 5% are 600, 12,000 at 8% are 960."""
    deals = MEASURE.replace(
        'window = "quarter"\nquota = "sales"\nquota_counts = "whole"', 'window = "deal"'
    )
    by_size = IN_MONEY.replace('"marginal"', '"deal_after"').replace("100_000", "10_000")
    plan = pay.read_plan(small(quota="", measure=deals, table=by_size))
    ways = found(plan, line("1", "2026-02-10", 6_000), line("2", "2026-02-11", 6_000))
    assert (ways[Way.MERGE].minor, ways[Way.MERGE].effort) == (360_00, 2)
    assert ways[Way.MERGE].per_deal == 180_00


def test_an_accelerator_by_the_quarter_pays_for_waiting() -> None:
    """40,000 at 5% in a slow quarter would have 8% in the next one, which is at its quota."""
    plan = pay.read_plan(small())
    ways = found(plan, line("1", "2026-03-20", 40_000), line("2", "2026-05-10", 100_000))
    assert ways[Way.DELAY].minor == 1_200_00
    assert "is delayed to 2026-04-01" in ways[Way.DELAY].said
    assert ways[Way.DELAY].rule == (
        "[table.tiers] pays from 5% to 8%, and what was reached begins anew in each quarter"
    )
    assert Way.PULL not in ways


def test_an_accelerator_pays_for_pulling_too() -> None:
    plan = pay.read_plan(small())
    ways = found(plan, line("1", "2026-02-20", 100_000), line("2", "2026-04-10", 40_000))
    assert ways[Way.PULL].minor == 1_200_00
    assert "is pulled to 2026-03-31" in ways[Way.PULL].said


def test_a_kicker_that_ends_pays_for_pulling() -> None:
    """3x until the end of March: 1,000 at 10% become 300 instead of 100."""
    plan = flat('[[pay.times]]\ntitle = "Start"\nwhen = "date < 2026-04-01"\nfactor = "3x"\n')
    one = found(plan, line("1", "2026-04-06", 1_000))[Way.PULL]
    assert one.minor == 200_00
    assert one.rule == "'Deals' is multiplied by 3x where date < 2026-04-01"


def test_a_threshold_by_the_month_pays_for_holding_back() -> None:
    """Two months of 6,000 pay nothing, one of 12,000 pays 10% from the first dollar on."""
    plan = flat(
        'threshold = { over = "sales", at = "10_000 USD", bounds = "amount", '
        'boundary = "lower_inclusive", pays = "from_first" }\n'
    )
    lines = [line("1", "2026-01-10", 3_000), line("2", "2026-01-12", 3_000),
             line("3", "2026-02-10", 6_000)]  # fmt: skip
    ways = found(plan, *lines)
    assert (ways[Way.SANDBAG].minor, ways[Way.SANDBAG].effort) == (1_200_00, 2)
    assert Way.DELAY not in ways
    assert "pays nothing until enough 'sales' is reached" in ways[Way.SANDBAG].rule


def test_a_refund_costs_less_in_the_next_quarter() -> None:
    """20,000 above the quota fall out at 8% this quarter, at 5% in the next."""
    plan = pay.read_plan(small(table=TABLE.replace('"original"', CUMULATIVE)))
    lines = [line("1", "2026-01-10", 120_000), line("2", "2026-03-20", -20_000, reverses="1")]
    one = found(plan, *lines, through=date(2026, 6, 30))[Way.REFUNDS]
    assert (one.minor, one.possible, one.tried, one.lines) == (600_00, 1, 1, 1)


def test_a_refund_at_the_first_rate_pays_for_booking_again() -> None:
    """50,000 at 5% go back at 5%, and come again at 8%, above the 100,000 that are left."""
    plan = pay.read_plan(small(quota="", measure=WHOLE, table=IN_MONEY))
    lines = [line("1", "2026-01-10", 50_000), line("2", "2026-02-10", 100_000)]
    one = found(plan, *lines, through=date(2026, 6, 30))[Way.REBOOK]
    assert (one.minor, one.left_minor) == (1_500_00, 0)
    assert "not what the total falls by" in one.rule


def test_a_margin_by_the_line_pays_for_moving_cost() -> None:
    """3,500 of cost move from the poor line to the rich one, and both have more than 40%."""
    plan = flat('[[pay.times]]\ntitle = "Good margin"\nwhen = "margin > 40%"\nfactor = "2x"\n')
    lines = [line("1", "2026-02-10", 10_000, deal="d", cost="7000"),
             line("2", "2026-02-10", 10_000, deal="d", cost="2000")]  # fmt: skip
    one = found(plan, *lines)[Way.SHIFT]
    assert one.minor == 1_000_00
    assert one.said == (
        "3,500.00 USD of cost moves from a line of 10,000.00 USD to a line of 10,000.00 USD of "
        "the same deal"
    )


def test_tiers_by_person_pay_for_handing_over() -> None:
    """40,000 of who is far below the quota have 5%, and 8% with who is above it."""
    plan = pay.read_plan(small())
    lines = [line("1", "2026-01-10", 120_000, "ben"), line("2", "2026-02-10", 40_000)]
    assert found(plan, *lines)[Way.HAND_OVER].minor == 1_200_00


def test_one_rate_for_everything_has_no_hole() -> None:
    lines = [line("1", "2026-01-10", 33_333), line("2", "2026-02-10", 77_777, "ben"),
             line("3", "2026-03-30", 1), line("4", "2026-03-31", -111, reverses="1")]  # fmt: skip
    for refund in ("original", "cumulative", "current"):
        plan = pay.read_plan(flat().text.replace('"original"', f'"{refund}"'))
        assert probe(plan, facts(plan, *lines)) == ()


def test_order_free_tiers_in_one_window_have_no_hole_for_one_person() -> None:
    """Where nothing begins anew and what falls out falls out of the total, nothing can be moved."""
    plan = pay.read_plan(
        small(quota="", measure=WHOLE, table=IN_MONEY.replace('"original"', CUMULATIVE))
    )
    lines = [line("1", "2026-01-10", 60_000), line("2", "2026-02-10", 70_000),
             line("3", "2026-05-30", 12_345),
             line("4", "2026-06-02", -10_000, reverses="2")]  # fmt: skip
    assert probe(plan, facts(plan, *lines)) == ()


def test_a_plan_without_history_is_tried_on_made_up_deals() -> None:
    found = {one.way: one for one in probe(flat('deal_cap = "500 USD"\n'))}
    assert found[Way.SPLIT].made_up
    assert "made-up lines" in found[Way.SPLIT].sentences()[1]
    assert probe(flat()) == ()


@pytest.mark.long
def test_what_is_made_up_meets_every_rule_of_the_widest_plan() -> None:
    plan = pay.read_plan("tests/pay/plans/hunter.toml")
    ways = {(one.way, one.component) for one in probe(plan, most=40)}
    assert {(Way.SPLIT, "new-business"), (Way.DELAY, "new-business"),
            (Way.REBOOK, "new-business"), (Way.SHIFT, "new-business")} <= ways  # fmt: skip


def test_a_bonus_at_the_quota_pays_for_pulling() -> None:
    """90,000 and 20,000 more in time pay 1,000 for the first quarter too."""
    steps = TABLE.replace('"marginal"', '"step"').replace("5%", "0 USD").replace("8%", "1_000 USD")
    plan = pay.read_plan(small(table=steps.replace('"original"', CUMULATIVE), pay=bonus("")))
    ways = found(plan, line("1", "2026-02-01", 90_000), line("2", "2026-04-05", 20_000),
                 line("3", "2026-05-10", 100_000))  # fmt: skip
    assert (ways[Way.PULL].minor, ways[Way.PULL].component) == (1_000_00, "bonus")
    assert "pays an amount at once where a step is reached" in ways[Way.PULL].rule


def test_what_is_done_in_one_stint_reads_the_facts_of_that_stint() -> None:
    """3% of the first stint's days, 10% of the second's: 1,000 a day later bring 70 more."""
    plan = pay.read_plan(
        flat()
        .text.replace("[person]", '[person]\nrate = "number"')
        .replace('"10%"', '"person.rate"')
    )
    staff = pd.DataFrame([
        {"payee": "ana", "from": "2026-01-01", "until": "2026-04-01", "target": "0", "rate": "3%"},
        {"payee": "ana", "from": "2026-04-01", "until": None, "target": "0", "rate": "10%"},
    ])  # fmt: skip
    lines = pd.DataFrame([line("1", "2026-03-30", 1_000), line("2", "2026-05-30", 1_000)])
    one = {one.way: one for one in probe(plan, pay.Given(lines, staff).facts(plan))}[Way.DELAY]
    assert one.minor == 70_00
    assert pay.calculate(plan, one.before).total == 30_00 + 100_00


def test_nothing_to_try_on_is_nothing_found() -> None:
    plan = flat('deal_cap = "500 USD"\n')
    nothing = pd.DataFrame(columns=[*line("1", "2026-01-01", 1)])
    staff = pd.DataFrame([{"payee": "ana", "from": "2026-01-01", "target": "0"}])
    assert probe(plan, pay.Given(nothing, staff).facts(plan)) == ()


RACE = """
[[pay]]
id = "race"
kind = "contest"
title = "Race"
window = "month"
over = "sales"
prizes = ["1_000 USD"]
ties = "shared"
"""
POOL = """
[[pay]]
id = "team"
kind = "pool"
title = "Team"
window = "month"
amount = "900 USD"
gates = [{ over = "sales", at = "10_000 USD", bounds = "amount", boundary = "lower_inclusive" }]
"""


def shared(part: str, window: str = "month") -> pay.Plan:
    """A plan with one contest or pool alone; everything is counted by this window."""
    plain, after = flat().text.replace(FLAT, part).split("[measure.sales]")
    head, payment = after.split("[payment]") if "[payment]" in after else (after, "")
    text = f"{plain}[measure.sales]{head.replace('month', window)}"
    return pay.read_plan(f"{text}[payment]{payment}" if payment else text)


def test_a_race_by_the_month_pays_for_waiting_for_the_next() -> None:
    """Ana's 6,000 of March lose to ben's 9,000; in April they win the prize."""
    lines = [line("1", "2026-03-30", 6_000), line("2", "2026-03-10", 9_000, "ben"),
             line("3", "2026-04-10", 5_000, "ben")]  # fmt: skip
    ways = found(shared(RACE), *lines)
    one = ways[Way.DELAY]
    assert (one.component, one.minor, one.effort, one.left_minor) == ("race", 1_000_00, 1, 0)
    assert one.rule == "'Race' gives prizes for ranks in 'sales', anew in each month"
    paid = [pay.calculate(shared(RACE), then).total for then in (one.before, one.after)]
    assert paid[0] == paid[1]  # what ana wins, ben loses
    assert Way.HAND_OVER not in ways  # of two, whatever one wins, the other loses


def test_two_who_join_win_a_race_from_a_third() -> None:
    """Ana and ben with 6,000 each win the 1,000 from eve's 9,000 once one of them has both."""
    lines = [line("1", "2026-03-10", 6_000), line("2", "2026-03-11", 6_000, "ben"),
             line("3", "2026-03-12", 9_000, "eve")]  # fmt: skip
    ways = found(shared(RACE, "year"), *lines)
    assert ways[Way.HAND_OVER].minor == 1_000_00
    assert set(ways) == {Way.HAND_OVER}


def test_a_race_that_no_deal_turns_gives_no_finding() -> None:
    lines = [line("1", "2026-03-10", 1_000), line("2", "2026-03-11", 1_000, "ben"),
             line("3", "2026-03-12", 90_000, "eve"),
             line("4", "2026-05-12", 90_000, "eve")]  # fmt: skip
    assert found(shared(RACE, "year"), *lines) == {}


def test_a_gate_of_a_pool_pays_for_handing_a_deal_to_who_lacks_it() -> None:
    """900 go to ana and eve, 450 each; with 3,000 of ana's ben has a third of it as well."""
    lines = [line("1", "2026-03-10", 10_000), line("2", "2026-03-11", 3_000),
             line("3", "2026-03-11", 8_000, "ben"),
             line("4", "2026-03-12", 20_000, "eve")]  # fmt: skip
    one = found(shared(POOL, "year"), *lines)[Way.HAND_OVER]
    assert (one.component, one.minor) == ("team", 150_00)
    assert one.rule == "'Team' pays nothing until enough 'sales' is reached, anew in each year"


def test_a_pool_that_all_share_alike_gives_no_finding() -> None:
    alike = "".join(row for row in POOL.splitlines(keepends=True) if "gates" not in row)
    lines = [line("1", "2026-03-30", 10_000), line("2", "2026-04-01", 3_000, "ben")]
    assert found(shared(alike), *lines) == {}


@pytest.mark.parametrize("name", ["10m-to-30m", "above-75m", "farmer", "hunter", "manager", "sdr"])
def test_every_kind_of_template_can_be_probed_without_history(name: str) -> None:
    place = next(Path(pay.__file__).parent.joinpath("templates").rglob(f"{name}.toml"))
    plan = pay.read_plan(place)
    assert pay.calculate(plan, made_up(plan).facts(plan)).total > 0
    assert all(one.minor > 0 and one.made_up for one in probe(plan, most=20))
