"""A question, as it stands before anybody looks at the answer."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any

from everyrep.evidence.asking.treatment import Treatment, treatment
from everyrep.values import UserError


@dataclass(frozen=True)
class Question:
    """Does the treatment move the outcome?

    Attributes:
        treatment: What was done.
        outcome: Name of a measure.
        outcome_where: Which facts of the outcome count ("stage = 'Proposal'"); None: all.
        people: Which people, by a condition on their outcome's facts; None: all sellers.
        period: Months looked at; None: all whole months that are known.
        lag: Months until it is expected to work; 0: from the month after it on.
        horizon: How many months after that are looked at.
        smallest: The smallest effect worth having, in the outcome's unit (a share is of one);
            None: a tenth of what is usual.
        unit: What was assigned, "person" or "team"; None: found in the data.
        ramp: Months after hire that are left out, since whoever ramps up grows anyway.
        unmoved: Outcomes that it cannot move, "MEASURE" or "MEASURE where CONDITION": an effect on
            one of them would tell of who came, not of what they came to.
    """

    treatment: Treatment
    outcome: str
    outcome_where: str | None = None
    people: str | None = None
    period: str | None = None
    lag: int = 0
    horizon: int = 12
    smallest: float | None = None
    unit: str | None = None
    ramp: int = 9
    unmoved: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.lag <= 60:
            raise UserError(f"The lag is {self.lag} months", remedy="give 0 to 60 months")
        if not 1 <= self.horizon <= 120:
            raise UserError(f"The horizon is {self.horizon} months", remedy="give 1 to 120 months")
        if not 0 <= self.ramp <= 60:
            raise UserError(f"The ramp is {self.ramp} months", remedy="give 0 to 60 months")
        if self.smallest is not None and not self.smallest > 0:
            raise UserError(
                f"The smallest effect worth having is {self.smallest}",
                why="an effect that is not above zero is never worth having",
                remedy="give a size without its sign; the measure knows which way is better",
            )
        if self.unit not in (None, "person", "team", "territory", "manager"):
            raise UserError(
                f"The unit is {self.unit!r}", remedy="give person, team, territory or manager"
            )
        if any((one.outcome, one.outcome_where) == self._asked for one in self.of_unmoved()):
            raise UserError(
                f"{self.outcome} is the outcome, and is said to be one that cannot move",
                why="what it cannot move shows who came, and what it may move cannot",
                remedy="name another measure, or other facts of it: 'MEASURE where CONDITION'",
            )

    @property
    def _asked(self) -> tuple[str, str | None]:
        return self.outcome, self.outcome_where

    def of_unmoved(self) -> tuple[Question, ...]:
        """The same question of each outcome that it cannot move, whatever is worth having there."""
        asked = []
        for text in self.unmoved:
            measure, _, condition = (part.strip() for part in text.partition(" where "))
            asked.append(
                replace(self, outcome=measure, outcome_where=condition or None, smallest=None,
                        unmoved=())
            )  # fmt: skip
        return tuple(asked)

    @property
    def key(self) -> str:
        """What the question is known by: the same for the same question."""
        content = json.dumps(self.to_dict(), sort_keys=True).encode()
        return hashlib.sha256(content).hexdigest()[:12]

    def to_dict(self) -> dict[str, Any]:
        """The question as JSON-safe data."""
        return {
            "treatment": self.treatment.text,
            "outcome": self.outcome,
            "outcome_where": self.outcome_where,
            "people": self.people,
            "period": self.period,
            "lag": self.lag,
            "horizon": self.horizon,
            "smallest": self.smallest,
            "unit": self.unit,
            "ramp": self.ramp,
            # Only where there are some: a question keeps the key it has had before there were any.
            **({"unmoved": list(self.unmoved)} if self.unmoved else {}),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Question:
        """The question that `to_dict` wrote."""
        read = {"treatment": treatment(str(data["treatment"]))}
        return cls(**{**data, **read, "unmoved": tuple(data.get("unmoved", ()))})
