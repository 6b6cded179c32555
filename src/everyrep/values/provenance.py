"""What stands beside a figure: the grade of the claim, the reason of a gap, and the origin."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from everyrep.values.errors import require
from everyrep.values.period import Period

_CODE = re.compile(r"[a-z][a-z0-9_]*")


class Grade(StrEnum):
    """What kind of claim a figure is."""

    COUNTED = "counted"  # a census of our own records
    ASSUMED = "assumed"  # what somebody typed, not what records say
    OBSERVED = "observed"  # an association
    ADJUSTED = "adjusted"  # an effect from an observational design that passed its checks
    TRIAL = "trial"  # an effect from a randomised design
    NOT_ESTIMABLE = "not_estimable"

    @property
    def rank(self) -> int:
        """Strength: 0 for not estimable, then assumed, observed, adjusted, trial, counted."""
        return _RANKS[self]

    @property
    def is_effect(self) -> bool:
        """Whether a face may use a causal verb for it."""
        return self in (Grade.ADJUSTED, Grade.TRIAL)

    @classmethod
    def weakest(cls, grades: Iterable[Grade]) -> Grade:
        """The grade of a figure made from several: that of the weakest, counted if from none."""
        return min(grades, key=lambda grade: grade.rank, default=cls.COUNTED)


_RANKS = {
    Grade.NOT_ESTIMABLE: 0,
    Grade.ASSUMED: 1,
    Grade.OBSERVED: 2,
    Grade.ADJUSTED: 3,
    Grade.TRIAL: 4,
    Grade.COUNTED: 5,
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a figure is not there, or is weaker than asked for.

    Attributes:
        code: One lower-case name for tests and filters, such as "no_closed_deals".
        sentence: The reason, in words for the reader.
        remedy: What would make the figure possible; empty if nothing would.
    """

    code: str
    sentence: str
    remedy: str = ""

    def __post_init__(self) -> None:
        require(
            bool(_CODE.fullmatch(self.code)),
            f"The code of a reason is {self.code!r}",
            "Use lower-case letters, digits and underscores",
        )
        require(bool(self.sentence.strip()), f"Reason {self.code!r} has no sentence", "Say why")

    def __str__(self) -> str:
        return f"{self.sentence} {self.remedy}".strip()

    def to_dict(self) -> dict[str, str]:
        """The reason as JSON-safe data."""
        return {"code": self.code, "sentence": self.sentence, "remedy": self.remedy}


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a figure came from, so that anybody can have it again.

    Attributes:
        measure: Name of the measure, design or model.
        version: Its version.
        snapshot: The build of the warehouse that was read.
        sql: The query, as run.
        rows: How many rows of fact it rests on; None if not counted.
        period: The days it is about.
        generated_at: When it was computed, aware.
        loads: The loads that delivered the facts.
    """

    measure: str
    version: str = ""
    snapshot: str = ""
    sql: str = ""
    rows: int | None = None
    period: Period | None = None
    generated_at: datetime | None = None
    loads: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.generated_at is not None:
            require(
                self.generated_at.utcoffset() is not None,
                f"Provenance of {self.measure!r} has a time without a zone",
                "Take the time from a Clock",
            )

    def to_dict(self) -> dict[str, Any]:
        """The provenance as JSON-safe data; the period as its two days, the end not in it."""
        return {
            "measure": self.measure,
            "version": self.version,
            "snapshot": self.snapshot,
            "sql": self.sql,
            "rows": self.rows,
            "period": None
            if self.period is None
            else {"start": f"{self.period.start}", "end": f"{self.period.end}"},
            "generated_at": None if self.generated_at is None else self.generated_at.isoformat(),
            "loads": list(self.loads),
        }
