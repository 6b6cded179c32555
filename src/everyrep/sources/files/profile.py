"""What the values of a column look like: dates, numbers, words, names, addresses, ids."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from everyrep.sources.files.currencies import code_of
from everyrep.sources.files.dates import EPOCH, SERIAL, DateForm, date_form, order_of
from everyrep.sources.files.numbers import NumberForm, is_number, number_form
from everyrep.sources.files.sample import Sample

_MOST_VALUES = 400
_MOST_CELLS = 120_000
MARKERS = frozenset(
    (
        "?",
        "-",
        "--",
        "n/a",
        "na",
        "#n/a",
        "null",
        "none",
        "nan",
        "unknown",
        "(blank)",
        "tbd",
        ".",
        "0000-00-00",
        "0000-00-00 00:00:00",
        "00/00/0000",
        "00.00.0000",
    )
)
_FLAGS = frozenset(
    ("true", "false", "yes", "no", "t", "f", "y", "n", "ja", "nein", "oui", "non", "si", "sí",
     "wahr", "falsch", "vrai", "faux", "verdadero", "falso", "x", "on", "off")
)  # fmt: skip
_MAIL = re.compile(r"(?:mailto:)?[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:[^\s]+", re.IGNORECASE)
_UUID = re.compile(r"\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?", re.IGNORECASE)
_CODE = re.compile(r"(?=.*\d)[\w./#@=+-]{3,64}")
_NAME_PART = r"[^\W\d_][^\W\d_'’.-]*(?:['’-][^\W\d_]+)*\.?"
_PERSON = re.compile(rf"{_NAME_PART}(?:,)?(?:\s+{_NAME_PART}){{1,3}}")


@dataclass(frozen=True)
class ColumnProfile:
    """What is known about a column from its values.

    Attributes:
        name: the source column.
        rows: rows of the table.
        filled: share of rows with a value.
        distinct: number of distinct values.
        unique: every row has a value of its own.
        shares: kind of value to the share of (distinct) values that are of it.
        date: how dates are written, where most values are dates.
        number: how numbers are written, where most values are numbers.
        words: the values that come most often, in lower case, with their share.
        values: distinct values as seen, at most a few hundred.
        markers: words that mean "nothing" among values of another kind.
        length: mean length of a value.
    """

    name: str
    rows: int
    filled: float
    distinct: int
    unique: bool
    shares: dict[str, float] = field(default_factory=dict)
    date: DateForm | None = None
    number: NumberForm | None = None
    words: dict[str, float] = field(default_factory=dict)
    values: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()
    length: float = 0.0

    @property
    def empty(self) -> bool:
        """Whether no row has a value."""
        return self.filled == 0.0

    def mostly(self, kind: str, least: float = 0.8) -> bool:
        """Whether most values are of a kind."""
        return self.shares.get(kind, 0.0) >= least


def profile(taken: Sample) -> dict[str, ColumnProfile]:
    """Profiles of all columns of a sample."""
    most = max(30, min(_MOST_VALUES, _MOST_CELLS // max(len(taken.columns), 1)))
    found = {name: _profile(taken, name, most) for name in taken.columns}
    return _settled(found)


def kinds_of(text: str) -> set[str]:
    """The kinds that a value could be of."""
    return {kind for kind, test in _TESTS.items() if test(text)}


def _profile(taken: Sample, name: str, most: int) -> ColumnProfile:
    rows = taken.part.table.rows
    filled = taken.filled.get(name, 0)
    cells = [cell for cell in taken.columns[name] if cell is not None]
    counts = Counter(cells)
    seen = [value for value, _ in counts.most_common(most)]
    markers = tuple(value for value in seen if value.lower() in MARKERS)
    values = [value for value in seen if value.lower() not in MARKERS]
    shares = _shares(values)
    distinct = taken.distinct.get(name, len(counts))
    return ColumnProfile(
        name=name,
        rows=rows,
        filled=filled / rows if rows else 0.0,
        distinct=distinct,
        unique=rows > 0 and filled == rows and distinct >= 0.995 * rows and _no_repeat(cells),
        shares=shares,
        date=date_form(values) if shares.get("date", 0.0) >= 0.6 else None,
        number=number_form(values) if shares.get("number", 0.0) >= 0.6 else None,
        words={word.lower(): n / len(cells) for word, n in counts.most_common(30)},
        values=tuple(values),
        markers=markers,
        length=sum(map(len, values)) / len(values) if values else 0.0,
    )


def _no_repeat(cells: list[str]) -> bool:
    return len(set(cells)) == len(cells)


def _shares(values: list[str]) -> dict[str, float]:
    if not values:
        return {}
    found: Counter[str] = Counter()
    for value in values:
        found.update(kinds_of(value))
    return {kind: count / len(values) for kind, count in found.items()}


def _settled(found: dict[str, ColumnProfile]) -> dict[str, ColumnProfile]:
    """Profiles in which open orders of dates are settled by the other columns of the file."""
    import dataclasses

    sure = Counter(
        p.date.order
        for p in found.values()
        if p.date and p.date.sure and p.date.order in ("dmy", "mdy")
    )
    comma = any(p.number and p.number.sure and p.number.decimal == "," for p in found.values())
    result = {}
    for name, one in found.items():
        settled = one
        if one.date and not one.date.sure:
            order = sure.most_common(1)[0][0] if sure else _by_habit(one, comma)
            date = dataclasses.replace(one.date, order=order, sure=bool(sure))
            settled = dataclasses.replace(one, date=date)
        result[name] = settled
    return result


def _by_habit(one: ColumnProfile, comma: bool) -> str:
    """The likelier order where nothing settles it: months first only with slashes and points."""
    slashes = sum(1 for value in one.values if "/" in value)
    return "mdy" if slashes * 2 > len(one.values) and not comma else "dmy"


def _is_whole(text: str) -> bool:
    return text.isdigit() or (text[:1] == "-" and text[1:].isdigit())


def _is_serial(text: str) -> bool:
    return _between(text, SERIAL)


def _is_epoch(text: str) -> bool:
    return _between(text, EPOCH) and text.isdigit() and len(text) in (9, 10)


def _is_epoch_millis(text: str) -> bool:
    return text.isdigit() and len(text) in (12, 13)


def _between(text: str, bounds: tuple[float, float]) -> bool:
    try:
        return bounds[0] <= float(text) <= bounds[1]
    except ValueError:
        return False


def _is_person(text: str) -> bool:
    return len(text) <= 60 and _PERSON.fullmatch(text) is not None and text[:1].isupper()


_TESTS: dict[str, Callable[[str], bool]] = {
    "date": lambda text: order_of(text) is not None,
    "number": is_number,
    "whole": _is_whole,
    "flag": lambda text: text.lower() in _FLAGS,
    "bit": lambda text: text in ("0", "1", "0.0", "1.0"),
    "mail": lambda text: "@" in text and _MAIL.fullmatch(text) is not None,
    "address": lambda text: ":" in text and _ADDRESS.fullmatch(text) is not None,
    "uuid": lambda text: _UUID.fullmatch(text) is not None,
    "code": lambda text: _CODE.fullmatch(text) is not None,
    "person": _is_person,
    "currency": lambda text: code_of(text) is not None,
    "serial": _is_serial,
    "epoch": _is_epoch,
    "epoch_millis": _is_epoch_millis,
    "json": lambda text: text[:1] in "{[" and text[-1:] in "}]",
}
