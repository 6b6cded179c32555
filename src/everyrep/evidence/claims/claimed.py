"""A claim: what somebody says, how it would be tested, and what would make it look true."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from everyrep.evidence.claims.way import Way
from everyrep.values import UserError


@dataclass(frozen=True)
class Claimed:
    """A claim.

    Attributes:
        id: "C01" and on for those that ship; "O1" and on for one's own.
        statement: What is said.
        test: How it is tested here.
        trap: What would make it look true if it were not.
        refuted_by: What would speak against it.
        source: Who says so.
        topic: What it is about, in a word or two; empty where it was not said.
    """

    id: str
    statement: str
    test: Way
    trap: str
    refuted_by: str
    source: str = ""
    topic: str = ""

    def __post_init__(self) -> None:
        if not self.statement.strip():
            raise UserError("The claim says nothing", remedy="write what is said")

    def to_dict(self) -> dict[str, Any]:
        """As JSON-safe data."""
        return {
            "id": self.id,
            "statement": self.statement,
            "test": self.test.to_dict(),
            "trap": self.trap,
            "refuted_by": self.refuted_by,
            "source": self.source,
            "topic": self.topic,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Claimed:
        """What `to_dict` wrote."""
        parts = {name: str(data.get(name, "")) for name in _TEXTS}
        return cls(**parts, test=Way.from_dict(data["test"], parts["id"]))


_TEXTS = ("id", "statement", "trap", "refuted_by", "source", "topic")
STATED = "stated.toml"


@cache
def stated() -> tuple[Claimed, ...]:
    """Claims that ship, in the order in which they are listed."""
    text = (resources.files(__package__) / STATED).read_text(encoding="utf-8")
    return tuple(Claimed.from_dict(one) for one in tomllib.loads(text)["claim"])
