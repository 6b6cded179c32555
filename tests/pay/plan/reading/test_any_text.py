"""Whatever is written is read or refused in words, and what is read pays as tiers are paid."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from everyrep.pay.plan.linting import lint
from everyrep.pay.plan.reading import read_plan
from everyrep.pay.plan.wording import difference, written
from everyrep.values import UserError
from tests.pay.plan.small import small, table

F = Fraction
HUNTER = (Path(__file__).parents[2] / "plans" / "hunter.toml").read_text()
LINES = HUNTER.splitlines()
VALUES = [
    '""', "[]", "{}", "true", "0", "-1", "1.5", "inf", '"0%"', '"amount"', '"1 / 0"', '"("', "[[]]",
    '"bookings"', '"primary"', "2026-01-01", "2026-01-01 10:00:00", "[{}]", '["x"]', "10000000",
    '"open"', '"marginal"', '"curve"', '"step"', '"retroactive"', '"interpolate_add"', '"quota"',
    '"cycle of 1 days"', '"rolling 3 months"', '"deal"', '"plan"', '"month"', '"amount / 0"',
]  # fmt: skip
CHANGE = st.tuples(
    st.integers(0, len(LINES) - 1),
    st.sampled_from(["drop", "double", "value"]),
    st.sampled_from(VALUES),
)


def changed(changes: list[tuple[int, str, str]]) -> str:
    lines = list(LINES)
    for at, how, value in changes:
        key, equals, _ = lines[at].partition(" = ")
        if how == "drop":
            lines[at] = ""
        elif how == "double":
            lines[at] += f"\n{lines[at]}"
        elif equals:
            lines[at] = f"{key} = {value}"
    return "\n".join(lines)


@settings(max_examples=150, deadline=None)
@given(st.lists(CHANGE, min_size=1, max_size=3))
def test_a_plan_that_was_changed_anyhow_is_read_or_refused(
    changes: list[tuple[int, str, str]],
) -> None:
    with suppress(UserError):
        plan = read_plan(changed(changes))
        assert lint(plan) is not None
        assert written(plan)
        assert difference(read_plan(HUNTER), plan) is not None


def exact(number: Fraction) -> str:
    return f"{number.numerator} / {number.denominator}"


@st.composite
def steps(draw: st.DrawFn) -> list[tuple[Fraction, Fraction]]:
    positive = st.fractions(F(1, 9), 4, max_denominator=60)
    bounds = [F(0), *sorted(draw(st.sets(positive, max_size=6)))]
    return [(at, draw(st.fractions(0, 1, max_denominator=99))) for at in bounds]


@settings(max_examples=60, deadline=None)
@given(steps(), st.fractions(0, 6, max_denominator=30))
def test_tiers_pay_slice_by_slice(tiers: list[tuple[Fraction, Fraction]], reached: F) -> None:
    """Marginal tiers against the sum of their slices, retroactive ones against one product."""
    rows = "\n".join(f"{exact(at)}, {exact(rate)}" for at, rate in tiers)
    ends = [*(at for at, _ in tiers[1:]), reached + 5]
    slices = (
        rate * max(min(reached, end) - at, F(0))
        for (at, rate), end in zip(tiers, ends, strict=True)
    )
    found = read_plan(small(table=table(rows))).tables["tiers"].shape
    assert found.paid(reached) == sum(slices)
    rate = [rate for at, rate in tiers if at <= reached][-1]
    found = read_plan(small(table=table(rows, mode="retroactive"))).tables["tiers"].shape
    assert found.paid(reached) == rate * reached


@settings(max_examples=60, deadline=None)
@given(steps(), st.fractions(0, 6, max_denominator=30))
def test_a_linter_of_rising_tiers_finds_no_fall(
    tiers: list[tuple[Fraction, Fraction]], reached: Fraction
) -> None:
    """Pay falls somewhere if and only if a bound pays less than what lies just below it."""
    rows = "\n".join(f"{exact(at)}, {exact(rate)}" for at, rate in tiers)
    plan = read_plan(small(table=table(rows, mode="retroactive")))
    codes = {one.code for one in lint(plan)}
    falls = any(then < rate for (_, rate), (_, then) in pairwise(tiers))
    assert ("falling-pay" in codes) is falls
    if not falls:
        shape = plan.tables["tiers"].shape
        assert shape.paid(reached) <= shape.paid(reached + F(1, 7))
