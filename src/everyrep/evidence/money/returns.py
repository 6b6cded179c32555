"""From a case to its return: the ranges of all inputs carried through to the end.

Every input is drawn from its range, all at once, many times over; low, likely and high are read off
the draws. Inputs are taken as independent of one another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from math import factorial

import numpy as np

from everyrep.evidence.arrays import Floats
from everyrep.evidence.money.amounts import Range
from everyrep.evidence.money.case import Benefit, Case, Cost, Factor
from everyrep.evidence.money.result import Return, Swing
from everyrep.values import Estimate, Grade, Provenance, money_from_minor

DRAWS = 20_000


def returns(
    case: Case,
    *,
    level: float = 0.8,
    seed: int = 0,
    people: int = 1,
    provenance: Provenance | None = None,
) -> Return:
    """What a case comes to.

    Args:
        case: Benefits and costs.
        level: Share of the draws that low to high holds.
        seed: Of the draws.
        people: How many it rests on.
        provenance: Of the effects behind it.
    """
    inputs = _inputs(case)
    drawn = _draws(inputs, seed)
    likely = {name: np.array([one.likely]) for name, one in inputs.items()}
    parts, costs = _worth(case, drawn)
    part, cost = _worth(case, likely)
    benefits = sum(parts.values(), np.zeros(DRAWS))
    benefit = sum(float(one[0]) for one in part.values())
    sure = _Teller(case.currency, level, people, provenance, _grade(case))
    paid = replace(sure, grade=Grade.ASSUMED)
    held = {one.name: replace(sure, grade=one.grade) for one in case.benefits}
    spent = float(cost[0])
    ratio = (benefits - costs) / costs
    return Return(
        benefits=sure.money(benefit, benefits),
        costs=paid.money(spent, costs),
        spent={
            one.name: paid.money(float(_product(one, likely)[0]), _product(one, drawn))
            for one in case.costs
        },
        net=sure.money(benefit - spent, benefits - costs),
        roi=sure.ratio((benefit - spent) / spent, ratio),
        other_roi=sure.ratio((benefit - spent) / spent - 1.0, ratio - 1.0),
        pays=float(np.mean(benefits > costs)),
        payback=_payback(benefit, spent, case.years.likely),
        parts={name: held[name].money(float(part[name][0]), parts[name]) for name in parts},
        tornado=_tornado(case, inputs),
    )


def _inputs(case: Case) -> dict[str, Range]:
    """Every number that is not known exactly, and those that are, by name."""
    found = {"bookings a year": case.base, "margin": case.margin, "years": case.years}
    for line in case.benefits + case.costs:
        found[_of(line)] = line.amount
        found |= {_of(line, one): one.amount for one in line.times}
    return found


def _of(line: Benefit | Cost, factor: Factor | None = None) -> str:
    side = "benefit" if isinstance(line, Benefit) else "cost"
    return f"{side}: {line.name}" + ("" if factor is None else f": {factor.name}")


def _product(line: Benefit | Cost, values: Mapping[str, Floats]) -> Floats:
    """The amount of a line times all its factors."""
    return np.asarray(
        np.prod([values[_of(line)], *(values[_of(line, one)] for one in line.times)], axis=0)
    )


def _draws(inputs: Mapping[str, Range], seed: int) -> dict[str, Floats]:
    """Draws of each input: evenly spread over its range and shuffled (a Latin hypercube)."""
    rng = np.random.default_rng(seed)
    even = (np.arange(DRAWS) + 0.5) / DRAWS
    return {name: one.draws(rng.permutation(even)) for name, one in inputs.items()}


def _worth(case: Case, values: Mapping[str, Floats]) -> tuple[dict[str, Floats], Floats]:
    """Money of each benefit and of all costs, for each draw."""
    years = np.maximum(values["years"], 0.0)
    scale = values["bookings a year"] * np.clip(values["margin"], 0.0, 1.0) * years
    factors = {one.name: _product(one, values) for one in case.benefits if one.kind.multiplies}
    parts = {name: scale * share for name, share in _shares(factors).items()}
    for one in case.benefits:
        if not one.kind.multiplies:
            parts[one.name] = _product(one, values) * years
    costs = sum((_product(one, values) for one in case.costs), np.zeros_like(years))
    return parts, np.maximum(costs, 1.0)


def _shares(factors: Mapping[str, Floats]) -> dict[str, Floats]:
    """What each factor adds to the product of all, less one: the mean over all orders."""
    names = list(factors)
    found = {}
    for name in names:
        others = [one for one in names if one != name]
        total = np.zeros_like(factors[name])
        for size in range(len(others) + 1):
            weight = factorial(size) * factorial(len(names) - size - 1) / factorial(len(names))
            for before in combinations(others, size):
                product = np.prod([1.0 + factors[one] for one in before], axis=0)
                total = total + weight * product * factors[name]
        found[name] = total
    return found


def _tornado(case: Case, inputs: Mapping[str, Range]) -> tuple[Swing, ...]:
    likely = {name: np.array([one.likely]) for name, one in inputs.items()}

    def net(name: str, value: float) -> float:
        parts, costs = _worth(case, {**likely, name: np.array([value])})
        return float(sum(float(one[0]) for one in parts.values()) - costs[0])

    swings = [
        Swing(name, net(name, one.low), net(name, one.high), one.assumed)
        for name, one in inputs.items()
        if not one.known
    ]
    return tuple(sorted(swings, key=lambda swing: -swing.width))


def break_even(case: Case, benefit: Benefit) -> float | None:
    """The amount of one benefit from which on the case pays, all else as it is likely.

    Returns:
        In the unit of the benefit's amount; None where no amount of it would do.
    """
    likely = {name: np.array([one.likely]) for name, one in _inputs(case).items()}

    def net(amount: float) -> float:
        parts, costs = _worth(case, {**likely, _of(benefit): np.array([amount])})
        return float(sum(float(one[0]) for one in parts.values()) - costs[0])

    without, slope = net(0.0), net(1.0) - net(0.0)
    return None if slope <= 0 else -without / slope


def _payback(benefit: float, cost: float, years: float) -> float | None:
    if benefit <= 0 or years <= 0:
        return None
    return 12.0 * years * cost / benefit


def _grade(case: Case) -> Grade:
    """That of the weakest benefit: costs, margin and years are typed in every case."""
    return Grade.weakest(one.grade for one in case.benefits)


@dataclass(frozen=True)
class _Teller:
    """Writes draws as estimates."""

    currency: str
    level: float
    people: int
    provenance: Provenance | None
    grade: Grade

    def money(self, likely: float, draws: Floats) -> Estimate:
        """An amount."""
        low, high = self._ends(likely, draws)
        amount, least, most = (money_from_minor(one, self.currency) for one in (likely, low, high))
        return Estimate(
            amount, least, most, self.people, f"money:{self.currency}", self.grade,
            provenance=self.provenance, level=self.level,
        )  # fmt: skip

    def ratio(self, likely: float, draws: Floats) -> Estimate:
        """A ratio."""
        low, high = self._ends(likely, draws)
        return Estimate(
            likely, low, high, self.people, "ratio", self.grade,
            provenance=self.provenance, level=self.level,
        )  # fmt: skip

    def _ends(self, likely: float, draws: Floats) -> tuple[float, float]:
        low, high = np.quantile(draws, [0.5 - self.level / 2, 0.5 + self.level / 2])
        return min(float(low), likely), max(float(high), likely)
