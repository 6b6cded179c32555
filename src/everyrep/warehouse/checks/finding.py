"""What a check found: which rows, how many of how many, what it does to figures, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from everyrep.values import Money


class Severity(StrEnum):
    """How much a finding weighs, heaviest first."""

    ERROR = "error"  # cannot be true; figures that use these rows are wrong
    WARNING = "warning"  # hardly true, or missing; figures lean on less than it seems
    NOTE = "note"  # good to know when a figure is read

    @property
    def place(self) -> int:
        """0 for the heaviest."""
        return list(Severity).index(self)


@dataclass(frozen=True)
class Example:
    """One row that breaks a contract.

    Attributes:
        source: the file it came from; empty where it was worked out.
        line: its line there.
        load_id: the load it came with.
        key: what makes the row one of its kind.
        values: the cells that show what is wrong, as text; empty cells are None.
    """

    source: str
    line: int | None
    load_id: str | None
    key: str
    values: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """File and line, as an editor writes them: employees.csv:17."""
        return f"{self.source}:{self.line}" if self.line is not None else self.source

    def __str__(self) -> str:
        """One line: the place, the key, and the cells that show what is wrong."""
        cells = ", ".join(f"{n} = {v or '(empty)'}" for n, v in self.values.items())
        return "  ".join(part for part in (self.place, self.key, cells) if part)


@dataclass(frozen=True)
class Effect:
    """What rows that break a contract do to figures.

    Attributes:
        measures: names of the measures that use them.
        amount: what the rows are worth in the reporting currency; None where they have no worth.
        sentence: why it matters.
    """

    measures: tuple[str, ...]
    amount: Money | None
    sentence: str


@dataclass(frozen=True)
class Finding:
    """A contract that some rows break.

    Attributes:
        check: short name of the contract, such as learning-after-exit.
        table: canonical table.
        severity: how much it weighs.
        rows: rows that break it.
        of_rows: rows that it is about.
        what: what is wrong with them, without a number.
        effect: what it does to figures.
        remedy: what to do.
        examples: up to ten of the rows.
        noun: what is counted; the table's rows unless it says otherwise.
    """

    check: str
    table: str
    severity: Severity
    rows: int
    of_rows: int
    what: str
    effect: Effect
    remedy: str
    examples: tuple[Example, ...] = ()
    noun: str = ""

    @property
    def share(self) -> float | None:
        """Share of the rows it is about, 0 to 1; None where it is about none."""
        return self.rows / self.of_rows if self.of_rows else None

    @property
    def why(self) -> str:
        """Why it matters."""
        return self.effect.sentence

    @property
    def sentence(self) -> str:
        """What was found, with numbers."""
        noun = self.noun or self.table.replace("_", " ")
        shown = f" ({percent(self.share)})" if self.share is not None else ""
        return f"{self.what}: {self.rows:,} of {self.of_rows:,} {noun}{shown}."

    def to_dict(self) -> dict[str, Any]:
        """The finding as JSON-safe data; amounts in whole minor units with their currency."""
        amount = self.effect.amount
        return {
            "check": self.check,
            "table": self.table,
            "severity": self.severity.value,
            "rows": self.rows,
            "of_rows": self.of_rows,
            "share": self.share,
            "sentence": self.sentence,
            "why": self.why,
            "measures": list(self.effect.measures),
            "amount_minor": amount.minor if amount else None,
            "currency": amount.currency.code if amount else None,
            "remedy": self.remedy,
            "examples": [
                {
                    "source": example.source,
                    "line": example.line,
                    "load": example.load_id,
                    "key": example.key,
                    "values": dict(example.values),
                }
                for example in self.examples
            ],
        }


def percent(share: float | None) -> str:
    """A share in words that never round a few to none, nor most to all."""
    if share is None:
        return "unknown"
    if 0 < share < 0.001:
        return "under 0.1 %"
    if 0.999 < share < 1:
        return "over 99.9 %"
    return f"{100 * share:.1f} %"
