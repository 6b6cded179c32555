"""How spells last: found in noise of a known kind, and taken off what follows a spell."""

from __future__ import annotations

import numpy as np
import pytest

from everyrep.evidence.arrays import NEVER
from everyrep.evidence.calibration.worlds import Setting, company
from everyrep.evidence.uptake import Lasting, Stacks, Windows, coming, lasting, stacks

WINDOWS = Windows(18, 3, 1, 7)


def noise(fades: float, fresh: float, growth: float, seed: int = 5) -> np.ndarray:
    """People by months: a level, a line, a spell that fades, and what is gone at once."""
    rng = np.random.default_rng(seed)
    people, months = 600, 36
    spell = np.empty((people, months))
    spell[:, 0] = rng.normal(size=people)
    for month in range(1, months):
        new = rng.normal(size=people)
        spell[:, month] = fades * spell[:, month - 1] + np.sqrt(1 - fades**2) * new
    line = rng.normal(0, growth, people)[:, None] * np.arange(months)
    level = rng.normal(0, 3, people)[:, None]
    return level + line + spell + rng.normal(0, np.sqrt(fresh), (people, months))


@pytest.mark.parametrize(
    ("fades", "fresh", "growth"),
    [(0.5, 0.0, 0.0), (0.7, 1.0, 0.0), (0.5, 0.5, 0.05)],
)
def test_how_spells_last_is_found_whatever_levels_and_lines_people_are_on(
    fades: float, fresh: float, growth: float
) -> None:
    y = noise(fades, fresh, growth)
    found = lasting(y, np.ones_like(y), np.full(600, NEVER))
    assert found is not None
    assert found.fades == pytest.approx(fades, abs=0.08)
    assert found.held == pytest.approx(1.0, abs=0.15)
    assert found.fresh == pytest.approx(fresh, abs=0.15)


def test_what_is_gone_at_once_leaves_nothing() -> None:
    y = noise(0.0, 0.5, 0.0)
    found = lasting(y, np.ones_like(y), np.full(600, NEVER))
    assert found is not None
    left = found.left(np.array([-3, -2, -1]), np.array([1, 2, 3]))
    assert np.abs(left).max() < 0.05


def test_what_is_left_is_the_best_linear_forecast() -> None:
    """Of a spell that fades by half alone the last month tells, and all of it."""
    left = Lasting(held=2.0, fades=0.5, fresh=0.0).left(np.array([-3, -2, -1]), np.array([0, 1]))
    assert left == pytest.approx(np.array([[0, 0, 0.5], [0, 0, 0.25]]), abs=1e-9)


def test_months_with_treatment_tell_nothing_of_it() -> None:
    y = noise(0.5, 0.0, 0.0)
    first = np.full(600, 18)
    wild = np.where(np.arange(36) >= 18, y * 50, y)
    ones = np.ones_like(y)
    assert lasting(wild, ones, first) == lasting(y, ones, first)


def test_too_short_a_record_tells_nothing() -> None:
    y = noise(0.5, 0.0, 0.0)[:, :3]
    assert lasting(y, np.ones_like(y), np.full(600, NEVER)) is None


def test_the_rest_of_a_spell_and_likelier_others_bring_the_effect_to_the_truth() -> None:
    plain, mended = [], []
    for seed in range(12):
        made = company(Setting(selection="dip"), seed)
        ones = np.ones_like(made.y)
        bare = stacks(made.y, ones, made.first, WINDOWS)
        chance, spells = coming(made.y, ones, made.first), lasting(made.y, ones, made.first)
        assert spells is not None
        weighted = stacks(made.y, ones, made.first, WINDOWS, chance=chance)
        assert isinstance(bare, Stacks)
        assert isinstance(weighted, Stacks)
        plain.append(bare.plain.value)
        mended.append(weighted.recovered(WINDOWS, spells).plain.value)
    assert np.mean(plain) < -0.05  # the truth is none
    assert abs(np.mean(mended)) < 0.025


def test_the_window_is_the_mean_of_its_months() -> None:
    made = company(Setting(selection="dip", last_start=20), 3)
    ones = np.ones_like(made.y)
    spells = lasting(made.y, ones, made.first)
    bare = stacks(made.y, ones, made.first, WINDOWS)
    assert spells is not None
    assert isinstance(bare, Stacks)
    found = bare.recovered(WINDOWS, spells)
    inside = (found.at >= WINDOWS.start) & (found.at < WINDOWS.stop)
    assert found.plain.value == pytest.approx(float(found.by_month[inside].mean()), abs=1e-9)
    assert found.plain.influence == pytest.approx(found.influence[:, inside].mean(axis=1), abs=1e-9)
