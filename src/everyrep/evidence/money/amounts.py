"""Numbers that are not known exactly: low, likely, high."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import Floats
from everyrep.values import UserError


@dataclass(frozen=True)
class Range:
    """A number with what it may be.

    Attributes:
        likely: Best guess.
        low, high: The truth lies below and above each with a chance of `tail`.
        tail: Chance beyond each end; 0.025 for ends of a 95% range.
        source: Where it comes from: an effect, a price list, an assumption.
        assumed: Whether somebody assumed it, rather than found it in records.
    """

    likely: float
    low: float
    high: float
    tail: float = 0.05
    source: str = ""
    assumed: bool = False

    def __post_init__(self) -> None:
        if not self.low <= self.likely <= self.high:
            raise UserError(
                f"low {self.low:g}, likely {self.likely:g} and high {self.high:g} are not in order",
                where=self.source or None,
                remedy="give three numbers that rise",
            )
        if not 0 < self.tail < 0.5:
            raise UserError(f"the tail is {self.tail}", remedy="give a share between 0 and 0.5")

    @classmethod
    def exactly(cls, value: float, source: str = "") -> Range:
        """A number that is known."""
        return cls(value, value, value, source=source)

    @property
    def known(self) -> bool:
        """Whether there is no doubt about it."""
        return self.low == self.high

    def draws(self, uniform: Floats) -> Floats:
        """Values at shares of chance, shape as given.

        Two halves of a bell that meet at the likely value, so that a range need not be even on
        both sides; half of the chance lies on each side.
        """
        from scipy.special import ndtri

        deviate = ndtri(np.clip(uniform, 1e-9, 1 - 1e-9)) / -float(ndtri(self.tail))
        below, above = self.likely - self.low, self.high - self.likely
        return np.asarray(self.likely + np.where(deviate < 0, below, above) * deviate)
