"""Thresholds are read as they were written, and a slip is named with its place."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from everyrep.analysis.charts import (
    Threshold,
    parse_thresholds,
    read_thresholds,
    write_thresholds,
)
from everyrep.values import EveryrepError, SettingsError, UnknownName

TEXT = """
[[threshold]]
name = "Win rate of teams"
measure = "win rate"
by = "team"
false_alarms = 0.5

[[threshold]]
measure = "pipeline"
below = 2500000
on = false
"""


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "thresholds.toml"
    assert read_thresholds(path) == ()
    path.write_text(TEXT, encoding="utf-8")
    first, second = read_thresholds(path)
    assert first == Threshold("win_rate", "Win rate of teams", "team", false_alarms=0.5)
    assert first.title == "Win rate of teams"
    assert not first.fixed
    assert second.fixed
    assert not second.on


def test_what_is_written_is_read_back() -> None:
    thresholds = (
        Threshold("win_rate", 'of "teams"', "team", false_alarms=0.5, where="segment = 'A'"),
        Threshold("bookings", below=1.5, above=3, history=24, grain="fiscal_quarter", on=False),
    )
    assert parse_thresholds(tomllib.loads(write_thresholds(thresholds)), "x") == thresholds


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({"measure": "win_rat"}, "[[threshold]] 1 measure"),
        ({"measure": "win_rate", "by": "teem"}, "Did you mean 'team'"),
        ({"measure": "win_rate", "belo": 0.2}, "Did you mean 'below'"),
        ({"measure": "win_rate", "grain": "mnth"}, "Did you mean 'month'"),
        ({"measure": "win_rate", "below": "low"}, "is not a number"),
        ({"measure": "win_rate", "on": 1}, "is not true or false"),
        ({"measure": "win_rate", "history": True}, "is not a whole number"),
        ({"measure": "win_rate", "false_alarms": 0}, "[[threshold]] 1 false_alarms"),
        ({"measure": "win_rate", "below": 0.2, "false_alarms": 1}, "both given"),
        ({"measure": "win_rate", "below": 0.4, "above": 0.2}, "not less than"),
        ({"measure": "win_rate", "history": 5}, "too few"),
        ({"by": "team"}, "names no measure"),
    ],
)
def test_a_slip_is_named_with_its_place(entry: dict[str, object], says: str) -> None:
    with pytest.raises(EveryrepError) as problem:
        parse_thresholds({"threshold": [entry]}, "thresholds.toml")
    assert says in str(problem.value)
    assert "thresholds.toml" in str(problem.value)


def test_other_content_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="treshold"):
        parse_thresholds({"treshold": []}, "x")
    with pytest.raises(SettingsError, match="single brackets"):
        parse_thresholds({"threshold": {}}, "x")
    path = tmp_path / "thresholds.toml"
    path.write_text("[[threshold]\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="cannot be read"):
        read_thresholds(path)
