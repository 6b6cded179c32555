"""One cell: how the text of a source column becomes the physical columns of a canonical one.

Each is computed in three layers, so that no expression is written or worked out twice: what is
*given* (the trimmed text, or the typed value), what it *reads* as (a number, a date), and the
physical *parts* that are stored.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from everyrep.warehouse.mapping import ColumnSpec
from everyrep.warehouse.quoting import identifier, literal
from everyrep.warehouse.schema import Column, Kind, local_date, zone_name
from everyrep.warehouse.staging import dates, numbers, words

_NOTHING = ("", "NULL", "null", "?")
_NO_VALUE = (*_NOTHING, "N/A", "n/a", "#N/A", "NA", "NaN", "nan", "None", "none", "-", "--")
_NEVER = ("infinity", "-infinity")
"""How databases write a day that never comes."""
_TRUE = ("true", "t", "yes", "y", "1", "x", "ja", "oui", "si", "wahr")
_FALSE = ("false", "f", "no", "n", "0", "nein", "non", "falsch")


@dataclass(frozen=True)
class Cell:
    """One canonical column as SQL.

    Attributes:
        column: the canonical column.
        given: over the raw relation: what the file holds, NULL where the cell is empty.
        reads: over the given ones: what that reads as; NULL where it cannot be read.
        parts: over given and read ones: the physical columns as (name, SQL).
        wrong: predicate over them, true where something given cannot be used; None: never.
        reason: what is wrong then.
        remedy: what to do.
        textual: what is given is text, beside which a currency may stand.
    """

    column: Column
    given: str
    reads: str | None
    parts: tuple[tuple[str, str], ...]
    wrong: str | None = None
    reason: str = ""
    remedy: str = ""
    textual: bool = True


@dataclass(frozen=True)
class Setting:
    """What the cells of one table of one file share.

    Attributes:
        table: canonical table.
        system: id space of the mapping.
        types: DuckDB types of the raw columns.
    """

    table: str
    system: str
    types: dict[str, str]

    def type_of(self, spec: ColumnSpec) -> str:
        """Type of what is given: VARCHAR unless the raw column is typed and taken as it is."""
        if spec.column is None or spec.values or spec.json or spec.pattern or spec.empty:
            return "VARCHAR"
        kind = self.types.get(spec.column, "VARCHAR")
        return "VARCHAR" if kind in _TEXTUAL else kind


_TEXTUAL = ("UUID", "BLOB", "JSON")


def cell(column: Column, spec: ColumnSpec, setting: Setting) -> Cell:
    """The SQL of one canonical column."""
    return _MAKERS[column.kind](column, spec, setting)


def given_name(column: Column) -> str:
    """Name of the column of the first layer."""
    return identifier(f"{column.name}~given")


def read_name(column: Column) -> str:
    """Name of the column of the second layer."""
    return identifier(f"{column.name}~reads")


ROW_CURRENCY = identifier("~currency")
"""Name of the row's currency in the second layer."""


def given(spec: ColumnSpec, setting: Setting, nothing: tuple[str, ...] = _NOTHING) -> str:
    """What the file holds as text: trimmed, NULL where it is empty."""
    if spec.value is not None:
        return literal(spec.value)
    if spec.columns:
        joined = ", ".join(_text(name, setting, ("",)) for name in spec.columns)
        text = f"nullif(concat_ws({literal(spec.join)}, {joined}), '')"
    else:
        text = _text(str(spec.column), setting, (*nothing, *spec.empty))
    if spec.json:
        text = f"json_extract_string({text}, {literal(spec.json)})"
    if spec.pattern:
        text = f"nullif(trim(regexp_extract({text}, {literal(spec.pattern)}, 1)), '')"
    return _translated(text, spec) if spec.values else text


def _text(name: str, setting: Setting, nothing: tuple[str, ...]) -> str:
    column = identifier(name)
    kind = setting.types.get(name, "VARCHAR")
    if kind in ("DOUBLE", "FLOAT"):
        whole = f"{column} = trunc({column}) AND abs({column}) < 1e15"
        return (
            f"CASE WHEN isnan({column}) THEN NULL WHEN {whole} "
            f"THEN CAST(CAST({column} AS BIGINT) AS VARCHAR) ELSE CAST({column} AS VARCHAR) END"
        )
    if kind != "VARCHAR":
        return f"CAST({column} AS VARCHAR)"
    return _trimmed(column, nothing)


def _trimmed(text: str, nothing: tuple[str, ...]) -> str:
    """SQL of a text without spaces around it; NULL where it is empty or a word for nothing.

    Finding spaces of every script takes a look at each character. A text of single bytes that
    begins with a mark or letter, does not end in a space and is longer than all words for nothing
    is what it is, which can be told without that look.
    """
    words = [word for word in nothing if word]
    longest = max((len(word.encode()) for word in words), default=0)
    plain = (
        f"{text} >= '!' AND strlen({text}) > {longest} "
        f"AND strlen({text}) = length({text}) AND NOT suffix({text}, ' ')"
    )
    rest = f"trim({text})"
    if words:
        pattern = literal(f"^(?:{'|'.join(re.escape(word) for word in words)})$")
        rest = f"regexp_replace({rest}, {pattern}, '')"
    return f"CASE WHEN {plain} THEN {text} ELSE nullif({rest}, '') END"


def _translated(text: str, spec: ColumnSpec) -> str:
    asked = f"lower({text})" if spec.ignore_case else text
    cases = " ".join(
        f"WHEN {literal(word.lower() if spec.ignore_case else word)} THEN {literal(meaning)}"
        for word, meaning in spec.values.items()
        if word != "*"
    )
    other = spec.values.get("*")
    rest = text if other is None else f"CASE WHEN {text} IS NOT NULL THEN {literal(other)} END"
    return f"CASE {asked} {cases} ELSE {rest} END" if cases else rest


def _identified(column: Column, spec: ColumnSpec, setting: Setting) -> Cell:
    system = spec.system or setting.system
    name = column.name
    if column.kind is Kind.REF:
        name = f"{name}_ref" if column.target == "people" else f"{name}_id"
    value = f"{literal(system + ':')} || {given_name(column)}"
    return Cell(column, given(spec, setting, ("",)), None, ((name, value),))


def _plain(column: Column, spec: ColumnSpec, setting: Setting) -> Cell:
    return Cell(column, given(spec, setting), None, ((column.name, given_name(column)),))


def _category(column: Column, spec: ColumnSpec, setting: Setting) -> Cell:
    closed = bool(column.words)
    value = words.canonical(setting.table, column.name, given_name(column), closed)
    strict = closed and (setting.table, column.name) not in words.LENIENT
    return Cell(
        column,
        given(spec, setting),
        value,
        ((column.name, read_name(column)),),
        wrong=_unread(column) if strict else None,
        reason=f"is not one of {', '.join(column.words)}",
        remedy="say in the mapping what it means: values = { ... }",
    )


def _number(column: Column, spec: ColumnSpec, setting: Setting) -> Cell:
    value = f"CAST({read_name(column)} AS DOUBLE)"
    if spec.scale is not None:
        value = f"{value} * {spec.scale:f}"
    found = _numeric(column, spec, setting, value, "is not a number")
    if setting.type_of(spec) == "VARCHAR":
        return replace(found, reads=numbers.stated(given_name(column), spec, numbers.FINE))
    number = f"TRY_CAST({given_name(column)} AS DOUBLE)"
    return replace(found, reads=f"CASE WHEN isfinite({number}) THEN {number} END")


def _share(column: Column, spec: ColumnSpec, setting: Setting) -> Cell:
    value = f"CAST({read_name(column)} AS DOUBLE)"
    found = _numeric(column, spec, setting, value, "is not a number")
    if setting.type_of(spec) == "VARCHAR":
        return replace(found, reads=numbers.share(given_name(column), spec))
    return found


def _integer(column: Column, spec: ColumnSpec, setting: Setting) -> Cell:
    number = read_name(column)
    value = f"CASE WHEN {number} = trunc({number}) THEN TRY_CAST({number} AS BIGINT) END"
    found = _numeric(column, spec, setting, value, "is not a whole number")
    return replace(found, wrong=f"{given_name(column)} IS NOT NULL AND ({value}) IS NULL")


def _numeric(column: Column, spec: ColumnSpec, setting: Setting, value: str, reason: str) -> Cell:
    what, reads = _decimal(column, spec, setting)
    return Cell(
        column,
        what,
        reads,
        ((column.name, value),),
        wrong=_unread(column),
        reason=reason,
        remedy="set decimal and thousands of this column in the mapping, or mend the file",
    )


def _money(column: Column, spec: ColumnSpec, setting: Setting) -> Cell:
    what, reads = _decimal(column, spec, setting)
    minor = numbers.minor(read_name(column), ROW_CURRENCY)
    textual = setting.type_of(spec) == "VARCHAR"
    if textual:
        own = numbers.code_within(given_name(column))
        same = f"coalesce({own}, {ROW_CURRENCY}) = {ROW_CURRENCY}"
        minor = f"CASE WHEN {same} AND NOT suffix({given_name(column)}, '%') THEN {minor} END"
    return Cell(
        column,
        what,
        reads,
        ((f"{column.name}_minor", minor),),
        wrong=f"{given_name(column)} IS NOT NULL AND ({minor}) IS NULL",
        reason="is not an amount in the row's currency",
        remedy="set decimal, thousands or currency of this column in the mapping",
        textual=textual,
    )


def _decimal(column: Column, spec: ColumnSpec, setting: Setting) -> tuple[str, str]:
    """What is given, and the exact number it reads as."""
    if setting.type_of(spec) == "VARCHAR":
        return given(spec, setting, _NO_VALUE), numbers.written(given_name(column), spec)
    number = f"TRY_CAST({given_name(column)} AS {numbers.PRECISE})"
    if spec.scale is not None:
        number = f"TRY_CAST({number} * {spec.scale:f} AS {numbers.PRECISE})"
    return _as_it_is(spec, setting), number


def _as_it_is(spec: ColumnSpec, setting: Setting) -> str:
    name = identifier(str(spec.column))
    if setting.type_of(spec) in ("DOUBLE", "FLOAT"):
        return f"CASE WHEN NOT isnan({name}) THEN {name} END"
    return name


def _currency(column: Column, spec: ColumnSpec, setting: Setting) -> Cell:
    return Cell(
        column,
        given(spec, setting),
        numbers.code(given_name(column)),
        (),
        wrong=f"{given_name(column)} IS NOT NULL AND NOT {numbers.known(read_name(column))}",
        reason="is not a currency of ISO 4217, so the row's amounts cannot be counted",
        remedy='say in the mapping which currency is meant: values = { Euro = "EUR" }',
    )


def _date(column: Column, spec: ColumnSpec, setting: Setting) -> Cell:
    what, reads = _local(column, spec, setting)
    day = dates.moved(dates.possible(read_name(column)), spec)
    value = f"CAST({day} AS DATE)"
    return _dated(column, spec, what, reads, ((column.name, value),))


def _moment(column: Column, spec: ColumnSpec, setting: Setting) -> Cell:
    what, reads = _local(column, spec, setting)
    text, local = given_name(column), dates.possible(read_name(column))
    kind = setting.type_of(spec)
    own_zone = literal(spec.zone) if spec.zone else "'UTC'" if dates.is_instant(spec) else "NULL"
    if kind == "VARCHAR":
        utc = dates.utc(text, local, spec)
        zone = f"coalesce({dates.offset(text)}, {own_zone})"
    else:
        utc = dates.utc_of_typed(text, kind, spec)
        zone = "'UTC'" if "TIME ZONE" in kind and not spec.zone else own_zone
    parts = (
        (column.name, dates.moved(utc, spec)),
        (local_date(column.name), f"CAST({dates.moved(local, spec)} AS DATE)"),
        (zone_name(column.name), zone),
    )
    return _dated(column, spec, what, reads, parts)


def _local(column: Column, spec: ColumnSpec, setting: Setting) -> tuple[str, str]:
    """What is given, and the local date and time it reads as."""
    kind = setting.type_of(spec)
    if kind == "VARCHAR":
        return given(spec, setting, (*_NO_VALUE, *_NEVER)), dates.written(given_name(column), spec)
    return _as_it_is(spec, setting), dates.local_of_typed(given_name(column), kind, spec)


def _dated(
    column: Column, spec: ColumnSpec, what: str, reads: str, parts: tuple[tuple[str, str], ...]
) -> Cell:
    order = {"dmy": "day, month, year", "mdy": "month, day, year"}.get(spec.order or "")
    return Cell(
        column,
        what,
        reads,
        parts,
        wrong=f"({_unread(column)}) OR {dates.absurd(read_name(column))}",
        reason="is not a possible date" + (f" in the order {order}" if order else ""),
        remedy='set order = "dmy", "mdy" or "ymd", or a format, for this column in the mapping',
    )


def _flag(column: Column, spec: ColumnSpec, setting: Setting) -> Cell:
    what, value = given(spec, setting, _NO_VALUE), given_name(column)
    if setting.type_of(spec) == "BOOLEAN" and not (spec.true or spec.false):
        what = identifier(str(spec.column))
    else:
        meanings = {word.lower(): "false" for word in spec.false or _FALSE}
        meanings |= {word.lower(): "true" for word in spec.true or _TRUE}
        value = words.looked_up(f"lower({given_name(column)})", meanings)
    return Cell(
        column,
        what,
        value,
        ((column.name, read_name(column)),),
        wrong=_unread(column),
        reason="is neither yes nor no",
        remedy="say in the mapping which words mean yes and no: true = [...], false = [...]",
    )


def _unread(column: Column) -> str:
    return f"{given_name(column)} IS NOT NULL AND {read_name(column)} IS NULL"


_MAKERS: dict[Kind, Callable[[Column, ColumnSpec, Setting], Cell]] = {
    Kind.KEY: _identified,
    Kind.REF: _identified,
    Kind.TEXT: _plain,
    Kind.CATEGORY: _category,
    Kind.NUMBER: _number,
    Kind.SHARE: _share,
    Kind.INTEGER: _integer,
    Kind.MONEY: _money,
    Kind.CURRENCY: _currency,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.FLAG: _flag,
}
