"""Figures: any measures, cut in any way, as the page of a measure gives them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Field, Query, Router, Schema

from everyrep.faces.web.access.scoping import Acting
from everyrep.faces.web.api.commands import Said
from everyrep.faces.web.api.operations import operation
from everyrep.faces.web.api.problems import No
from everyrep.faces.web.api.shapes import Estimated, Paged, Paging, built, estimated, paged
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.pages.measure_files import to_csv
from everyrep.measures import Answer, query
from everyrep.measures.answer import Key, Row
from everyrep.values import Scope

router = Router(tags=["Figures"])
MOST_MEASURES = 10
MOST_CUTS = 4


Word = Annotated[str, Field(max_length=80)]


class Question(Schema):
    """What is asked of measures."""

    by: list[Word] = Field([], max_length=MOST_CUTS, description="Dimensions and grains of time.")
    where: str = Field("", max_length=400, description="Such as segment = 'Enterprise'.")
    period: str = Field("", max_length=40, description="Such as 2026Q1, or last 4 quarters.")
    pool: bool = Field(False, description="Draw small groups towards their like.")
    as_of: date | None = Field(None, description="As it was known on a day; by default, the last.")
    level: float = Field(0.95, ge=0.5, le=0.999, description="Confidence of ranges.")

    def answer(self, request: HttpRequest, measures: list[str]) -> Answer:
        """The answer of the one door, under the scope of who asks."""
        return query(
            built(request), measures, by=self.by, where=self.where or None,
            period=self.period or None, scope=self.scope(request), level=self.level,
            pool=self.pool,
        )  # fmt: skip

    def scope(self, request: HttpRequest) -> Scope:
        """What may be seen on the day that is asked of."""
        acting: Acting = request.acting  # type: ignore[attr-defined]
        return acting.scope.narrow(as_of=self.as_of)

    def address(self, measure: str, keys: Mapping[str, Key]) -> str:
        """Where the working of a figure of a group is."""
        kept = ("by", "where", "period", "pool", "as_of", "level")
        usual = {name: field.default for name, field in Question.model_fields.items()}
        asked = [(name, getattr(self, name)) for name in kept]
        pairs = [(name, value) for name, value in asked if value not in (usual[name], [])]
        pairs += [("group", f"{name}={key}") for name, key in keys.items() if key is not None]
        pairs += [("unknown", name) for name, key in keys.items() if key is None]
        address = reverse("api-1:working", args=[measure])
        return f"{address}?{urlencode(pairs, doseq=True)}".rstrip("?")


class Wanted(Paging, Question):
    """Which figures."""

    measure: list[Word] = Field(
        min_length=1, max_length=MOST_MEASURES, description="Names or synonyms.",
        examples=["won_deals"],
    )  # fmt: skip
    format: Literal["", "json", "csv"] = Field("", description="By default, what Accept says.")


class Figure(Estimated):
    """One figure, under its groups."""

    measure: str
    keys: dict[str, Key] = Field(description="Dimension to group; null is where it is not known.")
    labels: dict[str, str] = Field(description="How the groups are shown.")
    working: str = Field(description="Address of how it came about.")


class Figures(Paged):
    """A part of an answer."""

    measures: list[str]
    by: list[str]
    period: str | None
    where: str | None
    snapshot: str
    as_of: date
    notes: list[Said] = Field(
        description="What must be known of the whole, such as a word of `where` that no fact has."
    )
    items: list[Figure]


_CSV = {"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}}


@operation(router, "GET", "/figures", area="measures", answers=Figures, problems=(409,), more=_CSV)
def figures(request: HttpRequest, wanted: Query[Wanted]) -> Figures | HttpResponse:
    """Figures of measures, group by group.

    As JSON in parts; or all of them as CSV, for who may take figures away.
    """
    answer = wanted.answer(request, wanted.measure)
    if wanted.format == "csv" or (not wanted.format and _prefers_csv(request)):
        return _as_csv(request, answer)
    today = built(request).as_of
    rows = answer.rows[wanted.offset : wanted.offset + wanted.limit]
    return Figures(
        measures=list(answer.measures),
        by=list(answer.by),
        period=None if answer.period is None else str(answer.period),
        where=answer.where,
        snapshot=answer.snapshot,
        as_of=min(today, wanted.as_of or today),
        notes=list(answer.notes),
        items=[figure_of(answer, row, wanted) for row in rows],
        **paged(request, wanted, len(answer)),
    )


def figure_of(answer: Answer, row: Row, asked: Question) -> Figure:
    """A figure in its form."""
    return Figure(
        **estimated(row.estimate, answer.snapshot),
        measure=row.measure,
        keys=dict(row.keys),
        labels={name: answer.label(name, key) for name, key in row.keys.items()},
        working=asked.address(row.measure, row.keys),
    )


def _prefers_csv(request: HttpRequest) -> bool:
    return request.get_preferred_type(["application/json", "text/csv"]) == "text/csv"


def _as_csv(request: HttpRequest, answer: Answer) -> HttpResponse:
    acting: Acting = request.acting  # type: ignore[attr-defined]
    if not acting.scope.can("export"):
        raise No(403, "taking figures away is not for this role", remedy="ask for JSON instead")
    asked = request.GET.urlencode()[:200]
    record(acting.who, "exported", ",".join(answer.measures)[:200], query=asked, form="csv")
    response = HttpResponse(to_csv(answer), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="figures.csv"'
    return response
