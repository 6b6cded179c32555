"""What asks for a review now, over all that is watched, and how much of it is to be expected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from everyrep.analysis.charts.expecting import expected_beyond
from everyrep.analysis.charts.promises import (
    points_a_quarter,
    rarest,
    rate_for,
    standing_out,
    unstatable,
)
from everyrep.analysis.charts.series import Series, series_of
from everyrep.analysis.charts.thresholds import Threshold
from everyrep.analysis.charts.watching import Watched, watch
from everyrep.measures import Catalogue, FactSource
from everyrep.measures.answer import Key
from everyrep.values import Reason, Scope

# From so many charts on, what single charts miss of a rare rate evens out between them.
MANY = 50


@dataclass(frozen=True)
class Signal:
    """A point that asks for a review.

    Attributes:
        threshold: Title of what is watched.
        measure: Name of the measure.
        group: Its group; None without a dimension.
        bucket: Of the point.
        value: The point; money in major units.
        side: 1 above, -1 below.
        chance: How often a steady series brings a point as extreme; None for fixed values.
        adjusted: The chance adjusted for how many charts were looked at.
        stands_out: Whether it is one of few even so: of those, one in ten is false on average.
    """

    threshold: str
    measure: str
    group: Key
    bucket: str
    value: float
    side: int
    chance: float | None = None
    adjusted: float | None = None
    stands_out: bool = False


@dataclass(frozen=True)
class Outlook:
    """What one threshold would do, and does.

    Attributes:
        threshold: What is watched.
        charts: How many series it watches.
        judged: How many of them can be judged.
        expected: False alarms expected a quarter; None where nobody can say.
        signals: Newest points that ask for a review.
        reason: Why it cannot be watched, or not as asked.
        notes: Sentences to be read with it.
    """

    threshold: Threshold
    charts: int
    judged: int
    expected: float | None
    signals: tuple[Signal, ...] = ()
    reason: Reason | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Review:
    """All thresholds together.

    Attributes:
        outlooks: One a threshold.
        expected: False alarms expected a quarter over all of them.
        signals: What asks for a review, the least likely first.
        snapshot: The build that was read.
    """

    outlooks: tuple[Outlook, ...]
    expected: float
    signals: tuple[Signal, ...]
    snapshot: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The review as JSON-safe data."""
        return {
            "expected": self.expected,
            "signals": [asdict(signal) for signal in self.signals],
            "outlooks": [
                {
                    "threshold": asdict(one.threshold),
                    "charts": one.charts,
                    "judged": one.judged,
                    "expected": one.expected,
                    "reason": None if one.reason is None else one.reason.to_dict(),
                    "notes": list(one.notes),
                }
                for one in self.outlooks
            ],
            "snapshot": self.snapshot,
        }


def review(
    source: FactSource,
    thresholds: Iterable[Threshold],
    scope: Scope,
    catalogue: Catalogue | None = None,
) -> Review:
    """The newest whole bucket of all that is watched, judged.

    Thresholds that are off are told what they would do, and bring no signals.

    Raises:
        UnknownName: A measure, dimension or grain does not exist; near names are offered.
        UserError: The scope does not allow a dimension.
    """
    outlooks = [_outlook(source, threshold, scope, catalogue) for threshold in thresholds]
    outlooks = _adjusted(outlooks)
    on = [one for one in outlooks if one.threshold.on]
    signals = sorted(
        (signal for one in on for signal in one.signals),
        key=lambda signal: (signal.chance is None, signal.chance or 0.0),
    )
    return Review(
        tuple(outlooks), sum(one.expected or 0.0 for one in on), tuple(signals), source.snapshot
    )


def _outlook(
    source: FactSource, threshold: Threshold, scope: Scope, catalogue: Catalogue | None
) -> Outlook:
    found = series_of(
        source, threshold.measure, grain=threshold.grain, by=threshold.by, where=threshold.where,
        scope=scope, history=threshold.history, catalogue=catalogue,
    )  # fmt: skip
    if isinstance(found, Reason):
        return Outlook(threshold, 0, 0, None, reason=found)
    return outlook(threshold, found)


def outlook(threshold: Threshold, series: Sequence[Series]) -> Outlook:
    """What a threshold would do, over the series that it watches."""
    return _fixed(threshold, series) if threshold.fixed else _limited(threshold, series)


def _limited(threshold: Threshold, series: Sequence[Series]) -> Outlook:
    before = [max(int(one.present.sum()) - 1, 0) for one in series]
    least = [rarest(one.kind, points) for one, points in zip(series, before, strict=True)]
    able = [row for row, rate in enumerate(least) if rate is not None]
    if not able:
        longest = max(before, default=0)
        kind = series[0].kind if series else None
        reason = (
            Reason("no_facts", "There are no facts to watch.")
            if kind is None
            else unstatable(kind, longest, None)
        )
        return Outlook(threshold, len(series), 0, None, reason=reason)
    rates = np.array([rate or 0.0 for rate in least])
    notes: tuple[str, ...] = ()
    if threshold.false_alarms is not None:
        asked = min(rate_for(threshold.false_alarms, len(able), threshold.grain), 0.2)
        reason = _too_rare(threshold, asked, [rates[row] for row in able])
        if reason is not None:
            return Outlook(threshold, len(series), len(able), None, reason=reason)
        rates = np.full(len(series), asked)
        notes = _of_many(asked, [least[row] or 0.0 for row in able])
    watched = watch(series, rates)
    expected = float(watched.rate.sum()) * points_a_quarter(threshold.grain)
    signals = _signals(threshold, series, watched)
    return Outlook(threshold, len(series), len(able), expected, signals, notes=notes)


def _too_rare(threshold: Threshold, asked: float, least: Sequence[float]) -> Reason | None:
    short = sum(asked < rate for rate in least)
    if not short or len(least) >= MANY:
        return None
    total = float(sum(least)) * points_a_quarter(threshold.grain)
    return Reason(
        "rate_too_rare",
        f"{threshold.false_alarms:g} false alarms a quarter over {len(least)} charts is "
        f"{asked:.2%} a point, and {short} of them have too few points to promise that.",
        f"Accept {total:.1f} a quarter, watch fewer charts, or take more history.",
    )


def _of_many(asked: float, least: Sequence[float]) -> tuple[str, ...]:
    if all(asked >= rate for rate in least):
        return ()
    note = (
        "The number of false alarms holds over all charts together; single charts of skewed "
        "amounts may bring half or twice their part of it."
    )
    return (note,)


def _signals(
    threshold: Threshold, series: Sequence[Series], watched: Watched
) -> tuple[Signal, ...]:
    return tuple(
        Signal(
            threshold.title,
            one.measure,
            one.group,
            one.names[-1],
            float(one.value[-1]),
            int(side),
            float(chance),
        )
        for one, side, chance in zip(series, watched.alarm, watched.chance, strict=True)
        if np.isfinite(side) and side != 0
    )


def _fixed(threshold: Threshold, series: Sequence[Series]) -> Outlook:
    below, above = threshold.below, threshold.above
    known = [expected_beyond(one, below, above) for one in series]
    told = [expected for expected in known if expected is not None]
    signals = []
    for one in series:
        value = float(one.value[-1])
        side = 0
        if np.isfinite(value):
            side = int(above is not None and value > above) - int(
                below is not None and value < below
            )
        if side:
            signals.append(
                Signal(threshold.title, one.measure, one.group, one.names[-1], value, side)
            )
    notes: tuple[str, ...] = (
        "What lies beyond a value that somebody chose need be no change: it may be usual.",
    )
    if told and len(told) < len(series):
        notes += (f"{len(series) - len(told)} charts are too short to say what to expect of them.",)
    reason = None if told else Reason("too_few_points", "No series is long enough to say what to "
                                      "expect; it takes 12 points.")  # fmt: skip
    expected = float(sum(told)) if told else None
    return Outlook(threshold, len(series), len(told), expected, tuple(signals), reason, notes)


def _adjusted(outlooks: Sequence[Outlook]) -> list[Outlook]:
    """Chances adjusted for all charts that were looked at, over all thresholds together."""
    looked_at = sum(one.judged for one in outlooks if not one.threshold.fixed)
    signals = [signal for one in outlooks for signal in one.signals if signal.chance is not None]
    if not signals:
        return list(outlooks)
    # What is no signal counts with a chance of one, which can only make the rest stricter.
    chances = np.ones(max(looked_at, len(signals)))
    chances[: len(signals)] = [signal.chance for signal in signals]
    adjusted, out = standing_out(chances)
    settled = iter(zip(adjusted.tolist(), out.tolist(), strict=True))

    def settle(signal: Signal) -> Signal:
        if signal.chance is None:
            return signal
        value, stands = next(settled)
        return replace(signal, adjusted=float(value), stands_out=bool(stands))

    return [replace(one, signals=tuple(settle(s) for s in one.signals)) for one in outlooks]
