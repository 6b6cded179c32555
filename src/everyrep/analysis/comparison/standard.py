"""What each unit would show with the mix of the whole company: draws of standardised figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy import special

from everyrep.analysis.comparison.arrays import Floats, Ints
from everyrep.analysis.comparison.binomial import Binomial
from everyrep.analysis.comparison.cells import Coding, columns_of
from everyrep.analysis.comparison.design import Design
from everyrep.analysis.comparison.gaussian import Gaussian
from everyrep.analysis.comparison.posterior import (
    Posterior,
    binomial_posterior,
    gaussian_posterior,
)
from everyrep.analysis.comparison.shares import (
    VarianceShares,
    spread_of_mix,
    variance_shares,
)

_CHUNK = 4_000_000


class Scale(StrEnum):
    """How a figure comes about, and so on which scale its parts add up."""

    SHARE = "share"  # successes of trials: log-odds
    SIZE = "size"  # positive amounts of single deals: logs
    MEAN = "mean"  # means of anything: as they are


@dataclass(frozen=True)
class Cells:
    """Rows to compare.

    Attributes:
        x: Successes, the amount of a deal, or a sum, shape (rows,).
        m: Trials, 1, or what the sum is divided by, above 0, shape (rows,).
        unit: What is compared.
        within: A finer grouping whose effects count as the unit's (people in a team), or None.
        around: Groupings that are circumstances and are adjusted away, such as the territory.
        mix: Dimensions of the mix, adjusted away too.
    """

    x: Floats
    m: Floats
    unit: Coding
    within: Coding | None
    around: tuple[Coding, ...]
    mix: tuple[Coding, ...]

    @property
    def rows(self) -> int:
        """How many rows."""
        return int(self.x.size)


@dataclass(frozen=True)
class Standardised:
    """Joint draws of figures.

    Attributes:
        draws: Figure of each unit with the mix of all, shape (draws, units).
        raw: x over m of each unit, shape (units,).
        expected: What the unit's own mix makes expect, were it like all, shape (draws, units).
        trials: m of each unit.
        shares: Where differences between people come from.
    """

    draws: Floats
    raw: Floats
    expected: Floats
    trials: Floats
    shares: VarianceShares


def standardise(cells: Cells, scale: Scale, level: float = 0.95, seed: int = 0) -> Standardised:
    """Fit the mixed model of the scale and draw what each unit would show with the mix of all."""
    groupings = _groupings(cells)
    fixed = columns_of(cells.mix, cells.rows)
    design = Design.of(fixed, [c.place for c in groupings])
    posterior = _posterior(cells, scale, design, seed)
    own = _own_effects(cells, posterior)
    first, pattern = _patterns(cells)
    mass = np.bincount(pattern, weights=cells.m, minlength=first.size)
    base = posterior.fixed @ fixed[first].T
    draws = _averaged(base, own, mass / mass.sum(), scale)
    factor = _smear(cells, scale, posterior)
    expected = _figure(base, scale) * factor
    unit, units = cells.unit.place, cells.unit.count
    trials = np.bincount(unit, weights=cells.m, minlength=units).astype(np.float64)
    of_unit = np.zeros((first.size, units))
    np.add.at(of_unit, (pattern, unit), cells.m)
    return Standardised(
        draws * factor,
        np.bincount(unit, weights=cells.x, minlength=units) / trials,
        expected @ of_unit / trials,
        trials,
        _shares(cells, scale, posterior, groupings, (expected, pattern), level),
    )


def _patterns(cells: Cells) -> tuple[Ints, Ints]:
    """Kinds of rows by their mix: a row of each, and the kind of each row."""
    code = np.zeros(cells.rows, dtype=np.int64)
    for one in cells.mix:
        code = np.unique(code * one.count + one.place, return_inverse=True)[1].reshape(-1)
    _, first, kind = np.unique(code, return_index=True, return_inverse=True)
    return first.astype(np.int64), kind.astype(np.int64)


def _groupings(cells: Cells) -> list[Coding]:
    within = [] if cells.within is None else [cells.within]
    return [cells.unit, *within, *cells.around]


def _posterior(cells: Cells, scale: Scale, design: Design, seed: int) -> Posterior:
    if scale is Scale.SHARE:
        return binomial_posterior(
            Binomial(design, cells.x, cells.m, np.zeros(cells.rows)), seed=seed
        )
    if scale is Scale.SIZE:
        return gaussian_posterior(Gaussian(design, np.log(cells.x), cells.m), seed=seed)
    y = cells.x / cells.m
    spread = float(y.std()) or 1.0
    found = gaussian_posterior(Gaussian(design, y / spread, cells.m), seed=seed)
    return Posterior(design, found.solutions * spread, found.sds * spread, found.residual * spread)


def _own_effects(cells: Cells, posterior: Posterior) -> Floats:
    """The unit's effect and the mean of those within it, shape (draws, units)."""
    own = posterior.effects(0)
    if cells.within is None:
        return own
    table = np.zeros((cells.within.count, cells.unit.count))
    np.add.at(table, (cells.within.place, cells.unit.place), cells.m)
    return np.asarray(own + posterior.effects(1) @ (table / table.sum(axis=0)))


def _figure(linear: Floats, scale: Scale) -> Floats:
    if scale is Scale.SHARE:
        return np.asarray(special.expit(linear))
    return np.asarray(np.exp(linear)) if scale is Scale.SIZE else linear


def _averaged(base: Floats, own: Floats, mass: Floats, scale: Scale) -> Floats:
    """The figure of each unit over the cells of the mix, in chunks of draws."""
    if scale is Scale.MEAN:
        return own + (base @ mass)[:, None]
    if scale is Scale.SIZE:
        return np.exp(own) * (np.exp(base) @ mass)[:, None]
    found = np.empty_like(own)
    step = max(1, _CHUNK // max(own.shape[1] * base.shape[1], 1))
    for start in range(0, len(own), step):
        part = slice(start, start + step)
        found[part] = special.expit(base[part, None, :] + own[part, :, None]) @ mass
    return found


def _smear(cells: Cells, scale: Scale, posterior: Posterior) -> float:
    """What turns a typical size into a mean one (Duan's smearing factor)."""
    if scale is not Scale.SIZE:
        return 1.0
    fitted = posterior.design.linear(posterior.solutions.mean(axis=0))
    return float(cells.x.sum() / (np.exp(fitted) * cells.m).sum())


def _shares(
    cells: Cells,
    scale: Scale,
    posterior: Posterior,
    groupings: Sequence[Coding],
    mix: tuple[Floats, Ints],
    level: float,
) -> VarianceShares:
    expected, pattern = mix
    finest = cells.unit if cells.within is None else cells.within
    level_of = float(cells.x.sum() / cells.m.sum())
    slope = {Scale.SHARE: level_of * (1 - level_of), Scale.SIZE: level_of, Scale.MEAN: 1.0}[scale]
    if scale is Scale.SHARE:
        unit_variance = np.full(len(expected), level_of * (1 - level_of))
    else:
        unit_variance = (posterior.residual * slope) ** 2
    people: Ints = finest.place
    return variance_shares(
        [c.name for c in groupings],
        (posterior.sds * slope) ** 2,
        spread_of_mix(expected, pattern, cells.m, people, finest.count),
        unit_variance * finest.count / cells.m.sum(),
        finest.count,
        level,
    )
