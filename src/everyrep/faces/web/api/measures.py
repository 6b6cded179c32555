"""The catalogue of measures: every definition."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Field, Path, Query, Router, Schema

from everyrep.faces.web.api.operations import operation
from everyrep.faces.web.api.shapes import Paged, Paging, paged, part_of
from everyrep.faces.web.pages.measures import text_of, theme_of
from everyrep.measures import Measure, load_catalogue
from everyrep.measures.dimensions import TIME

router = Router(tags=["Measures"])
Name = Annotated[str, Path(max_length=80, description="Name of a measure.", example="won_deals")]


class Change(Schema):
    """A change of a definition."""

    version: str
    on: str
    what: str
    formula: str = Field(description="Until then.")


class Defined(Schema):
    """A measure: what it says, and how it is computed."""

    name: str
    title: str
    sentence: str
    formula: str
    unit: str
    grain: str = Field(description="What one of n is.")
    direction: str = Field(description="Whether more is better: up, down or none.")
    kind: str
    theme: str
    owner: str
    since: str
    version: str
    dimensions: list[str] = Field(description="What it can be cut by.")
    grains: list[str] = Field(description="Grains of time that it can be cut by.")
    default_period: str = Field(description="Where nobody names one; empty is all that is known.")
    parts: list[str] = Field(description="Measures that it is made of.")
    caveats: list[str]
    synonyms: list[str]
    changes: list[Change]


class Measures(Paged):
    """A part of the catalogue."""

    items: list[Defined]


class Wanted(Paging):
    """Which measures."""

    q: str = Field("", max_length=80, description="A text that they hold.")


@operation(router, "GET", "/measures", area="measures", answers=Measures)
def measures(request: HttpRequest, wanted: Query[Wanted]) -> Measures:
    """The catalogue, by name."""
    text = wanted.q.strip().lower()
    known = [one for one in load_catalogue().values() if not text or text in text_of(one)]
    items = [_defined(one) for one in part_of(known, wanted)]
    return Measures(items=items, **paged(request, wanted, len(known)))


@operation(router, "GET", "/measures/{name}", area="measures", answers=Defined)
def measure(request: HttpRequest, name: Name) -> Defined:  # noqa: ARG001 - its frame
    """One measure."""
    return _defined(known_measure(name))


def known_measure(name: str) -> Measure:
    """The measure of a name, which is not one of its synonyms.

    Raises:
        Http404: There is none.
    """
    known = load_catalogue()
    if name not in tuple(known):
        raise Http404
    return known[name]


def _defined(one: Measure) -> Defined:
    return Defined(
        **{name: getattr(one, name) for name in _AS_THEY_ARE},
        theme=theme_of(one),
        dimensions=list(one.dimensions),
        grains=list(TIME) if one.timed else [],
        parts=[part.measure for part in one.parts],
        caveats=list(one.caveats),
        synonyms=list(one.synonyms),
        changes=[Change(**vars(change)) for change in one.changes],
    )


_AS_THEY_ARE = (
    "name", "title", "sentence", "formula", "unit", "grain", "direction", "kind", "owner",
    "since", "version", "default_period",
)  # fmt: skip
