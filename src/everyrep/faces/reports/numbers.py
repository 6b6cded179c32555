"""Figures as people read them: short, in one scale with their range, and never without it."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from everyrep.values import Estimate, Grade, as_number
from everyrep.values.plurals import plural as several

GAP = "\N{NO-BREAK SPACE}"
_SCALES = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
_DIGITS = 3  # figures that count; more would claim what no range of ours allows


@dataclass(frozen=True)
class Shown:
    """An estimate in the pieces that a page sets in type.

    Attributes:
        value: The number, such as "4.21 M"; empty where there is none.
        unit: What follows it, such as "%", "EUR" or "days".
        range: "4.02 to 4.40 M", or why there is no range.
        n: "n = 6,711 deals"; empty where nothing was counted.
        grade: The grade's name, as in the legend.
        mark: The grade's code, as in the style sheet.
        reason: Why there is no value, or why it is weaker than asked for.
        remedy: What would change that.
        exact: The whole estimate in one line, unabridged.
        notes: Sentences that must be read with it.
        ends: The range's two ends alone, without the level; empty where either is open.
        unit_of_ends: What follows these.
        level: "80 %".
    """

    value: str
    unit: str
    range: str
    n: str
    grade: str
    mark: str
    reason: str = ""
    remedy: str = ""
    exact: str = ""
    notes: tuple[str, ...] = ()
    ends: str = ""
    unit_of_ends: str = ""
    level: str = ""

    @property
    def is_range(self) -> bool:
        """Whether there is a range of the usual level, which then wants its name beside it."""
        return " to " in self.range and self.mark != "counted" and "range" not in self.range

    @property
    def line(self) -> str:
        """The estimate in one short line: "63.2 % (61.9 to 64.3, n = 6,711 deals, observed)"."""
        if not self.value:
            return f"not estimable: {self.reason}"
        inside = ", ".join(part for part in (self.range, self.n, self.grade) if part)
        return f"{joined(self.value, self.unit)} ({inside})"


GRADES = {
    Grade.COUNTED: "counted",
    Grade.ASSUMED: "assumed",
    Grade.OBSERVED: "observed",
    Grade.ADJUSTED: "adjusted",
    Grade.TRIAL: "trial",
    Grade.NOT_ESTIMABLE: "not estimable",
}


def shown(estimate: Estimate, grain: str = "") -> Shown:
    """An estimate set for a reader.

    Args:
        estimate: The figure.
        grain: What one unit of n is, such as "deal".
    """
    reason = estimate.reason
    value, unit = number_and_unit(estimate)
    return Shown(
        value=value,
        unit=unit,
        range=_range(estimate),
        n=_n(estimate, grain),
        grade=GRADES[estimate.grade],
        mark=estimate.grade.value,
        reason=reason.sentence if reason else "",
        remedy=reason.remedy if reason else "",
        exact=estimate.describe(),
        notes=estimate.notes,
        ends=_ends(estimate),
        unit_of_ends=unit_word(estimate.unit),
        level=f"{estimate.level * 100:.4g}{GAP}%",
    )


def number_and_unit(estimate: Estimate) -> tuple[str, str]:
    """The value and what follows it; two empty texts where there is no value."""
    number = as_number(estimate.value)
    if number is None:
        return "", ""
    text = in_unit(number, estimate.unit, _scale(estimate))
    value, _, scale = text.partition(GAP)
    return value, f"{scale}{GAP}{unit_word(estimate.unit)}".strip()


def in_unit(number: float, unit: str, scale: float | None = None) -> str:
    """A number of a unit, without the unit: 0.632 of "share" is "63.2".

    Args:
        number: In the unit; money in major units.
        unit: Of an Estimate.
        scale: Divisor for large numbers, so that a range is set like its value.
    """
    base = unit.partition("/")[0]
    if base == "share" and 0 < number < 1 and round(number * 100, 1) in (0, 100):
        return "<0.1" if number < 0.5 else ">99.9"  # neither none nor all
    if base in ("share", "points"):
        sign = "+" if base == "points" and number > 0 else ""
        return sign + _plain(number * 100, 1)
    if base == "days":
        return _plain(number, 0 if abs(number) >= 10 else 1)
    if base in ("ratio", "score", "number") or base.startswith("per_"):
        return short(number, scale)
    return short(number, scale) if abs(number) >= 10_000 or scale else _plain(number, _few(number))


def short(number: float, scale: float | None = None) -> str:
    """A number in three figures with its scale: "4.21 M", "812 k", "37"."""
    divisor = scale_of(number) if scale is None else scale
    word = dict(_SCALES).get(divisor, "")
    scaled = number / divisor
    text = _plain(scaled, _few(scaled) if divisor == 1 else _decimals(scaled))
    return f"{text}{GAP}{word}" if word else text


def scale_of(number: float) -> float:
    """The divisor in which a number is short: 1, a thousand, a million ..."""
    size = abs(number)
    if size < 10_000:
        return 1.0
    return next(scale for scale, _ in _SCALES if size >= scale * 0.9995)


def unit_word(unit: str) -> str:
    """What follows a number of a unit."""
    base, _, per = unit.partition("/")
    if base.startswith("money:"):
        word = base.removeprefix("money:")
    elif base.startswith("per_"):
        word = base.replace("_", " ")
    else:
        word = {"share": "%", "points": "points", "days": "days"}.get(base, "")
    return f"{word} per {per}".strip() if per else word


def whole(count: int) -> str:
    """A count with its thousands set apart."""
    return f"{count:,}"


def joined(value: str, unit: str) -> str:
    """A number and its unit, which no line break may part."""
    return f"{value}{GAP}{unit}".strip() if unit else value


def day(day: date) -> str:
    """A day as it is written: "30 June 2026"."""
    return f"{day.day} {day:%B %Y}"


def moment(moment: datetime) -> str:
    """A moment as it is written: "2 July 2026, 09:30 UTC"."""
    return f"{day(moment.date())}, {moment:%H:%M} UTC"


def plural(word: str, count: int) -> str:
    """The word for so many: deals, people, companies."""
    return word if count == 1 or not word else several(word)


def sentence(text: str) -> str:
    """A text as a sentence: a capital at its head, a full stop at its end.

    A text that ends in a command keeps its end, so that the command can be copied.
    """
    text = text.strip()
    whole = not text or text.endswith((".", "!", "?", ":")) or "everyrep " in text.split(": ")[-1]
    return f"{text[:1].upper()}{text[1:]}" + ("" if whole else ".")


def label(text: object, limit: int = 0) -> str:
    """A name out of somebody's data, fit to be shown: one line, no control characters.

    Marks that turn the direction of text around are dropped as well, since they can make one
    name read as another.

    Args:
        text: The name.
        limit: Longest length; 0 is any.
    """
    line = " ".join(printable(str(text)).split())
    return f"{line[: limit - 1].rstrip()}…" if 0 < limit < len(line) else line


def printable(text: str) -> str:
    """A text without control characters, private ones, and marks that turn its direction around.

    White space stays as it is, except that what ends a line becomes a space.
    """
    return "".join(
        " " if char in _ENDS else char
        for char in text
        if char in _ENDS or unicodedata.category(char) not in ("Cc", "Cs", "Co", "Cn")
        if char not in _TURNING
    )


_ENDS = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def _scale(estimate: Estimate) -> float | None:
    """One scale for a value and its range: that of the value."""
    number = as_number(estimate.value)
    if number is None or estimate.unit.partition("/")[0] in ("share", "points", "days"):
        return None
    return scale_of(number)


def _range(estimate: Estimate) -> str:
    low, high = estimate.bounds()
    if estimate.value is None:
        return ""
    if low is None and high is None:
        if estimate.grade is Grade.COUNTED:
            return "a full count"
        return f"no range: {estimate.reason.sentence}" if estimate.reason else "no range"
    scale = _scale(estimate)
    ends = [None if end is None else in_unit(end, estimate.unit, scale) for end in (low, high)]
    lead = "" if estimate.level == 0.95 else f"{estimate.level * 100:.4g}{GAP}% range "
    match ends:
        case [None, top]:
            return f"{lead}at most {top}"
        case [bottom, None]:
            return f"{lead}at least {bottom}"
        case [bottom, top] if bottom == top and str(top)[:1] in "<>":
            side = "at most" if str(top).startswith("<") else "at least"
            return f"{lead}{side} {str(top)[1:]}"  # both ends are nearly none, or nearly all
        case [bottom, top]:
            return f"{lead}{_without_scale(bottom, top)} to {top}"
    return ""


def _ends(estimate: Estimate) -> str:
    """The two ends, in the scale of the value, without its unit: "-19.5 to 8.2 M"."""
    low, high = estimate.bounds()
    if low is None or high is None or estimate.value is None:
        return ""
    bottom, top = (in_unit(end, estimate.unit, _scale(estimate)) for end in (low, high))
    return f"{_without_scale(bottom, top)} to {top}"


def _without_scale(bottom: str | None, top: str | None) -> str:
    """The low end without its scale where the high end says it: "4.02 to 4.40 M"."""
    bottom, top = bottom or "", top or ""
    word = top.rpartition(GAP)[2] if GAP in top else ""
    return bottom.removesuffix(f"{GAP}{word}") if word else bottom


def _n(estimate: Estimate, grain: str) -> str:
    if not estimate.n:
        return ""
    return f"n = {estimate.n:,} {plural(grain, estimate.n)}".strip()


def _plain(number: float, digits: int) -> str:
    text = f"{number:,.{digits}f}"
    return text.lstrip("-") if not text.strip("-0.,") else text


def _few(number: float) -> int:
    """Decimals of a small number: none for a whole one, else so that three figures count."""
    return 0 if number == round(number) else _decimals(number)


def _decimals(number: float) -> int:
    """Decimals with which three figures of a number count, after rounding to three."""
    rounded = float(f"{number:.{_DIGITS}g}") if math.isfinite(number) else 0.0
    if rounded == 0:
        return 0
    return max(0, min(_DIGITS, _DIGITS - 1 - math.floor(math.log10(abs(rounded)))))
