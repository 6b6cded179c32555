"""One step on the way to an amount, with the steps that it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from everyrep.values.money import Money


@dataclass(frozen=True)
class Step:
    """A step.

    Attributes:
        title: What it is.
        sentence: What happened, with the numbers in place.
        amount: What the line is worth after it; None where the step is no amount.
        parts: What it is made of.
        exact: What it comes to in minor units before anything is rounded; None where that is no
            question.
    """

    title: str
    sentence: str
    amount: Money | None = None
    parts: tuple[Step, ...] = ()
    exact: Fraction | None = None

    def lines(self, deep: int = 0) -> Iterator[tuple[int, Step]]:
        """This step and all below it, each with how deep it lies."""
        yield deep, self
        for part in self.parts:
            yield from part.lines(deep + 1)

    def to_dict(self) -> dict[str, Any]:
        """The tree as JSON-safe data."""
        return {
            "title": self.title,
            "sentence": self.sentence,
            "amount": None if self.amount is None else self.amount.to_dict(),
            "exact": None if self.exact is None else str(self.exact),
            "parts": [part.to_dict() for part in self.parts],
        }

    def __str__(self) -> str:
        return "\n".join(f"{'  ' * deep}{step.sentence}" for deep, step in self.lines())
