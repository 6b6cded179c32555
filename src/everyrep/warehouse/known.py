"""What somebody is known by in the files that landed: ids, names in full, mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from everyrep.warehouse.build.record import current_build
from everyrep.warehouse.engine import connect
from everyrep.warehouse.quoting import literal
from everyrep.warehouse.workspace import Workspace

_SHORTEST = 5


@dataclass(frozen=True)
class Known:
    """What somebody is known by.

    Attributes:
        person: Their person id.
        refs: Every id by which a file names them, as "system:id".
        names: Their names in full, in every form that a file has.
        mails: Their mail addresses.
        shared: Names in full that somebody else bears too: in free text nobody can tell whose.
    """

    person: str
    refs: tuple[str, ...]
    names: tuple[str, ...]
    mails: tuple[str, ...]
    shared: tuple[str, ...] = ()


def known_of(workspace: Workspace, person: str) -> Known | None:
    """What somebody is known by in the current build; None where it does not know them."""
    build = current_build(workspace)
    if build is None:
        return None
    with connect(workspace.spill) as connection:
        for name in ("person_refs", "person_rows"):
            file = literal(str(build / "identity" / f"{name}.parquet"))
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({file})")
        mine = "(SELECT ref FROM person_refs WHERE person_id = ?)"
        refs = _column(connection, f"SELECT ref FROM {mine} ORDER BY ref", person)
        rows = connection.execute(
            "SELECT full_name, first_name, last_name, email, other_emails FROM person_rows "
            f"WHERE id IN {mine}", [person],
        ).fetchall()  # fmt: skip
        names = _names(rows) | {r.partition(":")[2] for r in refs if " " in r.partition(":")[2]}
        others = f"SELECT full_name FROM person_rows WHERE id NOT IN {mine}"
        borne = {_folded(name) for name in _column(connection, others, person) if name}
    if not refs:
        return None
    mails = {
        mail for row in rows for cell in row[3:] if cell for mail in re.split(r"[;,\s]+", cell)
    }
    mails |= {value for r in refs if "@" in (value := r.partition(":")[2])}
    shared = {name for name in names if _folded(name) in borne}
    return Known(person, tuple(refs), tuple(sorted(names)), tuple(sorted(mails - {""})),
                 tuple(sorted(shared)))  # fmt: skip


def pattern(known: Known) -> re.Pattern[str]:
    """Finds somebody's names and mail addresses where they stand as words of their own."""
    names = [n for n in known.names if n not in known.shared and " " in n and len(n) >= _SHORTEST]
    words = sorted({*map(re.escape, known.mails), *map(_spaced, names)}, key=len, reverse=True)
    if not words:
        return re.compile(r"(?!)")
    inside = "|".join(words)
    return re.compile(rf"(?<![\w.+-])(?:{inside})(?![\w-]|\.\w)", re.IGNORECASE)


def _spaced(name: str) -> str:
    return r"\s+".join(re.escape(word) for word in name.split())


def _names(rows: Iterable[Sequence[str | None]]) -> set[str]:
    """Names in full, in the orders in which files give them."""
    found: set[str] = set()
    for full, first, last, *_ in rows:
        if full:
            found.add(full.strip())
        if first and last:
            found |= {f"{first} {last}", f"{last} {first}", f"{last}, {first}"}
    for name in tuple(found):
        before, comma, after = name.partition(",")
        if comma:
            found.add(f"{after.strip()} {before.strip()}")
        elif len(words := name.split()) > 1:
            found |= {f"{words[-1]}, {' '.join(words[:-1])}", f"{words[-1]} {' '.join(words[:-1])}"}
    return {name for name in found if name}


def _folded(name: str) -> str:
    return " ".join(sorted(re.findall(r"\w+", name.casefold())))


def _column(connection: duckdb.DuckDBPyConnection, asked: str, person: str) -> list[str]:
    return [row[0] for row in connection.execute(asked, [person]).fetchall()]
