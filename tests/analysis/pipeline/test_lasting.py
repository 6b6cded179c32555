"""How long deals last, and how they end, against curves worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from everyrep.analysis.pipeline.lasting import Lasting, lasting
from everyrep.measures.intervals import LifeTable
from everyrep.values import Period, Scope, UserError
from tests.worlds import World

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))


def table() -> LifeTable:
    """Of ten: two won at 10, one lost at 10, one seen open at 15, three lost at 20, three open."""
    return LifeTable(
        np.array([10.0, 15.0, 20.0, 30.0]),
        np.array([2.0, 0.0, 0.0, 0.0]),
        np.array([1.0, 0.0, 3.0, 0.0]),
        np.array([0.0, 1.0, 0.0, 3.0]),
    )


def test_what_is_open_is_the_curve_of_kaplan_and_meier() -> None:
    one = Lasting("all", table())
    assert [one.open_at(day).number() for day in (9, 10, 19)] == pytest.approx([1.0, 0.7, 0.7])
    assert one.open_at(20).number() == pytest.approx(0.7 * 3 / 6)
    assert one.deals == 10


def test_winning_and_losing_compete() -> None:
    """Of those who are open after 15 days, half are lost at 20: 0.7 of all times one half."""
    one = Lasting("all", table())
    assert one.won_by(30).number() == pytest.approx(0.2)
    assert one.won_by(19, second=True).number() == pytest.approx(0.1)
    assert one.won_by(30, second=True).number() == pytest.approx(0.1 + 0.7 / 2)


@pytest.mark.parametrize("day", [5, 10, 15, 20, 30])
def test_the_three_ends_add_up_to_all(day: int) -> None:
    one = Lasting("all", table())
    ends = (one.won_by(day), one.won_by(day, second=True), one.open_at(day))
    assert sum(end.number() or 0.0 for end in ends) == pytest.approx(1.0)


def test_curves_are_the_figures_of_each_day() -> None:
    one = Lasting("all", table())
    days = [0, 9, 10, 15, 19, 20]
    won, lost = one.shares(days)
    share, low, high = one.open_curve(days)
    assert won == pytest.approx([one.won_by(day).number() for day in days])
    assert lost == pytest.approx([one.won_by(day, second=True).number() for day in days])
    assert share == pytest.approx([one.open_at(day).number() for day in days])
    assert (low <= share).all()
    assert (share <= high).all()


def test_deals_become_durations_by_group() -> None:
    world = World(as_of=date(2026, 12, 31)).person("ann")
    opened = date(2026, 2, 1)
    for number in range(60):
        outcome = ("won", "lost", "open")[number % 3]
        close = str(opened + timedelta(days=10 + number % 3)) if outcome != "open" else None
        world.deal(
            f"d{number}", outcome=outcome, owner="ann", created_on=f"{opened}", close_on=close,
            segment="A" if number < 40 else "B",
        )  # fmt: skip
    found = lasting(world.warehouse(), Scope.everything("a test"), YEAR, "segment")
    assert [(one.name, one.deals) for one in found] == [("A", 40), ("B", 20)]
    assert found[0].won_by(10).number() == pytest.approx(14 / 40)
    assert found[0].open_at(11).number() == pytest.approx(13 / 40)


def test_who_sees_groups_alone_is_told_of_no_few() -> None:
    world = World(as_of=date(2026, 12, 31)).person("ann")
    world.deal("d1", outcome="won", owner="ann", created_on="2026-02-01", close_on="2026-03-01")
    guest = Scope("a guest", None, min_group=5, abilities=frozenset({"see_amounts"}))
    assert lasting(world.warehouse(), guest, YEAR) == ()
    with pytest.raises(UserError, match="by person can single a person out"):
        lasting(world.warehouse(), guest, YEAR, by="person")
