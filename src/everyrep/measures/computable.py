"""What can be computed from what has landed, what is weak, and what is missing for the rest.

The same question is asked of every measure of the catalogue and of every later capability: are the
columns there without which there is nothing, and those without which it says less? The answer
names the column, the file that would bring it, and what having it would unlock.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from everyrep.measures.catalogue import Catalogue, Measure, Need, load_catalogue
from everyrep.measures.source import FactSource
from everyrep.measures.tables import physical_columns
from everyrep.values import InternalError, Reason
from everyrep.warehouse.schema import TABLES

PATCHY = 0.5
"""A needed column that fewer rows than this share have makes a figure weak."""
SPARSE = frozenset(
    "left_on leaving_kind lost_on cycle_days probability competitor loss_reason discount skill "
    "opportunity_id course_id campaign_id rater_id mutual_plan_on person_id part "
    "quality score passed minutes mandatory published_on".split()
)
"""Columns that most rows rightly lack: few people have left, few deals have a known rival."""
ROWS = {
    "open deals": "outcome = 'open' OR close_on > ?",
    "decided deals": "outcome <> 'open' AND NOT coalesce(close_on > ?, false)",
    "won deals": "outcome = 'won' AND NOT coalesce(close_on > ?, false)",
}
"""Rows of a table that a need may speak of, as SQL; ? is the day that counts as today."""
MADE_FROM = {
    "assessments.share": ("score", "out_of"),
    "org_history.manager_id": ("manager",),
    "org_history.team_id": ("team",),
    "org_history.territory_id": ("territory",),
}
"""What is mapped for a column that the build makes."""
TABLE_WORDS = {
    "stage_history": "stage changes",
    "training_spend": "lines of training spend",
    "content": "pieces of content",
    "content_uses": "uses of content",
    "org_history": "positions of people",
}
"""What rows are called, where the name of the table is no plural."""


class Verdict(StrEnum):
    """Whether something can be computed."""

    COMPUTABLE = "computable"
    WEAK = "weak"
    NOT = "not"


@dataclass(frozen=True)
class Missing:
    """A column that is not there, or not often enough.

    Attributes:
        column: As "table.column".
        filled: Share of rows that have it, 0 to 1; None where the table has no rows.
        why: What its absence means.
        remedy: What would bring it.
    """

    column: str
    filled: float | None
    why: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.why} {self.remedy}".strip()


@dataclass(frozen=True)
class Computability:
    """Whether one measure or capability can be computed.

    Attributes:
        name: Name of the measure or capability.
        title: As it is shown.
        kind: "measure" or "capability".
        verdict: The answer.
        missing: What stands in the way, or weakens it.
        unlocks: What it would tell.
    """

    name: str
    title: str
    kind: str
    verdict: Verdict
    missing: tuple[Missing, ...]
    unlocks: str

    @property
    def why(self) -> str:
        """The reasons in a few sentences; empty where nothing is missing."""
        return " ".join(dict.fromkeys(str(missing) for missing in self.missing))

    def to_dict(self) -> dict[str, Any]:
        """The verdict as JSON-safe data."""
        return {
            "name": self.name,
            "title": self.title,
            "kind": self.kind,
            "verdict": self.verdict.value,
            "why": self.why,
            "unlocks": self.unlocks,
            "missing": [
                {
                    "column": missing.column,
                    "filled": missing.filled,
                    "why": missing.why,
                    "remedy": missing.remedy,
                }
                for missing in self.missing
            ],
        }


@dataclass(frozen=True)
class Capability:
    """Something that a later part of the product does, and what it takes.

    Attributes:
        name: Its name.
        title: As it is shown.
        sentence: What it tells.
        needs: Columns without which it cannot be had.
        weak_without: Columns without which it says less.
    """

    name: str
    title: str
    sentence: str
    needs: tuple[Need, ...]
    weak_without: tuple[Need, ...] = ()


def computable(source: FactSource, catalogue: Catalogue | None = None) -> tuple[Computability, ...]:
    """Every measure of the catalogue, then every capability, with whether it can be computed."""
    known = load_catalogue() if catalogue is None else catalogue
    measures = (judge_measure(source, measure) for measure in known.values())
    capabilities = (
        _judged(source, c.name, c.title, "capability", c.needs, c.weak_without, c.sentence)
        for c in load_capabilities()
    )
    return (*measures, *capabilities)


def judge_measure(source: FactSource, measure: Measure) -> Computability:
    """Whether one measure can be computed."""
    return _judged(
        source,
        measure.name,
        measure.title,
        "measure",
        measure.needs,
        measure.weak_without,
        measure.sentence,
    )


def why_not(source: FactSource, measure: Measure) -> Reason | None:
    """Why a measure cannot be computed at all from this warehouse; None where it can."""
    for need in measure.needs:
        missing = _absent(source, need)
        if missing is not None:
            code = "missing_table" if missing.filled is None else "missing_column"
            return Reason(code, missing.why, missing.remedy)
    return None


@cache
def load_capabilities() -> tuple[Capability, ...]:
    """What later parts of the product do, as `capabilities.toml` lists it.

    Raises:
        InternalError: An entry names a column that does not exist.
    """
    file = resources.files("everyrep.measures") / "capabilities.toml"
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(_capability(name, entry) for name, entry in content.items())


def capability_called(name: str) -> Capability | None:
    """The later capability of a name or title; None where it is none."""
    asked = name.strip().casefold().replace("-", "_").replace(" ", "_")
    for capability in load_capabilities():
        if asked in (capability.name, capability.title.casefold().replace(" ", "_")):
            return capability
    return None


def _capability(name: str, entry: Mapping[str, Any]) -> Capability:
    needs = tuple(Need(column) for column in entry["needs"])
    weak = tuple(Need(**need) for need in entry.get("weak_without", ()))
    for need in (*needs, *weak):
        if need.name not in physical_columns(need.table):
            raise InternalError(f"capability {name} needs {need.column}, which does not exist")
    return Capability(name, entry["title"], entry["sentence"], needs, weak)


def _judged(
    source: FactSource,
    name: str,
    title: str,
    kind: str,
    needs: Iterable[Need],
    weak_without: Iterable[Need],
    unlocks: str,
) -> Computability:
    needs, weak_without = tuple(needs), tuple(weak_without)
    absent = _found(_absent(source, need) for need in needs)
    if absent:
        return Computability(name, title, kind, Verdict.NOT, absent, unlocks)
    weak = _found(_weaker(source, need) for need in (*needs, *weak_without))
    verdict = Verdict.WEAK if weak else Verdict.COMPUTABLE
    return Computability(name, title, kind, verdict, weak, unlocks)


def _found(candidates: Iterable[Missing | None]) -> tuple[Missing, ...]:
    return tuple(missing for missing in candidates if missing is not None)


def _absent(source: FactSource, need: Need) -> Missing | None:
    """The need, if not a single row has it."""
    words = TABLE_WORDS.get(need.table, need.table.replace("_", " "))
    if source.rows(need.table) == 0:
        return Missing(need.column, None, f"There are no {words} yet.", f"Load a file of {words}.")
    if source.filled(need.table, need.name) == 0:
        why = f"No row of {words} has {mapped_name(need)}."
        return Missing(need.column, 0.0, why, _to_map(source, need))
    if need.of and (filled := _filled_of(source, need)) is None:
        why = f"There are no {need.of} up to {source.as_of}."
        return Missing(need.column, 0.0, why, "Load a file that has some.")
    if need.of and filled == 0:
        why = f"None of the {need.of} has {mapped_name(need)} filled in."
        remedy = "It is mapped, and empty in these rows: fill it at the source."
        return Missing(need.column, 0.0, why, remedy)
    return None


def _filled_of(source: FactSource, need: Need) -> float | None:
    """Share of the rows that a need speaks of that have it; None where there are no such rows."""
    found = source.connection.execute(
        f'SELECT count("{need.name}") / nullif(count(*), 0) FROM "{need.table}" '
        f"WHERE {ROWS[need.of]}",
        [source.as_of],
    ).fetchone()
    return found[0] if found else None


def _to_map(source: FactSource, need: Need) -> str:
    """What would bring a column that no row has."""
    plain = f"{need.name.removesuffix('_base_minor')}_minor"
    if plain != f"{need.name}_minor" and source.filled(need.table, plain):
        return f"Load exchange rates into {source.reporting_currency}."
    names = MADE_FROM.get(need.column) or (mapped_name(need),)
    table = TABLE_WORDS.get(need.table, need.table.replace("_", " "))
    if len(names) > 1:
        return f"Map columns of a file to {' and '.join(names)} of {table}."
    return f"Map a column of a file to {names[0]} of {table}."


def _weaker(source: FactSource, need: Need) -> Missing | None:
    """The need, if too few rows have it for the figure to be whole."""
    filled = source.filled(need.table, need.name) if source.rows(need.table) else 0.0
    if filled >= PATCHY or (filled > 0 and need.name in SPARSE):
        return None
    words = TABLE_WORDS.get(need.table, need.table.replace("_", " "))
    absent = f"Only {filled:.0%} of {words} have" if filled else f"No row of {words} has"
    means = f": {need.why}" if need.why else ""
    return Missing(need.column, filled, f"{absent} {mapped_name(need)}{means}.", "")


def mapped_name(need: Need) -> str:
    """The column as a mapping names it: "owner" for the physical owner_id, what it is made of."""
    if need.column in MADE_FROM:
        return " and ".join(MADE_FROM[need.column])
    table = TABLES.get(need.table)
    for column in table.columns if table else ():
        if need.name in {name for name, _ in column.stored()}:
            converted = need.name.endswith("_base_minor")
            return f"{column.name} in the reporting currency" if converted else column.name
    return need.name
