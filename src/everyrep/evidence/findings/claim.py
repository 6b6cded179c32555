"""What may be claimed, from the strongest to none at all."""

from __future__ import annotations

from enum import StrEnum

from everyrep.values import Grade


class Claim(StrEnum):
    """The verdict on a question."""

    CAUSAL = "causal"
    SUGGESTIVE = "suggestive"
    ASSOCIATION = "association"
    INCONCLUSIVE = "inconclusive"
    NO_WORTHWHILE_EFFECT = "no_worthwhile_effect"
    REFUSED = "refused"

    @property
    def sentence(self) -> str:
        """What the claim means, for a reader who sees it for the first time."""
        return _SENTENCES[self]

    def heading(self) -> str:
        """The claim as a heading."""
        return self.value.replace("_", " ").capitalize()

    def grade(self, *, drawn: bool) -> Grade:
        """The grade of the figure under this claim.

        Args:
            drawn: Whether a lot decided who was treated.
        """
        if self is Claim.REFUSED:
            return Grade.NOT_ESTIMABLE
        if drawn:
            return Grade.TRIAL
        holds = self in (Claim.CAUSAL, Claim.NO_WORTHWHILE_EFFECT)
        return Grade.ADJUSTED if holds else Grade.OBSERVED


_SENTENCES = {
    Claim.CAUSAL: "It makes a difference: the range leaves out zero even after what selection "
    "could explain, and no check speaks against it.",
    Claim.SUGGESTIVE: "It may make a difference: the range leaves out zero, but a trend among "
    "those who took it, or a check that failed, could explain it.",
    Claim.ASSOCIATION: "Those who had it did better or worse; why, these records cannot say.",
    Claim.INCONCLUSIVE: "Cannot tell: the range holds both zero and effects worth having.",
    Claim.NO_WORTHWHILE_EFFECT: "No effect worth having: the whole range is smaller than the "
    "smallest effect worth having.",
    Claim.REFUSED: "No figure is given: what is asked cannot be known from these records.",
}
