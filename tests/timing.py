"""What tests cost: CPU seconds of each, and the end of the quick ones' patience.

The clock on the wall says how busy a machine is. CPU seconds, those of ended child processes with
them, say what a test costs on any day.
"""

from __future__ import annotations

import resource
from collections import Counter
from collections.abc import Collection, Iterable

LONGEST = 20
"""CPU seconds that a test may take without a word; more is marked `long`."""
MARKED = ("long", "slow", "reference", "browser")
TRACED = 2.5
"""Watching every line makes a test take up to so many times as long."""


def cpu_seconds() -> float:
    """What this process and its children that have ended took so far."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, who))


def too_long(seconds: float, marks: Collection[str], *, traced: bool = False) -> str | None:
    """What to say of a test that took too long for one that is not marked; else None."""
    most = LONGEST * (TRACED if traced else 1)
    if seconds <= most or any(mark in marks for mark in MARKED):
        return None
    return (
        f"It took {seconds:.0f} CPU seconds, too long for a quick test (at most {most:g}). "
        "Ask less of it, share what it makes (tests/sharing.py), or mark it `long`."
    )


def dearest(spent: Iterable[tuple[str, float]], most: int = 10) -> list[str]:
    """Lines about what the tests of each file took, the dearest first."""
    files: Counter[str] = Counter()
    for test, seconds in spent:
        files[test.partition("::")[0]] += seconds  # type: ignore[assignment]
    return [f"{seconds:7.1f} {file}" for file, seconds in files.most_common(most)]
