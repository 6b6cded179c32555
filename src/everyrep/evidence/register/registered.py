"""A question that was registered: what is believed, written down by whom and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from everyrep.evidence.asking import Question
from everyrep.values import UserError


@dataclass(frozen=True)
class Registered:
    """A question that was registered.

    Attributes:
        question: What is asked.
        asked_by: Who asked.
        when: When it was registered, with its offset from UTC.
        why: What is believed, in the asker's words.
    """

    question: Question
    asked_by: str
    when: datetime
    why: str

    def __post_init__(self) -> None:
        if not self.why.strip():
            raise UserError(
                "The question says nothing of why it is asked",
                why="a belief that was written down before looking can be held to the answer",
                remedy='say what is believed, for example --why "it should help in Negotiation"',
            )

    def to_dict(self) -> dict[str, Any]:
        """As JSON-safe data, and as a line of the journal."""
        return {
            "kind": "registered",
            "question": self.question.to_dict(),
            "asked_by": self.asked_by,
            "when": self.when.isoformat(),
            "why": self.why,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Registered:
        """What `to_dict` wrote."""
        return cls(
            Question.from_dict(dict(data["question"])),
            str(data["asked_by"]),
            datetime.fromisoformat(str(data["when"])),
            str(data["why"]),
        )
