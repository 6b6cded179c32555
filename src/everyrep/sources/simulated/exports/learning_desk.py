"""Writes what the learning platform recorded, and prospecting, one group of people at a time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from everyrep.sources.simulated import activities as acts
from everyrep.sources.simulated.chance import Ints, stream
from everyrep.sources.simulated.desk import Desk
from everyrep.sources.simulated.exports import lms
from everyrep.sources.simulated.exports.region_desk import write_activities
from everyrep.sources.simulated.statements import (
    COMPLETED,
    Statements,
    of_courses,
    of_lessons,
)
from everyrep.sources.simulated.text import Column

STATEMENTS = "lms/statements"
AFTER_EXIT_SHARE = 0.0005
TWICE_SHARE = 0.0005
AT_ONCE = {"export": 100_000, "parquet": 1_000_000}  # rows in memory as text, or as columns


def write_learning(desk: Desk, people: Ints | None) -> None:
    """Writes a group's lessons and prospecting; with no group, the courses of everybody."""
    company = desk.company
    if people is None:
        _write(desk, of_courses(company), 0)
        return
    part = 1 + int(people[0])
    _write(desk, of_lessons(company, people), part)
    calls = acts.prospecting(company, people)
    write_activities(desk, calls, None, company.teams.n_regions + part)


def _write(desk: Desk, found: Statements, part: int) -> None:
    company = desk.company
    found, late = _after_exit(desk, found, part)
    rng = stream(company.options.seed, "statement-ids", part)
    ids = lms.statement_ids(rng, len(found.person))
    desk.mess.note("training_after_exit", STATEMENTS, ids.take(late).to_pylist())
    twice = _twice(desk, len(found.person), part)
    desk.mess.note("duplicate_statement", STATEMENTS, ids.take(twice).to_pylist())
    rows = np.r_[np.arange(len(found.person)), twice]
    step = AT_ONCE[company.options.form]
    for first in range(0, len(rows), step):
        _write_slice(desk, found, ids, rows[first : first + step])


def _write_slice(desk: Desk, found: Statements, ids: Column, rows: Ints) -> None:
    some = Statements(*(value[rows] for value in vars(found).values()))
    if desk.company.options.form == "parquet":
        desk.sinks.write(STATEMENTS, lms.flat(desk.company.who, some, ids.take(rows)))
    else:
        desk.sinks.write_lines(STATEMENTS, lms.lines(desk.company.who, some, ids.take(rows)))


def _after_exit(desk: Desk, found: Statements, part: int) -> tuple[Statements, Ints]:
    """Some completions of those who left are dated after they had gone: a batch upload."""
    company, n = desk.company, len(found.person)
    gone = company.lives.gone[found.person]
    able = np.flatnonzero((gone < company.when.end - 70) & (found.verb == COMPLETED))
    if not company.options.mess or not len(able):
        return found, np.zeros(0, dtype=np.int64)
    rng = stream(company.options.seed, "mess-after-exit", part)
    late = np.sort(rng.permutation(able)[: max(1, round(n * AFTER_EXIT_SHARE))])
    moment = found.moment.copy()
    moment[late] = gone[late] + 3 + 60 * rng.random(len(late))
    order = np.argsort(moment, kind="stable")
    place = np.empty(n, dtype=np.int64)
    place[order] = np.arange(n)
    moved = replace(found, moment=moment)
    return Statements(*(value[order] for value in vars(moved).values())), np.sort(place[late])


def _twice(desk: Desk, n: int, part: int) -> Ints:
    """Statements that the platform sent twice."""
    if not desk.company.options.mess or not n:
        return np.zeros(0, dtype=np.int64)
    rng = stream(desk.company.options.seed, "mess-twice", part)
    return np.sort(rng.permutation(n)[: max(1, round(n * TWICE_SHARE))])
