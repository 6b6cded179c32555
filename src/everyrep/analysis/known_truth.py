"""The truth about a simulated company beside what is estimated of it.

Only measures that mean what the truth means are set beside it: counts of what the simulation made,
and shares that it knows from every deal it drew. What it does not know is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from everyrep.measures import load_catalogue, query
from everyrep.measures.source import FactSource
from everyrep.values import Estimate, EveryrepError, NotEstimable, Reason, Scope

_KNOWN: dict[str, tuple[str, ...]] = {
    "opportunities_created": ("facts", "opportunities", "opportunities"),
    "won_deals": ("facts", "opportunities", "won"),
    "lost_deals": ("facts", "opportunities", "lost"),
    "no_decision_deals": ("facts", "opportunities", "no_decision"),
    "open_deals": ("facts", "opportunities", "open"),
    "win_rate": ("facts", "win_rate_without_no_decision"),
    "cohort_win_rate": ("facts", "win_rate_in_the_end"),
    "calls": ("facts", "activities", "Call"),
    "emails": ("facts", "activities", "Email"),
    "meetings": ("facts", "activities", "Meeting"),
    "demos": ("facts", "activities", "Demo"),
    "proposals": ("facts", "activities", "Proposal"),
}
_STAGES = ("facts", "stages")


@dataclass(frozen=True)
class BesideTruth:
    """An estimate beside the truth.

    Attributes:
        measure: Its name.
        group: Stage, where it is of one.
        estimate: What the data say.
        truth: What is known.
        inside: Whether the truth is in the range; for a full count, whether it is the same. None
            where there is no estimate.
    """

    measure: str
    group: str
    estimate: Estimate
    truth: float

    @property
    def inside(self) -> bool | None:
        """Whether the range holds the truth."""
        value, (low, high) = self.estimate.number(), self.estimate.bounds()
        if value is None:
            return None
        if low is None and high is None:
            return value == self.truth
        return (low is None or low <= self.truth) and (high is None or self.truth <= high)


def beside_truth(
    source: FactSource, truth: Mapping[str, Any], scope: Scope
) -> tuple[BesideTruth, ...]:
    """Every estimate of which the truth is known.

    Args:
        source: An open build of a simulated company.
        truth: What truth.json holds.
        scope: Who asks; of part of a company the truth is not known.
    """
    if not scope.sees_everybody:
        return ()
    return (*_single(source, truth, scope), *_by_stage(source, truth, scope))


def _single(source: FactSource, truth: Mapping[str, Any], scope: Scope) -> Iterator[BesideTruth]:
    known = load_catalogue()
    for name, path in _KNOWN.items():
        value = _found(truth, path)
        if name in tuple(known) and isinstance(value, (int, float)):
            yield BesideTruth(name, "", _one(source, name, scope), float(value))


def _by_stage(source: FactSource, truth: Mapping[str, Any], scope: Scope) -> Iterator[BesideTruth]:
    stages = _found(truth, _STAGES)
    if not isinstance(stages, Mapping):
        return
    try:
        answer = query(source, "stage_conversion", by="stage", scope=scope)
    except EveryrepError:
        return
    for row in answer:
        known = stages.get(str(row.keys["stage"]))
        if isinstance(known, Mapping) and isinstance(known.get("mean_chance"), float):
            yield BesideTruth(
                "stage_conversion", str(row.keys["stage"]), row.estimate, known["mean_chance"]
            )


def _one(source: FactSource, name: str, scope: Scope) -> Estimate:
    try:
        return query(source, name, scope=scope).one()
    except EveryrepError as problem:
        return NotEstimable(Reason("not_computable", str(problem)))


def _found(truth: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    value: Any = truth
    for name in path:
        if not isinstance(value, Mapping) or name not in value:
            return None
        value = value[name]
    return value
