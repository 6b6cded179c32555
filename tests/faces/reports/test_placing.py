"""No row of a page has a hole."""

from __future__ import annotations

import pytest

from everyrep.faces.reports.model import Block, Chart, Missing, Note, Spec, Table
from everyrep.faces.reports.placing import columns, placed


@pytest.mark.parametrize("count", range(2, 30))
def test_rows_of_figures_are_full(count: int) -> None:
    widths = columns(count)
    assert len(widths) == count
    filled = 0
    for width in widths:
        filled += width
        assert filled <= 12
        filled %= 12
    assert filled == 0


def test_one_figure_keeps_the_size_of_others() -> None:
    assert columns(1) == [4]
    assert columns(0) == []


def blank(_: int) -> Spec:
    return {}


def test_halves_stand_in_pairs_and_a_lone_one_takes_the_width() -> None:
    chart = Chart("c", blank, "", Table("t", (), ()))
    wide = Chart("w", blank, "", Table("t", (), ()), wide=True)
    note, missing = Note("n"), Missing("m", "r")
    blocks: list[Block] = [chart, missing, chart, note, chart, wide, chart, chart]
    halves = [half for _, half in placed(blocks)]
    assert halves == [True, True, False, False, False, False, True, True]
    assert [block for block, _ in placed(blocks)] == blocks
