"""Derived facts give the same figures, kept with the build or not."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from everyrep.assembly import build_demo
from everyrep.measures import panel, query
from everyrep.measures.catalogue import load_catalogue
from everyrep.measures.computable import why_not
from everyrep.measures.keeping import KEPT, keep
from everyrep.values import Estimate, NotEstimable, Scope
from everyrep.warehouse.kept import read_kept
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import Workspace

pytestmark = pytest.mark.long

RESTING_ON_THEM = (
    "course_completion",
    "completion_within_30_days",
    "time_to_complete",
    "completions",
    "certifications",
    "mandatory_completion",
    "pass_rate",
    "first_try_pass_rate",
    "onboarding_time",
    "knowledge_retention",
    "bookings",
    "calls_per_rep_week",
    "learning_minutes_per_rep_month",
    "stage_conversion",
    "time_in_stage",
    "stage_win_rate",
)
ALL = Scope.everything("test")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("kept")
    build_demo(Workspace(root), people=40, months=20, seed=7, progress=lambda *_: None)
    return root


@pytest.fixture
def workspace(company: Path, tmp_path: Path) -> Path:
    """The company, to do with as one likes."""
    shutil.copytree(company / "warehouse", tmp_path / "warehouse")
    shutil.copy(company / "everyrep.toml", tmp_path)
    return tmp_path


def answers(workspace: Path, scope: Scope = ALL) -> dict[str, object]:
    with Warehouse.open(workspace) as warehouse:
        known = load_catalogue()
        names = [name for name in RESTING_ON_THEM if why_not(warehouse, known[name]) is None]
        assert len(names) > 8
        found: dict[str, object] = {}
        for by in ((), ("team",), ("person", "month")):
            for name in names:
                answer = query(warehouse, name, by=by, period="2025", scope=scope)
                for row in answer:
                    e = row.estimate
                    found[f"{name} {sorted(row.keys.items(), key=str)}"] = (
                        e.reason if isinstance(e, NotEstimable) else (e.n, *rounded(e))
                    )
        return found


def rounded(estimate: Estimate) -> list[object]:
    """Sums of products are floats, and depend in the last digit on the order of rows."""
    found = (estimate.value, estimate.low, estimate.high)
    return [round(one, 9) if isinstance(one, float) else one for one in found]


def working(warehouse: Warehouse, scope: Scope) -> str:
    provenance = query(warehouse, "completions", scope=scope).one().provenance
    assert provenance is not None
    return provenance.sql


def test_every_figure_is_the_same_where_facts_are_kept(workspace: Path) -> None:
    before = answers(workspace)
    with Warehouse.open(workspace) as warehouse:
        assert sorted(keep(warehouse, many=1)) == sorted(KEPT)
    with Warehouse.open(workspace) as warehouse:
        assert warehouse.kept == KEPT.keys()
        sql = panel(warehouse, ("completions", "pass_rate"), by="person", scope=ALL).sql
        assert "kept_course_records" in sql
        assert "kept_daily_verdicts" in sql
        assert "learning_events" not in sql
    assert answers(workspace) == before


def test_who_looks_back_is_not_answered_from_what_is_kept(workspace: Path) -> None:
    with Warehouse.open(workspace) as warehouse:
        earlier = Scope.everything("auditor", as_of=warehouse.as_of - timedelta(days=200))
        keep(warehouse, many=1)
    with Warehouse.open(workspace) as warehouse:
        assert "learning_events" in working(warehouse, earlier)
        assert "learning_events" not in working(warehouse, ALL)


def test_small_companies_keep_nothing(workspace: Path) -> None:
    with Warehouse.open(workspace) as warehouse:
        assert keep(warehouse) == []
        assert not (warehouse.folder / "kept").exists()


def test_what_is_the_same_in_the_next_build_is_linked(workspace: Path, tmp_path: Path) -> None:
    with Warehouse.open(workspace) as warehouse:
        keep(warehouse, many=1)
        first = read_kept(warehouse.folder)
        other = tmp_path / "next"
        other.mkdir()
        for entry in warehouse.folder.iterdir():
            if entry.name != "kept":
                (other / entry.name).symlink_to(entry)
        again = Warehouse(other, warehouse.record, warehouse.settings, warehouse.connection)
        keep(again, before=warehouse.folder, many=1)
        assert read_kept(other) == first
        for kept in first.values():
            assert (other / "kept" / kept.file).samefile(warehouse.folder / "kept" / kept.file)


def test_a_damaged_index_is_as_if_nothing_were_kept(workspace: Path) -> None:
    with Warehouse.open(workspace) as warehouse:
        keep(warehouse, many=1)
        (warehouse.folder / "kept" / "kept.json").write_text("{", encoding="utf-8")
    with Warehouse.open(workspace) as warehouse:
        assert warehouse.kept == frozenset()
        assert query(warehouse, "completions", scope=ALL).one().n > 0


def test_what_was_being_written_when_it_was_killed_is_not_read(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with Warehouse.open(workspace) as warehouse:
        monkeypatch.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            keep(warehouse, many=1)
        monkeypatch.undo()
        assert read_kept(warehouse.folder) == {}
        assert list((warehouse.folder / "kept").iterdir()) == []
