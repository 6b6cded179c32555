"""Ways that change when lines are: delayed, pulled, held back together, refunded later."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from everyrep.pay.gaming.scene import Scene
from everyrep.pay.gaming.tries import Edit, Try, Way
from everyrep.pay.windows import day_of

_MOST_DAYS = 31
_SHIFTS = (1, 7, 14, 31)


def delays(scene: Scene, row: int) -> Iterator[Try]:
    """A line on a later day: the first of a next window, or past a day that a condition reads."""
    if scene.plain[row]:
        yield from _moved(scene, row, Way.DELAY, _later(scene, row), "delayed")


def pulls(scene: Scene, row: int) -> Iterator[Try]:
    """A line on an earlier day: the last of the window before, or before such a day."""
    if scene.plain[row]:
        yield from _moved(scene, row, Way.PULL, _earlier(scene, row), "pulled")


def refunds(scene: Scene, row: int) -> Iterator[Try]:
    """What takes a line back, on another day, not before the line itself."""
    credited = scene.facts.credited
    origin = int(credited.reverses[row])
    if origin < 0 or bool((credited.reverses == row).any()):
        return
    days = {*_later(scene, row), *_earlier(scene, row)}
    days = {day for day in days if day >= credited.day[origin]}
    yield from _moved(scene, row, Way.REFUNDS, days, "refunded")


def sandbags(scene: Scene, row: int) -> Iterator[Try]:
    """All of somebody's lines of a window's last month held back to the next, or pulled from it.

    One try for each window: that of the first line that is in it.
    """
    credited = scene.facts.credited
    payee, day = int(credited.payee[row]), int(credited.day[row])
    low, high = np.searchsorted(credited.payee, (payee, payee + 1))
    mine = np.arange(low, high)[scene.plain[low:high]]
    for window in scene.windows:
        first, end = scene.bounds(day, window)
        last = mine[
            (credited.day[mine] >= max(first, end - _MOST_DAYS)) & (credited.day[mine] < end)
        ]
        yield from _together(scene, row, payee, last, end, "held back to")
        begun = mine[(credited.day[mine] >= first) & (credited.day[mine] < first + _MOST_DAYS)]
        yield from _together(scene, row, payee, begun[credited.day[begun] < end], first - 1,
                             "pulled forward to")  # fmt: skip


def _together(
    scene: Scene, row: int, payee: int, rows: np.ndarray, day: int, word: str
) -> Iterator[Try]:
    if rows.size < 2 or int(rows[0]) != row or not scene.there(payee, day):
        return
    yield Try(
        Way.SANDBAG, (payee,), row,
        f"{rows.size} deals of one month are {word} {day_of(day)}",
        changed=tuple(Edit(int(one), day=day) for one in rows), effort=int(rows.size),
    )  # fmt: skip


def _moved(scene: Scene, row: int, way: Way, days: set[int], word: str) -> Iterator[Try]:
    payee = int(scene.facts.credited.payee[row])
    for day in sorted(days):
        if not scene.there(payee, day):
            continue
        yield Try(
            way, (payee,), row,
            f"{scene.size(row)} on {scene.day(row)} is {word} on {day_of(day)} instead"
            if way is Way.REFUNDS
            else f"{scene.size(row)} on {scene.day(row)} is {word} to {day_of(day)}",
            changed=(Edit(row, day=day),),
        )  # fmt: skip


def _later(scene: Scene, row: int) -> set[int]:
    day = int(scene.facts.credited.day[row])
    ends = {scene.bounds(day, window)[1] for window in scene.windows}
    ends |= {first for first in _stints_of(scene, row) if first > day}
    found = {end for end in ends if end - day <= _MOST_DAYS}
    return found | {day + shift for shift in _SHIFTS if scene.reads_days}


def _earlier(scene: Scene, row: int) -> set[int]:
    day = int(scene.facts.credited.day[row])
    firsts = {scene.bounds(day, window)[0] - 1 for window in scene.windows}
    firsts |= {first - 1 for first in _stints_of(scene, row) if first <= day}
    found = {last for last in firsts if day - last <= _MOST_DAYS}
    return found | {day - shift for shift in _SHIFTS if scene.reads_days}


def _stints_of(scene: Scene, row: int) -> list[int]:
    """First days of the stints of a line's person, on which their facts may change."""
    stints, payee = scene.facts.stints, scene.facts.credited.payee[row]
    low, high = np.searchsorted(stints.payee, (payee, payee + 1))
    return [int(first) for first in stints.first[low:high]]
