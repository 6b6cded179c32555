"""What a finding says of a claimed effect."""

from __future__ import annotations

from everyrep.evidence.claims.verdict import Judged, Verdict
from everyrep.evidence.claims.way import Way
from everyrep.evidence.findings import Claim, Finding


def of_effect(found: Finding, way: Way, sign: float) -> Judged:
    """The verdict on a claim that something makes an outcome better, perhaps by so much.

    A claim of a size is supported only where the whole range is as large; it is refuted where the
    whole range is smaller, also where it cannot be told from none.

    Args:
        found: The finding.
        way: How the claim is tested; `least` in the outcome's unit or as a share of what is usual.
        sign: 1 where more of the outcome is better, -1 where less is.
    """
    shown = _shown(found)
    match found.claim:
        case Claim.CAUSAL:
            return _of_cause(found, way, sign, shown)
        case Claim.NO_WORTHWHILE_EFFECT:
            return Judged(Verdict.NOT_SUPPORTED, found.sentence, shown)
        case Claim.INCONCLUSIVE if _smaller(found, way, sign):
            told = f"{found.sentence} It is less than claimed all the same."
            return Judged(Verdict.NOT_SUPPORTED, told, shown)
        case _:
            return Judged(Verdict.CANNOT_TELL, found.sentence, shown, " ".join(found.needs))


def _of_cause(found: Finding, way: Way, sign: float, shown: str) -> Judged:
    low, high = _ends(found, way, sign)
    if high < 0:
        return Judged(Verdict.NOT_SUPPORTED, f"{found.sentence} That is for the worse.", shown)
    if way.least is None or low >= way.least:
        return Judged(Verdict.SUPPORTED, found.sentence, shown)
    if high < way.least:
        told = f"{found.sentence} It helps, but by less than claimed."
        return Judged(Verdict.NOT_SUPPORTED, told, shown)
    told = f"{found.sentence} It helps; whether by as much as claimed cannot be told."
    return Judged(Verdict.CANNOT_TELL, told, shown, "more people or months, for a narrower range")


def _smaller(found: Finding, way: Way, sign: float) -> bool:
    """Whether it is less than claimed whatever selection could explain."""
    if way.least is None or found.effect is None:
        return False
    high = _ends(found, way, sign, honest=True)[1]
    return high < way.least


def _ends(found: Finding, way: Way, sign: float, *, honest: bool = False) -> tuple[float, float]:
    """The range in the direction that is better, in the claim's unit."""
    effect = found.effect
    if effect is None:
        return float("-inf"), float("inf")
    low, high = effect.low, effect.high
    if honest:
        low = found.figures.get("honest_low", low)
        high = found.figures.get("honest_high", high)
    ends = sorted((sign * low, sign * high))
    by = abs(effect.usual) if way.relative else 1.0
    if not by > 0:
        return float("-inf"), float("inf")
    return ends[0] / by, ends[1] / by


def _shown(found: Finding) -> str:
    return found.estimate.describe() if found.estimate.estimable else ""
