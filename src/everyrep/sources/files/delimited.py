"""Delimited text into raw Parquet: every cell as text, every row with its line.

The engine reads the file at full speed as long as every line is well formed and holds one row; the
line of a row then follows from its place. Where that fails, lines are counted from the newlines
within cells, and where lines are broken the careful way (`mend`) is gone instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from everyrep.sources.files.dialect import Dialect
from everyrep.sources.files.engine import copy_to_parquet, engine
from everyrep.sources.files.header import LINE
from everyrep.sources.files.limits import CHUNK, MIB, Progress, ReadOptions
from everyrep.sources.files.mend import Mended, mend
from everyrep.sources.files.scan import Scan, scan_text
from everyrep.sources.files.shape import FileShape
from everyrep.sources.files.taken import Taken
from everyrep.values.errors import DataError, InternalError
from everyrep.warehouse.quoting import identifier, literal

_USUAL_LINE = MIB  # the engine takes lines of up to twice this without being told


def take_delimited(
    shape: FileShape, target: Path, options: ReadOptions, work: Path, progress: Progress
) -> Taken:
    """Write a delimited text as raw Parquet.

    Args:
        shape: the file as recognised.
        target: the Parquet file.
        options: limits.
        work: folder for what is only needed meanwhile.
        progress: told the share done.

    Raises:
        DataError: It cannot be read as a table.
    """
    if shape.dialect is None:
        raise InternalError("a delimited text without a dialect", where=shape.name)
    scan = scan_text(shape.packed, shape.encoding, work, options, lambda x: progress(x * 0.3))

    def copying(share: float) -> None:
        progress(0.3 + 0.7 * share)

    with engine(work, options, len(shape.columns)) as connection:
        taken = None
        if not (scan.invalid or scan.zeros or scan.mixed_ends):
            taken = _straight(connection, shape, shape.dialect, scan, target, work, copying)
        if taken is None:
            taken = _mended(connection, shape, shape.dialect, scan, target, work)
    progress(1.0)
    return taken


def _straight(
    connection: duckdb.DuckDBPyConnection,
    shape: FileShape,
    dialect: Dialect,
    scan: Scan,
    target: Path,
    work: Path,
    progress: Progress,
) -> Taken | None:
    """The fast way; None where a line is broken or the lines do not add up."""
    relation = _read_csv(scan.text, dialect, shape.columns, dialect.first_line - 1)
    try:
        rows = copy_to_parquet(
            connection, f"SELECT * FROM {relation}", target, len(shape.columns), progress
        )
    except duckdb.OutOfMemoryException as error:
        raise _too_large(shape, error) from error
    except duckdb.Error:
        return None
    expected = max(scan.lines - dialect.first_line + 1, 0)
    notes = tuple(_encoding_notes(shape, scan))
    if rows == expected:
        return Taken(rows, shape.columns, scan.sha256, scan.size, dialect.first_line, notes=notes)
    if not _number(connection, shape, target, work, dialect.first_line, scan):
        return None
    return Taken(rows, shape.columns, scan.sha256, scan.size, dialect.first_line, LINE, notes=notes)


def _number(
    connection: duckdb.DuckDBPyConnection,
    shape: FileShape,
    target: Path,
    work: Path,
    first_line: int,
    scan: Scan,
) -> bool:
    """Give each row its line from the newlines within cells; False where they do not add up."""
    source = work / "unnumbered.parquet"
    target.replace(source)
    parquet = f"read_parquet({literal(str(source))})"
    mark = "chr(13)" if scan.carriage else "chr(10)"
    holding = _columns_holding(connection, parquet, shape.columns, mark)
    breaks = " + ".join(
        f"(length(coalesce({name}, '')) - length(replace(coalesce({name}, ''), {mark}, '')))"
        for name in map(identifier, holding)
    )
    if not breaks:
        return False
    before = f"sum(1 + {breaks}) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"
    line = f"CAST({first_line} + {before} - 1 - ({breaks}) AS BIGINT)"
    copy_to_parquet(
        connection,
        f"SELECT *, {line} AS {identifier(LINE)} FROM {parquet}",
        target,
        len(shape.columns) + 1,
    )
    found = connection.execute(
        f"SELECT max({identifier(LINE)} + {breaks}) FROM read_parquet({literal(str(target))})"
    ).fetchone()
    source.unlink()
    return bool(found and found[0] == scan.lines)


def _columns_holding(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: tuple[str, ...], mark: str
) -> list[str]:
    """The columns in which any cell holds a line break."""
    tests = ", ".join(f"bool_or(contains({identifier(name)}, {mark}))" for name in columns)
    found = connection.execute(f"SELECT {tests} FROM {relation}").fetchone() or ()
    return [name for name, holds in zip(columns, found, strict=True) if holds]


def _mended(
    connection: duckdb.DuckDBPyConnection,
    shape: FileShape,
    dialect: Dialect,
    scan: Scan,
    target: Path,
    work: Path,
) -> Taken:
    clean = work / "clean.csv"
    width = len(shape.columns)
    skip = scan.encoding.mark if scan.text == shape.path else 0
    found = mend(_bytes(scan.text, skip), dialect, width, scan.encoding, clean, shape.name)
    plain = Dialect(dialect.delimiter, '"', '"', 0, 1, (), width + 1, 1.0)
    relation = _read_csv(clean, plain, (LINE, *shape.columns), 0, found.longest)
    line = f"CAST({identifier(LINE)} AS BIGINT) AS {identifier(LINE)}"
    query = f"SELECT * EXCLUDE ({identifier(LINE)}), {line} FROM {relation}"
    try:
        rows = copy_to_parquet(connection, query, target, width + 1)
    except duckdb.OutOfMemoryException as error:
        raise _too_large(shape, error) from error
    except duckdb.Error as error:
        raise DataError(
            f"The file cannot be read as a table: {str(error).splitlines()[0]}",
            where=shape.name,
            remedy="Name delimiter and quote under [read] in the mapping, or export it again",
        ) from error
    clean.unlink()
    if rows != found.rows:
        raise InternalError(
            f"{found.rows:,} rows were written and {rows:,} read back", where=shape.name
        )
    return Taken(
        rows,
        shape.columns,
        scan.sha256,
        scan.size,
        dialect.first_line,
        LINE,
        tuple(found.rejects),
        (*_encoding_notes(shape, scan), *_mend_notes(found, scan)),
    )


def _too_large(shape: FileShape, error: Exception) -> DataError:
    return DataError(
        f"Reading it needs more memory than it may use ({str(error).splitlines()[0]})",
        where=shape.name,
        remedy=f"Export fewer than its {len(shape.columns):,} columns, or shorter cells",
    )


def _read_csv(
    path: Path, dialect: Dialect, columns: tuple[str, ...], skip: int, longest: int = 0
) -> str:
    """The engine's reader with everything said, so that it guesses nothing."""
    names = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in columns)
    long_lines = f", max_line_size = {longest + 64}" if longest > _USUAL_LINE else ""
    return (
        f"read_csv({literal(str(path))}, columns = {{{names}}}, auto_detect = false, "
        f"header = false, skip = {skip}, delim = {literal(dialect.delimiter)}, "
        f"quote = {literal(dialect.quote)}, escape = {literal(dialect.escape)}, "
        f"compression = 'none', encoding = 'utf-8'{long_lines})"
    )


def _bytes(path: Path, skip: int) -> Iterator[bytes]:
    with path.open("rb") as stream:
        stream.seek(skip)
        while chunk := stream.read(CHUNK):
            yield chunk


def _encoding_notes(shape: FileShape, scan: Scan) -> Iterator[str]:
    if scan.encoding.name != shape.encoding.name:
        yield f"Read as {scan.encoding.name}"


def _mend_notes(found: Mended, scan: Scan) -> Iterator[str]:
    if found.recoded:
        yield (
            f"{found.recoded:,} lines were not UTF-8 and were read as {scan.encoding.fallback}, "
            f"the first on line {found.first_recoded:,}"
        )
    if found.zeros:
        yield f"NUL characters were taken out of {found.zeros:,} lines"
    if found.rejects:
        yield f"{len(found.rejects):,} lines could not be read and are listed with their reasons"
