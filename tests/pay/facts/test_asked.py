"""Quotas as a payroll clerk works them out by hand: spread, prorated, ramped, to date."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.pay.facts.gathering import Gathered, gathered
from everyrep.pay.facts.left import Reason
from everyrep.pay.language import Kind
from everyrep.pay.plan import Measure, Missing, Proration, Quota, QuotaBasis, Span, Spread, Window
from everyrep.values import DataError, UserError
from tests.pay.facts.given import condition, plan_of

QUARTERS = (Fraction(1, 5), Fraction(1, 5), Fraction(1, 5), Fraction(2, 5))
FULL = Fraction(100_000_00)


def quota_of(**changes: Any) -> Quota:
    said: dict[str, Any] = {
        "name": "bookings", "kind": Kind.MONEY, "window": Window(Span.QUARTER), "amount": None,
        "spread": Spread.GIVEN, "weights": (), "ramp": (), "proration": Proration.NONE,
        "missing": Missing.REFUSE, "zero": Missing.REFUSE,
    }  # fmt: skip
    return Quota(**{**said, **changes})


def found(
    quota: Quota, stints: list[tuple[Any, ...]], *, year: int = 2026, **tables: Any
) -> Gathered:
    plan = plan_of(begins=date(year, 1, 1), ends=date(year + 1, 1, 1), quotas={"bookings": quota})
    people = {
        "payee": [stint[2] if len(stint) > 2 else "ana" for stint in stints],
        "from": [stint[0] for stint in stints], "until": [stint[1] for stint in stints],
    }  # fmt: skip
    lines: dict[str, list[Any]] = {"line": [], "closed_on": [], "amount": []}
    return gathered(plan, lines, people, **tables)


def given_rows(*rows: tuple[Any, ...]) -> dict[str, list[Any]]:
    names = ("amount", "from", "until")
    return {
        "payee": ["ana"] * len(rows), "quota": ["bookings"] * len(rows),
        **{name: [row[at] for row in rows] for at, name in enumerate(names)},
    }  # fmt: skip


def amounts(gathered: Gathered) -> list[Fraction | None]:
    asked = gathered.facts.quotas["bookings"]
    return [
        one if known else None
        for one, known in zip(asked.amount.fractions(), asked.known, strict=True)
    ]


def to_date(gathered: Gathered) -> list[Fraction]:
    return gathered.facts.quotas["bookings"].to_date.fractions()


def cents(values: list[Fraction | None]) -> list[int]:
    return [round(value) for value in values if value is not None]


def test_a_year_from_the_first_of_june_by_days() -> None:
    quota = quota_of(
        window=Window(Span.YEAR), amount=Fraction(800_000_00), proration=Proration.DAYS
    )
    asked = found(quota, [("2019-06-01", None)], year=2019)
    assert amounts(asked) == [Fraction(800_000_00 * 214, 365)]
    assert cents(amounts(asked)) == [469_041_10]


def test_a_leap_year_has_366_days() -> None:
    quota = quota_of(window=Window(Span.YEAR), amount=FULL, proration=Proration.DAYS)
    assert amounts(found(quota, [("2024-03-01", None)], year=2024)) == [FULL * 306 / 366]


def test_weights_and_whole_months_of_who_starts_in_march() -> None:
    quota = quota_of(
        amount=FULL, spread=Spread.WEIGHTS, weights=QUARTERS, proration=Proration.MONTHS
    )
    asked = found(quota, [("2019-03-01", None)], year=2019)
    assert cents(amounts(asked)) == [6_666_67, 20_000_00, 20_000_00, 40_000_00]


def test_a_month_that_was_had_in_part_is_no_whole_month() -> None:
    quota = quota_of(amount=FULL, proration=Proration.MONTHS)
    asked = found(quota, [("2026-01-15", "2026-06-15")])
    assert amounts(asked) == [FULL * 2 / 3, FULL * 2 / 3]


def test_a_quarter_is_full_for_who_was_there_when_it_began() -> None:
    quota = quota_of(amount=FULL, proration=Proration.FULL_IF_BEGUN)
    assert amounts(found(quota, [("2026-10-01", None)])) == [FULL]
    assert amounts(found(quota, [("2026-08-15", "2026-11-15")])) == [0, FULL]


def test_a_quarter_that_two_plans_share_is_parted_by_days() -> None:
    quota = quota_of(amount=Fraction(90_000_00), proration=Proration.DAYS)
    before = found(quota, [("2025-04-01", "2025-05-16")], year=2025)
    assert cents(amounts(before)) == [44_505_49]
    plan = plan_of(
        begins=date(2025, 5, 16), ends=date(2026, 1, 1),
        quotas={"bookings": quota_of(amount=Fraction(120_000_00), proration=Proration.DAYS)},
    )  # fmt: skip
    lines: dict[str, list[Any]] = {"line": [], "closed_on": [], "amount": []}
    after = gathered(plan, lines, {"payee": ["ana"], "from": ["2020-01-01"]})
    assert cents(amounts(after)) == [60_659_34, 120_000_00, 120_000_00]


def test_days_of_leave_ask_nothing() -> None:
    quota = quota_of(amount=FULL, proration=Proration.DAYS)
    leave = {"payee": ["ana", "ana", "zoe"], "from": ["2026-02-01", "2026-02-10", "2026-01-01"],
             "until": ["2026-02-15", "2026-03-01", "2026-12-31"]}  # fmt: skip
    asked = found(quota, [("2026-01-01", "2026-07-01")], leave=leave)
    assert amounts(asked) == [FULL * (90 - 28) / 90, FULL]


def test_leave_of_people_who_are_not_on_the_plan_changes_nothing() -> None:
    quota = quota_of(window=Window(Span.YEAR), amount=Fraction(12_000_00))
    leave = {"payee": ["zoe"], "from": ["2026-02-01"], "until": ["2026-03-01"]}
    stint = [("2026-01-01", "2027-01-01")]
    assert amounts(found(quota, stint, leave=leave)) == amounts(found(quota, stint))


def test_a_ramp_asks_a_share_of_the_first_months() -> None:
    ramp = tuple(Fraction(one, 45) for one in (10, 20, 30))
    quota = quota_of(window=Window(Span.MONTH), amount=Fraction(45_000_00), ramp=ramp)
    asked = found(quota, [("2026-01-12", "2026-06-01")])
    assert cents(amounts(asked)) == [10_000_00, 20_000_00, 30_000_00, 45_000_00, 45_000_00]


def test_a_ramp_of_four_months_within_quarters() -> None:
    ramp = (Fraction(1, 5), Fraction(2, 5), Fraction(3, 5), Fraction(4, 5))
    quota = quota_of(amount=FULL, ramp=ramp, proration=Proration.MONTHS)
    asked = found(quota, [("2026-02-01", "2026-10-01")])
    # February and March of a quarter of three months; April and May, then June in full.
    assert amounts(asked) == [FULL * 3 / 5 / 3, FULL * (3 + 4 + 5) / 5 / 3, FULL]


def test_who_comes_back_does_not_ramp_again() -> None:
    quota = quota_of(window=Window(Span.MONTH), amount=FULL, ramp=(Fraction(1, 2),))
    asked = found(quota, [("2025-11-01", "2026-02-01"), ("2026-05-01", "2026-06-01")])
    assert amounts(asked) == [FULL, FULL]


def test_a_quota_that_changes_within_its_window_is_taken_by_days_and_said_to() -> None:
    rows = given_rows((90_000, "2026-01-01", "2026-02-01"), ("120_000", "2026-02-01", None))
    asked = found(quota_of(), [("2026-01-01", None)], quotas=rows)
    first = Fraction(90_000_00 * 31 + 120_000_00 * 59, 90)
    assert amounts(asked) == [first, *[Fraction(120_000_00)] * 3]
    assert asked.left.notes == (
        "The quota 'bookings' of ana in Q1 2026 changes within; it is taken by days",
    )


def test_amounts_before_and_after_somebody_was_there_do_not_count() -> None:
    rows = given_rows((90_000, "2026-01-01", "2026-05-16"), (120_000, "2026-05-16", None))
    quota = quota_of(proration=Proration.DAYS)
    asked = found(quota, [("2026-04-01", "2026-05-16")], quotas=rows)
    assert amounts(asked) == [Fraction(90_000_00 * 45, 91)]
    assert asked.left.notes == ()


def test_a_quota_that_lacks_for_some_days_is_not_known() -> None:
    rows = given_rows((90_000, "2026-02-01", None))
    asked = found(quota_of(), [("2026-01-01", "2026-07-01")], quotas=rows)
    assert amounts(asked) == [None, 90_000_00]
    assert asked.left.notes == (
        "The quota 'bookings' of ana in Q1 2026 is missing: 59 of 90 days have one",
    )
    assert amounts(found(quota_of(), [("2026-01-01", "2026-07-01")])) == [None, None]


def test_amounts_that_hold_on_one_day_are_refused() -> None:
    rows = given_rows((90_000, "2026-01-01", "2026-02-01"), (120_000, "2026-01-31", None))
    with pytest.raises(DataError, match="hold on 2026-01-31"):
        found(quota_of(), [("2026-01-01", None)], quotas=rows)
    with pytest.raises(DataError, match="below zero"):
        found(quota_of(), [("2026-01-01", None)], quotas=given_rows((-1, None, None)))


def test_quotas_of_others_are_counted() -> None:
    rows = given_rows((1, None, None))
    rows = {key: [*column, column[0]] for key, column in rows.items()}
    rows["payee"] = ["ana", "zoe"]
    asked = found(quota_of(), [("2026-01-01", "2026-02-01")], quotas=rows)
    assert asked.left.counts == {Reason.NO_QUOTA: 1}


def test_what_is_asked_to_date_counts_the_months_that_have_begun() -> None:
    quota = quota_of(amount=Fraction(300_000_00))
    for through, expected in [
        (date(2026, 1, 31), [100_000_00, 0]), (date(2026, 2, 1), [200_000_00, 0]),
        (date(2026, 3, 31), [300_000_00, 0]), (date(2026, 4, 1), [300_000_00, 100_000_00]),
    ]:  # fmt: skip
        asked = found(quota, [("2026-01-01", "2026-07-01")], through=through)
        assert to_date(asked) == expected
        assert amounts(asked) == [300_000_00] * 2


def test_months_in_which_somebody_was_not_there_ask_nothing_to_date() -> None:
    quota = quota_of(amount=Fraction(300_000_00), proration=Proration.MONTHS)
    asked = found(quota, [("2026-02-01", "2026-04-01")], through=date(2026, 2, 28))
    assert amounts(asked) == [200_000_00]
    assert to_date(asked) == [100_000_00]


@pytest.mark.parametrize(
    ("spread", "expected"),
    [
        (Spread.EVEN, [Fraction(1, 4)] * 4),
        (Spread.DAYS, [Fraction(days, 366) for days in (91, 91, 92, 92)]),
        (Spread.WEIGHTS, list(QUARTERS)),
    ],
)
def test_a_year_is_spread_over_its_quarters(spread: Spread, expected: list[Fraction]) -> None:
    weights = QUARTERS if spread is Spread.WEIGHTS else ()
    quota = quota_of(amount=FULL, spread=spread, weights=weights)
    assert amounts(found(quota, [("2020-01-01", None)], year=2024)) == [
        FULL * share for share in expected
    ]


def test_weights_follow_the_fiscal_year() -> None:
    plan = plan_of(
        begins=date(2025, 10, 1), ends=date(2026, 10, 1), year_begins=10,
        quotas={"bookings": quota_of(amount=FULL, spread=Spread.WEIGHTS, weights=QUARTERS)},
    )  # fmt: skip
    lines: dict[str, list[Any]] = {"line": [], "closed_on": [], "amount": []}
    asked = gathered(plan, lines, {"payee": ["ana"], "from": ["2020-01-01"]})
    assert amounts(asked) == [FULL * share for share in QUARTERS]


def test_a_quota_for_each_deal_is_refused() -> None:
    with pytest.raises(UserError, match="deal"):
        found(quota_of(window=Window(Span.DEAL)), [("2026-01-01", None)])


def plainly(
    quota: Quota, first: date, end: date, amount: Fraction, absent: set[date]
) -> list[Fraction]:
    """Quarters prorated by days and ramped, one day at a time."""
    asked: dict[int, Fraction] = {}
    for number in range(date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal()):
        day = date.fromordinal(number)
        quarter = (day.month - 1) // 3
        begins = date(2026, 3 * quarter + 1, 1)
        ends = date(2027, 1, 1) if quarter == 3 else date(2026, 3 * quarter + 4, 1)
        if first <= day < end:
            asked.setdefault(quarter, Fraction(0))
        if first <= day < end and day not in absent:
            month = (day.year - first.year) * 12 + day.month - first.month
            ramp = quota.ramp[month] if month < len(quota.ramp) else Fraction(1)
            asked[quarter] += amount * ramp / (ends - begins).days
    return [asked[quarter] for quarter in sorted(asked)]


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(
    days=st.lists(DAYS, min_size=2, max_size=2, unique=True).map(sorted),
    leave=st.lists(DAYS, min_size=2, max_size=2, unique=True).map(sorted),
    ramp=st.lists(st.fractions(0, 1, max_denominator=20), max_size=6).map(tuple),
)
def test_days_ramp_and_leave_equal_a_count_of_each_day(
    days: list[date], leave: list[date], ramp: tuple[Fraction, ...]
) -> None:
    quota = quota_of(amount=FULL, proration=Proration.DAYS, ramp=ramp)
    away = {"payee": ["ana"], "from": [leave[0]], "until": [leave[1]]}
    absent = {date.fromordinal(at) for at in range(leave[0].toordinal(), leave[1].toordinal())}
    asked = found(quota, [(days[0], days[1])], leave=away)
    assert amounts(asked) == plainly(quota, days[0], days[1], FULL, absent)


def credited(quota: Quota, **tables: Any) -> Gathered:
    """Ana and ben with a line of 100 each in the first quarter; a measure counts both."""
    amount, quarter = condition("amount"), Window(Span.QUARTER)
    measure = Measure("sold", amount, None, ("primary",), quarter, "bookings", QuotaBasis.WHOLE)
    plan = plan_of(quotas={"bookings": quota}, measures={"sold": measure})
    lines = {
        "line": ["1", "2"], "payee": ["ana", "ben"], "closed_on": ["2026-01-10", "2026-02-10"],
        "amount": [100, 100],
    }  # fmt: skip
    people = {"payee": ["ana", "ben", "eve"], "from": ["2026-01-01"] * 3}
    return gathered(plan, lines, people, **tables)


def test_whoever_is_credited_without_a_quota_is_named() -> None:
    quota = quota_of(missing=Missing.NOTHING, zero=Missing.NOTHING)
    asked = given_rows((1000, "2026-01-01", "2026-04-01"))
    (note,) = credited(quota, quotas=asked).left.notes
    assert note.endswith("pays them nothing: ben in Q1 2026")
    both = credited(quota, quotas=given_rows((0, "2026-01-01", "2026-04-01"))).left.notes
    assert both[0].endswith("nothing: ana in Q1 2026; ben in Q1 2026")


def test_nobody_is_named_where_the_plan_refuses_to_do_without() -> None:
    assert credited(quota_of()).left.notes == ()
    everybody = quota_of(amount=FULL, missing=Missing.NOTHING, zero=Missing.NOTHING)
    assert credited(everybody).left.notes == ()
