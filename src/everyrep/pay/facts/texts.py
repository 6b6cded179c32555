"""Texts and ids as codes, in an order that does not hang on how rows were listed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import lt

import numpy as np
import pandas as pd

from everyrep.pay.columns import Texts
from everyrep.pay.facts.credited import Codes
from everyrep.pay.facts.tables import Table, factorized
from everyrep.values import DataError


def texts_of(values: pd.Series) -> Texts:
    """Texts of a column; words in order, empty ones unknown. Whole numbers are read as text."""
    codes, found = factorized(values)
    ranks, words = _ranked(_all_written(found))
    return Texts(np.append(ranks, -1)[codes], words)


def texts_in(table: Table, column: str) -> Texts:
    """Texts of a table's column, read once."""
    if column not in table.read:
        table.read[column] = texts_of(table.column(column))
    found: Texts = table.read[column]
    return found


def ids_of(table: Table, column: str) -> Texts:
    """Ids, none of which may be missing.

    Raises:
        DataError: One is.
    """
    found = texts_in(table, column)
    empty = np.flatnonzero(found.codes < 0)
    if empty.size:
        raise DataError(
            f"{empty.size} rows have no {column}, the first is row {int(empty[0]) + 1}",
            where=table.name, why="Nobody could say what such a row is about",
            remedy=f"fill in {column}, or leave the rows out",
        )  # fmt: skip
    return found


def absent(rows: int) -> Texts:
    """Texts of which none is known."""
    return Texts(np.full(rows, -1, dtype=np.int64), ())


def recoded(texts: Texts, words: Sequence[str]) -> Codes:
    """Places of texts among other words, -1 where they are not among them; all words in order."""
    places = np.array([*_among(texts.words, words), -1], dtype=np.int64)
    return np.asarray(places[texts.codes])


def united(*several: Texts) -> tuple[str, ...]:
    """All words of several columns, in order."""
    return tuple(sorted(set().union(*(texts.words for texts in several))))


def _all_written(found: np.ndarray | pd.Index) -> list[str]:
    if found.dtype.kind in "iu":
        return [str(word) for word in found.tolist()]
    return [word if type(word) is str else _written(word) for word in found]


def _written(word: object) -> str:
    """A text; empty where it is nothing."""
    if isinstance(word, (float, np.floating)) and float(word).is_integer():
        return str(int(word))
    return "" if word is None else str(word)


def _ranked(written: list[str]) -> tuple[Codes, tuple[str, ...]]:
    """The place of each text among all of them in order, -1 for an empty one."""
    if all(map(lt, ["", *written], written)):
        return np.arange(len(written)), tuple(written)
    order = sorted(range(len(written)), key=written.__getitem__)
    words = [written[place] for place in order]
    new = np.array([a != b for a, b in pairwise(["", *words])], dtype=bool)
    ranks = np.empty(len(written), dtype=np.int64)
    ranks[order] = np.cumsum(new) - 1
    return ranks, tuple(word for word, first in zip(words, new, strict=True) if first)


def _among(some: Sequence[str], words: Sequence[str]) -> Iterator[int]:
    """The place of each of some words among others; both are in order, and gone through once."""
    at, end = 0, len(words)
    for word in some:
        while at < end and words[at] < word:
            at += 1
        yield at if at < end and words[at] == word else -1
