"""From a pair of columns to a specification: the order of dates, decimal mark, scale, currency."""

from __future__ import annotations

import dataclasses
import re
from decimal import Decimal

from everyrep.sources.files.currencies import code_of
from everyrep.sources.files.guessing.names import unit_of, words
from everyrep.sources.files.profile import ColumnProfile
from everyrep.values import Currency
from everyrep.warehouse.mapping import ColumnSpec
from everyrep.warehouse.schema import TABLES, Column, Kind

_KNOWN_MARKERS = frozenset(
    ("?", "NULL", "null", "N/A", "n/a", "#N/A", "NA", "NaN", "nan", "None", "none", "-", "--")
)
_TRUE = ("verdadero", "vrai", "on", "sí", "oui", "ja", "wahr")
_FALSE = ("falso", "faux", "off", "nein", "non", "falsch")
_MINUTES = {
    "milliseconds": Decimal("0.0000166666666667"),
    "seconds": Decimal("0.0166666666666667"),
    "hours": Decimal(60),
    "days": Decimal(480),  # a day of training is eight hours
}

_RESULTS = (TABLES["learning_events"].by_name["score"],)
"""Numbers from 0 to 1 that are no share by their kind."""
_TOP_OF_OTHER_SCALES = 20.0
_PER_CENT = frozenset(("percent", "pct", "percentage", "prozent", "pourcent"))
_POINT_ZERO = re.compile(r"\d+\.0+")
WITHOUT_POINT_ZERO = r"^(.*?)(?:\.0+)?$"
_FIRST_DAYS_GONE = (TABLES["people"].by_name["left_on"],)
"""Days after the end of something, of which files give the last day."""


def spec_of(column: Column, profile: ColumnProfile) -> tuple[ColumnSpec, tuple[str, ...]]:
    """The specification of a canonical column, and what a person should know about it."""
    spec = ColumnSpec(column=profile.name)
    notes: list[str] = []
    if column.kind in (Kind.DATE, Kind.MOMENT):
        spec = _date(spec, profile, notes)
        if column in _FIRST_DAYS_GONE:
            notes.append("taken for the last day at work; the first day gone is the day after")
            spec = dataclasses.replace(spec, plus_days=1)
    elif column.kind in (Kind.MONEY, Kind.NUMBER, Kind.SHARE, Kind.INTEGER):
        spec = _number(spec, column, profile, notes)
    elif column.kind is Kind.FLAG:
        spec = _flag(spec, profile)
    elif column.kind is Kind.CURRENCY:
        spec = _currency(spec, profile, notes)
    elif column.kind in (Kind.KEY, Kind.REF, Kind.TEXT):
        spec = _plain(spec, column, profile, notes)
    unknown = tuple(m for m in profile.markers if m not in _KNOWN_MARKERS)
    if unknown and column.kind not in (Kind.TEXT, Kind.CATEGORY):
        spec = dataclasses.replace(spec, empty=unknown)
    return spec, tuple(notes)


def _date(spec: ColumnSpec, profile: ColumnProfile, notes: list[str]) -> ColumnSpec:
    form = profile.date
    if form is None:
        return _counted(spec, profile, notes)
    if not form.sure:
        notes.append(f"no row settles whether day or month comes first; read as {form.order}")
    if form.both:
        notes.append("some rows fit only day first and some only month first")
    if form.foreign:
        notes.append("months are written in another language than English")
    order = None if form.order == "iso" else form.order
    return dataclasses.replace(spec, order=order)


def _counted(spec: ColumnSpec, profile: ColumnProfile, notes: list[str]) -> ColumnSpec:
    if profile.mostly("epoch_millis", 0.95):
        notes.append("counted in milliseconds since 1970")
        return dataclasses.replace(spec, origin="1970-01-01", unit="milliseconds")
    if profile.mostly("epoch", 0.95):
        notes.append("counted in seconds since 1970")
        return dataclasses.replace(spec, origin="1970-01-01", unit="seconds")
    if profile.mostly("serial", 0.95):
        notes.append("counted in days, as Excel does")
        return dataclasses.replace(spec, origin="1899-12-30", unit="days")
    return spec


def _number(
    spec: ColumnSpec, column: Column, profile: ColumnProfile, notes: list[str]
) -> ColumnSpec:
    form = profile.number
    if form is None:
        return spec
    if form.decimal == ",":
        thousands = form.thousands if form.thousands in (".", " ", "'") else None
        spec = dataclasses.replace(spec, decimal=",", thousands=thousands)
    if column.kind is Kind.MONEY:
        spec = _money(spec, profile, notes)
    elif not form.percent and (_in_hundredths(column, profile) or _of_hundred(column, profile)):
        notes.append("given in hundredths")
        spec = dataclasses.replace(spec, scale=Decimal("0.01"))
    if column.name == "minutes" and (unit := unit_of(profile.name)) in _MINUTES:
        notes.append(f"given in {unit}" + ("; a day is taken as 8 hours" if unit == "days" else ""))
        spec = dataclasses.replace(spec, scale=_MINUTES[unit or ""])
    return spec


def _money(spec: ColumnSpec, profile: ColumnProfile, notes: list[str]) -> ColumnSpec:
    form = profile.number
    if form is None:
        return spec
    if form.currencies:
        notes.append("several currencies stand beside the amounts; each is read where it stands")
        return spec
    named = next((w.upper() for w in words(profile.name) if w.upper() in Currency.codes()), None)
    named = named if named and len(named) == 3 and named not in ("ALL", "TOP", "TRY") else None
    return dataclasses.replace(spec, currency=form.currency or named)


def _in_hundredths(column: Column, profile: ColumnProfile) -> bool:
    """Whether a share is given as 0 to 100: most values that are not 0 lie above 1."""
    form = profile.number
    shares = column.kind is Kind.SHARE or column.high == 1 or column.name == "score"
    if form is None or not shares or (column.name == "score" and column.high is None):
        return False
    return form.above_one > 0.3


def _of_hundred(column: Column, profile: ColumnProfile) -> bool:
    """Whether the result of a test, 0 to 1, is given as points of 100 or as per cent.

    Points of 5, 10 or 20 are another scale, of which the values alone do not tell the top.
    """
    form = profile.number
    if form is None or column not in _RESULTS or form.above_hundred > 0.0 or form.low < 0.0:
        return False
    named = bool(_PER_CENT.intersection(words(profile.name)))
    return form.above_one > 0.3 and (named or form.high > _TOP_OF_OTHER_SCALES)


def _currency(spec: ColumnSpec, profile: ColumnProfile, notes: list[str]) -> ColumnSpec:
    """Words and signs as the codes that they stand for."""
    known = {value: code for value in profile.values if (code := code_of(value)) is not None}
    meant = {value: code for value, code in known.items() if value.upper() != code}
    if not meant:
        return spec
    shown = ", ".join(f"{value} = {code}" for value, code in list(meant.items())[:4])
    notes.append(f"currencies are given in words or signs: {shown}")
    return dataclasses.replace(spec, values=meant)


def _flag(spec: ColumnSpec, profile: ColumnProfile) -> ColumnSpec:
    seen = {value.lower() for value in profile.values}
    yes = tuple(word for word in _TRUE if word in seen)
    no = tuple(word for word in _FALSE if word in seen)
    unusual = {"verdadero", "vrai", "on", "sí", "falso", "faux", "off"} & seen
    return dataclasses.replace(spec, true=yes, false=no) if unusual else spec


def _plain(
    spec: ColumnSpec, column: Column, profile: ColumnProfile, notes: list[str]
) -> ColumnSpec:
    values = profile.values
    numbered = column.kind in (Kind.KEY, Kind.REF) or column.name == "employee_number"
    if numbered and values and all(map(_POINT_ZERO.fullmatch, values)):
        notes.append(f"every id ends in .0, which is left out: {values[0]} is read as "
                     f"{values[0].partition('.')[0]}")  # fmt: skip
        return dataclasses.replace(spec, pattern=WITHOUT_POINT_ZERO)
    if values and all(value.startswith("mailto:") for value in values):
        return dataclasses.replace(spec, pattern="(?:mailto:)?(.*)")
    marked = sum(1 for value in values if value.startswith("@"))
    if column.kind is Kind.REF and values and marked > 0.9 * len(values):
        return dataclasses.replace(spec, pattern="@?(.*)")
    return spec
