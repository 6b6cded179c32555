"""What a fair comparison says, and how it is written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from everyrep.analysis.comparison.shares import VarianceShares
from everyrep.measures.answer import Key
from everyrep.values import Estimate, Reason


@dataclass(frozen=True)
class Compared:
    """One unit.

    Attributes:
        key: The unit.
        label: Its name.
        adjusted: Its figure with the mix of all, pulled towards the others as far as chance asks
            for; the raw figure stands beside it as `raw`.
        alone: Its figure by itself, with its own range, as a plain question answers it.
        expected: What its own mix makes expect, were it like all others; None if not comparable.
        common_ground: Share of its facts in cells of the mix that others have too.
        places: Best and worst place that the range holds, 1 being the highest figure.
        first: Chance that it is the highest of all.
    """

    key: Key
    label: str
    adjusted: Estimate
    alone: Estimate | None = None
    expected: Estimate | None = None
    common_ground: float = 1.0
    places: tuple[int, int] | None = None
    first: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """The unit as JSON-safe data."""
        return {
            "key": self.key,
            "label": self.label,
            "adjusted": self.adjusted.to_dict(),
            "alone": None if self.alone is None else self.alone.to_dict(),
            "expected": None if self.expected is None else self.expected.to_dict(),
            "common_ground": self.common_ground,
            "places": None if self.places is None else list(self.places),
            "first": self.first,
        }


@dataclass(frozen=True)
class Comparison:
    """All units.

    Attributes:
        measure: What is compared.
        unit: Between what.
        mix: Dimensions adjusted for.
        rows: Units, the highest adjusted figure first, those not comparable last.
        above: For two keys, the chance that the first is truly above the second.
        whole_order: Chance that the order shown is right from first to last; None if refused.
        shares: Where differences between people come from; None if refused.
        reason: Why there is no comparison, or why it is weak.
        verdict: What it says in plain words.
        notes: What must be read with it.
    """

    measure: str
    unit: str
    mix: tuple[str, ...]
    rows: tuple[Compared, ...]
    above: Mapping[tuple[Key, Key], float]
    whole_order: float | None
    shares: VarianceShares | None
    reason: Reason | None
    verdict: str
    notes: tuple[str, ...] = ()

    def chance(self, first: Key, second: Key) -> float | None:
        """Chance that the first is truly above the second; None if that cannot be told."""
        return self.above.get((first, second))

    def to_dict(self) -> dict[str, Any]:
        """The comparison as JSON-safe data."""
        shares = self.shares
        return {
            "measure": self.measure,
            "unit": self.unit,
            "mix": list(self.mix),
            "rows": [row.to_dict() for row in self.rows],
            "above": [
                {"first": a, "second": b, "chance": chance} for (a, b), chance in self.above.items()
            ],
            "whole_order": self.whole_order,
            "shares": None
            if shares is None
            else {
                name: {
                    "share": shares.share[name],
                    "low": shares.low[name],
                    "high": shares.high[name],
                }
                for name in shares.share
            },
            "reason": None if self.reason is None else self.reason.to_dict(),
            "verdict": self.verdict,
            "notes": list(self.notes),
        }
