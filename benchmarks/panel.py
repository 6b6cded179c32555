"""The panel of 40 measures by person and month: Everyrep beside SQL by hand, polars and pandas.

The exports of `benchmarks.data` are loaded and built once. Each way then makes the panel of that
build in a process of its own, one after the other, and ends with it in memory, as arrays or Arrow;
CPU seconds are user and system of the whole process until then, start and imports included. The
panels are then held beside each other, every measure's x and m, row by row. After a month's new
facts the panel is made again, and held beside that of the script by hand. Several scales show
how the work grows with the events.

    python -m benchmarks.panel [--folder DIR] [--scale 0.1[,0.3,...]] [--ways NAME,...]
                               [--times 1] [--json]

The builds are linked, not copied: the folder takes about as much as for `benchmarks.warehouse`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import data
from benchmarks.apart import Figures, measured, say
from benchmarks.panel_agreement import held_beside

if TYPE_CHECKING:
    import pyarrow as pa

_HERE = Path(__file__).parent
MEASURES = (
    *("opportunities_created", "created_amount", "won_deals", "lost_deals", "no_decision_deals"),
    *("win_rate", "average_deal_size", "average_lost_size", "bookings", "new_bookings"),
    *("expansion_bookings", "win_rate_by_amount", "cycle_length", "won_cycle"),
    *("new_business_share", "activities", "calls", "emails", "meetings", "demos", "proposals"),
    *("connect_rate", "meeting_held_rate", "no_show_rate", "deal_activity_share"),
    *("outbound_share", "accounts_touched", "calls_per_rep_week", "meetings_per_rep_week"),
    *("selling_minutes_per_rep_week", "stage_conversion", "time_in_stage", "course_completion"),
    *("completions", "pass_rate", "quiz_score", "active_learners"),
    *("learning_minutes_per_rep_month", "attainment", "revenue_per_rep"),
)
BEFORE, AFTER = "panel-before", "panel-after"
"""Workspaces linked to the one that was built: as it is, and with a month's facts more."""
_TODAY = {BEFORE: data.LAST_DAY, AFTER: data.MONTH_END}


# ------------------------------------------------------------------ making panels


def ours(workspace: Path) -> pa.Table:
    """The panel by Everyrep. Beside its arrays, the table that is made of them is free."""
    from everyrep.measures.panel import panel
    from everyrep.values import Scope
    from everyrep.warehouse.reader import Warehouse

    scope = Scope.everything("a benchmark")
    with Warehouse.open(workspace) as warehouse:
        found = panel(warehouse, MEASURES, by=("person", "month"), scope=scope)
    say()
    import pyarrow as pa

    columns = {"person_id": found.groups["person"], "month": found.groups["month"]}
    columns |= {"present": found.present} | dict(found.x)
    return pa.table(columns | {f"{name}_m": m for name, m in found.m.items()})


def by_hand(workspace: Path) -> pa.Table:
    """The panel by the hand-written script, with the memory that Everyrep allows itself."""
    import duckdb

    from everyrep.warehouse.engine import MEMORY

    script = (_HERE / "panel.sql").read_text(encoding="utf-8")
    script = script.replace("$BUILD", str(built(workspace)))
    script = script.replace("$TODAY", _TODAY[workspace.name])
    spill = str(workspace.parent / "spill")
    connection = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": spill})
    connection.execute("SET enable_progress_bar = false")
    found = connection.sql(script).to_arrow_table()
    say()
    return found


def with_polars(workspace: Path) -> pa.Table:
    """The panel by polars."""
    from benchmarks import panel_polars

    found = panel_polars.with_polars(built(workspace), _TODAY[workspace.name])
    say()
    return found.to_arrow()


def with_pandas(workspace: Path) -> pa.Table:
    """The panel by pandas."""
    import pyarrow as pa

    from benchmarks import panel_pandas

    found = panel_pandas.with_pandas(built(workspace), _TODAY[workspace.name])
    say()
    return pa.Table.from_pandas(found, preserve_index=False)


def built(workspace: Path) -> Path:
    """The folder of a workspace's current build."""
    builds = workspace / "warehouse"
    return builds / (builds / "CURRENT").read_text(encoding="utf-8").strip()


# ------------------------------------------------------------------ what stands around them


def keep(workspace: Path) -> None:
    """Keep with the build what takes long to derive, which a user's build does."""
    from everyrep.measures.keeping import keep as keep_with
    from everyrep.warehouse.reader import Warehouse
    from everyrep.warehouse.workspace import Workspace

    with Workspace(workspace).writing(), Warehouse.open(workspace) as warehouse:
        keep_with(warehouse)


def build_month(workspace: Path) -> None:
    """Build what has landed, and keep what a user's build keeps."""
    from everyrep.assembly import build_warehouse
    from everyrep.warehouse.workspace import Workspace

    build_warehouse(Workspace(workspace), whole=False, progress=lambda *_: None)


def linked(source: Path, target: Path, today: str, *, bare: bool = False) -> None:
    """A workspace that shares another's Parquet files, with a day that counts as today.

    Args:
        source: the other.
        target: where; what is there goes.
        today: the day, ISO.
        bare: leave behind what is kept with builds.
    """

    def link(file: str, copy: str) -> None:
        (os.link if file.endswith(".parquet") else shutil.copy2)(file, copy)

    ignored = shutil.ignore_patterns("kept") if bare else None
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, copy_function=link, ignore=ignored)
    settings = f"[company]\nas_of = {today}\n"
    (target / "everyrep.toml").write_text(settings, encoding="utf-8")


def prepare(folder: Path, scale: float) -> None:
    """Make exports and a build where they are missing; in it nothing was ever asked."""
    if not (folder / "exports").exists():
        data.write(folder / "exports", scale)
    if not (folder / "workspace" / "warehouse" / "CURRENT").exists():
        for way in ("load", "everyrep"):
            measured("benchmarks.warehouse", way, folder)


def land_month(folder: Path) -> None:
    """Land a month's facts in a workspace of their own, linked to the one before them."""
    from benchmarks.warehouse import land
    from everyrep.warehouse.workspace import Workspace

    linked(folder / BEFORE, folder / AFTER, data.MONTH_END)
    files = list(data.a_month(folder / "month", folder / "exports"))
    land(Workspace(folder / AFTER), folder / "exports", files)


# ------------------------------------------------------------------ the ways

WAYS: dict[str, tuple[str, str, Callable[[Path], pa.Table | None]]] = {
    "everyrep": ("Everyrep, panel of a new build", BEFORE, ours),
    "again": ("Everyrep, the same again", BEFORE, ours),
    "keep": ("Everyrep, keeping what builds keep", BEFORE, keep),
    "kept": ("Everyrep, panel with that kept", BEFORE, ours),
    "hand": ("DuckDB SQL by hand", BEFORE, by_hand),
    "polars": ("polars", BEFORE, with_polars),
    "pandas": ("pandas", BEFORE, with_pandas),
    "build": ("Everyrep, build of a month more", AFTER, build_month),
    "after": ("Everyrep, panel after it", AFTER, ours),
    "unchanged": ("Everyrep, the same again", AFTER, ours),
    "hand-after": ("DuckDB SQL by hand, after it", AFTER, by_hand),
}
"""Name, workspace and function of each way, in the order in which they make sense."""


def run(way: str, folder: Path) -> None:
    """One way in this process; what it made is written once it has said what it took."""
    _, workspace, function = WAYS[way]
    found = function(folder / workspace)
    if found is None:
        say()
        return
    import pyarrow.parquet as pq

    (folder / "panels").mkdir(exist_ok=True)
    pq.write_table(found, folder / "panels" / f"{way}.parquet")


def compare(folder: Path, scale: float, ways: list[str], times: int) -> list[Figures]:
    """Measure the ways one after the other, and hold what they made beside each other."""
    prepare(folder, scale)
    found: list[Figures] = []
    for _ in range(times):
        for way in ways:
            if way == "everyrep" or not (folder / BEFORE).exists():
                linked(folder / "workspace", folder / BEFORE, data.LAST_DAY, bare=True)
            if way == "build":
                land_month(folder)
            found.append({"scale": scale, **measured("benchmarks.panel", way, folder)})
            print(_line(found[-1], found), file=sys.stderr, flush=True)
    for workspace in (BEFORE, AFTER):
        made = [way for way in ways if WAYS[way][1] == workspace]
        _hold([file for way in made if (file := folder / "panels" / f"{way}.parquet").exists()])
    return found


def _hold(files: list[Path]) -> None:
    """Say whether panels of the same build are the same, and stop where they are not."""
    for file in files[1:]:
        told, same = held_beside(files[0], file, MEASURES)
        print(f"{files[0].stem} and {file.stem}: {told}", file=sys.stderr, flush=True)
        if not same:
            raise SystemExit("the panels differ")


def _line(row: Figures, found: list[Figures]) -> str:
    scale, way, cpu = float(row["scale"]), str(row["way"]), float(row["cpu s"])
    events = scale * (data.OPPORTUNITIES + data.CHANGES + data.ACTIVITIES + data.EVENTS)
    hand = [float(x["cpu s"]) for x in found if x["way"] == "hand" and x["scale"] == scale]
    ratio = f"{cpu / statistics.median(hand):5.2f} x by hand" if hand else ""
    return (
        f"{scale:<6g}{WAYS[way][0]:<36}{cpu:>7.2f} s CPU {row['wall s']:>7} s wall "
        f"{row['peak MiB']:>6} MiB {cpu / events * 1e6:6.2f} s a million events {ratio}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--folder", type=Path, help="kept; default: a temporary one")
    parser.add_argument("--scale", default="1.0", help="one or several, each in a folder below")
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--run", choices=list(WAYS), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.run:
        run(asked.run, asked.folder)
        return
    scales, found = [float(scale) for scale in asked.scale.split(",")], []
    with tempfile.TemporaryDirectory() as temporary:
        for scale in scales:
            folder = (asked.folder or Path(temporary)).absolute()
            below = folder if len(scales) == 1 else folder / f"{scale:g}"
            found += compare(below, scale, asked.ways.split(","), asked.times)
    if asked.json:
        print(json.dumps(found, indent=1))
    else:
        print("\n".join(_line(row, found) for row in found))


if __name__ == "__main__":
    main()
