"""The answer to a question: the claim, the figure, and everything that stands behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from everyrep.evidence.asking import Question
from everyrep.evidence.findings.checked import Checked
from everyrep.evidence.findings.claim import Claim
from everyrep.evidence.findings.considered import Considered, Fit
from everyrep.evidence.findings.effect import Effect
from everyrep.evidence.findings.plainly import plain
from everyrep.values import Estimate


@dataclass(frozen=True)
class Member:
    """One estimator of the family, and the world in which it is right.

    Attributes:
        name: Short and stable.
        title: As a line of a list.
        value, low, high: What it says, in the outcome's unit.
        right_if: When it may be believed, in words.
        believed: Whether it is believed here.
    """

    name: str
    title: str
    value: float
    low: float
    high: float
    right_if: str
    believed: bool


@dataclass(frozen=True)
class Finding:
    """The answer.

    Attributes:
        question: What was asked.
        claim: What may be said.
        sentence: The finding in one paragraph.
        estimate: The effect as a figure; NotEstimable where the claim is refused.
        effect: Numbers behind it; None where refused before estimating.
        headline: The effect after shrinking for having been picked as remarkable.
        bound: The effect less the most that selection could explain, in the outcome's unit and in
            the direction of its sign; None where no bound applies.
        checks: What tried to break it.
        way: How the design was chosen.
        family: All estimators, also those not believed.
        reasons: Why the claim is no stronger, in sentences.
        needs: What would make it possible to tell.
        detectable: Smallest effect that these records could find four times in five.
        smallest: Smallest effect worth having, as used.
        registered: Whether the question was registered before looking.
        figures: Further numbers by name.
    """

    question: Question
    claim: Claim
    sentence: str
    estimate: Estimate
    effect: Effect | None = None
    headline: Estimate | None = None
    bound: float | None = None
    checks: tuple[Checked, ...] = ()
    way: tuple[Considered, ...] = ()
    family: tuple[Member, ...] = ()
    reasons: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    detectable: float | None = None
    smallest: float | None = None
    registered: bool = False
    figures: Mapping[str, float] = field(default_factory=dict)

    @property
    def design(self) -> str:
        """Name of the design used; empty where none served."""
        return next((one.design.name for one in self.way if one.fit is Fit.USED), "")

    def to_dict(self) -> dict[str, Any]:
        """The finding as JSON-safe data."""
        return {
            "question": self.question.to_dict() | {"key": self.question.key},
            "claim": self.claim.value,
            "meaning": self.claim.sentence,
            "sentence": self.sentence,
            "estimate": self.estimate.to_dict(),
            "headline": None if self.headline is None else self.headline.to_dict(),
            "bound": self.bound,
            "design": self.design,
            "effect": plain(self.effect),
            "checks": plain(self.checks),
            "way": plain(self.way),
            "family": plain(self.family),
            "reasons": list(self.reasons),
            "needs": list(self.needs),
            "detectable": self.detectable,
            "smallest": self.smallest,
            "registered": self.registered,
            "figures": plain(dict(self.figures)),
        }
