"""What is told about a movement: two pipelines, and one part a kind of thing between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from everyrep.values import Estimate, Money, Period


@dataclass(frozen=True)
class MovedDeal:
    """One deal that moved.

    Attributes:
        deal, name: Id, and name where it may be seen.
        owner, owner_name: Who has it.
        effect: What it adds to the pipeline.
    """

    deal: str
    name: str | None
    owner: str
    owner_name: str | None
    effect: Money

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe data."""
        return {**vars(self), "effect": self.effect.to_dict()}


@dataclass(frozen=True)
class MovedPart:
    """One kind of movement.

    Attributes:
        name, sentence: One of `PARTS`.
        effect: What it adds to the pipeline; n is its number of deals.
        deals: The largest of them; none where single deals may not be seen.
    """

    name: str
    sentence: str
    effect: Estimate
    deals: tuple[MovedDeal, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe data."""
        return {
            "name": self.name,
            "sentence": self.sentence,
            "effect": self.effect.to_dict(),
            "deals": [deal.to_dict() for deal in self.deals],
        }


@dataclass(frozen=True)
class WhatMoved:
    """Two pipelines and what lies between them.

    Attributes:
        since, until: The two days; what is meant is their end.
        period: Days within which deals were expected to close; None is all.
        before, after: The pipelines; not estimable of a day before anything is on record.
        parts: What happened; the effects add up to after less before. None where those are not
            known.
        known: For amount, close, stage and owner on the first day, how many deals are known how.
        notes: Sentences to read with it.
    """

    since: date
    until: date
    period: Period | None
    before: Estimate
    after: Estimate
    parts: tuple[MovedPart, ...]
    known: Mapping[str, Mapping[str, int]]
    notes: tuple[str, ...]

    def of(self, name: str) -> Estimate | None:
        """The effect of one kind of movement; None where there was none."""
        return next((part.effect for part in self.parts if part.name == name), None)

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe data."""
        return {
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "period": None if self.period is None else str(self.period),
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "parts": [part.to_dict() for part in self.parts],
            "known": {name: dict(counts) for name, counts in self.known.items()},
            "notes": list(self.notes),
        }
