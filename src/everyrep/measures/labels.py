"""Names for ids, where the one who asks may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from everyrep.measures.answer import Row
from everyrep.measures.dimensions import DIMENSIONS
from everyrep.measures.source import FactSource
from everyrep.values import Scope


def labels_of(
    source: FactSource, dimensions: Sequence[str], rows: Iterable[Row], scope: Scope
) -> dict[str, dict[str, str]]:
    """For each dimension of ids, the name of every id among the rows that has one.

    Names of people are personal data: a scope that masks them, or that may not see people, gets
    ids alone.
    """
    rows = tuple(rows)
    found: dict[str, dict[str, str]] = {}
    for name in dimensions:
        label = DIMENSIONS[name].label if name in DIMENSIONS else None
        if label is None:
            continue
        ids = {str(row.keys[name]) for row in rows if row.keys.get(name) is not None}
        if those := nameable(label, ids, scope):
            found[name] = looked_up(source, label, those)
    return found


def looked_up(source: FactSource, label: tuple[str, str], ids: Sequence[str]) -> dict[str, str]:
    """The names of ids, out of a table and column; an id without a name is left out."""
    table, column = label
    result = source.connection.execute(
        f'SELECT id, "{column}" FROM "{table}" '
        f'WHERE "{column}" IS NOT NULL AND id IN (SELECT unnest(?::VARCHAR[]))',
        [list(ids)],
    )
    return {str(key): str(text) for key, text in result.fetchall()}


def names_in(source: FactSource, table: str, column: str) -> list[str]:
    """All names in a column, in order: those of things, never of people."""
    result = source.connection.execute(
        f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL ORDER BY 1'
    )
    return [str(row[0]) for row in result.fetchall()]


def nameable(label: tuple[str, str], ids: Iterable[str], scope: Scope) -> list[str]:
    """Ids whose names may be seen: who sees their own facts alone may read their own name."""
    if scope.masks(".".join(label)):
        return []
    if hidden(label, scope):
        return sorted(one for one in set(ids) if scope.people == frozenset({one}))
    return sorted(set(ids))


def hidden(label: tuple[str, str], scope: Scope) -> bool:
    """Whether the names that stand in a column of a table may not be seen."""
    table, column = label
    about_people = table == "people" and not scope.can("see_people")
    return about_people or scope.masks(f"{table}.{column}")


def stage_places(source: FactSource) -> dict[str, int]:
    """The place of each stage in the sales process, by name."""
    found = source.connection.execute(
        "SELECT name, min(position) FROM stages WHERE position IS NOT NULL GROUP BY name"
    ).fetchall()
    return {str(name): int(place) for name, place in found}


def declared_stages(source: FactSource) -> frozenset[str]:
    """Names of the stages that a source declares; of others no more is known than that they occur.

    All of them, where none is declared.
    """
    found = source.connection.execute("SELECT name, origin FROM stages").fetchall()
    declared = frozenset(str(name) for name, origin in found if origin == "declared")
    return declared or frozenset(str(name) for name, _ in found)


_MORE_NAMES = (("products", "family"),)


def names_that_match(source: FactSource, pattern: str, most: int) -> list[str]:
    """Names of things that groups are named by, and that match a pattern; the longest first.

    Args:
        source: An open build.
        pattern: A regular expression, found anywhere in a name.
        most: How many at most.
    """
    labels = {one.label for one in DIMENSIONS.values() if one.label} | set(_MORE_NAMES)
    each = " UNION ".join(
        f'SELECT CAST("{column}" AS VARCHAR) AS name FROM "{table}"'
        for table, column in sorted(labels)
    )
    found = source.connection.execute(
        f"SELECT name FROM ({each}) AS names WHERE regexp_matches(name, ?) "
        "ORDER BY length(name) DESC, name LIMIT ?",
        [pattern, most],
    )
    return [str(name) for (name,) in found.fetchall()]
