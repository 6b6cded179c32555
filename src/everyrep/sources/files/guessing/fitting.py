"""Whether the values of a source column can be what a canonical column holds.

A name alone proves nothing: a column called `amount` that holds ids is never mapped to an amount.
"""

from __future__ import annotations

from collections.abc import Callable

from everyrep.sources.files.profile import ColumnProfile
from everyrep.warehouse.schema import Column, Kind

_UNKNOWN = 0.75  # an empty column: its name is all there is
_SLIPS = 2
_SOME = 0.2
_ODD = 0.6  # enough for a column that is called an amount, and for no other
_PROSE = 80.0  # mean length from which a value is prose
_EVENT_WORDS = 60
_YES = frozenset(("true", "t", "1", "yes", "y"))


def fit(column: Column, profile: ColumnProfile) -> float:
    """How well values fit, from 0 (cannot be) to 1."""
    if profile.empty or not profile.values:
        return _UNKNOWN
    return _FITS[column.kind](column, profile)


def looks_like_id(profile: ColumnProfile) -> bool:
    """Whether values could name rows: short, no dates, no fractions, no flags."""
    if profile.length > _PROSE or profile.mostly("date", 0.6) or profile.mostly("json", 0.5):
        return False
    number = profile.number
    fractions = number is not None and not number.whole and not profile.mostly("code", 0.99)
    return not fractions and not profile.mostly("flag", 0.9)


def hardly_repeats(profile: ColumnProfile) -> bool:
    """Whether values name rows but for a few that stand twice, as they may in any export."""
    rows = profile.rows * profile.filled
    # Of a few rows, one that stands twice is a large share.
    return profile.distinct >= 0.9 * rows or (
        profile.distinct >= 0.6 * rows and rows - profile.distinct <= _SLIPS
    )


def tells_apart(profile: ColumnProfile) -> bool:
    """Whether no value stands twice; a few rows, such as totals at the end, may have none."""
    filled = profile.rows * profile.filled
    return profile.unique or (profile.filled >= 0.9 and profile.distinct >= 0.999 * filled)


def _key(_: Column, profile: ColumnProfile) -> float:
    if not looks_like_id(profile):
        return 0.0
    if profile.unique:
        return 1.0
    if hardly_repeats(profile):
        return 0.8
    share = profile.distinct / max(profile.rows * profile.filled, 1)
    return 0.63 if share >= 0.4 else 0.5


def _reference(column: Column, profile: ColumnProfile) -> float:
    if not looks_like_id(profile):
        return 0.0
    if column.target == "people" and profile.mostly("bit", 0.95) and profile.distinct <= 2:
        return 0.0
    return 1.0


def _text(column: Column, profile: ColumnProfile) -> float:
    if profile.mostly("date", 0.6):
        return 0.0
    if column.name in ("email", "other_emails"):
        return 1.0 if profile.mostly("mail", 0.5) else 0.35
    numeric = profile.mostly("number", 0.9)
    if column.name.endswith("name") or column.name in ("title", "name", "subject"):
        if column.name == "full_name" and profile.mostly("mail", 0.5):
            return 0.0
        if column.name == "full_name" and not numeric and _with_digits(profile):
            return 0.5  # a name with the person's number in it is no name to match people by
        return 0.2 if numeric else 1.0
    return 0.7 if numeric else 1.0


def _with_digits(profile: ColumnProfile) -> bool:
    held = sum(1 for value in profile.values if any(char.isdigit() for char in value))
    return held > 0.5 * len(profile.values)


def _category(column: Column, profile: ColumnProfile) -> float:
    if profile.mostly("date", 0.6) or profile.length > 60 or profile.mostly("json", 0.5):
        return 0.0
    many = max(_EVENT_WORDS, 0.3 * profile.rows * profile.filled)
    if profile.distinct > many:
        return 0.2
    if column.words and profile.mostly("number", 0.9):
        return 0.0
    return 0.55 if profile.mostly("number", 0.9) else 1.0


def _number(_: Column, profile: ColumnProfile) -> float:
    if profile.mostly("date", 0.9) and not profile.mostly("number", 0.9):
        return 0.0
    return 1.0 if profile.mostly("number") else 0.0


def _integer(column: Column, profile: ColumnProfile) -> float:
    number = profile.number
    return _number(column, profile) * (1.0 if number and number.whole else 0.7)


def _money(column: Column, profile: ColumnProfile) -> float:
    if profile.mostly("uuid", 0.5):
        return 0.0
    if not profile.number or not profile.mostly("number"):
        return _ODD if _amounts_among_words(profile) else 0.0
    signed = profile.number.signed or not profile.number.whole
    code = profile.unique and profile.number.whole and profile.rows > 50 and not signed
    return _number(column, profile) * (0.6 if code else 1.0)


def _amounts_among_words(profile: ColumnProfile) -> bool:
    """Whether some values are amounts, and the others are no ids, dates or addresses."""
    numbers = profile.shares.get("number", 0.0)
    ids = profile.shares.get("code", 0.0) - numbers
    return (
        numbers >= _SOME
        and ids < 0.4
        and not any(profile.mostly(kind, 0.2) for kind in ("mail", "uuid", "json"))
        and not profile.mostly("date", 0.6)
    )


def _share(column: Column, profile: ColumnProfile) -> float:
    number = profile.number
    if number is None:
        return 0.0
    too_high = number.above_hundred * profile.distinct  # one such value is a slip of somebody
    return _number(column, profile) * (0.4 if number.above_hundred > 0.2 and too_high > 1 else 1.0)


def _currency(_: Column, profile: ColumnProfile) -> float:
    if profile.mostly("currency", 0.6):
        return 1.0
    # Codes that nobody knows are for the build to name; left out, amounts would be in another.
    codes = all(len(value) == 3 and value.isalpha() for value in profile.values)
    return 0.7 if codes else 0.0


def _date(_: Column, profile: ColumnProfile) -> float:
    if profile.mostly("date", 0.6) and not profile.mostly("whole", 0.95):
        return 1.0
    if profile.mostly("date", 0.9):
        return 0.9
    if profile.mostly("epoch", 0.95) or profile.mostly("epoch_millis", 0.95):
        return 0.9
    return 0.75 if profile.mostly("serial", 0.95) else 0.0


def _flag(column: Column, profile: ColumnProfile) -> float:
    if column.name == "deleted" and profile.filled == 1 and set(profile.words) <= _YES:
        return 0.0  # nobody exports only what is deleted
    return 1.0 if profile.mostly("flag", 0.9) or profile.mostly("bit", 0.95) else 0.0


_FITS: dict[Kind, Callable[[Column, ColumnProfile], float]] = {
    Kind.KEY: _key,
    Kind.REF: _reference,
    Kind.TEXT: _text,
    Kind.CATEGORY: _category,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.SHARE: _share,
    Kind.MONEY: _money,
    Kind.CURRENCY: _currency,
    Kind.DATE: _date,
    Kind.MOMENT: _date,
    Kind.FLAG: _flag,
}
