"""How the parts of an estimate read: its number, its range and its unit."""

from __future__ import annotations

from everyrep.values.money import Money
from everyrep.values.units import Value

_DIGITS = {"share": 1, "points": 1, "days": 1, "score": 1, "ratio": 2, "number": 2}
_SUFFIXES = {"share": "%", "points": " points", "days": " days"}


def number_text(value: Value, unit: str, digits: int | None) -> str:
    """A number with its unit: "63.2%"."""
    return f"{_bare(value, unit, digits)}{_suffix(unit)}"


def range_text(
    low: Value | None, high: Value | None, level: float, unit: str, digits: int | None
) -> str:
    """A range without its unit, "61.9 to 64.3"; empty where it has no end."""
    ends = [None if end is None else _bare(end, unit, digits) for end in (low, high)]
    lead = "" if level == 0.95 else f"{level * 100:.4g}% range "
    match ends:
        case [None, None]:
            return ""
        case [low_end, None]:
            return f"{lead}at least {low_end}"
        case [None, high_end]:
            return f"{lead}at most {high_end}"
        case _:
            return f"{lead}{ends[0]} to {ends[1]}"


def _bare(value: Value, unit: str, digits: int | None) -> str:
    """The number without its unit."""
    if isinstance(value, Money):
        return value.format(code=False)
    base = unit.partition("/")[0]
    number = float(value) * (100 if base in ("share", "points") else 1)
    if digits is None:
        digits = _DIGITS.get(base, 0 if number == round(number) else 1)
    if base == "share" and 0 < number < 100 and round(number, digits) in (0, 100):
        return _short_of(number, digits)
    sign = "+" if base == "points" else ""  # a difference reads with its sign
    text = f"{number:{sign},.{digits}f}"
    # A tiny negative number must not read as minus nothing.
    return text.lstrip("+-") if not text.strip("+-0.,") else text


def _short_of(number: float, digits: int) -> str:
    """A share that rounds to nothing or to all, and is neither."""
    step = 10.0**-digits
    return f"<{step:.{digits}f}" if number < 50 else f">{100 - step:.{digits}f}"


def _suffix(unit: str) -> str:
    base, _, per = unit.partition("/")
    if base.startswith("money:"):
        text = f" {base.removeprefix('money:')}"
    elif base.startswith("per_"):
        text = f" {base.replace('_', ' ')}"
    else:
        text = _SUFFIXES.get(base, "")
    return f"{text} per {per}" if per else text
