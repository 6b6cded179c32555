"""When effects set in, on companies whose truth is known and on curves drawn by hand."""

from __future__ import annotations

import numpy as np
import pytest

from everyrep.evidence.answering.following import _curve
from everyrep.evidence.arrays import Floats
from everyrep.evidence.calibration.worlds import Setting, company
from everyrep.evidence.findings import Curve
from everyrep.evidence.lag import Course, course_of, sentence
from everyrep.evidence.uptake import Stacks, Windows, stacks
from everyrep.values import Reason


def drawn(effect: Floats, error: float = 0.05) -> Curve:
    """A curve whose months are independent."""
    months = effect.size
    se = np.full(months, error)
    return Curve(
        np.arange(months), effect, se, effect - 3 * se, effect + 3 * se,
        np.full(months, 100), covariance=np.diag(se**2),
    )  # fmt: skip


@pytest.mark.parametrize("onset", [0, 2, 4])
def test_the_onset_is_found_within_a_month_in_nine_of_ten(onset: int) -> None:
    near, held = [], []
    for seed in range(12):
        world = company(Setting(effect=0.3, onset=onset, people=400), seed)
        made = stacks(world.y, np.ones_like(world.y), world.first, Windows(18, 3, 1, 13))
        assert isinstance(made, Stacks)
        found = course_of(_curve(made, np.arange(400), 200.0, beyond=False))
        assert isinstance(found, Course)
        near.append(abs(found.onset - onset) <= 1)
        held.append(found.earliest <= onset <= found.latest)
    assert np.mean(near) >= 0.9
    assert np.mean(held) >= 0.8


def test_a_dip_while_people_learn_is_told() -> None:
    found = course_of(drawn(np.array([-0.2, -0.2, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3])))
    assert isinstance(found, Course)
    assert found.onset == 2
    assert found.dip == pytest.approx(-0.2)
    assert "costs something while it is learned" in sentence(found)


def test_what_fades_is_told_by_its_half_life_and_what_lasts_is_not() -> None:
    since = np.arange(14)
    fading = course_of(drawn(0.5 * np.exp2(-since / 4), 0.03))
    assert isinstance(fading, Course)
    assert fading.halves == 4
    assert fading.peak == 0
    lasting = course_of(drawn(np.full(14, 0.5), 0.03))
    assert isinstance(lasting, Course)
    assert lasting.halves is None


def test_where_nothing_is_told_from_none_nothing_sets_in() -> None:
    rng = np.random.default_rng(4)
    found = course_of(drawn(rng.normal(0, 0.05, 12)))
    assert isinstance(found, Reason)
    assert isinstance(course_of(drawn(np.array([0.5, 0.5]))), Reason)
