"""How a column writes its dates: the order of day, month and year, settled by the whole column.

"03/04/2025" alone can be read in two ways. A column in which some day is above 12 settles it for
all of its rows; where none does, the other columns of the file may; and where they do not either,
the order stays open and is said to be a guess.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_TIME = r"(?:[T ,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?)?"
_ZONE = r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?"
_ISO = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_TIME}{_ZONE}")
_YEAR_FIRST = re.compile(rf"(\d{{4}})[/.](\d{{1,2}})[/.](\d{{1,2}}){_TIME}{_ZONE}")
_COMPACT = re.compile(r"(19|20)(\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_NUMERIC = re.compile(rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}{_ZONE}")
_DAY_NAMED = re.compile(
    rf"(?:[^\W\d]{{2,10}}\.?,?\s+)?(\d{{1,2}})(?:st|nd|rd|th|er)?[. -]*(?:de\s+)?([^\W\d]{{3,10}})"
    rf"\.?[ ,-]*(?:de\s+)?'?(\d{{4}}|\d{{2}}){_TIME}{_ZONE}"
)
_MONTH_NAMED = re.compile(
    rf"(?:[^\W\d]{{2,10}}\.?,\s+)?([^\W\d]{{3,10}})\.?[ -]+(\d{{1,2}})(?:st|nd|rd|th)?,?[ -]+"
    rf"(\d{{4}}|\d{{2}}){_TIME}{_ZONE}"
)
_YEAR_NAMED = re.compile(rf"(\d{{4}})-([^\W\d]{{3,10}})-(\d{{1,2}}){_TIME}{_ZONE}")
_MONTHS = (
    "january february march april may june july august september october november december "
    "januar jänner februar feber märz mai juni juli oktober dezember "
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre "
    "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre "
    "diciembre jan feb mar apr may jun jul aug sep sept oct nov dec mrz okt dez janv févr fév avr "
    "juil sep déc ene abr ago dic"
)
MONTH_NAMES = frozenset(_MONTHS.split())
_ENGLISH = frozenset(
    "january february march april may june july august september october november december jan "
    "feb mar apr jun jul aug sep oct nov dec".split()
)
SERIAL = (20_000.0, 60_000.0)  # days since the end of 1899: from 1954 to 2064
EPOCH = (100_000_000.0, 4_000_000_000.0)  # seconds since 1970: from 1973 to 2096


@dataclass(frozen=True)
class DateForm:
    """How a column writes dates.

    Attributes:
        order: iso, ymd, dmy or mdy.
        sure: whether some row settles the order.
        timed: whether times of day are given.
        zoned: whether zones are given.
        foreign: whether months are named in another language than English.
        both: rows were seen that fit only dmy, and rows that fit only mdy.
    """

    order: str
    sure: bool
    timed: bool = False
    zoned: bool = False
    foreign: bool = False
    both: bool = False


def order_of(text: str) -> str | None:
    """The order in which a text states a date: iso, ymd, dmy, mdy, or open; None: no date."""
    if not text[:1].isalnum() or len(text) > 40:
        return None
    if _ISO.fullmatch(text):
        return "iso"
    if found := _NUMERIC.fullmatch(text):
        return _numeric_order(int(found[1]), int(found[3]))
    if _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        return "ymd"
    return _named_order(text)


def date_form(texts: Iterable[str]) -> DateForm | None:
    """How texts that are dates for the most part are written; None where none is a date."""
    found: Counter[str] = Counter()
    timed = zoned = foreign = False
    for text in texts:
        order = order_of(text)
        if order is None:
            continue
        found[order] += 1
        timed = timed or ":" in text
        zoned = zoned or bool(_zone_of(text))
        foreign = foreign or _is_foreign(text)
    settled = [order for order, _ in found.most_common() if order != "open"]
    if not found:
        return None
    both = "dmy" in settled and "mdy" in settled
    order = settled[0] if settled else "dmy"
    return DateForm(order, bool(settled), timed, zoned, foreign, both)


def _numeric_order(first: int, second: int) -> str | None:
    if not (1 <= first <= 31 and 1 <= second <= 31):
        return None
    if first > 12:
        return "dmy" if second <= 12 else None
    return "mdy" if second > 12 else "open"


def _named_order(text: str) -> str | None:
    if (found := _DAY_NAMED.fullmatch(text)) and found[2].lower() in MONTH_NAMES:
        return "dmy"
    if (found := _MONTH_NAMED.fullmatch(text)) and found[1].lower() in MONTH_NAMES:
        return "mdy"
    if (found := _YEAR_NAMED.fullmatch(text)) and found[2].lower() in MONTH_NAMES:
        return "ymd"
    return None


def _zone_of(text: str) -> str | None:
    found = _ISO.fullmatch(text) or _NUMERIC.fullmatch(text)
    return found[found.lastindex or 0] if found and found.lastindex in (4, 5) else None


def _is_foreign(text: str) -> bool:
    words = [word.lower() for word in re.findall(r"[^\W\d_]{3,}", text)]
    named = [word for word in words if word in MONTH_NAMES]
    return any(word not in _ENGLISH for word in named)
