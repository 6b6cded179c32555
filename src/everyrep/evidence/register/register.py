"""The register: all that was registered and answered, in the order in which it happened.

A question counts as registered before looking only if nobody had looked at the same treatment and
outcome when it was written down, in whatever form: whoever has seen an answer with one lag can
register the lag that gave it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from everyrep.evidence.asking import Question
from everyrep.evidence.register.answered import Answered
from everyrep.evidence.register.registered import Registered
from everyrep.warehouse.journal import parted

_WORDS = {
    "outcome_where": "the facts that count",
    "people": "the people",
    "period": "the period",
    "lag": "the lag",
    "horizon": "the horizon",
    "smallest": "the smallest effect worth having",
    "unit": "what was assigned",
    "ramp": "the ramp",
    "unmoved": "what it cannot move",
}


@dataclass(frozen=True)
class Standing:
    """Where a question stands.

    Attributes:
        registered: The first registration of this very question; None where there is none.
        looked_before: The first answer to the same treatment and outcome before it was registered.
        other_form: A registration of the same treatment and outcome that asks otherwise.
        earlier: The last answer to this very question.
    """

    registered: Registered | None
    looked_before: Answered | None
    other_form: Registered | None
    earlier: Answered | None

    @property
    def before_looking(self) -> bool:
        """Whether it was registered, and nobody had looked."""
        return self.registered is not None and self.looked_before is None

    def sentence(self, question: Question) -> str:
        """Where it stands, for a reader."""
        if self.registered is not None:
            told = f"Registered on {self.registered.when:%Y-%m-%d} by {self.registered.asked_by}"
            if self.looked_before is None:
                return f"{told}, before anybody looked: {self.registered.why}"
            seen = f"{self.looked_before.when:%Y-%m-%d}"
            return f"{told}, but it had been looked at on {seen} already: {self.registered.why}"
        if self.other_form is not None:
            parts = " and ".join(differing(self.other_form.question, question))
            return (
                f"Registered in another form on {self.other_form.when:%Y-%m-%d}: this one differs "
                f"in {parts}, so it is a further look."
            )
        return "Not registered before looking: of many such looks some stand out by chance."


def differing(one: Question, other: Question) -> list[str]:
    """In what two questions about the same treatment and outcome differ, in words."""
    left, right = one.to_dict(), other.to_dict()
    return [word for name, word in _WORDS.items() if left.get(name) != right.get(name)]


@dataclass(frozen=True)
class Register:
    """All that was registered and answered.

    Attributes:
        registered: Questions, in the order in which they were registered.
        answered: Answers, in the order in which they were given.
    """

    registered: tuple[Registered, ...] = ()
    answered: tuple[Answered, ...] = ()

    @classmethod
    def of(cls, entries: Iterable[tuple[str, Mapping[str, Any]]]) -> Register:
        """The register of a journal's entries, each with its place.

        Raises:
            DataError: An entry is neither a question nor an answer.
        """
        asked, told = parted(
            entries, "registered", Registered.from_dict, Answered.from_dict,
            what="neither a question nor an answer",
            why="what was asked before looking is never guessed at",
        )  # fmt: skip
        return cls(asked, told)

    def standing(self, question: Question) -> Standing:
        """Where a question stands."""
        alike = [one for one in self.registered if _same_pair(one.question, question)]
        own = next((one for one in alike if one.question.key == question.key), None)
        looks = [one for one in self.answered if _same_pair(one.question, question)]
        seen = None if own is None else next((one for one in looks if one.when < own.when), None)
        other = None if own is not None or not alike else alike[-1]
        earlier = [one for one in looks if one.question.key == question.key]
        return Standing(own, seen, other, earlier[-1] if earlier else None)

    def answers(self, question: Question) -> tuple[Answered, ...]:
        """All answers to a question, in order."""
        return tuple(one for one in self.answered if one.question.key == question.key)


def _same_pair(one: Question, other: Question) -> bool:
    return (one.treatment.text.casefold(), one.outcome) == (
        other.treatment.text.casefold(),
        other.outcome,
    )
