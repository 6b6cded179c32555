"""The one door to facts: measures, a question and a scope in, estimates out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from everyrep.measures.answer import Answer, Key, Row, in_order
from everyrep.measures.answered import Answers
from everyrep.measures.asking import (
    accept,
    in_default_period,
    listed,
    own_question,
    question_of,
    refusal,
)
from everyrep.measures.buckets import bucket_name
from everyrep.measures.catalogue import Catalogue, Measure, load_catalogue
from everyrep.measures.compose import run_all
from everyrep.measures.dimensions import TIME
from everyrep.measures.figures import NO_FACTS, Figure, Number
from everyrep.measures.labels import labels_of, stage_places
from everyrep.measures.privacy import WITHHELD, withheld
from everyrep.measures.question import Question
from everyrep.measures.reach import (
    days_covered,
    only_today,
    reach_notes,
    with_days_covered,
    within_reach,
)
from everyrep.measures.remarks import hindsight, partial_buckets
from everyrep.measures.run import Outcome
from everyrep.measures.source import FactSource
from everyrep.measures.spelling import words_not_known
from everyrep.values import (
    Estimate,
    Grade,
    Money,
    NotEstimable,
    Period,
    Provenance,
    Reason,
    Scope,
    Value,
    money_from_minor,
    unit_currency,
)
from everyrep.warehouse.mapping import parse_where

ANSWERS = Answers()


def query(  # noqa: PLR0913 - the one door names what a question has
    source: FactSource,
    measures: str | Iterable[str],
    *,
    by: str | Iterable[str] = (),
    where: str | None = None,
    period: str | Period | None = None,
    scope: Scope,
    level: float = 0.95,
    pool: bool = False,
    catalogue: Catalogue | None = None,
) -> Answer:
    """Figures of one or several measures, as the asker may see them.

    Args:
        source: An open build of the warehouse.
        measures: Names or synonyms.
        by: Dimensions ("team", "product" ...) and grains of time ("month", "fiscal_quarter" ...).
        where: Which facts count, such as `segment = 'Enterprise' and amount > 10000`.
        period: Days within which a fact counts, such as "2026Q1" or "last 4 quarters".
        scope: Who asks.
        level: Confidence of ranges.
        pool: Draw shares, means and rates of small groups towards those of their like, as far as
            the groups differ by no more than luck; the raw value stays beside, as `raw`.
        catalogue: Other measures than those that ship.

    Returns:
        One row a measure and group. Amounts are Money in the reporting currency.

    Raises:
        UnknownName: A measure, dimension or field does not exist; near names are offered.
        UserError: The scope does not allow a dimension, or a text cannot be read.
    """
    known = load_catalogue() if catalogue is None else catalogue
    asked = [known[name] for name in listed(measures)]
    question = replace(question_of(source, by, where, period, scope, level), pool=pool)
    for measure in asked:
        accept(measure, question)
    # Measures of one's own have names that say nothing; what ships is the same in every question.
    build = source.state if catalogue is None else None
    whole = (tuple(measure.name for measure in asked), question, where, source.settings)
    return ANSWERS.of(build, whole, lambda: _answer(source, asked, question, where, known))


def _answer(
    source: FactSource,
    asked: Sequence[Measure],
    question: Question,
    where: str | None,
    known: Catalogue,
) -> Answer:
    """The answer to a question that may be asked."""
    always = [name for m in asked for name in m.always_by if name not in question.by]
    dimensions = tuple(dict.fromkeys((*question.by, *always)))
    rows = _all_rows(source, asked, question, known)
    order = {measure.name: i for i, measure in enumerate(asked)}
    places = stage_places(source) if "stage" in dimensions else {}
    labels = labels_of(source, dimensions, rows, question.scope)
    rows.sort(key=lambda row: (_order(row, dimensions, places, labels), order[row.measure]))
    return Answer(
        tuple(order),
        dimensions,
        tuple(rows),
        question.period,
        where,
        source.snapshot,
        labels,
        (
            *_notes(source, asked, dimensions, question),
            *_remarks(source, asked, rows, question, known),
            *_about_condition(source, asked, rows, where, question, known),
        ),
    )


def _notes(
    source: FactSource, asked: Sequence[Measure], dimensions: Sequence[str], question: Question
) -> tuple[str, ...]:
    """What must be known of the answer as a whole."""
    notes = [
        f"{measure.title} is of {period}, since no period was named."
        for measure in asked
        if (period := in_default_period(measure, question).period) != question.period
    ]
    sold = {"product", "product_line"}.intersection(dimensions)
    if sold and source.rows("opportunity_lines"):
        notes.append("A deal of several products counts under each, with its part of the amount.")
    return tuple(notes)


def _remarks(
    source: FactSource,
    asked: Sequence[Measure],
    rows: Sequence[Row],
    question: Question,
    known: Catalogue,
) -> tuple[str, ...]:
    """Days that are known in part or not at all, and what was not known yet, each said once."""
    found = list(hindsight(source, asked, question))
    for measure in asked:
        if refusal(source, measure, question.scope) is not None:
            continue
        own = [row for row in rows if row.measure == measure.name]
        put = own_question(measure, question)
        found += reach_notes(source, measure, put, known)
        found += partial_buckets(source, measure, own, put)
        found += _nothing_there(source, measure, own, put)
    return tuple(dict.fromkeys(found))


def _nothing_there(
    source: FactSource, measure: Measure, rows: Sequence[Row], question: Question
) -> Iterator[str]:
    """Which days there are records of, where not a single group has any in the period."""
    if rows or question.period is None:
        return
    if covered := days_covered(source, measure, question):
        yield f"{measure.title}: there are records of {covered.start} to {covered.last}."


def _about_condition(
    source: FactSource,
    asked: Sequence[Measure],
    rows: Sequence[Row],
    where: str | None,
    question: Question,
    known: Catalogue,
) -> Iterator[str]:
    """What of a condition no fact knows; where nothing is left, that it may be the condition."""
    allowed = [one for one in asked if refusal(source, one, question.scope) is None]
    if question.where is None or not allowed:
        return
    written = parse_where(where or "", "the condition")
    left = any(_rests_on_facts(row.estimate) for row in rows)
    told = tuple(words_not_known(source, allowed, written, question, known, left=left))
    yield from told
    if not told and not left:
        yield (
            f"No fact fits the condition {where}: nothing is like that, or a word is misspelt, "
            "or its parts exclude each other."
        )


def _rests_on_facts(estimate: Estimate) -> bool:
    """Whether there are facts behind a figure, told or withheld."""
    return estimate.n > 0 or (estimate.reason is not None and estimate.reason.code in WITHHELD)


def _all_rows(
    source: FactSource, asked: Sequence[Measure], question: Question, known: Catalogue
) -> list[Row]:
    """The rows of all measures, of which those with the same facts are read together."""
    questions = {measure.name: own_question(measure, question) for measure in asked}
    reasons = {measure.name: refusal(source, measure, question.scope) for measure in asked}
    allowed = [
        (measure, questions[measure.name]) for measure in asked if reasons[measure.name] is None
    ]
    outcomes = run_all(source, allowed, known)
    rows: list[Row] = []
    for measure in asked:
        reason, own = reasons[measure.name], questions[measure.name]
        if reason is not None:
            unit = measure.unit_in(question.currency.code)
            rows.append(Row({}, measure.name, NotEstimable(reason, unit=unit)))
        else:
            rows += _rows(source, measure, own, outcomes[measure.name, own])
    return rows


def _rows(source: FactSource, measure: Measure, question: Question, outcome: Outcome) -> list[Row]:
    """All rows of one measure; without dimensions there is always exactly one."""
    unit = measure.unit_in(question.currency.code)
    outcome = withheld(outcome, question.scope)
    figures = outcome.figures or ({} if question.by else {(): Figure(None, reason=NO_FACTS)})
    figures = within_reach(source, measure, figures, question)
    if not question.by:
        figure = _empty(figures[()], measure, question, source)
        figures = {(): _told(figure, measure, question, source)}
    origin = Provenance(
        measure.name, measure.version, source.snapshot, outcome.sql, outcome.rows, question.period
    )
    return [
        Row(
            _keys(question.by, key, question),
            measure.name,
            _estimate(figure, unit, origin, question.level),
        )
        for key, figure in figures.items()
    ]


def _empty(figure: Figure, measure: Measure, question: Question, source: FactSource) -> Figure:
    """What no facts mean: zero, if there are records of the days asked about, or nothing."""
    if figure.reason is not NO_FACTS:
        return figure
    if today := only_today(measure, question):
        return replace(figure, reason=today)
    if measure.empty and question.where is None:
        return replace(figure, reason=Reason(NO_FACTS.code, measure.empty, NO_FACTS.remedy))
    if not measure.zero or not question.scope.sees_everybody:
        return figure
    table, _, column = measure.zero.partition(".")
    first = source.connection.execute(f'SELECT min("{column}") FROM "{table}"').fetchone()
    known_since = first[0] if first else None
    period = question.period
    if known_since is None or (
        period is not None and (period.end <= known_since or period.start > question.as_of)
    ):
        return figure
    return Figure(0, grade=Grade.COUNTED)


def _told(figure: Figure, measure: Measure, question: Question, source: FactSource) -> Figure:
    """The figure; where no facts fit, with the days that there are facts of."""
    if figure.reason is not NO_FACTS:
        return figure
    return replace(figure, reason=with_days_covered(NO_FACTS, source, measure, question))


def _keys(by: Sequence[str], key: tuple[Any, ...], question: Question) -> dict[str, Key]:
    return {
        name: bucket_name(group, TIME[name], question.fiscal)
        if name in TIME and group is not None
        else group
        for name, group in zip(by, key, strict=True)
    }


def _estimate(figure: Figure, unit: str, origin: Provenance, level: float) -> Estimate:
    if figure.value is None:
        reason = figure.reason or NO_FACTS
        return NotEstimable(reason, figure.n, unit, origin, figure.notes)
    numbers = (figure.value, figure.low, figure.high, figure.raw)
    value, low, high, raw = (_in_unit(number, unit) for number in numbers)
    return Estimate(
        value,
        low,
        high,
        figure.n,
        unit,
        figure.grade,
        figure.reason,
        origin,
        level,
        raw,
        figure.notes,
    )


def _in_unit(number: Number, unit: str) -> Value | None:
    """Minor units as Money; a sum stays exact, a statistic goes to the nearest minor unit."""
    currency = unit_currency(unit)
    if number is None or currency is None:
        return number
    if isinstance(number, int):
        return Money(number, currency)
    return money_from_minor(number, currency)


def _order(
    row: Row,
    dimensions: Sequence[str],
    places: Mapping[str, int],
    labels: Mapping[str, Mapping[str, str]],
) -> tuple[tuple[bool, int, str, str], ...]:
    """Stages by their place, other groups by the name they are shown by, what is not known last."""
    keys = [(name, row.keys.get(name)) for name in dimensions]
    return tuple(
        (
            key is None,
            places.get(str(key), len(places)) if name == "stage" else 0,
            labels.get(name, {}).get(str(key), in_order(key)).casefold(),
            in_order(key),
        )
        for name, key in keys
    )
