"""What a search says, in words and as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from everyrep.evidence.combinations.verdicts import Line
from everyrep.evidence.findings.plainly import plain
from everyrep.evidence.inference import Worth
from everyrep.values import Estimate, Money, NotEstimable, Reason, money_from_minor


@dataclass(frozen=True)
class Combined:
    """What a search of one outcome says.

    Attributes:
        outcome, title, unit: The outcome.
        things: Titles of learning objects and behaviours, by number.
        names: The same as a question names them.
        people, months: Who was followed, and how long.
        assigned: What hangs together: "person" or "team".
        units: How many such units.
        lines: What was proposed, announced ones first: pairs, and triples of pairs that stand.
        searched: How many sets of each size were held against the records.
        unasked: How many could not be asked about, by reason.
        equal: How many have no worthwhile joint effect.
        margin: Smallest joint effect worth having, in the outcome's unit.
        detectable: Joint effect of a usual pair that would be announced four times of five.
        reason: Why nothing was searched; None where something was.
        snapshot: The build that was read.
    """

    outcome: str
    title: str
    unit: str
    things: tuple[str, ...]
    names: tuple[str, ...]
    people: int
    months: int
    assigned: str
    units: int
    lines: tuple[Line, ...]
    searched: Mapping[str, int]
    unasked: Mapping[str, int]
    equal: int
    margin: float
    detectable: float
    reason: Reason | None = None
    snapshot: str = ""

    @property
    def announced(self) -> tuple[Line, ...]:
        """Combinations that the half that did not propose them confirms."""
        return tuple(one for one in self.lines if one.word is not Worth.CANNOT_TELL)

    @property
    def sentence(self) -> str:
        """What was found, in words."""
        if self.reason is not None:
            return f"Cannot tell: {self.reason.sentence}"
        count = self.searched.get("pairs", 0)
        if not count:
            return "Cannot tell: no pair is had by enough people to be asked about."
        if not self.announced:
            return (
                f"None of {count:,} pairs is announced: what one half of the people suggests, the "
                "other half does not confirm."
            )
        many = len(self.announced)
        return (
            f"{many} of {count:,} {'combination holds' if many == 1 else 'combinations hold'} in "
            "the half of the people in which nobody had looked."
        )

    def titles_of(self, line: Line) -> str:
        """What is had together, as a reader sees it."""
        return " + ".join(self.things[one] for one in line.members)

    def text(self, number: float) -> str:
        """A size in the outcome's unit, as it reads: "2.1 points"."""
        told = Estimate(self._value(number), unit=self._unit, n=1)
        return told.describe().partition(" (")[0].lstrip("+")

    @property
    def _unit(self) -> str:
        """A difference of shares is in points."""
        whole, per, time = self.unit.partition("/")
        return f"points{per}{time}" if whole == "share" else self.unit

    def _value(self, number: float) -> float | Money:
        if self.unit.startswith("money:"):
            return money_from_minor(100 * round(number / 100), self.unit.partition(":")[2])
        return number

    def figure(self, line: Line) -> Estimate:
        """What a combination adds beyond the sum of its parts, as a figure."""
        if not (np.isfinite(line.value) and np.isfinite(line.low)):
            reason = Reason("cannot_be_told", line.why)
            return NotEstimable(reason, line.people, self._unit)
        value, low, high = (self._value(one) for one in (line.value, line.low, line.high))
        return Estimate(value, low, high, line.people, self._unit, line.grade)

    def to_dict(self) -> dict[str, Any]:
        """What was found, as JSON-safe data."""
        return {
            "outcome": {"name": self.outcome, "title": self.title, "unit": self.unit},
            "sentence": self.sentence,
            "people": self.people,
            "months": self.months,
            "assigned": {"by": self.assigned, "units": self.units},
            "things": [
                {"name": name, "title": title}
                for name, title in zip(self.names, self.things, strict=True)
            ],
            "searched": dict(self.searched),
            "not_asked": dict(self.unasked),
            "no_worthwhile_joint_effect": self.equal,
            "margin": plain(self.margin),
            "detectable": plain(self.detectable),
            "announced": [self._told(one) for one in self.announced],
            "not_confirmed": [
                self._told(one) for one in self.lines if one.word is Worth.CANNOT_TELL
            ],
            "reason": plain(self.reason),
            "snapshot": self.snapshot,
        }

    def _told(self, line: Line) -> dict[str, Any]:
        return plain(line) | {  # type: ignore[no-any-return]
            "together": [self.names[one] for one in line.members],
            "title": self.titles_of(line),
            "word": line.phrase,
        }
