"""Figures about too few people are withheld, and so is what would give them away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from everyrep.measures.figures import Figure
from everyrep.measures.run import Outcome
from everyrep.values import Reason, Scope

_ALL_BUT_ONE = Reason(
    "withheld_with_another",
    "It would give away another group, which is too small to show, by subtraction.",
    "Ask for wider groups.",
)


def withheld(outcome: Outcome, scope: Scope) -> Outcome:
    """The outcome without figures about fewer people than the scope allows.

    Where one single group is withheld, it could be had from the total and the rest; so the group
    with the fewest people goes with it. Groups that are about nobody in particular stay.
    """
    if scope.min_group <= 1:
        return outcome
    small = {key for key, people in outcome.people.items() if people and scope.suppresses(people)}
    figures = {
        key: Figure(None, reason=_too_few(scope)) if key in small else figure
        for key, figure in outcome.figures.items()
    }
    second = _second(outcome, small)
    if second is not None:
        figures[second] = Figure(None, reason=_ALL_BUT_ONE)
    return replace(outcome, figures=figures)


def _second(outcome: Outcome, small: set[tuple[Any, ...]]) -> tuple[Any, ...] | None:
    if len(small) != 1:
        return None
    others = [key for key in outcome.figures if key not in small and outcome.people.get(key)]
    return min(others, key=lambda key: outcome.people[key], default=None)


def _too_few(scope: Scope) -> Reason:
    return Reason(
        "too_few_people",
        f"It is about fewer than {scope.min_group} people.",
        "Ask for wider groups, or a longer period.",
    )
