"""People by months: the outcome's sums, the treatment's days, and where each belonged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from everyrep.evidence.arrays import NEVER, Bools, Column, Floats, Ints
from everyrep.values import UserError

TENTH = 0.1
"""Share of what is usual that counts as worth having where nobody said."""


def worth_having(usual: float, unit: str, share: float = TENTH) -> float:
    """The smallest effect worth having where nobody said: a share of what is usual.

    Of a share it is that of the share or of its rest, whichever is less: from 80% on there is
    little more to gain. Where nothing is usual it is the share itself.
    """
    usual = abs(usual)
    if unit == "share" and 0 < usual < 1:
        usual = min(usual, 1.0 - usual)
    return share * usual if usual > 0 else share


def hold_smallest(smallest: float | None, unit: str) -> None:
    """Hold that a size is one that a share can have: points are hundredths.

    Raises:
        UserError: It is a share of all or more.
    """
    if smallest is not None and smallest >= 1 and unit.partition("/")[0] == "share":
        raise UserError(
            f"The smallest effect worth having is {smallest:g}, which is {100 * smallest:g} points",
            why="the outcome is a share, and a share changes by less than all of it",
            remedy=f"write {smallest / 100:g} for {smallest:g} points",
        )


@dataclass(frozen=True)
class History:
    """What is known of each person in each month.

    Attributes:
        people: Ids of persons, (units,).
        months: Names of months, in order ("2025-03"), (periods,).
        x: What of the outcome was added up, (units, periods); NaN while not employed.
        m: What it is divided by; 1 where the outcome is a plain sum, NaN while not employed.
        first: Month of the first treatment, `NEVER` where there is none, (units,).
        dose: How often each was treated in each month, (units, periods).
        groups: For "team", "manager", "territory" and their like the number of the group that each
            belonged to before anybody was treated (later comers: at first), (units,); -1 where not
            known.
        names: For each of them the group's id by its number.
        unit: Unit of the outcome: "share", "count", "money:EUR" ...
        direction: "up" where more is better, "down", or "none".
        title: Of the outcome.
        arm: Arm of a program, (units,); empty where there is none.
        tenure: Whole months since each was hired, (units, periods); NaN while not employed.
        left_out: Why people or months were left out, and how many.
        snapshot: The build that was read.
        sql: The statements, as run.
        took: Month in which each finished a course that the program gives, `NEVER` for never,
            (units,); None where it gives none that is on record.
        ends: Whether the outcome ends a history (leaving), so that nobody has it before something
            and is there after it.
        facts: How many facts of the outcome were read; None where it was not read from any.
    """

    people: Column
    months: tuple[str, ...]
    x: Floats
    m: Floats
    first: Ints
    dose: Floats
    groups: Mapping[str, Ints]
    names: Mapping[str, tuple[str, ...]]
    unit: str
    direction: str
    title: str
    arm: Column
    tenure: Floats
    left_out: Mapping[str, int]
    snapshot: str = ""
    sql: str = ""
    took: Ints | None = None
    ends: bool = False
    facts: int | None = None

    @cached_property
    def present(self) -> Bools:
        """Whether each was employed, (units, periods)."""
        return ~np.isnan(self.x)

    @cached_property
    def y(self) -> Floats:
        """The outcome, (units, periods); NaN where there is nothing to divide by."""
        known = self.present & (np.nan_to_num(self.m) > 0)
        return np.where(known, self.x / np.where(known, self.m, 1.0), np.nan)

    @cached_property
    def weights(self) -> Floats:
        """What the outcome rests on, (units, periods): 0 where there is none."""
        return np.where(np.isnan(self.y), 0.0, np.nan_to_num(self.m))

    @property
    def treated(self) -> Bools:
        """Whether each is ever treated, (units,)."""
        return np.asarray(self.first != NEVER)

    @property
    def since(self) -> Floats:
        """Months since the first treatment, (units, periods): negative before, NaN for never."""
        at = np.arange(len(self.months), dtype=float)
        start = np.where(self.treated, self.first, 0).astype(float)
        return np.where(self.treated[:, None], at[None, :] - start[:, None], np.nan)

    def mean_in(self, months: Bools) -> Floats:
        """Each one's outcome over some months together, (units,); NaN where there is none.

        Args:
            months: Which months, (periods,).
        """
        weights = np.where(months, self.weights, 0.0)
        total = weights.sum(axis=1)
        summed = np.where(weights > 0, self.x, 0.0).sum(axis=1)
        found = np.divide(summed, total, out=np.full(total.size, np.nan), where=total > 0)
        return np.asarray(found, dtype=float)

    def settled(self, months: int) -> History:
        """The same without what people did in their first months: whoever ramps up is growing."""
        new = ~(self.tenure >= months)
        return replace(self, x=np.where(new, np.nan, self.x), m=np.where(new, np.nan, self.m))

    def worth(self, share: float) -> float:
        """The smallest effect worth having where nobody said; see `worth_having`."""
        total = float(self.weights.sum())
        summed = float(np.nansum(np.where(self.weights > 0, self.x, 0.0)))
        return worth_having(summed / total if total > 0 else 0.0, self.unit, share)

    @property
    def sign(self) -> float:
        """1 where more is better, -1 where less is."""
        return -1.0 if self.direction == "down" else 1.0

    def only(self, rows: Bools) -> History:
        """Some of the people; `rows` has the shape (units,)."""
        return replace(
            self,
            people=self.people[rows],
            x=self.x[rows],
            m=self.m[rows],
            first=self.first[rows],
            dose=self.dose[rows],
            groups={name: codes[rows] for name, codes in self.groups.items()},
            arm=self.arm[rows],
            tenure=self.tenure[rows],
            took=None if self.took is None else self.took[rows],
        )

    def __len__(self) -> int:
        return int(self.people.size)
