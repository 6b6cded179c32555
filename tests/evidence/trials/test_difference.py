"""The plain analysis of trials, against scipy, statsmodels, published trials and simulation."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from everyrep.evidence.arrays import Bools, Floats, Ints
from everyrep.evidence.inference import Worth, estimate, fit, judge
from everyrep.evidence.inference.least_squares import Fit
from everyrep.evidence.inference.result import Inferred
from everyrep.evidence.trials import (
    Effect,
    adjusted_difference,
    blocked_difference,
    cuped,
    difference_of_means,
    difference_of_proportions,
    difference_of_ratios,
)
from everyrep.values import Reason


def told(answer: Effect | Reason) -> Effect:
    assert isinstance(answer, Effect), answer
    return answer


def halves(n: int, seed: int) -> tuple[np.random.Generator, Bools]:
    random = np.random.default_rng(seed)
    return random, random.permutation(np.arange(n) % 2).astype(bool)


@pytest.mark.parametrize("seed", range(4))
def test_means_equal_welch(seed: int) -> None:
    random, treated = halves(60, seed)
    y = random.normal(2, 1, 60) + treated * random.normal(0.3, 2, 60)
    truth = stats.ttest_ind(y[treated], y[~treated], equal_var=False)
    found = told(difference_of_means(y, treated))
    assert found.absolute.p == pytest.approx(truth.pvalue, rel=1e-9)
    assert found.absolute.degrees == pytest.approx(truth.df, rel=1e-9)
    low, high = truth.confidence_interval(0.95)
    assert (found.absolute.low, found.absolute.high) == pytest.approx((low, high), rel=1e-9)
    assert (found.n_treated, found.n_untreated) == (30, 30)


def test_the_share_of_the_untreated_has_the_error_of_a_ratio_of_means() -> None:
    random, treated = halves(400, 2)
    y = random.gamma(4, 1, 400) * (1 + 0.2 * treated)
    found = told(difference_of_means(y, treated))
    up, down = y[treated].mean(), y[~treated].mean()
    error = np.sqrt(
        np.var(y[treated], ddof=1) / 200 / down**2
        + up**2 / down**4 * np.var(y[~treated], ddof=1) / 200
    )
    assert found.relative is not None
    assert found.relative.value == pytest.approx(up / down - 1)
    assert found.relative.error == pytest.approx(error, rel=2e-3)


def test_proportions_equal_statsmodels() -> None:
    succeeded = np.repeat([True, False, True, False], [18, 42, 9, 61])
    treated = np.repeat([True, False], [60, 70])
    low, high = confint_proportions_2indep(18, 60, 9, 70, method="agresti-caffo")
    found = told(difference_of_proportions(succeeded, treated))
    assert (found.absolute.low, found.absolute.high) == pytest.approx((low, high), rel=1e-9)
    assert found.absolute.value == pytest.approx(18 / 60 - 9 / 70)


def test_none_of_ten_is_not_taken_for_certainty() -> None:
    succeeded = np.repeat([False, True], [20, 2])
    treated = np.repeat([True, False], [11, 11])
    found = told(difference_of_proportions(succeeded, treated))
    assert found.absolute.low < -0.2
    assert found.absolute.high > 0


def test_clusters_have_the_error_of_their_means_where_they_are_alike() -> None:
    """With clusters of one size CR2 is the t test of the means of clusters."""
    random = np.random.default_rng(1)
    cluster = np.repeat(np.arange(16), 5)
    treated = (cluster % 2).astype(bool)
    y = random.normal(size=16)[cluster] + random.normal(size=80)
    means = np.bincount(cluster, y) / 5
    truth = stats.ttest_ind(means[1::2], means[::2])
    found = told(difference_of_means(y, treated, cluster=cluster))
    assert found.absolute.p == pytest.approx(truth.pvalue, rel=1e-9)
    assert found.absolute.degrees == pytest.approx(14)
    assert found.clusters == 16


def test_ratios_equal_the_delta_method_drawn_out() -> None:
    random, treated = halves(300, 3)
    deals = random.poisson(8, 300).astype(float) + 1
    won = random.binomial(deals.astype(int), 0.3).astype(float)
    variance = 0.0
    for side in (treated, ~treated):
        ratio = won[side].sum() / deals[side].sum()
        left = won[side] - ratio * deals[side]
        variance += (left @ left) / deals[side].sum() ** 2
    found = told(difference_of_ratios(won, deals, treated))
    assert found.treated == pytest.approx(won[treated].sum() / deals[treated].sum())
    # The correction for few people is that of effective clusters, nearly n / (n - 1).
    assert found.absolute.error == pytest.approx(np.sqrt(variance), rel=0.01)


def test_a_ratio_over_the_same_below_is_a_mean() -> None:
    random, treated = halves(40, 4)
    y = random.normal(3, 1, 40)
    one = told(difference_of_ratios(y * 2, np.full(40, 2.0), treated))
    other = told(difference_of_means(y, treated))
    assert one.absolute.error == pytest.approx(other.absolute.error, rel=1e-9)
    assert one.absolute.degrees == pytest.approx(other.absolute.degrees, rel=1e-9)
    assert one.relative is not None
    assert other.relative is not None
    assert one.relative.error == pytest.approx(other.relative.error, rel=1e-9)


@pytest.mark.slow
def test_ratios_of_unlike_people_alarm_falsely_in_4_to_7_per_cent_and_deals_in_a_fifth() -> None:
    """People differ in their win rate; a deal is not a draw."""
    wrong, naive = 0, 0
    for seed in range(1_000):
        random, treated = halves(80, seed)
        deals = random.poisson(20, 80) + 1
        rate = random.beta(2.5, 7.5, 80)
        won = random.binomial(deals, rate).astype(float)
        found = told(difference_of_ratios(won, deals.astype(float), treated))
        wrong += found.absolute.p < 0.05
        table = [[won[s].sum(), deals[s].sum() - won[s].sum()] for s in (treated, ~treated)]
        naive += stats.chi2_contingency(table, correction=False).pvalue < 0.05
    assert 0.035 <= wrong / 1_000 <= 0.068
    assert naive / 1_000 > 0.2


@pytest.mark.slow
@pytest.mark.parametrize("teams", [10, 20, 40])
def test_ratios_of_teams_alarm_falsely_in_4_to_7_per_cent(teams: int) -> None:
    """Teams of 4 to 12, unlike in their market: how many deals they close, and how well."""
    wrong = naive = 0
    for seed in range(800):
        random = np.random.default_rng(seed)
        team = np.repeat(np.arange(teams), random.integers(4, 13, teams))
        treated = random.permutation(np.arange(teams) % 2)[team] == 1
        deals = np.round((random.poisson(15, team.size) + 1) * random.gamma(5, 0.2, teams)[team])
        deals = np.maximum(deals, 1.0)
        logit = -1.1 + 0.4 * random.normal(size=teams)[team] + 0.3 * random.normal(size=team.size)
        won = random.binomial(deals.astype(int), 1 / (1 + np.exp(-logit))).astype(float)
        wrong += told(difference_of_ratios(won, deals, treated, cluster=team)).absolute.p < 0.05
        naive += told(difference_of_ratios(won, deals, treated)).absolute.p < 0.05
    assert 0.03 <= wrong / 800 <= 0.07
    assert naive / 800 > 0.15


def test_a_covariate_of_correlation_point_six_leaves_64_per_cent_of_the_variance() -> None:
    random, treated = halves(20_000, 5)
    before = random.normal(size=20_000)
    y = 0.6 * before + 0.8 * random.normal(size=20_000) + 0.1 * treated
    found = told(cuped(y, before, treated))
    assert found.variance_ratio == pytest.approx(0.64, abs=0.015)
    assert found.absolute.low <= 0.1 <= found.absolute.high
    also = told(adjusted_difference(y, before[:, None], treated))
    assert also.variance_ratio == pytest.approx(0.64, abs=0.015)
    assert also.absolute.value == pytest.approx(found.absolute.value, abs=1e-3)


def test_it_agrees_with_tea_tasting() -> None:
    """Values of tea-tasting 1.14.0, made by tea_tasting_values.py.

    Its slope of the past is taken over both sides together, and its ratios count people instead of
    effective ones, hence the tolerances of the second and third.
    """
    random = np.random.default_rng(11)
    treated = np.arange(400) % 2 == 1
    before = random.gamma(4, 2, 400)
    y = 0.7 * before + random.gamma(3, 1, 400) + 0.4 * treated
    deals = random.poisson(8, 400) + 1
    won = random.binomial(deals, 0.25 + 0.05 * treated).astype(float)
    mean = told(difference_of_means(y, treated))
    assert _ends(mean) == pytest.approx(
        (0.027879591928056113, 1.2843082030684443, 0.00304822224420942, 0.15381323127462365),
        rel=1e-3,
    )
    assert mean.absolute.p == pytest.approx(0.0407073656130817, rel=1e-9)
    past = told(cuped(y, before, treated))
    assert _ends(past) == pytest.approx(
        (0.16827306237509926, 0.8683702857303046, 0.01887420009814167, 0.10154708920476674),
        rel=3e-3,
    )
    ratio = told(difference_of_ratios(won, deals.astype(float), treated))
    assert _ends(ratio) == pytest.approx(
        (0.032430155809391265, 0.0904695731878988, 0.12913537346633008, 0.4066080056576711),
        rel=3e-3,
    )


def _ends(found: Effect) -> tuple[float, float, float, float]:
    assert found.relative is not None
    return found.absolute.low, found.absolute.high, found.relative.low, found.relative.high


def test_a_missing_past_is_put_at_the_mean() -> None:
    random, treated = halves(500, 6)
    before = random.normal(size=500)
    y = before + random.normal(size=500)
    holes = np.where(random.uniform(size=500) < 0.2, np.nan, before)
    found = told(cuped(y, holes, treated))
    assert 0.5 < found.variance_ratio < 0.75
    assert told(cuped(y, np.full(500, 3.0), treated)).variance_ratio == 1
    assert told(adjusted_difference(y, holes[:, None], treated)).variance_ratio < 0.75


def test_lin_equals_statsmodels_with_interactions() -> None:
    random, treated = halves(120, 7)
    x = random.normal(size=(120, 2))
    y = x @ [1.0, -0.5] * (1 + treated) + treated + random.normal(size=120)
    centred = x - x.mean(axis=0)
    side = treated.astype(float)[:, None]
    design = np.column_stack([np.ones(120), side, centred, centred * side])
    truth = sm.OLS(y, design).fit(cov_type="HC2")
    found = told(adjusted_difference(y, x, treated))
    assert found.absolute.value == pytest.approx(truth.params[1], rel=1e-9)
    assert found.absolute.error == pytest.approx(truth.bse[1], rel=1e-9)
    assert found.untreated == pytest.approx(truth.params[0], rel=1e-9)
    same = told(adjusted_difference(y, np.column_stack([x, x[:, 0], np.ones(120)]), treated))
    assert same.absolute.value == pytest.approx(found.absolute.value, rel=1e-9)


def test_matched_pairs_are_the_paired_t_test() -> None:
    random = np.random.default_rng(8)
    pair = np.repeat(np.arange(15), 2)
    treated = np.tile([True, False], 15)
    y = random.normal(size=15)[pair] + 0.5 * treated + random.normal(size=30) * 0.4
    truth = stats.ttest_rel(y[treated], y[~treated])
    found = told(blocked_difference(y, treated, pair))
    assert found.absolute.p == pytest.approx(truth.pvalue, rel=1e-9)
    assert found.absolute.degrees == pytest.approx(14)


def test_strata_have_the_error_of_neyman() -> None:
    random = np.random.default_rng(9)
    stratum = np.repeat([0, 1, 2], [40, 20, 30])
    treated = np.concatenate([random.permutation(n) < n / 2 for n in (40, 20, 30)])
    y = stratum * 3.0 + treated * (1 + stratum) + random.normal(size=90)
    value, variance = 0.0, 0.0
    for s, n in enumerate((40, 20, 30)):
        up, down = y[(stratum == s) & treated], y[(stratum == s) & ~treated]
        value += n / 90 * (up.mean() - down.mean())
        variance += (n / 90) ** 2 * (
            np.var(up, ddof=1) / up.size + np.var(down, ddof=1) / down.size
        )
    found = told(blocked_difference(y, treated, stratum))
    assert found.absolute.value == pytest.approx(value)
    assert found.absolute.error == pytest.approx(np.sqrt(variance))


def test_big_and_small_strata_together_hold_the_truth() -> None:
    held = 0
    for seed in range(400):
        random = np.random.default_rng(seed)
        stratum = np.concatenate([np.repeat([0, 1], [24, 16]), 2 + np.repeat(np.arange(8), 2)])
        treated = np.concatenate(
            [random.permutation(np.arange(np.sum(stratum == s)) % 2) for s in range(10)]
        ).astype(bool)
        y = random.normal(size=10)[stratum] + 0.5 * treated + random.normal(size=56)
        found = told(blocked_difference(y, treated, stratum))
        held += found.absolute.low <= 0.5 <= found.absolute.high
    assert held / 400 >= 0.92


BAD: list[tuple[str, Floats, Bools, str]] = [
    ("one treated", np.arange(30.0), np.arange(30) == 3, "too_few"),
    ("all treated", np.arange(30.0), np.ones(30, bool), "all_treated"),
    ("none treated", np.arange(30.0), np.zeros(30, bool), "none_treated"),
    ("constant", np.full(30, 7.0), np.arange(30) % 2 == 0, "constant_outcome"),
    ("ten rows", np.arange(10.0), np.arange(10) % 2 == 0, "too_few"),
    ("a year of zeros", np.zeros(40), np.arange(40) % 2 == 0, "constant_outcome"),
    ("nobody", np.zeros(0), np.zeros(0, bool), "nobody"),
]


@pytest.mark.parametrize(("case", "y", "treated", "code"), BAD, ids=[row[0] for row in BAD])
def test_what_cannot_be_compared_says_why(case: str, y: Floats, treated: Bools, code: str) -> None:
    answers = (
        difference_of_means(y, treated),
        cuped(y, y, treated),
        adjusted_difference(y, y[:, None], treated),
        blocked_difference(y, treated, np.zeros(y.size, np.int64)),
        difference_of_ratios(y, np.ones(y.size), treated),
        difference_of_proportions(y > 4, treated),
    )
    for answer in answers:
        assert isinstance(answer, Reason), case
        assert answer.code == code
        assert answer.remedy


def test_five_teams_and_mixed_teams_are_refused() -> None:
    y = np.arange(50.0)
    cluster: Ints = np.repeat(np.arange(5), 10)
    few = difference_of_means(y, cluster % 2 == 0, cluster=cluster)
    assert isinstance(few, Reason)
    assert few.code == "too_few_clusters"
    mixed = difference_of_means(y, np.arange(50) % 2 == 0, cluster=cluster)
    assert isinstance(mixed, Reason)
    assert mixed.code == "mixed_clusters"
    many = adjusted_difference(y, np.random.default_rng(0).normal(size=(50, 9)), y > 20)
    assert isinstance(many, Reason)
    assert many.code == "too_many_covariates"


@pytest.mark.reference
def test_the_national_supported_work_trial(shared_data: Path) -> None:
    """LaLonde (1986), the sample of Dehejia and Wahba: 1,794.34, and 1,672.20 adjusted."""
    table = pd.read_csv(shared_data / "causal" / "nsw_mixtape.csv")
    y, treated = table["re78"].to_numpy(float), table["treat"].to_numpy(bool)
    found = told(difference_of_means(y, treated))
    assert found.absolute.value == pytest.approx(1794.34, abs=0.005)
    assert found.absolute.error == pytest.approx(671.0, abs=0.05)
    names = ["age", "educ", "nodegree", "black", "hisp", "re74", "re75"]
    covariates = np.column_stack([table[names], table["age"] ** 2]).astype(float)
    adjusted = told(adjusted_difference(y, covariates, treated, interacted=False))
    assert adjusted.absolute.value == pytest.approx(1672.20, abs=0.005)
    assert adjusted.absolute.low > 0


@pytest.mark.reference
def test_training_grants_cut_scrap_and_cannot_be_told_of_sales(shared_data: Path) -> None:
    """Wooldridge, Introductory Econometrics, example 14.1: -0.252 and -0.422."""
    table = pd.read_csv(shared_data / "causal" / "jtrain.csv")
    table.columns = [name.strip() for name in table.columns]

    def grants(outcome: str) -> list[Inferred]:
        rows = table[table[outcome].notna()]
        x = rows[["d88", "d89", "grant", "grant_1"]].to_numpy(float)
        firm = rows["fcode"].to_numpy(np.int64)
        fitted = fit(rows[outcome].to_numpy(float), x, absorb=firm)
        assert isinstance(fitted, Fit)
        found = [estimate(fitted, j, cluster=firm) for j in (2, 3)]
        return [one for one in found if isinstance(one, Inferred)]

    scrap = grants("lscrap")
    assert [one.value for one in scrap] == pytest.approx([-0.252, -0.422], abs=5e-4)
    for one in grants("lsales"):
        word = judge(one, margin=0.05)
        assert not isinstance(word, Reason)
        assert word.word is Worth.CANNOT_TELL
