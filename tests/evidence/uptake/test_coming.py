"""Chances to come: they add up to who came, and make up for others who never had a bad spell."""

from __future__ import annotations

import numpy as np

from everyrep.evidence.calibration.worlds import Company, Selection, Setting, company
from everyrep.evidence.uptake import Stacks, Windows, coming, stacks

WINDOWS = Windows(18, 3, 1, 7)


def world(selection: Selection, seed: int, *, pull: float = 1.0) -> Company:
    return company(Setting(selection=selection, pull=pull), seed)


def test_chances_add_up_to_those_who_came() -> None:
    made = world("dip", 1)
    chance = coming(made.y, np.ones_like(made.y), made.first)
    assert chance is not None
    for month in range(16, 30):
        risk = made.first >= month
        came = int((made.first == month).sum())
        assert abs(chance[risk, month].sum() - came) < 3 + 0.35 * came
    assert (chance >= 0).all()
    assert (chance < 1).all()
    assert not chance[:, :16].any()  # nobody could start then


def test_those_who_did_badly_are_the_likely_ones_where_people_are_sent_at_a_low() -> None:
    low, plain = world("dip", 2), world("chance", 2)
    for made, sent in ((low, True), (plain, False)):
        chance = coming(made.y, np.ones_like(made.y), made.first)
        assert chance is not None
        recent = made.y[:, 17:20].mean(axis=1)
        hangs = np.corrcoef(recent, np.log(chance[:, 20]))[0, 1]
        ratio = np.quantile(chance[:, 20], 0.9) / np.quantile(chance[:, 20], 0.1)
        assert (hangs < -0.7 and ratio > 4) if sent else ratio < 4


def test_others_as_likely_to_come_bring_the_effect_nearer_to_the_truth() -> None:
    plain, weighted = [], []
    for seed in range(6):
        made = world("dip", seed, pull=2.0)
        ones = np.ones_like(made.y)
        bare = stacks(made.y, ones, made.first, WINDOWS)
        chance = coming(made.y, ones, made.first)
        own = stacks(made.y, ones, made.first, WINDOWS, chance=chance)
        assert isinstance(bare, Stacks)
        assert isinstance(own, Stacks)
        plain.append(bare.plain.value)
        weighted.append(own.plain.value)
    assert np.mean(plain) < -0.1  # the truth is none
    assert abs(np.mean(weighted)) < 0.75 * abs(np.mean(plain))


def test_few_starts_tell_no_chances() -> None:
    made = world("chance", 3)
    first = np.full_like(made.first, made.first.max())
    first[:10] = 20
    assert coming(made.y, np.ones_like(made.y), first) is None
