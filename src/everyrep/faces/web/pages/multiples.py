"""Small multiples: one measure of many people, each in time beside what is usual for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.http import HttpRequest

from everyrep.analysis.charts import Chart, chart
from everyrep.analysis.charts.series import whole_buckets
from everyrep.faces.reports.numbers import Shown, in_unit, joined, shown, unit_word
from everyrep.faces.web.pages.address import choice
from everyrep.faces.web.pages.asking import Asked
from everyrep.faces.web.pages.small_charts import small_chart
from everyrep.measures import Measure, load_catalogue, query
from everyrep.values import EveryrepError, Period, Scope, UnknownName
from everyrep.warehouse.organisation import Placement
from everyrep.warehouse.reader import Warehouse

FIRST = "meetings_per_rep_week"
GRAINS = ("month", "week", "fiscal_quarter")
_SPANS = {"month": 24, "week": 52, "fiscal_quarter": 12}
"""So many buckets are shown of each grain."""


@dataclass(frozen=True)
class Shape:
    """What every small chart shows.

    Attributes:
        measure: Its name.
        title: What it is called.
        grain: Of time.
        sentence: What it says.
    """

    measure: str
    title: str
    grain: str
    sentence: str = ""

    @property
    def span(self) -> int:
        """How many buckets are shown."""
        return _SPANS[self.grain]

    @property
    def bucket(self) -> str:
        """What one of them is called."""
        return self.grain.removeprefix("fiscal_")


@dataclass(frozen=True)
class Multiple:
    """One small chart.

    Attributes:
        figure: Over all the buckets shown.
        svg: The picture; empty where there are too few points.
        verdict: What the newest point says.
        newest: Its value, as it is shown.
        outside: Whether it is outside of what is usual.
        address: The end of the address of the figure's working.
        why: Why there is no picture or no usual range.
    """

    figure: Shown | None = None
    svg: str = ""
    verdict: str = ""
    newest: str = ""
    outside: bool = False
    address: str = ""
    why: str = ""


@lru_cache(maxsize=1)
def offered() -> tuple[Measure, ...]:
    """Measures that can be had by person and in time, by title."""
    found = (
        one
        for one in load_catalogue().values()
        if one.timed and one.accepts("person") and not one.always_by
    )
    return tuple(sorted(found, key=lambda one: one.title))


def shape_of(request: HttpRequest) -> tuple[Shape, str]:
    """What an address asks to be shown, and what is wrong with it."""
    wanted = request.GET.get("measure", "").strip()[:80] or FIRST
    grain = choice(request, "grain", GRAINS, "month")
    by_title = {one.title.casefold(): one for one in offered()}
    problem = ""
    try:
        found = by_title.get(wanted.casefold()) or load_catalogue()[wanted]
        if found not in offered():
            problem = f"{found.title} cannot be had by person and in time."
            found = load_catalogue()[FIRST]
    except UnknownName as unknown:
        found, problem = load_catalogue()[FIRST], str(unknown)
    return Shape(found.name, found.title, grain, found.sentence), problem


def multiples(
    warehouse: Warehouse, scope: Scope, shape: Shape, dimension: str, ids: Sequence[str]
) -> dict[str, Multiple]:
    """A small chart for each of a few people or teams.

    Figures are drawn towards those of all in sight, as anywhere else; limits are each one's own.
    """
    measure = load_catalogue()[shape.measure]
    period = whole_buckets(warehouse, scope, shape.grain, shape.span)
    figures, reason = _figures(warehouse, scope, measure, dimension, period)
    charts = _charts(warehouse, scope, shape, dimension, ids)
    asked = Asked((dimension,), f"{period.start}..{period.end}", pool=True)
    found = {}
    for one in ids:
        address = asked.of({dimension: one}).address()
        found[one] = _multiple(figures.get(one), charts.get(one), shape, reason, address, measure)
    return found


def _figures(
    warehouse: Warehouse, scope: Scope, measure: Measure, dimension: str, period: Period
) -> tuple[dict[str, Shown], str]:
    try:
        answer = query(warehouse, measure.name, by=dimension, period=period, scope=scope, pool=True)
    except EveryrepError as problem:
        return {}, str(problem)
    known = {
        str(row.keys[dimension]): shown(row.estimate, measure.grain)
        for row in answer
        if row.keys.get(dimension) is not None
    }
    refused = [row.estimate.reason for row in answer if row.estimate.reason and not row.keys]
    return known, refused[0].sentence if refused else ""


def _charts(
    warehouse: Warehouse, scope: Scope, shape: Shape, dimension: str, ids: Sequence[str]
) -> dict[str, Chart]:
    few = scope.narrow(people=ids) if dimension == "person" else scope.narrow(teams=ids)
    try:
        found = chart(warehouse, shape.measure, grain=shape.grain, by=dimension, scope=few)
    except EveryrepError:
        return {}
    return {str(one.group): one for one in found.charts}


def _multiple(
    figure: Shown | None, one: Chart | None, shape: Shape, reason: str, address: str,
    measure: Measure,
) -> Multiple:  # fmt: skip
    if figure is None and one is None:
        return Multiple(why=reason or "No facts are known of these days.")
    if one is None:
        return Multiple(figure, address=address, why="There are too few facts for a chart.")
    points = [point for point in one.points[-shape.span :] if point.value is not None]
    last = points[-1] if points else None
    return Multiple(
        figure,
        _drawn(one, points, measure),
        one.verdict if one.reason is None else "",
        _value(last.value, one.unit) if last else "",
        bool(last and last.alarm),
        address,
        one.reason.sentence if one.reason else "",
    )


def _drawn(one: Chart, points: Sequence[Any], measure: Measure) -> str:
    """The picture; empty where there are too few points for one."""
    if len(points) < 2:
        return ""
    return small_chart(points, f"{measure.title}, {_says(one, points)}", one.unit)


def _value(value: float | None, unit: str) -> str:
    return "" if value is None else joined(in_unit(value, unit), unit_word(unit))


def _says(one: Chart, points: Sequence[Any]) -> str:
    """A small chart in a sentence."""
    if not points:
        return "no points"
    outside = [point.name for point in points if point.alarm]
    told = f"{points[0].name} to {points[-1].name}, last {_value(points[-1].value, one.unit)}"
    return f"{told}; outside what is usual: {', '.join(outside) if outside else 'none'}"


def groups_of(
    here: Sequence[Placement],
    teams: Mapping[str, str],
    of_people: Mapping[str, Multiple],
    of_teams: Mapping[str, Multiple],
    no_team: str,
) -> list[dict[str, Any]]:
    """People under their teams, in the order given."""
    found = []
    for team, places in groupby(here, key=lambda place: place.team or ""):
        found.append(
            {
                "name": teams.get(team, no_team),
                "team": of_teams.get(team),
                "people": [(place, of_people[place.person]) for place in places],
            }
        )
    return found
