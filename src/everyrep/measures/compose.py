"""Measures made of other measures: their figures, group by group, handed to one function."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from everyrep.measures.catalogue import Measure
from everyrep.measures.figures import Figure
from everyrep.measures.question import Question
from everyrep.measures.run import Groups, Outcome, expression_of


def composed(
    measure: Measure, question: Question, parts: Sequence[tuple[tuple[str, ...], Outcome]]
) -> Outcome:
    """The figures of a measure whose parts have been computed.

    Args:
        measure: The whole.
        question: What is asked of it.
        parts: For each part, the dimensions it was cut by and what it gave. A part cut by fewer
            serves every group that agrees with it.
    """
    combine = expression_of(measure)
    full = [outcome.figures for by, outcome in parts if by == question.by]
    keys = dict.fromkeys(key for figures in full for key in figures)
    figures: Groups = {}
    for key in keys:
        known = [_matching(outcome.figures, by, key, question.by) for by, outcome in parts]
        figures[key] = combine(question, *known, **measure.parameters)
    people = {
        key: max(outcome.people.get(_reduced(key, question.by, by), 0) for by, outcome in parts)
        for key in keys
    }
    sql = ";\n\n".join(dict.fromkeys(outcome.sql for _, outcome in parts if outcome.sql))
    rows = sum(outcome.rows or 0 for _, outcome in parts)
    return Outcome(figures, sql, people if question.scope.min_group > 1 else {}, rows)


def _matching(
    figures: Groups, by: tuple[str, ...], key: tuple[Any, ...], whole: tuple[str, ...]
) -> Figure | None:
    return figures.get(_reduced(key, whole, by))


def _reduced(key: tuple[Any, ...], whole: tuple[str, ...], by: tuple[str, ...]) -> tuple[Any, ...]:
    """The part of a key that belongs to fewer dimensions."""
    return tuple(group for name, group in zip(whole, key, strict=True) if name in by)
