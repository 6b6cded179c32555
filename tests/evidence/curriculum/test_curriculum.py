"""All objects at once: against plain least squares, and on companies whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from everyrep.evidence.arrays import NEVER, Floats, Ints
from everyrep.evidence.curriculum import Against, Windows, joint, verdicts
from everyrep.evidence.curriculum.exposures import stretches
from everyrep.evidence.curriculum.verdicts import information
from everyrep.evidence.inference import Worth, benjamini_hochberg

REAL = 5


def motivated(
    seed: int, people: int, objects: int, size: float, months: int = 36
) -> tuple[Floats, Ints]:
    """People who want more take more, and sell more anyway; the first objects work."""
    rng = np.random.default_rng(seed)
    drive = rng.normal(size=people)
    takes = rng.random((people, objects)) < np.clip(0.15 * np.exp(0.6 * drive), 0, 0.9)[:, None]
    first = np.where(takes, rng.integers(0, months, size=(people, objects)), NEVER)
    noise = np.zeros((people, months))
    noise[:, 0] = rng.normal(size=people)
    for month in range(1, months):
        fresh = rng.normal(size=people) * np.sqrt(0.75)
        noise[:, month] = 0.5 * noise[:, month - 1] + fresh
    y = drive[:, None] + 0.3 * rng.normal(size=(1, months)) + noise
    for number in range(min(REAL, objects)):
        y += size * (np.arange(months)[None, :] > first[:, number][:, None])
    return y, first


def test_it_is_weighted_least_squares_with_all_columns_written_out() -> None:
    rng = np.random.default_rng(3)
    people, months, objects = 30, 16, 3
    first = np.where(rng.random((people, objects)) < 0.6, rng.integers(2, 14, (people, objects)),
                     NEVER)  # fmt: skip
    y = rng.normal(size=(people, months))
    weights = rng.integers(0, 4, size=y.shape).astype(float)
    windows = Windows(2, 1, 4)
    found = joint(y, weights, first, windows=windows)
    rows, columns, target = [], [], []
    for person in range(people):
        parts = stretches(first[person], months, windows)
        for month in range(months):
            if weights[person, month] > 0:
                line = np.concatenate([parts[month], np.eye(people)[person], np.eye(months)[month]])
                columns.append(line)
                rows.append(weights[person, month])
                target.append(y[person, month])
    root = np.sqrt(np.array(rows))
    x = np.array(columns)
    b = np.linalg.lstsq(x * root[:, None], np.array(target) * root)[0]
    assert found.effect == pytest.approx(b[2:12:4], abs=1e-8)
    assert found.before == pytest.approx(b[0:12:4], abs=1e-8)


def test_an_effect_without_noise_is_found_exactly() -> None:
    rng = np.random.default_rng(1)
    first = np.where(rng.random((40, 2)) < 0.5, rng.integers(8, 20, (40, 2)), NEVER)
    at = np.arange(36)
    y = rng.normal(size=(40, 1)) + rng.normal(size=(1, 36))
    y = y + 0.4 * (at[None, :] > first[:, :1]) - 0.2 * (at[None, :] > first[:, 1:])
    found = joint(y, np.ones_like(y), first, windows=Windows(3, 0, 40))
    assert found.effect == pytest.approx([0.4, -0.2], abs=1e-9)


def test_two_objects_that_everybody_took_together_cannot_be_told_apart() -> None:
    y, first = motivated(2, 120, 4, 0.0)
    first[:, 3] = first[:, 2]
    found = joint(y, np.ones_like(y), first)
    assert np.isnan(found.effect[[2, 3]]).all()
    assert np.isfinite(found.effect[[0, 1]]).all()
    lines = verdicts((Against("y", found, 1.0, 0.1),))
    assert "cannot be told from other objects" in lines[3].why


@pytest.mark.parametrize("seed", [1, 2])
def test_few_false_and_most_real_objects_are_announced(seed: int) -> None:
    """200 courses of which 5 work, taken by the motivated: one at a time nearly all seem to."""
    y, first = motivated(seed, 1200, 60, 0.35)
    found = joint(y, np.ones_like(y), first)
    lines = verdicts((Against("y", found, 1.0, 0.15),))
    works = [line.object for line in lines if line.word is Worth.WORKS]
    assert sum(number < REAL for number in works) >= 4
    assert sum(number >= REAL for number in works) <= 1
    alone = [_alone(y, first[:, number]) for number in range(60)]
    naive = benjamini_hochberg(np.array(alone)) < 0.05
    assert naive[REAL:].mean() > 0.5


def _alone(y: Floats, first: Ints) -> float:
    from scipy.stats import ttest_ind

    mean = y[:, -12:].mean(axis=1)
    return float(ttest_ind(mean[first != NEVER], mean[first == NEVER]).pvalue)


def test_where_nothing_works_no_worthwhile_effect_is_hardly_ever_wrong() -> None:
    """Effects at the very margin must not be called none in more than one of twenty."""
    wrong = []
    for seed in range(6):
        y, first = motivated(seed, 300, 20, 0.2)
        found = joint(y, np.ones_like(y), first)
        lines = verdicts((Against("y", found, 1.0, 0.2),))
        wrong += [line.word is Worth.NO_WORTHWHILE_EFFECT for line in lines[:REAL]]
    assert np.mean(wrong) <= 0.15


def test_what_knowing_would_be_worth_is_the_mean_loss_of_deciding_now() -> None:
    rng = np.random.default_rng(1)
    truth = rng.normal(0.1, 0.5, size=400_000)
    decided = 0.1 > 0.3
    loss = np.where(truth > 0.3, truth - 0.3, 0.0) - decided * (truth - 0.3)
    assert information(0.1, 0.5, 0.3) == pytest.approx(loss.mean(), abs=0.002)
    assert information(9.0, 0.5, 0.3) == pytest.approx(0.0, abs=1e-9)
