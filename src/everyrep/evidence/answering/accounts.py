"""Accounts of what those who came would have done without, and which of them is believed.

The level alone, unless a line of before is told from none at 5% and explains part of the effect;
then what is beyond it. A line that would make the effect larger is never drawn on, since it may be
the end of a dip.

Where people came at a low (or a high), months right before the start lie off their own line. Then
two things are mended: the others, picked by a future in which they had no such months, are weighted
by how likely they were to come; and what is left of the spell after the start is taken off. The
level so mended is believed, unless those who came moved on a line that such a spell cannot feign.
"""

from __future__ import annotations

from dataclasses import dataclass

from everyrep.evidence.answering.ratios import member
from everyrep.evidence.arrays import Ints
from everyrep.evidence.findings import Design, Member
from everyrep.evidence.history import History
from everyrep.evidence.uptake import Figure, Stacks, Windows, coming, lasting, stacks
from everyrep.values import Reason

_RARE = 0.05


@dataclass(frozen=True)
class Accounts:
    """The accounts side by side.

    Attributes:
        bare: Others as they are.
        mended: Others as likely to come, the spell's rest taken off; None where there was no spell.
        slope_seen: Whether a line of before is told from none.
        own_line: Whether what is beyond the line is believed.
    """

    bare: Stacks
    mended: Stacks | None
    slope_seen: bool
    own_line: bool

    @property
    def stacks(self) -> Stacks:
        """Those that are believed."""
        return self.bare if self.mended is None or self.own_line else self.mended

    @property
    def believed(self) -> Figure:
        """The effect that is believed."""
        return self.stacks.beyond if self.own_line else self.stacks.plain

    @property
    def selection_seen(self) -> bool:
        """Whether it can be seen that those who came were no others' like."""
        return self.slope_seen or self.mended is not None

    def any_may_be_right(self, *, drawn: bool) -> tuple[Figure, ...]:
        """The accounts that a claim of cause has to hold under."""
        if drawn:
            return (self.bare.plain,)
        mended = () if self.mended is None else (self.mended.plain, self.mended.beyond)
        return (self.bare.plain, self.bare.beyond, *mended)

    def members(self, windows: Windows, clusters: Ints, *, drawn: bool) -> tuple[Member, ...]:
        """The accounts as estimators of the family."""
        believed = self.believed
        title = "Against others, months just before left out"
        plain = self.bare.plain
        lines = [
            member("plain", title if windows.donut else "Against others' course", plain, clusters,
                   "they differ by a level alone", believed=believed is plain)
        ]  # fmt: skip
        if not drawn:
            beyond = self.bare.beyond
            lines.append(
                member("beyond", "Beyond their own trend", beyond, clusters,
                       "they also move on a straight line of their own",
                       believed=believed is beyond)
            )  # fmt: skip
        if self.mended is not None:
            mended = self.mended.plain
            lines.append(
                member("mended", "Against others as likely to come, the spell's rest taken off",
                       mended, clusters,
                       "they differ by a level, and came for how their months went",
                       believed=believed is mended)
            )  # fmt: skip
        return tuple(lines)


def accounts(
    history: History, windows: Windows, clusters: Ints, design: Design
) -> Accounts | Reason:
    """All accounts of an effect.

    Args:
        history: People by months.
        windows: Which months belong to what.
        clusters: Who hangs together, (people,).
        design: How people came to it.
    """
    bare = stacks(history.y, history.weights, history.first, windows, clusters)
    if isinstance(bare, Reason):
        return bare
    if design.drawn:
        return Accounts(bare, None, slope_seen=False, own_line=False)
    slope_seen = bare.slope.chance(clusters) < _RARE
    moved = bare.slope.value * bare.reach
    spell = spell_before(bare, windows, clusters)
    mended = None if spell is None else _mended(history, windows, clusters)
    feigned = mended is not None and spell is not None and moved * spell.value > 0
    explains = slope_seen and moved * bare.plain.value > 0
    return Accounts(bare, mended, slope_seen, own_line=explains and not feigned)


def spell_before(made: Stacks, windows: Windows, clusters: Ints) -> Figure | None:
    """How far the months right before lie off the line of those before; None if not seen to."""
    found = made.just_before(windows.donut, beyond=True)
    return None if found is None or found.chance(clusters) >= _RARE else found


def _mended(history: History, windows: Windows, clusters: Ints) -> Stacks | None:
    y, weights, first = history.y, history.weights, history.first
    came, spells = coming(y, weights, first), lasting(y, weights, first)
    if came is None or spells is None:
        return None
    found = stacks(y, weights, first, windows, clusters, came)
    return None if isinstance(found, Reason) else found.recovered(windows, spells)
