"""Whose ids a file's ids are, and which file a reference points into.

Ids are only unique within the system that issued them. Files that share their ids are one system;
a training file that names people by the HR number refers to HR. Both are seen from the values.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from everyrep.sources.files.guessing.evidence import Overlaps
from everyrep.sources.files.guessing.lexicon import named
from everyrep.sources.files.guessing.names import fold, stem_words, words
from everyrep.sources.files.raw import RawPart
from everyrep.warehouse.mapping import ColumnSpec, TableMapping
from everyrep.warehouse.schema import TABLES, Column, Kind

_LMS = frozenset(("courses", "learning_events", "learning_links", "assessments"))
_HR = frozenset(("positions", "leaves", "teams", "training_spend", "program_assignments"))
_HR_COLUMNS = frozenset(("hired_on", "left_on", "base_pay", "leaving_kind", "leaving_reason"))
_HR_WORDS = frozenset(
    "birth dob birthdate dateofbirth gender marital nationalid salary hire hiredate termination "
    "exitdate payroll vacation".split()
)
_HR_NAMES = frozenset("employee employees worker workers staff personnel hr hris headcount".split())
_LMS_WORDS = frozenset("student learner lms lrs course xapi".split())
_HELD = 0.8  # share of values that must be found for two columns to hold the same ids
_REFERRED = 0.6
_SAME_PEOPLE = 0.2  # share of names or addresses that agree, below which ids mean other people


@dataclasses.dataclass(frozen=True)
class Fed:
    """A file, the tables that it feeds, and its system.

    Attributes:
        part: the raw table.
        tables: the mapping's tables, the first being what the file is about.
        system: id space.
    """

    part: RawPart
    tables: tuple[TableMapping, ...]
    system: str

    @property
    def people(self) -> Mapping[str, ColumnSpec]:
        """The columns of people that it feeds."""
        return next((fed.columns for fed in self.tables if fed.table == "people"), {})

    def key_of(self, table: str) -> str | None:
        """Source column of the id of one of its tables."""
        for fed in self.tables:
            spec = fed.columns.get("id")
            if fed.table == table and spec is not None:
                return spec.column
        return None


def first_system(part: RawPart, tables: Sequence[TableMapping]) -> str:
    """The system that a file alone speaks for."""
    if not tables:
        return "crm"
    about = tables[0]
    if about.table in _LMS:
        return "lms"
    if about.table in _HR:
        return "hr"
    if about.table != "people":
        return "crm"
    return _of_people(part, about)


def share_systems(files: Sequence[Fed], overlaps: Overlaps) -> list[Fed]:
    """The files with systems shared by files of people that hold the same ids.

    Those that use the same ids for other people get a system of their own.
    """
    shared = list(files)
    about_people = [at for at, fed in enumerate(files) if fed.key_of("people") and fed.tables]
    for at in about_people:
        for other in about_people:
            if at != other and _same_people(shared[at], shared[other], overlaps):
                system = _stronger(shared[at].system, shared[other].system)
                shared[at] = dataclasses.replace(shared[at], system=system)
                shared[other] = dataclasses.replace(shared[other], system=system)
    return _parted(shared, overlaps)


def _parted(files: Sequence[Fed], overlaps: Overlaps) -> list[Fed]:
    """An applicant may have the number of an employee and be somebody else."""
    placed = list(files)
    for at, fed in enumerate(files):
        key = fed.key_of("people")
        for other in files:
            better = _says_people(other) > _says_people(fed)
            if key is None or not better or other.system != fed.system:
                continue
            if _are_strangers(fed, other, overlaps):
                words = [w for w in stem_words(fed.part.shape.file_name) if w not in _HR_NAMES]
                system = "-".join((fed.system, *words[:2])) if words else f"{fed.system}-{at + 1}"
                placed[at] = dataclasses.replace(fed, system=system)
                break
    return placed


def _says_people(fed: Fed) -> float:
    return named(stem_words(fed.part.shape.file_name), "people")


def _are_strangers(one: Fed, other: Fed, overlaps: Overlaps) -> bool:
    """Whether people with the same id have other names and addresses in another file."""
    mine, theirs = one.people, other.people
    key, other_key = one.key_of("people"), other.key_of("people")
    if key is None or other_key is None or fold(key) == fold(other_key):
        return False
    found = [
        overlaps.agreement(one.part, (key, said), other.part, (other_key, same))
        for name in ("email", "last_name", "full_name")
        if (said := _column_of(mine, name)) and (same := _column_of(theirs, name))
    ]
    known = [share for share in found if share is not None]
    return bool(known) and max(known) < _SAME_PEOPLE


def _column_of(columns: Mapping[str, ColumnSpec], name: str) -> str | None:
    spec = columns.get(name)
    return spec.column if spec is not None else None


def place_teams(files: Sequence[Fed], overlaps: Overlaps) -> list[Fed]:
    """The files with those about teams in the system whose people are in them."""
    placed = []
    for fed in files:
        about = fed.tables[0].table if fed.tables else ""
        systems = [] if about != "teams" else list(_members(fed, files, overlaps))
        known = {other.system for other in files if other is not fed}
        fallback = fed.system if about != "teams" or "hr" in known or not known else "crm"
        placed.append(dataclasses.replace(fed, system=systems[0] if systems else fallback))
    return placed


def _members(teams: Fed, files: Sequence[Fed], overlaps: Overlaps) -> Iterator[str]:
    """Systems of the files whose people are said to be in these teams."""
    key = teams.key_of("teams")
    for other in files:
        for table in other.tables:
            spec = table.columns.get("team")
            if key is None or spec is None or spec.column is None:
                continue
            if overlaps.contained(other.part, spec.column, teams.part, key) >= _REFERRED:
                yield other.system


def with_references(files: Sequence[Fed], overlaps: Overlaps) -> list[Fed]:
    """The files with references that say which system's ids they hold, where it is another's."""
    return [_referring(fed, files, overlaps) for fed in files]


def _of_people(part: RawPart, about: TableMapping) -> str:
    columns = set(about.columns)
    source_words = {word for name in part.table.columns for word in (*words(name), fold(name))}
    said = {*stem_words(part.shape.file_name), *words(part.shape.file_name)}
    if columns & _HR_COLUMNS or source_words & _HR_WORDS or said & _HR_NAMES:
        return "hr"
    return "lms" if (said | source_words) & _LMS_WORDS else "crm"


def _same_people(one: Fed, other: Fed, overlaps: Overlaps) -> bool:
    """Whether two files of people use the same ids, under the same name."""
    key, other_key = one.key_of("people"), other.key_of("people")
    if key is None or other_key is None or fold(key) != fold(other_key):
        return False
    return overlaps.contained(one.part, key, other.part, other_key) >= _HELD


def _stronger(first: str, second: str) -> str:
    return "hr" if "hr" in (first, second) else first


def _referring(fed: Fed, files: Sequence[Fed], overlaps: Overlaps) -> Fed:
    tables = tuple(
        dataclasses.replace(
            table,
            columns={
                name: _placed(TABLES[table.table].by_name[name], spec, fed, files, overlaps)
                for name, spec in table.columns.items()
            },
        )
        for table in fed.tables
    )
    return dataclasses.replace(fed, tables=tables)


def _placed(
    column: Column, spec: ColumnSpec, fed: Fed, files: Sequence[Fed], overlaps: Overlaps
) -> ColumnSpec:
    if column.kind is not Kind.REF or spec.column is None or column.target is None:
        return spec
    system = _system_of(fed, spec.column, column.target, files, overlaps)
    return dataclasses.replace(spec, system=None if system == fed.system else system)


def _system_of(fed: Fed, source: str, target: str, files: Sequence[Fed], overlaps: Overlaps) -> str:
    """The system of the file in which most of a column's values are ids of the target table."""
    found: list[tuple[float, str]] = []
    for other in files:
        key = other.key_of(target)
        if key is not None:
            share = overlaps.contained(fed.part, source, other.part, key)
            nearer = 0.02 * (other.system == fed.system) + 0.01 * (fold(key) == fold(source))
            found.append((share + nearer, other.system))
    best = max(found, default=(0.0, fed.system))
    return best[1] if best[0] >= _REFERRED else fed.system
