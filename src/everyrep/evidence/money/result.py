"""What a case comes to."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from everyrep.values import Estimate

FORMULA = "(benefits - costs) / costs"
OTHER_FORMULA = "(net benefits - costs) / costs, which takes the costs off twice"


@dataclass(frozen=True)
class Swing:
    """How far one input alone moves the net benefit.

    Attributes:
        name: Of the input.
        low, high: Net benefit, in minor units, with the input at its low and at its high end and
            all others as they are likely.
        assumed: Whether somebody assumed the input.
    """

    name: str
    low: float
    high: float
    assumed: bool

    @property
    def width(self) -> float:
        """How far it moves."""
        return abs(self.high - self.low)


@dataclass(frozen=True)
class Return:
    """The return of a case.

    Attributes:
        benefits: Money over the whole time.
        costs: Money over the whole time.
        net: Benefits less costs.
        roi: (benefits - costs) / costs, a ratio: 0 is even, 1 is twice the money back.
        other_roi: The reading of the formula that takes costs off twice; only under its own name.
        pays: Chance that the benefits are above the costs, 0 to 1.
        payback: Months until the benefits have paid the costs at a steady pace; None: never.
        parts: Money of each benefit, by name; they add up to the benefits.
        spent: Money of each cost, by name.
        tornado: Inputs by how far each moves the net benefit, widest first.
    """

    benefits: Estimate
    costs: Estimate
    net: Estimate
    roi: Estimate
    other_roi: Estimate
    pays: float
    payback: float | None
    parts: dict[str, Estimate]
    spent: dict[str, Estimate]
    tornado: tuple[Swing, ...]

    def to_dict(self) -> dict[str, Any]:
        """The return as JSON-safe data."""
        named = ("benefits", "costs", "net", "roi", "other_roi")
        return {
            **{name: getattr(self, name).to_dict() for name in named},
            "pays": self.pays,
            "payback_months": self.payback,
            "parts": {name: part.to_dict() for name, part in self.parts.items()},
            "spent": {name: part.to_dict() for name, part in self.spent.items()},
            "tornado": [asdict(swing) for swing in self.tornado],
        }
