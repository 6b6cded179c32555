"""Thresholds: what is watched, and when it asks for a review. Kept as TOML in the workspace.

[[threshold]]
name = "Win rate of teams"
measure = "win_rate"
by = "team"
false_alarms = 0.5      # expected a quarter, over all teams: control limits follow from it

[[threshold]]
name = "Pipeline too thin"
measure = "pipeline"
below = 2500000         # a fixed value, in major units of money
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from everyrep.analysis.charts.steady import CYCLES
from everyrep.measures import Catalogue, load_catalogue
from everyrep.values import EveryrepError, SettingsError, UnknownName

FILE_NAME = "thresholds.toml"


@dataclass(frozen=True)
class Threshold:
    """One thing that is watched.

    Attributes:
        measure: Name of the measure.
        name: As it is shown.
        by: A dimension: each of its groups has a chart of its own.
        grain: Of time.
        where: Which facts count.
        below, above: Fixed values that ask for a review; with neither, control limits do.
        false_alarms: For control limits, how many false alarms a quarter are accepted over all
            charts; without it each chart has the smallest rate that can be promised.
        history: Buckets that are read.
        on: Whether it is switched on.
    """

    measure: str
    name: str = ""
    by: str | None = None
    grain: str = "month"
    where: str | None = None
    below: float | None = None
    above: float | None = None
    false_alarms: float | None = None
    history: int = 60
    on: bool = True

    @property
    def fixed(self) -> bool:
        """Whether values that somebody chose ask for the review, not control limits."""
        return self.below is not None or self.above is not None

    @property
    def title(self) -> str:
        """The name, or else what is watched."""
        return self.name or self.measure + (f" by {self.by}" if self.by else "")


def read_thresholds(path: Path, catalogue: Catalogue | None = None) -> tuple[Threshold, ...]:
    """The thresholds of a file; none where there is no file.

    Raises:
        SettingsError: The file is not TOML, or a value cannot be used.
        UnknownName: A key, measure, dimension or grain does not exist; near names are offered.
    """
    if not path.exists():
        return ()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SettingsError(
            f"the thresholds cannot be read: {problem}", where=str(path), remedy="mend the line"
        ) from problem
    return parse_thresholds(content, str(path), catalogue)


def parse_thresholds(
    content: Mapping[str, Any], where: str, catalogue: Catalogue | None = None
) -> tuple[Threshold, ...]:
    """Thresholds out of parsed TOML. Raises like `read_thresholds`."""
    known = load_catalogue() if catalogue is None else catalogue
    for key in content:
        if key != "threshold":
            raise UnknownName("section of the thresholds", key, ("threshold",), where=where)
    entries = content.get("threshold", [])
    if not isinstance(entries, list):
        raise SettingsError(
            "[threshold] stands in single brackets", where=where, remedy="write [[threshold]]"
        )
    return tuple(
        _parsed(entry, f"{where} [[threshold]] {place}", known)
        for place, entry in enumerate(entries, start=1)
    )


def write_thresholds(thresholds: Iterable[Threshold]) -> str:
    """The TOML of these thresholds, which `parse_thresholds` reads back."""
    return "\n".join(_entry(threshold) for threshold in thresholds)


def _entry(threshold: Threshold) -> str:
    lines = ["[[threshold]]"]
    for field in fields(Threshold):
        value = getattr(threshold, field.name)
        if value != field.default:
            lines.append(f"{field.name} = {_toml(value)}")
    return "\n".join(lines) + "\n"


def _toml(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'
    return repr(value)


_TYPES: dict[str, tuple[type | tuple[type, ...], str]] = {
    "measure": (str, "a name in quotes"),
    "name": (str, "words in quotes"),
    "by": (str, "a dimension in quotes"),
    "grain": (str, "a grain of time in quotes"),
    "where": (str, "a condition in quotes"),
    "below": ((int, float), "a number"),
    "above": ((int, float), "a number"),
    "false_alarms": ((int, float), "a number above zero"),
    "history": (int, "a whole number of buckets, at least 13"),
    "on": (bool, "true or false"),
}


def _parsed(entry: Any, where: str, known: Catalogue) -> Threshold:
    if not isinstance(entry, dict):
        raise SettingsError(f"{entry!r} is no threshold", where=where)
    for key, value in entry.items():
        if key not in _TYPES:
            raise UnknownName("key of a threshold", key, _TYPES, where=where)
        wanted, words = _TYPES[key]
        if not isinstance(value, wanted) or (wanted is not bool and isinstance(value, bool)):
            raise SettingsError(f"{value!r} is not {words}", where=f"{where} {key}")
    if "measure" not in entry:
        raise SettingsError("a threshold names no measure", where=where, remedy='add measure = "…"')
    _hold(entry, where)
    measure = _measure(entry["measure"], where, known)
    by = entry.get("by")
    if by is not None and by not in measure.dimensions:
        raise UnknownName(
            f"dimension of {measure.name}", by, measure.dimensions, where=f"{where} by"
        )
    return Threshold(**{**entry, "measure": measure.name})


def _measure(name: str, where: str, known: Catalogue) -> Any:
    try:
        return known[name]
    except EveryrepError as problem:
        problem.where = f"{where} measure"
        raise


def _hold(entry: Mapping[str, Any], where: str) -> None:
    grain = entry.get("grain", "month")
    grains = (*CYCLES, *(f"fiscal_{name}" for name in ("month", "quarter", "year")))
    if grain not in grains:
        raise UnknownName("grain", grain, grains, where=f"{where} grain")
    if entry.get("false_alarms", 1) <= 0:
        raise SettingsError(
            "no false alarm at all is accepted",
            where=f"{where} false_alarms",
            why="limits that a steady series never leaves are never left by any",
            remedy="give a number above zero, such as 0.5",
        )
    if entry.get("history", 13) < 13:
        raise SettingsError(
            f"{entry['history']} buckets are too few",
            where=f"{where} history",
            why="a point is judged by twelve before it",
            remedy="give 13 or more; 36 and more serve best",
        )
    below, above = entry.get("below"), entry.get("above")
    if below is not None and above is not None and below >= above:
        raise SettingsError(
            f"below = {below} is not less than above = {above}",
            where=f"{where} below",
            why="every value would ask for a review",
        )
    if (below is not None or above is not None) and "false_alarms" in entry:
        raise SettingsError(
            "a fixed value and a number of false alarms are both given",
            where=f"{where} false_alarms",
            why="the number of false alarms follows from the value",
            remedy="keep one of them",
        )
