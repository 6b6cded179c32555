"""Others like those who came: there where chance decided, missing where nothing else did."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from everyrep.evidence.arrays import NEVER
from everyrep.evidence.calibration.trying import history_of
from everyrep.evidence.calibration.worlds import Selection, Setting, company
from everyrep.evidence.checks import Tried
from everyrep.evidence.checks.likeness import overlap
from everyrep.evidence.uptake import Windows


def tried(selection: Selection, pull: float = 1.0) -> Tried:
    history = history_of(company(Setting(selection=selection, pull=pull), 3))
    people = np.arange(len(history))
    return Tried(history, Windows(18, 3, 1, 7), people, "person", None, 0.1, 0.1, 500.0, 0.1)


def test_by_chance_there_are_others_like_everybody() -> None:
    passed, sentence, figures = overlap(tried("chance"))
    assert passed
    assert abs(figures["apart"]) < 0.3
    assert figures["beyond"] < 0.06
    assert "others like them" in sentence


def test_how_far_apart_they_stood_before_is_told() -> None:
    _, sentence, figures = overlap(tried("level"))
    assert figures["apart"] > 0.4
    assert f"{figures['apart']:+.2g} standard deviations apart" in sentence


def test_where_all_the_worst_are_sent_nobody_is_left_who_tells_of_them() -> None:
    passed, sentence, figures = overlap(tried("dip", pull=8.0))
    assert passed is False
    assert figures["beyond"] > 0.1
    assert "nobody tells of them" in sentence


def test_few_who_came_are_not_judged() -> None:
    few = tried("chance")
    first = np.where(np.arange(len(few.history)) < 5, 20, NEVER)
    passed, sentence, _ = overlap(
        replace(few, history=replace(few.history, first=first.astype(np.int64)))
    )
    assert passed is None
    assert sentence.startswith("Too few came")
