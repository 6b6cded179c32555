"""Statements, compiled once for whoever asks.

To make SQL of a question takes longer than to run it, and what differs from one who asks to the
next is mostly who may be seen. So a question is compiled with marks in place of the people and
teams in sight, and the ids are set where the marks stand.

It fails closed. All else that a scope says (abilities, masks, grains, the least group) stays in
what a statement is found by, so that what is refused to one is never taken over from another. A
mark is nobody's id, drawn anew in every process, so that a statement whose marks were not set
would show nothing; and it is never run, since setting holds that no mark is left.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from everyrep.measures.question import Question
from everyrep.values import InternalError, Scope, UserError
from everyrep.warehouse.quoting import literal

if TYPE_CHECKING:
    import ibis.expr.types as ir

    Make = Callable[[Question], "ir.Table | None"]

_TOKEN = secrets.token_hex(8)
_PEOPLE = (f"p1 {_TOKEN}", f"p2 {_TOKEN}")
_TEAMS = (f"t1 {_TOKEN}", f"t2 {_TOKEN}")
"""Marks for one id, and for several: a question about one person can be another statement."""


def compiled(expression: ir.Table, *, dialect: str = "duckdb") -> str:
    """The SQL of an expression."""
    import ibis

    # Joining selects into one takes a quarter of the time, and the engine does it anyway.
    ibis.options.sql.fuse_selects = False
    return str(ibis.to_sql(expression, dialect=dialect))


def statement(name: Hashable, question: Question, make: Make) -> str:
    """The SQL of a question; of all that differ only in who is in sight, it is compiled once.

    Args:
        name: Tells apart what is made; with the question it must say all that `make` reads.
        question: What is asked, and by whom.
        make: The facts of a question, or None where there is nothing to ask.

    Raises:
        UserError: The scope does not allow it; nothing is kept then.
    """
    try:
        sql = _kept(_Statement(name, of_anybody(question), make)).sql
    except UserError:
        # Said once more in the name of the one who asks.
        return with_people(_made(make, question), question.scope)
    return with_people(sql, question.scope)


def of_anybody(question: Question) -> Question:
    """The question with marks in place of the people and teams in sight, and of who asks."""
    scope = question.scope
    return replace(
        question,
        scope=replace(
            scope,
            who="whoever asks",
            people=_marked(scope.people, _PEOPLE),
            teams=_marked(scope.teams, _TEAMS),
        ),
    )


def with_people(sql: str, scope: Scope) -> str:
    """A statement of anybody's, for one scope.

    Raises:
        InternalError: The statement is not one of such a scope.
    """
    for ids, marks in ((scope.people, _PEOPLE), (scope.teams, _TEAMS)):
        if ids:
            sql = sql.replace(_listed(_marked(ids, marks)), _listed(ids))
    if _TOKEN in sql:
        raise InternalError(
            "A statement was compiled for another kind of scope",
            why="Run as it is, it would show nothing",
            remedy="Tell us which question was asked",
        )
    return sql


@dataclass(frozen=True)
class _Statement:
    """What is asked, and the SQL for it; equal where they give the same SQL."""

    name: Hashable
    question: Question
    make: Make = field(compare=False)

    @cached_property
    def sql(self) -> str:
        return _made(self.make, self.question)


@lru_cache(maxsize=2_000)
def _kept(one: _Statement) -> _Statement:
    """The first of all equal ones."""
    return one


def _made(make: Make, question: Question) -> str:
    table = make(question)
    return "" if table is None else compiled(table)


def _marked(ids: frozenset[str] | None, marks: tuple[str, str]) -> frozenset[str] | None:
    """As few marks as the statement could tell apart: none, one, several."""
    return ids if not ids else frozenset(marks[: len(ids)])


def _listed(ids: frozenset[str] | None) -> str:
    return ", ".join(literal(each) for each in sorted(ids or ()))
