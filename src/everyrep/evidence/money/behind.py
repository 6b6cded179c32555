"""The findings behind a case: each effect as a number of it, and what is to be read with it."""

from __future__ import annotations

from dataclasses import dataclass

from everyrep.evidence.findings import Claim, Finding
from everyrep.evidence.money.amounts import Range
from everyrep.evidence.money.case import Benefit, BenefitKind, Factor
from everyrep.evidence.money.casefile import BenefitLine
from everyrep.measures import load_catalogue
from everyrep.values import Estimate, Grade, Money, UserError

IF_CAUSE = "if it were the cause"
NOT_TOLD = "cannot be told from none"
ASSUMED = "assumed, not found"
_TAIL = 0.025  # of the ranges of findings
_MONTHS = 12.0


@dataclass(frozen=True)
class Behind:
    """One benefit with the finding behind it.

    Attributes:
        line: As written.
        finding: Of its question; None where the amount is assumed.
        amount: The effect as a number of the case; None where the finding is refused.
        mark: What must be read with it; empty where it is a claim of cause.
        break_even: The effect from which on the case pays, all else likely, in the outcome's unit;
            None where there is none or it cannot be said.
    """

    line: BenefitLine
    finding: Finding | None
    amount: Range | None
    mark: str
    break_even: float | None = None

    @property
    def refused(self) -> bool:
        """Whether there is no figure."""
        return self.finding is not None and self.finding.claim is Claim.REFUSED

    def benefit(self, minor: float, treated: int) -> Benefit:
        """As a line of the case.

        Args:
            minor: Minor units of one major unit.
            treated: How many people were treated.
        """
        line, amount = self.line, self.amount
        if amount is None:
            raise UserError(f"{line.name!r} has no figure", remedy="ask its question by itself")
        if line.kind.multiplies:
            return Benefit(line.name, line.kind, amount, _grade(self.finding))
        if line.worth is None or self.finding is None:
            return Benefit(line.name, line.kind, scaled(amount, minor), _grade(self.finding))
        people = Range.exactly(float(treated), "those who had it")
        times = (Factor("worth of one", scaled(line.worth, minor)), Factor("people", people))
        return Benefit(line.name, line.kind, amount, _grade(self.finding), times)


def behind(line: BenefitLine, finding: Finding | None) -> Behind:
    """A benefit with what was found.

    Raises:
        UserError: The effect cannot be a number of the case.
    """
    if finding is None:
        return Behind(line, None, line.amount, ASSUMED)
    if finding.claim is Claim.REFUSED:
        return Behind(line, finding, None, "")
    found = _found(finding)
    moved = _share(line, finding, found) if line.kind.multiplies else _amount(line, finding, found)
    return Behind(line, finding, moved, _mark(finding))


def _mark(finding: Finding) -> str:
    match finding.claim:
        case Claim.CAUSAL | Claim.NO_WORTHWHILE_EFFECT:
            return ""
        case Claim.INCONCLUSIVE:
            return NOT_TOLD
        case _:
            return IF_CAUSE


def _grade(finding: Finding | None) -> Grade:
    return Grade.ASSUMED if finding is None else finding.estimate.grade


def _found(finding: Finding) -> Range:
    """The effect in the outcome's unit, drawn back for having been picked where that applies."""
    shown: Estimate = finding.headline or finding.estimate
    low, value, high = (_plain(one) for one in (shown.low, shown.value, shown.high))
    return Range(value, low, high, _TAIL, source=finding.question.treatment.text)


def _plain(value: object) -> float:
    """A number; money in minor units, as the effect's own numbers are."""
    return float(value.minor) if isinstance(value, Money) else float(value)  # type: ignore[arg-type]


def _share(line: BenefitLine, finding: Finding, found: Range) -> Range:
    """By which share bookings move: the effect over what was usual."""
    usual = 0.0 if finding.effect is None else abs(finding.effect.usual)
    if not usual > 0:
        raise UserError(
            f"What is usual of {finding.question.outcome} is nothing",
            where=line.name,
            why="a share of nothing says nothing of bookings",
            remedy="ask about another outcome",
        )
    ends = [one / usual for one in (found.low, found.likely, found.high)]
    if line.kind is BenefitKind.CYCLE:
        ends = sorted(1.0 / max(1.0 + one, 0.05) - 1.0 for one in ends)
    return Range(ends[1], ends[0], ends[2], found.tail, found.source)


def _amount(line: BenefitLine, finding: Finding, found: Range) -> Range:
    """Units of the outcome a person and year, more where more is better, else fewer."""
    if line.worth is None:
        raise UserError(
            f"{finding.question.outcome} is not money, and nothing says what one of it is worth",
            where=line.name,
            remedy="write worth = what one unit of it is worth, a person and year",
        )
    measure = load_catalogue()[finding.question.outcome]
    sign = -1.0 if measure.direction == "down" else 1.0
    monthly = measure.unit in ("count", "money") and "/" not in finding.estimate.unit
    a_year = _MONTHS if monthly else 1.0
    ends = sorted(sign * a_year * one for one in (found.low, found.likely, found.high))
    return Range(ends[1], ends[0], ends[2], found.tail, found.source)


def scaled(amount: Range, by: float) -> Range:
    """A range in other units."""
    return Range(
        amount.likely * by, amount.low * by, amount.high * by, amount.tail, amount.source,
        amount.assumed,
    )  # fmt: skip


def told_apart(one: Behind) -> bool:
    """Whether the effect is told from none, for better or worse."""
    return one.finding is not None and one.finding.claim is not Claim.INCONCLUSIVE


def causal(one: Behind) -> bool:
    """Whether a claim of cause stands behind it."""
    good = (Grade.TRIAL, Grade.ADJUSTED)
    return one.finding is not None and not one.mark and one.finding.estimate.grade in good
