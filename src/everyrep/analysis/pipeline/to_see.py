"""What is told about open deals that need a look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from everyrep.analysis.pipeline.hygiene import RULES, Limits
from everyrep.values import Estimate, Money, Reason


@dataclass(frozen=True)
class Age:
    """How old a deal is in its stage.

    Attributes:
        days: Since it first came into the stage; None where that is not known.
        share: Share of the deals that went on to win from the stage that had left it by then.
        low, high: Range of the share.
    """

    days: int | None
    share: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class DealToSee:
    """An open deal with what is wrong with it.

    Attributes:
        deal, name, stage: Id, and name where it may be seen.
        owner, owner_name: Who has it.
        amount: None where it is not known, or may not be seen.
        close_on: When it is expected to close.
        reasons: Names of `RULES`, worst first.
        age: How old it is in its stage.
    """

    deal: str
    name: str | None
    stage: str
    owner: str
    owner_name: str | None
    amount: Money | None
    close_on: date | None
    reasons: tuple[str, ...]
    age: Age

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe data."""
        return {
            **vars(self),
            "amount": None if self.amount is None else self.amount.to_dict(),
            "close_on": None if self.close_on is None else self.close_on.isoformat(),
            "reasons": list(self.reasons),
            "age": dict(vars(self.age)),
        }


@dataclass(frozen=True)
class StageAge:
    """How long winners take in a stage.

    Attributes:
        stage: The stage.
        half, limit: Days by which half of the winners, and the share of the limit, had left it,
            with their ranges; not estimable where too few winners are known.
        winners: How many winners it rests on.
        open_deals, aged: Open deals in it, and those beyond the limit; None where not known, or
            withheld, being about too few people.
    """

    stage: str
    half: Estimate
    limit: Estimate
    winners: int
    open_deals: int | None
    aged: int | None

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe data."""
        return {**vars(self), "half": self.half.to_dict(), "limit": self.limit.to_dict()}


@dataclass(frozen=True)
class Attention:
    """What open deals need a look.

    Attributes:
        as_of: The day that counts as today.
        open_deals: How many are open.
        counts: For each rule, how many break it; not estimable where the records cannot tell.
        stages: How long winners take in each stage, in the order of the process.
        deals: The list; empty where single deals may not be seen, and then `withheld` says why.
        limits: Where rules begin.
        withheld: Why there is no list.
        marked: How many deals break a rule, listed or not; 0 where there is no list.
        notes: Sentences to read with it.
    """

    as_of: date
    open_deals: int
    counts: Mapping[str, Estimate]
    stages: tuple[StageAge, ...]
    deals: tuple[DealToSee, ...]
    limits: Limits
    withheld: Reason | None = None
    marked: int = 0
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe data."""
        return {
            "as_of": self.as_of.isoformat(),
            "open_deals": self.open_deals,
            "counts": {name: count.to_dict() for name, count in self.counts.items()},
            "rules": dict(RULES),
            "stages": [stage.to_dict() for stage in self.stages],
            "deals": [deal.to_dict() for deal in self.deals],
            "limits": dict(vars(self.limits)),
            "withheld": None if self.withheld is None else self.withheld.to_dict(),
            "marked": self.marked,
            "notes": list(self.notes),
        }
