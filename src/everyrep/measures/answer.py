"""What the door gives: tidy rows, each an Estimate under its groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from everyrep.values import Estimate, Period, UserError

Key = str | bool | int | None
"""The name of a group; None is the group of facts for which it is not known."""


def in_order(key: Key) -> str:
    """A text that sorts as the key does: numbers by size, all others as they are written."""
    whole = isinstance(key, int) and not isinstance(key, bool)
    return f"{key:012d}" if whole else str(key)


@dataclass(frozen=True)
class Row:
    """One figure.

    Attributes:
        keys: Dimension to group.
        measure: Name of the measure.
        estimate: The figure, or why there is none.
    """

    keys: Mapping[str, Key]
    measure: str
    estimate: Estimate


@dataclass(frozen=True)
class Answer:
    """All figures of a question.

    Attributes:
        measures: Names, in the order asked.
        by: Dimensions, in the order asked, and those a measure is always cut by.
        rows: Figures, group by group, the group not known last.
        period: The days asked about; None is all.
        where: The condition as written.
        snapshot: The build that was read.
        labels: For dimensions of ids, the name of each id that may be shown.
        notes: Sentences about the answer as a whole.
    """

    measures: tuple[str, ...]
    by: tuple[str, ...]
    rows: tuple[Row, ...]
    period: Period | None = None
    where: str | None = None
    snapshot: str = ""
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def one(self, measure: str | None = None, /, **keys: Key) -> Estimate:
        """The one figure of these groups (of the only measure, or the named one).

        Raises:
            UserError: There is none, or there are several.
        """
        found = [
            row.estimate
            for row in self.rows
            if (measure is None or row.measure == measure)
            and all(row.keys.get(name) == key for name, key in keys.items())
        ]
        if len(found) != 1:
            raise UserError(
                f"{len(found)} figures of the answer fit {keys or 'the question'}",
                remedy=f"Name a measure of {self.measures} and one group of each of {self.by}",
            )
        return found[0]

    def of(self, measure: str) -> tuple[Row, ...]:
        """The rows of one measure."""
        return tuple(row for row in self.rows if row.measure == measure)

    def label(self, dimension: str, key: Key) -> str:
        """How a group is shown: the name of its id, the word itself, or "(not known)"."""
        if key is None:
            return "(not known)"
        return self.labels.get(dimension, {}).get(str(key), str(key))

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON-safe data."""
        return {
            "measures": list(self.measures),
            "by": list(self.by),
            "period": None if self.period is None else str(self.period),
            "where": self.where,
            "snapshot": self.snapshot,
            "notes": list(self.notes),
            "rows": [
                {
                    "keys": dict(row.keys),
                    "labels": {name: self.label(name, key) for name, key in row.keys.items()},
                    "measure": row.measure,
                    "estimate": row.estimate.to_dict(),
                }
                for row in self.rows
            ],
        }
