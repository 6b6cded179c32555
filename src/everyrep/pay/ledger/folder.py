"""A book in a folder: one folder a posting, which is there wholly or not at all.

A posting is written beside the others under another name, flushed, and then renamed to its number.
The rename is what posts it: a process that is killed before leaves the book as it was, and of two
that post at once only one gets the number.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Sequence
from dataclasses import asdict
from pathlib import Path
from threading import RLock
from typing import Any
from uuid import uuid4

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from everyrep.pay.ledger.book import Head, MemoryBook, Posting, Stamp, Stream, busy, sealed
from everyrep.pay.ledger.moves import MOVES, TEXTS, WHOLES, Frame
from everyrep.values.errors import DataError

_MOVES = "moves.parquet"
_STAMP = "posting.json"
_SCHEMA = pa.schema([(name, pa.string() if name in TEXTS else pa.int64()) for name in MOVES])


class FolderBook:
    """A book in a folder, which it makes where there is none."""

    def __init__(self, folder: Path) -> None:
        """Open the book of a folder.

        Raises:
            DataError: A posting in it cannot be read, or was edited.
        """
        self.folder = folder
        self._read = MemoryBook()
        self._lock = RLock()
        folder.mkdir(parents=True, exist_ok=True)
        self._refresh()

    def head(self) -> Head:
        """Where the book stands, with what others have posted since."""
        self._refresh()
        return self._read.head()

    def stamps(self) -> Sequence[Stamp]:
        """What each posting's moves share, in order."""
        self._refresh()
        return self._read.stamps()

    def postings(self) -> Sequence[Posting]:
        """All postings, in order, with those that others have posted since."""
        self._refresh()
        return self._read.postings()

    def last(self, plan: str, stream: Stream, payees: Collection[str] | None = None) -> Frame:
        """The last move of each key of a plan and a stream; of all payees where None."""
        self._refresh()
        return self._read.last(plan, stream, payees)

    def moves_of(self, payees: Collection[str]) -> Sequence[tuple[Posting, Frame]]:
        """The moves of some payees, by posting in order."""
        self._refresh()
        return self._read.moves_of(payees)

    def append(self, posting: Posting) -> None:
        """Keep a posting.

        Raises:
            Busy: The book's head is not the one that the posting comes after.
        """
        with self._lock:
            self._refresh()
            head = self._read.head().digest
            if posting.after != head:
                raise busy(posting.after, head)
            if not self._written(posting):
                self._refresh()
                raise busy(posting.after, self._read.head().digest)
            self._read.append(posting)

    def _written(self, posting: Posting) -> bool:
        """Whether the posting got its number."""
        beside = self.folder / f".new-{uuid4().hex}"
        beside.mkdir()
        try:
            _write(beside, posting)
            beside.rename(self._place(posting.number))
        except OSError:
            shutil.rmtree(beside, ignore_errors=True)
            if self._place(posting.number).is_dir():
                return False
            raise
        _flush(self.folder)
        return True

    def _refresh(self) -> None:
        with self._lock:
            number, head, _ = self._read.head()
            while (place := self._place(number + 1)).is_dir():
                posting = _reading(place)
                if posting.number != number + 1 or posting.after != head:
                    raise _broken(place, "does not follow from the posting before it")
                self._read.append(posting)
                number, head = posting.number, posting.head

    def _place(self, number: int) -> Path:
        return self.folder / f"{number:08d}"


def _write(folder: Path, posting: Posting) -> None:
    arrays = [pa.array(posting.moves[field.name].to_numpy(), type=field.type) for field in _SCHEMA]
    table = pa.Table.from_arrays(arrays, schema=_SCHEMA)
    pq.write_table(table, folder / _MOVES, compression="zstd")
    said = {
        "number": posting.number,
        "after": posting.after,
        "head": posting.head,
        "turnover": posting.turnover,
        "stamp": asdict(posting.stamp),
    }
    text = json.dumps(said, indent=1, ensure_ascii=False, sort_keys=True)
    (folder / _STAMP).write_text(f"{text}\n", encoding="utf-8")
    for path in (folder / _MOVES, folder / _STAMP, folder):
        _flush(path)


def _reading(folder: Path) -> Posting:
    """The posting of a folder.

    Raises:
        DataError: A file is missing or malformed, or does not say what its head says.
    """
    try:
        said: dict[str, Any] = json.loads((folder / _STAMP).read_text(encoding="utf-8"))
        stamp = Stamp(**{**said["stamp"], "stream": Stream(said["stamp"]["stream"])})
        table = pq.read_table(folder / _MOVES, schema=_SCHEMA)
        moves = _as_frame(table)
        number, after, turnover = said["number"], said["after"], said["turnover"]
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as problem:
        raise _broken(folder, "cannot be read") from problem
    posting = sealed(number, after, stamp, turnover, moves)
    if posting.head != said["head"]:
        raise _broken(folder, "does not say what was posted")
    return posting


def _as_frame(table: pa.Table) -> Frame:
    columns = {}
    for name in MOVES:
        values = table.column(name)
        wide = np.int64 if name in WHOLES else object
        columns[name] = np.asarray(values.to_pandas(), dtype=wide)
    return Frame(columns, copy=False)


def _broken(folder: Path, what: str) -> DataError:
    return DataError(
        f"The posting {folder.name} {what}",
        where=str(folder),
        why="Every later posting rests on it",
        remedy="Restore the folder of the book from a copy",
    )


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
