"""The hypothesis matrix: drivers down, outcomes across, and how far each question has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from everyrep.evidence.asking import Question
from everyrep.evidence.register.answered import Answered
from everyrep.evidence.register.register import Register
from everyrep.evidence.register.registered import Registered


@dataclass(frozen=True)
class Cell:
    """One question of the matrix.

    Attributes:
        question: What is asked.
        status: "registered", "answered", or "looked at" where nobody registered it.
        before_looking: Whether it was registered before anybody looked.
        asked_by: Who registered it; who looked first, where nobody did.
        asked_on: When, as a date.
        why: What is believed; empty where it was not registered.
        claim: The last answer; empty where there is none.
        shown: The effect as it read.
        answers: How often it was answered.
        changed: What has changed since the answer before the last; empty where nothing has.
    """

    question: Question
    status: str
    before_looking: bool
    asked_by: str
    asked_on: str
    why: str
    claim: str
    shown: str
    answers: int
    changed: str

    def to_dict(self) -> dict[str, Any]:
        """The cell as JSON-safe data."""
        named = ("status", "before_looking", "asked_by", "asked_on", "why", "claim", "shown",
                 "answers", "changed")  # fmt: skip
        asked = self.question.to_dict() | {"key": self.question.key}
        return {"question": asked, **{name: getattr(self, name) for name in named}}


@dataclass(frozen=True)
class Matrix:
    """All questions.

    Attributes:
        drivers: Treatments, in the order in which they first came up.
        outcomes: Measures, likewise.
        cells: Questions in the order in which they first came up.
    """

    drivers: tuple[str, ...]
    outcomes: tuple[str, ...]
    cells: tuple[Cell, ...]

    def at(self, driver: str, outcome: str) -> tuple[Cell, ...]:
        """Questions about one driver and one outcome."""
        return tuple(
            one
            for one in self.cells
            if (one.question.treatment.text, one.question.outcome) == (driver, outcome)
        )

    def to_dict(self) -> dict[str, Any]:
        """The matrix as JSON-safe data."""
        return {
            "drivers": list(self.drivers),
            "outcomes": list(self.outcomes),
            "questions": [one.to_dict() for one in self.cells],
        }


def matrix(register: Register) -> Matrix:
    """The matrix of a register."""
    asked = [one.question for one in register.registered]
    asked += [one.question for one in register.answered]
    questions = {one.key: one for one in asked}
    return Matrix(
        _first(one.treatment.text for one in questions.values()),
        _first(one.outcome for one in questions.values()),
        tuple(_cell(register, one) for one in questions.values()),
    )


def _first(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _cell(register: Register, question: Question) -> Cell:
    standing, answers = register.standing(question), register.answers(question)
    own, last = standing.registered, answers[-1] if answers else None
    asked: Registered | Answered = own or answers[0]
    status = "looked at" if own is None else "answered" if answers else "registered"
    return Cell(
        question,
        status,
        standing.before_looking,
        asked.asked_by,
        f"{asked.when:%Y-%m-%d}",
        "" if own is None else own.why,
        "" if last is None else last.claim.value,
        "" if last is None else last.shown,
        len(answers),
        answers[-1].changed_from(answers[-2]) if len(answers) > 1 else "",
    )
