"""How old a deal is in its stage, measured against the deals that went on to win from there.

Of the deals that won, how many had left the stage by this age? Counting only deals that have won
already makes winners look quick, because slow ones are still open. So the curve is one of
competing ends (Aalen and Johansen): to leave the stage towards a win, to leave it otherwise, or to
be there still. A deal that has gone on but is open yet counts towards a win by the share of those
like it, of the same stage, whose end is known.

References:
    Aalen and Johansen (1978), An empirical transition matrix for non-homogeneous Markov chains.
    Brookmeyer and Crowley (1982), A confidence interval for the median survival time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from everyrep.measures.intervals import mid_p

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

FEWEST_WINNERS = 20
"""Fewer winners say too little of how long winners take."""


@dataclass(frozen=True)
class Curve:
    """How long deals of one stage take that go on to win.

    Attributes:
        days: Ages at which any left towards a win, ascending; shape (ages,).
        gone: Share, 0 to 1, of all who ever leave towards a win that has left by that age.
        winners: How many left towards a win; deals that are open yet count in part.
        stays: How many stays it rests on.
    """

    days: Ints
    gone: Floats
    winners: float
    stays: int

    @property
    def known(self) -> bool:
        """Whether there were enough winners."""
        return self.winners >= FEWEST_WINNERS

    def older_than(self, age: NDArray[np.int64]) -> Floats:
        """Share of winners that had left before reaching an age."""
        at = np.searchsorted(self.days, age, side="left")
        return np.concatenate([[0.0], self.gone])[at]

    def range_of(self, share: float, level: float = 0.95) -> tuple[float, float]:
        """Within what the share of winners lies (mid-P, winners as trials)."""
        n = max(self.winners, 1.0)
        low, high = mid_p(np.array([share * n]), np.array([n]), level)
        return float(low[0]), float(high[0])

    def surely_older_than(self, age: NDArray[np.int64], level: float = 0.95) -> Floats:
        """The low end of the range of that share: at the least so many had left before.

        It reaches a share where the age is beyond the range of the age by which so many had left.
        """
        n = np.full(len(age), max(self.winners, 1.0))
        return mid_p(self.older_than(age) * n, n, level)[0]

    def age_at(self, share: float) -> int | None:
        """The age by which so many of the winners had left; None where it is not known."""
        at = int(np.searchsorted(self.gone, share - 1e-12))
        return int(self.days[at]) if self.known and at < len(self.days) else None

    def age_range(self, share: float, level: float = 0.95) -> tuple[int | None, int | None]:
        """Within what the age lies by which so many of the winners had left.

        The ages at which the range of the curve holds the share, as Brookmeyer and Crowley turn
        the range of a curve into one of its median.

        Returns:
            First and last age; None where the curve's range does not come so far, and so the end
            is open.
        """
        low, high = mid_p(self.gone * self.winners, np.full(len(self.gone), self.winners), level)
        return self._first(high >= share - 1e-12), self._first(low >= share - 1e-12)

    def _first(self, reached: Bools) -> int | None:
        places = np.flatnonzero(reached)
        return int(self.days[places[0]]) if self.known and len(places) else None


def winners_curve(
    days: Ints, advanced: Bools, dropped: Bools, outcome: Ints, count: Ints | None = None
) -> Curve:
    """The curve of one stage.

    Args:
        days: Days of each stay until it ended, or until today; at least 0. Shape (stays,).
        advanced, dropped: How it ended; neither where it goes on still.
        outcome: What became of the deal: 1 won, -1 lost or undecided, 0 open still.
        count: How many stays are like each, where one stands for several; None is one each.
    """
    many = np.ones(len(days)) if count is None else count.astype(float)
    decided = advanced & (outcome != 0)
    of = float(many[decided].sum())
    share = float(many[decided & (outcome > 0)].sum()) / of if of else 0.0
    weight = np.where(outcome > 0, 1.0, np.where(outcome < 0, 0.0, share)) * advanced
    return _curve(days, many * (advanced | dropped), many * weight, many)


def _curve(days: Ints, ended: Floats, won: Floats, many: Floats) -> Curve:
    """Aalen and Johansen's curve towards a win, as a share of where it arrives.

    Args:
        days: Shape (stays,).
        ended: How many of the stays ended.
        won: How many of those ends count as one towards a win.
        many: How many stays each is.
    """
    if not len(days):
        return Curve(np.zeros(0, np.int64), np.zeros(0), 0.0, 0)
    ages, where = np.unique(days, return_inverse=True)
    leaving, winning = np.bincount(where, ended), np.bincount(where, won)
    stays = np.bincount(where, many)
    at_risk = many.sum() - np.concatenate([[0.0], np.cumsum(stays)[:-1]])
    still = np.cumprod(1 - leaving / at_risk)
    before = np.concatenate([[1.0], still[:-1]])
    reached = np.cumsum(before * winning / at_risk)
    kept = winning > 0
    total = reached[-1]
    gone = reached[kept] / total if total > 0 else np.zeros(0)
    return Curve(ages[kept].astype(np.int64), gone, float(winning.sum()), int(many.sum()))
