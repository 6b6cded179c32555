"""What lines, deals and payees are called in sentences: by name with the id, or by the id alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Called:
    """Names by id.

    Attributes:
        names: As people know them; whoever tells decides which of them may be told.

    Example:
        >>> called = Called({"D-1": "Acme renewal"})
        >>> called("D-1"), called("D-2")
        ('Acme renewal (D-1)', 'D-2')
    """

    names: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, one: str) -> str:
        """The name with the id behind it."""
        name = self.short(one)
        return one if name == one else f"{name} ({one})"

    def short(self, one: str) -> str:
        """The name; the id where there is none."""
        return self.names.get(one) or one
