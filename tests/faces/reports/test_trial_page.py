"""A trial as a page: what it would tell before it starts, and where it stands while it runs."""

from __future__ import annotations

from datetime import date

import pytest

from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.conducting import Calendar, Frozen, Seen, Watched
from everyrep.evidence.inference import Look
from everyrep.evidence.trials import SampleRatio
from everyrep.faces.reports.charts.trials import calendar_chart, power_curve
from everyrep.faces.reports.model import Chart, Notes, Table
from everyrep.faces.reports.pages.trial import calendar_of, watched_page
from everyrep.values import Reason

PLAN = Frozen(
    "Demo", Question(treatment("program:Demo"), "win_rate").to_dict(), "trial", "person", (),
    (date(2026, 7, 1),), date(2026, 9, 1), date(2027, 3, 1), 12, 0.02, 0.01, 0.028,
    people={"treated": 40, "control": 41},
)  # fmt: skip


def watched(*, broken: bool = False) -> Watched:
    looks = (
        Seen("2026-09", {"treated": 8, "control": 9}, Reason("few", "Too few so far.")),
        Seen("2026-10", {"treated": 40, "control": 41}, Look(0.05, 0.01, 0.09, 0.02, 0.95, 1.4)),
    )
    ratio = SampleRatio((40, 41), (40.0, 41.0), 0.9, broken, "sequential")
    return Watched(PLAN, "Win rate", "share", looks, ratio, (81, 0), "It may be stopped.", "b1")


def test_looks_are_shown_with_ranges_that_hold_at_all_of_them() -> None:
    blocks = watched_page(watched()).blocks
    (chart,) = [block for block in blocks if isinstance(block, Chart)]
    assert "+5.0" in chart.says
    assert "1.0 to +9.0" in chart.says
    (table,) = [block for block in blocks if isinstance(block, Table)]
    assert next(row[2] for row in table.rows) == "Too few so far."
    assert "5.0 points (1.0 points to 9.0 points)" in str(table.rows[1][2])


def test_sides_that_are_not_as_drawn_are_told_in_the_open() -> None:
    notes = watched_page(watched(broken=True)).blocks[0]
    assert isinstance(notes, Notes)
    assert [note.tone for note in notes.notes] == ["plain", "bad"]
    assert "not as drawn" in notes.notes[1].text


@pytest.mark.parametrize("waves", [False, True])
def test_the_calendar_tells_of_every_wave_and_of_who_waits(waves: bool) -> None:
    starts = (date(2026, 7, 1), date(2026, 9, 1)) if waves else (date(2026, 7, 1),)
    when = Calendar(starts, date(2026, 9, 1), date(2027, 3, 1), 1, 35.0)
    chart = calendar_of(when, 12, waves=waves)
    rows = [row[0] for row in chart.data.rows]
    assert set(rows) == ({"Wave 1", "Wave 2", "Wait"} if waves else {"Both sides"})
    assert "35 days" in chart.caption
    told = [str(row[1]) for row in chart.data.rows]
    assert "July 2025 until July 2026 taken out" in told[0]
    spec = chart.draw(500)
    assert len(spec["data"]["values"]) == len(rows)


def test_the_curve_of_power_rises_from_the_false_alarms() -> None:
    points = [(0.0, 0.05, "0"), (0.1, 0.8, "0.1"), (0.2, 1.0, "0.2")]
    spec = power_curve(points, "points", 0.1, 400)
    assert [one["chance"] for one in spec["data"]["values"]] == [0.05, 0.8, 1.0]
    assert calendar_chart([], 400)["data"]["values"] == []
