"""Reads a history through the one door to facts, under the rights of the one who asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from everyrep.evidence.arrays import NEVER, Floats, Ints
from everyrep.evidence.asking import Question
from everyrep.evidence.history.grid import (
    GROUPS,
    Grid,
    filled,
    first_month,
    hired,
    months_of,
    people_of,
    unrecorded,
)
from everyrep.evidence.history.history import History
from everyrep.evidence.history.renamed import refuse_renamed
from everyrep.evidence.history.treated import taken, treated
from everyrep.measures import FactSource, Measure, Panel, load_catalogue, panel
from everyrep.values import Period, Scope, UserError

_GAP = "months without a record, or with none but zeros,"
_ENDING = frozenset({"people:exits", "people:turnover"})
_OF_LEAVERS = {
    "people:retention": "it counts people by the day they were hired, long before it is known",
    "people:voluntary_share": "it tells of those alone who left",
    "people:vacancy": "it tells of territories after somebody left",
}


@dataclass(frozen=True)
class Outcome:
    """Which figures of whom are followed.

    Attributes:
        measure: Name of the measure.
        where: Which of its facts count.
        people: Which people, by a condition on those facts; None: all sellers.
        period: Months; None: all whole months that are known.
    """

    measure: str
    where: str | None = None
    people: str | None = None
    period: str | None = None

    @property
    def condition(self) -> str | None:
        """Both conditions together."""
        parts = [f"({part})" for part in (self.where, self.people) if part]
        return " and ".join(parts) or None


def read_history(source: FactSource, question: Question, scope: Scope) -> History:
    """People by months, with the outcome's sums and the day of each treatment.

    Args:
        source: An open build.
        question: What is asked.
        scope: Who asks. What is told of a history is about all of its people together; fewer than
            the scope's least group are refused.

    Raises:
        UnknownName: A measure, course or program does not exist; near names are offered.
        UserError: The outcome has no history by person and month, counts the treatment itself, or
            nobody is left to look at.
    """
    asked = Outcome(question.outcome, question.outcome_where, question.people, question.period)
    history, grid, period = _followed(source, asked, scope)
    first, dose, arm = treated(source, question.treatment, grid, period, scope)
    refuse_renamed(source, question.treatment, _measure(asked), asked.condition, period, scope)
    groups, names = _groups(grid, first)
    took = taken(source, question.treatment, grid, period, scope)
    return replace(history, first=first, dose=dose, arm=arm, groups=groups, names=names, took=took)


def read_outcome(source: FactSource, asked: Outcome, scope: Scope) -> History:
    """The same with nobody treated: for those who know from elsewhere who was."""
    return _followed(source, asked, scope)[0]


def _followed(source: FactSource, asked: Outcome, scope: Scope) -> tuple[History, Grid, Period]:
    measure = _measure(asked)
    period = _period(source, asked, scope)
    table = panel(
        source, measure.name, by=("person", "month"), where=asked.condition,
        period=period, scope=scope, kept_inside=True,
    )  # fmt: skip
    grid = _grid(source, period, scope, asked, table)
    _hold_enough(scope, len(grid.people))
    x, m = _sums(grid, table, measure)
    gap = unrecorded(table, measure.name, grid.months)
    x[:, gap] = m[:, gap] = np.nan
    nobody = np.full(len(grid.people), NEVER, dtype=np.int64)
    groups, names = _groups(grid, nobody)
    history = History(
        people=np.array(grid.people, dtype=object),
        months=grid.months,
        x=x,
        m=m,
        first=nobody,
        dose=np.zeros_like(x),
        groups=groups,
        names=names,
        unit=table.units[measure.name],
        direction=measure.direction,
        title=measure.title,
        arm=np.full(len(grid.people), "", dtype=object),
        tenure=grid.tenure,
        left_out={_GAP: int(gap.sum())} if gap.any() else {},
        snapshot=source.snapshot,
        sql=table.sql,
        ends=measure.expression in _ENDING,
        facts=int(table.n[measure.name].sum()),
    )
    return history, grid, period


def _measure(asked: Outcome) -> Measure:
    measure = load_catalogue()[asked.measure]
    if measure.parts or not (measure.accepts("person") and measure.accepts("month")):
        raise UserError(
            f"{measure.title} has no history by person and month",
            why="an effect is found by following people over months",
            remedy="ask about one of its parts" if measure.parts else "name another outcome",
        )
    if measure.expression in _OF_LEAVERS:
        raise UserError(
            f"{measure.title} has no history that people could be followed through",
            why=_OF_LEAVERS[measure.expression],
            remedy="ask about turnover or voluntary_turnover, which count time at risk",
        )
    return measure


def _period(source: FactSource, asked: Outcome, scope: Scope) -> Period:
    """Whole months: those asked for, else all up to the last whole one."""
    as_of = min(source.as_of, scope.as_of or source.as_of)
    if asked.period is not None:
        return Period.parse(asked.period, calendar=source.settings.fiscal, as_of=as_of)
    end = (as_of + timedelta(days=1)).replace(day=1)
    return Period(date(end.year - 20, end.month, 1), end)


def _grid(source: FactSource, period: Period, scope: Scope, asked: Outcome, table: Panel) -> Grid:
    """Who was employed in which month; months begin with the first that has facts."""
    present = panel(
        source, "headcount", by=("person", *GROUPS, "month"), where=None,
        period=period, scope=scope, kept_inside=True,
    )  # fmt: skip
    measure = next(iter(table.measures))
    if not (table.n[measure] > 0).any():
        raise UserError(
            f"No fact of {measure} lies in {period}"
            + (f" of those for which {asked.condition}" if asked.condition else ""),
            why="there is nothing to compare",
            remedy="ask for another period or other people, or load what the measure needs",
        )
    start = first_month(table, measure)
    months = tuple(one for one in months_of(period) if one >= start)
    people = people_of(present, table, conditional=asked.people is not None)
    return filled(present, people, months, hired(present))


def _sums(grid: Grid, table: Panel, measure: Measure) -> tuple[Floats, Floats]:
    """X and m on the grid. A plain sum is taken a full month: m is the share one was there."""
    shape = grid.days.shape
    x, m = np.zeros(shape), np.zeros(shape)
    rows, down, across = grid.place(table)
    np.add.at(x, (down, across), table.x[measure.name][rows])
    np.add.at(m, (down, across), table.m[measure.name][rows])
    plain = bool((table.m[measure.name] == 1).all())
    if plain:
        m = grid.days.copy()
    away = grid.days <= 0
    return np.where(away, np.nan, x), np.where(away, np.nan, m)


def _groups(grid: Grid, first: Ints) -> tuple[dict[str, Ints], dict[str, tuple[str, ...]]]:
    """Where each belonged in the month before the first treatment of anybody, or at first."""
    treated = first[first != NEVER]
    before = max(int(treated.min()) - 1, 0) if treated.size else 0
    codes, names = {}, {}
    for name, held in grid.of.items():
        found = [_group_at(row, before) for row in held]
        known = tuple(sorted({one for one in found if one is not None}))
        number = {one: at for at, one in enumerate(known)}
        codes[name] = np.array([-1 if one is None else number[one] for one in found], np.int64)
        names[name] = known
    return codes, names


def _group_at(row: Sequence[str | None], before: int) -> str | None:
    """The group in a month, else the first one later, else the last one earlier."""
    later = next((one for one in row[before:] if one is not None), None)
    return later or next((one for one in reversed(row[:before]) if one is not None), None)


def _hold_enough(scope: Scope, people: int) -> None:
    if people == 0:
        raise UserError("Nobody is left to look at", remedy="ask about more people")
    if scope.suppresses(people):
        raise UserError(
            f"{people} people are too few for {scope.who} to see how they did together",
            why=f"figures about fewer than {scope.min_group} could tell of one of them",
            remedy="ask about a wider part of the company",
        )
