"""A preset asked of a company: indicators first, and then what they come before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from everyrep.analysis.presets.presets import Preset
from everyrep.measures import Answer, FactSource, query
from everyrep.values import Period, Scope


@dataclass(frozen=True)
class PresetShown:
    """The figures of a preset.

    Attributes:
        preset: The set.
        leading: One answer an indicator, in the order of the set.
        outcomes: One answer an outcome.
    """

    preset: Preset
    leading: tuple[Answer, ...]
    outcomes: tuple[Answer, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe data; indicators come before outcomes."""
        return {
            "preset": self.preset.to_dict(),
            "leading": [answer.to_dict() for answer in self.leading],
            "outcomes": [answer.to_dict() for answer in self.outcomes],
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
        preset: The set.
        by, period, where: As for `query`; the motion of the preset is not added by itself.
    """
    dimensions = (by,) if isinstance(by, str) else tuple(by)

    def asked(measure: str) -> Answer:
        return query(source, measure, by=dimensions, where=where, period=period, scope=scope)

    return PresetShown(
        preset,
        tuple(asked(measure) for measure in preset.leading),
        tuple(asked(measure) for measure in preset.outcomes),
    )
