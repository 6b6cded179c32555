"""A question as it comes in: names looked up, texts read, and what may not be asked refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from everyrep.measures.catalogue import Measure
from everyrep.measures.computable import why_not
from everyrep.measures.dimensions import TIME, dimension_name
from everyrep.measures.naming import with_ids
from everyrep.measures.question import Question
from everyrep.measures.source import FactSource
from everyrep.values import Currency, Period, Reason, Scope, UnknownName, UserError
from everyrep.warehouse.mapping import Condition, parse_where


def question_of(
    source: FactSource,
    by: str | Iterable[str],
    where: str | None,
    period: str | Period | None,
    scope: Scope,
    level: float,
) -> Question:
    """The question as everything below the door sees it.

    Raises:
        UnknownName: A dimension or grain does not exist; near names are offered.
        UserError: The scope does not allow a dimension, or a text cannot be read.
    """
    if not 0 < level < 1:
        raise UserError(f"The level is {level!r}", remedy="Give a share, such as 0.95")
    fiscal = source.settings.fiscal
    as_of = min(source.as_of, scope.as_of or source.as_of)
    dimensions = tuple(dict.fromkeys(dimension_name(name) for name in listed(by)))
    for name in dimensions:
        if not scope.allows_grain(name):
            raise UserError(
                f"{scope.who} may not see figures by {name}",
                why="the scope names the grains and dimensions that may be seen",
                remedy="leave it out, or ask whoever gives access",
            )
    return Question(
        dimensions,
        _condition(source, where, scope),
        Period.parse(period, calendar=fiscal, as_of=as_of) if isinstance(period, str) else period,
        scope,
        as_of,
        Currency.of(source.reporting_currency),
        fiscal,
        level,
        as_of < source.as_of,
        kept=source.kept if as_of == source.as_of else frozenset(),
        complete=_complete(source),
    )


_WITH_GAPS = (("activities", "account_id"),)


def _complete(source: FactSource) -> frozenset[str]:
    return frozenset(
        f"{table}.{column}"
        for table, column in _WITH_GAPS
        if source.rows(table) and source.filled(table, column) >= 1
    )


def _condition(source: FactSource, where: str | None, scope: Scope) -> Condition | None:
    """The condition of a question; what is called by a name goes by its ids as well."""
    if not where or not where.strip():
        return None
    return with_ids(source, parse_where(where, "the condition"), scope)


def accept(measure: Measure, question: Question) -> None:
    """Hold that a measure can be cut as the question asks.

    Raises:
        UnknownName: It cannot; what it can be cut by is offered.
    """
    for name in question.by:
        if not measure.accepts(name):
            raise UnknownName(
                f"dimension of {measure.name}",
                name,
                (*measure.dimensions, *(TIME if measure.timed else ())),
            )


def own_question(measure: Measure, question: Question) -> Question:
    """The question as one measure takes it: with what it is always cut by, and in its period."""
    by = tuple(dict.fromkeys((*question.by, *measure.always_by)))
    return in_default_period(measure, question.cut_by(by))


def in_default_period(measure: Measure, question: Question) -> Question:
    """The question with the measure's own period, where the question names none."""
    if question.period is not None or not measure.default_period:
        return question
    if measure.default_uncut and TIME.keys() & set(question.by):
        return question
    period = Period.parse(measure.default_period, calendar=question.fiscal, as_of=question.as_of)
    return replace(question, period=period)


def refusal(source: FactSource, measure: Measure, scope: Scope) -> Reason | None:
    """Why there is no figure of a measure at all: it may not be seen, or the data lacks it."""
    return _not_allowed(measure, scope) or why_not(source, measure)


def _not_allowed(measure: Measure, scope: Scope) -> Reason | None:
    """Why the one who asks may not see the measure at all."""
    if scope.sees_nobody:
        return Reason(
            "nothing_in_scope", f"{scope.who} may see nobody's facts.", "Ask whoever gives access."
        )
    ability = measure.ability or ("see_amounts" if measure.of_money else "")
    if ability and not scope.can(ability):
        return Reason(
            "not_allowed",
            f"{scope.who} lacks the ability {ability!r}, which {measure.title.lower()} takes.",
            "Ask whoever gives access.",
        )
    masked = [need.column for need in measure.needs if scope.masks(need.column)]
    if masked:
        return Reason("masked", f"It rests on {masked[0]}, which is masked for {scope.who}.")
    return None


def listed(names: str | Iterable[str]) -> tuple[str, ...]:
    """One name or several, as several."""
    return (names,) if isinstance(names, str) else tuple(names)
