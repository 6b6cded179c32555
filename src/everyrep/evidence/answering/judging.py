"""The verdict: what may be claimed, and why it is no more.

The order of the rules is the whole of it. A check that refuses ends the matter. Closeness to zero
comes before distance from it, so that a tiny effect known exactly is not announced. A claim of
cause needs a range that leaves out zero after all that selection could explain, and no check that
speaks against it. What leaves out zero only as long as one believes that those who came differ by a
level alone is suggestive at most; where even that account is refuted, it is an association.
"""

from __future__ import annotations

from dataclasses import dataclass

from everyrep.evidence.answering.estimated import Ends, Estimated
from everyrep.evidence.findings import Checked, Claim, Design, Weight, units_text
from everyrep.evidence.inference import FEW_CLUSTERS, FEWEST_CLUSTERS


@dataclass(frozen=True)
class Verdict:
    """A claim with its reasons.

    Attributes:
        claim: What may be said.
        reasons: Why it is no stronger, in sentences; empty for the strongest.
    """

    claim: Claim
    reasons: tuple[str, ...]


def judge(found: Estimated, design: Design, smallest: float) -> Verdict:
    """What may be claimed of an effect.

    Args:
        found: What the design estimated.
        design: Which design.
        smallest: Smallest effect worth having, above zero, in the outcome's unit.
    """
    stop = _refusing(found)
    if stop:
        return Verdict(Claim.REFUSED, stop)
    failed = [one for one in found.checks if one.failed and one.weight is Weight.LOWERS]
    if -smallest < found.near[0] and found.near[1] < smallest:
        return _nothing_worth(design, failed)
    if _leaves_zero(found.honest):
        return _something(design, failed)
    if _leaves_zero((found.effect.low, found.effect.high)):
        return _half_told(found, failed)
    return Verdict(Claim.INCONCLUSIVE, _why_open(found, smallest))


def _refusing(found: Estimated) -> tuple[str, ...]:
    stop = _sentences([one for one in found.checks if one.failed and one.weight is Weight.REFUSES])
    effect = found.effect
    if effect.assigned != "person" and effect.clusters < FEWEST_CLUSTERS:
        why = (
            f"It was assigned to {units_text(effect.clusters, effect.assigned)}: with fewer "
            f"than {FEWEST_CLUSTERS} chance cannot be told from effect."
        )
        stop = (*stop, why)
    return stop


def few(found: Estimated) -> str:
    """The warning of few clusters; empty where there are enough."""
    effect = found.effect
    if effect.assigned == "person" or effect.clusters >= FEW_CLUSTERS:
        return ""
    return (
        f"Only {units_text(effect.clusters, effect.assigned)} stand behind it; with fewer than "
        f"{FEW_CLUSTERS} ranges are rough."
    )


def _nothing_worth(design: Design, failed: list[Checked]) -> Verdict:
    if design.ceiling != Claim.CAUSAL:
        hides = (
            "who had it was no matter of chance, which"
            if design.ceiling == Claim.ASSOCIATION
            else "whatever else began with it"
        )
        why = f"No difference worth having is seen, but {hides} could hide one."
        return Verdict(Claim.INCONCLUSIVE, (why, *_sentences(failed)))
    if failed:
        return Verdict(Claim.INCONCLUSIVE, _sentences(failed))
    return Verdict(Claim.NO_WORTHWHILE_EFFECT, ())


def _something(design: Design, failed: list[Checked]) -> Verdict:
    if design.ceiling != Claim.CAUSAL:
        why = f"{design.title} can carry no stronger claim: {design.sentence}"
        return Verdict(Claim(design.ceiling), (why, *_sentences(failed)))
    if failed:
        return Verdict(Claim.SUGGESTIVE, _sentences(failed))
    return Verdict(Claim.CAUSAL, ())


def _half_told(found: Estimated, failed: list[Checked]) -> Verdict:
    if failed or found.figures.get("selection_seen"):
        return Verdict(Claim.ASSOCIATION, (found.doubt, *_sentences(failed)))
    return Verdict(Claim.SUGGESTIVE, (found.doubt,))


def _why_open(found: Estimated, smallest: float) -> tuple[str, ...]:
    low, high = found.honest
    beyond = [
        word for word, there in (("gains", high >= smallest), ("losses", low <= -smallest)) if there
    ]
    worth = f", and {' and '.join(beyond)} worth having" if beyond else ""
    return (f"The range holds zero{worth}.",)


def _leaves_zero(ends: Ends) -> bool:
    return ends[0] > 0 or ends[1] < 0


def _sentences(checks: list[Checked]) -> tuple[str, ...]:
    return tuple(one.sentence for one in checks)
