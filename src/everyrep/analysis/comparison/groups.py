"""What is compared with what, and what is adjusted away: from words to rows of a model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from everyrep.analysis.comparison.arrays import Bools
from everyrep.analysis.comparison.cells import Coding, coding, gathered
from everyrep.analysis.comparison.confounding import same_grouping
from everyrep.analysis.comparison.standard import Cells, Scale
from everyrep.measures import FactSource, Panel
from everyrep.measures.dimensions import dimension_name

MIX = ("segment", "deal_kind")
# A deal of several of these counts under each, and would be taken for several deals.
_MANY_A_DEAL = frozenset({"product", "product_line"})


@dataclass(frozen=True)
class Groups:
    """What is compared, and what is adjusted away.

    Attributes:
        unit: What is compared: "team", "person", "region" ...
        within: A finer grouping that belongs to the unit, such as people in teams; None for none.
        around: Groupings that are circumstances, adjusted away, such as "territory".
        mix: What is sold, and to whom, adjusted away.
    """

    unit: str = "team"
    within: str | None = "person"
    around: tuple[str, ...] = ()
    mix: tuple[str, ...] = MIX

    @property
    def dimensions(self) -> tuple[str, ...]:
        """All of them, each once."""
        within = () if self.within is None else (self.within,)
        return tuple(dict.fromkeys((self.unit, *within, *self.around, *self.mix)))


def accepted(
    groups: Groups, accepts: Callable[[str], bool], source: FactSource
) -> tuple[Groups, tuple[str, ...]]:
    """Names as the catalogue knows them, without what the measure cannot be cut by; and notes.

    Raises:
        UnknownName: There is no such dimension.
    """
    unit = dimension_name(groups.unit)
    within = None if groups.within is None else dimension_name(groups.within)
    if unit in {within, "person"} or (within is not None and not accepts(within)):
        within = None
    listed = source.rows("opportunity_lines") > 0
    mix, notes = [], []
    for name in map(dimension_name, groups.mix):
        if name == unit or not accepts(name):
            continue
        if listed and name in _MANY_A_DEAL:
            notes.append(f"Not adjusted for {name}: a deal of several would count as several.")
        else:
            mix.append(name)
    around = tuple(dimension_name(name) for name in groups.around)
    return Groups(unit, within, around, tuple(mix)), tuple(notes)


def cells_of(
    found: Panel, measure: str, scale: Scale, groups: Groups
) -> tuple[Cells, tuple[str, ...]]:
    """The rows of a panel that can be compared, and what must be known of those that cannot."""
    x, m = found.x[measure], found.m[measure]
    usable: Bools = m > 0
    notes = []
    if scale is Scale.SIZE:
        refused = int((usable & (x <= 0)).sum())
        usable = usable & (x > 0)
        if refused:
            notes.append(f"Deals without an amount above zero are left out: {refused}.")
    named: Bools = found.groups[groups.unit] != None  # noqa: E711 - each element is compared
    if (usable & ~named).any():
        notes.append(f"Facts of no known {groups.unit} are left out.")
    usable = usable & named
    cells = Cells(
        x[usable],
        m[usable],
        coding(found, groups.unit).kept(usable),
        None if groups.within is None else coding(found, groups.within).kept(usable),
        tuple(coding(found, name).kept(usable) for name in groups.around),
        tuple(gathered(coding(found, name).kept(usable), m[usable]) for name in groups.mix),
    )
    return _without_doubles(cells, notes)


def _without_doubles(cells: Cells, notes: list[str]) -> tuple[Cells, tuple[str, ...]]:
    """Without groupings that are another one by a second name, and mixes of a single level."""
    kept: list[Coding] = []
    for coded in cells.around:
        if cells.rows and same_grouping(coded.place, cells.unit.place):
            notes.append(
                f"{cells.unit.name.capitalize()} and {coded.name} cannot be told apart: they "
                "cut the facts in the same way. What is said of one holds for both."
            )
        else:
            kept.append(coded)
    mixed = []
    for coded in cells.mix:
        if coded.count > 1:
            mixed.append(coded)
        elif coded.count and coded.keys != (None,):
            notes.append(f"Everything is of one {coded.name}, which is not adjusted for.")
    return replace(cells, around=tuple(kept), mix=tuple(mixed)), tuple(notes)
