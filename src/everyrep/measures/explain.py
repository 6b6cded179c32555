"""Everything there is to say about a measure, as text and as data."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from everyrep.measures.catalogue import Catalogue, Change, Measure, load_catalogue
from everyrep.measures.computable import Computability, judge_measure
from everyrep.measures.dimensions import TIME
from everyrep.measures.source import FactSource
from everyrep.values.plurals import plural

_WIDTH = 88
_BETTER = {"up": "more is better", "down": "less is better", "none": "neither is better"}


@dataclass(frozen=True)
class Explanation:
    """A measure, explained.

    Attributes:
        measure: The entry of the catalogue.
        computability: Whether it can be computed from a warehouse, where one was given.
    """

    measure: Measure
    computability: Computability | None = None

    def text(self) -> str:
        """The explanation as a page of plain text."""
        return "\n".join(self._lines())

    def to_dict(self) -> dict[str, Any]:
        """The explanation as JSON-safe data."""
        m = self.measure
        return {
            "name": m.name,
            "title": m.title,
            "sentence": m.sentence,
            "formula": m.formula,
            "unit": m.unit,
            "grain": m.grain,
            "direction": m.direction,
            "class": m.kind,
            "owner": m.owner,
            "since": m.since,
            "version": m.version,
            "changes": [asdict(change) for change in m.changes],
            "estimator": m.estimator,
            "parts": [part.measure for part in m.parts],
            "dimensions": list(self.dimensions),
            "needs": [need.column for need in m.needs],
            "weak_without": [{"column": n.column, "why": n.why} for n in m.weak_without],
            "caveats": list(m.caveats),
            "synonyms": list(m.synonyms),
            "computability": None if self.computability is None else self.computability.to_dict(),
        }

    @property
    def dimensions(self) -> tuple[str, ...]:
        """What it can be cut by, time included."""
        return (*self.measure.dimensions, *(TIME if self.measure.timed else ()))

    def _lines(self) -> Iterator[str]:
        m = self.measure
        yield f"{m.title} ({m.name})"
        yield from _paragraph(m.sentence)
        yield ""
        yield from _entry("Formula", m.formula)
        yield from _entry("Unit", f"{m.unit}; {_BETTER[m.direction]}")
        yield from _entry("n counts", plural(m.grain))
        yield from _entry("Class", m.kind)
        yield from _entry("Owner", f"{m.owner}, since {m.since}, version {m.version}")
        for change in m.changes:
            yield from _entry("Changed", _changed(change))
        if m.parts:
            yield from _entry("Made of", ", ".join(part.measure for part in m.parts))
        yield from _entry("Cut by", ", ".join(self.dimensions))
        yield from _entry("Needs", ", ".join(need.column for need in m.needs))
        for need in m.weak_without:
            yield from _entry("Weak without", f"{need.column}: {need.why}")
        for caveat in m.caveats:
            yield from _entry("Mind", caveat)
        if m.synonyms:
            yield from _entry("Also called", ", ".join(m.synonyms))
        if self.computability is not None:
            found = self.computability
            yield from _entry("Here", f"{found.verdict.value} {found.why}".strip())


def explain(
    name: str, source: FactSource | None = None, catalogue: Catalogue | None = None
) -> Explanation:
    """The measure of a name, explained; with a warehouse also whether it can be computed there.

    Raises:
        UnknownName: There is no such measure; near names are offered.
    """
    measure = (load_catalogue() if catalogue is None else catalogue)[name]
    return Explanation(measure, None if source is None else judge_measure(source, measure))


def _changed(change: Change) -> str:
    return f"{change.on}, version {change.version}: {change.what} Before: {change.formula}"


def _paragraph(text: str) -> Iterator[str]:
    yield from textwrap.wrap(text, _WIDTH)


def _entry(label: str, text: str) -> Iterator[str]:
    lines = textwrap.wrap(text, _WIDTH - 14)
    for i, line in enumerate(lines or [""]):
        yield f"{label if i == 0 else '':<14}{line}"
