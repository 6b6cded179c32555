"""Shapes against published fits, and against samples of known shape.

`blackouts.txt` holds the customers hit by each of 211 blackouts in the United States, 1984 to 2002,
as published with Clauset, Shalizi and Newman (2009): alpha 2.3 (0.3), start 230,000, 59 in the tail
(their tables 6.1 and 6.3), and a lognormal that cannot be told from the power law. The figures with
more digits are those of the Python package powerlaw 2.0.0 for the same data.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from everyrep.analysis.heroes.tails import CANNOT_TELL, power_law, shapes, truncated_lognormal

BLACKOUTS = np.loadtxt(Path(__file__).parent / "blackouts.txt")


def test_the_published_power_law_of_blackouts() -> None:
    found = power_law(BLACKOUTS)
    assert found is not None
    assert found.exponent == pytest.approx(2.272637219830288)
    assert found.start == 230_000
    assert found.tail == 59
    assert found.standard_error == pytest.approx(0.16568325372336856)
    assert found.distance == pytest.approx(0.0606737962944387)


def test_lognormal_and_power_law_of_blackouts_cannot_be_told_apart() -> None:
    found = shapes(BLACKOUTS)
    assert found is not None
    assert found.lognormal_or_power_law is not None
    assert found.lognormal_or_power_law.ratio == pytest.approx(0.24088748, abs=1e-4)
    assert found.lognormal_or_power_law.chance == pytest.approx(0.67762, abs=2e-3)
    assert found.lognormal_or_power_law.verdict == CANNOT_TELL
    assert found.normal_or_lognormal.verdict == "lognormal"


def test_the_truncated_lognormal_is_at_its_peak() -> None:
    rng = np.random.default_rng(1)
    values = rng.lognormal(2, 0.7, 4000)
    tail = np.sort(values[values > 6])
    ours = truncated_lognormal(tail, 6.0).sum()
    true = stats.lognorm(0.7, scale=np.exp(2))
    assert true.logpdf(tail).sum() - tail.size * true.logsf(6.0) <= ours + 1e-6
    assert ours - (true.logpdf(tail).sum() - tail.size * true.logsf(6.0)) < 5


@pytest.mark.parametrize(
    ("drawn", "verdict"),
    [
        (lambda rng: rng.normal(100, 30, 400), "normal"),
        (lambda rng: rng.lognormal(3, 0.9, 400), "lognormal"),
    ],
)
def test_clear_samples_are_recognised(drawn: object, verdict: str) -> None:
    found = [shapes(drawn(np.random.default_rng(seed))) for seed in range(8)]  # type: ignore[operator]
    verdicts = [s.normal_or_lognormal.verdict for s in found if s is not None]
    assert verdicts.count(verdict) >= 7


def test_few_people_cannot_tell() -> None:
    rng = np.random.default_rng(2)
    found = [shapes(rng.lognormal(3, 0.3, 15)) for _ in range(20)]
    verdicts = [s.normal_or_lognormal.verdict for s in found if s is not None]
    assert verdicts.count(CANNOT_TELL) >= 12


def test_the_wrong_shape_is_seldom_named() -> None:
    rng = np.random.default_rng(3)
    wrong = 0
    for _ in range(30):
        found = shapes(rng.lognormal(3, 0.8, 120))
        assert found is not None
        assert found.lognormal_or_power_law is not None
        wrong += found.lognormal_or_power_law.verdict == "power law"
        wrong += found.normal_or_lognormal.verdict == "normal"
    assert wrong <= 5


def test_too_few_or_all_alike_have_no_shape() -> None:
    assert shapes(np.zeros(50)) is None
    assert shapes(np.full(50, 3.0)) is None
    assert shapes(np.array([1.0, 2.0, 3.0])) is None


def test_zeros_are_counted_apart() -> None:
    values = np.concatenate([np.zeros(7), [-4.0], np.random.default_rng(4).lognormal(3, 1, 40)])
    found = shapes(values)
    assert found is not None
    assert (found.n, found.zeros) == (40, 8)
