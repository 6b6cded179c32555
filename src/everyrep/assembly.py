"""Wires the parts together for the faces; decides nothing itself."""

from __future__ import annotations

import os
import platform
import shutil
import stat
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from everyrep.values import DataError, EveryrepError, SystemClock, UnknownName, UserError
from everyrep.warehouse.build import build
from everyrep.warehouse.build.record import BuildRecord, current_build
from everyrep.warehouse.engine import ENGINE_VERSION
from everyrep.warehouse.identity import Decision, Ruling, append_decision, read_decisions
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.settings import read_settings, write_template
from everyrep.warehouse.workspace import Workspace, disk_errors, write_whole

if TYPE_CHECKING:
    from everyrep.sources.files import loading

Progress = Callable[[str, float], None]


def load_files(
    workspace: Workspace, files: Sequence[Path], wish: loading.Wish
) -> list[loading.Table]:
    """Load files into a workspace, or show what loading them would do."""
    from everyrep.sources.files import loading  # heavy, and few of those who start load

    with workspace.writing():
        with disk_errors(workspace.root):
            write_template(workspace)
        return loading.load_files(workspace, files, wish)


def build_demo(
    workspace: Workspace, *, people: int, months: int, seed: int, progress: Progress
) -> dict[str, Any]:
    """Simulate a company into a workspace: exports, loads and a first build.

    Raises:
        UserError: There is other data in the workspace already.
    """
    from everyrep.sources.files import loading
    from everyrep.sources.simulated import simulate

    _refuse_other(workspace)
    with workspace.writing(), disk_errors(workspace.root):
        write_whole(workspace.settings_file, _DEMO_SETTINGS)
        _copy_shipped("mappings", workspace.mappings, ".toml")
        _copy_shipped("plans", workspace.root / "plans", ".toml", ".json")
        exports = workspace.root / "exports"
        shutil.rmtree(exports, ignore_errors=True)
        made = simulate(
            exports,
            people=people,
            months=months,
            seed=seed,
            end=_DEMO_ENDS,
            format="parquet" if people > _LARGE else "export",
        )
        files = [
            file
            for name in _EXPORTS
            for file in sorted((exports / name).iterdir())
            if file.stem not in _LEFT
        ]
        wish = loading.Wish(progress=progress, by="everyrep demo")
        tables = loading.load_files(workspace, files, wish)
        refused = [table for table in tables if table.error is not None]
        if refused and refused[0].error is not None:
            raise refused[0].error
        record = _built(workspace, progress, whole=False)
    return {
        "build": record.build_id,
        "rows": made.rows,
        "tables": {name: table.rows for name, table in record.tables.items()},
    }


def build_warehouse(workspace: Workspace, *, whole: bool, progress: Progress) -> BuildRecord:
    """Bring the warehouse up to what has landed, with what is kept beside it.

    Args:
        workspace: Where.
        whole: Build everything from raw, taking nothing over.
        progress: Told what is being built, and how much of it is done, 0 to 1.
    """
    with workspace.writing():
        return _built(workspace, progress, whole=whole)


def _built(workspace: Workspace, progress: Progress, *, whole: bool) -> BuildRecord:
    from everyrep.measures.keeping import keep

    before = current_build(workspace)
    record = build(
        workspace, whole=whole, progress=lambda step, at, of: progress(step, (at - 1) / of)
    )
    with disk_errors(workspace.root), Warehouse.open(workspace) as warehouse:
        keep(warehouse, before=before)
    return record


_LARGE = 2_000
"""From so many people on, the big exports are Parquet: as text they would fill the disk."""
_DEMO_ENDS = date(2026, 6, 1)
"""In the middle of a quarter, so that there is a target left to cover."""
_EXPORTS = ("crm", "hr", "lms")
_LEFT = ("pricebook_entries",)
"""Exports that no table is fed from: prices by currency stand on the lines of deals."""
_DEMO_SETTINGS = """\
[company]
name = "Velano (simulated)"
simulated = true
"""


def _refuse_other(workspace: Workspace) -> None:
    if workspace.exists() and not read_settings(workspace).simulated:
        raise UserError(
            "there is other data in this workspace",
            where=str(workspace.root),
            why="the simulated company would be mixed with it",
            remedy="give the demo a folder of its own: everyrep demo --workspace demo-company",
        )


def _copy_shipped(folder: str, to: Path, *endings: str) -> None:
    """What an analyst would have saved: mappings of the simulated exports, plans of pay."""
    shipped = resources.files("everyrep.sources.simulated") / folder
    to.mkdir(parents=True, exist_ok=True)
    for file in shipped.iterdir():
        if file.name.endswith(endings):
            write_whole(to / file.name, file.read_text(encoding="utf-8"))


def match_queue(workspace: Workspace, limit: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Quality of the matching by system, and the pairs to look at, the likeliest first."""
    with Warehouse.open(workspace) as warehouse:
        pairs = warehouse.connection.execute(_QUEUE, [limit])
        names = [column[0] for column in pairs.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in pairs.fetchall()]
        return warehouse.record.identity, rows


def matches_left(warehouse: Warehouse, decisions: Sequence[Decision]) -> int:
    """How many pairs of the match queue nobody has decided on yet."""
    told = sorted({"\n".join(decision.pair) for decision in decisions})
    found = warehouse.connection.execute(_LEFT_TO_DECIDE, [told]).fetchone()
    return int(found[0]) if found else 0


_LEFT_TO_DECIDE = """
    SELECT count(*) FROM identity_queue ANTI JOIN (SELECT unnest(?::VARCHAR[]) AS pair) AS told
    ON told.pair = least(left_ref, right_ref) || chr(10) || greatest(left_ref, right_ref)
"""
_QUEUE = """
    WITH records AS (
        SELECT id, any_value(full_name) AS name, any_value(email) AS email,
               any_value(title) AS title
        FROM person_rows GROUP BY id
    )
    SELECT q.*, l.name AS left_name, l.email AS left_email, l.title AS left_title,
           r.name AS right_name, r.email AS right_email, r.title AS right_title,
           one.person_id IS NOT DISTINCT FROM other.person_id AS linked
    FROM identity_queue q
    LEFT JOIN records l ON l.id = q.left_ref LEFT JOIN records r ON r.id = q.right_ref
    LEFT JOIN person_links one ON one.ref = q.left_ref
    LEFT JOIN person_links other ON other.ref = q.right_ref
    ORDER BY q.score DESC, q.left_ref, q.right_ref LIMIT ?
"""


def decide_match(
    workspace: Workspace,
    ruling: str,
    one: str,
    other: str,
    *,
    who: str,
    why: str,
    seen: int | None = None,
    then: Callable[[Decision], None] = lambda _: None,
) -> None:
    """Keep what a person decided about two records.

    Args:
        workspace: Where.
        ruling: merge, split or ignore.
        one: A record, as system:id.
        other: Another.
        who: Who decides.
        why: Why, for whoever asks later.
        seen: How many decisions on the pair they knew of; None: whatever others decided meanwhile.
        then: Told of it once it is on the disk, while nobody else may write.

    Raises:
        UnknownName: No record of the build bears one of the names; near ones are offered.
        UserError: Somebody has decided on the pair meanwhile.
    """
    _refuse_unknown_records(workspace, (one, other))
    decision = Decision(Ruling(ruling), one, other, who=who, when=SystemClock().now(), why=why)
    file = workspace.decisions / "identity.jsonl"
    with workspace.writing(), disk_errors(workspace.root):
        _refuse_unseen(file, decision, seen)
        workspace.decisions.mkdir(exist_ok=True)
        append_decision(file, decision)
        then(decision)


def _refuse_unseen(file: Path, decision: Decision, seen: int | None) -> None:
    made = [x for x in read_decisions(file) if x.pair == decision.pair] if seen is not None else []
    if seen is not None and len(made) > seen:
        raise UserError(
            f"{made[-1].who} has decided on these two meanwhile: {made[-1].ruling.says}",
            where=" and ".join(decision.pair),
            why="your decision would have overruled it without your having seen it",
            remedy="look at it among those decided lately, and decide again if you would still",
        )


def _refuse_unknown_records(workspace: Workspace, refs: Sequence[str]) -> None:
    with Warehouse.open(workspace) as warehouse:
        rows = warehouse.connection.execute("SELECT ref FROM person_links").fetchall()
    known = {str(ref) for (ref,) in rows}
    for ref in refs:
        if ref not in known:
            raise UnknownName(
                "record of a person",
                ref,
                known,
                why="a decision about a record that does not exist would never come to bear",
                remedy="Copy the names from: everyrep matches list",
            )


@dataclass(frozen=True)
class Symptom:
    """One thing that was looked at: whether it is well, and what to do where it is not."""

    what: str
    well: bool
    found: str
    remedy: str = ""


def diagnose(workspace: Workspace) -> list[Symptom]:
    """Look at the machine and the workspace."""
    return [
        _python(),
        Symptom("DuckDB", True, ENGINE_VERSION),
        _disk(workspace),
        _place(workspace),
        _privacy(workspace),
        *_content(workspace),
    ]


def _python() -> Symptom:
    well = sys.version_info >= (3, 11)
    remedy = "" if well else "use Python 3.11 or newer"
    return Symptom("Python", well, platform.python_version(), remedy)


def _disk(workspace: Workspace) -> Symptom:
    place = next(x for x in (workspace.root, *workspace.root.parents) if x.exists())
    free = shutil.disk_usage(place).free
    enough = free > 1_000_000_000
    return Symptom("disk", enough, f"{free / 1e9:.1f} GB free", "" if enough else "free some space")


def _place(workspace: Workspace) -> Symptom:
    """The folder: whether it is there, what it holds, and whether it can be written to."""
    root = workspace.root
    if not root.is_dir():
        remedy = "check the name; the first load or the demo makes the folder"
        return Symptom("workspace", False, f"{root} does not exist", remedy)
    if not os.access(root, os.W_OK):
        remedy = "change its permissions, or choose another folder with --workspace"
        return Symptom("workspace", False, f"{root} cannot be written to", remedy)
    found = str(root) if workspace.exists() else f"{root} holds nothing of Everyrep yet"
    return Symptom("workspace", True, found)


def _privacy(workspace: Workspace) -> Symptom:
    """Whether others on the machine can look into the folder."""
    if not workspace.exists():
        return Symptom("permissions", True, "nothing to protect yet")
    mode = stat.S_IMODE(workspace.root.stat().st_mode)
    if mode & 0o077:
        found = f"others on this machine may look into it ({mode:04o})"
        return Symptom("permissions", False, found, f"chmod 700 {workspace.root}")
    return Symptom("permissions", True, "only you may look into it")


def _content(workspace: Workspace) -> list[Symptom]:
    """Settings, loads and the build, each read as every command reads them."""
    looks: dict[str, Callable[[], str]] = {
        "settings": lambda: read_settings(workspace).company or "defaults",
        "loads": lambda: _loads_of(workspace),
        "warehouse": lambda: _build_of(workspace),
    }
    found = []
    for what, look in looks.items():
        try:
            found.append(Symptom(what, True, look()))
        except EveryrepError as problem:
            where = (problem.where or "").removeprefix(f"{workspace.root}/")  # it is said above
            said = f"{where}: {problem.message}" if where else problem.message
            found.append(Symptom(what, False, said, problem.remedy or ""))
    return found


def _loads_of(workspace: Workspace) -> str:
    """How many loads there are, how old the newest of each system is; each must be whole."""
    from everyrep.warehouse.landing import loads

    landed = loads(workspace)
    newest: dict[str, datetime] = {}
    for load in landed:
        if not (load.folder / load.table.file).is_file():
            raise DataError(
                f"{load.load_id} has lost its rows",
                where=str(load.folder / load.table.file),
                remedy=f"restore it from a backup, or everyrep undo {load.load_id} and load again",
            )
        at = datetime.fromisoformat(load.landed_at)
        newest[load.system] = max(at, newest.get(load.system, at))
    now = SystemClock().now()
    ages = (f"{system} {_age((now - at).days)}" for system, at in sorted(newest.items()))
    return f"{len(landed)} in force" + (f"; newest: {', '.join(ages)}" if newest else "")


def _age(days: int) -> str:
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def _build_of(workspace: Workspace) -> str:
    from everyrep.warehouse.build import read_record
    from everyrep.warehouse.landing import loads

    folder = current_build(workspace)
    if folder is None:
        return "not built yet"
    record = read_record(folder)
    landed = {load.load_id for load in loads(workspace)}
    stale = landed != set(record.loads)
    return record.build_id + ("; loads have changed since: everyrep build" if stale else "")
