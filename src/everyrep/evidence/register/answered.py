"""An answer as it was given once: kept, so that a later change is seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from everyrep.evidence.asking import Question
from everyrep.evidence.findings import Claim, Finding


@dataclass(frozen=True)
class Answered:
    """One answer.

    Attributes:
        question: What was asked.
        asked_by: Who asked.
        when: When it was answered, with its offset from UTC.
        snapshot: The build that was read.
        claim: What could be said.
        design: Name of the design; empty where none served.
        shown: The effect as it read, or why there is none.
        value, low, high: The effect in the outcome's unit; None where refused.
        registered: Whether the question stood in the register before anybody looked.
        treated: How many were treated; None where refused, or not written down at the time.
        sentence: The finding in one paragraph; empty where it was not written down.
    """

    question: Question
    asked_by: str
    when: datetime
    snapshot: str
    claim: Claim
    design: str
    shown: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    registered: bool = False
    treated: int | None = None
    sentence: str = ""

    @classmethod
    def of(cls, found: Finding, *, asked_by: str, when: datetime, snapshot: str) -> Answered:
        """What is kept of a finding."""
        effect = found.effect
        shown = found.estimate.describe() if found.estimate.estimable else found.sentence
        return cls(
            found.question, asked_by, when, snapshot, found.claim, found.design, shown,
            None if effect is None else effect.value,
            None if effect is None else effect.low,
            None if effect is None else effect.high,
            found.registered,
            None if effect is None else effect.treated,
            found.sentence,
        )  # fmt: skip

    def same_as(self, other: Answered) -> bool:
        """Whether both say the same of the same build."""
        return (
            self.question.key == other.question.key
            and self.snapshot == other.snapshot
            and self.claim is other.claim
            and self.shown == other.shown
        )

    def changed_from(self, earlier: Answered) -> str:
        """What is different now, in a sentence; empty where nothing is."""
        if self.claim is earlier.claim and self.shown == earlier.shown:
            return ""
        told = f"On {earlier.when:%Y-%m-%d} (snapshot {earlier.snapshot}) the answer was "
        told += f"{earlier.claim.heading().lower()}: {earlier.shown.rstrip('.')}."
        return told if self.claim is earlier.claim else f"The claim has changed. {told}"

    def to_dict(self) -> dict[str, Any]:
        """As JSON-safe data, and as a line of the journal."""
        return {
            "kind": "answered",
            "question": self.question.to_dict(),
            "asked_by": self.asked_by,
            "when": self.when.isoformat(),
            "snapshot": self.snapshot,
            "claim": self.claim.value,
            "design": self.design,
            "shown": self.shown,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "registered": self.registered,
            "treated": self.treated,
            "sentence": self.sentence,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Answered:
        """What `to_dict` wrote."""
        return cls(
            Question.from_dict(dict(data["question"])),
            str(data["asked_by"]),
            datetime.fromisoformat(str(data["when"])),
            str(data["snapshot"]),
            Claim(data["claim"]),
            str(data["design"]),
            str(data["shown"]),
            data.get("value"),
            data.get("low"),
            data.get("high"),
            bool(data.get("registered", False)),
            data.get("treated"),
            str(data.get("sentence", "")),
        )
