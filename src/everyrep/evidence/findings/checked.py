"""What a check found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Weight(StrEnum):
    """What a check that fails does to the claim."""

    REFUSES = "refuses"
    LOWERS = "lowers"
    NOTES = "notes"


@dataclass(frozen=True)
class Checked:
    """The outcome of one check.

    Attributes:
        name: Of the check.
        title: As a line of a list.
        passed: None where it could not be tried.
        sentence: What was found, what it could have seen, and what follows.
        weight: What failing does.
        figures: Numbers behind the sentence.
    """

    name: str
    title: str
    passed: bool | None
    sentence: str
    weight: Weight = Weight.LOWERS
    figures: Mapping[str, float] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether it was tried and failed."""
        return self.passed is False
