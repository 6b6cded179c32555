"""Parquet files: taken byte for byte, unless their columns are nested."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from everyrep.sources.files.container import Packed, chunks
from everyrep.sources.files.engine import copy_to_parquet, engine
from everyrep.sources.files.header import unique_names
from everyrep.sources.files.limits import DEEPEST, ReadOptions
from everyrep.sources.files.taken import Taken
from everyrep.values.errors import DataError
from everyrep.warehouse.quoting import identifier, literal


def parquet_columns(packed: Packed) -> tuple[str, ...]:
    """Names of the columns, where the file lies open; empty where it must be unpacked first.

    Raises:
        DataError: The file is damaged.
    """
    if packed.packing != "none":
        return ()
    return tuple(name for name, _ in _spread(_schema(packed.path, packed.label)))


def take_parquet(packed: Packed, target: Path, options: ReadOptions, work: Path) -> Taken:
    """Copy a Parquet file into place.

    Args:
        packed: where it lies.
        target: where it goes.
        options: limits.
        work: folder for what is only needed meanwhile.

    Raises:
        DataError: The file is damaged.
    """
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as out:
        for chunk in chunks(packed, options, work):
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)
    schema = _schema(target, packed.label)
    leaves = list(_spread(schema))
    names = unique_names([name for name, _ in leaves], packed.label)[0]
    plain = names == tuple(_field_names(schema))
    if not plain:
        _rewrite(target, leaves, names, options, work)
    return Taken(_rows(target), names, digest.hexdigest(), size, first_line=1)


def _schema(path: Path, label: str) -> Any:
    import pyarrow.parquet

    try:
        return pyarrow.parquet.read_schema(path)
    except (OSError, ValueError) as error:
        raise DataError(
            f"The Parquet file is damaged or cut off ({str(error).splitlines()[0]})",
            where=label,
            remedy="Copy or export it again; nothing of it was loaded",
        ) from error


def _field_names(schema: Any) -> list[str]:
    return [field.name for field in schema]


def _spread(fields: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Leaf columns as (dotted name, SQL expression); lists and maps become JSON text."""
    import pyarrow.types as types

    for field in fields:
        here = (*path, field.name)
        expression = ".".join(identifier(part) for part in here)
        if types.is_struct(field.type) and len(here) < DEEPEST:
            yield from _spread(_children(field.type), here)
        elif types.is_nested(field.type):
            yield ".".join(here), f"CAST(to_json({expression}) AS VARCHAR)"
        else:
            yield ".".join(here), expression


def _children(kind: Any) -> list[Any]:
    return [kind.field(at) for at in range(kind.num_fields)]


def _rewrite(
    target: Path,
    leaves: list[tuple[str, str]],
    names: tuple[str, ...],
    options: ReadOptions,
    work: Path,
) -> None:
    source = work / "nested.parquet"
    shutil.move(target, source)
    chosen = ", ".join(
        f"{expression} AS {identifier(name)}"
        for (_, expression), name in zip(leaves, names, strict=True)
    )
    with engine(work, options) as connection:
        query = f"SELECT {chosen} FROM read_parquet({literal(str(source))})"
        copy_to_parquet(connection, query, target, len(names))
    source.unlink()


def _rows(path: Path) -> int:
    query = f"SELECT sum(num_rows) FROM parquet_file_metadata({literal(str(path))})"
    with duckdb.connect() as connection:
        return int(connection.execute(query).fetchall()[0][0] or 0)
