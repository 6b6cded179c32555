"""Standard errors, against statsmodels, closed forms, and the definitions worked out in full."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from everyrep.evidence.arrays import Floats, Ints
from everyrep.evidence.inference import Fit, Inferred, Kind, estimate, fit, indicators, influence
from everyrep.values import Reason


@pytest.fixture
def table() -> tuple[Floats, Floats, Ints, Floats]:
    """Outcome, columns, clusters of unequal size, and weights."""
    random = np.random.default_rng(4)
    cluster = np.repeat(np.arange(9), [3, 5, 8, 2, 11, 4, 6, 7, 4])
    x = np.column_stack(
        [np.ones(50), random.normal(size=50), (cluster % 2).astype(float)],
    )
    y = x @ [1.0, 0.5, -0.3] + random.normal(size=9)[cluster] + random.normal(size=50)
    return y, x, cluster, random.uniform(0.5, 3, 50)


def fitted(answer: Fit | Reason) -> Fit:
    assert isinstance(answer, Fit), answer
    return answer


def told(answer: Inferred | Reason) -> Inferred:
    assert isinstance(answer, Inferred), answer
    return answer


@pytest.mark.parametrize("kind", [Kind.HC1, Kind.HC2, Kind.HC3])
@pytest.mark.parametrize("weighed", [False, True])
def test_errors_by_row_equal_statsmodels(
    table: tuple[Floats, Floats, Ints, Floats], kind: Kind, weighed: bool
) -> None:
    y, x, _, weights = table
    truth = sm.WLS(y, x, weights=weights if weighed else 1.0).fit(cov_type=kind.value)
    ours = fitted(fit(y, x, weights=weights if weighed else None))
    assert ours.coefficients == pytest.approx(truth.params, rel=1e-10)
    errors = [told(estimate(ours, j, kind=kind)).error for j in range(3)]
    assert errors == pytest.approx(truth.bse, rel=1e-10)


@pytest.mark.parametrize("weighed", [False, True])
def test_cr1_equals_statsmodels(table: tuple[Floats, Floats, Ints, Floats], weighed: bool) -> None:
    y, x, cluster, weights = table
    truth = sm.WLS(y, x, weights=weights if weighed else 1.0).fit(
        cov_type="cluster", cov_kwds={"groups": cluster}, use_t=True
    )
    ours = fitted(fit(y, x, weights=weights if weighed else None))
    found = [told(estimate(ours, j, cluster=cluster, kind=Kind.CR1)) for j in range(3)]
    assert [one.error for one in found] == pytest.approx(truth.bse, rel=1e-10)
    assert [one.p for one in found] == pytest.approx(truth.pvalues, rel=1e-8)
    assert [one.low for one in found] == pytest.approx(truth.conf_int()[:, 0], rel=1e-8)


def test_a_mean_has_the_cr2_and_degrees_of_the_closed_form() -> None:
    """Formulas that the tests of clubSandwich hold it to, for the mean of unequal clusters."""
    random = np.random.default_rng(20)
    size = 1 + random.negative_binomial(2, 2 / 7, 14)
    cluster = np.repeat(np.arange(14), size)
    y = random.normal(size=14)[cluster] + random.normal(size=cluster.size)
    n = float(size.sum())
    mean = np.bincount(cluster, y) / size
    variance = (size**2 * (mean - y.mean()) ** 2 / (1 - size / n)).sum() / n**2
    degrees = n**2 / (
        n**2 * (size**2 / (n - size) ** 2).sum()
        - 2 * n * (size**3 / (n - size) ** 2).sum()
        + (size**2 / (n - size)).sum() ** 2
    )
    found = told(estimate(fitted(fit(y, np.ones((y.size, 1)))), 0, cluster=cluster))
    assert found.error == pytest.approx(np.sqrt(variance), rel=1e-10)
    assert found.degrees == pytest.approx(degrees, rel=1e-10)


def in_full(y: Floats, x: Floats, cluster: Ints, contrast: Floats) -> tuple[float, float]:
    """CR2 and Satterthwaite degrees with matrices of rows by rows, as they are defined."""
    n = y.size
    bread = np.linalg.inv(x.T @ x)
    maker = np.eye(n) - x @ bread @ x.T
    left = maker @ y
    variance, lines = 0.0, []
    for g in np.unique(cluster):
        who = np.flatnonzero(cluster == g)
        size, axes = np.linalg.eigh(maker[np.ix_(who, who)])
        root = np.array([s**-0.5 if s > 1e-8 else 0.0 for s in size])
        adjusted = axes @ np.diag(root) @ axes.T @ x[who] @ bread @ contrast
        variance += float(adjusted @ left[who]) ** 2
        lines.append(maker[:, who] @ adjusted)
    gram = np.array(lines) @ np.array(lines).T
    return variance**0.5, float(np.trace(gram) ** 2 / (gram**2).sum())


@pytest.mark.parametrize("contrast", [[0.0, 1, 0], [0.0, 0, 1], [1.0, 0.5, 1]])
@pytest.mark.parametrize("weighed", [False, True])
def test_cr2_equals_its_definition(
    table: tuple[Floats, Floats, Ints, Floats], contrast: list[float], weighed: bool
) -> None:
    y, x, cluster, weights = table
    root = np.sqrt(weights) if weighed else np.ones(50)
    truth = in_full(y * root, x * root[:, None], cluster, np.array(contrast))
    ours = fitted(fit(y, x, weights=weights if weighed else None))
    found = told(estimate(ours, np.array(contrast), cluster=cluster))
    assert (found.error, found.degrees) == pytest.approx(truth, rel=1e-8)


def test_cr2_holds_where_a_cluster_alone_decides_a_coefficient() -> None:
    random = np.random.default_rng(8)
    cluster = np.repeat(np.arange(6), 4)
    x = np.column_stack([indicators(cluster), np.ones(24), random.normal(size=24)])
    y = random.normal(size=24)
    found = told(estimate(fitted(fit(y, x)), 6, cluster=cluster))
    truth = in_full(y, x, cluster, np.eye(7)[6])
    assert (found.error, found.degrees) == pytest.approx(truth, rel=1e-7)


@pytest.mark.parametrize("kind", [Kind.CR1, Kind.CR2])
def test_absorbed_effects_are_the_same_as_a_column_each(
    table: tuple[Floats, Floats, Ints, Floats], kind: Kind
) -> None:
    y, x, cluster, weights = table
    person = np.arange(50) // 2
    own = np.column_stack([x[:, 1], np.random.default_rng(1).normal(size=50)])
    team = cluster[person * 2]
    absorbed = fitted(fit(y, own, weights=weights, absorb=person))
    columns = np.column_stack([own, np.ones(50), indicators(person)])
    full = fitted(fit(y, columns, weights=weights))
    assert absorbed.coefficients == pytest.approx(full.coefficients[:2], rel=1e-9)
    assert absorbed.leverage == pytest.approx(full.leverage, rel=1e-9)
    assert absorbed.degrees == full.degrees
    ours, truth = (told(estimate(f, 0, cluster=team, kind=kind)) for f in (absorbed, full))
    if kind is Kind.CR2:
        assert (ours.error, ours.degrees) == pytest.approx((truth.error, truth.degrees), rel=1e-7)
    else:
        # Effects within clusters cost no degrees of freedom, as in panels everywhere.
        factor = np.sqrt((50 - full.columns) / (50 - 2))
        assert ours.error == pytest.approx(truth.error * factor, rel=1e-9)


def test_hc2_is_cr2_with_a_cluster_a_row(table: tuple[Floats, Floats, Ints, Floats]) -> None:
    ours = fitted(fit(table[0], table[1]))
    one, other = told(estimate(ours, 1)), told(estimate(ours, 1, cluster=np.arange(50)))
    assert (one.error, one.degrees) == pytest.approx((other.error, other.degrees), rel=1e-9)


def test_two_groups_have_the_error_of_welch() -> None:
    """HC2 of a difference of means is Welch's error, and its degrees lie near his."""
    random = np.random.default_rng(2)
    y = random.normal(size=30) * np.repeat([1.0, 3.0], [12, 18])
    side = np.repeat([0.0, 1.0], [12, 18])
    found = told(estimate(fitted(fit(y, np.column_stack([np.ones(30), side]))), 1))
    welch = np.sqrt(np.var(y[:12], ddof=1) / 12 + np.var(y[12:], ddof=1) / 18)
    assert found.error == pytest.approx(welch, rel=1e-12)


def test_what_cannot_be_fitted_says_why() -> None:
    ones, y = np.ones((10, 1)), np.arange(10.0)
    assert _code(fit(y, np.column_stack([ones, ones]))) == "collinear"
    assert _code(fit(y, ones, absorb=np.zeros(10, np.int64))) == "collinear"
    assert _code(fit(y[:2], np.array([[1.0, 0], [0, 1]]))) == "too_few_rows"
    constant = fitted(fit(np.zeros(10), ones))
    assert _code(estimate(constant, 0)) == "no_spread"
    assert _code(estimate(fitted(fit(y, ones)), 0, cluster=np.zeros(10, np.int64))) == "one_cluster"


def test_absorbed_effects_across_clusters_are_refused() -> None:
    random = np.random.default_rng(0)
    y, x = random.normal(size=24), random.normal(size=(24, 1))
    ours = fitted(fit(y, x, absorb=np.arange(24) % 4))
    found = influence(ours, 0, cluster=np.arange(24) // 4)
    assert _code(found) == "effects_cross_clusters"


def _code(answer: object) -> str:
    return answer.code if isinstance(answer, Reason) else f"no reason: {answer}"
