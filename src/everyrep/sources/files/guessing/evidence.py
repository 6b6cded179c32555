"""Which ids of one file turn up in another: asked of the raw tables themselves."""

from __future__ import annotations

import duckdb

from everyrep.sources.files.raw import RawPart
from everyrep.warehouse.quoting import identifier, literal

_MOST_ASKED = 2_000
_MOST_KEYS = 2_000_000
_LEAST_SHARED = 5


class Overlaps:
    """Shares of values of one column that are found in another; each is asked once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str, str], float] = {}
        self._connection = duckdb.connect()

    def contained(self, part: RawPart, column: str, other: RawPart, key: str) -> float:
        """Share of a column's distinct values that are values of the other's key; 0 where empty."""
        place = (str(part.folder / part.table.file), column, str(other.folder / other.table.file),
                 key)  # fmt: skip
        if place not in self._known:
            self._known[place] = self._ask(*place)
        return self._known[place]

    def agreement(
        self, part: RawPart, columns: tuple[str, str], other: RawPart, others: tuple[str, str]
    ) -> float | None:
        """Share of rows with the same id that say the same; None where hardly any id is shared.

        Args:
            part: a raw table.
            columns: its id, and the column that is compared.
            other: another raw table.
            others: its id, and the column that is compared.
        """
        rows = [
            f"(SELECT {_id(key)} AS k, "
            f"lower(trim(CAST({identifier(said)} AS VARCHAR))) AS said "
            f"FROM read_parquet({literal(str(one.folder / one.table.file))}) WHERE said <> '')"
            for one, (key, said) in ((part, columns), (other, others))
        ]
        found = self._connection.execute(
            f"SELECT count(*), avg((a.said = b.said)::INTEGER) "
            f"FROM {rows[0]} AS a JOIN {rows[1]} AS b USING (k)"
        ).fetchone()
        return float(found[1]) if found and found[0] >= _LEAST_SHARED else None

    def close(self) -> None:
        """Let go of the engine."""
        self._connection.close()

    def _ask(self, path: str, column: str, other: str, key: str) -> float:
        asked = _texts(path, column, _MOST_ASKED)
        keys = _texts(other, key, _MOST_KEYS)
        found = self._connection.execute(
            f"SELECT avg(CASE WHEN keys.v IS NULL THEN 0.0 ELSE 1.0 END) "
            f"FROM {asked} AS asked LEFT JOIN {keys} AS keys ON asked.v = keys.v"
        ).fetchone()
        return float(found[0] or 0.0) if found else 0.0


def _texts(path: str, column: str, most: int) -> str:
    """Distinct values as text, without the mark that a reference within a file bears."""
    text = _id(column)
    return (
        f"(SELECT DISTINCT ltrim({text}, '@') AS v FROM read_parquet({literal(path)}) "
        f"WHERE {text} <> '' LIMIT {most})"
    )


def _id(column: str) -> str:
    """SQL of an id as text: a number that went through a spreadsheet may end in .0."""
    return f"regexp_replace(trim(CAST({identifier(column)} AS VARCHAR)), '^([0-9]+)[.]0+$', '\\1')"
