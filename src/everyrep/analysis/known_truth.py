"""The truth about a simulated company beside what is estimated of it.

Only measures that mean what the truth means are set beside it: counts of what the simulation made,
and shares that it knows from every deal it drew, over all time or over whole months. What it does
not know is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from everyrep.measures import load_catalogue, query
from everyrep.measures.answer import Key
from everyrep.measures.source import FactSource
from everyrep.values import Estimate, EveryrepError, Grain, NotEstimable, Period, Reason, Scope

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
_MONTHS = ("facts", "months")
_BY_MONTH: dict[str, tuple[str, tuple[str, ...]]] = {
    "opportunities_created": ("opened", ()),
    "won_deals": ("won", ()),
    "lost_deals": ("lost", ()),
    "no_decision_deals": ("no_decision", ()),
    "win_rate": ("won", ("won", "lost")),
    "cohort_win_rate": ("won_in_the_end", ("opened",)),
}
"""Of each month, what is summed, and over which sums it is divided."""
_STAGES_BY_MONTH = {"stage_conversion": "chances", "stage_win_rate": "wins"}


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

    @property
    def counted(self) -> bool:
        """Whether the estimate is a full count, which has no range to hold anything."""
        return self.estimate.estimable and self.estimate.bounds() == (None, None)

    @property
    def off(self) -> float | None:
        """The estimate less the truth."""
        value = self.estimate.number()
        return None if value is None else value - self.truth


def truth_of(
    truth: Mapping[str, Any],
    measure: str,
    group: Mapping[str, Key] | None = None,
    period: Period | None = None,
) -> float | None:
    """What is true of a measure of the whole company; None where the simulation does not know.

    Args:
        truth: What truth.json holds.
        measure: Its name.
        group: The stage, for what comes by stage.
        period: Whole months of the simulated time; None is all of it.
    """
    stage = (group or {}).get("stage")
    if (group or {}).keys() - {"stage"}:
        return None
    if period is not None:
        return _of_months(_months_in(truth, period), measure, stage)
    if group:
        return _number(_found(truth, (*_STAGES, str(stage), "mean_chance"))) if (
            measure == "stage_conversion"
        ) else None  # fmt: skip
    return _number(_found(truth, _KNOWN[measure])) if measure in _KNOWN else None


def _months_in(truth: Mapping[str, Any], period: Period) -> Sequence[Mapping[str, Any]]:
    """The months that make up the period; none where they do not make it up."""
    known = {str(one.get("month")): one for one in _found(truth, _MONTHS) or ()}
    months = [str(month) for month in period.split(Grain.MONTH)]
    whole = all(Period.parse(month).is_whole(Grain.MONTH) for month in months)
    return [known[one] for one in months] if whole and known.keys() >= set(months) else []


def _of_months(months: Sequence[Mapping[str, Any]], measure: str, stage: Key) -> float | None:
    if not months:
        return None
    if measure in _STAGES_BY_MONTH and isinstance(stage, str):
        stages = [one["stages"].get(stage) or {} for one in months]
        came = sum(one.get("entered", 0) for one in stages)
        true = sum(one.get(_STAGES_BY_MONTH[measure], 0.0) for one in stages)
        return float(true / came) if came else None
    if measure not in _BY_MONTH or stage is not None:
        return None
    name, over = _BY_MONTH[measure]
    part = sum(one[name] for one in months)
    if not over:
        return float(part)
    whole = sum(one[each] for one in months for each in over)
    return part / whole if whole else None


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
    for name in _KNOWN:
        value = truth_of(truth, name)
        if name in tuple(known) and value is not None:
            yield BesideTruth(name, "", _one(source, name, scope), value)


def _by_stage(source: FactSource, truth: Mapping[str, Any], scope: Scope) -> Iterator[BesideTruth]:
    try:
        answer = query(source, "stage_conversion", by="stage", scope=scope)
    except EveryrepError:
        return
    for row in answer:
        value = truth_of(truth, "stage_conversion", row.keys)
        if value is not None:
            yield BesideTruth("stage_conversion", str(row.keys["stage"]), row.estimate, value)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


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
