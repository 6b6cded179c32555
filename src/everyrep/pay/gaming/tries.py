"""What somebody could do to lines: changed, added and gone, so that it can be calculated anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction


class Way(StrEnum):
    """Ways in which a plan may be played."""

    SPLIT = "split"
    MERGE = "merge"
    DELAY = "delay"
    PULL = "pull"
    REFUNDS = "timing of refunds"
    SANDBAG = "sandbag"
    HAND_OVER = "hand over"
    REBOOK = "refund and rebook"
    SHIFT = "shift between lines"


@dataclass(frozen=True)
class Edit:
    """One credited line that is changed, or copied with changes.

    Attributes:
        row: Row of the credit among those of the facts.
        values: Facts that become another: money in minor units.
        day: Its new day; None where it stays.
        payee: Whose it becomes; None where it stays.
        reverses: Of a copy: whether it takes the row itself back.
        own_deal: Of a copy: whether it is a deal of its own.
    """

    row: int
    values: Mapping[str, Fraction] = field(default_factory=dict)
    day: int | None = None
    payee: int | None = None
    reverses: bool = False
    own_deal: bool = False


@dataclass(frozen=True)
class Try:
    """Something that one or two people could do.

    Attributes:
        way: Which way.
        people: Places of the people whose pay it moves.
        row: The line that it is about, the first where there are several.
        said: What is done, in words without people.
        changed: Lines that are changed.
        copies: Lines that are added, each a copy of one that is there.
        gone: Rows that are there no more.
        effort: How many deals have to be touched.
        beside: Places of people who are there too, and whose pay is not theirs who do it: all
            others, where a rank or a share hangs on them.
    """

    way: Way
    people: tuple[int, ...]
    row: int
    said: str
    changed: tuple[Edit, ...] = ()
    copies: tuple[Edit, ...] = ()
    gone: tuple[int, ...] = ()
    effort: int = 1
    beside: tuple[int, ...] = ()

    @property
    def everybody(self) -> tuple[int, ...]:
        """Who is in its world, those who do it first."""
        return (*self.people, *self.beside)

    def undone(self) -> Try:
        """Its world as it is."""
        return replace(self, said="", changed=(), copies=(), gone=())
