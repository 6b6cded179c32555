"""Where a plan and a strategy contradict each other, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from everyrep.pay.alignment.paid_for import PaidFor
from everyrep.pay.alignment.strategy import Gap, Goal
from everyrep.pay.calculation.calculate import calculate
from everyrep.pay.language import Kind
from everyrep.pay.plan import Beyond, Bonus, Commission, Component, Model
from everyrep.pay.plan.wording.numbers import listed, percent
from everyrep.pay.windows import day_number
from everyrep.values.money import Money


class Conflicting(StrEnum):
    """Kinds of conflict."""

    GOAL_WITHOUT_PAY = "goal without pay"
    PAY_WITHOUT_GOAL = "pay without goal"
    WEIGHT = "another weight"
    CONTRADICTS = "pays whatever the goal"
    CAPPED = "stops paying"
    NO_DRAW = "ramp without draw"
    TOO_MANY = "too many components"
    UNNOTICED = "too small to be noticed"
    GAP = "asks for what is lacking"


@dataclass(frozen=True)
class Conflict:
    """One conflict.

    Attributes:
        kind: Which kind.
        about: The goal, component or skill that it is about.
        said: What it is, in a sentence.
        remedy: What to do about it.
    """

    kind: Conflicting
    about: str
    said: str
    remedy: str


def conflicts_of(paid: PaidFor, gaps: tuple[Gap, ...]) -> tuple[Conflict, ...]:
    """All conflicts, those of goals first."""
    return (
        *_of_goals(paid), *_of_components(paid), *_contradicting(paid), *_capped(paid),
        *_of_newcomers(paid), *_of_gaps(paid, gaps),
    )  # fmt: skip


def _of_goals(paid: PaidFor) -> Iterator[Conflict]:
    for goal in paid.strategy.goals:
        serving = [part for part in paid.plan.pay if goal in paid.serves(part)]
        share = paid.by_goal[goal.name]
        if not serving:
            yield Conflict(
                Conflicting.GOAL_WITHOUT_PAY, goal.name,
                f"{goal.name!r} is {percent(goal.weight)} of the strategy, and nothing that is "
                "paid serves it",
                "Pay for it, or say that it is led by other means than pay",
            )  # fmt: skip
        elif share is not None and abs(share - goal.weight) > paid.strategy.tolerance:
            word = "more" if share > goal.weight else "less"
            yield Conflict(
                Conflicting.WEIGHT, goal.name,
                f"{goal.name!r} is {percent(goal.weight)} of the strategy and {_near(share)} of "
                f"pay, which is {word} than it weighs",
                "Move pay towards the weights, or restate them",
            )  # fmt: skip


def _of_components(paid: PaidFor) -> Iterator[Conflict]:
    most = paid.strategy.most_components
    if len(paid.plan.pay) > most:
        yield Conflict(
            Conflicting.TOO_MANY, paid.plan.id,
            f"The plan has {len(paid.plan.pay)} components, and more than {most} are too many to "
            "be followed at once",
            "Join or drop some",
        )  # fmt: skip
    for part in paid.plan.pay:
        share = paid.by_component[part.id]
        if not paid.serves(part):
            pays = "" if share is None else f" pays {_near(share)} of all pay and"
            yield Conflict(
                Conflicting.PAY_WITHOUT_GOAL, part.id,
                f"{part.title!r}{pays} serves no stated goal",
                "Name its goal in `strategy`, or move its pay to a component that has one",
            )  # fmt: skip
        if share is not None and share < paid.strategy.least_share:
            yield Conflict(
                Conflicting.UNNOTICED, part.id,
                f"{part.title!r} pays {_near(share)} of all pay, too little to be noticed",
                "Let it weigh more, or drop it",
            )  # fmt: skip


def _contradicting(paid: PaidFor) -> Iterator[Conflict]:
    for goal in paid.strategy.goals:
        for part in paid.plan.pay if goal.reads else ():
            share = paid.by_component[part.id]
            if goal in paid.serves(part) or not share or not _on_money(paid, part):
                continue
            yield Conflict(
                Conflicting.CONTRADICTS, part.id,
                f"{part.title!r} pays {_near(share)} of all pay without reading "
                f"{listed(goal.reads, 'or')}: it pays the same whatever happens to {goal.name!r}, "
                f"which is {percent(goal.weight)} of the strategy",
                f"Let its rate or a multiplier read {listed(goal.reads, 'or')}",
            )  # fmt: skip


def _on_money(paid: PaidFor, part: Component) -> bool:
    """Whether a component pays for money that is sold."""
    if isinstance(part, Commission):
        return part.of.kind is Kind.MONEY
    return any(paid.plan.measures[name].of.kind is Kind.MONEY for name in paid.measures(part))


def _capped(paid: PaidFor) -> Iterator[Conflict]:
    for part in paid.plan.pay:
        goals = [goal.name for goal in paid.serves(part)]
        lost = _lost(paid, part)
        if goals and lost > 0:
            yield Conflict(
                Conflicting.CAPPED, part.id,
                f"{part.title!r} serves {listed(map(repr, goals))} and stops paying at its cap: "
                f"{Money(lost, paid.plan.currency)} were sold for and not paid",
                "Lower the rate above the cap instead of ending it, or carry the rest on",
            )  # fmt: skip


def _lost(paid: PaidFor, part: Component) -> int:
    """What a cap has cost, in minor units."""
    if not isinstance(part, Commission | Bonus) or part.cap is None:
        return 0
    if part.cap.beyond is not Beyond.FORFEITED:
        return 0
    others = tuple(replace(part, cap=None) if one.id == part.id else one for one in paid.plan.pay)
    without = calculate(replace(paid.plan, pay=others), paid.facts, [part.id], like=paid.found)
    return int(sum(without.of_component(part.id)) - sum(paid.found.of_component(part.id)))


def _of_newcomers(paid: PaidFor) -> Iterator[Conflict]:
    if paid.plan.model is not Model.COMMISSION_ONLY or paid.plan.draws:
        return
    ramps = [name for name, quota in paid.plan.quotas.items() if quota.ramp]
    later = paid.facts.stints.first > day_number(paid.plan.begins)
    new = len(set(paid.facts.stints.payee[later].tolist()))
    if not ramps and not new:
        return
    why = (
        f"quotas of new people rise slowly ({listed(ramps)})"
        if ramps
        else f"{new} people came later"
    )
    yield Conflict(
        Conflicting.NO_DRAW, paid.plan.id,
        f"The plan pays commission only and has no draw, while {why}: whoever is new has nothing "
        "to live on",
        "Add a guarantee or a recoverable draw for the first months",
    )  # fmt: skip


def _of_gaps(paid: PaidFor, gaps: tuple[Gap, ...]) -> Iterator[Conflict]:
    goals: dict[str, Goal] = {goal.name: goal for goal in paid.strategy.goals}
    for gap in sorted(gaps, key=lambda one: (-one.size, one.skill)):
        shares = [(name, paid.by_goal[name]) for name in gap.goals if name in goals]
        asked = [f"{name!r} ({_near(share)} of pay)" for name, share in shares if share]
        if gap.size > 0 and asked:
            yield Conflict(
                Conflicting.GAP, gap.skill,
                f"Pay asks for {listed(asked)}, which needs {gap.skill!r}, and of that "
                f"{gap.size:g} is lacking (graded {gap.grade})",
                "Teach it before pay asks for more of it; the gap itself moves nobody's pay",
            )  # fmt: skip


def _near(share: Fraction) -> str:
    return f"{float(share) * 100:.3g}%"
