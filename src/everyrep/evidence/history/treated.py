"""When each was treated: by what was counted, by a record of assignments, or from a day on."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from everyrep.evidence.arrays import NEVER, Column, Floats, Ints
from everyrep.evidence.asking import KINDS, Treatment
from everyrep.evidence.history.grid import Grid
from everyrep.measures import FactSource, panel
from everyrep.measures.labels import names_in
from everyrep.measures.programs import Assigned, assigned, programs
from everyrep.values import Period, Scope, UnknownName, UserError, near_names


def treated(
    source: FactSource, what: Treatment, grid: Grid, period: Period, scope: Scope
) -> tuple[Ints, Floats, Column]:
    """First month, doses, and arms of a program."""
    nothing = np.full(len(grid.people), "", dtype=object)
    if what.kind.name == "program":
        # An arm after the name picks whom to compare; who was assigned is read whole.
        name = what.name.partition("@")[0]
        return _by_program(assigned(source, name, scope), grid)
    if what.kind.name == "play":
        raise no_plays(source, what.name)
    if what.kind.name == "change":
        first = _by_change(what, grid)
        return first, _dose_of(first, grid), nothing
    dose = _counted(source, what, grid, period, scope)
    ever = dose.sum(axis=1) > 0
    first = np.where(ever, np.argmax(dose > 0, axis=1), NEVER).astype(np.int64)
    return first, dose, nothing


def _counted(
    source: FactSource, what: Treatment, grid: Grid, period: Period, scope: Scope
) -> Floats:
    """How often each was treated in each month; what came before the first month counts there."""
    table = panel(
        source, what.kind.measure, by=("person", "day"), where=what.where,
        period=Period(date(1900, 1, 1), period.end), scope=scope, kept_inside=True,
    )  # fmt: skip
    count = table.x[what.kind.measure]
    if not (count > 0).any():
        raise _unknown(source, what)
    person = {one: at for at, one in enumerate(grid.people)}
    dose = np.zeros((len(grid.people), len(grid.months)))
    month = {one: at for at, one in enumerate(grid.months)}
    for who, day, times in zip(table.groups["person"], table.groups["day"], count, strict=True):
        if times > 0 and str(who) in person and str(day)[:7] <= grid.months[-1]:
            dose[person[str(who)], month.get(str(day)[:7], 0)] += times
    return dose


_NAMED = {
    "course": ("courses", "title"), "certificate": ("courses", "title"),
    "lessons": ("courses", "title"), "content": ("content", "name"),
    "activity": ("activities", "kind"), "coaching": ("coaching_sessions", "skill"),
}  # fmt: skip
_NOUNS = {
    "course": "course that anybody finished", "certificate": "certificate that anybody earned",
    "lessons": "course or topic of micro-lessons that anybody had",
    "content": "piece of content that anybody used", "activity": "kind of activity",
    "coaching": "skill that anybody was coached on",
}  # fmt: skip
"""What the name after the colon is, by kind."""


def _unknown(source: FactSource, what: Treatment) -> UserError:
    """Nobody had it: because there is none of that name, or because nobody had any."""
    noun = _NOUNS.get(what.kind.name, f"{what.kind.name} that anybody had")
    if what.name:
        return UnknownName(noun, what.name, _had(source, what))
    return UserError(
        f"Nobody had any {what.kind.name} that is on record",
        why="what nobody had moved nothing",
        remedy="load the records of who had it, or ask about other months",
    )


def _had(source: FactSource, what: Treatment) -> list[str]:
    """Names of what there is of a kind."""
    if what.kind.name not in _NAMED:
        return []
    table, column = _NAMED[what.kind.name]
    return names_in(source, table, column)


def courses(source: FactSource) -> list[str]:
    """Titles of all courses on record."""
    return names_in(source, "courses", "title")


def hold_course(source: FactSource, course: str) -> None:
    """Refuse a course that is not on record, by its title or id.

    Raises:
        UnknownName: There is no such course; near names are offered.
    """
    titles, ids = courses(source), names_in(source, "courses", "id")
    if course not in {*titles, *ids, *(one.partition(":")[2] for one in ids)}:
        raise UnknownName("course", course, titles)


def had_course(source: FactSource, course: str, scope: Scope) -> frozenset[str]:
    """Who of those that the asker may see has finished a course, by its title or id.

    Raises:
        UnknownName: There is no such course; near names are offered.
    """
    hold_course(source, course)
    table = panel(
        source, "completions", by=("person",), where=Treatment(KINDS["course"], course).where,
        period=Period(date(1900, 1, 1), source.as_of + timedelta(days=1)), scope=scope,
        kept_inside=True,
    )  # fmt: skip
    count = table.x["completions"]
    return frozenset(
        str(one) for one, times in zip(table.groups["person"], count, strict=True) if times > 0
    )


def no_plays(source: FactSource, name: str) -> UserError:
    """What to ask about instead of a play: whatever of its name is on record."""
    written = {
        **{one: f"course:{one}" for one in names_in(source, "courses", "title")},
        **{one: f"content:{one}" for one in names_in(source, "content", "name")},
        **{one.name: f"program:{one.name}" for one in programs(source)},
    }
    exact = {one.casefold(): one for one in written}.get(name.casefold())
    near = [exact] if exact else near_names(name, written)
    return UserError(
        f"There are no records of plays by themselves, and so none of {name!r}",
        why="who ran a play, and from when on, is known from what it was recorded as",
        remedy="record who was given it as a program and ask about program:NAME, or ask about the "
        "content or the course that it was",
        near=[written[one] for one in near],
    )


def _by_program(given: Assigned, grid: Grid) -> tuple[Ints, Floats, Column]:
    place = {str(one): at for at, one in enumerate(given.person)}
    first = np.full(len(grid.people), NEVER, dtype=np.int64)
    arm = np.full(len(grid.people), "", dtype=object)
    for at, person in enumerate(grid.people):
        if person in place:
            row = place[person]
            arm[at] = str(given.arm[row])
            if not np.isnat(given.starts[row]) and arm[at].casefold() != "control":
                first[at] = _month_of(str(given.starts[row])[:7], grid.months)
    return first, _dose_of(first, grid), arm


def taken(
    source: FactSource, what: Treatment, grid: Grid, period: Period, scope: Scope
) -> Ints | None:
    """When each finished a course that the program, or the arm asked about, gives."""
    if what.kind.name != "program":
        return None
    name, _, arm = (part.strip().casefold() for part in what.name.partition("@"))
    gives = next((one.gives for one in programs(source) if one.name.casefold() == name), {})
    courses = {
        course
        for of, given in gives.items()
        for course in given
        if of.casefold() != "control" and arm in ("", of.casefold())
    }
    took = np.full(len(grid.people), NEVER, dtype=np.int64)
    for course in sorted(courses):
        try:
            dose = _counted(source, Treatment(KINDS["course"], course), grid, period, scope)
        except UnknownName:
            continue  # nobody finished it
        month = np.where((dose > 0).any(axis=1), np.argmax(dose > 0, axis=1), NEVER)
        took = np.minimum(took, month)
    return took if (took != NEVER).any() else None


def _by_change(what: Treatment, grid: Grid) -> Ints:
    everybody = what.begins.get("*")
    begins = {_team(name, grid): day for name, day in what.begins.items() if name != "*"}
    first = np.full(len(grid.people), NEVER, dtype=np.int64)
    for at in range(len(grid.people)):
        begun = [
            _month_of(day.isoformat()[:7], grid.months)
            for team, day in begins.items()
            if team in grid.of["team"][at]
        ]
        if everybody is not None:
            begun.append(_month_of(everybody.isoformat()[:7], grid.months))
        first[at] = min(begun, default=NEVER)
    return first


def _team(name: str, grid: Grid) -> str:
    """The id of a team, from the id or the name in it.

    Raises:
        UnknownName: There is no such team; near names are offered.
    """
    known = sorted({team for held in grid.of["team"] for team in held if team is not None})
    if name in known:
        return name
    named = [one for one in known if one.partition(":")[2].casefold() == name.casefold()]
    if len(named) != 1:
        raise UnknownName("team", name, [one.partition(":")[2] for one in known])
    return named[0]


def _month_of(month: str, months: tuple[str, ...]) -> int:
    """Place of a month; 0 for what began before the first, never for what is still to come."""
    if month > months[-1]:
        return NEVER
    return months.index(month) if month in months else 0


def _dose_of(first: Ints, grid: Grid) -> Floats:
    return np.asarray(np.arange(len(grid.months))[None, :] == first[:, None], dtype=float)
