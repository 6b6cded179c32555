"""From the text of a mapping file to a `Mapping`, with errors that name line and near names."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import fields
from decimal import Decimal
from typing import Any

from everyrep.values.errors import SettingsError, UnknownName, near_names
from everyrep.warehouse.mapping.model import (
    ORDERS,
    REPEATS,
    UNITS,
    ColumnSpec,
    Mapping,
    Match,
    ReadHints,
    TableMapping,
)
from everyrep.warehouse.mapping.places import Places
from everyrep.warehouse.mapping.rows import parse_where
from everyrep.warehouse.schema import TABLES, Table

FORMAT = 1
SYSTEM = re.compile(r"[a-z][a-z0-9_-]*")
_TOP = ("format", "system", "match", "read", "table")
_TABLE = ("table", "where", "repeats", "columns")
_SPEC = tuple(field.name for field in fields(ColumnSpec))


def parse_mapping(text: str, where: str = "mapping") -> Mapping:
    """The mapping that a TOML text states.

    Args:
        text: the file's text.
        where: the file's name, for messages.

    Raises:
        SettingsError: The text is not TOML, or something in it has the wrong form.
        UnknownName: A table, column or key that there is not, with near names.
    """
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(error, where) from error
    return _Reader(where, Places(text)).mapping(data)


def _not_toml(error: tomllib.TOMLDecodeError, where: str) -> SettingsError:
    found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    place = f"{where}, line {found[1]}" if found else where
    reason = str(error).split(" (at ")[0]
    return SettingsError(
        f"This is not valid TOML: {reason}",
        where=place,
        remedy="Texts stand in quotes, lists in [ ], specifications in { }",
    )


class _Reader:
    """Walks the parsed TOML; keeps the file's name and lines for messages."""

    def __init__(self, where: str, places: Places) -> None:
        self.where = where
        self.places = places

    def mapping(self, data: dict[str, Any]) -> Mapping:
        self._known("key", data, _TOP, "")
        if data.get("format", FORMAT) != FORMAT:
            raise self._wrong(
                f"The mapping's format is {data['format']!r}, and only {FORMAT} is known",
                "",
                -1,
                "format",
            )
        system = self._text(data.get("system", "crm"), "", -1, "system")
        if not SYSTEM.fullmatch(system):
            raise self._wrong(
                f"A system is a short word in lower case, not {system!r}", "", -1, "system"
            )
        tables = data.get("table", [])
        if not isinstance(tables, list) or not tables:
            raise self._wrong("The mapping feeds no table", "", -1, "", "Add a [[table]]")
        return Mapping(
            system=system,
            match=self._match(data.get("match", {})),
            read=self._read(data.get("read", {})),
            tables=tuple(self._table(item, at) for at, item in enumerate(tables)),
        )

    def _match(self, data: Any) -> Match:
        self._table_form(data, "match")
        self._known("key", data, ("files", "columns"), "match")
        return Match(
            files=self._texts(data.get("files", []), "match", -1, "files"),
            columns=self._texts(data.get("columns", []), "match", -1, "columns"),
        )

    def _read(self, data: Any) -> ReadHints:
        self._table_form(data, "read")
        known = tuple(field.name for field in fields(ReadHints))
        self._known("key", data, known, "read")
        hints = {key: self._hint(key, value) for key, value in data.items()}
        return ReadHints(**hints)

    def _hint(self, key: str, value: Any) -> Any:
        if key == "header":
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise self._wrong("'header' is a line number, 0 for none", "read", -1, key)
            return value
        text = self._text(value, "read", -1, key)
        if (key == "delimiter" and len(text) != 1) or (key == "quote" and len(text) > 1):
            raise self._wrong(f"{key!r} is one character, not {text!r}", "read", -1, key)
        return text

    def _table(self, data: Any, at: int) -> TableMapping:
        self._table_form(data, "table", at)
        self._known("key", data, _TABLE, "table", at)
        if "table" not in data:
            raise self._wrong("A [[table]] does not say which table", "table", at)
        name = self._text(data["table"], "table", at, "table")
        if name not in TABLES:
            raise self._unknown("table", name, TABLES, ("table", at, "table"))
        where = data.get("where")
        if where is not None:
            line = self._place("table", at, "where")
            parse_where(self._text(where, "table", at, "where"), line)
        columns = data.get("columns", {})
        self._table_form(columns, "table.columns", at)
        repeats = data.get("repeats", "last")
        if repeats not in REPEATS:
            raise self._wrong(
                f"'repeats' is one of {', '.join(REPEATS)}, not {repeats!r}", "table", at, "repeats"
            )
        return TableMapping(name, where, self._columns(columns, TABLES[name], at), repeats)

    def _columns(self, data: dict[str, Any], table: Table, at: int) -> dict[str, ColumnSpec]:
        for name in data:
            if name not in table.by_name:
                kind = f"column of {table.name}"
                raise self._unknown(kind, name, table.by_name, ("table.columns", at, name))
        if not data:
            raise self._wrong(f"No column of {table.name} is mapped", "table", at)
        return {name: self._spec(value, name, at) for name, value in data.items()}

    def _spec(self, data: Any, name: str, at: int) -> ColumnSpec:
        place = ("table.columns", at, name)
        if not isinstance(data, dict):
            return ColumnSpec(column=self._text(data, *place))
        self._known("key", data, _SPEC, *place)
        spec = ColumnSpec(**{key: self._value(key, value, place) for key, value in data.items()})
        problem = _contradiction(spec)
        if problem:
            raise self._wrong(f"{name!r}: {problem}", *place)
        return spec

    def _value(self, key: str, value: Any, place: tuple[str, int, str]) -> Any:
        if key in ("columns", "true", "false", "empty"):
            return self._texts(value, *place)
        if key == "values":
            self._table_form(value, place[0], place[1])
            return {word: self._text(to, *place, anything=True) for word, to in value.items()}
        if key == "ignore_case":
            if not isinstance(value, bool):
                raise self._wrong("'ignore_case' is true or false", *place)
            return value
        if key == "plus_days":
            if not isinstance(value, int) or isinstance(value, bool):
                raise self._wrong("'plus_days' is a whole number of days", *place)
            return value
        if key == "scale":
            number = isinstance(value, int | Decimal) and not isinstance(value, bool)
            if not number or not Decimal(value).is_finite() or value == 0:
                raise self._wrong("'scale' is a number other than 0", *place)
            return Decimal(value)
        return self._text(value, *place, anything=key in ("value", "origin"))

    def _text(self, value: Any, header: str, at: int, key: str, *, anything: bool = False) -> str:
        if isinstance(value, str):
            return value
        if anything and isinstance(value, bool):
            return "true" if value else "false"
        if anything and isinstance(value, datetime.date | datetime.datetime):
            return value.isoformat()
        if anything and isinstance(value, int | Decimal):
            return str(value)
        raise self._wrong(f"A text is expected for {key!r}, not {value!r}", header, at, key)

    def _texts(self, value: Any, header: str, at: int, key: str) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise self._wrong(f"A list of texts is expected for {key!r}", header, at, key)
        return tuple(self._text(item, header, at, key) for item in value)

    def _table_form(self, data: Any, header: str, at: int = -1) -> None:
        if not isinstance(data, dict):
            raise self._wrong(f"[{header}] is a table of keys and values", header, at)

    def _known(
        self,
        kind: str,
        data: Iterable[str],
        known: tuple[str, ...],
        header: str,
        at: int = -1,
        key: str = "",
    ) -> None:
        for name in data:
            if name not in known:
                raise self._unknown(kind, name, known, (header, at, key or name))

    def _place(self, header: str, at: int, key: str) -> str:
        return f"{self.where}, line {self.places.line(header, at, key)}"

    def _unknown(
        self, kind: str, name: str, known: Iterable[str], place: tuple[str, int, str]
    ) -> UnknownName:
        names = tuple(known)
        close = near_names(name, names)
        return UnknownName(
            kind,
            name,
            names,
            where=self._place(*place),
            remedy=f"Replace {name!r} or take the line out" if close else None,
        )

    def _wrong(
        self, message: str, header: str, at: int = -1, key: str = "", remedy: str | None = None
    ) -> SettingsError:
        return SettingsError(message, where=self._place(header, at, key), remedy=remedy)


def _contradiction(spec: ColumnSpec) -> str | None:
    """What cannot be meant together, in words; None where all is well."""
    return next((problem for broken, problem in _RULES if broken(spec)), None)


def _bad_pattern(spec: ColumnSpec) -> bool:
    if spec.pattern is None:
        return False
    try:
        return re.compile(spec.pattern).groups < 1
    except re.error:
        return True


def _bad_origin(spec: ColumnSpec) -> bool:
    if spec.origin is None:
        return False
    try:
        datetime.datetime.fromisoformat(spec.origin)
    except ValueError:
        return True
    return False


def _sources_given(spec: ColumnSpec) -> int:
    return sum((spec.column is not None, bool(spec.columns), spec.value is not None))


_RULES: tuple[tuple[Callable[[ColumnSpec], bool], str], ...] = (
    (lambda s: _sources_given(s) != 1, "give exactly one of 'column', 'columns' and 'value'"),
    (
        lambda s: s.order is not None and s.order not in ORDERS,
        f"'order' is one of {', '.join(ORDERS)}",
    ),
    (
        lambda s: s.order is not None and s.format is not None,
        "'order' and 'format' say the same thing; give one",
    ),
    (lambda s: s.unit is not None and s.unit not in UNITS, f"'unit' is one of {', '.join(UNITS)}"),
    (lambda s: (s.origin is None) != (s.unit is None), "'origin' and 'unit' go together"),
    (_bad_origin, "'origin' is an ISO date such as 2013-10-01"),
    (lambda s: s.decimal not in (None, ".", ","), '\'decimal\' is "." or ","'),
    (
        lambda s: s.decimal is not None and s.decimal == s.thousands,
        "'decimal' and 'thousands' cannot be the same mark",
    ),
    (_bad_pattern, "'pattern' is a regular expression with one group, such as '(\\d+)'"),
)
