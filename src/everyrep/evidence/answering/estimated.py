"""What a design hands to the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from everyrep.evidence.findings import Checked, Effect, Member

Ends = tuple[float, float]

TREND = (
    "A trend among those who took it, as it can be seen before they did, could explain the whole "
    "of it."
)
WHATEVER_TREND = "whatever straight trend those who took it were on"


@dataclass(frozen=True)
class Estimated:
    """An effect with all that the verdict weighs.

    Attributes:
        effect: The effect.
        honest: Its 95% range once what selection could explain is allowed for; the plain range
            where a lot decided.
        near: The same at 90%: claims of no worthwhile effect rest on it.
        checks: What was tried on it.
        family: All estimators.
        figures: Further numbers by name.
        notes: Sentences that must be read with it.
        subject: What moves the outcome, in words, where it is not the treatment as it is named:
            "one more coaching session in six months".
        doubt: What could explain an effect that the honest range does not leave out, a sentence.
        allowing: What the end of the honest range has been allowed for, in words; empty where it
            is the plain range.
    """

    effect: Effect
    honest: Ends
    near: Ends
    checks: tuple[Checked, ...] = ()
    family: tuple[Member, ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    subject: str = ""
    doubt: str = TREND
    allowing: str = WHATEVER_TREND
