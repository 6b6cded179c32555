"""The ledger: claims that ship, one's own, and every verdict with its day and build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from everyrep.evidence.claims.claimed import Claimed, stated
from everyrep.evidence.claims.verdict import NOT_YET, Judged, Verdict
from everyrep.evidence.claims.way import By
from everyrep.values import UnknownName
from everyrep.warehouse.journal import parted


@dataclass(frozen=True)
class Filed:
    """A verdict as it was filed.

    Attributes:
        claim: Id of the claim.
        tested: What the test said.
        asked_by: Who tested it.
        when: With its offset from UTC.
        snapshot: The build that was read.
        about: What the test was about where it was named: a treatment.
        min_group: Smallest group of people that who tested it could see figures about.
    """

    claim: str
    tested: Judged
    asked_by: str
    when: datetime
    snapshot: str
    about: str = ""
    min_group: int = 1

    def same_as(self, other: Filed) -> bool:
        """Whether both say the same of the same build, to as many people."""
        return (self.claim, self.tested, self.snapshot, self.about) == (
            other.claim,
            other.tested,
            other.snapshot,
            other.about,
        ) and self.min_group <= other.min_group

    def to_dict(self) -> dict[str, Any]:
        """As JSON-safe data, and as a line of the journal."""
        return {
            "kind": "verdict",
            "claim": self.claim,
            **self.tested.to_dict(),
            "asked_by": self.asked_by,
            "when": self.when.isoformat(),
            "snapshot": self.snapshot,
            "about": self.about,
            "min_group": self.min_group,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Filed:
        """What `to_dict` wrote."""
        told = Judged(
            Verdict(data["verdict"]), str(data["sentence"]), str(data.get("figure", "")),
            str(data.get("needs", "")),
        )  # fmt: skip
        return cls(
            str(data["claim"]), told, str(data["asked_by"]),
            datetime.fromisoformat(str(data["when"])), str(data["snapshot"]),
            str(data.get("about", "")), int(data.get("min_group", 1)),
        )  # fmt: skip


@dataclass(frozen=True)
class Ledger:
    """All claims and verdicts.

    Attributes:
        own: Claims that were added here.
        filed: Verdicts, in the order in which they were filed.
    """

    own: tuple[Claimed, ...] = ()
    filed: tuple[Filed, ...] = ()

    @classmethod
    def of(cls, entries: Iterable[tuple[str, Mapping[str, Any]]]) -> Ledger:
        """The ledger of a journal's entries, each with its place.

        Raises:
            DataError: An entry is neither a claim nor a verdict.
        """
        claims, verdicts = parted(
            entries, "claim", Claimed.from_dict, Filed.from_dict,
            what="neither a claim nor a verdict", why="a verdict is never guessed at",
        )  # fmt: skip
        return cls(claims, verdicts)

    @property
    def claims(self) -> tuple[Claimed, ...]:
        """Those that ship, then one's own."""
        return stated() + self.own

    @property
    def next_id(self) -> str:
        """The id of the next claim of one's own."""
        return f"O{len(self.own) + 1}"

    def __getitem__(self, name: str) -> Claimed:
        wanted = name.strip().casefold()
        for one in self.claims:
            if one.id.casefold() == wanted:
                return one
        raise UnknownName("claim", name, [one.id for one in self.claims])

    def verdicts(self, claim: str) -> tuple[Filed, ...]:
        """All verdicts on a claim, in order."""
        return tuple(one for one in self.filed if one.claim == claim)

    def last(self, claim: str) -> Filed | None:
        """The last verdict on a claim."""
        found = self.verdicts(claim)
        return found[-1] if found else None

    def standing(self, claim: Claimed) -> str:
        """The word that a claim stands at: its last verdict, or that there is none yet."""
        if claim.test.by is By.NONE:
            return Verdict.NOT_TESTABLE.value
        last = self.last(claim.id)
        return NOT_YET if last is None else last.tested.verdict.value
