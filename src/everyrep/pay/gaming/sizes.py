"""Ways that change how large lines are: splitting, merging, and moving money between lines."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from everyrep.pay.gaming.scene import Scene
from everyrep.pay.gaming.tries import Edit, Try, Way

_SHARES = (Fraction(1, 2), Fraction(1, 4), Fraction(3, 4))
_NEXT = 5


def splits(scene: Scene, row: int) -> Iterator[Try]:
    """One deal as two: each share of it a deal of its own."""
    if not scene.plain[row]:
        return
    payee = int(scene.facts.credited.payee[row])
    for share in _SHARES:
        first, second = parted(scene, row, share)
        yield Try(
            Way.SPLIT, (payee,), row,
            f"{scene.size(row)} on {scene.day(row)} is split into two deals, the first of "
            f"{share.numerator}/{share.denominator} of it",
            changed=(Edit(row, first),), copies=(Edit(row, second, own_deal=True),),
        )  # fmt: skip


def parted(
    scene: Scene, row: int, share: Fraction
) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """Sizes of both parts: money and counts in whole units."""
    first, second = {}, {}
    for name in scene.sizes:
        whole = scene.value(name, row)
        first[name] = Fraction(int(whole * share + Fraction(1, 2)))
        second[name] = whole - first[name]
    return first, second


def merges(scene: Scene, row: int) -> Iterator[Try]:
    """Two deals of one person in the same windows as one, on the later day."""
    credited = scene.facts.credited
    if not scene.plain[row]:
        return
    for other in range(row + 1, min(row + 1 + _NEXT, scene.rows)):
        if not scene.plain[other] or scene.like(row) != scene.like(other):
            continue
        if not _same_windows(scene, row, other) or credited.deal[row] == credited.deal[other]:
            continue
        whole = {name: scene.value(name, row) + scene.value(name, other) for name in scene.sizes}
        yield Try(
            Way.MERGE, (int(credited.payee[row]),), row,
            f"{scene.size(row)} on {scene.day(row)} and {scene.size(other)} on "
            f"{scene.day(other)} are booked as one deal on the later day",
            changed=(Edit(other, whole),), gone=(row,), effort=2,
        )  # fmt: skip
        return


def _same_windows(scene: Scene, row: int, other: int) -> bool:
    day = scene.facts.credited.day
    return all(
        scene.bounds(int(day[row]), window) == scene.bounds(int(day[other]), window)
        for window in scene.windows
    )


def shifts(scene: Scene, row: int) -> Iterator[Try]:
    """Money moved between two lines of a deal, all sums unchanged."""
    if not scene.plain[row]:
        return
    for name in scene.money_read:
        for other in _of_deal(scene, row):
            for share in (Fraction(1), Fraction(1, 2)):
                yield from _moved(scene, row, other, name, share)
        yield from _apart(scene, row, name)


def _of_deal(scene: Scene, row: int) -> list[int]:
    """Other plain lines of the same person, deal and kind of credit."""
    credited = scene.facts.credited
    low, high = np.searchsorted(credited.payee, (credited.payee[row], credited.payee[row] + 1))
    mine = np.arange(low, high)
    alike = (credited.deal[mine] == credited.deal[row]) & (
        credited.kind[mine] == credited.kind[row]
    )
    return [int(other) for other in mine[alike & scene.plain[mine]] if other != row][:_NEXT]


def _moved(scene: Scene, row: int, other: int, name: str, share: Fraction) -> Iterator[Try]:
    here, there = scene.value(name, row), scene.value(name, other)
    moved = Fraction(int(here * share))
    if moved <= 0:
        return
    yield Try(
        Way.SHIFT, (int(scene.facts.credited.payee[row]),), row,
        f"{scene.money(moved)} of {name} moves from {scene.size(row)} to {scene.size(other)} of "
        "the same deal",
        changed=(Edit(row, {name: here - moved}), Edit(other, {name: there + moved})),
    )  # fmt: skip


def _apart(scene: Scene, row: int, name: str) -> Iterator[Try]:
    """A line in two halves of one deal, one of which has all of one kind of money."""
    whole = scene.value(name, row)
    others = [one for one in scene.money_read if one != name and scene.value(one, row) > 0]
    if whole <= 0 or not others:
        return
    first, second = parted(scene, row, Fraction(1, 2))
    yield Try(
        Way.SHIFT, (int(scene.facts.credited.payee[row]),), row,
        f"{scene.size(row)} on {scene.day(row)} becomes two halves of one deal, and one half has "
        f"all of the {name}",
        changed=(Edit(row, {**first, name: whole}),),
        copies=(Edit(row, {**second, name: Fraction(0)}),),
    )  # fmt: skip
