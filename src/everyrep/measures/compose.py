"""Several measures at once: shared facts are read together, and parts are joined to wholes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from everyrep.measures.catalogue import Catalogue, Measure, Part
from everyrep.measures.figures import Figure
from everyrep.measures.question import Question
from everyrep.measures.run import Groups, Outcome, expression_of, run
from everyrep.measures.source import FactSource
from everyrep.values import UserError
from everyrep.warehouse.mapping import Condition, columns_of
from everyrep.warehouse.mapping import rows as tree

Ran = dict[tuple[str, Question], Outcome]


def run_all(
    source: FactSource, wanted: Iterable[tuple[Measure, Question]], known: Catalogue
) -> Ran:
    """The outcomes of measures, each for its own question."""
    wanted = tuple(wanted)
    by_question: dict[Question, dict[str, Measure]] = {}
    for measure, question in _made_of_facts(wanted, known):
        by_question.setdefault(question, {})[measure.name] = measure
    outcomes: Ran = {}
    for question, measures in by_question.items():
        found = run(tuple(measures.values()), question, source.connection)
        outcomes |= {(name, question): outcome for name, outcome in found.items()}
    for measure, question in wanted:
        _compose(measure, question, known, outcomes)
    return outcomes


def _made_of_facts(
    wanted: Iterable[tuple[Measure, Question]], known: Catalogue
) -> Iterable[tuple[Measure, Question]]:
    for measure, question in wanted:
        if measure.parts:
            parts = [(known[p.measure], _asked_of(p, question, known)) for p in measure.parts]
            yield from _made_of_facts(parts, known)
        else:
            yield measure, question


def leaves(
    measure: Measure, question: Question, known: Catalogue
) -> Iterable[tuple[Measure, Question]]:
    """The measures of facts that one is made of, each with its own question; itself, if so."""
    return _made_of_facts([(measure, question)], known)


def _asked_of(part: Part, question: Question, known: Catalogue) -> Question:
    """The question of the whole as it is put to a part."""
    by = tuple(name for name in question.by if name not in part.without)
    where = _where_of(part, question.where, known[part.measure])
    return replace(question, by=by, where=where, period=None if part.ever else question.period)


def _where_of(part: Part, where: Condition | None, measure: Measure) -> Condition | None:
    """What of a condition holds for a part: not what it neither has nor could be cut by.

    So coverage by the pipeline from a stage on is set against the whole of what remains.

    Raises:
        UserError: An `or` ties what holds for the part to what does not.
    """
    lacking = {name for name in part.without if not measure.accepts(name)}
    if where is None or lacking.isdisjoint(columns_of(where)):
        return where
    conditions = where.parts if isinstance(where, tree.All) else (where,)
    kept = tuple(one for one in conditions if not lacking.issuperset(columns_of(one)))
    for field in lacking.intersection(name for one in kept for name in columns_of(one)):
        raise UserError(
            f"{measure.title} goes into it, and cannot be asked by {field!r}",
            where="the condition",
            why=f"a condition that ties {field!r} to other fields by 'or' is not clear of it",
            remedy=f"join what is asked of {field!r} to the rest by 'and'",
        )
    return (kept[0] if len(kept) == 1 else tree.All(kept)) if kept else None


def _compose(measure: Measure, question: Question, known: Catalogue, outcomes: Ran) -> Outcome:
    """The outcome of a measure, out of those that have been run."""
    if (measure.name, question) not in outcomes:
        parts = []
        for part in measure.parts:
            own = _asked_of(part, question, known)
            parts.append((own.by, _compose(known[part.measure], own, known, outcomes)))
        outcomes[measure.name, question] = composed(measure, question, parts)
    return outcomes[measure.name, question]


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
    people = {key: _fewest(key, question.by, parts) for key in keys}
    sql = ";\n\n".join(dict.fromkeys(outcome.sql for _, outcome in parts if outcome.sql))
    rows = sum(outcome.rows or 0 for _, outcome in parts)
    return Outcome(figures, sql, people if question.scope.min_group > 1 else {}, rows)


def _fewest(
    key: tuple[Any, ...], whole: tuple[str, ...], parts: Sequence[tuple[tuple[str, ...], Outcome]]
) -> int:
    """The fewest people that a part of a figure is about: with the other parts, it can be told."""
    counts = [outcome.people.get(_reduced(key, whole, by), 0) for by, outcome in parts]
    return min((count for count in counts if count), default=0)


def _matching(
    figures: Groups, by: tuple[str, ...], key: tuple[Any, ...], whole: tuple[str, ...]
) -> Figure | None:
    return figures.get(_reduced(key, whole, by))


def _reduced(key: tuple[Any, ...], whole: tuple[str, ...], by: tuple[str, ...]) -> tuple[Any, ...]:
    """The part of a key that belongs to fewer dimensions."""
    return tuple(group for name, group in zip(whole, key, strict=True) if name in by)
