"""How it stands with backups: one answer, whoever asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from everyrep import backups
from everyrep.values import FixedClock
from everyrep.warehouse.workspace import Workspace

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    found = Workspace(tmp_path / "company")
    found.root.mkdir(mode=0o700)
    found.settings_file.write_text("", encoding="utf-8")
    return found


def test_none_is_needed_of_what_can_be_made_again(place: Workspace) -> None:
    assert [(x.well, x.found.split()[0]) for x in backups.symptoms(place)] == [(False, "there")]
    place.settings_file.write_text("[company]\nsimulated = true\n", encoding="utf-8")
    (line,) = backups.symptoms(place)
    assert (line.well, line.what) == (True, "backups")
    backups.make(place, place.root / "backups", with_database=False)
    (line,) = backups.symptoms(place)  # What is there is told, needed or not.
    assert line.well
    assert line.found.startswith("1 in ")


@pytest.mark.parametrize(
    ("hours", "old", "said"), [(1, False, "made within a day"), (25, False, "made within a day"),
                               (27, True, "1 day old"), (72, True, "3 days old")],
)  # fmt: skip
def test_old_is_one_that_the_next_day_should_have_followed(
    place: Workspace, hours: int, old: bool, said: str
) -> None:
    at = FixedClock(NOW - timedelta(hours=hours))
    backups.make(place, place.root / "backups", with_database=False, clock=at)
    found = backups.standing(place, FixedClock(NOW))
    assert (found.old, found.count, found.proved, found.same_disk) == (old, 1, 0, True)
    assert said in found.told


def test_before_there_are_data_there_is_nothing_to_say(tmp_path: Path) -> None:
    (line,) = backups.symptoms(Workspace(tmp_path / "nothing"))
    assert line.well
