"""Whether one version of a plan can follow another: each window and each refund is paid by one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from everyrep.pay.plan import Commission, Plan, Refund, Window
from everyrep.pay.windows import Calendar, day_number, day_of
from everyrep.values import UserError


def refuse_inside(before: Plan, after: Plan) -> None:
    """Hold that a version begins where the windows begin that the one before pays as a whole.

    A bonus of a quarter that one version has begun and another ends would be two bonuses.

    Raises:
        UserError: It begins within such a window.
    """
    if not before.begins < after.begins < before.ends:
        return
    if before.weeks != after.weeks:
        raise UserError(
            f"Its year is cut otherwise than that of version {before.version}",
            why="Periods of the one would begin within periods of the other, and be paid twice",
            remedy="keep how the year is cut, or give the plan another id",
        )
    calendar = Calendar.of(before)
    names = {part.id for part in after.pay}
    for component, title, window in _whole(before):
        first, end = _around(calendar, after.begins, window)
        if component in names and first != after.begins:
            raise UserError(
                f"It begins on {after.begins}, within {first} to {end} of {title!r}",
                why="What is paid for such a window as a whole would be paid by two versions",
                remedy=f"let it begin on {end} or {first}, or give the component another id",
            )


def refuse_mixed(before: Plan, after: Plan) -> None:
    """Hold that both take refunds of one component back in the same of two plans.

    What its original earned goes back to the version that paid it, all else to the one that holds
    on the refund's day.

    Raises:
        UserError: A refund would be taken back by both, or by neither.
    """
    olds = {part.id: part for part in before.pay if isinstance(part, Commission)}
    for part in after.pay:
        old = olds.get(part.id)
        if not isinstance(part, Commission) or old is None:
            continue
        ways = [one.refund is Refund.ORIGINAL for one in (old, part)]
        if ways[0] != ways[1]:
            times = "twice" if ways[0] else "by neither version"
            raise UserError(
                f"{part.title!r} has refund = {old.refund.value!r} in version {before.version}, "
                f"and {part.refund.value!r} in version {after.version}",
                why=f"What is sold before {after.begins} and comes back later would be taken "
                f"back {times}",
                remedy=f"keep refund = {old.refund.value!r}",
            )


def _whole(plan: Plan) -> Iterator[tuple[str, str, Window]]:
    """Components with amounts of whole windows, and the windows."""
    for part in plan.pay:
        if not isinstance(part, Commission):
            yield part.id, part.title, part.window
        elif part.cap is not None:
            yield part.id, part.title, part.cap.window


def _around(calendar: Calendar, day: date, window: Window) -> tuple[date, date]:
    """The first day of the window of a day, and the first after it."""
    number = calendar.numbers(np.array([day_number(day)], dtype=np.int64), window)
    first, end = calendar.first(number, window), calendar.end(number, window)
    return day_of(int(first[0])), day_of(int(end[0]))
