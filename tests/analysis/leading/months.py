"""People and months with a known lead, and everything that only looks like one."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from everyrep.analysis.leading.relative import Bools, Floats


@dataclass(frozen=True)
class Months:
    """What a world of people and months is made of.

    Attributes:
        people, months: Size.
        lead, weight: Months by which the true indicator is ahead, and how much it moves.
        carry_x, carry_y: How alike one month is to the next.
        trait: How alike people are in both, month after month.
        common: Size of seasons and shocks that all share.
    """

    people: int = 60
    months: int = 24
    lead: int = 2
    weight: float = 0.0
    carry_x: float = 0.8
    carry_y: float = 0.5
    trait: float = 0.7
    common: float = 1.0
    indicators: tuple[str, ...] = ("calls",)
    outcomes: tuple[str, ...] = ("won",)
    pairs: tuple[tuple[str, str], ...] = field(default=(("calls", "won"),))

    def drawn(self, rng: np.random.Generator) -> tuple[dict[str, Floats], dict[str, Floats], Bools]:
        """Outcomes, indicators, and who was there."""
        there, age = self._lives(rng)
        shared = self._shared(rng) - 1.5 * np.exp(-age / 4)
        trait = rng.standard_normal(self.people)
        own = {name: self._carried(rng, self.carry_x) for name in self.indicators}
        outcomes = {}
        for name in self.outcomes:
            moved = self._carried(rng, self.carry_y)
            for indicator, outcome in self.pairs:
                if outcome == name:
                    moved[:, self.lead :] += self.weight * own[indicator][:, : -self.lead]
            outcomes[name] = np.where(there, self._tall(rng, trait) + shared + moved, np.nan)
        indicators = {
            name: np.where(there, self._tall(rng, trait) + shared + one, np.nan)
            for name, one in own.items()
        }
        return outcomes, indicators, there

    def _lives(self, rng: np.random.Generator) -> tuple[Bools, Floats]:
        late = rng.random(self.people) < 0.4
        come = np.where(late, rng.integers(0, self.months - 3, self.people), -20)
        early = rng.random(self.people) < 0.3
        gone = np.where(early, rng.integers(6, self.months + 1, self.people), self.months)
        month = np.arange(self.months)[None, :]
        return (month >= come[:, None]) & (month < gone[:, None]), (month - come[:, None]) * 1.0

    def _shared(self, rng: np.random.Generator) -> Floats:
        season = np.sin(np.arange(self.months) / 12 * 2 * np.pi)
        shocks = 0.7 * rng.standard_normal(self.months).cumsum() / 3
        return np.asarray(self.common * (season + shocks))[None, :]

    def _tall(self, rng: np.random.Generator, trait: Floats) -> Floats:
        own = rng.standard_normal(self.people)
        return np.asarray(self.trait * trait + np.sqrt(1 - self.trait**2) * own)[:, None]

    def _carried(self, rng: np.random.Generator, carry: float) -> Floats:
        news = rng.standard_normal((self.people, self.months + 20))
        found = np.zeros_like(news)
        for month in range(1, news.shape[1]):
            found[:, month] = carry * found[:, month - 1] + np.sqrt(1 - carry**2) * news[:, month]
        return found[:, 20:]
