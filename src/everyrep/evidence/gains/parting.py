"""Who gains most, honestly: one half says who might, the other half says whether they do.

The halves are drawn again and again, by who was treated together; what is told is the middle of
all draws, its chance doubled and its range that of a level so much stricter, which pays for having
drawn them. In each draw the first half learns a score of the gain, and picks the one split of
people that parts it most; the second half regresses the outcome on the treatment and its product
with the score. A slope of one means that the score is right, a slope of zero that it is noise.

References:
    Athey and Imbens (2016), Recursive partitioning for heterogeneous causal effects (honesty).
    Chernozhukov, Demirer, Duflo and Fernández-Val (2025), Fisher-Schultz lecture: generic machine
        learning inference on heterogeneous treatment effects in randomized experiments.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import Bools, Column, Floats, Ints
from everyrep.evidence.gains.stacking import Changes, Traits
from everyrep.evidence.inference.result import below, quantile

_DRAWS = 41
_PENALTY = 0.05
_FEWEST_CLUSTERS = 10


@dataclass(frozen=True)
class Figure:
    """A figure over all draws of halves.

    Attributes:
        value: The middle one.
        low, high: Range of 95%, the draws paid for.
        p: Chance of a figure as far from zero, were it zero, the draws paid for.
    """

    value: float
    low: float
    high: float
    p: float


@dataclass(frozen=True)
class Parted:
    """What halves say of who gains most.

    Attributes:
        slope: Of the gain on its score: 1 where the score is right, 0 where it is noise.
        apart: Gain of the third with the highest scores less that of the third with the lowest.
        picked: The split that was picked most often: dimension and group.
        picked_share: In what share of draws.
        by_pick: Gain of the picked group less that of the others, where it was picked.
        draws: How often halves were drawn.
    """

    slope: Figure
    apart: Figure
    picked: tuple[str, str]
    picked_share: float
    by_pick: Figure
    draws: int


def part(rows: Changes, like: Traits, *, draws: int = _DRAWS, seed: int = 1) -> Parted | None:
    """Draw halves again and again.

    Args:
        rows: People's changes.
        like: What they are like.
        draws: How often.
        seed: Of the halves.

    Returns:
        None where too few were treated together to be parted into halves.
    """
    units = np.unique(rows.cluster[rows.treated])
    if units.size < 2 * _FEWEST_CLUSTERS:
        return None
    rng = np.random.default_rng(seed)
    slopes, apart, picks = [], [], []
    for _ in range(draws):
        first = _half(rows.cluster, rng)
        score = like.x @ _learned(rows, like.x, first)
        second = ~first
        slopes.append(_slope(rows, like.x, score, second))
        apart.append(_thirds(rows, like.x, score, second))
        pick = _pick(rows, like, first)
        if pick is not None:
            picks.append((pick, _between(rows, like.x, _members(like, pick), second)))
    return _middle(slopes, apart, picks, draws)


def _half(cluster: Ints, rng: np.random.Generator) -> Bools:
    units, place = np.unique(cluster, return_inverse=True)
    return np.asarray((rng.permutation(units.size) < units.size // 2)[place])


def _design(rows: Changes, x: Floats, use: Bools) -> Floats:
    """Each comparison's level and what people are like, taken out of the columns after it."""
    cohorts, place = np.unique(rows.cohort[use], return_inverse=True)
    level = np.zeros((int(use.sum()), cohorts.size))
    level[np.arange(place.size), place] = 1.0
    return np.column_stack([level, x[use]])


def _learned(rows: Changes, x: Floats, use: Bools) -> Floats:
    """Weights of the score of the gain: treatment by trait, drawn towards nothing."""
    side = rows.treated[use].astype(float)
    root = np.sqrt(rows.weight[use])
    common = np.column_stack([_design(rows, x, use), side])
    own = x[use] * side[:, None]
    basis = np.linalg.qr(common * root[:, None])[0]
    y, z = (rows.change[use] * root)[:, None], own * root[:, None]
    y, z = y - basis @ (basis.T @ y), z - basis @ (basis.T @ z)
    gram = z.T @ z
    gram += _PENALTY * max(float(side.sum()), 1.0) * np.eye(gram.shape[0])
    return np.asarray(np.linalg.solve(gram, z.T @ y)[:, 0])


def _slope(rows: Changes, x: Floats, score: Floats, use: Bools) -> tuple[float, float, float]:
    """Value, error and degrees of freedom of the slope of the gain on its score."""
    own = score[use] - score[use & rows.treated].mean()
    if float(own.std()) < 1e-12:
        return 0.0, np.inf, 1.0
    side = rows.treated[use].astype(float)
    return _tested(rows, np.column_stack([_design(rows, x, use), own, side, side * own]), use)


def _thirds(rows: Changes, x: Floats, score: Floats, use: Bools) -> tuple[float, float, float]:
    low, high = np.quantile(score[use & rows.treated], [1 / 3, 2 / 3])
    return _between(rows, x, score >= high, use & ((score >= high) | (score <= low)))


def _between(rows: Changes, x: Floats, member: Bools, use: Bools) -> tuple[float, float, float]:
    """Gain of some less that of the others."""
    side, own = rows.treated[use].astype(float), member[use].astype(float)
    cells = [int((rows.treated[use] & (own == one)).sum()) for one in (0, 1)]
    if min(cells) < 4:
        return 0.0, np.inf, 1.0
    return _tested(rows, np.column_stack([_design(rows, x, use), own, side, side * own]), use)


def _tested(rows: Changes, design: Floats, use: Bools) -> tuple[float, float, float]:
    """The last column's weight, with the error of clusters."""
    root = np.sqrt(rows.weight[use])
    x, y = design * root[:, None], rows.change[use] * root
    other = x[:, :-1]
    beta = np.linalg.lstsq(other, x[:, -1], rcond=None)[0]
    own = x[:, -1] - other @ beta
    squares = float(own @ own)
    if squares < 1e-9:
        return 0.0, np.inf, 1.0
    rest = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    _, place = np.unique(rows.cluster[use], return_inverse=True)
    summed = np.bincount(place, own * rest)
    units = summed.size
    error = float(np.sqrt(units / max(units - 1, 1) * (summed @ summed))) / squares
    # As many degrees as clusters that carry the figure (their weights' own concentration).
    share = np.bincount(place, own**2)
    degrees = max(float(share.sum() ** 2 / (share @ share)) - 1.0, 1.0)
    return float(own @ y) / squares, error, degrees


def _pick(rows: Changes, like: Traits, use: Bools) -> tuple[str, str] | None:
    """The group whose gain stands out most from the others', for its error, in one half."""
    best, chosen = 0.0, None
    for at, name in enumerate(like.names):
        words = np.unique(like.words[use, at].astype(str))
        for word in words[words != ""]:
            value, error, _ = _between(rows, like.x, like.words[:, at] == word, use)
            if np.isfinite(error) and error > 0 and value / error > best:
                best, chosen = value / error, (name, str(word))
    return chosen


def _members(like: Traits, pick: tuple[str, str]) -> Bools:
    own: Column = like.words[:, like.names.index(pick[0])]
    return np.asarray(own == pick[1])


def _middle(
    slopes: list[tuple[float, float, float]],
    apart: list[tuple[float, float, float]],
    picks: list[tuple[tuple[str, str], tuple[float, float, float]]],
    draws: int,
) -> Parted:
    named = [pick for pick, _ in picks]
    if not named:
        return Parted(_over(slopes), _over(apart), ("", ""), 0.0, _over([]), draws)
    usual = max(sorted(set(named)), key=named.count)
    own = [found for pick, found in picks if pick == usual]
    # What is picked differs from draw to draw: all picks are paid for together.
    told = _over([found for _, found in picks])
    mine = _over(own)
    figure = Figure(mine.value, mine.low, mine.high, max(mine.p, told.p))
    return Parted(
        _over(slopes), _over(apart), usual, named.count(usual) / draws, figure, draws
    )  # fmt: skip


def _over(found: list[tuple[float, float, float]]) -> Figure:
    """The middle of draws, at the price of having drawn: chances doubled, ranges of 97.5%."""
    told = [(v, e, d) for v, e, d in found if np.isfinite(e) and e > 0]
    if not told:
        return Figure(0.0, -np.inf, np.inf, 1.0)
    reach = [quantile(0.9875, d) * e for _, e, d in told]
    ends = [(v - r, v + r) for (v, _, _), r in zip(told, reach, strict=True)]
    chances = [float(2 * below(-abs(v) / e, d)) for v, e, d in told]
    return Figure(
        float(np.median([v for v, _, _ in told])),
        float(np.median([low for low, _ in ends])),
        float(np.median([high for _, high in ends])),
        min(1.0, 2 * float(np.median(chances))),
    )


def by_group(rows: Changes, like: Traits) -> dict[tuple[str, str], tuple[float, float, float]]:
    """The gain of each group by itself, all people: value, error and degrees of freedom."""
    found = {}
    for at, name in enumerate(like.names):
        words = np.unique(like.words[:, at].astype(str))
        for word in words[words != ""]:
            use = like.words[:, at] == word
            if int(rows.treated[use].sum()) >= 10 and int((~rows.treated[use]).sum()) >= 10:
                side = rows.treated[use].astype(float)
                x = np.column_stack([_design(rows, like.x, use), side])
                found[name, str(word)] = _tested(rows, x, use)
    return found
