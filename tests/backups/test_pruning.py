"""Which backups go: never the newest, never the newest that was proved, never a young one."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from everyrep import backups
from everyrep.backups.proving import proven
from everyrep.backups.pruning import _stay
from everyrep.values import EveryrepError, FixedClock, UserError
from everyrep.warehouse.settings import BackupPlan, read_settings, write_template
from everyrep.warehouse.workspace import Workspace

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CLOCK = FixedClock(NOW)


def backup(folder: Path, at: datetime) -> str:
    one = folder / f"backup-{at:%Y%m%d-%H%M%S}"
    one.mkdir(parents=True)
    content = {
        "format": 1, "made_at": at.isoformat(), "version": "", "engine": "", "build": "",
        "database": "", "files": {}, "tables": {},
    }  # fmt: skip
    (one / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
    return one.name


def there(folder: Path) -> list[str]:
    return sorted(x.name for x in folder.glob("backup-*"))


def test_two_years_of_days_leave_seven_days_four_weeks_and_twelve_months(tmp_path: Path) -> None:
    for day in range(730):
        backup(tmp_path, NOW - timedelta(days=day))
    gone = backups.prune(tmp_path, BackupPlan(), clock=CLOCK)
    left = [name[7:15] for name in there(tmp_path)]
    days = [f"202611{day}" for day in range(16, 23)]  # the 22nd is a Sunday, its week's last day
    weeks = ["20261101", "20261108", "20261115"]  # the fourth is the newest of all
    months = [
        "20251231", "20260131", "20260228", "20260331", "20260430", "20260531", "20260630",
        "20260731", "20260831", "20260930", "20261031",
    ]  # fmt: skip
    assert left == sorted({*days, *weeks, *months})
    assert len(gone) == 730 - len(left)
    assert list(tmp_path.glob(".unfinished-*")) == []


def test_what_was_proved_last_stays(tmp_path: Path) -> None:
    names = [backup(tmp_path, NOW - timedelta(days=n)) for n in range(60)]
    for at in (50, 40):
        proven(backups.read(tmp_path / names[at]))
    backups.prune(tmp_path, BackupPlan(True, 2, 0, 0), clock=CLOCK)
    assert there(tmp_path) == sorted({names[0], names[1], names[40]})
    assert backups.proofs(tmp_path) == {names[40]}


def test_a_proof_is_of_what_was_proved(tmp_path: Path) -> None:
    name = backup(tmp_path, NOW)
    proven(backups.read(tmp_path / name))
    assert backups.proofs(tmp_path) == {name}
    (tmp_path / name / "manifest.json").write_text("{}", encoding="utf-8")
    assert backups.proofs(tmp_path) == frozenset()
    (tmp_path / "proved.json").write_text("[not JSON", encoding="utf-8")
    assert backups.proofs(tmp_path) == frozenset()


def test_what_cannot_be_read_and_what_is_young_is_left_alone(tmp_path: Path) -> None:
    old = backup(tmp_path, NOW - timedelta(days=90))
    (tmp_path / old / "manifest.json").write_text("damaged", encoding="utf-8")
    young = [backup(tmp_path, NOW - timedelta(minutes=n)) for n in range(5)]
    assert backups.prune(tmp_path, BackupPlan(True, 1, 1, 1), clock=CLOCK) == ()
    assert there(tmp_path) == sorted([old, *young])


def test_looking_drops_nothing(tmp_path: Path) -> None:
    for day in range(40):
        backup(tmp_path, NOW - timedelta(days=day))
    gone = backups.prune(tmp_path, BackupPlan(True, 7, 0, 0), clock=CLOCK, dry_run=True)
    assert len(gone) == 33
    assert len(there(tmp_path)) == 40


def held(age: int) -> backups.Backup:
    at = NOW - timedelta(minutes=age)
    folder = Path(f"backup-{at:%Y%m%d-%H%M%S}")
    return backups.Backup(folder, at.isoformat(), "", "", "", "")


@settings_of_hypothesis(deadline=None)
@given(
    ages=st.sets(st.integers(-100, 100_000), min_size=1, max_size=20),
    at=st.integers(0, 19),
    plan=st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)),
)
def test_the_newest_and_the_newest_proved_stay_whatever_the_plan(
    ages: set[int], at: int, plan: tuple[int, int, int]
) -> None:
    found = [held(age) for age in sorted(ages)]
    proved = {one.name for one in found[at:]}
    left = set(_stay(found, BackupPlan(True, *plan), proved, NOW))
    assert found[0].name in left
    assert not proved or found[at].name in left
    rest = [one for one in found if one.name in left]
    assert set(_stay(rest, BackupPlan(True, *plan), proved & left, NOW)) == left


def test_the_newest_is_told_from_names_and_not_from_the_future(tmp_path: Path) -> None:
    assert backups.newest_at(tmp_path, NOW) is None
    backup(tmp_path, NOW - timedelta(days=3))
    backup(tmp_path, NOW + timedelta(days=300))
    (tmp_path / "backup-yesterday").mkdir()
    (tmp_path / "backup-yesterday" / "manifest.json").write_text("{}", encoding="utf-8")
    assert backups.newest_at(tmp_path, NOW) == NOW - timedelta(days=3)


def test_a_folder_on_another_disk_is_known(tmp_path: Path) -> None:
    assert backups.same_disk(tmp_path, tmp_path / "not" / "yet" / "there")
    if (shm := Path("/dev/shm")).is_dir() and shm.stat().st_dev != tmp_path.stat().st_dev:
        assert not backups.same_disk(tmp_path, shm)


def settings(tmp_path: Path, text: str) -> BackupPlan:
    place = Workspace(tmp_path)
    place.settings_file.write_text(text, encoding="utf-8")
    return read_settings(place).backups


def test_the_company_says_how_many_are_kept(tmp_path: Path) -> None:
    assert settings(tmp_path, "") == BackupPlan(True, 7, 4, 12)
    assert settings(tmp_path, "[backups]\ndaily = 3\nmonthly = 0\n") == BackupPlan(True, 3, 4, 0)
    assert not settings(tmp_path, "[backups]\non = false\n").on
    # A simulated company can be made again.
    assert not settings(tmp_path, "[company]\nsimulated = true\n").on
    assert settings(tmp_path, "[company]\nsimulated = true\n[backups]\non = true\n").on
    place = Workspace(tmp_path / "new")
    place.root.mkdir()
    write_template(place)
    assert read_settings(place).backups == BackupPlan()
    plain = "\n".join(
        line.removeprefix("# ").partition("  #")[0]
        for line in place.settings_file.read_text(encoding="utf-8")
        .partition("[backups]")[2]
        .splitlines()
    )
    assert settings(tmp_path, f"[backups]{plain}") == BackupPlan()  # What it says is the default.


@pytest.mark.parametrize(
    "line", ["daily = -1", "weekly = '4'", "monthly = true", "on = 'yes'", "hourly = 1"]
)
def test_a_plan_that_cannot_be_read_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(EveryrepError):
        settings(tmp_path, f"[backups]\n{line}\n")


def test_a_disk_that_refuses_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in range(3):
        backup(tmp_path, NOW - timedelta(days=day))

    def refuses(*_: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "rename", refuses)
    with pytest.raises(UserError, match="permission"):
        backups.prune(tmp_path, BackupPlan(True, 1, 0, 0), clock=CLOCK)
