"""Power: against statsmodels, the printed figures of the traps, closed forms and simulation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from statsmodels.stats.power import NormalIndPower, TTestIndPower
from statsmodels.stats.proportion import power_proportions_2indep

from everyrep.evidence.arrays import Floats
from everyrep.evidence.inference import Fit, Inferred, estimate, fit, indicators
from everyrep.evidence.inference.result import quantile
from everyrep.evidence.trials import (
    Detectable,
    Plan,
    Staggered,
    detectable,
    difference_of_means,
    people_needed,
    planned_error,
    power_of,
    power_of_proportions,
    proportion_detectable,
    rate_deviation,
    ratio_deviation,
    reach,
    smallest_detectable,
    staggered_detectable,
    staggered_error,
)
from everyrep.evidence.trials.effect import Effect
from everyrep.evidence.trials.plan import design_effect, kept_variance
from everyrep.values import Reason
from everyrep.values.errors import InternalError

NORMAL = quantile(0.975) + quantile(0.8)
"""Errors that an effect must be away to be found 80 times of a hundred, without few-people t."""


def seen(answer: Detectable | Reason) -> Detectable:
    assert isinstance(answer, Detectable), answer
    return answer


@pytest.mark.parametrize("people", [12, 40, 300])
@pytest.mark.parametrize("effect", [0.2, 0.8])
def test_power_equals_statsmodels(people: int, effect: float) -> None:
    truth = TTestIndPower().power(effect, people / 2, 0.05)
    assert power_of(effect, 2 / np.sqrt(people), people - 2) == pytest.approx(truth, rel=1e-7)
    wide = NormalIndPower().power(effect, people / 2, 0.05)
    assert power_of(effect, 2 / np.sqrt(people), np.inf) == pytest.approx(wide, rel=1e-9)


@pytest.mark.parametrize("people", [16, 60, 500])
@pytest.mark.parametrize("power", [0.8, 0.9])
def test_the_smallest_effect_and_the_people_needed_equal_statsmodels(
    people: int, power: float
) -> None:
    truth = TTestIndPower().solve_power(nobs1=people / 2, alpha=0.05, power=power)
    found = seen(detectable(Plan(people), power=power))
    assert found.effect == pytest.approx(truth, rel=1e-5)
    needed = people_needed(Plan(0), 0.37, power=power)
    assert isinstance(needed, int)
    half = TTestIndPower().solve_power(effect_size=0.37, alpha=0.05, power=power)
    assert needed - 1 < 2 * half <= needed


def test_unequal_sides_equal_statsmodels() -> None:
    truth = TTestIndPower().solve_power(nobs1=20, ratio=3, alpha=0.05, power=0.8)
    assert seen(detectable(Plan(80, treated=0.25))).effect == pytest.approx(truth, rel=1e-5)


@pytest.mark.parametrize("shares", [(0.25, 0.35), (0.02, 0.05), (0.6, 0.5)])
def test_proportions_equal_statsmodels(shares: tuple[float, float]) -> None:
    truth = power_proportions_2indep(shares[1] - shares[0], shares[0], 200, ratio=1.5, alpha=0.05)
    assert power_of_proportions(shares, (300, 200)) == pytest.approx(truth.power, abs=2e-3)
    found = proportion_detectable(0.25, (150, 150))
    assert isinstance(found, float)
    assert power_of_proportions((0.25, 0.25 + found), (150, 150)) == pytest.approx(0.8)
    assert isinstance(proportion_detectable(0.9, (8, 8)), Reason)


@pytest.mark.parametrize(
    ("reps", "one", "four", "raw", "past"),
    [
        (20, 17.9, 9.9, 100, 78),
        (50, 11.3, 6.3, 63, 49),
        (100, 8.0, 4.4, 45, 35),
        (200, 5.7, 3.1, 32, 25),
        (500, 3.6, 2.0, 20, 16),
    ],
)
def test_the_printed_table_of_smallest_effects(
    reps: int, one: float, four: float, raw: float, past: float
) -> None:
    """80% power by the normal: win rate of 10 deals a quarter, revenue of variation 0.8.

    True win rates differ by 4 points between people, and that part lasts from quarter to quarter.
    """
    deviation, lasting = rate_deviation(0.25, 10, between=0.04)
    quarter = Plan(reps, deviation, lasting=lasting)
    assert 100 * NORMAL * planned_error(quarter) == pytest.approx(one, abs=0.06)
    year = replace(quarter, periods=4)
    assert 100 * NORMAL * planned_error(year) == pytest.approx(four, abs=0.06)
    revenue = Plan(reps, 0.8)
    assert 100 * NORMAL * planned_error(revenue) == pytest.approx(raw, abs=0.51)
    known = replace(revenue, explained=0.4)
    assert 100 * NORMAL * planned_error(known) == pytest.approx(past, abs=0.51)


def test_teams_of_eight_cost_the_printed_third() -> None:
    plan = Plan(200, team=8, likeness=0.1)
    assert np.sqrt(design_effect(plan)) == pytest.approx(1.30, abs=0.005)
    assert design_effect(replace(plan, uneven=0.5)) == pytest.approx(1 + (1.25 * 8 - 1) * 0.1)


def test_few_people_need_more_than_the_normal_says() -> None:
    """With ten on a side the table above is a tenth too hopeful, and more with six teams."""
    people = seen(detectable(Plan(20)))
    assert people.effect / (NORMAL * people.error) == pytest.approx(1.056, abs=0.01)
    teams = seen(detectable(Plan(48, team=8, likeness=0.1)))
    assert teams.effect / (NORMAL * teams.error) > 1.3
    assert teams.warning


@pytest.mark.parametrize("before", [0, 1, 4])
@pytest.mark.parametrize("after", [1, 3])
def test_repeated_measures_equal_frison_and_pocock(before: int, after: int) -> None:
    """Their formula for equal correlation of all periods, adjusted for the mean from before."""
    rho = 0.6
    truth = (1 + (after - 1) * rho) / after
    if before:
        truth -= before * rho**2 / (1 + (before - 1) * rho)
    plan = Plan(50, periods=after, before=before, lasting=rho)
    assert kept_variance(plan) == pytest.approx(truth)


def test_periods_that_echo_tell_less() -> None:
    plain = kept_variance(Plan(50, periods=6, lasting=0.2))
    assert kept_variance(Plan(50, periods=6, lasting=0.2, echo=0.7)) > plain


def test_a_ratio_varies_as_its_delta_method_says() -> None:
    random = np.random.default_rng(2)
    below: Floats = np.asarray(random.poisson(9, 50_000) + 1, float)
    above = random.binomial(below.astype(int), 0.3).astype(float)
    drawn = [
        above[who].sum() / below[who].sum() for who in random.integers(0, 50_000, (4_000, 100))
    ]
    assert ratio_deviation(above, below) / 10 == pytest.approx(np.std(drawn), rel=0.04)


@pytest.mark.parametrize("steps", [3, 5])
@pytest.mark.parametrize("icc", [0.01, 0.2])
def test_a_staggered_start_equals_hussey_and_hughes(steps: int, icc: float) -> None:
    """Their closed form for a team's lasting effect, with other people in each period."""
    start = np.repeat(np.arange(1, steps + 1), 3)
    teams, periods, people = start.size, steps + 1, 12
    treated = (np.arange(periods) >= start[:, None]).astype(float)
    noise, own = (1 - icc) / people, icc
    u = treated.sum()
    w = (treated.sum(axis=0) ** 2).sum()
    v = (treated.sum(axis=1) ** 2).sum()
    above = teams * noise * (noise + periods * own)
    under = (teams * u - w) * noise + (u**2 + teams * periods * u - periods * w - teams * v) * own
    plan = Staggered(start, periods, people=people, likeness=icc)
    assert staggered_error(plan) == pytest.approx(np.sqrt(above / under))


def test_all_at_once_tells_nothing() -> None:
    found = staggered_error(Staggered(np.full(8, 2), 5))
    assert isinstance(found, Reason)
    assert found.code == "all_start_together"
    few = staggered_detectable(Staggered(np.arange(4), 5, people=10))
    assert isinstance(few, Reason)
    assert few.code == "too_few_clusters"


@pytest.mark.slow
def test_the_promised_power_is_had_in_companies() -> None:
    """Ten teams of eight, unlike by 0.1: 80 of 100 such effects are found by our own analysis."""
    plan = Plan(160, team=8, likeness=0.1)
    effect = seen(detectable(plan)).effect
    found = 0
    for seed in range(500):
        random = np.random.default_rng(seed)
        team = np.repeat(np.arange(20), 8)
        treated = random.permutation(np.arange(20) % 2)[team] == 1
        y: Floats = effect * treated + random.normal(size=20)[team] * np.sqrt(0.1)
        y = y + random.normal(size=160) * np.sqrt(0.9)
        told = difference_of_means(y, treated, cluster=team)
        assert isinstance(told, Effect)
        found += told.absolute.p < 0.05
    assert found / 500 == pytest.approx(0.8, abs=0.05)


@pytest.mark.slow
def test_a_staggered_start_has_the_promised_power() -> None:
    """Sixteen teams of six start in four waves over five periods; months and people taken out."""
    start = np.arange(16) % 4 + 1
    plan = Staggered(start, 5, people=6, likeness=0.1, person_lasts=0.5)
    effect = seen(staggered_detectable(plan)).effect
    team = np.repeat(np.arange(16), 30)
    person, period = np.repeat(np.arange(96), 5), np.tile(np.arange(5), 96)
    found = false = 0
    for seed in range(300):
        random = np.random.default_rng(seed)
        begun = period >= random.permutation(start)[team]
        y: Floats = random.normal(size=16)[team] * np.sqrt(0.1) + 0.2 * period
        y = y + random.normal(size=96)[person] * np.sqrt(0.45)
        y = y + random.normal(size=480) * np.sqrt(0.45)
        x = np.column_stack([begun.astype(float), indicators(period)])
        for truth in (0.0, effect):
            fitted = fit(y + truth * begun, x, absorb=person)
            assert isinstance(fitted, Fit)
            told = estimate(fitted, 0, cluster=team)
            assert isinstance(told, Inferred)
            false += truth == 0 and told.p < 0.05
            found += truth > 0 and told.p < 0.05
    assert false / 300 <= 0.08
    assert found / 300 == pytest.approx(0.8, abs=0.08)


def test_eight_people_in_one_team_cannot_tell_and_hear_what_could() -> None:
    found = reach(Plan(8, deviation=0.8), wanted=0.1)
    assert found.effect is None
    assert found.reason is not None
    assert found.reason.code == "too_few"
    assert "more quarters" in found.reason.remedy
    assert [way.name for way in found.ways if way.enough] == ["more_people"]


def test_what_would_make_it_detectable() -> None:
    plan = Plan(120, deviation=1.0, team=6, likeness=0.15, lasting=0.3)
    found = reach(plan, wanted=0.4)
    assert found.effect is not None
    assert not found.enough
    ways = {way.name: way for way in found.ways}
    assert set(ways) == {
        "more_people", "more_periods", "past", "covariate", "by_person", "staggered_start",
        "practice",
    }  # fmt: skip
    assert all(way.effect is None or way.effect <= max(found.effect, 0.4) for way in found.ways)
    assert ways["more_people"].enough
    people = people_needed(plan, 0.4)
    assert isinstance(people, int)
    assert f"{int(np.ceil(people / 6)):,} teams instead of 20" in ways["more_people"].sentence
    enough = [way.enough for way in found.ways]
    assert enough == sorted(enough, reverse=True)


def test_a_plan_that_suffices_asks_for_no_more_people() -> None:
    found = reach(Plan(600, deviation=1.0), wanted=0.3)
    assert found.enough
    assert "more_people" not in {way.name for way in found.ways}
    assert "practice" not in {way.name for way in found.ways}


def test_an_effect_of_nothing_is_never_detectable() -> None:
    found = people_needed(Plan(0), 1e-6)
    assert isinstance(found, Reason)
    assert found.code == "never_detectable"
    assert smallest_detectable(2.0, np.inf) == pytest.approx(2 * NORMAL, rel=1e-4)


@pytest.mark.parametrize("wrong", [{"periods": 0}, {"treated": 1.0}, {"deviation": 0.0}])
def test_impossible_plans_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InternalError):
        Plan(50, **wrong)  # type: ignore[arg-type]
