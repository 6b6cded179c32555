"""Whatever comes in, what comes out is a number with a range or a reason, never half of either."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from math import isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everyrep.evidence.arrays import Bools, Floats, Ints
from everyrep.evidence.inference import (
    Fit,
    Lottery,
    assignment_unit,
    fit,
    judge,
    look,
    randomised_difference,
    selected,
    wild_bootstrap,
)
from everyrep.evidence.trials import (
    Effect,
    Plan,
    Roster,
    adjusted_difference,
    assign,
    attrition,
    blocked_difference,
    cuped,
    difference_of_means,
    difference_of_proportions,
    difference_of_ratios,
    encouraged,
    lee_bounds,
    reach,
    sample_ratio,
    skewed_difference,
)
from everyrep.values import Reason
from everyrep.values.errors import InternalError

Trial = tuple[Floats, Floats, Bools, Ints]


@st.composite
def trials(draw: st.DrawFn) -> Trial:
    """Outcomes, pasts, sides and teams: with zeros, ties, and everything on one side."""
    n = draw(st.integers(0, 40))
    kind = draw(st.sampled_from([[0.0], [0.0, 1.0], [0.0, 0.0, 5.0, 1e6], [-3.0, 1e-9, 2.5, 7.0]]))
    values = st.lists(st.sampled_from(kind), min_size=n, max_size=n)
    sides = st.sampled_from([[True], [False], [True, False], [False] * 9 + [True]])
    side = st.lists(st.sampled_from(draw(sides)), min_size=n, max_size=n)
    teams = draw(st.integers(1, 12))
    y, before = (np.array(draw(values), float) for _ in range(2))
    return y, before, np.array(draw(side), bool), np.arange(n, dtype=np.int64) % teams


def answers(trial: Trial) -> Iterator[tuple[str, object]]:
    y, before, treated, team = trial
    whole = np.array([bool(t % 2) for t in team.tolist()], bool)
    yield "means", difference_of_means(y, treated)
    yield "teams", difference_of_means(y, whole, cluster=team)
    yield "mixed teams", difference_of_means(y, treated, cluster=team)
    yield "proportions", difference_of_proportions(y > 0, treated)
    yield "ratios", difference_of_ratios(y, np.abs(before), treated)
    yield "ratios of teams", difference_of_ratios(y, np.abs(before), whole, cluster=team)
    yield "cuped", cuped(y, before, treated)
    yield "adjusted", adjusted_difference(y, before[:, None], treated)
    yield "adjusted teams", adjusted_difference(y, before[:, None], whole, cluster=team)
    yield "blocked", blocked_difference(y, treated, team)
    yield "skewed", skewed_difference(y, treated, draws=49)
    yield "lost", attrition(before > 0, treated)
    yield "bounds", lee_bounds(y, before > 0, treated)
    yield "encouraged", encouraged(y, before, treated)
    yield "encouraged teams", encouraged(y, before, whole, cluster=team)
    yield "ratio", sample_ratio((int(treated.sum()), int((~treated).sum())))
    yield "luck", randomised_difference(y, Lottery(treated.astype(np.int64)), most=99)
    yield "unit", assignment_unit(treated.astype(np.int64), {"team": team}, shuffles=9)
    if y.size:
        fitted = fit(y, np.column_stack([np.ones(y.size), treated.astype(float)]))
        yield "fit", fitted
        if isinstance(fitted, Fit):
            yield "bootstrap", wild_bootstrap(fitted, 1, team, draws=99)
    found = difference_of_means(y, treated)
    if isinstance(found, Effect):
        yield "word", judge(found.absolute, 0.1)
        yield "look", look(found.absolute, 1.0)
        yield "drawn", selected(found.absolute.value, found.absolute.error)


def numbers(answer: object) -> Iterator[float]:
    """Every number of a result, however deep."""
    if isinstance(answer, float | int):
        yield float(answer)
    elif is_dataclass(answer):
        for field in fields(answer):
            yield from numbers(getattr(answer, field.name))


@settings(max_examples=100)
@given(trials())
def test_no_number_is_missing_in_silence(trial: Trial) -> None:
    for name, answer in answers(trial):
        assert answer is not None, name
        if isinstance(answer, Reason):
            assert answer.sentence, name
            continue
        assert not any(isnan(number) for number in numbers(answer)), (name, answer)


@pytest.mark.parametrize("people", [0, 1, 8, 10, 11, 30])
@pytest.mark.parametrize("team", [1.0, 8.0])
def test_small_plans_answer_in_words(people: int, team: float) -> None:
    found = reach(Plan(people, team=team, likeness=0.1), wanted=0.2)
    assert (found.effect is None) is (found.reason is not None)
    assert found.ways


@pytest.mark.parametrize("people", [0, 1, 3, 4, 5])
def test_small_rosters_are_drawn_or_refused(people: int) -> None:
    ids = tuple(f"p{i}" for i in range(people))
    found = assign(Roster(ids, ids))
    assert isinstance(found, Reason) is (people < 4)


RAISES: list[Callable[[], object]] = [
    lambda: difference_of_means(np.array([1.0, np.nan]), np.array([True, False])),
    lambda: difference_of_means(np.ones(3), np.ones(2, bool)),
    lambda: reach(Plan(50, deviation=-1.0), 0.1),
]


@pytest.mark.parametrize("wrong", RAISES)
def test_wrong_use_is_raised(wrong: Callable[[], object]) -> None:
    with pytest.raises(InternalError):
        wrong()
