"""Writing a file, reading it, and holding what was read as plain rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from everyrep.sources.files import RawPart, ReadOptions, raw_relation, to_raw
from everyrep.warehouse.mapping import ReadHints

Row = tuple[str | None, ...]


@dataclass(frozen=True)
class Read:
    """What came of reading one table."""

    part: RawPart
    columns: tuple[str, ...]
    rows: list[Row]
    lines: list[int]

    @property
    def reasons(self) -> list[tuple[int, str]]:
        return [(reject.line, reject.reason) for reject in self.part.rejects]

    @property
    def notes(self) -> str:
        return " | ".join(self.part.notes)


def read_all(
    folder: Path,
    content: bytes | Path,
    name: str = "deals.csv",
    hints: ReadHints | None = None,
    options: ReadOptions | None = None,
) -> list[Read]:
    """Every table of a file of this content (or of the file at a path)."""
    path = content if isinstance(content, Path) else folder / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    out = folder / "out"
    out.mkdir(exist_ok=True)
    found = [_held(part) for part in to_raw(path, out, hints=hints, options=options)]
    left = sorted(entry.name for entry in out.iterdir())
    assert left == sorted(read.part.table.file for read in found), "nothing else is left behind"
    return found


def read(
    folder: Path,
    content: bytes | Path,
    name: str = "deals.csv",
    hints: ReadHints | None = None,
    options: ReadOptions | None = None,
) -> Read:
    """The only table of a file."""
    (only,) = read_all(folder, content, name, hints, options)
    return only


def _held(part: RawPart) -> Read:
    found = duckdb.execute(f"SELECT * FROM {raw_relation(part)} ORDER BY _line")
    names = [column[0] for column in found.description or []]
    at = names.index("_line")
    rows = found.fetchall()
    return Read(
        part,
        tuple(name for name in names if name != "_line"),
        [tuple(value for place, value in enumerate(row) if place != at) for row in rows],
        [row[at] for row in rows],
    )
