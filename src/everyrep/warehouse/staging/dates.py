"""Written dates and moments as SQL.

A date is read in the order that the mapping states, never guessed row by row: "03/04/2025" is one
day in one file and another in the next. Without a stated order only forms that can be read in a
single way are accepted.
"""

from __future__ import annotations

from everyrep.warehouse.mapping import ColumnSpec
from everyrep.warehouse.quoting import literal

_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", "T%H:%M:%S")
_DAY_FIRST = ("%d.%m", "%d/%m", "%d-%m")
_MONTH_FIRST = ("%m/%d", "%m-%d", "%m.%d")
_NAMED = (
    "%d-%b-%y", "%d-%b-%Y", "%d %b %y", "%d %b %Y", "%d %B %Y", "%d. %B %Y", "%b %d %Y",
    "%B %d %Y", "%d/%b/%Y", "%d-%B-%Y", "%Y-%b-%d",
)  # fmt: skip
_YEAR_FIRST = ("%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y-%m-%d")
_SECONDS = {
    "days": 86_400_000_000,
    "hours": 3_600_000_000,
    "minutes": 60_000_000,
    "seconds": 1_000_000,
    "milliseconds": 1_000,
}
EARLIEST, LATEST = "1900-01-01", "2200-01-01"
"""A date outside is impossible ..."""
NEVER = "9000-01-01"
"""... but from here on it is how systems write "never"."""


def written(text: str, spec: ColumnSpec) -> str:
    """SQL of type TIMESTAMP for the local date and time that a text states; NULL if it cannot."""
    if spec.origin is not None:
        return _local_of_count(text, spec)
    if spec.format:
        return f"try_strptime({text}, {literal(spec.format)})"
    iso = f"CASE WHEN {text} LIKE '____-__-__%' THEN TRY_CAST({text} AS TIMESTAMP) END"
    forms = _forms(spec.order)
    if not forms:
        return iso
    listed = ", ".join(literal(form) for form in forms)
    strict = f"try_strptime({_in_english(_plain(text))}, [{listed}])"
    return f"coalesce({iso}, {strict})"


def offset(text: str) -> str:
    """SQL for the zone written at the end of a moment: 'UTC', an offset such as '+02:00', NULL."""
    short = f"substr({text}, -5, 3) || ':' || right({text}, 2)"
    return (
        f"CASE WHEN {_is_utc(text)} THEN 'UTC' "
        f"WHEN {_ends_in_minutes(text)} THEN right({text}, 6) "
        f"WHEN {_ends_in_digits(text)} THEN {short} "
        f"WHEN {_ends_in_hours(text)} THEN right({text}, 3) || ':00' END"
    )


def utc(text: str, local: str, spec: ColumnSpec) -> str:
    """SQL for the moment in UTC, given its text and its local date and time."""
    if is_instant(spec):
        return possible(_counted(text, spec))
    if spec.origin is not None or spec.format or spec.order in ("dmy", "mdy"):
        return _placed(local, spec)
    close = f"replace(replace({text}, ' +', '+'), ' -', '-')"
    with_offset = possible(_utc_of(f"TRY_CAST({close} AS TIMESTAMPTZ)"))
    if not spec.zone:
        return f"coalesce(CASE WHEN {_has_offset(text)} THEN {with_offset} END, {local})"
    return (
        f"CASE WHEN {_is_utc(text)} THEN {local} WHEN {_has_offset(text)} THEN {with_offset} "
        f"ELSE {_placed(local, spec)} END"
    )


def is_instant(spec: ColumnSpec) -> bool:
    """Whether counts say when, and not what a clock on a wall showed: seconds since 1970 do."""
    unix = (spec.origin or "").startswith("1970-01-01") and spec.unit in ("seconds", "milliseconds")
    return unix or (spec.origin or "").endswith("Z")


def possible(moment: str) -> str:
    """SQL for the moment; NULL where it is impossible, or the year says "never"."""
    earliest, latest = f"TIMESTAMP {literal(EARLIEST)}", f"TIMESTAMP {literal(LATEST)}"
    return f"CASE WHEN {moment} BETWEEN {earliest} AND {latest} THEN {moment} END"


def moved(moment: str, spec: ColumnSpec) -> str:
    """SQL for a date or moment, moved by as many days as the mapping says."""
    return f"({moment} + INTERVAL ({spec.plus_days}) DAY)" if spec.plus_days else moment


def absurd(moment: str) -> str:
    """SQL predicate: a moment outside the years in which business dates lie, but not "never"."""
    early = f"({moment} < TIMESTAMP {literal(EARLIEST)} AND isfinite({moment}))"
    late = f"({moment} > TIMESTAMP {literal(LATEST)} AND {moment} < TIMESTAMP {literal(NEVER)})"
    return f"({early} OR {late})"


def _is_utc(text: str) -> str:
    marks = ("Z", " UTC", " GMT", "+00:00", "+0000", "+00")
    return "(" + " OR ".join(f"suffix({text}, {literal(mark)})" for mark in marks) + ")"


def _has_offset(text: str) -> str:
    return f"({_ends_in_minutes(text)} OR {_ends_in_digits(text)} OR {_ends_in_hours(text)})"


def _ends_in_minutes(text: str) -> str:
    return f"(substr({text}, -6, 1) IN ('+', '-') AND substr({text}, -3, 1) = ':')"


def _ends_in_digits(text: str) -> str:
    """As +0200, after a time of day: the end of a date alone looks otherwise."""
    return f"(substr({text}, -5, 1) IN ('+', '-') AND substr({text}, 14, 1) = ':')"


def _ends_in_hours(text: str) -> str:
    return f"(substr({text}, -3, 1) IN ('+', '-') AND substr({text}, 14, 1) = ':')"


_MONTHS = {
    "january": "januar|jänner|janvier|enero|janv|ene",
    "february": "februar|février|fevrier|febrero|févr|fevr",
    "march": "märz|maerz|mars|marzo|mrz",
    "april": "avril|abril|avr|abr",
    "may": "mai|mayo",
    "june": "juni|juin|junio",
    "july": "juli|juillet|julio|juil",
    "august": "août|aout|agosto|ago",
    "september": "septembre|septiembre|setiembre|sept",
    "october": "oktober|octobre|octubre|okt",
    "november": "novembre|noviembre",
    "december": "dezember|décembre|decembre|diciembre|déc|dez|dic",
}
"""English month names, and those of German, French and Spanish that differ from them."""


_WEEKDAY = (
    "^(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?"
    "|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend"
    "|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|lunes|martes|miércoles|jueves|viernes|sábado|domingo)\.? "
)
"""The day of the week before a date, which says nothing that the date does not."""


def _in_english(text: str) -> str:
    """SQL of a text with its month in English, without the day of the week.

    It is untouched where it has no letters.
    """
    found = f"regexp_replace(lower({text}), {literal(_WEEKDAY)}, '')"
    for english, others in _MONTHS.items():
        pattern = literal(rf"(^|[^a-zäéû])({others})\.?([^a-zäéû.]|$)")
        named = literal(rf"\1{english}\3")
        found = f"regexp_replace({found}, {pattern}, {named})"
    has_letters = f"regexp_matches({text}, {literal('[^0-9 .,:/+-]{3}')})"
    return f"CASE WHEN {has_letters} THEN {found} ELSE {text} END"


def _plain(text: str) -> str:
    """SQL of a text without the mark of UTC, and without the commas between its parts."""
    return f"replace(rtrim({text}, 'Z'), ', ', ' ')"


def _forms(order: str | None) -> tuple[str, ...]:
    if order == "iso":
        return ()
    named = tuple(f"{form}{clock}" for clock in _CLOCKS for form in _NAMED)
    if order == "dmy":
        return (*_with_years(_DAY_FIRST), *named)
    if order == "mdy":
        return (*_with_years(_MONTH_FIRST), *named)
    return (*_YEAR_FIRST, *named)


def _with_years(days: tuple[str, ...]) -> tuple[str, ...]:
    """Two-digit years first: %Y would read "25" as the year 25."""
    return tuple(
        f"{day}{day[2]}{year}{clock}" for year in ("%y", "%Y") for day in days for clock in _CLOCKS
    )


def _counted(text: str, spec: ColumnSpec) -> str:
    """SQL of the origin and so many units; NULL where that is thousands of years away."""
    microseconds = f"round(TRY_CAST({text} AS DOUBLE) * {_SECONDS[spec.unit or 'days']})"
    near = f"CASE WHEN abs({microseconds}) < {_FARTHEST} THEN {microseconds} END"
    origin = (spec.origin or "1970-01-01").removesuffix("Z")
    return f"(TIMESTAMP {literal(origin)} + to_microseconds(CAST({near} AS BIGINT)))"


_FARTHEST = 200_000_000_000_000_000
"""Microseconds of some six thousand years: beyond, there is no calendar."""


def _local_of_count(text: str, spec: ColumnSpec) -> str:
    counted = _counted(text, spec)
    if is_instant(spec) and spec.zone:
        return f"timezone({literal(spec.zone)}, timezone('UTC', {counted}))"
    return counted


def local_of_typed(column: str, kind: str, spec: ColumnSpec) -> str:
    """SQL of type TIMESTAMP for the local time of a raw column that is not text."""
    if spec.origin is not None:
        return _local_of_count(column, spec)
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"timezone({literal(spec.zone)}, {column})" if spec.zone else _utc_of(column)
    return f"TRY_CAST({column} AS TIMESTAMP)"


def utc_of_typed(column: str, kind: str, spec: ColumnSpec) -> str:
    """SQL of type TIMESTAMP for the moment in UTC of a raw column that is not text."""
    if is_instant(spec):
        return possible(_counted(column, spec))
    if kind == "TIMESTAMP WITH TIME ZONE":
        return _utc_of(column)
    return _placed(local_of_typed(column, kind, spec), spec)


def _placed(local: str, spec: ColumnSpec) -> str:
    """SQL for the moment in UTC of a local one, in the zone that the mapping states."""
    return _utc_of(f"timezone({literal(spec.zone)}, {local})") if spec.zone else local


def _utc_of(instant: str) -> str:
    """SQL of type TIMESTAMP for a zoned moment in UTC: its own count, without asking a calendar."""
    return f"make_timestamp(epoch_us({instant}))"
