"""The working of a figure: how it came about, and the facts behind it that one may see."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from everyrep.faces.web.api.commands import Said
from everyrep.faces.web.api.figures import MOST_CUTS, Figure, Question, Word, figure_of
from everyrep.faces.web.api.measures import Name, known_measure
from everyrep.faces.web.api.operations import operation
from everyrep.faces.web.api.problems import No
from everyrep.faces.web.api.shapes import Paging, Told, Why, built, cell, why
from everyrep.faces.web.pages.asking import Asked
from everyrep.faces.web.pages.working import is_asked, missing, seen
from everyrep.measures import FactRows, rows

router = Router(tags=["Figures"])


class Wanted(Paging, Question):
    """Which figure, and which of its facts."""

    group: list[Annotated[str, Field(max_length=240)]] = Field(
        [], max_length=MOST_CUTS, description="Which group of each dimension, as team=id.",
    )  # fmt: skip
    unknown: list[Word] = Field(
        [], max_length=MOST_CUTS, description="Dimensions whose group that is not known is meant."
    )
    of: str = Field("", max_length=60, description="Of a measure made of others: whose facts.")


class Days(Schema):
    """Days, the end not among them."""

    start: date
    end: date


class Column(Schema):
    """A column of facts."""

    name: str
    title: str


class Facts(Schema):
    """A part of the facts that a figure is summed from."""

    measure: str
    parts: list[str] = Field(description="All measures whose facts go into the figure.")
    columns: list[Column]
    rows: list[list[Told]]
    labels: dict[str, dict[str, str]] = Field(description="Names of ids, by column.")
    total: int
    things: int = Field(description="How many things they are about: the n of the figure.")
    offset: int
    reason: Why | None = Field(description="Why there are none to see.")


class Working(Schema):
    """How a figure came about."""

    figure: Figure
    title: str
    formula: str
    version: str
    period: Days | None
    rows: int | None = Field(description="Rows of fact that it rests on; null where not counted.")
    sql: str
    notes: list[Said] = Field(description="What must be known of the answer as a whole.")
    facts: Facts


@operation(router, "GET", "/measures/{name}/working", area="home", answers=Working, problems=(409,))
def working(request: HttpRequest, name: Name, wanted: Query[Wanted]) -> Working:
    """One figure opened."""
    one, asked = known_measure(name), _asked(wanted).settled()
    wanted.by, wanted.pool = list(asked.by), asked.pool
    answer = wanted.answer(request, [name])
    row = next((row for row in answer if is_asked(row, asked)), None)
    if row is None:
        raise No(404, missing(one, asked), remedy="take the address from an answer")
    seen(request, name, asked)
    origin = row.estimate.provenance
    period = origin.period if origin else None
    return Working(
        figure=figure_of(answer, row, wanted),
        title=one.title,
        formula=one.formula,
        version=one.version,
        period=Days(start=period.start, end=period.end) if period else None,
        rows=origin.rows if origin else None,
        sql=origin.sql if origin else "",
        notes=list(answer.notes),
        facts=_facts(
            rows(
                built(request), name, by=wanted.by, where=wanted.where or None,
                period=wanted.period or None, group=dict(asked.group),
                scope=wanted.scope(request), of=wanted.of or None, limit=wanted.limit,
                offset=wanted.offset,
            )
        ),
    )  # fmt: skip


def _asked(wanted: Wanted) -> Asked:
    pairs = [text.partition("=") for text in wanted.group]
    for name, sign, _ in pairs:
        if not sign:
            raise No(422, f"{name!r} names no group", where="query.group", remedy="write team=id")
    known = [(name, key) for name, _, key in pairs]
    unknown = [(name, None) for name in wanted.unknown]
    return Asked(tuple(wanted.by), wanted.period, wanted.where, (*known, *unknown), wanted.pool)


def _facts(found: FactRows) -> Facts:
    return Facts(
        measure=found.measure,
        parts=list(found.parts),
        columns=[
            Column(name=name, title=title)
            for name, title in zip(found.columns, found.titles, strict=True)
        ],
        rows=[[cell(value) for value in row] for row in found.rows],
        labels={name: dict(labels) for name, labels in found.labels.items()},
        total=found.total,
        things=found.things,
        offset=found.first,
        reason=why(found.reason),
    )
