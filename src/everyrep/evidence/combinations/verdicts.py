"""A word for every combination that was searched, and what it may claim.

Something is announced only where the half that did not propose it confirms it. That a combination
makes no difference worth having is told by equivalence, from both halves together. All else cannot
be told. Courses had together are graded as the review of the curriculum grades courses; what people
choose month by month is an association, whatever the figure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.evidence.arrays import Bools, Floats
from everyrep.evidence.combinations.searching import Searched, Way
from everyrep.evidence.combinations.things import Things
from everyrep.evidence.inference import Worth, selected
from everyrep.evidence.inference.result import quantile
from everyrep.values import Grade, Reason

WORDS = {
    Worth.WORKS: "works together",
    Worth.HARMS: "harms together",
    Worth.NO_WORTHWHILE_EFFECT: "no worthwhile joint effect",
    Worth.CANNOT_TELL: "cannot tell",
}
SEEN = {
    Worth.WORKS: "better together (association)",
    Worth.HARMS: "worse together (association)",
}
"""Where people choose a part month by month."""


@dataclass(frozen=True)
class Line:
    """One combination that was proposed.

    Attributes:
        members: Things, by number.
        word: The verdict.
        grade: An effect where courses alone are in it and it is told; else an association.
        value: What it adds beyond the sum of its parts, in the half that did not propose it, in
            the outcome's unit; NaN where that half cannot tell.
        low, high: Its 95% range.
        shrunken: The figure drawn back for having had to be confirmed; NaN where it was not.
        proposed: What the half that proposed it saw: too large on average, having been picked.
        q: Share of false findings if all as good are kept, over both ways.
        people: How many are seen with all of it and without, where the figure is from.
        both_ways: Whether each half proposed it and the other confirmed it.
        why: Why it cannot be told; empty elsewhere.
    """

    members: tuple[int, ...]
    word: Worth
    grade: Grade
    value: float
    low: float
    high: float
    shrunken: float
    proposed: float
    q: float
    people: int
    both_ways: bool
    why: str = ""

    @property
    def phrase(self) -> str:
        """The verdict in words; no word of cause for an association."""
        if self.grade is Grade.OBSERVED and self.word in SEEN:
            return SEEN[self.word]
        return WORDS[self.word]


def lines(found: Searched, things: Things, sign: float) -> tuple[Line, ...]:
    """What was proposed, announced ones first, the most certain first."""
    told: dict[tuple[int, ...], Line] = {}
    for way in found.ways:
        kept = way.kept(found.rate)
        for at in range(len(way.sets)):
            line = _line(way, at, bool(kept[at]), found, things, sign)
            known = told.get(line.members)
            told[line.members] = line if known is None else _either(known, line)
    return tuple(sorted(told.values(), key=lambda one: (one.word is Worth.CANNOT_TELL, one.q)))


def _line(way: Way, at: int, announced: bool, found: Searched, things: Things, sign: float) -> Line:
    members, held = way.sets[at], way.held
    value, se = float(held.effect[at]), float(held.se[at])
    reach = quantile(0.975, float(held.df[at])) * se if np.isfinite(se) else np.nan
    word = Worth.CANNOT_TELL
    if announced:
        word = Worth.WORKS if value * sign > 0 else Worth.HARMS
    behaves = any(things.is_behaviour(one) for one in members)
    firm = announced and not behaves
    return Line(
        members, word, Grade.ADJUSTED if firm else Grade.OBSERVED, value, value - reach,
        value + reach, _drawn_back(value, se, found) if announced else np.nan,
        float(way.there[at]), min(2 * float(np.nan_to_num(way.q[at], nan=1.0)), 1.0),
        int(way.people[at]), False,
        "" if announced else _why(way, at),
    )  # fmt: skip


def _drawn_back(value: float, se: float, found: Searched) -> float:
    """The figure given that it had to pass the bar of the half that confirmed it."""
    back = selected(value, se, min(found.bars[1] * se, abs(value)))
    return value if isinstance(back, Reason) else back.shrunken


def _why(way: Way, at: int) -> str:
    held = way.held
    if not np.isfinite(held.effect[at]):
        return "In the other half it cannot be told from others had at the same time."
    if held.moving(at):
        return "In the other half those who came to have all of it were moving already before."
    return "The other half does not confirm it."


def _either(one: Line, other: Line) -> Line:
    """Of two ways the one that stands; the mean of both where both do."""
    first, second = sorted((one, other), key=lambda line: (line.word is Worth.CANNOT_TELL, line.q))
    if second.word is not first.word or first.word is Worth.CANNOT_TELL:
        return first
    errors = np.array([line.high - line.value for line in (first, second)])
    part = 1 / errors**2 / (1 / errors**2).sum()
    value = float(part @ [first.value, second.value])
    reach = float(1 / np.sqrt((1 / errors**2).sum()))
    return Line(
        first.members, first.word, first.grade, value, value - reach, value + reach,
        float(part @ [first.shrunken, second.shrunken]),
        float(part @ [first.proposed, second.proposed]), first.q,
        first.people + second.people, True,
    )  # fmt: skip


@dataclass(frozen=True)
class Pooled:
    """Both halves together, for every set that was searched; arrays have the shape (sets,).

    Attributes:
        effect: Beyond the sum of the parts.
        near: Ends of the 90% range.
    """

    effect: Floats
    near: tuple[Floats, Floats]

    def equal(self, margin: float) -> Bools:
        """Where the whole range is smaller than the smallest effect worth having."""
        return np.asarray((self.near[0] > -margin) & (self.near[1] < margin))


def pooled(found: Searched) -> Pooled:
    """Figures from all people."""
    from scipy.stats import t

    one, other = found.scans
    weights = 1 / one.se**2, 1 / other.se**2
    total = weights[0] + weights[1]
    effect = (weights[0] * one.effect + weights[1] * other.effect) / total
    reach = t.ppf(0.95, one.df + other.df) / np.sqrt(total)
    return Pooled(effect, (effect - reach, effect + reach))
