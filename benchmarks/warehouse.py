"""From raw Parquet to the warehouse: Everyrep beside SQL by hand, pandas and polars.

The exports of `benchmarks.data` are made once; each way then runs over them in a process of its
own, one after the other, and what it made is held against what Everyrep's full build made. CPU
seconds are user and system of the whole process, start and imports included; the peak is of its
resident memory. Everyrep's load is shown apart: the other ways have none. After the full build come
the builds that everyday use is made of.

    python -m benchmarks.warehouse [--folder DIR] [--scale 1.0] [--ways NAME,...] [--json]

At full scale the folder takes about 12 GB.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import data, frames
from benchmarks.agreement import differences
from benchmarks.apart import Figures, measured, say

_HERE = Path(__file__).parent


def load(folder: Path) -> None:
    """Land all exports, with their mappings, in a fresh workspace."""
    from everyrep.warehouse.workspace import Workspace

    workspace = Workspace(folder / "workspace")
    shutil.rmtree(workspace.root, ignore_errors=True)
    land(workspace, folder / "exports", sorted((folder / "exports").glob("*.parquet")))


def land(workspace: object, mappings: Path, files: list[Path]) -> None:
    """Land some files in a workspace, by mappings that lie in a folder."""
    from everyrep.sources.files import loading
    from everyrep.warehouse.workspace import Workspace

    assert isinstance(workspace, Workspace)
    workspace.mappings.mkdir(parents=True, exist_ok=True)
    for mapping in mappings.glob("*.toml"):
        shutil.copy(mapping, workspace.mappings)
    with workspace.writing():
        tables = loading.load_files(workspace, files, loading.Wish())
    for table in tables:
        if table.error is not None:
            raise table.error


def build_all(folder: Path) -> None:
    """Build the whole warehouse from raw."""
    _build(folder, whole=True)


def build_changes(folder: Path) -> None:
    """Bring the warehouse up to what has landed or was taken back."""
    _build(folder, whole=False)


def _build(folder: Path, *, whole: bool) -> None:
    from everyrep.warehouse.build import build
    from everyrep.warehouse.workspace import Workspace

    workspace = Workspace(folder / "workspace")
    with workspace.writing():
        build(workspace, whole=whole)


def by_hand(folder: Path) -> None:
    """Run the hand-written script, with the memory that Everyrep allows itself."""
    import duckdb

    from everyrep.warehouse.engine import MEMORY

    out = folder / "by-hand"
    frames.clear(out)
    script = (_HERE / "handwritten.sql").read_text(encoding="utf-8")
    connection = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(out / "t")})
    connection.execute("SET enable_progress_bar = false")
    connection.execute(script.replace("$RAW", str(folder / "exports")).replace("$OUT", str(out)))


def with_pandas(folder: Path) -> None:
    """Run the main job in pandas."""
    frames.clear(folder / "pandas")
    frames.with_pandas(folder / "exports", folder / "pandas")


def with_polars(folder: Path) -> None:
    """Run the main job in polars."""
    frames.clear(folder / "polars")
    frames.with_polars(folder / "exports", folder / "polars")


def land_more(folder: Path) -> None:
    """Land one small delivery more: the last days' changes."""
    from everyrep.warehouse.workspace import Workspace

    more = folder / "later"
    shutil.rmtree(more, ignore_errors=True)
    files = list(data.later(more, folder / "exports"))
    land(Workspace(folder / "workspace"), folder / "exports", files)


def take_back(folder: Path) -> None:
    """Take the last of these loads back."""
    from everyrep.warehouse.landing import loads, undo
    from everyrep.warehouse.workspace import Workspace

    workspace = Workspace(folder / "workspace")
    with workspace.writing():
        undo(workspace, loads(workspace)[-1].load_id)


WAYS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "load": ("Everyrep, load", load),
    "everyrep": ("Everyrep, full build", build_all),
    "hand": ("DuckDB SQL by hand", by_hand),
    "polars": ("polars", with_polars),
    "pandas": ("pandas", with_pandas),
    "more": ("Everyrep, load 1,600 rows more", land_more),
    "refresh": ("Everyrep, build after it", build_changes),
    "same": ("Everyrep, build of nothing new", build_changes),
    "undo": ("Everyrep, undo a load", take_back),
    "rebuild": ("Everyrep, build after it", build_changes),
}


BESIDE = {"hand": "by-hand", "polars": "polars", "pandas": "pandas"}
"""The folders of the ways that make what the full build makes."""


def compare(folder: Path, scale: float, ways: list[str]) -> list[Figures]:
    """Measure the ways one after the other, on exports that are made where they are missing."""
    exports = folder / "exports"
    if not exports.exists():
        data.write(exports, scale)
    found = []
    for way in ways:
        found.append(measured("benchmarks.warehouse", way, folder))
        print(_line(found[-1], found), file=sys.stderr, flush=True)
        if "everyrep" in ways and way in BESIDE:
            _hold_beside(folder, BESIDE[way])
    return found


def _hold_beside(folder: Path, way: str) -> None:
    """Stop where a way made something else than the full build, which stands at that time."""
    found = differences(folder, [way])
    if found:
        raise SystemExit("\n".join(["the outputs differ:", *map(str, found)]))


def _line(row: Figures, found: list[Figures]) -> str:
    hand = next((float(x["cpu s"]) for x in found if x["way"] == "hand"), None)
    ratio = f"{float(row['cpu s']) / hand:6.2f} x by hand" if hand else ""
    return (
        f"{WAYS[str(row['way'])][0]:<32} {row['cpu s']:>7} s CPU {row['wall s']:>7} s wall "
        f"{row['peak MiB']:>6} MiB {ratio}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--folder", type=Path, help="kept; default: a temporary one")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--run", choices=list(WAYS), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.run:
        WAYS[asked.run][1](asked.folder)
        say()
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        found = compare(folder, asked.scale, asked.ways.split(","))
    if asked.json:
        print(json.dumps(found, indent=1))
    else:
        print("\n".join(_line(row, found) for row in found))


if __name__ == "__main__":
    main()
