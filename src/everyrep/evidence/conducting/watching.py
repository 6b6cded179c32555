"""Looks at a running trial that stay valid however often one looks, with the sample ratio check."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from everyrep.evidence.arrays import NEVER, Bools, Floats, Ints
from everyrep.evidence.conducting.files import digest, names_people
from everyrep.evidence.conducting.frozen import Frozen
from everyrep.evidence.findings.plainly import plain
from everyrep.evidence.history import History, read_history
from everyrep.evidence.inference import Inferred, Look, inferred, look
from everyrep.evidence.trials import (
    SampleRatio,
    cuped,
    difference_of_means,
    sample_ratio_so_far,
)
from everyrep.evidence.uptake import Stacks, Windows, stacks
from everyrep.measures import FactSource
from everyrep.values import DataError, Reason, Scope

_FEWEST_GROUPS = 3
_RUN_UP = 18


@dataclass(frozen=True)
class Seen:
    """One look.

    Attributes:
        month: The last month that counts in it ("2026-09").
        people: People with an outcome so far, by arm.
        found: What may be said, or why nothing can be yet.
    """

    month: str
    people: Mapping[str, int]
    found: Look | Reason


@dataclass(frozen=True)
class Watched:
    """A running trial.

    Attributes:
        frozen: Its plan.
        title: Of the outcome.
        unit: Of the outcome.
        looks: One a month that counts, so far.
        ratio: Whether those who have an outcome are as they were drawn; None before the first look.
        loaded: How many of those drawn are on record as drawn, and how many otherwise.
        sentence: Where it stands, in words.
        snapshot: The build that was read.
    """

    frozen: Frozen
    title: str
    unit: str
    looks: tuple[Seen, ...]
    ratio: SampleRatio | Reason | None
    loaded: tuple[int, int]
    sentence: str
    snapshot: str

    def to_dict(self) -> dict[str, Any]:
        """Where it stands, as JSON-safe data."""
        return {
            "program": self.frozen.program,
            "plan_hash": self.frozen.hash,
            "outcome": {"title": self.title, "unit": self.unit},
            "looks": plain(self.looks),
            "sample_ratio": plain(self.ratio),
            "as_drawn": self.loaded[0],
            "not_as_drawn": self.loaded[1],
            "known_on": self.frozen.counted_to.isoformat(),
            "sentence": self.sentence,
            "snapshot": self.snapshot,
        }


def watch(source: FactSource, frozen: Frozen, assignments: str, scope: Scope) -> Watched:
    """Look at a trial.

    Args:
        source: An open build, into which the assignments have been loaded.
        frozen: Its plan.
        assignments: The file of assignments as it was written.
        scope: Who asks.

    Raises:
        UnknownName: The assignments were not loaded.
        UserError: The outcome has no history by person and month.
    """
    history = read_history(source, frozen.asked(), scope)
    part = history.only(np.asarray([one != "" for one in history.arm], dtype=bool))
    return watched(part, frozen, assignments)


def watched(history: History, frozen: Frozen, assignments: str) -> Watched:
    """The same from the history of those who are in the program."""
    looks, counts = _looks(history, frozen)
    arms = tuple(counts)
    ratio = None
    if looks and len(arms) > 1 and all(frozen.people.get(arm) for arm in arms):
        seen = np.array([[look.people[arm] for arm in arms] for look in looks], dtype=np.int64)
        ratio = sample_ratio_so_far(seen, [frozen.people[arm] for arm in arms])
    loaded = _as_drawn(history, assignments)
    return Watched(
        frozen, history.title, history.unit, looks, ratio, loaded,
        _sentence(frozen, looks, ratio, loaded), history.snapshot,
    )  # fmt: skip


def _looks(history: History, frozen: Frozen) -> tuple[tuple[Seen, ...], dict[str, Bools]]:
    """A look after each month that counts."""
    arms = _arms(history, frozen)
    begin = frozen.counted_from.isoformat()[:7]
    end = frozen.counted_to.isoformat()[:7]
    found = []
    for at, month in enumerate(history.months):
        if begin <= month < end:
            there = history.weights[:, history.months.index(_first(history, begin)) : at + 1] > 0
            had = np.asarray(there.any(axis=1))
            people = {arm: int((rows & had).sum()) for arm, rows in arms.items()}
            found.append(Seen(month, people, _look(history, frozen, at)))
    return tuple(found), arms


def _first(history: History, begin: str) -> str:
    return next(month for month in history.months if month >= begin)


def _arms(history: History, frozen: Frozen) -> dict[str, Bools]:
    """Rows of each arm: the two sides, or those who wait and the waves that have started."""
    found = {"control": ~history.treated}
    if frozen.design == "trial":
        return found | {"treated": history.treated}
    waiting = [day for day in frozen.starts if day.isoformat()[:7] > history.months[-1]]
    if waiting:
        return {"all": np.ones(len(history), dtype=bool)}
    for at, day in enumerate(frozen.starts):
        month = day.isoformat()[:7]
        place = history.months.index(month) if month in history.months else 0
        found[f"wave {at + 1}"] = np.asarray(history.first == place)
    return found


def _look(history: History, frozen: Frozen, at: int) -> Look | Reason:
    groups = _groups(history, frozen)
    made = (
        _compared(history, frozen, at, groups)
        if frozen.design == "trial"
        else _stacked(history, frozen, at, groups)
    )
    if isinstance(made, Reason):
        return made
    some, none = (_count(rows, groups) for rows in (history.treated, ~history.treated))
    if frozen.design == "trial":
        fewest = {} if groups is None else {"fewest": _FEWEST_GROUPS}
        return look(made, frozen.planned_error, smaller_side=min(some, none), **fewest)
    return look(made, frozen.planned_error)


def _groups(history: History, frozen: Frozen) -> Ints | None:
    if frozen.drawn == "person":
        return None
    codes = history.groups[frozen.drawn]
    alone = codes.max(initial=0) + 1 + np.arange(codes.size)
    return np.asarray(np.where(codes < 0, alone, codes), dtype=np.int64)


def _count(rows: Bools, groups: Ints | None) -> int:
    return int(rows.sum()) if groups is None else int(np.unique(groups[rows]).size)


def _compared(history: History, frozen: Frozen, at: int, groups: Ints | None) -> Inferred | Reason:
    """Two sides: what counts so far, each person's own past taken out."""
    begin = frozen.counted_from.isoformat()[:7]
    start = frozen.starts[0].isoformat()[:7]
    months = np.arange(len(history.months))
    after = np.array([month >= begin for month in history.months]) & (months <= at)
    own = np.array([month < start for month in history.months])
    own &= np.cumsum(own[::-1])[::-1] <= frozen.before
    outcome, past = _linear(history, after), _linear(history, own)
    kept = ~np.isnan(outcome)
    if not kept.any():
        return Reason("nobody", "Nobody has an outcome yet.", "Wait for a month that counts.")
    sides = outcome[kept], history.treated[kept]
    cluster = None if groups is None else groups[kept]
    found = (
        cuped(sides[0], past[kept], sides[1], cluster=cluster)
        if frozen.before and not np.isnan(past[kept]).all()
        else difference_of_means(*sides, cluster=cluster)
    )
    return found if isinstance(found, Reason) else found.absolute


def _linear(history: History, months: Bools) -> Floats:
    """Each person's part of the gap over some months; NaN where nothing is known."""
    x = np.nan_to_num(history.x)[:, months].sum(axis=1)
    m = history.weights[:, months].sum(axis=1)
    total = float(m.sum())
    if total <= 0:
        return np.full(x.size, np.nan)
    return np.where(m > 0, (x - x.sum() / total * m) / m[m > 0].mean(), np.nan)


def _stacked(history: History, frozen: Frozen, at: int, groups: Ints | None) -> Inferred | Reason:
    """Waves: those who have started against those who have not yet, with all months so far."""
    asked = frozen.asked()
    first = np.where(history.first <= at, history.first, NEVER)
    begin = asked.lag + 1
    windows = Windows(_RUN_UP, 0, begin, begin + asked.horizon)
    own = np.arange(len(history)) if groups is None else groups
    cluster = np.unique(own, return_inverse=True)[1].astype(np.int64)
    made = stacks(history.y[:, : at + 1], history.weights[:, : at + 1], first, windows, cluster)
    if not isinstance(made, Stacks):
        return made
    return inferred(made.plain.value, made.plain.se(cluster), made.plain.df(cluster))


def _as_drawn(history: History, assignments: str) -> tuple[int, int]:
    """How many on record are in the arm that the file says, and how many are not.

    Where the file names teams, people are not told apart.
    """
    if not assignments or not names_people(assignments):
        return len(history), 0
    rows = csv.DictReader(io.StringIO(assignments), delimiter=";")
    drawn = {f"person:{row['System']}:{row['Unit']}": row["Arm"] for row in rows}
    same = sum(
        drawn.get(str(person)) == str(arm)
        for person, arm in zip(history.people, history.arm, strict=True)
    )
    return same, len(history) - same


def _sentence(
    frozen: Frozen,
    looks: tuple[Seen, ...],
    ratio: SampleRatio | Reason | None,
    loaded: tuple[int, int],
) -> str:
    if loaded[1]:
        return (
            f"{loaded[1]} people are on record in another arm than the one drawn for them: nothing "
            "is read from it until that is put right."
        )
    if isinstance(ratio, SampleRatio) and ratio.broken:
        return (
            "Those who have an outcome are not as they were drawn: something chose who is counted, "
            "and no effect is read from it."
        )
    if not looks:
        return f"Nothing counts yet: the first month that does begins on {frozen.counted_from}."
    last = looks[-1].found
    if isinstance(last, Reason):
        return f"Too early: {last.sentence}"
    if len(looks) >= _counted(frozen):
        return f"It is over: conclude it, by the plan that was frozen on {frozen.written_on}."
    if last.low > 0 or last.high < 0:
        return (
            "The range that holds at all looks leaves out zero: it may be stopped, and what it "
            "found stands."
        )
    if -frozen.margin < last.low and last.high < frozen.margin:
        return (
            "The range that holds at all looks lies within the margin: no effect worth having, "
            "and it may be stopped."
        )
    return f"Not to be told yet: it goes on until {frozen.counted_to}."


def _counted(frozen: Frozen) -> int:
    """How many months count."""
    begin, end = frozen.counted_from, frozen.counted_to
    return 12 * (end.year - begin.year) + end.month - begin.month


def hold_untouched(frozen: Frozen, assignments: str) -> None:
    """Refuse to read a trial whose file of assignments is another one.

    Raises:
        DataError: Somebody changed it.
    """
    if not untouched(frozen, assignments):
        raise DataError(
            f"The assignments of {frozen.program!r} are not those that were drawn",
            why="an assignment that was changed is no lottery any more",
            remedy="put the file as it was written back",
        )


def untouched(frozen: Frozen, assignments: str) -> bool:
    """Whether the file of assignments is the one that was written with the plan."""
    return digest(assignments) == frozen.assignments
