"""Sets of indicators as data: five to seven that come before revenue, and what they come before.

The sets that ship are opinions, and no more. A workspace changes them with files of the same shape
in its folder `presets`; a set for the same growth stage, role and motion takes the place of the one
that ships. Whether an indicator leads in this company is not for a preset to say, but for
`analysis.leading`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from everyrep.measures import Catalogue, load_catalogue
from everyrep.values import SettingsError, UnknownName

FORMAT = 1
FEWEST, MOST = 5, 7
GROWTH = ("under_10m", "10_to_30m", "30_to_75m", "above_75m")
_UP_TO = (10_000_000, 30_000_000, 75_000_000)
ROLES = ("seller", "manager")
MOTIONS = ("hunting", "farming")
FOLDER = "presets"
_OF_A_FILE = frozenset({"format", "growth", "title", "sentence", "preset"})
_OF_A_PRESET = frozenset({"role", "motion", "why", "leading", "outcomes"})


@dataclass(frozen=True)
class Preset:
    """One set.

    Attributes:
        growth, role, motion: Whom it is for.
        title: What is sold at this stage of growth, as a heading.
        sentence: What matters at this stage of growth.
        why: Why these indicators.
        leading: Measures to look at first, in the order shown.
        outcomes: Measures that they come before.
        origin: The file that it was read from.
    """

    growth: str
    role: str
    motion: str
    title: str
    sentence: str
    why: str
    leading: tuple[str, ...]
    outcomes: tuple[str, ...]
    origin: str

    @property
    def key(self) -> tuple[str, str, str]:
        """Whom it is for."""
        return self.growth, self.role, self.motion

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe data."""
        return {**vars(self), "leading": list(self.leading), "outcomes": list(self.outcomes)}


class Presets:
    """All sets of a workspace."""

    def __init__(self, presets: Iterable[Preset]) -> None:
        self._presets = {preset.key: preset for preset in presets}

    def __iter__(self) -> Iterator[Preset]:
        return iter(self._presets.values())

    def __len__(self) -> int:
        return len(self._presets)

    def of(self, growth: str, role: str = "seller", motion: str = "hunting") -> Preset:
        """The set for a growth stage, role and motion; case, spaces and hyphens are forgiven.

        Raises:
            UnknownName: There is none; near names are offered.
        """
        key = (
            _known("growth stage", growth, self._words(0)),
            _known("role", role, self._words(1)),
            _known("motion", motion, self._words(2)),
        )
        if key not in self._presets:
            raise UnknownName("preset", " ".join(key), [" ".join(one) for one in self._presets])
        return self._presets[key]

    def _words(self, place: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(key[place] for key in self._presets))


def growth_of(revenue_a_year: int) -> str:
    """The growth stage of a yearly revenue in major units of a currency near the dollar."""
    return GROWTH[sum(revenue_a_year >= end for end in _UP_TO)]


def load_presets(workspace: Path | None = None, catalogue: Catalogue | None = None) -> Presets:
    """The sets that ship, with those of a workspace in their place.

    Args:
        workspace: Folder of the workspace, whose `presets/*.toml` are read.
        catalogue: Measures that may be named; those that ship by default.

    Raises:
        UnknownName: A measure, role, motion or key does not exist; near names are offered.
        SettingsError: A file cannot be read, or a set has too few or too many indicators.
    """
    known = load_catalogue() if catalogue is None else catalogue
    shipped = resources.files("everyrep.analysis.presets")
    texts = [
        (file.name, file.read_text(encoding="utf-8"))
        for file in sorted(shipped.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".toml")
    ]
    if workspace is not None:
        texts += [_own(path) for path in sorted((workspace / FOLDER).glob("*.toml"))]
    return Presets(preset for name, text in texts for preset in parse_presets(text, name, known))


def _own(path: Path) -> tuple[str, str]:
    try:
        return f"{FOLDER}/{path.name}", path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingsError(
            f"The presets cannot be read: {problem}",
            where=f"{FOLDER}/{path.name}",
            remedy="save the file as UTF-8 text that may be read",
        ) from problem


def parse_presets(text: str, where: str, catalogue: Catalogue) -> list[Preset]:
    """The sets of one file.

    Args:
        text: TOML.
        where: Name of the file, for messages.
        catalogue: Measures that may be named.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise SettingsError(
            f"The presets are no TOML: {problem}", where=where, remedy="mend the line named"
        ) from problem
    _hold_keys(content, _OF_A_FILE, where)
    if content.get("format") != FORMAT:
        raise SettingsError(
            f"The format is {content.get('format')!r}",
            where=where,
            remedy=f"write format = {FORMAT}",
        )
    growth = _known("growth stage", str(content.get("growth", "")), GROWTH, where)
    listed = content.get("preset", [])
    if not isinstance(listed, list) or not listed:
        raise SettingsError(
            "There is no [[preset]]", where=where, remedy="write at least one [[preset]]"
        )
    about = (growth, str(content.get("title", "")), str(content.get("sentence", "")))
    return [_preset(entry, about, where, catalogue) for entry in listed]


def _preset(
    entry: Mapping[str, Any], about: tuple[str, str, str], where: str, catalogue: Catalogue
) -> Preset:
    growth, title, sentence = about
    _hold_keys(entry, _OF_A_PRESET, where)
    role = _known("role", str(entry.get("role", "")), ROLES, where)
    motion = _known("motion", str(entry.get("motion", "")), MOTIONS, where)
    place = f"{where} [{role}, {motion}]"
    leading = _measures(entry.get("leading", []), ("leading", "competency"), place, catalogue)
    outcomes = _measures(entry.get("outcomes", []), ("outcome",), place, catalogue)
    if not FEWEST <= len(leading) <= MOST:
        raise SettingsError(
            f"There are {len(leading)} leading indicators",
            where=place,
            why="fewer tell one side only, and more are not looked at",
            remedy=f"name {FEWEST} to {MOST}",
        )
    if not outcomes:
        raise SettingsError(
            "There is no outcome", where=place, remedy="name what the indicators come before"
        )
    why = str(entry.get("why", ""))
    return Preset(growth, role, motion, title, sentence, why, leading, outcomes, where)


def _measures(
    names: Any, kinds: tuple[str, ...], place: str, catalogue: Catalogue
) -> tuple[str, ...]:
    if not isinstance(names, list):
        raise SettingsError(
            f"{names!r} is no list", where=place, remedy='write a list such as ["coverage"]'
        )
    found = []
    for name in names:
        try:
            measure = catalogue[str(name)]
        except UnknownName as problem:
            raise UnknownName("measure", str(name), problem.known, where=place) from problem
        if measure.kind not in kinds:
            raise SettingsError(
                f"{measure.name} is of the class {measure.kind}",
                where=place,
                why=f"only {' and '.join(kinds)} measures belong here",
                remedy="name it in the other list, or another measure",
            )
        found.append(measure.name)
    return tuple(dict.fromkeys(found))


def _hold_keys(content: Mapping[str, Any], known: frozenset[str], where: str) -> None:
    for name in content:
        if name not in known:
            raise UnknownName("key of a preset", name, sorted(known), where=where)


def _known(kind: str, text: str, names: Iterable[str], where: str | None = None) -> str:
    known = tuple(names)
    folded = text.strip().casefold().replace(" ", "_").replace("-", "_")
    for name in known:
        if folded == name:
            return name
    raise UnknownName(kind, text, known, where=where)
