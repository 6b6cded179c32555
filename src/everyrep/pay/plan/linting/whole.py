"""All that is doubtful in a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from everyrep.pay.plan.linting import cliffs, multipliers, simplicity, timing
from everyrep.pay.plan.linting.doubts import Doubt, Weight
from everyrep.pay.plan.plan import Plan

_CHECKS: tuple[Callable[[Plan], Iterator[Doubt]], ...] = (
    cliffs.jumps,
    cliffs.thresholds,
    cliffs.falls,
    cliffs.idle,
    cliffs.begun,
    cliffs.exposure,
    cliffs.flat_exposure,
    cliffs.extrapolation,
    cliffs.out_of_reach,
    cliffs.everything,
    multipliers.stacked,
    multipliers.on_accelerated,
    multipliers.never,
    timing.refunds,
    timing.to_date,
    timing.gates,
    timing.boundaries,
    timing.uncovered,
    timing.whole_parts,
    timing.midnights,
    simplicity.heavy,
    simplicity.unused,
    simplicity.unstated,
)
_ORDER = (Weight.ERROR, Weight.WARNING, Weight.NOTE)


def lint(plan: Plan) -> list[Doubt]:
    """All doubts about a plan that was read, the heaviest first, then by line."""
    found = [one for check in _CHECKS for one in check(plan)]
    return sorted(found, key=lambda one: (_ORDER.index(one.weight), one.line, one.code, one.path))
