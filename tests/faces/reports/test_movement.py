"""What moved the pipeline says that its parts add up only where all of them are shown."""

from __future__ import annotations

from datetime import date

import pytest

from everyrep.analysis.pipeline.waterfall import MovedPart, WhatMoved
from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.model import Chart
from everyrep.faces.reports.pages.movement import movement_blocks
from everyrep.values import Currency, Estimate, Money, NotEstimable, Reason
from tests.faces.reports.test_series import asker
from tests.worlds import World

_FEW = Reason("too_few_people", "It is about fewer than 5 people.", "")


def euros(amount: int, n: int = 9) -> Estimate:
    return Estimate(Money(amount * 100, Currency.of("EUR")), n=n, unit="money:EUR")


def asking(*, new: Estimate) -> Asker:
    """An asker whose week is known already."""
    parts = (MovedPart("new", "Opened since.", new), MovedPart("won", "Won since.", euros(-40)))
    days = (date(2026, 6, 23), date(2026, 6, 30))
    one = asker(World(as_of=days[1]))
    found = WhatMoved(*days, None, euros(100), euros(90), parts, {}, ())
    assert one.study("moved", lambda: found) is found
    return one


@pytest.mark.parametrize(
    ("new", "adds_up"), [(euros(30), True), (NotEstimable(_FEW, unit="money:EUR"), False)]
)
def test_parts_add_up_only_where_all_are_shown(new: Estimate, adds_up: bool) -> None:
    (chart,) = movement_blocks(asking(new=new))
    assert isinstance(chart, Chart)
    assert ("The parts add up, to the last cent." in chart.caption) is adds_up
    assert ("do not add up: New is withheld" in chart.caption) is not adds_up
