"""What people decided about who is who: kept for ever, replayed on every build.

Decisions stand one a line in `decisions/identity.jsonl`. The file is only ever appended to, each
line is on disk before `append_decision` returns, and a last line torn by a kill is passed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from everyrep.values import DataError
from everyrep.warehouse.journal import append_entry


class Ruling(StrEnum):
    """What was decided about two records."""

    MERGE = "merge"
    """They are one person, whatever the evidence says."""
    SPLIT = "split"
    """They are two people, whatever the evidence says."""
    IGNORE = "ignore"
    """Nobody can tell: leave them as the evidence has them and do not ask again."""

    @property
    def says(self) -> str:
        """What the two records are from then on, in words."""
        return _SAYS[self]


_SAYS = {
    Ruling.MERGE: "one person",
    Ruling.SPLIT: "two people",
    Ruling.IGNORE: "left as they are",
}


@dataclass(frozen=True)
class Decision:
    """One ruling about two records, with who made it, when and why."""

    ruling: Ruling
    left_ref: str
    right_ref: str
    who: str
    when: datetime
    """With its offset from UTC."""
    why: str = ""

    def __post_init__(self) -> None:
        if self.left_ref == self.right_ref:
            raise DataError(
                f"A decision names {self.left_ref!r} twice.",
                why="It rules on two different records.",
                remedy="Name the two records that are, or are not, one person.",
            )
        if self.when.tzinfo is None:
            raise DataError(
                f"The decision on {self.left_ref!r} has the time {self.when} without an offset.",
                why="Later decisions win over earlier ones, so times must be comparable.",
                remedy="Give the time with its offset, for example 2026-03-01T09:00:00+00:00.",
            )

    @property
    def pair(self) -> tuple[str, str]:
        """The two refs in alphabetical order."""
        return min(self.left_ref, self.right_ref), max(self.left_ref, self.right_ref)


@dataclass(frozen=True)
class StandingDecisions:
    """What remains of a list of decisions once the later ones have overruled the earlier."""

    merges: tuple[tuple[str, str], ...] = ()
    splits: tuple[tuple[str, str], ...] = ()
    ignored: tuple[tuple[str, str], ...] = ()
    overruled: tuple[Decision, ...] = ()
    """Earlier decisions that a later one contradicts, directly or through a third record."""
    homeless: tuple[Decision, ...] = ()
    """Decisions that name a ref which no record bears now; kept for when it comes back."""


def append_decision(path: Path, decision: Decision) -> None:
    """Append one decision and wait until it is on disk; a torn last line is closed first."""
    append_entry(path, {**asdict(decision), "when": decision.when.isoformat()})


def read_decisions(path: Path) -> list[Decision]:
    """Return the decisions of a file in its order; none where there is no file.

    A line that a kill cut short was never acknowledged, so it is passed over; a whole line that
    cannot be read is an error.

    Raises:
        DataError: A whole line is not a decision.
    """
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    return [
        decision
        for number, line in enumerate(lines, start=1)
        if line.strip() and (decision := _read_line(line, f"{path}, line {number}")) is not None
    ]


def _read_line(line: str, where: str) -> Decision | None:
    """Return the decision of one line, or None for a torn one."""
    try:
        fields = json.loads(line)
    except ValueError:
        if line.startswith("{") and not line.rstrip().endswith("}"):
            return None
        raise _unreadable(line, where) from None
    try:
        return Decision(
            ruling=Ruling(fields["ruling"]),
            left_ref=str(fields["left_ref"]),
            right_ref=str(fields["right_ref"]),
            who=str(fields["who"]),
            when=datetime.fromisoformat(fields["when"]),
            why=str(fields.get("why", "")),
        )
    except (KeyError, TypeError, ValueError):
        raise _unreadable(line, where) from None


def _unreadable(line: str, where: str) -> DataError:
    return DataError(
        f"This line is not a decision: {line[:80]!r}.",
        where=where,
        why="Decisions are replayed on every build; guessing at one could merge two people.",
        remedy='Put right or remove the line; it wants "ruling" (merge, split or ignore), '
        '"left_ref", "right_ref", "who" and "when".',
    )


def standing(decisions: Sequence[Decision], refs: Iterable[str]) -> StandingDecisions:
    """Return which decisions stand, the later one winning wherever two contradict.

    A merge and a split may contradict through a third record: a = b and b = c, but a and c split.

    Args:
        decisions: In any order; equal times fall back on the order given, later wins.
        refs: The refs that records bear now.
    """
    known = set(refs)
    ranked = sorted(enumerate(decisions), key=lambda item: (item[1].when, item[0]), reverse=True)
    settled = _Settled()
    overruled, homeless = [], []
    for _, decision in ranked:
        if not known.issuperset(decision.pair):
            homeless.append(decision)
        elif not settled.accept(decision):
            overruled.append(decision)
    return StandingDecisions(
        merges=tuple(sorted(settled.merges)),
        splits=tuple(sorted(settled.splits)),
        ignored=tuple(sorted(settled.ignored)),
        overruled=tuple(reversed(overruled)),
        homeless=tuple(reversed(homeless)),
    )


class _Settled:
    """Decisions accepted so far, newest first, kept free of contradiction."""

    def __init__(self) -> None:
        self.merges: set[tuple[str, str]] = set()
        self.splits: set[tuple[str, str]] = set()
        self.ignored: set[tuple[str, str]] = set()
        self._group: dict[str, frozenset[str]] = {}
        self._apart: dict[str, set[str]] = {}

    def accept(self, decision: Decision) -> bool:
        """Take the decision in and return True, or return False if a newer one forbids it."""
        pair = decision.pair
        if pair in self.merges or pair in self.splits or pair in self.ignored:
            return self._repeats(decision)
        if decision.ruling is Ruling.IGNORE:
            self.ignored.add(pair)
            return True
        left, right = self._members(pair[0]), self._members(pair[1])
        if decision.ruling is Ruling.SPLIT:
            if left == right:
                return False
            self.splits.add(pair)
            self._apart.setdefault(pair[0], set()).add(pair[1])
            self._apart.setdefault(pair[1], set()).add(pair[0])
            return True
        if self._are_split(left, right):
            return False
        self._join(left | right)
        self.merges.add(pair)
        return True

    def _repeats(self, decision: Decision) -> bool:
        """Return whether an older decision on the same pair says what the newer one says."""
        kept = {
            Ruling.MERGE: self.merges, Ruling.SPLIT: self.splits, Ruling.IGNORE: self.ignored
        }  # fmt: skip
        return decision.pair in kept[decision.ruling]

    def _members(self, ref: str) -> frozenset[str]:
        return self._group.get(ref, frozenset((ref,)))

    def _are_split(self, left: frozenset[str], right: frozenset[str]) -> bool:
        return any(not right.isdisjoint(self._apart.get(ref, ())) for ref in left)

    def _join(self, members: frozenset[str]) -> None:
        for ref in members:
            self._group[ref] = members
