"""Many questions at once, against statsmodels, the definitions, and simulated null worlds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from everyrep.evidence.inference import (
    benjamini_hochberg,
    benjamini_yekutieli,
    by_e_values,
    share_of_nulls,
    simes,
    storey,
    two_levels,
)

chances = st.lists(st.floats(0, 1), min_size=1, max_size=40).map(np.array)


@given(chances)
def test_both_rules_equal_statsmodels(p: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
    assert benjamini_hochberg(p) == pytest.approx(multipletests(p, method="fdr_bh")[1])
    assert benjamini_yekutieli(p) == pytest.approx(multipletests(p, method="fdr_by")[1])


def test_a_question_that_could_not_be_asked_counts_nowhere() -> None:
    asked = np.array([0.01, 0.2, 0.03])
    with_gaps = np.array([[0.01, np.nan], [0.2, 0.03]])
    found = benjamini_hochberg(with_gaps)
    assert np.isnan(found[0, 1])
    assert found[np.isfinite(found)] == pytest.approx(benjamini_hochberg(asked))
    assert benjamini_yekutieli(with_gaps)[0, 0] == pytest.approx(benjamini_yekutieli(asked)[0])
    assert benjamini_hochberg(np.full(3, np.nan)).tolist() == pytest.approx(
        [np.nan] * 3, nan_ok=True
    )


def test_the_share_of_nulls_is_found_and_never_above_one() -> None:
    random = np.random.default_rng(1)
    p = np.concatenate([random.uniform(size=6_000), random.beta(0.2, 8, 4_000)])
    assert share_of_nulls(p) == pytest.approx(0.6, abs=0.03)
    assert share_of_nulls(random.uniform(size=50)) <= 1
    assert share_of_nulls(np.array([np.nan])) == 1
    assert storey(p) == pytest.approx(np.minimum(share_of_nulls(p) * benjamini_hochberg(p), 1))


def test_the_chance_of_a_row_is_that_of_simes() -> None:
    p = np.array([[0.01, 0.04, 0.9], [0.5, np.nan, 0.2], [np.nan, np.nan, np.nan]])
    assert simes(p) == pytest.approx([0.03, 0.4, np.nan], nan_ok=True)


def test_two_levels_cut_the_rate_to_the_share_that_was_kept() -> None:
    """Benjamini and Bogomolov: with 1 of 4 objects kept, its measures are tested at a quarter."""
    p = np.array([[0.001, 0.012, 0.9], [0.3, 0.5, 0.7], [0.2, 0.8, 0.4], [0.6, 0.7, np.nan]])
    found = two_levels(p, rate=0.05)
    assert found.objects.tolist() == [True, False, False, False]
    # 0.001 * 3 = 0.003 and 0.012 * 3 / 2 = 0.018, beside a rate of 0.05 / 4.
    assert found.pairs[0].tolist() == [True, False, False]
    assert found.pair_q[0] == pytest.approx([0.012, 0.072, 1.0])
    assert not found.pairs[1:].any()
    assert np.isnan(found.pair_q[3, 2])


def test_nothing_asked_finds_nothing() -> None:
    found = two_levels(np.full((2, 3), np.nan))
    assert not found.objects.any()
    assert not found.pairs.any()
    assert two_levels(np.zeros((0, 3))).pairs.shape == (0, 3)


def test_bets_are_kept_by_the_definition() -> None:
    """k bets are kept if the k-th best is at least m / (k rate): 3 / (2 * 0.1) = 15."""
    assert by_e_values(np.array([40.0, 15.0, 1.0]), 0.1).tolist() == [True, True, False]
    assert by_e_values(np.array([40.0, 14.9, 1.0]), 0.1).tolist() == [True, False, False]
    assert by_e_values(np.array([np.nan, 10.0]), 0.1).tolist() == [False, True]
    assert not by_e_values(np.zeros(3)).any()


def test_false_findings_are_held_over_objects_and_over_measures() -> None:
    """Five of 200 objects move two of five measures; over 80 such catalogues."""
    random = np.random.default_rng(7)
    false_objects, false_pairs, found = [], [], []
    for _ in range(80):
        p = random.uniform(size=(200, 5))
        p[:5, :2] = random.beta(0.05, 60, (5, 2))
        kept = two_levels(p, rate=0.05)
        false_objects.append(kept.objects[5:].sum() / max(kept.objects.sum(), 1))
        inside = kept.pairs[kept.objects]
        real = np.zeros((200, 5), bool)
        real[:5, :2] = True
        wrong = (inside & ~real[kept.objects]).sum(axis=1) / np.maximum(inside.sum(axis=1), 1)
        false_pairs.append(wrong.mean() if wrong.size else 0.0)
        found.append(kept.objects[:5].sum())
    assert np.mean(false_objects) <= 0.06
    assert np.mean(false_pairs) <= 0.06
    assert np.mean(found) >= 4
