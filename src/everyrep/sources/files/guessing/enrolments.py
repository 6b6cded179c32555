"""Reports of training that keep a row for each learner and course, with several days in it.

The row says when somebody was enrolled, perhaps when they began, and when they finished. These are
several events: whoever never finished was enrolled all the same, and is no row without a date.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from everyrep.sources.files.guessing.composed import LACKING
from everyrep.sources.files.guessing.matching import Pair, Profiles, TableMatch
from everyrep.sources.files.guessing.names import forms
from everyrep.sources.files.guessing.specs import spec_of
from everyrep.warehouse.mapping import ColumnSpec, TableMapping
from everyrep.warehouse.schema import TABLES

WHY = "a row with a day of completion is a completion"
_TELLS = 0.6  # what a learner, a course and a day of completion say beyond each of them
_EVENTS = TABLES["learning_events"]
_OF_ALL = ("person", "course", "parent", "opportunity")  # what every event of the row shares
_BEGINNINGS = {
    "registered": frozenset(
        "enrolled enrolledon enrolledat enroldate enrolmentdate enrollmentdate dateenrolled "
        "registered registeredon registrationdate assigned assignedon assigneddate "
        "assignmentdate dateassigned enrolmenttime enrollmenttime timeenrolled".split()
    ),
    "launched": frozenset(
        "start started startedon startedat startdate starteddate datestarted firstaccess "
        "firstaccessed begun launched launchedon".split()
    ),
}
_ENDINGS = frozenset(
    "completed completedon completedat completeddate completiondate completiontime datecompleted "
    "timecompleted dateofcompletion finished finishedon finishedat finishdate".split()
)


def with_verb(match: TableMatch) -> TableMatch:
    """The match of learning events where a day of completion stands for a word that says so."""
    if match.table != "learning_events" or match.missing != ("verb",):
        return match
    done = match.pairs.get("occurred_at")
    if done is None or not _says(done.source, _ENDINGS):
        return match
    pairs = {name: pair for name, pair in match.pairs.items() if name != "verb"}
    given = {**match.given, "verb": (ColumnSpec(value="completed"), WHY)}
    score = match.score + LACKING + _TELLS
    return dataclasses.replace(match, pairs=pairs, missing=(), score=score, given=given)


def several_events(
    match: TableMatch, done: TableMapping, profiles: Profiles
) -> tuple[TableMapping, ...]:
    """The events of a row: being enrolled, beginning, and the end where it has come.

    Args:
        match: of the file with learning events.
        done: the mapping made of it.
        profiles: the file's columns.

    Returns:
        One mapping an event; only `done` where a row has no more than one day.
    """
    end = match.pairs.get("occurred_at")
    if match.table != "learning_events" or end is None or not _says(end.source, _ENDINGS):
        return (done,)
    begun = tuple(_begun(match.pairs, done, profiles))
    if not begun and profiles[end.source].filled == 1:
        return (done,)
    return (dataclasses.replace(done, where=_has(end.source, profiles)), *begun)


def _begun(
    pairs: dict[str, Pair], done: TableMapping, profiles: Profiles
) -> Iterator[TableMapping]:
    end = pairs["occurred_at"].source
    for verb, names in _BEGINNINGS.items():
        said = (n for n, p in profiles.items() if n != end and p.date and _says(n, names))
        found = next(said, None)
        if found is None:
            continue
        when, _ = spec_of(_EVENTS.by_name["occurred_at"], profiles[found])
        columns = {name: done.columns[name] for name in _OF_ALL if name in done.columns}
        columns |= {"verb": ColumnSpec(value=verb), "occurred_at": when}
        yield TableMapping("learning_events", _has(found, profiles), columns, done.repeats)


def _has(name: str, profiles: Profiles) -> str:
    """A condition for the rows in which a column says something."""
    quoted = '"' + name.replace('"', '""') + '"'
    words = ("'" + word.replace("'", "''") + "'" for word in profiles[name].markers)
    return " and ".join((f"{quoted} is not empty", *(f"{quoted} != {word}" for word in words)))


def _says(name: str, names: frozenset[str]) -> bool:
    return any(form in names for form, weight in forms(name) if weight >= 0.6)
