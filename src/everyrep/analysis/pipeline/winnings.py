"""What a pipeline may yield: the whole distribution of the sum of the deals that are won.

Every deal is won with its chance, and then brings its whole amount. The chances are not known:
those of one group of deals (a stage) come from a few dozen deals that were decided before. A
group's chance is therefore a beta distribution, and all its deals share the draw. And a quarter can
be good or bad for everybody: a shock shifts the log-odds of all groups at once.

Given the chances, the sum's generating function is a product over deals, and the distribution its
inverse Fourier transform; averaging over the chances of a group, and over the shock, happens on the
transforms. Nothing is drawn at random, so equal questions give equal answers.

References:
    Panjer (1981), Recursive evaluation of a family of compound distributions.
    Embrechts and Frei (2009), Panjer recursion versus FFT for compound distributions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Turns = NDArray[np.complex128]

FINE, COARSE = 4096, 512
"""Cells of the grid of amounts; powers of 2."""
_MANY = 250
_NODES = 9
_NORMAL_FROM = 150
"""Counts from which a beta distribution is as good as normal."""
_MOST_FOR_JACOBI = 600
_SHOCKS = 7


@dataclass(frozen=True)
class Chances:
    """What is known of the chance of a group of deals: won `won` of `decided` before.

    Attributes:
        won, decided: Counts of earlier deals like these.
        known: The chance itself, where it is taken as known; then the counts are not read.
    """

    won: float = 0.0
    decided: float = 0.0
    known: float | None = None

    @property
    def mean(self) -> float:
        """The chance as expected: Jeffreys' prior of half a deal won and half a deal lost."""
        if self.known is not None:
            return self.known
        return (self.won + 0.5) / (self.decided + 1)

    def nodes(self) -> tuple[Floats, Floats]:
        """Chances that stand for all, and their weights, which sum to 1 (Gauss and Jacobi)."""
        if self.known is not None:
            return np.array([self.known]), np.ones(1)
        a, b = self.won + 0.5, self.decided - self.won + 0.5
        if min(a, b) > _NORMAL_FROM:
            points, weights = np.polynomial.hermite_e.hermegauss(_NODES)
            spread = np.sqrt(a * b / (a + b + 1)) / (a + b)
            return self.mean + spread * points, weights / weights.sum()
        if a + b > _MOST_FOR_JACOBI:
            # Rare among very many: the same chance at evenly spaced places of its distribution.
            shares = (np.arange(2 * _NODES) + 0.5) / (2 * _NODES)
            return self.at(shares), np.full(2 * _NODES, 0.5 / _NODES)
        points, weights = special.roots_jacobi(_NODES, b - 1, a - 1)
        return (1 + points) / 2, weights / weights.sum()

    def at(self, shares: Floats) -> Floats:
        """The chance below which so many of 1 of its distribution lie."""
        if self.known is not None:
            return np.full(np.shape(shares), self.known)
        a, b = self.won + 0.5, self.decided - self.won + 0.5
        return np.asarray(special.betaincinv(a, b, shares))


@dataclass(frozen=True)
class Group:
    """Open deals with one chance.

    Attributes:
        amounts: Of each deal, at least 0; shape (deals,).
        chances: What is known of their chance.
    """

    amounts: Floats
    chances: Chances


_SUREST = 1 - 1e-12


@dataclass(frozen=True)
class Winnings:
    """The distribution of what is won.

    Attributes:
        step: Width of a cell, in the unit of the amounts.
        cells: Chance that the sum lies at each multiple of the step; shape (cells,), sum 1.
    """

    step: float
    cells: Floats

    @property
    def mean(self) -> float:
        """The amount expected: the pipeline weighted by chances."""
        return float(self.step * (np.arange(len(self.cells)) @ self.cells))

    def chance_of(self, target: float) -> float:
        """Chance that at least the target is won."""
        if target <= 0:
            return 1.0
        # A sum that falls on the target up to rounding reaches it.
        first = int(np.ceil(target / self.step - 1e-6))
        # All may be lost, so no target is sure to be reached, though the sum may round to one.
        return float(min(max(self.cells[first:].sum(), 0.0), _SUREST))

    def sure(self, chance: float) -> float:
        """The amount that is reached with at least this chance."""
        reached = np.cumsum(self.cells[::-1])[::-1]
        enough = np.flatnonzero(reached >= chance - 1e-9)
        return float(enough[-1] * self.step) if len(enough) else 0.0


@dataclass(frozen=True)
class LaidOut:
    """Groups of deals on a grid of amounts.

    Attributes:
        step: Width of a cell, in the unit of the amounts.
        cells: How many cells; one, where there is no amount at all.
        kinds: Of each group.
    """

    step: float
    cells: int
    kinds: tuple[_Kinds, ...]

    def won(self, chances: Sequence[Chances], shock: float = 0.0) -> Winnings:
        """The distribution of the sum won.

        Args:
            chances: Of each group.
            shock: As for `winnings`.
        """
        if not self.kinds:
            return Winnings(self.step, np.ones(1))
        turns = np.zeros(self.cells // 2 + 1, complex)
        for moved, weight in zip(*_shocks(shock), strict=True):
            product = np.ones(self.cells // 2 + 1, complex)
            for chance, kinds in zip(chances, self.kinds, strict=True):
                product *= _transform(chance, kinds, float(moved))
            turns += weight * product
        found = np.maximum(np.fft.irfft(turns, self.cells), 0.0)
        return Winnings(self.step, found / found.sum())


def winnings(groups: Sequence[Group], shock: float = 0.0, cells: int = 0) -> Winnings:
    """The distribution of the sum won.

    Args:
        groups: Open deals by what is known of their chance.
        shock: Standard deviation of what a period adds to the log-odds of all deals.
        cells: How finely amounts are told apart; a power of 2. By default fine where deals are
            few, and less so where they are many and the sum is smooth.

    Returns:
        Chances on a grid from 0 to the sum of all amounts.
    """
    return laid_out([group.amounts for group in groups], cells).won(
        [group.chances for group in groups], shock
    )


def laid_out(amounts: Sequence[Floats], cells: int = 0) -> LaidOut:
    """Amounts on their grid, to be asked with several chances.

    Args:
        amounts: Of each group of deals.
        cells: As for `winnings`.
    """
    every = np.concatenate(amounts) if amounts else np.zeros(0)
    total = float(every.sum())
    if total <= 0:
        return LaidOut(1.0, 1, ())
    cells = cells or (FINE if len(every) <= _MANY else FINE // 4)
    step = _step(every, total, cells)
    most = _MANY if cells > COARSE else _MANY // 6
    return LaidOut(step, cells, tuple(_kinds(group / step, cells, most) for group in amounts))


def _step(amounts: Floats, total: float, cells: int) -> float:
    """Width of a cell: what all amounts are multiples of, where that is wide enough."""
    whole = np.round(amounts)
    if np.array_equal(whole, amounts) and total < 2**62:
        common = int(np.gcd.reduce(whole.astype(np.int64)))
        if common > 0 and total / common + 1 <= cells:
            return float(common)
    return total / (cells - 2)


@dataclass(frozen=True)
class _Kinds:
    """Kinds of deals of a group, so that many chances can be tried on them.

    Attributes:
        less_one: Transform of each kind less 1; shape (kinds, frequencies).
        bits: For each binary digit of the counts, the highest first, which kinds have it.
    """

    less_one: Turns
    bits: tuple[Ints, ...]

    def product(self, chance: float) -> Turns:
        """Transform of the sum of deals that are won with the chance; shape (frequencies,)."""
        turned = chance * self.less_one
        turned += 1
        found = np.ones(turned.shape[1], complex)
        # One deal more is one factor more: the powers of all kinds by squaring at once.
        for places in self.bits:
            found *= found
            if len(places):
                found *= np.multiply.reduce(turned[places], axis=0)
        return found


def _kinds(sizes: Floats, cells: int, most: int) -> _Kinds:
    """Kinds of deals on the grid, and how many deals are of each.

    An amount between two points of the grid is spread over both so that its mean stays. Of many
    deals the smallest are taken together, neighbours by size.
    """
    each, counts = np.unique(sizes, return_counts=True)
    if len(each) > most:
        each, counts = _together(each, counts, most)
    low = np.floor(each + 1e-9)
    upper = np.maximum(each - low, 0.0)
    turn = np.exp(-2j * np.pi * np.arange(cells // 2 + 1) / cells)
    base = np.exp(-2j * np.pi / cells * np.outer(low, np.arange(cells // 2 + 1)))
    each_turn: Turns = base * (1 - upper[:, None] + upper[:, None] * turn[None, :])
    digits = range(int(counts.max(initial=0)).bit_length() - 1, -1, -1)
    bits = tuple(np.flatnonzero(counts >> digit & 1) for digit in digits)
    return _Kinds(each_turn - 1, bits)


def _together(each: Floats, counts: Ints, most: int) -> tuple[Floats, Ints]:
    """Kinds in ascending order, the smaller half of the allowed number holding most deals."""
    single = most // 2
    small, large = slice(0, len(each) - single), slice(len(each) - single, None)
    block = np.arange(len(each) - single) * (most - single) // (len(each) - single)
    n = np.bincount(block, counts[small])
    mean = np.bincount(block, counts[small] * each[small]) / n
    many: Ints = np.concatenate([n, counts[large]]).astype(np.int64)
    return np.concatenate([mean, each[large]]).astype(np.float64), many


def _transform(chances: Chances, kinds: _Kinds, moved: float) -> Turns:
    """Transform of what a group yields, averaged over what its chance may be."""
    found = np.zeros(kinds.less_one.shape[1], complex)
    for chance, weight in zip(*chances.nodes(), strict=True):
        found += weight * kinds.product(_moved(float(chance), moved))
    return found


def _moved(chance: float, by: float) -> float:
    return float(special.expit(special.logit(chance) + by)) if by else chance


def _shocks(spread: float) -> tuple[Floats, Floats]:
    """Shifts of the log-odds and their weights (Gauss and Hermite)."""
    if spread <= 0:
        return np.zeros(1), np.ones(1)
    points, weights = np.polynomial.hermite_e.hermegauss(_SHOCKS)
    return (spread * points).astype(np.float64), (weights / weights.sum()).astype(np.float64)
