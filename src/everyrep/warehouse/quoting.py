"""Names and values as DuckDB SQL text, quoted in this one place.

Column names come from files that anybody wrote, so no name and no value reaches a statement unless
it went through one of these functions.
"""

from __future__ import annotations

from everyrep.values.errors import DataError


def identifier(name: str) -> str:
    """A column or table name as a quoted identifier.

    Raises:
        DataError: The name holds a NUL character, which no statement can carry.
    """
    return '"' + _clean(name).replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as a quoted literal.

    Raises:
        DataError: The text holds a NUL character, which no statement can carry.
    """
    return "'" + _clean(text).replace("'", "''") + "'"


def _clean(text: str) -> str:
    if "\0" in text:
        raise DataError(
            f"A name or value holds a NUL character: {text[:40]!r}",
            remedy="Export the file again without NUL characters",
        )
    return text
