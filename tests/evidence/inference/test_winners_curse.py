"""The headline drawn back, against published figures, integrals, and simulated announcements."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate, stats

from everyrep.evidence.inference import (
    Drawn,
    Together,
    among,
    replicates,
    replication,
    selected,
)
from everyrep.values import Reason


def drawn(answer: Drawn | Reason) -> Drawn:
    assert isinstance(answer, Drawn), answer
    return answer


@pytest.mark.parametrize(
    ("effect", "error", "power", "wrong_sign", "exaggeration"),
    [(0.1, 3.28, 0.05, 0.46, 77.0), (2.0, 8.1, 0.06, 0.24, 9.7)],
)
def test_it_equals_the_published_examples(
    effect: float, error: float, power: float, wrong_sign: float, exaggeration: float
) -> None:
    """Gelman and Carlin (2014): sex ratios of the children of beautiful parents; voting."""
    found = replication(effect, error)
    assert found.power == pytest.approx(power, abs=0.005)
    assert found.wrong_sign == pytest.approx(wrong_sign, abs=0.005)
    assert found.exaggeration == pytest.approx(exaggeration, rel=0.02)


@pytest.mark.parametrize("degrees", [3.0, 12.0, np.inf])
def test_it_equals_the_integral(degrees: float) -> None:
    effect, error = 0.7, 0.5
    t = stats.t(degrees) if np.isfinite(degrees) else stats.norm
    bar = t.ppf(0.975)

    def size(estimate: float) -> float:
        return float(abs(estimate) * t.pdf((estimate - effect) / error) / error)

    inside = integrate.quad(size, -bar * error, bar * error)[0]
    whole = integrate.quad(size, -np.inf, np.inf)[0]
    found = replication(effect, error, degrees=degrees)
    truth = (whole - inside) / found.power / effect
    assert found.exaggeration == pytest.approx(truth, rel=1e-6)


def test_at_a_power_of_an_eighth_significant_results_are_three_times_too_large() -> None:
    found = replication(0.76, 1.0)
    assert found.power == pytest.approx(0.12, abs=0.005)
    assert found.exaggeration == pytest.approx(3.3, abs=0.1)
    assert found.wrong_sign == pytest.approx(0.027, abs=0.001)


def test_no_effect_is_exaggerated_without_end() -> None:
    found = replication(0.0, 1.0)
    assert found.exaggeration == np.inf
    assert (found.power, found.wrong_sign) == pytest.approx((0.05, 0.5))


def test_the_drawn_effect_makes_the_seen_one_most_likely() -> None:
    z, bar = 2.4, 1.959964
    grid = np.linspace(-1, 4, 50_001)
    passing = stats.norm.cdf(grid - bar) + stats.norm.cdf(-bar - grid)
    best = grid[np.argmax(stats.norm.pdf(z - grid) / passing)]
    assert drawn(selected(2.4 * 7, 7.0)).shrunken == pytest.approx(best * 7, abs=2e-3)


def test_a_narrow_pass_is_drawn_far_and_a_clear_one_hardly() -> None:
    narrow, clear = drawn(selected(2.0, 1.0)), drawn(selected(6.0, 1.0))
    assert 0 < narrow.shrunken < 0.8
    assert narrow.exaggeration > 2.5
    assert clear.shrunken == pytest.approx(6, abs=0.01)
    assert (clear.low, clear.high) == pytest.approx((4.04, 7.96), abs=0.01)
    mirrored = drawn(selected(-2.0, 1.0))
    assert (mirrored.shrunken, mirrored.low) == pytest.approx((-narrow.shrunken, -narrow.high))


def test_what_did_not_pass_is_not_drawn() -> None:
    assert isinstance(selected(1.0, 1.0), Reason)
    assert isinstance(selected(1.0, 0.0), Reason)


@pytest.mark.parametrize("truth", [0.0, 1.0, 2.5])
def test_among_those_announced_the_range_holds_the_truth(truth: float) -> None:
    random = np.random.default_rng(3)
    seen = random.normal(truth, 1, 4_000)
    passed = seen[np.abs(seen) > 1.959964][:600]
    found = [drawn(selected(value, 1.0)) for value in passed.tolist()]
    held = np.mean([one.low <= truth <= one.high for one in found])
    assert 0.93 <= held <= 0.97
    plain = np.mean(np.abs(passed - truth) <= 1.959964)
    assert plain < held or truth == 2.5
    shrunken, seen_mean = np.mean([abs(o.shrunken) for o in found]), np.mean(np.abs(passed))
    assert abs(shrunken - truth) < abs(seen_mean - truth)


def test_many_effects_are_drawn_towards_one_another() -> None:
    random = np.random.default_rng(5)
    truth = random.normal(0.2, 0.1, 400)
    error = np.full(400, 0.3)
    seen = truth + random.normal(size=400) * error
    found = among(seen, error)
    assert isinstance(found, Together)
    best = np.argsort(seen)[-10:]
    assert abs(float(found.value[best].mean() - truth[best].mean())) < 0.1
    assert float(seen[best].mean() - truth[best].mean()) > 0.4
    assert 0.93 <= np.mean((found.low <= truth) & (truth <= found.high)) <= 0.98


def test_few_effects_say_nothing_of_how_they_differ() -> None:
    assert isinstance(among(np.ones(3), np.ones(3)), Reason)


def test_a_result_at_the_threshold_replicates_every_second_time_at_best() -> None:
    assert replicates(1.959964, 1e-9, 1.0) == pytest.approx(0.5, abs=1e-6)
    random = np.random.default_rng(0)
    again = random.normal(random.normal(1.5, 0.8, 100_000), 1.0)
    assert replicates(1.5, 0.8, 1.0) == pytest.approx(np.mean(again > 1.959964), abs=0.005)
