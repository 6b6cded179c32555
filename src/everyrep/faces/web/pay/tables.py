"""Tables as bytes for the app's database: Parquet, so that nothing that is read back can run."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from everyrep.pay.ledger.moves import MOVES, TEXTS, WHOLES
from everyrep.values import DataError

_MOVES = pa.schema([(name, pa.string() if name in TEXTS else pa.int64()) for name in MOVES])


def packed(table: pd.DataFrame) -> bytes:
    """A table as bytes.

    Raises:
        DataError: A column holds values of several kinds, so that it could not be read back.
    """
    try:
        arrow = pa.Table.from_pandas(table.reset_index(drop=True), preserve_index=False)
    except pa.ArrowException as problem:
        raise DataError(
            f"A table cannot be kept: {str(problem)[:200]}",
            why="What pay was calculated from must be there to explain it",
            remedy="Give each column values of one kind",
        ) from problem
    return _written(arrow)


def unpacked(content: bytes | memoryview) -> pd.DataFrame:
    """The table again."""
    return pq.read_table(io.BytesIO(bytes(content))).to_pandas(integer_object_nulls=True)


def packed_moves(moves: pd.DataFrame) -> bytes:
    """Moves of a ledger as bytes."""
    arrays = [pa.array(moves[field.name].to_numpy(), type=field.type) for field in _MOVES]
    return _written(pa.Table.from_arrays(arrays, schema=_MOVES))


def unpacked_moves(content: bytes | memoryview) -> pd.DataFrame:
    """The moves again, in the types that a ledger's digest is made of."""
    table = pq.read_table(io.BytesIO(bytes(content)), schema=_MOVES)
    return pd.DataFrame(
        {name: np.asarray(table.column(name).to_pandas(), dtype=_type(name)) for name in MOVES}
    )


def _type(name: str) -> type:
    return np.int64 if name in WHOLES else object


def _written(table: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()
