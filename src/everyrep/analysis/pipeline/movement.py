"""What moved a pipeline from one day to another: parts that add up to the difference, exactly.

Each deal is in the pipeline of a day or not, with an amount. Whatever makes the two days differ has
one name, so that the parts of all deals add up to the new pipeline less the old one, to the last
minor unit. A change of amount in a foreign currency is parted into what the amount did at the old
rate, and what the rate did.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Names = NDArray[np.str_]

PARTS: dict[str, str] = {
    "new": "Opened since.",
    "won": "Won since.",
    "lost": "Lost since, to somebody else.",
    "no_decision": "Ended since, without a decision.",
    "gone": "No longer there: deleted, or closed on a day that is not known.",
    "reopened": "Closed then, and open again.",
    "slipped": "Expected later than before, across an end of the period.",
    "pulled_in": "Expected earlier than before, across an end of the period.",
    "grown": "Larger amount.",
    "shrunk": "Smaller amount.",
    "valued": "Amount given, or taken away.",
    "currency": "Amount in another currency than before.",
    "rate": "Another exchange rate.",
    "handed_in": "Came over from somebody out of sight.",
    "handed_over": "Went over to somebody out of sight.",
    "undated": "As it stands now, with no record of the day on which it changed.",
}
"""Names of what can happen, in the order shown."""

WON, LOST, NO_DECISION = 1, 2, 3


@dataclass(frozen=True)
class Side:
    """All deals on one of the two days; every array has the shape (deals,), in the same order.

    Attributes:
        is_open: Whether the deal was open.
        seen: Whether whoever asks may see it then.
        due: Whether it was expected to close within the period; all are, where there is none.
        close: Day it was expected to close, as a number; a far day where that is not known.
        minor: Amount in minor units of its own currency; 0 where not priced.
        priced: Whether an amount was known.
        base: Amount in minor units of the reporting currency; 0 where not converted.
        converted: Whether there was a rate.
        currency: Its own currency.
    """

    is_open: Bools
    seen: Bools
    due: Bools
    close: Ints
    minor: Ints
    priced: Bools
    base: Ints
    converted: Bools
    currency: Names

    @property
    def counted(self) -> Ints:
        """What each deal adds to the pipeline; shape (deals,)."""
        return np.where(self.is_open & self.seen & self.due & self.converted, self.base, 0)


@dataclass(frozen=True)
class Part:
    """One kind of movement.

    Attributes:
        name: One of `PARTS`.
        minor: What it adds to the pipeline, in minor units; below 0 where it takes away.
        deals: Places of the deals, largest effect first.
        effects: Effect of each; shape (deals of the part,).
    """

    name: str
    minor: int
    deals: Ints
    effects: Ints


@dataclass(frozen=True)
class Movement:
    """Two pipelines and what lies between them.

    Attributes:
        before, after: The pipelines, in minor units.
        parts: What happened; their sum is after less before.
        left_out: Deals on either day whose amount is not known or cannot be converted.
    """

    before: int
    after: int
    parts: tuple[Part, ...]
    left_out: int

    def of(self, name: str) -> int:
        """What one kind of movement adds; 0 where there was none."""
        return sum(part.minor for part in self.parts if part.name == name)


def moved(
    before: Side, after: Side, ended: Ints, opened_since: Bools, now: Side | None = None
) -> Movement:
    """The movement between two days.

    Args:
        before, after: All deals that were open on one of the days, in the same order.
        ended: How each had ended by the second day: 0, or one of WON, LOST, NO_DECISION.
        opened_since: Whether it was opened after the first day.
        now: The second day as the deals themselves say it, where that day is today: what they
            differ in from all records of changes has changed on a day that nobody knows.
    """
    effects = dict(_effects(before, after, ended, opened_since))
    last = after if now is None else now
    undated = last.counted - after.counted
    effects["undated"] = (undated != 0, undated)
    parts = tuple(_part(name, effects[name]) for name in PARTS if effects[name][0].any())
    lost_sight = [side.is_open & side.seen & side.due & ~side.converted for side in (before, after)]
    return Movement(
        int(before.counted.sum()),
        int(last.counted.sum()),
        parts,
        int((lost_sight[0] | lost_sight[1]).sum()),
    )


def _part(name: str, found: tuple[Bools, Ints]) -> Part:
    is_in, effect = found
    deals = np.flatnonzero(is_in)
    deals = deals[np.argsort(-np.abs(effect[deals]), kind="stable")]
    return Part(name, int(effect[deals].sum()), deals, effect[deals])


def _effects(
    before: Side, after: Side, ended: Ints, opened_since: Bools
) -> Iterator[tuple[str, tuple[Bools, Ints]]]:
    """For each kind, which deals it is, and what each adds."""
    old, new = before.counted, after.counted
    was = before.is_open & before.seen
    now = after.is_open & after.seen
    left = was & before.due & ~after.is_open
    came = now & after.due & ~before.is_open
    over_was = was & before.due & after.is_open & ~after.seen
    over_now = now & after.due & before.is_open & ~before.seen
    yield "new", (came & opened_since, new)
    yield "reopened", (came & ~opened_since, new)
    yield "won", (left & (ended == WON), -old)
    yield "lost", (left & (ended == LOST), -old)
    yield "no_decision", (left & (ended == NO_DECISION), -old)
    yield "gone", (left & (ended == 0), -old)
    yield "handed_over", (over_was, -old)
    yield "handed_in", (over_now, new)
    both = was & now
    across = both & (before.due != after.due)
    yield "slipped", (across & (after.close > before.close), new - old)
    yield "pulled_in", (across & (after.close <= before.close), new - old)
    yield from _amounts(before, after, both & before.due & after.due)


def _amounts(before: Side, after: Side, same: Bools) -> Iterator[tuple[str, tuple[Bools, Ints]]]:
    """Changes of the amount of deals that stayed."""
    change = after.counted - before.counted
    valued = same & (before.priced != after.priced)
    other = same & before.priced & after.priced & (before.currency != after.currency)
    like = same & ~valued & ~other
    whole = like & before.converted & after.converted
    size = np.where(whole, _at_old_rate(before, after) - before.base, 0)
    yield "grown", (whole & (size > 0), size)
    yield "shrunk", (whole & (size < 0), size)
    yield "valued", (valued & (change != 0), change)
    yield "currency", (other & (change != 0), change)
    yield "rate", (like & (change != size), change - size)


def _at_old_rate(before: Side, after: Side) -> Ints:
    """The new amount at the rate of the first day, in minor units of the reporting currency."""
    usable = before.minor != 0
    rate = np.where(usable, before.base / np.where(usable, before.minor, 1), 0.0)
    at_old = np.where(usable, np.rint(after.minor * rate), after.base).astype(np.int64)
    # Amounts are rounded when they are converted: so much is no change of the rate.
    rounding = np.where(usable, 1 + np.abs(after.minor / np.where(usable, before.minor, 1)), 0)
    near = np.abs(at_old - after.base) <= rounding
    at_old = np.where(near, after.base, at_old)
    return np.where(after.minor == before.minor, before.base, at_old)
