"""What a miss is made of, as it is handed out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from everyrep.analysis.comparison.miss import ASKED, LUCK, LUCK_BEFORE, MissParts
from everyrep.measures.answer import Key
from everyrep.values import Estimate, Money, Period, Reason

TITLES = {
    ASKED: "What the base gives, less what is asked",
    "headcount": "Capacity (people and months)",
    "volume": "Volume (deals decided a person)",
    "territory": "Territory (where it was sold)",
    "mix": "Mix (what was sold, and to whom)",
    "conversion": "Conversion (win rate)",
    "size": "Size (amount a won deal)",
    LUCK: "Luck, now",
    LUCK_BEFORE: "Luck of the base that did not come again",
}


@dataclass(frozen=True)
class MissPart:
    """One part: its name, title and amount with range; below zero it adds to the miss."""

    name: str
    title: str
    amount: Estimate

    def to_dict(self) -> dict[str, Any]:
        """The part as JSON-safe data."""
        return {"name": self.name, "title": self.title, "amount": self.amount.to_dict()}


@dataclass(frozen=True)
class Miss:
    """A miss, and its parts.

    Attributes:
        unit: Dimension, such as "team".
        key: Which one.
        label: Its name.
        against: What it is held against.
        base: What the factors are compared with: the period before, or peers.
        period: The days that are explained.
        booked: What was booked.
        expected: What it is held against, as an amount.
        gap: Booked less expected.
        parts: They add up to the gap to the last minor unit.
        luck_alone: How far chance alone moves the gap either way.
        reason: Why there are no parts.
        verdict: What it says in plain words.
        notes: What must be read with it.
    """

    unit: str
    key: Key
    label: str
    against: str
    base: str
    period: Period
    booked: Money | None
    expected: Money | None
    gap: Money | None
    parts: tuple[MissPart, ...]
    luck_alone: Money | None
    reason: Reason | None
    verdict: str
    notes: tuple[str, ...] = ()

    def part(self, name: str) -> Estimate:
        """The amount of a part."""
        return next(part.amount for part in self.parts if part.name == name)

    def to_dict(self) -> dict[str, Any]:
        """The miss as JSON-safe data."""
        amounts = {
            name: None if money is None else money.to_dict()
            for name, money in (
                ("booked", self.booked),
                ("expected", self.expected),
                ("gap", self.gap),
                ("luck_alone", self.luck_alone),
            )
        }
        return {
            "unit": self.unit,
            "key": self.key,
            "label": self.label,
            "against": self.against,
            "base": self.base,
            "period": str(self.period),
            **amounts,
            "parts": [part.to_dict() for part in self.parts],
            "reason": None if self.reason is None else self.reason.to_dict(),
            "verdict": self.verdict,
            "notes": list(self.notes),
        }


_LUCKY = (LUCK, LUCK_BEFORE)
_MOSTLY = 0.5


def verdict_of(miss: Miss, found: MissParts) -> str:
    """What the parts say, in plain words."""
    gap = found.total
    if miss.booked is None:
        return str(miss.reason)
    held = {
        "before": "what was booked in the period before",
        "year_before": "what was booked a year before",
        "peers": "what peers would book with as many people",
        "target": "its target",
    }[miss.against]
    way = "above" if gap >= 0 else "below"
    apart = Money(abs(gap), miss.booked.currency)
    return (
        f"{miss.label} booked {miss.booked.rough()}, {apart.rough()} {way} {held}. "
        f"{_beside_luck(miss, found)} {_largest(miss, found)}"
    )


def _beside_luck(miss: Miss, found: MissParts) -> str:
    """Whether luck alone may be all of it, and how much of it luck is."""
    luck = "" if miss.luck_alone is None else miss.luck_alone.rough()
    reach = f"up to {luck} either way"
    if abs(found.total) <= found.alone:
        return f"That is within what luck alone gives ({reach})."
    told = f"Luck alone seldom gives as much ({reach})"
    lucky = sum(found.parts.get(name, 0) for name in _LUCKY)
    if found.total and lucky / found.total >= _MOSTLY and miss.booked is not None:
        money = Money(abs(lucky), miss.booked.currency)
        return f"{told}, and yet most of it is luck, by the best guess {money.rough()}."
    return f"{told}."


def _largest(miss: Miss, found: MissParts) -> str:
    """The largest part of it that is no luck."""
    sign = 1 if found.total >= 0 else -1
    rest = {name: sign * part for name, part in found.parts.items() if name not in _LUCKY}
    largest = max(rest, key=lambda name: rest[name])
    if rest[largest] <= 0 or miss.booked is None:
        return "No part of it but luck points the same way."
    sure = found.low[largest] > 0 or found.high[largest] < 0
    amount = Money(found.parts[largest], miss.booked.currency)
    title = TITLES[largest][:1].lower() + TITLES[largest][1:]
    return f"Apart from luck, the largest part of it is {title}: {amount.rough()}" + (
        "." if sure else ", whose range holds zero."
    )
