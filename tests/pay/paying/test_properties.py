"""Paying against the rules written out for one payee, in plain whole numbers and fractions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from everyrep.pay.ledger import PayPeriod
from everyrep.pay.paying import pay_out
from everyrep.pay.plan import Clawback, Draw, DrawKind, Instalment, Plan
from everyrep.pay.windows import day_number
from everyrep.values.period import add_months
from everyrep.values.rounding import Rounding, round_exact
from tests.pay.paying.plans import AT_ONCE, draw_of, earned, earning, months, plan_of, stints

PERIODS = months(6)
DAYS = st.dates(date(2026, 1, 1), date(2026, 6, 30))
HALF_UP = Rounding.HALF_UP

DRAWS = st.lists(
    st.builds(
        draw_of,
        st.sampled_from(DrawKind),
        since=st.none() | DAYS,
        until=st.none() | DAYS,
        months=st.none() | st.integers(1, 5),
        recover_from=st.none() | DAYS,
        recover_after=st.integers(0, 4),
        recover_share=st.sampled_from((Fraction(1), Fraction(1, 3), Fraction(1, 2))),
        prorated=st.booleans(),
    ),
    max_size=3,
).map(lambda draws: tuple(replace(one, id=f"d{at}") for at, one in enumerate(draws)))
INSTALMENTS = st.sampled_from((
    AT_ONCE,
    (Instalment(Fraction(1, 3), "date"), Instalment(Fraction(2, 3), "invoiced_on", 1)),
    (Instalment(Fraction(3, 4), "invoiced_on"), Instalment(Fraction(1, 4), "closed_at", 2)),
))  # fmt: skip
CLAWBACKS = st.none() | st.builds(
    Clawback,
    st.sampled_from((
        ((0, Fraction(1)),),
        ((0, Fraction(1)), (1, Fraction(1, 3)), (3, Fraction(0))),
        ((1, Fraction(2, 3)),),
    )),
    st.booleans(),
)  # fmt: skip
PLANS = st.builds(
    plan_of,
    draws=DRAWS,
    instalments=INSTALMENTS,
    clawback=CLAWBACKS,
    floor=st.sampled_from((0, 0, 500)),
    recover=st.sampled_from((("draw", "clawback"), ("clawback", "draw"))),
)
Line = tuple[int, date, date | None, date | None]
LINES = st.lists(
    st.tuples(st.integers(-3_000, 9_000), DAYS, st.none() | DAYS, st.none() | DAYS), max_size=6
)
AMOUNTS = st.tuples(*[st.integers(0, 4_000)] * 3)


def period_of(day: date) -> int:
    """The place of a day's period; their number beyond the last."""
    number = day_number(day)
    return next((at for at, one in enumerate(PERIODS) if number < one.end), len(PERIODS))


def due_of(plan: Plan, line: Line) -> list[tuple[int, int]]:
    """Period and amount of each instalment of a line."""
    minor, day, invoiced, _ = line
    sign, reached, before, found = (1 if minor >= 0 else -1), Fraction(0), 0, []
    for one in plan.payment.instalments:
        reached += one.share
        until = round_exact(abs(minor) * reached, HALF_UP)
        on = day if one.on in ("date", "closed_at") else invoiced
        at = len(PERIODS) if on is None else period_of(add_months(on, one.months))
        found.append((max(at, period_of(day)), sign * (until - before)))
        before = until
    return found


def share_of(clawback: Clawback | None, day: date, left: date | None) -> Fraction:
    share = Fraction(0)
    if clawback is not None and left is not None:
        for months_, one in clawback.schedule:
            if left >= add_months(day, months_):
                share = one
    return share


def flows_of(plan: Plan, line: Line) -> tuple[list[int], list[int]]:
    """What is released and what is claimed of a line, period by period."""
    minor, day, _, left = line
    released, claimed = [0] * 7, [0] * 7
    share = share_of(plan.clawback, day, left)
    gone = 6 if left is None or share == 0 or minor <= 0 else period_of(left)
    only_paid = plan.clawback is not None and plan.clawback.only_paid
    for at, amount in due_of(plan, line):
        if not (only_paid and gone < 6 and at >= gone):
            released[min(at, 6)] += amount
    if gone < 6:
        base = sum(released[:gone]) if only_paid else minor
        when = max(gone, period_of(day))
        claimed[when if not only_paid else gone] = round_exact(max(base, 0) * share, HALF_UP)
    return released[:6], claimed[:6]


def given_by(draw: Draw, amount: int, period: PayPeriod, began: int, end: int) -> int:
    since = began if draw.since is None else day_number(draw.since)
    until = end
    if draw.until is not None:
        until = day_number(draw.until)
    elif draw.months is not None:
        until = day_number(add_months(BEGAN, draw.months))
    low, high = max(since, began, period.first), min(until, end, period.end)
    if high <= low:
        return 0
    if not draw.prorated:
        return amount
    return round_exact(Fraction(amount * (high - low), period.end - period.first), HALF_UP)


BEGAN = date(2026, 1, 20)
ENDED = date(2026, 5, 11)


class Payee:
    """One payee's balances, moved on period by period."""

    def __init__(self, plan: Plan, amounts: tuple[int, ...]) -> None:
        self.plan, self.amounts = plan, amounts
        self.debt, self.claim = 0, 0
        self.ahead = {draw.id: 0 for draw in plan.draws}

    def paid(self, due: int, claimed: int, period: PayPeriod) -> int:
        self.claim += claimed
        self.debt += max(-due, 0)
        base = max(due, 0)
        tops, sure, flat = 0, 0, 0
        for draw, amount in zip(self.plan.draws, self.amounts, strict=False):
            live = given_by(draw, amount, period, day_number(BEGAN), day_number(ENDED))
            if draw.kind in (DrawKind.GUARANTEE, DrawKind.RECOVERABLE):
                more = max(live - base - tops, 0)
                tops, sure = tops + more, max(sure, live)
            else:
                more = live
                flat += live
            if draw.kind in (DrawKind.RECOVERABLE, DrawKind.ADVANCE):
                self.ahead[draw.id] += more
        total = base + tops + flat
        room = max(0, min(base, base + tops - sure, total - self.plan.payment.floor))
        left = room - min(self.debt, room)
        self.debt -= room - left
        for what in self.plan.payment.recover:
            if what == "clawback":
                taken = min(self.claim, left)
                self.claim, left = self.claim - taken, left - taken
                continue
            for draw in self.plan.draws:
                if recovery_begins(draw) < period.end:
                    most = round_exact(room * draw.recover_share, Rounding.FLOOR)
                    taken = min(self.ahead[draw.id], most, left)
                    self.ahead[draw.id], left = self.ahead[draw.id] - taken, left - taken
        return total - (room - left)


def recovery_begins(draw: Draw) -> int:
    return day_number(draw.recover_from or add_months(BEGAN, draw.recover_after))


def frame_of(lines: Sequence[Line], payee: str = "ana") -> pd.DataFrame:
    return earned(
        earning(minor, day, str(at), payee, invoiced_on=invoiced, left_on=left)
        for at, (minor, day, invoiced, left) in enumerate(lines)
    )


def stays_of(plan: Plan, amounts: tuple[int, ...], payee: str = "ana") -> pd.DataFrame:
    draws = {draw.id: amount for draw, amount in zip(plan.draws, amounts, strict=False)}
    return stints(BEGAN, ENDED, payee).assign(**draws)


def with_columns(frame: pd.DataFrame) -> pd.DataFrame:
    """An empty frame with the facts that a plan may ask for."""
    return frame if len(frame) else frame.assign(invoiced_on=[], left_on=[])


@settings(max_examples=150)
@given(plan=PLANS, lines=LINES, amounts=AMOUNTS)
def test_it_is_what_the_rules_say_of_one_payee(
    plan: Plan, lines: list[Line], amounts: tuple[int, ...]
) -> None:
    rows = with_columns(frame_of(lines))
    found = pay_out(plan, rows, stays_of(plan, amounts), PERIODS).statement
    flows = [flows_of(plan, line) for line in lines]
    payee = Payee(plan, amounts)
    for at, period in enumerate(PERIODS):
        due = sum(released[at] for released, _ in flows)
        claimed = sum(claims[at] for _, claims in flows)
        row = found.iloc[at]
        assert (row["released"], row["claimed"]) == (due, claimed)
        assert row["paid"] == payee.paid(due, claimed, period)
        assert row["draw_balance"] == sum(payee.ahead.values())
        assert (row["clawback_balance"], row["carried_balance"]) == (payee.claim, payee.debt)


@settings(max_examples=60)
@given(plan=PLANS, lines=LINES, amounts=AMOUNTS, other=LINES)
def test_money_is_conserved_and_nothing_is_below_zero(
    plan: Plan, lines: list[Line], amounts: tuple[int, ...], other: list[Line]
) -> None:
    parts = [frame_of(one, payee) for one, payee in ((lines, "ana"), (other, "ben")) if one]
    rows = pd.concat(parts) if parts else with_columns(frame_of([]))
    stays = pd.concat([stays_of(plan, amounts), stays_of(plan, amounts[::-1], "ben")])
    paid = pay_out(plan, rows, stays, PERIODS)
    found = paid.statement
    balances = ["paid", "draw_balance", "clawback_balance", "carried_balance"]
    assert (found[balances].to_numpy() >= 0).all()
    sides = found["released"] + found["draw"] - found["recovered"] - found["clawed_back"]
    assert (sides + found["carried"] == found["paid"]).all()
    by = found.groupby("payee").sum(numeric_only=True)
    last = found.groupby("payee").last()
    if plan.clawback is not None and plan.clawback.only_paid:
        ahead = by["draw"] + last["carried_balance"]
        assert (by["clawed_back"] <= by["released"].clip(lower=0) + ahead).all()
    assert (by["earned"] - by["released"] - by["cancelled"] == last["held"]).all()
    assert (by["claimed"] - by["clawed_back"] == last["clawback_balance"]).all()
    payable = paid.moves.assign(
        side=(paid.moves["debit"] == "payable").astype(int)
        - (paid.moves["credit"] == "payable").astype(int)
    )
    sums = (payable["side"] * payable["minor"]).groupby(
        [payable["payee"], payable["period"]]
    ).sum()  # fmt: skip
    assert (sums == 0).all()
    assert paid.moves["key"].is_unique
    assert (paid.moves["minor"] != 0).all()
    mixed = pay_out(plan, rows.iloc[::-1], stays.iloc[::-1], PERIODS)
    assert mixed.statement.equals(found)


@settings(max_examples=60)
@given(plan=PLANS, lines=LINES, left=st.lists(DAYS, min_size=6, max_size=6))
def test_never_more_is_taken_back_of_a_deal_than_was_paid_of_it(
    plan: Plan, lines: list[Line], left: list[date]
) -> None:
    clawback = Clawback(((0, Fraction(1)), (2, Fraction(1, 2))), only_paid=True)
    plan = replace(plan, clawback=clawback, draws=())
    gone = [(*line[:3], max(day, line[1])) for line, day in zip(lines, left, strict=False)]
    paid = pay_out(plan, with_columns(frame_of(gone)), stints(), PERIODS)
    names = {period.name: at for at, period in enumerate(PERIODS)}
    for _, deal in paid.moves[(paid.moves["about"] != "").to_numpy()].groupby("about"):
        reached = np.zeros((2, len(PERIODS)), dtype=np.int64)
        for reason, period, minor in zip(
            deal["reason"], deal["period"], deal["minor"], strict=True
        ):
            if reason != "cancelled":
                reached[int(reason == "clawback"), names[period]] += minor
        released, claimed = np.cumsum(reached, axis=1)
        before = np.append(0, released[:-1])
        assert (claimed <= np.maximum(before, 0)).all()
        assert (claimed >= 0).all()
