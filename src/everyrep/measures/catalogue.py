"""The catalogue: what each measure is, as data that is read, checked and shown.

One TOML entry a measure. The entry says what the figure means in a sentence and a formula, who
answers for it, what it takes to compute it, and which expression and estimator do so.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib import resources
from typing import Any

from everyrep.measures.dimensions import DIMENSIONS, TIME
from everyrep.measures.tables import physical_columns
from everyrep.values import InternalError, UnknownName, check_unit

CLASSES = ("leading", "competency", "outcome")
DIRECTIONS = ("up", "down", "none")
ENDS = ("", "exit", "customer")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Need:
    """A physical column that a measure reads.

    Attributes:
        column: As "table.column".
        why: Why its absence matters.
        of: The rows that must have it, as a key of `computable.ROWS`; empty is all of the table.
    """

    column: str
    why: str = ""
    of: str = ""

    @property
    def table(self) -> str:
        """The canonical table."""
        return self.column.partition(".")[0]

    @property
    def name(self) -> str:
        """The physical column."""
        return self.column.partition(".")[2]


@dataclass(frozen=True)
class Change:
    """A change of a definition.

    Attributes:
        version: The version that it began.
        on: The day.
        what: What changed, and what that does to the figure.
        formula: The formula until then.
    """

    version: str
    on: str
    what: str
    formula: str


@dataclass(frozen=True)
class Part:
    """A measure that another is made of.

    Attributes:
        measure: Its name.
        without: Dimensions of the whole that this part does not have; its one figure then serves
            every group of them.
        ever: The period of the whole does not bound it.
    """

    measure: str
    without: tuple[str, ...] = ()
    ever: bool = False


@dataclass(frozen=True)
class Measure:
    """One entry of the catalogue.

    Attributes:
        name: As it is asked for.
        title: As it is shown.
        sentence: What it says.
        formula: How it is computed, in words and signs.
        unit: Of an Estimate; "money" stands for the reporting currency.
        grain: What one unit of n is.
        direction: "up" where more is better, "down", or "none".
        kind: Leading, competency or outcome.
        owner: Who answers for its definition.
        since: The day it was defined.
        version: Raised when the definition changes.
        estimator: How sums become a figure.
        expression: "module:function" that gives the sums, or joins the parts.
        parameters: Handed to the expression.
        parts: Measures that it is made of, where it is.
        dimensions: What it can be cut by, apart from time.
        timed: Whether it can be cut by time.
        always_by: Dimensions that it is cut by even where nobody asks.
        needs: Columns without which it cannot be computed.
        weak_without: Columns without which it says less.
        caveats: What must be known when it is read.
        synonyms: Other names.
        ability: What a scope must be able to do, beyond seeing.
        default_period: The period where nobody names one, such as "this fiscal quarter".
        default_uncut: Only where it is not cut by time either.
        stands: Its facts are those of today, and periods cut them by a day to come.
        known_since: What must have ended on record ("exit", "customer") before a figure is more
            than a count of survivors; empty where nothing leaves the records.
        of_a_day: It is true of the last day of its period alone.
        empty: What it means that no facts fit, where that needs saying.
        still_open: What to say where some of its durations have not ended.
        notes: For each count that comes with the sums, the sentence to show where it is not zero.
        zero: Where no facts at all mean zero, as for a count: the column ("table.column") whose
            first day says since when there are records. Empty where they mean nothing.
        changes: What changed since the first version, oldest first.
    """

    name: str
    title: str
    sentence: str
    formula: str
    unit: str
    grain: str
    direction: str
    kind: str
    owner: str
    since: str
    version: str
    estimator: str
    expression: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    dimensions: tuple[str, ...] = ()
    timed: bool = True
    always_by: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    weak_without: tuple[Need, ...] = ()
    caveats: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    ability: str = ""
    default_period: str = ""
    default_uncut: bool = False
    stands: bool = False
    known_since: str = ""
    of_a_day: bool = False
    empty: str = ""
    still_open: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    zero: str = ""
    changes: tuple[Change, ...] = ()

    @property
    def of_money(self) -> bool:
        """Whether it is an amount."""
        return self.unit.partition("/")[0] == "money"

    def unit_in(self, currency: str) -> str:
        """The unit of its estimates, given the reporting currency."""
        return self.unit.replace("money", f"money:{currency}", 1) if self.of_money else self.unit

    def accepts(self, dimension: str) -> bool:
        """Whether it can be cut by a dimension or grain of time."""
        return dimension in self.dimensions or (self.timed and dimension in TIME)


class Catalogue(Mapping[str, Measure]):
    """Measures by name."""

    def __init__(self, measures: Iterable[Measure]) -> None:
        self._measures = {measure.name: measure for measure in measures}

    def __getitem__(self, name: str) -> Measure:
        """The measure of a name or synonym; case, spaces and hyphens are forgiven.

        Raises:
            UnknownName: There is none; near names are offered.
        """
        folded = _folded(name)
        if folded in self._measures:
            return self._measures[folded]
        for measure in self._measures.values():
            if folded in map(_folded, (measure.title, *measure.synonyms)):
                return measure
        known = [*self._measures, *(word for m in self._measures.values() for word in m.synonyms)]
        raise UnknownName("measure", name, known, remedy="`everyrep explain` lists every measure")

    def __iter__(self) -> Any:
        return iter(self._measures)

    def __len__(self) -> int:
        return len(self._measures)


@cache
def load_catalogue() -> Catalogue:
    """The catalogue that ships with the package, checked.

    Raises:
        InternalError: An entry contradicts itself, the schema or another entry.
    """
    folder = resources.files("everyrep.measures") / "catalogue"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    entries = []
    for file in files:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        entries += [parse_measure(name, entry, file.name) for name, entry in content.items()]
    names = [measure.name for measure in entries]
    for name in names:
        _hold(names.count(name) == 1, f"measure {name} is there twice")
    catalogue = Catalogue(entries)
    for measure in entries:
        _hold(
            all(part.measure in names for part in measure.parts),
            f"measure {measure.name} has a part that is no measure",
        )
    return catalogue


_TEXTS = ("title", "sentence", "formula", "unit", "grain", "direction", "owner", "version")
_RENAMED = {"class": "kind"}


def parse_measure(name: str, entry: Mapping[str, Any], where: str = "") -> Measure:
    """One entry as a measure.

    Raises:
        InternalError: Something is missing, unknown or impossible; the message names the entry.
    """
    given = {_RENAMED.get(key, key): value for key, value in entry.items()}
    known = {f.name for f in fields(Measure)}
    place = f"{where} [{name}]"
    _hold(set(given) <= known, f"{place} has {sorted(set(given) - known)}, which no measure has")
    try:
        content: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in given.items()
        }
        content |= {
            "since": str(given["since"]),
            "needs": tuple(_need(need) for need in given.get("needs", ())),
            "weak_without": tuple(Need(**need) for need in given.get("weak_without", ())),
            "parts": tuple(_part(part) for part in given.get("parts", ())),
            "changes": tuple(
                Change(change["version"], str(change["on"]), change["what"], change["formula"])
                for change in given.get("changes", ())
            ),
            "dimensions": _dimensions(given.get("dimensions", ()), place),
        }
        measure = Measure(name=name, **content)
    except (KeyError, TypeError) as problem:
        raise InternalError(f"{place} is not whole: {problem}") from problem
    _check(measure, place)
    return measure


def _check(measure: Measure, place: str) -> None:
    _hold(bool(_NAME.fullmatch(measure.name)), f"{place} has no plain name")
    _hold(measure.kind in CLASSES, f"{place}: class is {measure.kind!r}")
    _hold(measure.direction in DIRECTIONS, f"{place}: direction is {measure.direction!r}")
    _hold(measure.known_since in ENDS, f"{place}: known since {measure.known_since!r}")
    _hold(":" in measure.expression, f"{place}: expression is not module:function")
    check_unit(measure.unit_in("USD"))
    if measure.changes or measure.version != "1":
        versions = ["1", *(change.version for change in measure.changes)]
        numbered = [str(number + 1) for number in range(len(versions))]
        _hold(versions == numbered, f"{place}: changes are not numbered 2, 3 ... in order")
        _hold(measure.version == versions[-1], f"{place}: version {measure.version} has no change")
    for text in _TEXTS:
        _hold(bool(str(getattr(measure, text)).strip()), f"{place}: {text} is empty")
    for need in (*measure.needs, *measure.weak_without):
        _hold(
            need.name in physical_columns(need.table), f"{place}: there is no column {need.column}"
        )


def _need(given: str | Mapping[str, str]) -> Need:
    return Need(given) if isinstance(given, str) else Need(**given)


def _part(given: str | Mapping[str, Any]) -> Part:
    if isinstance(given, str):
        return Part(given)
    return Part(given["measure"], tuple(given.get("without", ())), bool(given.get("ever", False)))


# Sets of dimensions that many measures share, so that an entry can name them in one word.
SETS: dict[str, tuple[str, ...]] = {
    "@seller": ("person", "team", "manager", "role", "level"),
    "@deal": (
        "person", "team", "manager", "role", "level", "tenure_month", "region", "territory",
        "motion", "segment", "industry", "country", "account", "product",
        "product_line", "channel", "campaign", "competitor", "partner", "deal_kind",
        "deal_size_band", "deal",
    ),
    "@whole_deal": (
        "person", "team", "manager", "role", "level", "tenure_month", "region", "territory",
        "motion", "segment", "industry", "country", "account", "channel", "campaign",
        "competitor", "partner", "deal_kind", "deal_size_band", "deal",
    ),
    "@customer": (
        "person", "team", "manager", "role", "level", "region", "territory", "segment",
        "industry", "country", "account",
    ),
    "@person": ("person", "team", "manager", "role", "level", "region", "territory", "motion"),
    "@person_then": (
        "person", "team", "manager", "role", "level", "tenure_month", "region", "territory",
        "motion",
    ),
}  # fmt: skip


def _dimensions(given: Iterable[str], place: str) -> tuple[str, ...]:
    names = [name for word in given for name in SETS.get(word, (word,))]
    for name in names:
        _hold(name in DIMENSIONS, f"{place}: there is no dimension {name}")
    return tuple(dict.fromkeys(names))


def _folded(name: str) -> str:
    return name.strip().casefold().replace(" ", "_").replace("-", "_")


def _hold(holds: bool, message: str) -> None:
    if not holds:
        raise InternalError(message, why="the catalogue is a part of the program")
