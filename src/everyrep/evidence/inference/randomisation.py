"""Randomisation inference: the estimate beside what the same lottery would have given by luck.

It needs no model of the outcome and holds with any number of people or clusters, as long as the
lottery is repeated as it was held. The range holds all effects, the same for everybody, with which
the lottery that came out is not among the rarest.

References:
    Fisher (1935), The design of experiments.
    Rosenbaum (2002), Observational studies, chapter 2 (ranges by inversion).
    Athey and Imbens (2022), Design-based analysis in difference-in-differences settings with
        staggered adoption.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import Floats, Ints
from everyrep.evidence.inference.answerable import varying
from everyrep.evidence.inference.lottery import Accepts, Draws, Lottery, draws
from everyrep.evidence.inference.turning import crossing
from everyrep.values import Reason

Statistic = Callable[[Ints], Floats]
"""From labels, shape (draws, people), to figures, shape (draws,)."""
DRAWS = 9_999
_TIE = 1e-9


@dataclass(frozen=True)
class Luck:
    """A figure beside what luck gives.

    Attributes:
        value: The figure that came out.
        p: Share of ways in which the lottery gives one as far from zero; two-sided.
        low, high: Range of an effect that is the same for all; None where no range was asked for.
        draws: How many ways were looked at.
        exact: These are all.
        level: Confidence of the range.
    """

    value: float
    p: float
    low: float | None
    high: float | None
    draws: int
    exact: bool
    level: float = 0.95


def randomisation_test(
    lottery: Lottery,
    statistic: Statistic,
    *,
    most: int = DRAWS,
    seed: int = 0,
    accepts: Accepts | None = None,
) -> Luck | Reason:
    """Any figure beside what the lottery gives where nothing has an effect on anybody.

    Args:
        lottery: How it was held.
        statistic: The figure of many ways at once.
        most: How many ways are looked at; all, where they are no more.
        seed: Of the random numbers.
        accepts: Which lots would have been kept, where lots were drawn again until one was.
    """
    ways = draws(lottery, most, seed, accepts=accepts)
    if isinstance(ways, Reason):
        return ways
    figures = statistic(ways.label)
    p = _share(np.abs(figures), abs(float(figures[0])))
    return Luck(float(figures[0]), p, None, None, figures.size, ways.exact)


def randomised_difference(
    outcome: Floats,
    lottery: Lottery,
    *,
    level: float = 0.95,
    most: int = DRAWS,
    seed: int = 0,
    accepts: Accepts | None = None,
) -> Luck | Reason:
    """Difference of means of treated and untreated, by strata where the lottery was.

    Args:
        outcome: Shape (people,), finite.
        lottery: How it was held; labels 0 and 1.
        level: Confidence.
        most: How many ways are looked at.
        seed: Of the random numbers.
        accepts: Which lots would have been kept, where lots were drawn again until one was.

    Returns:
        A reason where the lottery has so few outcomes that none could be called rare.
    """
    ways = draws(lottery, most, seed, accepts=accepts)
    if isinstance(ways, Reason):
        return ways
    stuck = varying(outcome) or _too_few(ways, level)
    if stuck is not None:
        return stuck
    figure = difference(outcome, lottery.stratum)(ways.label)
    unit = difference(lottery.label.astype(float), lottery.stratum)(ways.label)
    value, spread = float(figure[0]), float(np.std(figure)) or 1.0

    def chance(effect: float) -> float:
        return _share(np.abs(figure - effect * unit), abs(value - effect))

    ends = [crossing(chance, value, step, 1 - level) for step in (-spread, spread)]
    return Luck(value, chance(0.0), ends[0], ends[1], figure.size, ways.exact, level)


def difference(outcome: Floats, stratum: Ints | None = None) -> Statistic:
    """Mean of those with label 1 less that of the rest; strata weigh as many as they hold.

    Args:
        outcome: Shape (people,).
        stratum: Shape (people,); None for one.
    """
    groups = np.zeros(outcome.size, np.int64) if stratum is None else stratum

    def figure(label: Ints) -> Floats:
        total: Floats = np.zeros(label.shape[0])
        for s in np.unique(groups):
            who = groups == s
            total += who.mean() * _difference(label[:, who] == 1, outcome[who])
        return total

    return figure


def staggered_difference(outcome: Floats) -> Statistic:
    """Those who have started less those who have not yet, month by month.

    Months weigh by how exactly they tell. The labels are indices of the first treated period.

    Args:
        outcome: Shape (people, periods), NaN where there is none; best freed of each person's own
            mean before anybody started.
    """
    known = np.isfinite(outcome)
    filled = np.where(known, outcome, 0.0)

    def figure(label: Ints) -> Floats:
        above, weights = np.zeros(label.shape[0]), np.zeros(label.shape[0])
        for period in range(outcome.shape[1]):
            there = known[:, period]
            started = label[:, there] <= period
            some, all_of = started.sum(axis=1), int(there.sum())
            weight = some * (all_of - some) / max(all_of, 1)
            gap = _difference(started, filled[there, period])
            above += np.where(weight > 0, weight * gap, 0.0)
            weights += weight
        return above / np.where(weights > 0, weights, np.nan)

    return figure


def _difference(
    treated: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], outcome: Floats
) -> Floats:
    some = treated.sum(axis=1)
    inside = treated.astype(float) @ outcome
    with np.errstate(divide="ignore", invalid="ignore"):
        gap: Floats = inside / some - (outcome.sum() - inside) / (outcome.size - some)
    return gap


def _share(figures: Floats, seen: float) -> float:
    close = _TIE * max(float(np.nanmax(figures, initial=0.0)), seen)
    return float(np.mean(figures >= seen - close))


def _too_few(ways: Draws, level: float) -> Reason | None:
    """With all ways counted, the rarest has a p of one over their number, or two by symmetry."""
    count = ways.label.shape[0]
    if not ways.exact or count * (1 - level) >= 1:
        return None
    return Reason(
        "too_few_assignments",
        f"The lottery could have come out in only {count} ways, so that none is rare enough to "
        "tell an effect from luck.",
        "Draw by person, or take more groups in.",
    )
