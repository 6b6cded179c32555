"""A preset asked of a company: indicators first, and then what they come before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from everyrep.analysis.presets.presets import Preset
from everyrep.measures import Answer, FactSource, load_catalogue, query
from everyrep.values import Period, Scope


@dataclass(frozen=True)
class PresetShown:
    """The figures of a preset.

    Attributes:
        preset: The set.
        leading: One answer an indicator, in the order of the set.
        outcomes: One answer an outcome.
        periods: For each measure the days that its figure is of; None is all that are known.
        notes: What of it is not of the preset's motion, and why.
    """

    preset: Preset
    leading: tuple[Answer, ...]
    outcomes: tuple[Answer, ...]
    periods: Mapping[str, Period | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe data; indicators come before outcomes."""
        return {
            "preset": self.preset.to_dict(),
            "leading": [answer.to_dict() for answer in self.leading],
            "outcomes": [answer.to_dict() for answer in self.outcomes],
            "periods": {
                name: None if days is None else str(days) for name, days in self.periods.items()
            },
            "notes": list(self.notes),
        }


def show(
    source: FactSource,
    scope: Scope,
    preset: Preset,
    *,
    by: str | Iterable[str] = (),
    period: str | Period | None = None,
    where: str | None = None,
) -> PresetShown:
    """The figures of a preset, each as the asker may see it.

    Args:
        source: An open build.
        scope: Who asks.
        preset: The set. Its motion bounds the measures that can be cut by it, where the records
            tell of motions at all.
        by, period, where: As for `query`.
    """
    dimensions = (by,) if isinstance(by, str) else tuple(by)
    within = f"motion = '{preset.motion}'"
    if where and where.strip():
        within = f"({where}) and {within}"
    free: list[str] = []

    def asked(measure: str) -> Answer:
        def answer(condition: str | None) -> Answer:
            return query(
                source, measure, by=dimensions, where=condition, period=period, scope=scope
            )

        if _tells_motion(source, scope, measure):
            return answer(within)
        free.append(measure)
        return answer(where)

    leading = tuple(asked(measure) for measure in preset.leading)
    outcomes = tuple(asked(measure) for measure in preset.outcomes)
    names = (*preset.leading, *preset.outcomes)
    periods = {name: _days(source, scope, name, period) for name in names}
    return PresetShown(preset, leading, outcomes, periods, _notes(free, len(free) == len(names)))


def _tells_motion(source: FactSource, scope: Scope, measure: str) -> bool:
    """Whether the facts of a measure carry a motion: those of deals may, and of people not."""
    entry = load_catalogue()[measure]
    if not entry.accepts("motion"):
        return False
    if entry.parts:
        return all(_tells_motion(source, scope, part.measure) for part in entry.parts)
    answer = query(source, measure, by="motion", scope=scope)
    return any(row.keys.get("motion") is not None for row in answer)


def _days(
    source: FactSource, scope: Scope, measure: str, period: str | Period | None
) -> Period | None:
    """The days asked for, or else those that the measure is of where nobody names any."""
    asked = period or load_catalogue()[measure].default_period or None
    if asked is None or isinstance(asked, Period):
        return asked
    as_of = min(source.as_of, scope.as_of or source.as_of)
    return Period.parse(asked, calendar=source.settings.fiscal, as_of=as_of)


def _notes(free: Sequence[str], every: bool) -> tuple[str, ...]:
    if every:
        return ("No fact on record has a motion, so all figures are of every motion.",)
    titles = ", ".join(load_catalogue()[name].title for name in free)
    return (f"Of every motion, since their facts tell none: {titles}.",) if free else ()
