"""How people spread around their targets: never a ranked list, always all of them at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from everyrep.faces.reports.asking import Asker, estimable, refusal
from everyrep.faces.reports.charts import histogram, spread
from everyrep.faces.reports.charts.lines import Quantiles
from everyrep.faces.reports.model import Block, Chart, Figures, Page, Spec, Table
from everyrep.faces.reports.numbers import in_unit
from everyrep.faces.reports.pages.parts import figure, last_figure, missing, ribbon_chart
from everyrep.values import Estimate, Grain, Period, Reason

_QUARTERS = 8
_STEP = 0.2
_TOP = 2.0  # the last bin holds everybody from here on
_FEWEST = 5


def attainment_page(asker: Asker) -> Page:
    """Attainment across people, and revenue and margin per rep with their spread."""
    quarter = asker.full(Grain.FISCAL_QUARTER)
    name = asker.name(quarter, Grain.FISCAL_QUARTER)
    history = asker.full(Grain.FISCAL_QUARTER, _QUARTERS)
    people = people_attaining(asker, quarter)
    blocks: list[Block] = [
        Figures(
            (
                figure(asker, "attainment", f"all together, {name}", period=quarter),
                figure(asker, "share_at_quota", name, period=quarter),
                figure(asker, "attainment_spread", name, period=quarter),
                figure(asker, "quota", name, period=quarter),
                last_figure(asker, "revenue_per_rep", history),
                last_figure(asker, "margin_per_rep", history),
            )
        ),
        _histogram(asker, people, name),
        _over_time(asker),
        ribbon_chart(
            asker, "revenue_per_rep", Grain.FISCAL_QUARTER, history,
            caption="The mean of sellers; the ribbon is its 95 % range, not the spread of people.",
        ),
        ribbon_chart(
            asker, "margin_per_rep", Grain.FISCAL_QUARTER, history,
            caption="The mean of sellers; the ribbon is its 95 % range, not the spread of people.",
        ),
    ]  # fmt: skip
    return Page(
        "attainment",
        "Attainment and spread",
        "How far people are from their targets, how widely they spread, and what a seller brings.",
        tuple(blocks),
    )


def people_attaining(asker: Asker, period: Period) -> list[float]:
    """Attainment of each person with a quota, in ascending order, without names."""
    return sorted(by_quarter(asker).get(asker.name(period, Grain.FISCAL_QUARTER), ()))


def by_quarter(asker: Asker) -> dict[str, list[float]]:
    """Attainment of each person with a quota, quarter by quarter, without names."""
    grain = Grain.FISCAL_QUARTER
    answer = asker.ask("attainment", "person", grain, period=asker.full(grain, _QUARTERS))
    found: dict[str, list[float]] = {}
    for row in estimable(answer):
        quarter = row.keys.get(grain)
        if row.keys.get("person") and quarter:
            values = found.setdefault(asker.bucket(str(quarter)), [])
            values.append(row.estimate.number() or 0.0)
    return {name: found[name] for name in _in_order(asker) if name in found}


def _in_order(asker: Asker) -> list[str]:
    grain = Grain.FISCAL_QUARTER
    quarters = asker.full(grain, _QUARTERS).split(grain, asker.warehouse.settings.fiscal)
    return [asker.name(quarter, grain) for quarter in quarters]


def _too_few(asker: Asker, count: int) -> Reason:
    if count:
        return Reason(
            "too_few_people",
            f"Only {count} people have a quota and bookings in sight: too few for a distribution.",
        )
    grain = Grain.FISCAL_QUARTER
    return refusal(asker.ask("attainment", "person", grain, period=asker.full(grain, _QUARTERS)))


def _histogram(asker: Asker, people: list[float], name: str) -> Block:
    title = f"People by attainment, {name}"
    if len(people) < _FEWEST:
        return missing(title, _too_few(asker, len(people)))
    bins = _binned(people)

    def draw(width: int) -> Spec:
        return histogram(bins, "share", width, mark_at=1.0, title="attainment")

    rows = tuple(
        (_bounds(low, high), Estimate(count, n=len(people), unit="count"))
        for low, high, count in bins
    )
    says = f"{title}. " + "; ".join(
        f"{_bounds(low, high)}: {count} people" for low, high, count in bins
    )
    return Chart(
        title,
        draw,
        says,
        Table(title, ("Attainment", "People"), rows, "person"),
        f"A full count of {len(people)} people with a quota. The dashed line is the target; "
        "everybody from 200 % on is in the last bar.",
    )


def _binned(people: Sequence[float]) -> list[tuple[float, float, int]]:
    places = np.clip(np.asarray(people), 0.0, _TOP)
    edges = np.arange(0.0, _TOP + 1.5 * _STEP, _STEP)
    # A value on an edge belongs to the bin above it; floating edges are nudged for that.
    counts, _ = np.histogram(places + 1e-9, bins=edges)
    return [
        (round(float(low), 4), round(float(low + _STEP), 4), int(count))
        for low, count in zip(edges[:-1], counts, strict=True)
    ]


def _bounds(low: float, high: float) -> str:
    if low >= _TOP:
        return f"{in_unit(low, 'share')} % and more"
    return f"{in_unit(low, 'share')} to {in_unit(high, 'share')} %"


def _over_time(asker: Asker) -> Block:
    title = "Spread of attainment by quarter"
    known = by_quarter(asker)
    periods = [_quantiles(name, values) for name, values in known.items() if len(values) >= _FEWEST]
    if not periods:
        return missing(title, _too_few(asker, max(map(len, known.values()), default=0)))

    def draw(width: int) -> Spec:
        return spread(periods, "share", width, mark_at=1.0)

    rows = tuple(_row(period) for period in periods)
    says = f"{title}. " + "; ".join(
        f"{period.name}: half of {period.n} people are at or below "
        f"{in_unit(period.middle, 'share')} %"
        for period in periods
    )
    heads = ("Quarter", "A tenth below", "Half below", "A tenth above")
    return Chart(
        title,
        draw,
        says,
        Table(title, heads, rows, "person"),
        "The mark is the middle person, the bar the middle half, the line the middle four "
        "fifths. A full count of people with a quota.",
    )


def _quantiles(name: str, values: list[float]) -> Quantiles:
    cuts = np.quantile(values, [0.1, 0.25, 0.5, 0.75, 0.9])
    tenth, quarter, middle, three_quarters, nine_tenths = (float(cut) for cut in cuts)
    return Quantiles(name, tenth, quarter, middle, three_quarters, nine_tenths, n=len(values))


def _row(period: Quantiles) -> tuple[str, Estimate, Estimate, Estimate]:
    low, middle, high = (
        Estimate(value, n=period.n, unit="share")
        for value in (period.tenth, period.middle, period.nine_tenths)
    )
    return (period.name, low, middle, high)
