"""From a series to a chart: limits for its newest points, a look at shifts, and what it sees."""

from __future__ import annotations

import numpy as np

from everyrep.analysis.charts.amounts import NextAmounts, next_amounts
from everyrep.analysis.charts.counts import next_counts
from everyrep.analysis.charts.judging import (
    FEWEST,
    TOGETHER,
    Judged,
    Kind,
    judge,
    judge_together,
)
from everyrep.analysis.charts.power import visible_shift
from everyrep.analysis.charts.promises import (
    at_least_one,
    points_a_quarter,
    rarest,
    rarest_of_shifts,
    unstatable,
)
from everyrep.analysis.charts.results import Chart, ChartPoint, Shift, plain
from everyrep.analysis.charts.series import Series
from everyrep.analysis.charts.steady import Cell, season_can_be_told
from everyrep.measures.arrays import Floats, Whole

_JUDGED = 12
_LIKELY = 0.5


def draw(series: Series, rate: float | None = None, judged: int = _JUDGED) -> Chart:
    """The chart of a series.

    Args:
        series: Oldest point first.
        rate: Chance of a false alarm a point; None is the smallest that can be promised.
        judged: How many of the newest points get limits, each from the points before it.
    """
    present = np.flatnonzero(series.present)
    values = series.value
    bare = [ChartPoint(name, plain(v)) for name, v in zip(series.names, values, strict=True)]
    before = max(present.size - 1, 0)
    reason = unstatable(series.kind, before, rate)
    named = (series.measure, series.group, series.unit, series.grain)
    if reason is not None:
        return Chart(*named, tuple(bare), reason=reason)
    stated = rate or rarest(series.kind, before) or 0.0
    places = [at for at in range(present.size) if at >= FEWEST][-judged:]
    found = {int(present[at]): _at(series, present[: at + 1], stated) for at in places}
    points = [_point(point, found.get(at)) for at, point in enumerate(bare)]
    shift = _shift(series, present, stated)
    newest = found[int(present[-1])]
    model, season, notes = _words(series, present)
    quarter = points_a_quarter(series.grain)
    own = float(newest.rate[0])
    return Chart(
        *named,
        tuple(points),
        rate=own,
        a_quarter=quarter * (own + (shift.rate if shift else 0.0)),
        any_in_a_year=at_least_one(own, 4 * quarter),
        shift=shift,
        model=model,
        season=season,
        sees=_sees(series, present, stated),
        notes=notes,
    )


def _at(series: Series, present: Whole, rate: float) -> Judged:
    """The last of these points, judged by the others."""
    x, m = series.x[present][None, :], series.m[present][None, :]
    times = tuple(int(at - present[0]) for at in present)
    return judge(x, m, series.kind, np.array([rate]), grain=series.grain, times=times)


def _point(point: ChartPoint, judged: Judged | None) -> ChartPoint:
    if judged is None:
        return point
    return ChartPoint(
        point.name,
        point.value,
        plain(judged.low[0]),
        plain(judged.high[0]),
        plain(judged.center[0]),
        int(judged.alarm[0]),
        float(judged.chance[0]),
        float(judged.rate[0]),
    )


def _shift(series: Series, present: Whole, rate: float) -> Shift | None:
    """The last three points as one; None where too few are before them, or one is missing."""
    least = rarest_of_shifts(series.kind, present.size - TOGETHER)
    if least is None or present[-1] - present[-TOGETHER] != TOGETHER - 1:
        return None
    times = tuple(int(at - present[0]) for at in present)
    x, m = series.x[present][None, :], series.m[present][None, :]
    side, chance, own = judge_together(
        x, m, series.kind, np.array([max(rate, least)]), grain=series.grain, times=times
    )
    return Shift(int(side[0]), float(chance[0]), float(own[0]), TOGETHER)


def _coming(series: Series, present: Whole) -> NextAmounts:
    times = tuple(int(at - present[0]) for at in present)
    return next_amounts(series.x[present][None, :], times, times[-1] + 1, series.grain)


def _words(series: Series, present: Whole) -> tuple[str, str, tuple[str, ...]]:
    """What the limits allow for, whether a season can be told, and notes."""
    if series.kind is not Kind.AMOUNT:
        return _words_of_counts(series, present)
    ahead = _coming(series, present)
    cells = ahead.cells

    def likely(of: Floats) -> bool:
        return bool(ahead.share(of.astype(bool))[0] > _LIKELY)

    known = season_can_be_told(present.size, series.grain)
    parts = [
        "neighbours that echo one another" * likely(_flags(cells, "echo", 0.3)),
        "a season" * likely(_flags(cells, "season", 0.0)),
        "a drift" * likely(_flags(cells, "drift", 0.0)),
        "a lean to large values" * bool(ahead.power_share(0.6)[0] > _LIKELY),
    ]
    found = [part for part in parts if part]
    model = "single values" + (", with " + ", ".join(found) if found else ", steady and even")
    notes = []
    if likely(_flags(cells, "drift", 0.0)):
        notes.append("The series drifts; limits follow it, so that going on like this is no alarm.")
    season = (
        "told"
        if known
        else "untold"
        if series.grain in ("day", "week", "month", "quarter")
        else "none"
    )
    if season == "untold":
        notes.append(
            "Under two years of points cannot tell a season. If there is one, alarms are rarer "
            "than stated, and a month that is always so may look like news."
        )
    return model, season, tuple(notes)


def _flags(cells: tuple[Cell, ...], of: str, above: float) -> Floats:
    return np.array([getattr(cell, of) > above for cell in cells])


def _words_of_counts(series: Series, present: Whole) -> tuple[str, str, tuple[str, ...]]:
    x, m = series.x[present][None, :], series.m[present][None, :]
    ahead = next_counts(x, m, m[:, -1], share=series.kind is Kind.SHARE)
    what = "shares (p chart" if series.kind is Kind.SHARE else "rates (u chart"
    wide = bool(ahead.lift[0] > 1.3 and ahead.excess[0] > 0.9)
    model = f"{what}, widened for months that differ by more than chance)" if wide else f"{what})"
    return model, "none", ("Counts are taken as having no season and no echo.",)


def _sees(series: Series, present: Whole, rate: float) -> tuple[float | None, float | None]:
    if series.kind is Kind.AMOUNT:
        ahead = _coming(series, present)
        low, high = ahead.quantile(rate / 2), ahead.quantile(1 - rate / 2)
        echoes = np.array([cell.echo for cell in ahead.cells])
        weights = ahead.weights.reshape(-1, echoes.size, 1).sum(0)[:, 0]
        echo = max(float(weights @ echoes), 0.0)
        scale = float((ahead.quantile(0.84) - ahead.quantile(0.16))[0]) / 2
        return visible_shift(
            lambda value: float(ahead.tails(np.array([value]))[0][0]),
            float(low[0]), float(high[0]), scale, echo,
        )  # fmt: skip
    x, m = series.x[present][None, :], series.m[present][None, :]
    size = float(m[0, -1])
    counted = next_counts(x, m, m[:, -1], share=series.kind is Kind.SHARE)
    least, most, _ = counted.limits(np.array([rate]))
    rise, fall = visible_shift(
        lambda value: float(counted.tails(np.array([value]))[0][0]),
        float(least[0]), float(most[0]) - 1, float(counted.spread[0]) * size, 0.0,
    )  # fmt: skip
    return (None if rise is None else rise / size, None if fall is None else fall / size)
