"""A hidden cause in terms of known ones: tenure, team, territory."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from everyrep.evidence.calibration.trying import history_of
from everyrep.evidence.calibration.worlds import Setting, company
from everyrep.evidence.checks import Tried
from everyrep.evidence.checks.around import hidden_cause
from everyrep.evidence.checks.known import in_known_terms
from everyrep.evidence.history import History
from everyrep.evidence.sensitivity import Coefficient
from everyrep.evidence.uptake import Windows

FOUND = Coefficient(0.4, 0.1, 500)


def history(*, matters: bool) -> History:
    """People of all tenures; where it matters the new ones grow faster and come sooner."""
    made = history_of(company(Setting(selection="chance"), 3))
    rng = np.random.default_rng(3)
    start = rng.integers(0, 60, len(made)).astype(float)
    tenure = np.asarray(start[:, None] + np.arange(made.x.shape[1]), dtype=float)
    if not matters:
        return replace(made, tenure=tenure)
    new = (30 - start) / 30
    first = np.where(new + rng.normal(0, 1, len(made)) > 0.3, 18, made.first.max())
    x = made.x + 0.05 * new[:, None] * np.arange(made.x.shape[1])
    return replace(made, tenure=tenure, x=x, first=first.astype(np.int64))


def tried(made: History, assigned: str = "person") -> Tried:
    return Tried(
        made, Windows(18, 3, 1, 7), np.arange(len(made)), assigned, None, 0.4, 0.1, 500.0, 0.1
    )


def strength(made: History, name: str) -> float:
    known = {one.name: one for one in in_known_terms(tried(made), FOUND).known}
    return known[name].unsure


def test_a_cause_that_drives_both_would_undo_it_with_less_of_its_kind() -> None:
    assert strength(history(matters=True), "tenure") < 3
    assert strength(history(matters=False), "tenure") > 5


def test_the_sentence_names_the_cause_that_comes_nearest() -> None:
    passed, sentence, figures = hidden_cause(tried(history(matters=True)))
    assert passed
    assert "as strong as tenure" in sentence
    assert figures["times"] < 3


def test_what_was_assigned_is_no_cause_of_its_own_and_tiny_groups_are_none() -> None:
    made = history(matters=False)
    of_three = {"team": np.arange(len(made)) // 3}
    assert {one.name for one in in_known_terms(tried(made, "team"), FOUND).known} == {"tenure"}
    small = in_known_terms(tried(replace(made, groups=of_three)), FOUND)
    assert {one.name for one in small.known} == {"tenure"}


def test_where_nothing_is_known_of_people_the_share_alone_is_told() -> None:
    made = history_of(company(Setting(selection="chance"), 3))
    bare = replace(made, groups={})
    assert in_known_terms(tried(bare), FOUND).known == ()
    assert "would have to be" not in hidden_cause(tried(bare))[1]


def test_where_nobody_is_known_on_both_sides_no_cause_is_measured() -> None:
    made = history(matters=False)
    first = np.zeros(len(made), np.int64)
    first[0] = made.first.max()
    assert in_known_terms(tried(replace(made, first=first)), FOUND).known == ()
