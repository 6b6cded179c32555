"""What a test says of a claim, here and now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """The word that is filed."""

    SUPPORTED = "supported"
    NOT_SUPPORTED = "not supported"
    CANNOT_TELL = "cannot tell here"
    NOT_TESTABLE = "not testable"


NOT_YET = "not yet tested"
"""Where a claim stands that can be tested and was not."""


@dataclass(frozen=True)
class Judged:
    """The outcome of a test.

    Attributes:
        verdict: The word.
        sentence: What was found, with its figure.
        figure: The figure as it reads; empty where there is none.
        needs: What it would take to tell; empty where it is told.
    """

    verdict: Verdict
    sentence: str
    figure: str = ""
    needs: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As JSON-safe data."""
        return {
            "verdict": self.verdict.value,
            "sentence": self.sentence,
            "figure": self.figure,
            "needs": self.needs,
        }


def between(
    low: float | None, high: float | None, least: float | None, most: float | None
) -> Verdict:
    """What a range says of a claimed size.

    Args:
        low, high: Ends of the range; None where an end is open.
        least, most: The claim holds from the one on, up to the other; None where it sets no end.
    """
    if low is None or high is None:
        return Verdict.CANNOT_TELL
    if (least is not None and high < least) or (most is not None and low > most):
        return Verdict.NOT_SUPPORTED
    inside = (least is None or low >= least) and (most is None or high <= most)
    return Verdict.SUPPORTED if inside else Verdict.CANNOT_TELL
