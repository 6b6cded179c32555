"""A measure in time, as a chart takes it: whole buckets, oldest first, one series a group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.analysis.charts.judging import Kind
from everyrep.measures import Catalogue, FactSource, Measure, load_catalogue, panel, query
from everyrep.measures.answer import Key
from everyrep.measures.arrays import Flags, Floats
from everyrep.measures.buckets import bucket_name
from everyrep.values import Grain, Period, Reason, Scope, unit_currency

_OF_TRIALS = ("share", "share_first", "share_reaching")
_LARGE = 20.0  # counts of this size and more have a season and an echo that can be told

Cell = tuple[tuple[Key, ...], float | None, float]
"""Groups, the figure or numerator, and the denominator."""


@dataclass(frozen=True)
class Series:
    """One series.

    Attributes:
        measure: Its name.
        group: Its group; None without a dimension.
        kind: What its points are.
        unit: Of its points.
        grain: Of time.
        names: Of its buckets, such as "2026-03".
        x: Amounts in major units, successes or events; NaN where there is no point.
        m: Trials or exposure; ones for amounts.
    """

    measure: str
    group: Key
    kind: Kind
    unit: str
    grain: str
    names: tuple[str, ...]
    x: Floats
    m: Floats

    @property
    def present(self) -> Flags:
        """Which points are there."""
        return np.isfinite(self.x) & (self.m > 0)

    @property
    def value(self) -> Floats:
        """The points: amounts, shares or rates; NaN where there is none."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.m > 0, self.x / self.m, np.nan)


def series_of(
    source: FactSource,
    measure: str,
    *,
    grain: str,
    by: str | None,
    where: str | None,
    scope: Scope,
    history: int,
    catalogue: Catalogue | None = None,
) -> tuple[Series, ...] | Reason:
    """Every group's series over the last whole buckets, or why there are none.

    Buckets without facts count as nothing where the measure is a count or a sum, from its first
    fact on; a share or a mean of nothing is no point.
    """
    known = load_catalogue() if catalogue is None else catalogue
    asked = known[measure]
    period = whole_buckets(source, scope, grain, history)
    names = tuple(
        _name(part, grain, source) for part in period.split(Grain.of(grain), source.settings.fiscal)
    )
    dimensions = (*((by,) if by else ()), grain)
    summed = not asked.parts and scope.min_group == 1 and "median" not in asked.estimator
    ask = _summed if summed else _figured
    cells = ask(source, asked.name, dimensions, where, period, scope, known)
    if isinstance(cells, Reason):
        return cells
    return _arranged(asked, cells, names, grain, bool(by), source, summed=summed)


def _summed(
    source: FactSource,
    measure: str,
    dimensions: tuple[str, ...],
    where: str | None,
    period: Period,
    scope: Scope,
    known: Catalogue,
) -> list[Cell]:
    table = panel(
        source, measure, by=dimensions, where=where, period=period, scope=scope, catalogue=known
    )
    x, m = table.x[measure].tolist(), table.m[measure].tolist()
    return list(zip(table.keys, x, m, strict=True))


def _figured(
    source: FactSource,
    measure: str,
    dimensions: tuple[str, ...],
    where: str | None,
    period: Period,
    scope: Scope,
    known: Catalogue,
) -> list[Cell] | Reason:
    """The figures themselves, for what is no sum or may not be seen as one."""
    answer = query(
        source, measure, by=dimensions, where=where, period=period, scope=scope, catalogue=known
    )
    cells = [
        (tuple(row.keys.get(name) for name in dimensions), row.estimate.number(), 1.0)
        for row in answer
        if row.estimate.estimable
    ]
    refused = [row.estimate.reason for row in answer if row.estimate.reason is not None]
    return refused[0] if refused and not cells else cells


def whole_buckets(source: FactSource, scope: Scope, grain: str, history: int) -> Period:
    """The last so many buckets that are over."""
    as_of = min(source.as_of, scope.as_of or source.as_of)
    fiscal = source.settings.fiscal
    running = Period.containing(as_of, Grain.of(grain), fiscal)
    last = running if running.last <= as_of else running.shift(-1, grain, fiscal)
    return Period(last.shift(1 - history, grain, fiscal).start, last.end)


def _name(bucket: Period, grain: str, source: FactSource) -> str:
    return bucket_name(bucket.start, Grain.of(grain), source.settings.fiscal)


def _arranged(
    measure: Measure,
    cells: list[Cell],
    names: tuple[str, ...],
    grain: str,
    grouped: bool,
    source: FactSource,
    *,
    summed: bool,
) -> tuple[Series, ...]:
    place = {name: at for at, name in enumerate(names)}
    unit = measure.unit_in(source.reporting_currency)
    minor = _minor_units(unit) if summed else 1.0
    found: dict[Key, tuple[Floats, Floats]] = {}
    for key, x, m in cells:
        if str(key[-1]) in place and x is not None:
            group = key[0] if grouped else None
            start = (np.full(len(names), np.nan), np.zeros(len(names)))
            xs, ms = found.setdefault(group, start)
            xs[place[str(key[-1])]], ms[place[str(key[-1])]] = x / minor, m
    made = (
        _one(measure, group, x, m, names, grain, unit, summed=summed)
        for group, (x, m) in found.items()
    )
    return tuple(one for one in made if one.x.size)


def _one(
    measure: Measure,
    group: Key,
    x: Floats,
    m: Floats,
    names: tuple[str, ...],
    grain: str,
    unit: str,
    *,
    summed: bool,
) -> Series:
    """A series from its first point on, buckets without facts filled as the measure has them."""
    first = int(np.flatnonzero(np.isfinite(x))[0])
    known = np.isfinite(x[first:])
    sizes = np.where(known, m[first:], 1.0 if measure.zero else 0.0)
    filled = np.where(known, x[first:], 0.0 if measure.zero else np.nan)
    kind = _kind(measure, filled, sizes) if summed else Kind.AMOUNT
    if kind is Kind.AMOUNT:
        with np.errstate(divide="ignore", invalid="ignore"):
            filled = np.where(sizes != 0, filled / sizes, np.nan)
        sizes = np.ones(filled.size)
    return Series(measure.name, group, kind, unit, grain, names[first:], filled, sizes)


def _kind(measure: Measure, x: Floats, m: Floats) -> Kind:
    known = np.isfinite(x)
    whole = bool(np.all(x[known] == np.round(x[known])) and np.all(x[known] >= 0))
    if whole and measure.estimator in _OF_TRIALS:
        return Kind.SHARE
    if whole and measure.estimator == "rate":
        return Kind.RATE
    small = bool(x[known].mean() < _LARGE) if known.any() else False
    if whole and small and measure.unit == "count" and bool(np.all(m[known] == 1)):
        return Kind.RATE
    return Kind.AMOUNT


def _minor_units(unit: str) -> float:
    currency = unit_currency(unit)
    return 1.0 if currency is None else 10.0**currency.digits
