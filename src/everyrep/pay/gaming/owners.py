"""Ways that change whose lines are, and ways that book them twice."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from everyrep.pay.columns import Numbers
from everyrep.pay.gaming.scene import Scene
from everyrep.pay.gaming.tries import Edit, Try, Way
from everyrep.pay.windows import day_of

_PARTNERS = 2


def hand_overs(
    scene: Scene, row: int, partners: tuple[int, ...], most: int = _PARTNERS
) -> Iterator[Try]:
    """A line of one person booked as another's; both share what it brings.

    Args:
        scene: The scene.
        row: The line.
        partners: People who may take it, those who are paid most for a deal first.
        most: How many of them are tried.
    """
    payee, day = int(scene.facts.credited.payee[row]), int(scene.facts.credited.day[row])
    if not scene.plain[row]:
        return
    others = [one for one in partners if one != payee and scene.there(one, day)]
    for other in others[:most]:
        yield Try(
            Way.HAND_OVER, (payee, other), row,
            f"{scene.size(row)} on {scene.day(row)} is booked for a colleague, and both share "
            "what that brings",
            changed=(Edit(row, payee=other),),
        )  # fmt: skip


def rebookings(scene: Scene, row: int) -> Iterator[Try]:
    """A line taken back in full and booked again on the same day."""
    if not scene.plain[row]:
        return
    payee, day = int(scene.facts.credited.payee[row]), int(scene.facts.credited.day[row])
    days = {min(end - 1, scene.facts.through) for end in _ends(scene, day)} | _ends(scene, day)
    sizes = {name: scene.value(name, row) for name in scene.sizes}
    back = {name: -value for name, value in sizes.items()}
    for then in sorted(days):
        if then < day or not scene.there(payee, then):
            continue
        yield Try(
            Way.REBOOK, (payee,), row,
            f"{scene.size(row)} on {scene.day(row)} is taken back and booked again on "
            f"{day_of(then)}",
            copies=(
                Edit(row, back, day=then, reverses=True),
                Edit(row, sizes, day=then, own_deal=True),
            ),
        )  # fmt: skip


def _ends(scene: Scene, day: int) -> set[int]:
    """First days after the windows of a day; the last known day where nothing ends."""
    found = {scene.bounds(day, window)[1] for window in scene.windows}
    return found or {scene.facts.through}


def partners_of(scene: Scene) -> tuple[int, ...]:
    """People in the order of what they are paid for what they are credited with, the most first."""
    people, credited = len(scene.facts.people), scene.facts.credited
    column = credited.facts[scene.money_read[0]] if scene.money_read else None
    sold: NDArray[np.float64] = np.ones(people)
    if isinstance(column, Numbers):
        known = np.ones(len(column), dtype=bool) if column.known is None else column.known
        amounts = np.where(known, column.above.parts.astype(float), 0.0)
        sold = np.bincount(credited.payee, amounts, people).astype(np.float64)
    pay = scene.found.by_payee.astype(float)
    rate = np.where(sold > 0, pay / np.where(sold > 0, sold, 1.0), -1.0)
    order = np.argsort(-rate, kind="stable")
    return tuple(int(place) for place in order)
