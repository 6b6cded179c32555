"""The curriculum review: which learning objects work, which can go, which deserve a trial."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from everyrep.evidence.arrays import NEVER
from everyrep.evidence.curriculum.exposures import Windows
from everyrep.evidence.curriculum.joint import Joint, joint_of_several
from everyrep.evidence.curriculum.objects import Objects, read_objects
from everyrep.evidence.curriculum.verdicts import Against, Line, verdicts
from everyrep.evidence.findings.plainly import plain
from everyrep.evidence.history import TENTH, History, Outcome, read_outcome, refuse_learning
from everyrep.evidence.inference import Worth
from everyrep.measures import FactSource, load_catalogue
from everyrep.values import Estimate, NotEstimable, Reason, Scope, UserError, money_from_minor

OUTCOMES = ("win_rate", "won_deals", "average_deal_size", "opportunities_created")
"""Outcomes that are tried where none is named."""


@dataclass(frozen=True)
class Reviewed:
    """What the review says.

    Attributes:
        objects: The learning objects.
        outcomes: Names of outcomes, in the order asked.
        lines: Every object on every outcome.
        people: How many were followed.
        months: Over how many months.
        units: Unit of each outcome.
        snapshot: The build that was read.
        hours_back: Hours a year that objects without a worthwhile effect on anything take.
    """

    objects: Objects
    outcomes: tuple[str, ...]
    lines: tuple[Line, ...]
    people: int
    months: int
    units: tuple[str, ...]
    snapshot: str
    hours_back: float

    def of(self, number: int) -> tuple[Line, ...]:
        """The lines of one object."""
        return tuple(line for line in self.lines if line.object == number)

    def word(self, number: int) -> Worth:
        """The word for an object over all outcomes.

        It works if it moves one for the better and harms none; it can go if it has no worthwhile
        effect on any.
        """
        words = {line.word for line in self.of(number)}
        if Worth.HARMS in words:
            return Worth.HARMS
        if Worth.WORKS in words:
            return Worth.WORKS
        if words == {Worth.NO_WORTHWHILE_EFFECT}:
            return Worth.NO_WORTHWHILE_EFFECT
        return Worth.CANNOT_TELL

    def hours_a_year(self, number: int) -> float:
        """Hours a year that an object took of all who had it; 0 where its length is not known."""
        count = int((self.objects.first[:, number] != NEVER).sum())
        return 12 * count * float(np.nan_to_num(self.objects.hours[number])) / max(self.months, 1)

    def worth_knowing(self, line: Line) -> float:
        """What knowing an effect exactly would be worth: in margins, times the people who had it.

        So outcomes of different units can be held against each other.
        """
        return line.information / line.margin * line.treated

    def figure(self, line: Line) -> Estimate:
        """The effect of a line as a figure."""
        unit = self.units[self.outcomes.index(line.outcome)]
        if not np.isfinite(line.value) or not np.isfinite(line.low):
            return NotEstimable(Reason("cannot_be_told", line.why), line.treated, unit)
        ends = (line.value, line.low, line.high)
        if unit.startswith("money:"):
            code = unit.partition(":")[2]
            value, low, high = (money_from_minor(100 * round(one / 100), code) for one in ends)
            return Estimate(value, low, high, line.treated, unit, line.grade)
        effect = "points" if unit == "share" else unit
        return Estimate(*ends, line.treated, effect, line.grade)

    def trials_worth_running(self) -> tuple[Line, ...]:
        """What cannot be told, what is worth most to know first; one line an object."""
        best: dict[int, Line] = {}
        for line in self.lines:
            if line.word is Worth.CANNOT_TELL and np.isfinite(line.information):
                known = best.get(line.object)
                if known is None or self.worth_knowing(line) > self.worth_knowing(known):
                    best[line.object] = line
        return tuple(sorted(best.values(), key=lambda line: -self.worth_knowing(line)))

    def to_dict(self) -> dict[str, Any]:
        """The review as JSON-safe data."""
        return {
            "outcomes": list(self.outcomes),
            "people": self.people,
            "months": self.months,
            "hours_back_a_year": self.hours_back,
            "objects": [
                {
                    "id": self.objects.ids[at],
                    "title": self.objects.titles[at],
                    "word": self.word(at).value,
                    "lines": plain(self.of(at)),
                }
                for at in range(len(self.objects))
            ],
        }


def review(
    source: FactSource,
    scope: Scope,
    *,
    outcomes: Sequence[str] = OUTCOMES,
    people: str | None = None,
    period: str | None = None,
    windows: Windows | None = None,
    margin: float = TENTH,
    ramp: int = 9,
) -> Reviewed:
    """Review all learning objects at once.

    Args:
        source: An open build.
        scope: Who asks.
        outcomes: Names of measures.
        people: Which people, by a condition on the outcomes' facts.
        period: Months.
        windows: Which months belong to what.
        margin: Smallest effect worth having, as a share of what is usual.
        ramp: Months after hire that are left out.

    Raises:
        UnknownName: An outcome does not exist; near names are offered.
        UserError: Nothing was learned, nothing can be followed, or an outcome counts learning.
    """
    if not outcomes:
        raise UserError("No outcome is named", remedy="name at least one measure")
    if not 0 < margin <= 1:
        raise UserError(
            f"The smallest effect worth having is {margin:.6g} times what is usual",
            why="it is a share of what is usual, above zero and at most all of it",
            remedy="give 0.1 for a tenth",
        )
    for one in outcomes:
        refuse_learning(load_catalogue()[one])
    read = [read_outcome(source, Outcome(one, None, people, period), scope) for one in outcomes]
    if ended := next((one for one in read if one.ends), None):
        raise UserError(
            f"{ended.title} ends a history, so that nobody has it before something and after it",
            why="courses are held against how the same people did before them",
            remedy="ask about one course at a time: everyrep evidence ask course:NAME turnover",
        )
    objects = [read_objects(source, one.people.tolist(), one.months, scope) for one in read]
    settled = [one.settled(ramp) for one in read]
    found_of = _all_found(settled, objects, windows)
    tested = [
        Against(name, found, history.sign, history.worth(margin))
        for name, found, history in zip(outcomes, found_of, settled, strict=True)
    ]
    lines = verdicts(tuple(tested), least=scope.min_group)
    units = tuple(one.unit for one in read)
    found = Reviewed(
        objects[0], tuple(outcomes), lines, len(read[0]), len(read[0].months), units,
        source.snapshot, 0.0,
    )  # fmt: skip
    return replace(found, hours_back=_hours_back(found))


def _all_found(
    histories: Sequence[History], objects: Sequence[Objects], windows: Windows | None
) -> list[Joint]:
    """Effects on each outcome; those that rest on the same cells are worked out together."""
    found: dict[int, Joint] = {}
    for at, history in enumerate(histories):
        if at in found:
            continue
        alike = [
            other
            for other in range(at, len(histories))
            if np.array_equal(histories[other].weights, history.weights)
            and np.array_equal(objects[other].first, objects[at].first)
        ]
        y = np.stack([histories[other].y for other in alike], axis=2)
        made = joint_of_several(y, history.weights, objects[at].first, windows=windows)
        found |= dict(zip(alike, made, strict=True))
    return [found[at] for at in range(len(histories))]


def _hours_back(found: Reviewed) -> float:
    """Hours a year that those who can go took."""
    numbers = range(len(found.objects))
    return sum(
        found.hours_a_year(at) for at in numbers if found.word(at) is Worth.NO_WORTHWHILE_EFFECT
    )
