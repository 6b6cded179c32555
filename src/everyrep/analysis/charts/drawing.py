"""From a series to a chart: limits for its newest points, a look at shifts, and what it sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from everyrep.analysis.charts.amounts import NextAmounts, next_amounts
from everyrep.analysis.charts.counts import NextCounts, next_counts
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
from everyrep.measures.answer import Key
from everyrep.measures.arrays import Floats, Whole

_JUDGED = 12
_LIKELY = 0.5


@dataclass(frozen=True)
class _Alike:
    """Series of one kind whose points are at the same times, looked at together.

    Attributes:
        series: Each of them.
        present: Places of their points.
        judged: By place among the points, what is judged there; the newest few.
        shifted: Whether the level has moved, the chance and the rate; None where that cannot be
            told.
        sees: The smallest rise and fall that each shows soon; NaN where none.
        ahead: What is expected of the point to come.
    """

    series: tuple[Series, ...]
    present: Whole
    judged: Mapping[int, Judged]
    shifted: tuple[Floats, Floats, Floats] | None
    sees: tuple[Floats, Floats]
    ahead: NextAmounts | NextCounts


def draw_all(
    many: Sequence[Series], rate: float | None = None, judged: int = _JUDGED
) -> tuple[Chart, ...]:
    """The charts of many series; amounts with points at the same times are judged together.

    Args:
        many: Each with its oldest point first.
        rate: Chance of a false alarm a point; None is the smallest that can be promised.
        judged: How many of the newest points get limits, each from the points before it.
    """
    found: dict[int, Chart] = {}
    alike: dict[tuple[object, ...], list[int]] = {}
    for at, series in enumerate(many):
        present = np.flatnonzero(series.present)
        before = max(present.size - 1, 0)
        reason = unstatable(series.kind, before, rate)
        if reason is None:
            # What is expected of counts is tabled, and a table fits those that it was made for.
            each = () if series.kind is Kind.AMOUNT else (at,)
            alike.setdefault((*each, series.grain, *present.tolist()), []).append(at)
        else:
            found[at] = Chart(*_named(series), tuple(_bare(series)), reason=reason)
    for places in alike.values():
        together = _looked_at([many[at] for at in places], rate, judged)
        found.update((at, _chart(together, one)) for one, at in enumerate(places))
    return tuple(found[at] for at in range(len(many)))


def _looked_at(series: Sequence[Series], rate: float | None, judged: int) -> _Alike:
    first = series[0]
    present = np.flatnonzero(first.present)
    stated = rate or rarest(first.kind, present.size - 1) or 0.0
    x, m = (np.stack([getattr(one, name)[present] for one in series]) for name in ("x", "m"))
    times = tuple(int(at - present[0]) for at in present)
    rates = np.full(len(series), stated)
    found = {
        at: judge(
            x[:, : at + 1], m[:, : at + 1], first.kind, rates, grain=first.grain,
            times=times[: at + 1],
        )
        for at in [at for at in range(present.size) if at >= FEWEST][-judged:]
    }  # fmt: skip
    ahead: NextAmounts | NextCounts
    if first.kind is Kind.AMOUNT:
        ahead = next_amounts(x, times, times[-1] + 1, first.grain)
        sees = _amounts_seen(ahead, stated)
    else:
        ahead = next_counts(x, m, m[:, -1], share=first.kind is Kind.SHARE)
        sees = _counts_seen(ahead, m[:, -1], rates)
    shifted = _shifted(first, present, x, m, stated)
    return _Alike(tuple(series), present, found, shifted, sees, ahead)


def _chart(alike: _Alike, one: int) -> Chart:
    series, present = alike.series[one], alike.present
    at_place = {int(present[at]): judged for at, judged in alike.judged.items()}
    points = [_point(point, at_place.get(at), one) for at, point in enumerate(_bare(series))]
    shift = _shift(alike, one)
    model, season, notes = _words(alike, one)
    quarter = points_a_quarter(series.grain)
    own = float(at_place[int(present[-1])].rate[one])
    rise, fall = (plain(side[one]) for side in alike.sees)
    return Chart(
        *_named(series),
        tuple(points),
        rate=own,
        a_quarter=quarter * (own + (shift.rate if shift else 0.0)),
        any_in_a_year=at_least_one(own, 4 * quarter),
        shift=shift,
        model=model,
        season=season,
        sees=(rise, fall),
        notes=notes,
    )


def _named(series: Series) -> tuple[str, Key, str, str]:
    return series.measure, series.group, series.unit, series.grain


def _bare(series: Series) -> list[ChartPoint]:
    return [ChartPoint(name, plain(v)) for name, v in zip(series.names, series.value, strict=True)]


def _point(point: ChartPoint, judged: Judged | None, one: int) -> ChartPoint:
    if judged is None:
        return point
    return ChartPoint(
        point.name,
        point.value,
        plain(judged.low[one]),
        plain(judged.high[one]),
        plain(judged.center[one]),
        int(judged.alarm[one]),
        float(judged.chance[one]),
        float(judged.rate[one]),
    )


def _shifted(
    first: Series, present: Whole, x: Floats, m: Floats, rate: float
) -> tuple[Floats, Floats, Floats] | None:
    """The last three points as one; None where too few are before them, or one is missing."""
    least = rarest_of_shifts(first.kind, present.size - TOGETHER)
    if least is None or present[-1] - present[-TOGETHER] != TOGETHER - 1:
        return None
    times = tuple(int(at - present[0]) for at in present)
    rates = np.full(len(x), max(rate, least))
    return judge_together(x, m, first.kind, rates, grain=first.grain, times=times)


def _shift(alike: _Alike, one: int) -> Shift | None:
    if alike.shifted is None:
        return None
    side, chance, own = (found[one] for found in alike.shifted)
    return Shift(int(side), float(chance), float(own), TOGETHER)


def _words(alike: _Alike, one: int) -> tuple[str, str, tuple[str, ...]]:
    """What the limits allow for, whether a season can be told, and notes."""
    series, ahead = alike.series[one], alike.ahead
    if isinstance(ahead, NextCounts):
        return _words_of_counts(series, ahead, one)
    cells = ahead.cells

    def likely(of: Floats) -> bool:
        return bool(ahead.share(of.astype(bool))[one] > _LIKELY)

    known = season_can_be_told(alike.present.size, series.grain)
    parts = [
        "neighbours that echo one another" * likely(_flags(cells, "echo", 0.3)),
        "a season" * likely(_flags(cells, "season", 0.0)),
        "a drift" * likely(_flags(cells, "drift", 0.0)),
        "a lean to large values" * bool(ahead.power_share(0.6)[one] > _LIKELY),
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


def _words_of_counts(
    series: Series, ahead: NextCounts, one: int
) -> tuple[str, str, tuple[str, ...]]:
    what = "shares (p chart" if series.kind is Kind.SHARE else "rates (u chart"
    wide = bool(ahead.lift[one] > 1.3 and ahead.excess[one] > 0.9)
    model = f"{what}, widened for months that differ by more than chance)" if wide else f"{what})"
    return model, "none", ("Counts are taken as having no season and no echo.",)


def _amounts_seen(ahead: NextAmounts, rate: float) -> tuple[Floats, Floats]:
    low, high = ahead.quantile(rate / 2), ahead.quantile(1 - rate / 2)
    echoes = np.array([cell.echo for cell in ahead.cells])
    weights = ahead.weights.reshape(-1, echoes.size, len(low)).sum(0)
    echo = np.maximum(weights.T @ echoes, 0.0)
    scale = (ahead.quantile(0.84) - ahead.quantile(0.16)) / 2
    return visible_shift(lambda value: ahead.tails(value)[0], low, high, scale, echo)


def _counts_seen(counted: NextCounts, size: Floats, rates: Floats) -> tuple[Floats, Floats]:
    least, most, _ = counted.limits(rates)
    rise, fall = visible_shift(
        lambda value: counted.tails(value)[0], least, most - 1, counted.spread * size,
        np.zeros(len(size)),
    )  # fmt: skip
    return rise / size, fall / size
