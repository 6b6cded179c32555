"""Effects of which most are nothing: the posterior by quadrature, curricula of known truth."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from everyrep.evidence.arrays import Floats
from everyrep.evidence.inference import Sparse, Together, among, sparse
from everyrep.values import Reason


def told(answer: Sparse | Reason) -> Sparse:
    assert isinstance(answer, Sparse), answer
    return answer


def curriculum(seed: int, real: int = 5, effect: float = 0.25) -> tuple[Floats, Floats, Floats]:
    """Two hundred courses, of which a few work; their effects with unequal errors."""
    random = np.random.default_rng(seed)
    truth = np.zeros(200)
    truth[:real] = effect
    error = random.uniform(0.03, 0.08, 200)
    return truth, truth + random.normal(size=200) * error, error


def test_the_expected_effect_is_that_of_the_mixture_by_quadrature() -> None:
    """With the shares that were learned, the posterior of one effect on a grid."""
    from everyrep.evidence.inference.sparse import _shares, _widths

    _, value, error = curriculum(1)
    widths = _widths(value, error)
    likely = stats.norm.pdf(value[:, None], 0, np.sqrt(error[:, None] ** 2 + widths**2))
    shares = _shares(likely)
    found = told(sparse(value, error))
    assert found.share == pytest.approx(shares[0], abs=1e-4)
    grid = np.linspace(-1, 1, 40_001)
    for i in (0, 50):
        prior = sum(
            s * stats.norm.pdf(grid, 0, w) for s, w in zip(shares[1:], widths[1:], strict=True)
        )
        like = stats.norm.pdf(value[i], grid, error[i])
        step = grid[1] - grid[0]
        nothing = shares[0] * stats.norm.pdf(value[i], 0, error[i])
        whole = nothing + (prior * like).sum() * step
        assert found.value[i] == pytest.approx((prior * like * grid).sum() * step / whole, abs=1e-4)
        assert found.nothing[i] == pytest.approx(nothing / whole, abs=1e-3)


def test_the_few_that_work_keep_their_size_and_the_rest_go() -> None:
    apart, shrunk, plain, mean = [], [], [], []
    for seed in range(20):
        truth, value, error = curriculum(seed)
        found, alike = told(sparse(value, error)), among(value, error)
        assert isinstance(alike, Together)
        shrunk.append(np.square(found.value - truth).sum())
        apart.append(np.square(alike.value - truth).sum())
        plain.append(np.square(value - truth).sum())
        mean.append((found.value[:5].mean(), alike.value[:5].mean()))
        assert found.share > 0.9
    assert np.mean(shrunk) < 0.5 * np.mean(apart) < 0.5 * np.mean(plain)
    kept, drawn = np.mean(mean, axis=0)
    assert 0.2 < kept <= 0.25
    assert drawn < 0.15


@pytest.mark.slow
def test_calling_those_with_a_small_chance_of_a_wrong_sign_errs_as_rarely() -> None:
    """Normal effects beside nothing: of those called at 5%, fewer are wrong."""
    called = wrong = held = 0
    for seed in range(30):
        random = np.random.default_rng(seed)
        truth = np.where(random.uniform(size=300) < 0.2, random.normal(size=300), 0.0)
        value = truth + random.normal(size=300) * 0.3
        found = told(sparse(value, np.full(300, 0.3)))
        sure = found.wrong_sign < 0.05
        called += int(sure.sum())
        wrong += int((sure & (np.sign(value) != np.sign(truth))).sum())
        held += int(((found.low <= truth) & (truth <= found.high)).sum())
    assert called > 250
    assert wrong / called <= 0.05
    assert held / 9_000 >= 0.94


def test_where_nothing_works_everything_is_nothing() -> None:
    random = np.random.default_rng(3)
    seen = random.normal(size=100)
    found = told(sparse(seen, np.ones(100)))
    assert found.share > 0.9
    assert np.square(found.value).mean() < 0.02
    assert np.abs(found.value).max() < 0.4 * np.abs(seen).max()
    assert (found.low <= found.value).all()
    assert (found.value <= found.high).all()
    assert found.wrong_sign.min() > 0.05


def test_mirrored_effects_are_mirrored() -> None:
    _, value, error = curriculum(2)
    one, other = told(sparse(value, error)), told(sparse(-value, error))
    assert one.value == pytest.approx(-other.value)
    assert one.low == pytest.approx(-other.high, abs=1e-9)


def test_few_effects_are_not_told_apart() -> None:
    found = sparse(np.ones(5), np.ones(5))
    assert isinstance(found, Reason)
    assert found.code == "too_few_effects"
