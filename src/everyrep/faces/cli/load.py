"""`everyrep load`: files into the landing, or what loading them would do."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.options import JsonOption, WorkspaceOption, who, workspace_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from everyrep.sources.files.loading import Table

FilesArgument = Annotated[
    list[Path], typer.Argument(help="Files, or folders of files.", show_default=False)
]
_SHOWN = 10


def load(
    files: FilesArgument,
    table: Annotated[
        str | None,
        typer.Option(
            "--as", metavar="TABLE", help="Canonical table the files feed.", show_default="guessed"
        ),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--mapping",
            metavar="FILE",
            help="Mapping to read the files by.",
            show_default="a saved one that fits, else guessed",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would land and what would not.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Load guessed mappings without asking.")
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Load CSV, TSV, Excel, Parquet, JSON or JSON Lines files, plain, gz or zip.

    Columns are guessed and the guess is written to mappings/, where it can be edited. The same
    file twice changes nothing. What cannot be read is kept with its reason, line by line.
    """
    from everyrep.assembly import load_files
    from everyrep.sources.files.loading import Ended, Wish

    place = workspace_at(workspace)
    with output.progress("Loading") as told:
        wish = Wish(
            table=table,
            mapping_file=mapping,
            dry_run=dry_run,
            confirm=lambda asked: _confirmed(asked, yes=yes, as_json=as_json),
            progress=told,
            by=who(),
        )
        tables = load_files(place, files, wish)
    if as_json:
        output.print_json([_as_data(table) for table in tables])
    else:
        _print(tables, dry_run=dry_run)
    failed = any(t.ended in (Ended.REFUSED, Ended.UNCONFIRMED) for t in tables)
    nothing = bool(tables) and all(t.ended == Ended.PASSED_OVER for t in tables)
    if failed or nothing:
        raise typer.Exit(2)


def _confirmed(table: Table, *, yes: bool, as_json: bool) -> bool:
    """A guessed mapping is loaded when a person has seen it, or has said that it need not be."""
    if yes or as_json:
        return yes
    if not sys.stdin.isatty():
        return False
    _print_one(table)
    return typer.confirm(f"Load {table.source} so?", default=True)


def _print(tables: list[Table], *, dry_run: bool) -> None:
    for table in tables:
        _print_one(table)
    landed = sum(table.ended == "landed" for table in tables)
    if dry_run:
        output.hint("Nothing was loaded. Edit the mapping if need be, then load without --dry-run.")
    elif landed:
        output.hint(f"{landed} loaded. Next: {output.command()} build")


def _print_one(table: Table) -> None:
    output.say()
    name = f" ({table.load.load_id})" if table.load else ""
    output.say(f"{table.source}: {table.ended}{name}", style="bold")
    for line in _instead(table):
        output.say(f"  {line}", style="yellow")
    if table.error is not None:
        style = "dim" if table.ended == "passed over" else "red"
        output.say(f"  {table.error}", style=style)
    if table.mapping is not None and table.mapping_file is not None:
        guessed = "guessed, " if table.guess else ""
        output.say(f"  mapping: {guessed}{table.mapping_file}")
    for note in table.part.notes if table.part else ():
        output.say(f"  note: {note}")
    if table.guess is not None:
        _print_guess(table)
    for line in (*table.still_open, *table.to_confirm):
        output.say(f"  {line}", style="yellow")
    _print_counts(table)
    if table.ended == "not confirmed":
        output.say(
            "  The mapping was guessed. Look at it, then load again, or add --yes.", style="yellow"
        )


def _instead(table: Table) -> Iterator[str]:
    """What a load has to do with an earlier one of the same bytes."""
    load = table.load
    if load is None:
        return
    if table.ended == "already landed" and load.source != table.source:
        yield f"It is the file that landed as {load.source}; nothing is loaded twice."
    if table.ended == "landed" and load.replaces:
        yield (
            f"It replaces {load.replaces[-1]}: the same bytes, read in another way now. "
            f"To go back: everyrep undo {load.load_id}"
        )


def _print_guess(table: Table) -> None:
    if table.mapping is None:
        return
    for fed in table.mapping.tables:
        pairs = ", ".join(
            f"{name} = {(' or ' if spec.pattern else ' + ').join(spec.sources) or repr(spec.value)}"
            for name, spec in fed.columns.items()
        )
        rows = f", rows where {fed.where}" if fed.where else ""
        output.say(f"  {fed.table}{rows}: {pairs}")
    for remark in table.guess.remarks if table.guess else ():
        output.say(f"  note: {remark}")
    if table.guess and table.guess.unmapped:
        output.say(f"  not used: {', '.join(table.guess.unmapped)}")


def _print_counts(table: Table) -> None:
    if table.inspection is None:
        return
    for count, outside in zip(table.inspection.tables, _filtered(table), strict=True):
        more = f", {count.replaced:,} replaced by a later row" if count.replaced else ""
        more += f", {outside:,} left out by the row filter" if outside else ""
        output.say(
            f"  {count.table}: {count.rows:,} rows land, {count.rejected:,} rejected, "
            f"{count.blanked:,} cells left empty{more}"
        )
        for doubt in count.doubts:
            output.say(f"  {doubt}", style="yellow")
    _print_wrong(table)


def _print_wrong(table: Table) -> None:
    """What is wrong, each way of being so once, with how often and where first."""
    found = table.inspection
    if found is None or not found.alike:
        return
    rows = [
        (
            f"{one.count:,}",
            "row" if one.whole_row else "cell",
            one.column,
            "\n".join(
                f"{line}: {value}" for line, value in zip(one.lines, one.values, strict=True)
            ),
            f"{one.reason}: {one.remedy}",
        )
        for one in found.alike[:_SHOWN]
    ]
    heads = ("times", "left out", "column", "line: value", "why, and what to do")
    output.print_table("  What is wrong", heads, rows, numbers=("times",))
    told = sum(len(one.lines) for one in found.alike[:_SHOWN])
    if found.wrong > told:
        where = f"; all: {table.load.folder / 'rejects.csv'}" if table.load else ""
        output.say(f"  ... and {found.wrong - told:,} more{where}")


def _filtered(table: Table) -> list[int]:
    """For each table fed, the rows that the mapping's row filter (where) leaves out."""
    if table.inspection is None:
        return []
    counts = table.inspection.tables
    fed = table.mapping.tables if table.mapping else ()
    if table.part is None or len(fed) != len(counts):
        return [0] * len(counts)
    there = table.part.table.rows
    return [
        max(there - count.rows - (count.rejected - count.unread), 0) if one.where else 0
        for one, count in zip(fed, counts, strict=True)
    ]


def _as_data(table: Table) -> dict[str, Any]:
    found = table.inspection
    return {
        "source": table.source,
        "ended": str(table.ended),
        "load": table.load.load_id if table.load else None,
        "replaces": list(table.load.replaces) if table.load and table.ended == "landed" else [],
        "mapping": str(table.mapping_file) if table.mapping_file else None,
        "guessed": table.guess is not None,
        "unmapped": list(table.guess.unmapped) if table.guess else [],
        "open": list(table.still_open),
        "to_confirm": list(table.to_confirm),
        "remarks": list(table.guess.remarks) if table.guess else [],
        "notes": list(table.part.notes) if table.part else [],
        "tables": [
            {**vars(count), "filtered": outside}
            for count, outside in zip(found.tables, _filtered(table), strict=True)
        ]
        if found
        else [],
        "wrong": found.wrong if found else 0,
        "rejects": [{"table": name, **vars(r)} for name, r in found.rejects] if found else [],
        "alike": [vars(one) for one in found.alike] if found else [],
        "error": table.error.to_dict() if table.error else None,
    }
