"""Findings by hand, for cases that rest on them."""

from __future__ import annotations

from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.findings import Claim, Effect, Finding
from everyrep.values import Estimate, NotEstimable, Reason

QUESTION = Question(treatment("course:Value Selling"), "win_rate")


def found(
    claim: Claim = Claim.CAUSAL,
    ends: tuple[float, float, float] = (0.01, 0.02, 0.03),
    usual: float = 0.25,
    *,
    question: Question = QUESTION,
    drawn: bool = True,
) -> Finding:
    """A finding whose effect has these ends: low, likely, high."""
    low, value, high = ends
    if claim is Claim.REFUSED:
        nothing = NotEstimable(Reason("one_treated", "One person alone had it."), 1, "points")
        return Finding(question, claim, "Cannot be told here.", nothing)
    effect = Effect("trial", "difference", value, 0.005, low, high, 99.0, usual, 60, 60, 120,
                    "person")  # fmt: skip
    shown = Estimate(value, low, high, 60, "points", claim.grade(drawn=drawn))
    return Finding(question, claim, "It is so.", shown, effect)
