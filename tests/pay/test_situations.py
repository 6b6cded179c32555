"""Plans whose examples were worked out by hand pay them to the cent, and so does the reckoning.

Each file is a plan with its examples. Their ids name a family and a number: tiers, thresholds,
caps, curves, multipliers, kickers, margins, splits, overlays, pools, draws, clawbacks, quotas that
rise, parts of windows, windows to date, amounts for a while, bonuses, objectives, currencies,
rounding, amortised costs, contests.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from everyrep.pay.accounts import amortise
from everyrep.pay.calculation.calculate import calculate
from everyrep.pay.examples import run_examples
from everyrep.pay.examples.course import paid_out
from everyrep.pay.examples.tables import gathered_for, last_day
from everyrep.pay.facts import Facts
from everyrep.pay.plan import Example, Plan
from everyrep.pay.plan.linting import Weight, lint
from everyrep.pay.plan.reading import read_plan
from everyrep.pay.windows import day_number
from tests.pay.exactly_windows import totals

FOLDER = Path(__file__).parent / "situations"
FILES = sorted(FOLDER.glob("*.toml"))
PLANS = {path.stem: read_plan(path) for path in FILES}
ALL = [(name, example) for name, plan in PLANS.items() for example in plan.examples]
PAID = [(name, one) for name, one in ALL if "error" not in one.expect]
FAMILIES = {
    "tier": 17, "thr": 7, "cap": 4, "cur": 5, "mul": 2, "kik": 2, "mgn": 7, "spl": 7, "ovl": 3,
    "pool": 3, "drw": 5, "clw": 8, "rmp": 1, "pro": 6, "ytd": 6, "spf": 2, "bon": 1, "mbo": 1,
    "fx": 7, "rnd": 4, "asc": 2, "con": 2, "wks": 4,
}  # fmt: skip
"""The least that each family has, so that none is lost unseen."""


def named(case: tuple[str, Example]) -> str:
    return f"{case[1].id}, {case[0]}"


def known(plan: Plan, example: Example) -> Facts:
    return gathered_for(plan, example, last_day(plan, example)).facts


@pytest.mark.parametrize("name", PLANS)
def test_every_example_comes_out_as_it_was_worked_out(name: str) -> None:
    outcomes = run_examples(PLANS[name])
    told = [f"{one.id}: {each.sentence}" for one in outcomes for each in one.differences]
    assert told == []
    assert outcomes


@pytest.mark.parametrize("case", PAID, ids=map(named, PAID))
def test_the_plain_reckoning_pays_the_same(case: tuple[str, Example]) -> None:
    plan, example = PLANS[case[0]], case[1]
    facts = known(plan, example)
    found = calculate(plan, facts)
    engine = {part.id: int(sum(found.of_component(part.id))) for part in plan.pay}
    assert engine == totals(plan, facts)


def test_every_family_is_there() -> None:
    ids = [example.id for _, example in ALL]
    assert all(re.fullmatch(r"[a-z]+-\d{3}(-[a-z]+)?", one) for one in ids)
    assert Counter(ids).most_common(1)[0][1] == 1
    families = Counter(one.partition("-")[0] for one in ids)
    assert {name: most for name, most in FAMILIES.items() if families[name] < most} == {}
    assert set(families) == set(FAMILIES)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted({name for name, _ in PAID}))
def test_a_wrong_cent_is_found(name: str) -> None:
    text = (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    wrong = re.sub(r'(expect = \{[^\n]*?= \[?\{? ?(?:\w+ = )*\[?")(-?\d)', r"\g<1>9\g<2>", text)
    if wrong == text:
        pytest.fail(f"{name} has no amount that could be wrong")
    assert not all(one.passed for one in run_examples(read_plan(wrong)))


def test_what_the_linter_calls_an_error_is_meant() -> None:
    errors = {name: {one.code for one in lint(plan) if one.weight is Weight.ERROR}
              for name, plan in PLANS.items()}  # fmt: skip
    assert {name: codes for name, codes in errors.items() if codes} == {
        "refunds": {"refund-gain"}  # what its three readings of a refund differ by
    }


def test_contracts_are_amortised_to_the_last_cent() -> None:
    plan = PLANS["commissions-that-are-amortised"]
    first, leaving = plan.examples
    costs = [
        {
            "id": row["line"], "minor": int(str(row["amount"])) * 10,
            "begins": day_number(date(2025, 1, 1)), "contract_months": int(str(row["months"])),
            "life_months": int(str(row["months"])), "commensurate": True,
        }
        for row in first.lines
    ]  # fmt: skip
    found = amortise(pd.DataFrame(costs))
    assert sum(cost["minor"] for cost in costs) == calculate(plan, known(plan, first)).total
    months = {one: found[found["id"] == one] for one in "123"}
    assert months["1"]["amortised"].tolist()[:3] == [416_67, 416_66, 416_67]
    assert months["1"]["amortised"].sum() == 15_000_00
    assert months["2"]["expensed"].tolist() == [3_000_00]
    assert months["3"]["amortised"].iloc[0] == 333_33

    claimed = int(paid_out(plan, leaving, last_day(plan, leaving))["claimed"].sum())
    gone = pd.DataFrame([{"id": "1", "after": 14, "minor": claimed}])
    last = amortise(pd.DataFrame(costs[:1]), gone).iloc[-1]
    assert claimed == 7_500_00
    assert last["opening"] - last["amortised"] == 9_166_67
    assert last["written_off"] == 1_666_67
