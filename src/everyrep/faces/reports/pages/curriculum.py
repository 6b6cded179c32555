"""The curriculum reviewed in full: four verdicts as four lists, every object on every outcome."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from everyrep.evidence.curriculum import Line, Reviewed
from everyrep.evidence.inference import Worth
from everyrep.faces.reports.model import Block, Cell, Missing, Note, Notes, Page, Table
from everyrep.faces.reports.numbers import plural, whole
from everyrep.measures import load_catalogue
from everyrep.values import (
    Estimate,
    Money,
    NotEstimable,
    Reason,
    Value,
    as_number,
    money_from_minor,
)

_TITLES = {
    Worth.WORKS: "Works: keep, and widen",
    Worth.NO_WORTHWHILE_EFFECT: "No worthwhile effect: safe to drop",
    Worth.HARMS: "Harms: look into it",
    Worth.CANNOT_TELL: "Cannot tell: a trial of the first is worth most",
}
_NONE = {
    Worth.WORKS: "No object is seen to move one of these outcomes for the better.",
    Worth.NO_WORTHWHILE_EFFECT: "Of no object it is sure that it moves nothing worth having.",
    Worth.HARMS: "No object is seen to move one of these outcomes for the worse.",
    Worth.CANNOT_TELL: "All can be told.",
}
_SHOWN = 12
"""Objects of a list that are shown at once; the rest is folded away."""
HEADS = (
    "object", "id", "verdict", "outcome", "verdict on it", "effect", "low", "high", "unit",
    "currency", "people", "false if kept", "smallest worth having", "worth knowing",
    "hours a year", "why",
)  # fmt: skip
"""Headings of the review as a file."""


def curriculum_page(found: Reviewed) -> Page:
    """The review, list by list."""
    lists = (block for word in _TITLES for block in _listed(found, word))
    return Page(
        "curriculum",
        "Which learning objects work?",
        "All learning objects in one model, each beside those taken at the same time.",
        (Notes((Note(_counted(found)), *_hours(found))), *lists),
    )


def _counted(found: Reviewed) -> str:
    objects, people = len(found.objects), found.people
    return (
        f"{objects:,} {plural('object', objects)} were estimated in one model over {people:,} "
        f"{plural('person', people)} and {found.months} months. False findings are held to 5% over "
        "all objects and outcomes together. Beside each effect stand its 95 % range and how many "
        "people were seen both before and after it."
    )


def _hours(found: Reviewed) -> Iterator[Note]:
    if found.hours_back:
        hours = f"{found.hours_back:,.0f} hours a year would be given back"
        yield Note(f"Without what can go, {hours}.", title="Time.")


def _listed(found: Reviewed, word: Worth) -> Iterator[Block]:
    numbers = _numbers(found, word)
    title = f"{_TITLES[word]} ({len(numbers)})"
    if not numbers:
        yield Missing(title, _NONE[word])
        return
    known = load_catalogue()
    heads = ("Object", *(known[one].title for one in found.outcomes), "Hours a year")
    heads += ("Worth knowing",) if word is Worth.CANNOT_TELL else ()
    rows = tuple(_row(found, at, word) for at in numbers)
    yield Table(title, heads, rows[:_SHOWN], "", _note(found, word, numbers))
    if len(rows) > _SHOWN:
        rest = f"{len(rows) - _SHOWN} more: {word.value}"
        yield Table(rest, heads, rows[_SHOWN:], "", folded=True)


def _numbers(found: Reviewed, word: Worth) -> list[int]:
    """Objects of a verdict; what is worth most to know first, elsewhere what moves most."""
    if word is not Worth.CANNOT_TELL:
        numbers = (at for at in range(len(found.objects)) if found.word(at) is word)
        return sorted(numbers, key=lambda at: -found.hours_a_year(at))
    ranked = [line.object for line in found.trials_worth_running() if _open(found, line.object)]
    rest = [at for at in range(len(found.objects)) if _open(found, at) and at not in ranked]
    return [*ranked, *rest]


def _open(found: Reviewed, number: int) -> bool:
    return found.word(number) is Worth.CANNOT_TELL


def _row(found: Reviewed, number: int, word: Worth) -> tuple[Cell, ...]:
    lines = found.of(number)
    cells: tuple[Cell, ...] = tuple(figure_of(found, line) for line in lines)
    shown: tuple[Cell, ...] = (found.objects.titles[number], *cells, _hours_of(found, number))
    return (*shown, _worth(found, lines)) if word is Worth.CANNOT_TELL else shown


def figure_of(found: Reviewed, line: Line) -> Estimate:
    """The effect of a line, withheld where too few stand behind it to say anything."""
    if math.isfinite(line.information):
        return found.figure(line)
    unit = found.units[found.outcomes.index(line.outcome)]
    return NotEstimable(Reason("cannot_be_told", line.why), 0, unit)


def _hours_of(found: Reviewed, number: int) -> str:
    """Hours a year of what enough people had; empty elsewhere, and where its length is unknown."""
    hours = found.hours_a_year(number)
    enough = any(math.isfinite(line.information) for line in found.of(number))
    return whole(round(hours)) if hours and enough else ""


def _worth(found: Reviewed, lines: tuple[Line, ...]) -> str:
    worth = [found.worth_knowing(one) for one in lines if one.word is Worth.CANNOT_TELL]
    known = [one for one in worth if math.isfinite(one)]
    return f"{max(known):.1f}" if known else ""


def _note(found: Reviewed, word: Worth, numbers: list[int]) -> str:
    if word is Worth.NO_WORTHWHILE_EFFECT:
        hours = sum(found.hours_a_year(at) for at in numbers)
        return (
            f"Together they take {hours:,.0f} hours a year. The 90 % range of each lies within the "
            "smallest effect worth having."
        )
    if word is Worth.CANNOT_TELL:
        return (
            "Worth knowing is the mean loss of deciding now whether to keep it, counted in the "
            "smallest effect worth having and summed over those who had it; most comes first."
        )
    return ""


def rows_of(found: Reviewed) -> list[list[Any]]:
    """The review as lines of a file, one an object and outcome: amounts in major units."""
    return [_line(found, line) for at in range(len(found.objects)) for line in found.of(at)]


def _line(found: Reviewed, line: Line) -> list[Any]:
    it, at = figure_of(found, line), line.object
    margin = _margin(found, line)
    return [
        found.objects.titles[at], found.objects.ids[at], found.word(at).value, line.outcome,
        line.word.value, *(_exact(one) for one in (it.value, it.low, it.high)), it.unit,
        it.currency.code if it.currency else "", it.n, _number(line.q) if it.estimable else "",
        _exact(margin), _number(found.worth_knowing(line)), _hours_of(found, at), line.why,
    ]  # fmt: skip


def _margin(found: Reviewed, line: Line) -> Value:
    unit = found.units[found.outcomes.index(line.outcome)]
    if unit.startswith("money:"):
        return money_from_minor(line.margin, unit.partition(":")[2].partition("/")[0])
    return line.margin


def _number(value: float) -> Any:
    return round(value, 6) if math.isfinite(value) else ""


def _exact(value: Value | None) -> Any:
    if isinstance(value, Money):
        return str(value.major)
    return "" if value is None else as_number(value)
