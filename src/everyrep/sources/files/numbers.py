"""How a column writes its numbers: the decimal mark, thousands, currency signs, percent.

"1,234" alone can be read in two ways. The column as a whole usually settles it: a mark followed by
other than three digits is a decimal mark, one that comes twice in a number parts thousands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from everyrep.values import Currency

_SIGNS = "€£$¥￥₹₩₽₺₴₪₫฿₱₦₵"
_CODE = r"[A-Za-z]{2,3}[$]|[A-Z]{3}|Fr\.|kr\.?|zł|Kč"
_SHAPE = re.compile(
    rf"\(?\s*[-+−]?\s*(?P<before>[{_SIGNS}]|{_CODE})?\s*[-+−]?\s*"
    rf"(?P<digits>\d[\d.,'’ \u00a0\u202f]*|\.\d+)(?:[eE][-+]?\d+)?"
    rf"\s*(?P<percent>%)?\s*(?P<after>[{_SIGNS}]|{_CODE})?\s*-?\)?"
)
_GROUPED = {
    ".": re.compile(r"\d{1,3}(?:\.\d{3})+"),
    ",": re.compile(r"\d{1,3}(?:,\d{3})+"),
}
_SPACES = " \u00a0\u202f'’"
_LETTER_SIGNS = {"kr": None, "kr.": None, "Fr.": "CHF", "zł": "PLN", "Kč": "CZK"}


@dataclass(frozen=True)
class NumberForm:
    """How a column writes numbers.

    Attributes:
        decimal: the decimal mark.
        sure: whether some row settles it.
        thousands: the mark between thousands, where one was seen.
        currency: code of the one currency that is written beside the numbers.
        currencies: whether several are.
        signed: whether a currency is written at all.
        percent: whether percent signs are.
        whole: whether all numbers are whole.
        low: the least of them.
        high: the greatest of them.
        above_one: share of them above 1.
        above_hundred: share of them above 100.
    """

    decimal: str
    sure: bool
    thousands: str | None
    currency: str | None
    currencies: bool
    signed: bool
    percent: bool
    whole: bool
    low: float
    high: float
    above_one: float
    above_hundred: float


def is_number(text: str) -> bool:
    """Whether a text states a number, perhaps with a currency or percent sign."""
    if not any(char.isdigit() for char in text[:8]) or len(text) > 40:
        return False
    return _SHAPE.fullmatch(text) is not None


def number_form(texts: Iterable[str]) -> NumberForm | None:
    """How texts that are numbers for the most part are written; None where none is a number."""
    found = [match for text in texts if (match := _SHAPE.fullmatch(text))]
    if not found:
        return None
    digits = [match["digits"].strip() for match in found]
    decimal, sure = _decimal_mark(digits)
    signs = {code for match in found for code in (match["before"], match["after"]) if code}
    codes = {code for sign in signs if (code := _code(sign))}
    values = [_value(match, decimal) for match in found]
    known = [value for value in values if value is not None]
    return NumberForm(
        decimal=decimal,
        sure=sure,
        thousands=_thousands_mark(digits, decimal),
        currency=next(iter(codes)) if len(codes) == 1 else None,
        currencies=len(codes) > 1,
        signed=bool(signs),
        percent=any(match["percent"] for match in found),
        whole=all(value.is_integer() for value in known),
        low=min(known, default=0.0),
        high=max(known, default=0.0),
        above_one=_share(known, 1.0),
        above_hundred=_share(known, 100.0),
    )


def _share(values: list[float], bound: float) -> float:
    return sum(1 for value in values if value > bound) / len(values) if values else 0.0


def _decimal_mark(digits: list[str]) -> tuple[str, bool]:
    """The mark, and whether it is settled; a point where nothing speaks for a comma."""
    votes: Counter[str] = Counter()
    for text in digits:
        votes.update(_vote(text))
    comma, point = votes[","], votes["."]
    if comma == point:
        return (".", bool(point)) if not votes["comma?"] or votes["point?"] else (".", False)
    return (",", True) if comma > point else (".", True)


def _vote(text: str) -> list[str]:
    """What one number says about the decimal mark."""
    last = max(text.rfind(","), text.rfind("."))
    if last < 0:
        return []
    mark = text[last]
    other = "." if mark == "," else ","
    if other in text:
        return [mark]
    if text.count(mark) > 1:
        return [other]
    if _GROUPED[mark].fullmatch(text):
        return ["comma?"] if mark == "," else ["point?"]
    return [mark]


def _thousands_mark(digits: list[str], decimal: str) -> str | None:
    mark = "." if decimal == "," else ","
    seen: Counter[str] = Counter()
    for text in digits:
        whole = text.rsplit(decimal, 1)[0] if decimal in text else text
        seen.update(char for char in whole if char == mark or char in _SPACES)
    return seen.most_common(1)[0][0] if seen else None


def _value(match: re.Match[str], decimal: str) -> float | None:
    digits = match["digits"]
    mark = "." if decimal == "," else ","
    plain = re.sub(rf"[{re.escape(mark + _SPACES)}]", "", digits).replace(decimal, ".")
    text = match[0]
    try:
        value = float(plain)
    except ValueError:
        return None
    negative = "-" in text or "−" in text or text.startswith("(")
    value /= 100.0 if match["percent"] else 1.0
    return -value if negative else value


def _code(sign: str) -> str | None:
    if sign in _LETTER_SIGNS:
        return _LETTER_SIGNS[sign]
    if sign in Currency.codes():
        return sign
    candidates = Currency.candidates(sign)
    return candidates[0].code if candidates else None
