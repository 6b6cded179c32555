"""Relative magnitudes: published tables, linear programmes as brute force, coverage at the edge."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from scipy import optimize, stats

from everyrep.evidence.arrays import Floats
from everyrep.evidence.sensitivity import (
    BENDS,
    STEPS,
    Asked,
    Bounds,
    EventPath,
    hybrid_smoothness_bounds,
    relative_bounds,
    relative_breakdown,
    smoothness_bounds,
    smoothness_breakdown,
    told_breakdown,
)
from everyrep.evidence.sensitivity.event_path import differences
from everyrep.evidence.sensitivity.hybrid_test import HybridTest, rarely_passed
from everyrep.evidence.sensitivity.moments import Limit, Moments, Width, moments
from everyrep.values import DataError
from tests.evidence.sensitivity.published import published, random_study, study_of


def table(name: str, which: str) -> list[tuple[float, float, float]]:
    return [(float(at), low, high) for at, (low, high) in published(name)[which].items()]


# The printed ends are points of a grid: 40 standard errors in a thousand parts, inside of ours by
# up to one part, and moved a little by the draws of either first look.
MEDICAID_GRID, BENZARTI_GRID = 3.7e-4, 7.6e-4


def assert_inside(printed: tuple[float, float], ours: Bounds, grid: float, digits: float) -> None:
    low, high = printed
    slack = digits + 0.6 * grid
    assert ours.low - slack <= low <= ours.low + grid + slack
    assert ours.high - grid - slack <= high <= ours.high + slack


@pytest.mark.parametrize(("times", "low", "high"), table("medicaid", "relative_first_period"))
def test_medicaid_expansion(times: float, low: float, high: float) -> None:
    found = relative_bounds(study_of("medicaid"), times)
    assert_inside((low, high), found, MEDICAID_GRID, 5e-5)


@pytest.mark.parametrize(("times", "low", "high"), table("medicaid", "relative_average"))
def test_medicaid_expansion_average(times: float, low: float, high: float) -> None:
    study = study_of("medicaid")
    found = relative_bounds(study, times, study.average_after())
    assert_inside((low, high), found, MEDICAID_GRID, 5e-4)


def test_benzarti_and_carloni() -> None:
    stored, study = published("benzarti_carloni"), study_of("benzarti_carloni")
    for times, low in stored["relative_first_period_low"].items():
        found = relative_bounds(study, float(times))
        # At a factor of two the grid printed ends before the range does.
        high = stored["relative_first_period_high"].get(times, found.high)
        assert_inside((low, high), found, BENZARTI_GRID, 1e-6)


@pytest.mark.parametrize(
    ("bend", "low", "high"), table("benzarti_carloni", "hybrid_smoothness_first_period")
)
def test_benzarti_and_carloni_by_the_hybrid_test(bend: float, low: float, high: float) -> None:
    found = hybrid_smoothness_bounds(study_of("benzarti_carloni"), bend)
    assert_inside((low, high), found, 1.5e-3, 5e-4)


def test_benzarti_and_carloni_with_one_period_after() -> None:
    # With one period after treatment the published test asks the periods before as well.
    stored, study = published("benzarti_carloni"), study_of("benzarti_carloni", before=7)
    for times, printed in stored["one_period_after_relative"].items():
        found = relative_bounds(study, float(times), asked=Asked(with_before=True))
        assert_inside(tuple(printed), found, 1.2e-3, 5e-4)
    for bend, printed in stored["one_period_after_hybrid_smoothness"].items():
        asked = Asked(order=BENDS, with_before=True)
        found = hybrid_smoothness_bounds(study, float(bend), asked=asked)
        # At 0.1 the periods before all but refute the limit; a first look by the thousand draws
        # of the published test then moves the ends by up to 0.008 (seen with its draws repeated).
        assert_inside(tuple(printed), found, 2.2e-3, 8e-3 if bend == "0.1" else 5e-4)
    asked = Asked(order=BENDS, with_before=True)
    assert hybrid_smoothness_bounds(study, 0.0, asked=asked).refuted


def worst_by_programme(
    study: EventPath,
    weights: Floats,
    order: int,
    limits: tuple[Width, Limit | None],
    effect: float,
) -> float:
    """The statistic of the literature: the least common slack, by a linear programme."""
    width, before = limits
    rows = differences(study, weights, order)
    parts = [rows.after - width.up.part, -rows.after - width.down.part]
    fixed = [np.repeat([width.up.fixed, width.down.fixed], study.after)]
    if before is not None:
        parts += [rows.before - before.part, -rows.before - before.part]
        fixed.append(np.full(2 * len(rows.before), before.fixed))
    matrix = np.vstack(parts)
    constants = np.concatenate(fixed)
    kept = np.abs(matrix).max(axis=1) > 1e-12
    matrix, constants = matrix[kept], constants[kept]
    errors = np.sqrt(np.einsum("ij,jk,ik->i", matrix, study.covariance, matrix))
    # Unknown: the slack, and the effect of each period after; they add up to the supposed one.
    found = optimize.linprog(
        np.eye(1, 1 + study.after).ravel(),
        A_ub=-np.column_stack([errors, matrix[:, study.before :]]),
        b_ub=constants - matrix @ study.coefficients,
        A_eq=np.concatenate([[0.0], weights])[None],
        b_eq=[effect],
        bounds=(None, None),
    )
    assert found.status == 0
    return float(found.fun)


@pytest.mark.parametrize("order", [STEPS, BENDS])
@pytest.mark.parametrize("with_before", [False, True])
@pytest.mark.parametrize(("before", "after"), [(3, 1), (2, 3), (4, 5)])
def test_the_worst_inequality_is_that_of_the_linear_programme(
    order: int, with_before: bool, before: int, after: int
) -> None:
    for seed in range(6):
        study = random_study(seed, before, after)
        rng = np.random.default_rng(seed)
        weights = rng.normal(size=after) * (rng.random(after) < 0.8)
        weights[0] += 0.1
        rows = differences(study, weights, order)
        leading = rows.before[int(rng.integers(len(rows.before)))]
        part, fixed, none = Limit(0.7 * leading), Limit(0 * leading, 0.4), Limit(0 * leading)
        limits = [
            (Width(part, part), Limit(leading)),
            (Width(fixed, fixed), fixed),
            (Width(part, none), Limit(leading)),
            (Width(none, fixed), fixed),
        ]
        for width, seen in limits:
            asked = seen if with_before else None
            ours = moments(study, rows, width, asked)
            for effect in rng.normal(size=3):
                at = float(ours.at(np.array([effect])).max())
                programme = worst_by_programme(study, weights, order, (width, asked), effect)
                assert at == pytest.approx(programme, abs=1e-8)


@pytest.mark.parametrize("with_before", [False, True])
def test_what_is_rarely_passed_is_what_very_many_draws_say(with_before: bool) -> None:
    study = random_study(9, 4, 3)
    rows = differences(study, study.average_after(), STEPS)
    limit = Limit(rows.before[0])
    found = moments(study, rows, Width(limit, limit), limit if with_before else None)
    rng = np.random.default_rng(1)
    many = (found.root @ rng.standard_normal((7, 200_000))).max(axis=0)
    mark = rarely_passed(found, 0.02, rng.standard_normal((8, 2_000)))
    assert (many > mark).mean() == pytest.approx(0.02, abs=0.0015)
    marks = [rarely_passed(found, 0.005, rng.standard_normal((8, 2_000))) for _ in range(20)]
    assert np.std(marks) < 0.02


def cut_by_search(found: Moments, effect: float) -> tuple[float, float]:
    """Between which values the worst inequality stays the worst, by trying them."""
    at = found.at(np.array([effect]))[0]
    worst = int(at.argmax())
    share = found.covariance[worst] / found.covariance[worst, worst]
    values = np.linspace(-12, 12, 240_001)
    # What does not move with the worst stays; the others move by their share.
    others = (at - share * at[worst])[None] + share[None] * values[:, None]
    stays = values[(others <= values[:, None] + 1e-12).all(axis=1)]
    return float(stays.min()), float(stays.max())


def test_the_cut_is_where_another_becomes_the_worst() -> None:
    study = random_study(9, 3, 2)
    rows = differences(study, study.average_after(), STEPS)
    limit = Limit(rows.before[0])
    found = moments(study, rows, Width(limit, limit), limit)
    test = HybridTest(found, 0.05, 3.0)
    for effect in (-2.0, 0.1, 3.0):
        at = found.at(np.array([effect]))
        worst = at.argmax(axis=1)
        low, high, _ = test._cut(at, worst, at.max(axis=1))
        searched = cut_by_search(found, effect)
        assert max(float(low[0]), -12) == pytest.approx(searched[0], abs=2e-4)
        assert min(float(high[0]), 12) == pytest.approx(searched[1], abs=2e-4)


def alike(part: Floats) -> Width:
    return Width(Limit(part), Limit(part))


def coverage(study: EventPath, times: float, order: int, truth: Floats, draws: int) -> float:
    """How often an effect at the edge of what the limits allow is accepted."""
    weights = study.average_after()
    rows = differences(study, weights, order)
    largest = np.abs(rows.before @ truth).max()
    edge = rows.target @ (rows.after @ truth) + times * largest * np.abs(rows.target).sum()
    rng = np.random.default_rng(5)
    noise = rng.standard_normal((truth.size + 1, 4_000))
    tests = [
        HybridTest.of(moments(study, rows, alike(times * sign * row), None), 0.05, noise)
        for row in rows.before
        for sign in (1, -1)
    ]
    drawn = rng.standard_normal((draws, truth.size))
    shift = np.linalg.lstsq(_root(study), truth)[0]
    accepted = np.zeros(draws, dtype=bool)
    for test in tests:
        levels = (drawn + shift) @ test.moments.root.T
        for at, level in enumerate(levels):
            if not accepted[at]:
                moved = replace(test, moments=replace(test.moments, level=level))
                accepted[at] = not moved.rejects(np.array([edge]))[0]
    return float(accepted.mean())


def _root(study: EventPath) -> Floats:
    values, vectors = np.linalg.eigh(study.covariance)
    return np.asarray(vectors * np.sqrt(values))


SHAPES = {
    "one break": np.array([0.0, 0.0, -0.2, 0.3, 0.6]),
    "nothing before": np.zeros(5),
    "breaks alike": np.array([0.2, 0.0, 0.2, -0.2, 0.0]),
}


@pytest.mark.parametrize("order", [STEPS, BENDS])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_range_covers_at_the_edge(shape: str, order: int) -> None:
    rng = np.random.default_rng(3)
    root = rng.normal(size=(5, 40))
    study = EventPath(SHAPES[shape], 0.01 * root @ root.T / 40, 3)
    assert coverage(study, 1.0, order, SHAPES[shape], 300) >= 0.95 - 3 * 0.0126


@pytest.mark.slow
@pytest.mark.parametrize("order", [STEPS, BENDS])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("times", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("scale", [0.003, 0.03])
def test_the_range_covers_at_the_edge_in_many_draws(
    shape: str, order: int, times: float, scale: float
) -> None:
    rng = np.random.default_rng(4)
    root = rng.normal(size=(5, 40))
    study = EventPath(SHAPES[shape], scale * root @ root.T / 40, 3)
    assert coverage(study, times, order, SHAPES[shape], 4_000) >= 0.95 - 3 * 0.0035


def test_a_range_holds_what_its_tests_accept() -> None:
    study = random_study(12, 3, 2)
    rows = differences(study, study.first_after(), STEPS)
    noise = np.random.default_rng(Asked().seed).standard_normal((6, 2_000))
    found = relative_bounds(study, 1.0)
    effects = np.linspace(found.low - 1, found.high + 1, 801)
    accepted = np.zeros(effects.size, dtype=bool)
    for row in rows.before:
        for leading in (row, -row):
            test = HybridTest.of(moments(study, rows, alike(leading), None), 0.05, noise)
            accepted |= ~test.rejects(effects)
    inside = effects[accepted]
    assert found.low <= inside.min() <= found.low + 0.02
    assert found.high - 0.02 <= inside.max() <= found.high


def test_parallel_paths_give_the_usual_range() -> None:
    study = study_of("medicaid")
    found, usual = relative_bounds(study, 0.0), study.believed()
    assert (found.low, found.high) == pytest.approx((usual.low, usual.high), abs=1e-4)


def test_more_is_allowed_more_is_held() -> None:
    study = study_of("medicaid")
    ranges = [relative_bounds(study, times) for times in (0.5, 1.0, 1.5, 2.0)]
    assert [one.low for one in ranges] == sorted((one.low for one in ranges), reverse=True)
    assert [one.high for one in ranges] == sorted(one.high for one in ranges)


def test_what_can_only_grow_leaves_no_more_than_the_usual_range_above() -> None:
    study = study_of("medicaid")
    weights = study.average_after()
    either = relative_bounds(study, 1.0, weights)
    up = relative_bounds(study, 1.0, weights, Asked(towards="up"))
    down = relative_bounds(study, 1.0, weights, Asked(towards="down"))
    usual = study.believed(weights)
    # A difference that grew anyway is part of what is seen: the effect can only be smaller.
    # The end that is limited comes near the usual one, the other stays where it was.
    assert up.low == pytest.approx(either.low, abs=1e-3)
    assert up.high == pytest.approx(usual.high, abs=4e-3)
    assert down.high == pytest.approx(either.high, abs=1e-3)
    assert down.low == pytest.approx(usual.low, abs=4e-3)
    assert either.high - either.low > 0.07


def test_without_anything_to_compare_with_nothing_is_bounded() -> None:
    assert relative_bounds(random_study(1, 0, 2), 1.0) == Bounds(-np.inf, np.inf)
    bends = Asked(order=BENDS)
    assert relative_bounds(random_study(1, 1, 2), 1.0, asked=bends) == Bounds(-np.inf, np.inf)
    assert hybrid_smoothness_bounds(random_study(1, 0, 2), 0.1) == Bounds(-np.inf, np.inf)


def test_a_factor_must_be_a_size() -> None:
    with pytest.raises(DataError, match="from 0 on"):
        relative_bounds(random_study(1, 2, 2), -1.0)


def test_a_singular_covariance_is_refused() -> None:
    with pytest.raises(DataError, match="singular"):
        relative_bounds(EventPath(np.arange(4.0), np.ones((4, 4)), 2), 1.0)


def test_the_breakdown_of_medicaid_expansion_is_the_published_one() -> None:
    study = study_of("medicaid")
    times = relative_breakdown(study)
    assert times == pytest.approx(1.94, abs=0.03)  # printed: significant at 1.5, just not at 2
    bend = smoothness_breakdown(study)
    assert bend == pytest.approx(0.0228, abs=2e-4)  # printed ends: 0.00286 at 0.02, -0.00714 later


def test_the_breakdown_is_where_the_sign_falls() -> None:
    study = study_of("medicaid")
    times = relative_breakdown(study, study.average_after())
    assert times is not None
    assert relative_bounds(study, times * 0.999, study.average_after()).low > 0
    assert relative_bounds(study, times * 1.002, study.average_after()).low < 0


def test_a_fall_is_a_rise_seen_in_a_mirror() -> None:
    study = study_of("medicaid")
    mirrored = EventPath(-study.coefficients, study.covariance, study.before)
    one, other = relative_bounds(study, 1.0), relative_bounds(mirrored, 1.0)
    assert (-other.high, -other.low) == pytest.approx((one.low, one.high), abs=2e-4)
    assert smoothness_breakdown(mirrored) == pytest.approx(smoothness_breakdown(study))


def test_what_does_not_stand_has_no_breakdown() -> None:
    study = EventPath(np.array([0.1, -0.1, 0.01]), np.eye(3), 2)
    assert relative_breakdown(study) is None
    assert smoothness_breakdown(study) is None
    assert smoothness_breakdown(random_study(1, 0, 2)) is None


def test_a_breakdown_is_told_in_words() -> None:
    assert "1.9 times as far as they ever did before" in told_breakdown(1.94)
    assert "even if both groups would have moved alike" in told_breakdown(None)
    assert "however far" in told_breakdown(np.inf)


def test_few_clusters_widen_every_range() -> None:
    study = study_of("medicaid")
    few = replace(study, freedom=9)
    wider = stats.t.ppf(0.975, 9) / stats.norm.ppf(0.975)
    one, other = study.believed(), few.believed()
    assert other.high - other.low == pytest.approx(wider * (one.high - one.low))
    assert relative_bounds(few, 1.0).low < relative_bounds(study, 1.0).low
    straight, bent = (smoothness_bounds(each, 0.01) for each in (study, few))
    assert straight is not None
    assert bent is not None
    assert bent.bounds.low < straight.bounds.low
    with pytest.raises(DataError, match="degrees of freedom"):
        replace(study, freedom=0)


def test_a_wide_event_study_takes_less_than_a_second() -> None:
    study = random_study(7, 5, 12)
    began = time.process_time()
    relative_bounds(study, 1.0, study.average_after())
    assert time.process_time() - began < 1.0
