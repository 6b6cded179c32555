"""What is told about a pipeline and its target: every figure an Estimate, stage by stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from everyrep.analysis.pipeline.likedays import When
from everyrep.values import Estimate, Period


@dataclass(frozen=True)
class StageShare:
    """One stage of the pipeline.

    Attributes:
        stage: The stage; empty where it is not known.
        when: Whether its deals are due in the period, before it, later, or are overdue.
        pipeline: What is open in it.
        coverage: The same over what is left of the target.
        chance: Chance of a deal in it to be won within the period.
        expected: Its pipeline times the chance.
    """

    stage: str
    when: When
    pipeline: Estimate
    coverage: Estimate
    chance: Estimate
    expected: Estimate

    @property
    def due(self) -> bool:
        """Whether its deals are expected to close within the period."""
        return self.when == "due"

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe data."""
        return {
            name: value.to_dict() if isinstance(value, Estimate) else value
            for name, value in {**vars(self), "due": self.due}.items()
        }


@dataclass(frozen=True)
class PipelineTruth:
    """What there is, what it takes, and the chance.

    Attributes:
        period, as_of: The period whose target is to be hit, and the day that counts as today.
        chosen: The chance that was chosen.
        remaining: What is left of the target.
        due: Pipeline that is expected to close in the period: the measure `pipeline`.
        overdue: What was to close on a day that is over, and before the period began, and is open
            still; no coverage counts it, while the chance does.
        ahead: What will close between today and a period that is still to come; the same holds.
        coverage: What is due over what is left: the measure `coverage`.
        needed: Coverage, by deals that are due, that hits the target with the chosen chance.
        break_even: Coverage at which the target is what can be expected.
        chance: Chance that the open deals bring what is left.
        chance_with_later: The same with what deals brought, in earlier periods, that were opened
            after the like day; its range is over the earlier periods.
        expected: What the open deals will bring within the period.
        weighted: Pipeline weighted by the stated chances, beside it.
        stages: Stage by stage.
        periods: How many earlier periods all of it rests on.
        held: Of how many of them the range, as the others give it, held what came.
        shock: By how much periods differ beyond luck, in log-odds.
        notes: Sentences to read with it.
    """

    period: Period
    as_of: date
    chosen: float
    remaining: Estimate
    due: Estimate
    overdue: Estimate
    ahead: Estimate
    coverage: Estimate
    needed: Estimate
    break_even: Estimate
    chance: Estimate
    chance_with_later: Estimate
    expected: Estimate
    weighted: Estimate
    stages: tuple[StageShare, ...] = ()
    periods: int = 0
    held: int = 0
    shock: float = 0.0
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe data."""
        found: dict[str, Any] = {
            name: value.to_dict() if isinstance(value, Estimate) else value
            for name, value in vars(self).items()
        }
        found |= {"period": str(self.period), "as_of": self.as_of.isoformat()}
        found |= {"stages": [stage.to_dict() for stage in self.stages], "notes": list(self.notes)}
        return found
