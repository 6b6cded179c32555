"""Coaching sessions as they are gathered, and the strength that all earlier ones leave."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from everyrep.sources.simulated.chance import Floats, Ints
from everyrep.sources.simulated.effects import COACHED_SKILLS


@dataclass
class Sessions:
    """Coaching sessions, gathered month by month.

    Attributes:
        shape: (people, months).
        dose: Sessions by person, month and coached skill.
        parts: Arrays of sessions: manager, person, day, minutes, skill number.
    """

    shape: tuple[int, int]
    parts: list[tuple[Ints, Ints, Floats, Ints, Ints]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dose: Floats = np.zeros((*self.shape, len(COACHED_SKILLS)))

    def table(self) -> tuple[Ints, Ints, Floats, Ints, Ints]:
        """All sessions: manager, person, day, minutes, skill."""
        columns = (np.concatenate(part) for part in zip(*self.parts, strict=True))
        manager, person, day, minutes, skill = columns
        return manager, person, day, minutes, skill

    def strength(self, curve: Floats) -> Floats:
        """Summed strength of all earlier sessions, shape (people, months, skills)."""
        total = np.zeros_like(self.dose)
        for since, weight in enumerate(curve):
            if weight:
                total[:, since:] += weight * self.dose[:, : self.shape[1] - since]
        return total
