"""The way to a design: what was considered, in order, and why it was taken or not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from everyrep.evidence.findings.design import Design


class Fit(StrEnum):
    """Whether a design serves the question."""

    USED = "used"
    CROSS_CHECK = "cross-check"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Considered:
    """One step of the way.

    Attributes:
        design: Which one.
        fit: Whether it is used.
        why: The fact of the records that decided, in words.
    """

    design: Design
    fit: Fit
    why: str
