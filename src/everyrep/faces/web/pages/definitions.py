"""The history of a measure's definition: each version beside the one before, word by word."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from everyrep.measures import Measure


@dataclass(frozen=True)
class Version:
    """One version of a definition.

    Attributes:
        number: Its number.
        on: The day it began.
        what: What changed, and what that does to the figure.
        formula: How it is computed since.
        words: The formula before and since as one: words with "kept", "gone" or "new".
    """

    number: str
    on: str
    what: str
    formula: str
    words: tuple[tuple[str, str], ...] = ()


def history(measure: Measure) -> list[Version]:
    """All versions, the newest first."""
    changes = list(measure.changes)
    formulas = [*(change.formula for change in changes), measure.formula]
    first = Version("1", str(measure.since), "Defined.", formulas[0])
    later = [
        Version(change.version, str(change.on), change.what, since, _words(before, since))
        for change, before, since in zip(changes, formulas, formulas[1:], strict=False)
    ]
    return [*later[::-1], first]


def _words(before: str, since: str) -> tuple[tuple[str, str], ...]:
    old, new = before.split(), since.split()
    found: list[tuple[str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("kept", " ".join(old[a:b])))
            continue
        if b > a:
            found.append(("gone", " ".join(old[a:b])))
        if d > c:
            found.append(("new", " ".join(new[c:d])))
    return tuple(found)
