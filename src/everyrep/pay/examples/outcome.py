"""What an example came to: as expected, or what differs by how much, and why it is so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from everyrep.values.money import Money


@dataclass(frozen=True)
class Difference:
    """Something that came out otherwise than expected.

    Attributes:
        what: What was expected of, such as "components.new-business, line 2".
        expected: As people write it.
        found: What came out instead.
        off: By how much more than expected; None where it is no amount.
        told: Why it came out so, in sentences: the explanation of the amounts that were summed.
    """

    what: str
    expected: str
    found: str
    off: Money | None = None
    told: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The difference as a sentence."""
        said = f"{self.what}: {self.expected} was expected, and it is {self.found}"
        if self.off is None:
            return said if said.endswith("?") else f"{said}."
        return f"{said}, which is {abs(self.off)} {'more' if self.off.minor > 0 else 'less'}."

    def to_dict(self) -> dict[str, Any]:
        """The difference as JSON-safe data."""
        return {
            "what": self.what,
            "expected": self.expected,
            "found": self.found,
            "off_minor": None if self.off is None else self.off.minor,
            "sentence": self.sentence,
            "told": list(self.told),
        }


@dataclass(frozen=True)
class Outcome:
    """What one example came to.

    Attributes:
        title: As its author named it.
        id: Its short name; empty where it has none.
        line: Where it stands in the plan's file.
        checked: How many expectations were held against what came out.
        differences: What came out otherwise; empty where it passed.
    """

    title: str
    id: str
    line: int
    checked: int
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        """Whether all came out as expected."""
        return not self.differences

    def to_dict(self) -> dict[str, Any]:
        """The outcome as JSON-safe data."""
        return {
            "title": self.title,
            "id": self.id,
            "line": self.line,
            "passed": self.passed,
            "checked": self.checked,
            "differences": [one.to_dict() for one in self.differences],
        }
