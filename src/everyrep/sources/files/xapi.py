"""What an xAPI statement means, as plain columns beside those it is spread over.

A statement names its actor in one of four ways, its verb by an address, and its object's name once
a language. These columns say it once: `actor.key`, `verb.name`, `verb.title`, `object.title`,
`context.parent.id`, `result.minutes`.

References:
    Experience API 1.0.3, part two, sections 2.4 (statement properties) and 4.6 (durations).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

_VALUE = r"(\d+(?:[.,]\d+)?)"
_UNITS = (("D", 1440.0), ("W", 10_080.0))
_TIME_UNITS = (("H", 60.0), ("M", 1.0), ("S", 1 / 60))
LANGUAGE_MAPS = ("/verb/display", "/object/definition/name", "/object/definition/description")


def is_statement(structure: dict[str, Any]) -> bool:
    """Whether records of this structure are xAPI statements."""
    verb = structure.get("verb")
    parts = {"actor", "verb", "object"} <= set(structure)
    return parts and isinstance(verb, dict) and "id" in verb


def derived(taken: Collection[str]) -> list[tuple[str, str]]:
    """Columns as (name, SQL over the record `j`); names that are taken are left out."""
    parent = "/context/contextActivities/parent"
    columns = [
        ("actor.key", _actor()),
        ("verb.name", r"lower(regexp_extract(" + _at("/verb/id") + r", '([^/#]+)[/#]?$', 1))"),
        ("verb.title", _first_of("$.verb.display.*")),
        ("object.title", _first_of("$.object.definition.name.*")),
        ("context.parent.id", f"coalesce({_at(parent + '/0/id')}, {_at(parent + '/id')})"),
        ("result.minutes", _minutes(_at("/result/duration"))),
    ]
    return [(name, expression) for name, expression in columns if name not in taken]


def _at(pointer: str) -> str:
    return f"json_extract_string(j, '{pointer}')"


def _first_of(path: str) -> str:
    return f"json_extract_string(j, '{path}')[1]"


def _actor() -> str:
    mail = f"regexp_replace({_at('/actor/mbox')}, '^mailto:', '')"
    others = ("/actor/account/name", "/actor/mbox_sha1sum", "/actor/openid")
    return f"coalesce({', '.join([mail, *map(_at, others)])})"


def _minutes(duration: str) -> str:
    """ISO 8601 duration in minutes, as text; years and months have no fixed length: empty."""
    date = f"split_part({duration}, 'T', 1)"
    time = f"split_part({duration}, 'T', 2)"
    parts = [_part(date, unit, minutes) for unit, minutes in _UNITS]
    parts += [_part(time, unit, minutes) for unit, minutes in _TIME_UNITS]
    fits = f"regexp_matches({duration}, '^P[0-9.,WD]*(T[0-9.,HMS]+)?$')"
    return f"CASE WHEN {fits} THEN CAST(round({' + '.join(parts)}, 4) AS VARCHAR) END"


def _part(text: str, unit: str, minutes: float) -> str:
    number = f"replace(nullif(regexp_extract({text}, '{_VALUE}{unit}', 1), ''), ',', '.')"
    return f"coalesce(CAST({number} AS DOUBLE), 0) * {minutes!r}"
