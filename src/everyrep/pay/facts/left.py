"""What was given and is not paid by, counted with its reason; nothing is dropped unsaid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from everyrep.pay.exact import Places

_SHOWN, _LOOKED = 5, 100


class Reason(StrEnum):
    """Why something that was given is not among the facts, or not as one would think."""

    OLDER = "an older version of a line"
    NO_DAY = "a line without the day that says which window it is in"
    OUTSIDE = "a line whose day is outside the plan"
    LATER = "a line after the last day that is known"
    NOBODY = "a line credited to nobody on the plan"
    NOT_THERE = "a credit of somebody who was not on the plan that day"
    NO_ORIGINAL = "a credit that takes back what this plan has not credited"
    EARLIER = "a credit that takes back what was paid before this plan"
    AFTERWARDS = "a line after the plan that takes back what it paid; it counts"
    GONE = "a credit taken back from somebody who has left since; it counts"
    OTHER_KIND = "a split of a kind that the plan does not pay"
    NO_LINE = "a split of a line or deal that is not paid by"
    NO_QUOTA = "a quota of somebody who is not on the plan, or one that the plan does not ask"
    NO_STINT = "a stint outside the plan"


@dataclass
class Left:
    """How much was left out, and why.

    Attributes:
        counts: How many, by reason; what did not happen is not there.
        examples: A few of them by reason, in order.
        notes: What else a reader should know, such as how a quota that changed was taken.
    """

    counts: dict[Reason, int] = field(default_factory=dict)
    examples: dict[Reason, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def count(self, reason: Reason, rows: Places, name: Callable[[int], str]) -> None:
        """Count rows that fall under a reason, and name the first of them."""
        if not rows.size:
            return
        self.counts[reason] = self.counts.get(reason, 0) + int(rows.size)
        found = dict.fromkeys(self.examples.get(reason, ()))
        found.update(dict.fromkeys(name(int(row)) for row in rows[:_LOOKED]))
        self.examples[reason] = tuple(found)[:_SHOWN]

    def note(self, *notes: str) -> None:
        """Say something else."""
        self.notes += notes
