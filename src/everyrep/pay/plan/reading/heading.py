"""The head of a plan file: whose plan it is, from when until when, and what names it knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from zoneinfo import available_timezones

from everyrep.pay.language import Kind, check, read, value_of
from everyrep.pay.language.constant import Value
from everyrep.pay.plan.plan import Model
from everyrep.pay.plan.reading.part import Part, not_among
from everyrep.pay.plan.reading.words import AMOUNTS, BUILT_IN, Words, written_out
from everyrep.values import UnknownName, UserError
from everyrep.values.currency import Currency
from everyrep.values.fiscal import WEEKDAYS, FiscalCalendar, YearEnd
from everyrep.values.rounding import Rounding

FORMAT = 1
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_PATTERNS = ("4-4-5", "4-5-4", "5-4-4")
_WEEKDAYS = tuple(day.capitalize() for day in WEEKDAYS)
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
_RESERVED = frozenset(
    {*BUILT_IN, "person", "sum", "and", "or", "not", "in", "is", "missing", "if", "least", "most",
     "true", "false"}
)  # fmt: skip


@dataclass(frozen=True)
class Heading:
    """What stands at the top of a plan file; as in `Plan`."""

    id: str
    title: str
    version: str
    begins: date
    ends: date
    currency: Currency
    zone: str
    year_begins: int
    weeks: FiscalCalendar | None
    model: Model
    rounding: Rounding
    day: str


def read_heading(top: Part) -> Heading:
    """The keys at the top of the file."""
    if top.whole("format", "It says by which words the file is read", least=1) != FORMAT:
        top.wrong("format", UserError("Only format 1 is known", remedy="write format = 1"))
    begins, ends = _dates(top)
    month = _month(top)
    return Heading(
        id=read_id(top, "plan"),
        title=top.text("title"),
        version=top.text("version", "Statements name the version that they were paid by"),
        begins=begins,
        ends=ends,
        currency=_currency(top),
        zone=_zone(top),
        year_begins=month,
        weeks=_weeks(top, month),
        model=top.choice("model", Model),
        rounding=top.choice("rounding", Rounding, "Halves of a cent go by it"),
        day=top.text("date", "Its day decides in which window a line counts"),
    )


def read_id(part: Part, key: str) -> str:
    """An id that never changes: small letters, digits, - and _."""
    found = part.text(key, "It names this in ledgers and statements for good")
    if found and not _ID.fullmatch(found):
        part.wrong(
            key, UserError(f"{found!r} is no id", remedy="use small letters, digits, - and _")
        )
    return found


def _dates(top: Part) -> tuple[date, date]:
    why = (
        "What it pays for lies between its first day and the first day on which it no longer holds"
    )
    begins, ends = top.day("from", why), top.day("until", why)
    if begins and ends and begins >= ends:
        problem = UserError(f"It ends on {ends}, not after it begins on {begins}", why=why)
        top.wrong("until", problem)
    return begins or date.min, ends or date.max


def _currency(top: Part) -> Currency:
    found = top.text("currency", "All that it pays is in it")
    with top.problems.caught(*top.spot("currency")):
        return Currency.of(found) if found else Currency("", 2)
    return Currency("", 2)


def _zone(top: Part) -> str:
    why = "At its midnight a day ends, and with it a month, a quarter and what they pay"
    found = top.text("zone", why)
    if found and found not in available_timezones():
        remedy = None if "/" in found else "name it by region and city, such as Europe/London"
        known = sorted(available_timezones())
        top.wrong("zone", UnknownName("time zone", found, known, why=why, remedy=remedy))
    return found


def _month(top: Part) -> int:
    why = "Quarters and years are counted from it"
    found = top.text("year_begins", why)
    if found in MONTHS:
        return MONTHS.index(found) + 1
    if found:
        top.wrong("year_begins", not_among("month", found, list(MONTHS), why))
    return 1


def _weeks(top: Part, begins: int) -> FiscalCalendar | None:
    """How years of whole weeks are cut; None where months are those of the calendar."""
    part = top.part("year_of_weeks", needed=False)
    if part is None:
        return None
    pattern = part.one_of("pattern", _PATTERNS, "So many weeks have the months of each quarter")
    day = part.one_of("week_begins", _WEEKDAYS, "Every month and every year begins on it")
    closes = part.one_of("closes", list(YearEnd), "It decides which years have a 53rd week")
    named = part.one_of("named_by", ("start", "end"), "Statements name the year by it")
    part.done()
    return FiscalCalendar(
        begins, pattern.replace("-", ""), _WEEKDAYS.index(day), named, YearEnd(closes)
    )


def read_names(top: Part, words: Words) -> dict[str, str]:
    """Read facts, facts of a person, parameters and derived facts into the words.

    Returns:
        What each parameter was written as.
    """
    words.facts.update(_kinds(top, "facts", words.spoiled))
    words.person.update(_kinds(top, "person", words.spoiled, "person."))
    texts = _parameters(top, words)
    _derived(top, words)
    return texts


def _kinds(top: Part, key: str, spoiled: set[str], prefix: str = "") -> Mapping[str, Kind]:
    part = top.part(key, needed=False)
    if part is None:
        return {}
    why = "The kind tells what it may be added to and compared with"
    found = {}
    for name in part.keys:
        before = len(part.problems)
        if _named(part, name):
            found[name] = part.choice(name, Kind, why)
        if len(part.problems) > before:
            spoiled.add(prefix + name)
    return found


def _named(part: Part, name: str, taken: Mapping[str, object] | None = None) -> bool:
    """Whether something may have this name; a problem is kept otherwise."""
    part.taken.add(name)
    if not _NAME.fullmatch(name):
        found, remedy = f"{name!r} is no name", "use small letters, digits and _, a letter first"
    elif name in _RESERVED:
        found, remedy = f"{name!r} has a meaning of its own", "take another name"
    elif taken and name in taken:
        found, remedy = f"{name!r} is already the name of something else", "take another name"
    else:
        return True
    part.wrong(name, UserError(found, remedy=remedy))
    return False


def _parameters(top: Part, words: Words) -> dict[str, str]:
    part, texts = top.part("parameters", needed=False), {}
    for name in part.keys if part else ():
        if part is None or not _named(part, name, words.facts):
            continue
        words.parameters[name] = (Kind.NUMBER, Fraction(0))
        words.spoiled.add(name)
        with part.problems.caught(*part.spot(name)):
            texts[name] = written_out(part.keys[name])
            words.parameters[name] = _parameter(texts[name], words, name)
            words.spoiled.discard(name)
    return texts


def _parameter(text: str, words: Words, name: str) -> tuple[Kind, Value]:
    before = {one: found for one, found in words.parameters.items() if one != name}
    known = {one: kind for one, (kind, _) in before.items()}
    try:
        checked = check(read(text), known, text, words.currency.code)
    except UnknownName as problem:
        problem.why = "A parameter is one value for the whole plan: it reads no facts"
        problem.remedy = "Write a value, or a name of a parameter above it"
        raise
    return checked.kind, value_of(checked, {one: value for one, (_, value) in before.items()})


def _derived(top: Part, words: Words) -> None:
    part = top.part("derived", needed=False)
    for name in part.keys if part else ():
        if part is not None and _named(part, name, {**words.facts, **words.parameters}):
            before, known = len(part.problems), words.of_credit
            found = words.expression(part.keys[name], part.spot(name), known, tuple(Kind))
            words.derived[name] = found
            if len(part.problems) > before:
                words.spoiled.add(name)


def read_exchange(top: Part, words: Words) -> tuple[dict[str, Fraction], bool]:
    """Rates of the plan, and whether the rate of each line's day counts instead."""
    part = top.part("exchange", needed=False)
    if part is None:
        return {}, False
    spot, rates = part.flag("spot", default=False), {}
    for code in part.keys:
        if code == "spot":
            continue
        rates[code] = words.number(part, code)
        if code not in Currency.codes():
            part.wrong(code, UnknownName("currency", code, Currency.codes()))
        elif rates[code] <= 0 and part.clean:
            part.wrong(code, UserError(f"A rate of {rates[code]} is no rate"))
    if spot and rates:
        remedy = "write spot = true, or the plan's rates, not both"
        part.wrong("spot", UserError("Two ways to change money are given", remedy=remedy))
    return rates, spot


def check_day(top: Part, day: str, words: Words) -> None:
    """Hold that the plan's date is a fact with a day."""
    dates = [name for name, kind in words.facts.items() if kind is Kind.DATE]
    if day and day not in dates:
        why = "Its day decides in which window a line counts"
        top.wrong("date", UnknownName("fact of kind date", day, dates, why=why))


__all__ = [
    "AMOUNTS", "Heading", "check_day", "read_exchange", "read_heading", "read_id", "read_names",
]  # fmt: skip
