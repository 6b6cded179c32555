"""Loading files: from what lies on a disk to loads in the landing, or what a load would be.

All files of a command are looked at together, so that ids that several share are recognised; then
each table of each file becomes a load of its own. A file that cannot be loaded stops none of the
others, and nothing that was there before is touched.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as Pairs
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from everyrep.sources.files.documents import is_document
from everyrep.sources.files.raw import RawPart, to_raw
from everyrep.sources.files.sample import sample
from everyrep.values import Clock, DataError, EveryrepError, UserError
from everyrep.warehouse.engine import connect
from everyrep.warehouse.inspection import REJECTS, Inspection, inspect, missing_columns
from everyrep.warehouse.landing import (
    Delivery,
    Load,
    already_landed,
    land,
    receiving,
)
from everyrep.warehouse.mapping import Mapping, ReadHints, parse_mapping, to_toml
from everyrep.warehouse.workspace import UNFINISHED, Workspace, disk_errors, write_whole

if TYPE_CHECKING:
    from everyrep.sources.files.forms import Form
    from everyrep.sources.files.guess import Guess

Progress = Callable[[str, float], None]
"""Told which file is read, and the share of it that is done."""
Confirm = Callable[["Table"], bool]
"""Asked whether a guessed mapping may be loaded."""


class Ended(StrEnum):
    """How it went with one table of a file."""

    LANDED = "landed"
    ALREADY = "already landed"
    SHOWN = "shown"  # a dry run
    UNCONFIRMED = "not confirmed"
    REFUSED = "refused"
    PASSED_OVER = "passed over"  # lay in a folder, and is nothing that feeds a table


@dataclass
class Table:
    """One table of a file, on its way into the landing.

    Attributes:
        source: name of the file, sheet or member.
        path: the file it came from.
        part: the raw table; None where it could not be read.
        mapping: what its columns mean.
        mapping_file: where the mapping stands.
        guess: how the mapping was guessed; None where a person wrote it.
        inspection: what lands.
        load: the load it became, or the earlier one that is the same.
        ended: how it went.
        error: why it was refused or passed over.
        beside: nobody named the file; it lay in a folder that was named.
        rejects: of a dry run, the file with everything that is wrong, where one was asked for.
        forms: how its columns write days and numbers, where that was asked for.
    """

    source: str
    path: Path
    part: RawPart | None = None
    mapping: Mapping | None = None
    mapping_file: Path | None = None
    guess: Guess | None = None
    inspection: Inspection | None = None
    load: Load | None = None
    ended: Ended = Ended.REFUSED
    error: EveryrepError | None = None
    beside: bool = False
    rejects: Path | None = None
    forms: dict[str, Form] = field(default_factory=dict)

    @property
    def still_open(self) -> tuple[str, ...]:
        """What its tables need and nothing feeds yet, as sentences: until then no row lands."""
        needed = missing_columns(self.mapping) if self.mapping else []
        return tuple(
            f"No column feeds {column} of {table}, without which no row of it lands: choose one"
            for table, column in needed
        )

    @property
    def to_confirm(self) -> tuple[str, ...]:
        """What of its guess a person has to confirm before it is loaded, as sentences."""
        return self.guess.to_confirm if self.guess else ()

    def feeds_nothing(self, error: EveryrepError) -> None:
        """Say that no table is fed from it: of a file that nobody named, that is no fault."""
        self.error = error
        self.ended = Ended.PASSED_OVER if self.beside else Ended.REFUSED


@dataclass(frozen=True)
class Wish:
    """How files shall be loaded.

    Attributes:
        table: the canonical table they feed; None: guess.
        mapping_file: a mapping for all of them; None: a saved one that serves, else guess.
        feeds: the table that a file feeds, by the name of its source, where a person chose it; what
            of it is not found stays open in the mapping.
        dry_run: show what would happen, land nothing.
        closely: look as closely at what lands as a dry run does, which takes another pass.
        confirm: asked before a guessed mapping is loaded.
        progress: told what is read.
        clock: says when.
        rejects_to: folder in which a dry run leaves what is wrong, a file a table; None: nowhere.
        by: who loads them.
        forms: tell how columns write days and numbers, for a form in which they are given out.
    """

    table: str | None = None
    mapping_file: Path | None = None
    feeds: Pairs[str, str] = field(default_factory=dict)
    dry_run: bool = False
    closely: bool = False
    confirm: Confirm = field(default=lambda _: True)
    progress: Progress = field(default=lambda *_: None)
    clock: Clock | None = None
    rejects_to: Path | None = None
    by: str = ""
    forms: bool = False


def load_files(workspace: Workspace, paths: Sequence[Path], wish: Wish) -> list[Table]:
    """Load files, or show what loading them would do.

    Args:
        workspace: where; its writer's place must be held.
        paths: files and folders; of a folder, the files in it.
        wish: how.

    Returns:
        One entry a table of a file, in order; refused ones carry their error.

    Raises:
        DataError: The folders named hold no file.
    """
    given = _given_mapping(wish.mapping_file)
    with disk_errors(workspace.root), _incoming(workspace) as incoming:
        tables = [
            table
            for path, beside in _files(paths)
            for table in _read(path, incoming, given, wish, beside=beside)
        ]
        _map(workspace, tables, given, wish)
        with connect(workspace.spill) as connection:
            for table in tables:
                if table.mapping is not None:
                    _settle(workspace, connection, table, wish)
    if not tables:
        raise DataError(
            "There is no file to load here",
            where=", ".join(str(path) for path in paths),
            remedy="Name files, or a folder that has some; folders in it are not looked into",
        )
    return tables


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, bool]]:
    """The files themselves, and of a folder those right in it, by name; whether from a folder."""
    for path in paths:
        if path.is_dir():
            inside = sorted(x for x in path.iterdir() if x.is_file() and x.name[0] not in "._")
            yield from ((file, True) for file in inside)
        else:
            yield path, False


@contextmanager
def _incoming(workspace: Workspace) -> Iterator[Path]:
    folder = workspace.landing / f"{UNFINISHED}incoming"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(workspace.spill, ignore_errors=True)


def _given_mapping(path: Path | None) -> Mapping | None:
    if path is None:
        return None
    try:
        return parse_mapping(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as problem:
        raise UserError(
            f"The mapping cannot be read: {problem}", where=str(path), remedy="Check the path"
        ) from problem


def _read(
    path: Path, incoming: Path, given: Mapping | None, wish: Wish, *, beside: bool
) -> Iterator[Table]:
    hints = given.read if given else ReadHints()
    first = len(list(incoming.glob("raw-*.parquet"))) + 1
    try:
        parts = to_raw(
            path,
            incoming,
            hints=hints,
            progress=lambda share: wish.progress(path.name, share),
            first=first,
        )
    except EveryrepError as problem:
        table = Table(path.name, path, error=problem, beside=beside)
        if is_document(path):
            table.feeds_nothing(problem)
        yield table
        return
    for part in parts:
        yield Table(part.table.name, path, part, beside=beside)


def _map(workspace: Workspace, tables: Sequence[Table], given: Mapping | None, wish: Wish) -> None:
    """Give each table its mapping: the one named, a saved one that serves it, or a guess."""
    saved = [] if given or wish.table else list(_saved(workspace))
    unknown = []
    for table in tables:
        if table.part is None:
            continue
        columns = table.part.table.columns
        if wish.forms:
            table.forms = _forms_of(table.part)
        if table.source in wish.feeds:
            _guess(workspace, [table], wish, wish.feeds[table.source])
            continue
        served = next((x for x in saved if x[0].serves(table.source, columns)), None)
        if given is not None:
            table.mapping, table.mapping_file = given, wish.mapping_file
        elif served is not None:
            table.mapping, table.mapping_file = served
        else:
            unknown.append(table)
    _guess(workspace, unknown, wish)


def _forms_of(part: RawPart) -> dict[str, Form]:
    from everyrep.sources.files.forms import forms_of  # Slow to import, and seldom needed.

    return forms_of(part)


def _saved(workspace: Workspace) -> Iterator[tuple[Mapping, Path]]:
    for path in sorted(workspace.mappings.glob("*.toml")):
        yield parse_mapping(path.read_text(encoding="utf-8"), str(path)), path


def _guess(
    workspace: Workspace, tables: Sequence[Table], wish: Wish, chosen: str | None = None
) -> None:
    from everyrep.sources.files.guess import guess

    samples = [sample(table.part) for table in tables if table.part is not None]
    if not samples:
        return
    found = guess(samples, as_table=chosen or wish.table, whole=chosen is None)
    for table, guessed in zip(tables, found, strict=True):
        table.guess = guessed
        if guessed.mapping is None:
            table.feeds_nothing(guessed.refusal())
            continue
        table.mapping = guessed.mapping
        table.mapping_file = workspace.mappings / f"{_stem(table.source)}.toml"
        text = to_toml(guessed.mapping, guessed.notes, guessed.unmapped)
        write_whole(table.mapping_file, text)


def _stem(source: str) -> str:
    return "".join(x if x.isalnum() else "_" for x in Path(source).stem.lower()).strip("_")


def _settle(
    workspace: Workspace, connection: duckdb.DuckDBPyConnection, table: Table, wish: Wish
) -> None:
    """Inspect one table and land it, unless it is there already or is only to be shown."""
    part, mapping = table.part, table.mapping
    if part is None or mapping is None:
        return
    table.load = already_landed(workspace, part.sha256, mapping)
    if table.load is not None:
        table.ended = Ended.ALREADY
        return
    try:
        rejects = part.folder / REJECTS
        table.inspection = inspect(
            connection,
            part.table,
            part.folder,
            mapping,
            unread=part.rejects,
            rejects_file=rejects,
            repeats=wish.dry_run or wish.closely,
        )
        if wish.dry_run:
            table.ended = Ended.SHOWN
            if wish.rejects_to is not None and table.inspection.wrong:
                kept = wish.rejects_to / f".rejects-{part.table.file}.csv"
                table.rejects = Path(shutil.copyfile(rejects, kept))
        elif table.guess is not None and not wish.confirm(table):
            table.ended = Ended.UNCONFIRMED
        else:
            table.load = _land(workspace, table, part, mapping, wish)
            table.ended = Ended.LANDED
    except EveryrepError as problem:
        table.error = problem


def _land(workspace: Workspace, table: Table, part: RawPart, mapping: Mapping, wish: Wish) -> Load:
    inspection = table.inspection
    counts = inspection.counts() if inspection else {}
    with receiving(workspace) as folder:
        (part.folder / part.table.file).rename(folder / part.table.file)
        if inspection is not None and inspection.wrong:
            (part.folder / REJECTS).rename(folder / REJECTS)
        delivery = Delivery(
            source=table.source,
            sha256=part.sha256,
            size=part.size,
            folder=folder,
            table=part.table,
            mapping=mapping,
            notes=part.notes,
            by=wish.by,
        )
        return land(workspace, delivery, counts, wish.clock)
