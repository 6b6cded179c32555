"""What else a file feeds beside the table that it is about.

A training list names courses and what they cost; where no other file brings the courses or the
spend, they are taken from here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from everyrep.sources.files.guessing.matching import Profiles, TableMatch, match_table
from everyrep.warehouse.schema import TABLES

_BESIDE = {
    "learning_events": ("courses", "training_spend"),
    "assessments": ("courses",),
    "opportunities": ("quotas",),
    "people": ("quotas",),
}
_OF_ITS_OWN = 0.85  # score from which an unused column makes a second table worth while
_SHARED = ("course", "person", "spent_on", "occurred_at", "from_on", "currency", "id", "title")


def tables_beside(
    about: TableMatch, file_name: str, profiles: Profiles, fed_elsewhere: Collection[str]
) -> Iterator[TableMatch]:
    """Further tables that a file feeds, given what it is about.

    Args:
        about: the table that it is about.
        file_name: its name.
        profiles: its columns.
        fed_elsewhere: tables that other files of the set are about.
    """
    people = _learners(about, profiles)
    if people is not None:
        yield people
    for name in _BESIDE.get(about.table, ()):
        if name in fed_elsewhere:
            continue
        match = _courses(about, profiles) if name == "courses" else None
        if match is not None:
            yield match
            continue
        match = match_table(TABLES[name], file_name, profiles)
        if not match.missing and _worth_while(match, about):
            yield match


def _worth_while(match: TableMatch, about: TableMatch) -> bool:
    """Whether a column that the main table leaves unused is clearly of this one."""
    used = {pair.source for pair in about.pairs.values()}
    return any(
        pair.source not in used and pair.score >= _OF_ITS_OWN and pair.tells >= 0.4
        for name, pair in match.pairs.items()
        if name not in _SHARED
    )


def _learners(about: TableMatch, profiles: Profiles) -> TableMatch | None:
    """The people of a file about learning that says more of them than their id.

    They are taken even where another file has the people: a learning system has ids of its own,
    and a mail address or a name is what ties them to the others.
    """
    person = about.pairs.get("person")
    if person is None or about.table not in ("learning_events", "assessments"):
        return None
    kept = match_table(TABLES["people"], "", profiles)
    pairs = {
        name: pair
        for name, pair in kept.pairs.items()
        if name in ("email", "full_name", "first_name", "last_name")
        if pair.score >= _OF_ITS_OWN and pair.source != person.source
    }
    return TableMatch("people", kept.score, {"id": person, **pairs}, (), 0.0) if pairs else None


def _courses(about: TableMatch, profiles: Profiles) -> TableMatch | None:
    """Courses from a file that refers to them by name: the name is the id."""
    course = about.pairs.get("course")
    if course is None or profiles[course.source].mostly("number", 0.9):
        return None
    kept = match_table(TABLES["courses"], "", profiles)
    pairs = {
        name: pair
        for name, pair in kept.pairs.items()
        if name in ("kind", "skills", "parent", "mandatory") and pair.source != course.source
    }
    named = (
        {"id": course, "title": course} if profiles[course.source].length > 4 else {"id": course}
    )
    return TableMatch("courses", kept.score, {**named, **pairs}, (), 0.0)
