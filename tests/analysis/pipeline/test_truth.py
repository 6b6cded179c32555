"""What it takes and the chance, in a company whose every quarter is the same but for luck."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from scipy import stats

from everyrep.analysis.pipeline.likedays import earlier_periods, like_day
from everyrep.analysis.pipeline.truth import pipeline_truth
from everyrep.measures import query
from everyrep.values import Currency, FiscalCalendar, Money, Period, Scope, UserError
from tests.worlds import TinyWarehouse, World

TODAY = date(2026, 8, 15)
USD = Currency.of("USD")
EVERYTHING = Scope.everything("tests")
QUARTERS = [date(2024 + n // 4, 3 * (n % 4) + 1, 1) for n in range(11)]


def made(world: World) -> TinyWarehouse:
    warehouse = world.warehouse()
    warehouse.connection.execute(
        "CREATE VIEW stage_history_and_more AS SELECT * FROM stage_history"
    )
    return warehouse


def company(deals: int = 40, quarters: int = 10, **today: object) -> TinyWarehouse:
    """Each quarter opens so many deals on its tenth day; 4 of 10 are won in it, the rest lost."""
    world = World(as_of=TODAY).person("ann").person("bob")
    world.add("stages", id="Talk", name="Talk", position=1, closed=False, won=False)
    rng = np.random.default_rng(1)
    for start in QUARTERS[10 - quarters : 10]:
        for n, won in enumerate((rng.random(deals) < 0.4).tolist()):
            name = f"{start}-{n}"
            end = start + timedelta(days=80)
            world.deal(
                name, owner="ann", stage="Won" if won else "Lost",
                outcome="won" if won else "lost", created_on=start + timedelta(days=9),
                close_on=end,
            )  # fmt: skip
            entered = start + timedelta(days=9)
            world.add("stage_history", opportunity=name, stage="Talk", entered_at=entered, step=1)
    for n in range(deals):
        given = {"close_on": "2026-09-20", "amount": 1000, **today}
        world.deal(f"now-{n}", owner="ann", stage="Talk", created_on="2026-07-10", **given)
        world.add(
            "stage_history", opportunity=f"now-{n}", stage="Talk", entered_at="2026-07-10", step=1
        )
    world.add("quotas", person="ann", amount=12_000, from_on="2026-07-01", to_on="2026-10-01")
    return made(world)


@pytest.fixture(scope="module")
def steady() -> TinyWarehouse:
    return company()


def test_a_target_that_is_met_has_no_chance_to_be_met(steady: TinyWarehouse) -> None:
    found = pipeline_truth(steady, EVERYTHING, target=Money(0, USD))
    for one in (found.chance, found.chance_with_later, found.needed, found.break_even):
        assert one.reason is not None
        assert one.reason.code == "target_met"
    assert found.expected.estimable


def test_the_chance_is_that_of_forty_deals_like_the_earlier_ones(steady: TinyWarehouse) -> None:
    found = pipeline_truth(steady, EVERYTHING, target=Money(1_200_000, USD))
    assert found.periods == 8
    rate = found.stages[0].chance.value
    assert rate == pytest.approx(0.4, abs=0.06)
    assert found.chance.value == pytest.approx(stats.binom.sf(11, 40, rate), abs=0.04)
    assert found.chance.low < found.chance.value < found.chance.high
    assert found.coverage.value == pytest.approx(40 / 12)
    assert found.break_even.value == pytest.approx(1 / rate, rel=0.01)
    assert found.needed.value > found.break_even.value
    assert found.held >= 7
    assert found.expected.value.minor == pytest.approx(rate * 4_000_000, rel=0.01)


def test_coverage_is_the_measure_of_that_name_though_deals_are_overdue() -> None:
    """Authority: the door's own figures of the same period, and what was put in."""
    late = company(close_on="2026-06-30")
    for n, day in enumerate(("2026-07-02", "2026-09-30", "2026-10-01")):
        late.connection.execute(
            "UPDATE opportunities SET close_on = ? WHERE id = ?", [day, f"now-{n}"]
        )
    found = pipeline_truth(late, EVERYTHING, period="2026Q3")
    for figure, measure in ((found.due, "pipeline"), (found.coverage, "coverage")):
        told = query(late, measure, period="2026Q3", scope=EVERYTHING).one()
        assert (figure.value, figure.n) == (told.value, told.n)
    assert found.due.value == Money(200_000, USD)
    assert found.overdue.value == Money(3_700_000, USD)
    assert float(sum(s.coverage.value for s in found.stages if s.due)) == pytest.approx(
        float(found.coverage.value)
    )
    assert any("no coverage counts them" in note for note in found.notes)


def test_stages_tell_what_is_due_from_what_is_overdue_and_later() -> None:
    """Where closes of then are recorded, deals of each kind have the chance of their own kind."""
    late = company(close_on="2026-06-30")
    late.connection.execute(
        "UPDATE stage_history SET inferred = false, close_on = entered_on + "
        "CASE hash(opportunity_id) % 3 "
        "WHEN 0 THEN -30 WHEN 1 THEN 30 ELSE 120 END"
    )
    for n, day in enumerate(("2026-07-02", "2026-10-01")):
        late.connection.execute(
            "UPDATE opportunities SET close_on = ? WHERE id = ?", [day, f"now-{n}"]
        )
    found = pipeline_truth(late, EVERYTHING, period="2026Q3")
    assert {s.when: s.pipeline.n for s in found.stages} == {"due": 1, "overdue": 38, "later": 1}
    assert sum(stage.chance.n for stage in found.stages) == 320


def test_before_a_quarter_that_is_to_come_only_what_is_past_its_day_is_overdue() -> None:
    """Authority: days put in by hand, today being 15 August."""
    found = company(close_on="2026-11-10")
    for n, day in enumerate(("2026-08-14", "2026-08-15", "2026-09-30", "2026-10-01")):
        found.connection.execute(
            "UPDATE opportunities SET close_on = ? WHERE id = ?", [day, f"now-{n}"]
        )
    told = pipeline_truth(found, EVERYTHING, period="2026Q4")
    assert told.overdue.value == Money(100_000, USD)
    assert told.ahead.value == Money(200_000, USD)
    assert told.due.n == 37
    assert any("between today and the period" in note for note in told.notes)


def test_a_condition_that_targets_do_not_have_leaves_what_takes_no_target() -> None:
    cut = company()
    cut.connection.execute("UPDATE opportunities SET segment = 'Enterprise'")
    found = pipeline_truth(cut, EVERYTHING, where="segment = 'Enterprise'")
    for figure in (found.remaining, found.coverage, found.chance, found.chance_with_later):
        assert figure.reason.code == "target_not_by"
        assert "segment" in figure.reason.sentence
        assert "team" in figure.reason.remedy
    assert all(not stage.coverage.estimable for stage in found.stages)
    assert found.due.value == Money(4_000_000, USD)
    given = Money(1_200_000, USD)
    assert pipeline_truth(cut, EVERYTHING, target=given, where="segment = 'Enterprise'").coverage


def test_a_person_has_a_target_and_so_the_pipeline_of_one_is_set_against_it(
    steady: TinyWarehouse,
) -> None:
    found = pipeline_truth(steady, EVERYTHING, where="person = 'ann' and stage = 'Talk'")
    door = query(steady, "coverage", where="person = 'ann' and stage = 'Talk'", scope=EVERYTHING)
    assert found.remaining.value == Money(1_200_000, USD)
    assert found.coverage.value == door.one().value
    nobody = pipeline_truth(steady, EVERYTHING, where="person = 'bob'")
    assert not nobody.remaining.estimable


def test_a_condition_on_the_stage_of_today_does_not_pick_earlier_deals_by_their_end(
    steady: TinyWarehouse,
) -> None:
    plain = pipeline_truth(steady, EVERYTHING)
    cut = pipeline_truth(steady, EVERYTHING, where="stage = 'Talk'")
    assert cut.stages[0].chance == plain.stages[0].chance
    assert cut.chance == plain.chance
    assert cut.chance_with_later.reason.code == "part_of_stages"


def test_no_later_deals_no_later_chance(steady: TinyWarehouse) -> None:
    found = pipeline_truth(steady, EVERYTHING, target=Money(1_200_000, USD))
    assert found.chance_with_later.value == pytest.approx(found.chance.value)


def test_what_is_left_of_quotas_is_the_target(steady: TinyWarehouse) -> None:
    found = pipeline_truth(steady, EVERYTHING)
    assert found.remaining.value == Money(1_200_000, USD)
    assert found.to_dict()["remaining"]["value"]["amount"]


def test_few_earlier_deals_tell_no_chance_but_coverage_stays() -> None:
    found = pipeline_truth(company(deals=4, quarters=2), EVERYTHING, target=Money(100_000, USD))
    assert found.chance.reason.code == "too_little_history"
    assert found.needed.reason.code == "too_little_history"
    assert found.coverage.value == pytest.approx(4)


def test_without_a_target_the_needed_coverage_is_told_still() -> None:
    without = company(quarters=10)
    without.connection.execute("DELETE FROM quotas")
    found = pipeline_truth(without, EVERYTHING)
    assert not found.chance.estimable
    assert found.needed.estimable
    assert found.expected.estimable


def test_deals_without_an_amount_are_said_to_be_left_out() -> None:
    found = pipeline_truth(company(amount=None), EVERYTHING, target=Money(100_000, USD))
    assert any("no amount" in note for note in found.notes)
    assert found.chance.reason.code == "no_rows"


def test_a_period_that_is_over_is_refused(steady: TinyWarehouse) -> None:
    with pytest.raises(UserError, match="is over"):
        pipeline_truth(steady, EVERYTHING, period="2026Q1")


def test_a_chance_of_one_is_refused(steady: TinyWarehouse) -> None:
    with pytest.raises(UserError, match="chance is 1"):
        pipeline_truth(steady, EVERYTHING, chance=1)


def test_bob_has_no_deals_and_gets_no_chance(steady: TinyWarehouse) -> None:
    scope = replace(EVERYTHING, who="bob", people=frozenset({"bob"}))
    found = pipeline_truth(steady, scope, target=Money(100_000, USD))
    assert not found.chance.estimable
    assert found.due.value == Money(0, USD)


def test_who_sees_nobody_gets_a_reason(steady: TinyWarehouse) -> None:
    found = pipeline_truth(steady, Scope.nothing("n"))
    assert found.chance.reason.code == "nothing_in_scope"


def test_who_may_not_see_single_people_gets_no_pipeline_of_one(steady: TinyWarehouse) -> None:
    scope = replace(EVERYTHING, min_group=2)
    found = pipeline_truth(steady, scope, target=Money(1_200_000, USD))
    assert found.due.reason.code == "too_few_people"
    assert found.stages == ()


def test_like_days_are_as_far_into_their_period() -> None:
    now = Period(date(2026, 7, 1), date(2026, 10, 1))
    earlier = earlier_periods(now, FiscalCalendar(), 2)
    assert [str(one.start) for one in earlier] == ["2026-04-01", "2026-01-01"]
    assert like_day(earlier[0], now, date(2026, 7, 1)) == date(2026, 4, 1)
    assert like_day(earlier[1], now, date(2026, 9, 30)) == date(2026, 3, 31)


def test_periods_that_are_no_quarter_step_by_their_length() -> None:
    odd = Period(date(2026, 7, 3), date(2026, 7, 13))
    assert [one.start.day for one in earlier_periods(odd, FiscalCalendar(), 2)] == [23, 13]
