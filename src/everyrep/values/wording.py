"""How an estimate reads: one line that never leaves out the range, the n and the grade."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everyrep.values.money import Money

if TYPE_CHECKING:
    from everyrep.values.estimate import Estimate, Value

_DIGITS = {"share": 1, "points": 1, "days": 1, "score": 1, "ratio": 2, "number": 2}
_SUFFIXES = {"share": "%", "points": " points", "days": " days"}


def describe(estimate: Estimate, digits: int | None = None) -> str:
    """The estimate in one line: "63.2% (61.9 to 64.3, n = 6,711, counted)"."""
    if estimate.value is None:
        return _absent(estimate)
    shown = _bare(estimate.value, estimate.unit, digits)
    inside = [_range(estimate, digits), f"n = {estimate.n:,}", estimate.grade.value]
    return f"{shown}{_suffix(estimate.unit)} ({', '.join(part for part in inside if part)})"


def _absent(estimate: Estimate) -> str:
    text = f"not estimable: {estimate.reason}"
    return f"{text} (n = {estimate.n:,})" if estimate.n else text


def _range(estimate: Estimate, digits: int | None) -> str:
    ends = [
        None if end is None else _bare(end, estimate.unit, digits)
        for end in (estimate.low, estimate.high)
    ]
    lead = "" if estimate.level == 0.95 else f"{estimate.level * 100:.4g}% range "
    match ends:
        case [None, None]:
            return ""
        case [low, None]:
            return f"{lead}at least {low}"
        case [None, high]:
            return f"{lead}at most {high}"
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
