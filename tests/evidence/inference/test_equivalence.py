"""Two one-sided tests, against statsmodels to 1e-9; the verdict of a range, case by case."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.proportion import tost_proportions_2indep
from statsmodels.stats.weightstats import ttost_ind, ttost_paired

from everyrep.evidence.inference import (
    Equivalence,
    Inferred,
    Judgement,
    Worth,
    equivalence,
    equivalent_changes,
    equivalent_means,
    equivalent_proportions,
    inferred,
    judge,
    judge_range,
)
from everyrep.values import Reason
from everyrep.values.errors import InternalError

CLOSE = 1e-9


def tost(answer: Equivalence | Reason) -> Equivalence:
    assert isinstance(answer, Equivalence), answer
    return answer


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("alike", [True, False])
def test_means_equal_statsmodels(seed: int, alike: bool) -> None:
    random = np.random.default_rng(seed)
    first, second = random.normal(0.1, 1, 30), random.normal(0, 2, 45)
    p, low, high = ttost_ind(first, second, -0.5, 0.6, usevar="pooled" if alike else "unequal")
    found = tost(equivalent_means(first, second, (-0.5, 0.6), alike=alike))
    assert found.p == pytest.approx(p, abs=CLOSE)
    assert found.p_low == pytest.approx(low[1], abs=CLOSE)
    assert found.p_high == pytest.approx(high[1], abs=CLOSE)


def test_changes_equal_statsmodels() -> None:
    random = np.random.default_rng(4)
    before, after = random.normal(size=25), random.normal(size=25)
    p, low, high = ttost_paired(before, after, -0.3, 0.4)
    found = tost(equivalent_changes(before - after, (-0.3, 0.4)))
    assert (found.p, found.p_low, found.p_high) == pytest.approx((p, low[1], high[1]), abs=CLOSE)


@pytest.mark.parametrize("counts", [(7, 9), (0, 4), (30, 31)])
def test_proportions_equal_statsmodels(counts: tuple[int, int]) -> None:
    truth = tost_proportions_2indep(
        counts[0], 40, counts[1], 50, -0.2, 0.15, method="agresti-caffo"
    )
    found = tost(equivalent_proportions(counts, (40, 50), (-0.2, 0.15)))
    assert found.p == pytest.approx(truth.pvalue, abs=CLOSE)


def test_any_estimate_has_the_test_of_its_mean() -> None:
    random = np.random.default_rng(1)
    change = random.normal(0.1, 1, 20)
    error = float(np.std(change, ddof=1) / np.sqrt(20))
    one = tost(equivalence(float(change.mean()), error, (-0.5, 0.5), 19))
    assert one.p == pytest.approx(tost(equivalent_changes(change, (-0.5, 0.5))).p, abs=CLOSE)


def test_constant_or_missing_values_are_refused() -> None:
    ones = np.ones(20)
    for answer in (
        equivalent_means(ones, ones, (-1, 1)),
        equivalent_changes(np.zeros(12), (-1, 1)),
        equivalent_means(ones[:1], ones, (-1, 1)),
        equivalence(0.1, 0.0, (-1, 1)),
        equivalent_proportions((0, 0), (0, 10), (-1, 1)),
    ):
        assert isinstance(answer, Reason)
    with pytest.raises(InternalError):
        equivalence(0.1, 1.0, (1, -1))


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (0.5, 3.0, Worth.WORKS),
        (2.5, 3.0, Worth.WORKS),
        (-0.5, 0.8, Worth.NO_WORTHWHILE_EFFECT),
        (0.1, 0.8, Worth.NO_WORTHWHILE_EFFECT),  # there is something, and it is too little
        (-0.8, -0.1, Worth.NO_WORTHWHILE_EFFECT),  # a little harm
        (-3.0, 0.5, Worth.NO_WORTHWHILE_EFFECT),  # it may harm, but it is not worth having
        (-3.0, -0.1, Worth.HARMS),
        (-0.5, 3.0, Worth.CANNOT_TELL),
        (-3.0, 3.0, Worth.CANNOT_TELL),
        (-np.inf, np.inf, Worth.CANNOT_TELL),
    ],
)
def test_one_rule_turns_a_range_into_a_word(low: float, high: float, word: Worth) -> None:
    assert judge_range((low, high), margin=1.0).word is word


def test_what_surely_works_is_known_to_be_worth_having() -> None:
    assert judge_range((1.0, 2.0), 1.0).surely
    assert not judge_range((0.5, 2.0), 1.0).surely
    assert judge_range((-2.0, -1.0), 1.0).surely


def test_claims_of_nothing_are_two_one_sided_tests() -> None:
    """Where the larger p is just below 5%, the narrower range lies just inside the margin."""
    effect = inferred(0.1, 0.3, 20.0)
    assert isinstance(effect, Inferred)
    found = judge(effect, margin=0.62)
    assert isinstance(found, Judgement)
    p = tost(equivalence(0.1, 0.3, (-0.62, 0.62), 20.0)).p
    assert (found.word is Worth.NO_WORTHWHILE_EFFECT) is (p < 0.05)
    assert found.low == pytest.approx(effect.low)
    assert found.near_high == pytest.approx(0.1 + 0.3 * 1.7247182429207857)


@pytest.mark.parametrize("truth", [0.0, 1.0, -1.0])
def test_wrong_words_come_in_at_most_one_of_twenty(truth: float) -> None:
    """At the margin nobody may say there is nothing, at zero nobody there is something."""
    random = np.random.default_rng(6)
    wrong = 0
    for estimate in random.normal(truth, 0.4, 4_000).tolist():
        effect = inferred(estimate, 0.4)
        assert isinstance(effect, Inferred)
        found = judge(effect, 1.0)
        assert isinstance(found, Judgement)
        if truth == 0:
            wrong += found.word in (Worth.WORKS, Worth.HARMS)
        elif truth > 0:
            wrong += found.word in (Worth.NO_WORTHWHILE_EFFECT, Worth.HARMS)
        else:
            wrong += found.word is Worth.WORKS
    assert wrong / 4_000 <= 0.058
