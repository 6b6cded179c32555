"""Breaks before held against breaks after, in blocks of three months."""

from __future__ import annotations

import numpy as np
import pytest

from everyrep.evidence.answering.beside import by_cohorts, imputed, window_of
from everyrep.evidence.calibration.trying import history_of
from everyrep.evidence.calibration.worlds import Selection, Setting, company
from everyrep.evidence.checks import Tried
from everyrep.evidence.checks.parallel import in_blocks, parallel
from everyrep.evidence.uptake import Windows

WINDOWS = Windows(18, 3, 1, 7)
NOBODY = np.arange(600)


def tried(selection: Selection, effect: float, windows: Windows = WINDOWS) -> Tried:
    history = history_of(company(Setting(selection=selection, effect=effect, onset=1), 4))
    study = by_cohorts(history, windows, NOBODY)
    return Tried(history, windows, NOBODY, "person", None, 0.0, 1.0, 100.0, 0.1, study=study)


def test_blocks_are_means_of_months_less_the_block_before_those_left_out() -> None:
    study = tried("chance", 0.3).study
    assert study is not None
    blocks = in_blocks(study, WINDOWS)
    assert blocks is not None
    path, weights = blocks
    at = {int(time): value for time, value in zip(study.event_times, study.effects.estimates,
                                                   strict=True)}  # fmt: skip
    base = np.mean([at[-6], at[-5], at[-4]])
    assert path.coefficients[path.before] == pytest.approx(np.mean([at[-3], at[-2], at[-1]]) - base)
    assert path.coefficients[path.before - 1] == pytest.approx(
        np.mean([at[-9], at[-8], at[-7]]) - base
    )
    # The window of six months is cut 2, 3, 1 by blocks that begin at the start.
    assert weights * 6 == pytest.approx([0, 2, 3, 1])


def test_a_large_effect_without_breaks_stands_longer_than_a_small_one() -> None:
    small, large = (parallel(tried("chance", effect)) for effect in (0.3, 1.0))
    assert small[0] is large[0] is True
    assert large[2]["times"] > 2 * small[2]["times"] > 0


def test_without_an_effect_no_sign_stands() -> None:
    passed, sentence, figures = parallel(tried("chance", 0.0))
    assert passed is None
    assert "does not stand" in sentence
    assert figures == {}


def test_too_short_a_past_is_said() -> None:
    short = Windows(8, 3, 1, 7)
    passed, sentence, _ = parallel(tried("chance", 0.3, short))
    assert passed is None
    assert sentence.startswith("Too few months")


def test_both_estimators_of_the_literature_find_the_effect_where_a_level_is_all() -> None:
    values = []
    for seed in range(8):
        history = history_of(company(Setting(selection="level", effect=0.3, onset=1), seed))
        study, mean = by_cohorts(history, WINDOWS, NOBODY), imputed(history, WINDOWS, NOBODY)
        assert study is not None
        assert mean is not None
        window = window_of(study, WINDOWS)
        assert window is not None
        values.append((mean.estimate, window.estimate))
    assert np.mean(values, axis=0) == pytest.approx([0.3, 0.3], abs=0.05)
