"""The finding in sentences: no verb of cause for an association, no figure without its range."""

from __future__ import annotations

from dataclasses import dataclass

from everyrep.evidence.answering.estimated import Estimated
from everyrep.evidence.answering.judging import Verdict
from everyrep.evidence.asking import Question
from everyrep.evidence.findings import Claim, Design, Effect, units_text
from everyrep.evidence.lag import course_of
from everyrep.evidence.lag import sentence as lasting
from everyrep.values import Estimate, Grade, Money, Provenance, Reason, money_from_minor

_KINDS = {
    Grade.TRIAL: "Trial",
    Grade.ADJUSTED: "Adjusted",
    Grade.OBSERVED: "Observed",
}


@dataclass(frozen=True)
class Saying:
    """How figures of a question read.

    Attributes:
        question: What is asked.
        outcome: Title of the outcome.
        unit: Its unit.
        sign: 1 where more is better, -1 where less is.
    """

    question: Question
    outcome: str
    unit: str
    sign: float

    @property
    def unit_of_effect(self) -> str:
        """A difference of shares is in points."""
        whole, per, time = self.unit.partition("/")
        return f"points{per}{time}" if whole == "share" else self.unit

    def value(self, number: float) -> float | Money:
        """A number of the outcome as a value: money from its minor units."""
        if self.unit.startswith("money:"):
            return money_from_minor(100 * round(number / 100), self.unit.partition(":")[2])
        return number

    def text(self, number: float) -> str:
        """A size without its sign, as it reads: "2.1 points"."""
        shown = Estimate(self.value(abs(number)), unit=self.unit_of_effect, n=1)
        return shown.describe().partition(" (")[0].lstrip("+").replace(".00 ", " ")

    def range(self, low: float, high: float) -> str:
        """Two ends, the lower first: "0.9 to 3.3"."""
        return " to ".join(self._bare(one) for one in (low, high))

    def _bare(self, number: float) -> str:
        shown = self.text(number)
        bare = shown.partition(" points")[0].removesuffix(" days")
        return f"-{bare}" if number < 0 else bare


def figure(
    saying: Saying, effect: Effect, claim: Claim, design: Design, origin: Provenance
) -> Estimate:
    """The effect as a figure."""
    return Estimate(
        saying.value(effect.value),
        saying.value(effect.low),
        saying.value(effect.high),
        effect.treated,
        saying.unit_of_effect,
        claim.grade(drawn=design.drawn),
        provenance=origin,
        level=effect.level,
    )


def sentence(saying: Saying, found: Estimated, design: Design, verdict: Verdict) -> str:
    """The finding in one paragraph."""
    effect = found.effect
    parts = [_first(saying, found, verdict.claim), _basis(effect, design, verdict.claim)]
    if verdict.claim is Claim.CAUSAL and not design.drawn and found.allowing:
        left = found.honest[0] if effect.value > 0 else found.honest[1]
        parts.append(f"At least {saying.text(left)} is left {found.allowing}.")
    parts += verdict.reasons
    return " ".join(parts)


def _first(saying: Saying, found: Estimated, claim: Claim) -> str:
    effect = found.effect
    subject, outcome = found.subject or _began(saying.question), saying.outcome.lower()
    within = subject or saying.question.treatment.title
    what = subject[:1].upper() + subject[1:] or within
    ends = (effect.low, effect.high) if effect.value > 0 else (-effect.high, -effect.low)
    size = f"{saying.text(effect.value)} ({saying.range(*ends)})"
    word = "higher" if effect.value > 0 else "lower"
    match claim:
        case Claim.CAUSAL:
            verb = "raises" if effect.value > 0 else "lowers"
            return f"{what} {verb} {outcome} by {size}.{_course(effect)}"
        case Claim.SUGGESTIVE:
            return f"{what} may make {outcome} {word}, by {size}; that is not certain."
        case Claim.ASSOCIATION:
            return (
                f"With {within}, {outcome} is {size} {word}; whether one brings the other, these "
                "records cannot tell."
            )
        case Claim.NO_WORTHWHILE_EFFECT:
            return (
                f"{what} makes no difference worth having to {outcome}: "
                f"{saying.range(*found.near)} in nine cases of ten."
            )
        case _:
            return (
                f"Cannot tell whether {within} changes {outcome}: {_signed(saying, effect)} "
                f"({saying.range(effect.low, effect.high)})."
            )


def _began(question: Question) -> str:
    """A change in words; empty for what has a name."""
    days = sorted(set(question.treatment.begins.values()))
    if not days:
        return ""
    return f"what began on {days[0]}" if len(days) == 1 else f"what began from {days[0]} on"


def _signed(saying: Saying, effect: Effect) -> str:
    return f"{'+' if effect.value > 0 else '-'}{saying.text(effect.value)}"


def _course(effect: Effect) -> str:
    """When it sets in and whether it lasts; empty where that cannot be told."""
    if effect.curve is None:
        return ""
    found = course_of(effect.curve)
    return "" if isinstance(found, Reason) else f" {lasting(found)}"


def _basis(effect: Effect, design: Design, claim: Claim) -> str:
    kind = _KINDS.get(claim.grade(drawn=design.drawn), "Observed")
    groups = (
        "" if effect.assigned == "person" else f" in {units_text(effect.clusters, effect.assigned)}"
    )
    beside = f"and {effect.compared:,} compared" if effect.compared else "and nobody without"
    return f"{kind}, {design.title.lower()}, {effect.treated:,} with it {beside}{groups}."
