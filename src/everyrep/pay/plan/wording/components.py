"""What is paid for, in words."""

from __future__ import annotations

from everyrep.pay.plan.components import (
    Beyond,
    Bonus,
    Cap,
    Commission,
    Component,
    Contest,
    Pool,
    Stacking,
    Threshold,
    Ties,
)
from everyrep.pay.plan.measuring import Proration
from everyrep.pay.plan.plan import Plan
from everyrep.pay.plan.wording.conditions import condition
from everyrep.pay.plan.wording.numbers import bound, each, listed, money, of_kind, percent
from everyrep.pay.plan.wording.tables import REFUNDS
from everyrep.pay.shape import Boundary

_PRORATED = {
    Proration.NONE: "who is there for a part of the time gets all of it",
    Proration.DAYS: "who is there for a part of the time gets it by days",
    Proration.MONTHS: "who is there for a part of the time gets it by whole months",
    Proration.FULL_IF_BEGUN: "who comes later begins with the next window",
}


def component_in_words(component: Component, plan: Plan) -> str:
    """One sentence."""
    match component:
        case Commission():
            parts = _commission(component, plan)
        case Bonus():
            parts = _bonus(component, plan)
        case Contest():
            parts = _contest(component, plan)
        case Pool():
            parts = _pool(component, plan)
    strategy = [f"it serves {listed(component.strategy)}"] if component.strategy else []
    return f"{component.title} ({component.id}): {'; '.join([*parts, *strategy])}."


def _commission(found: Commission, plan: Plan) -> list[str]:
    if found.table is not None:
        rate = f"by the table {found.table!r}"
    elif found.grid is not None:
        rate = f"at the rates of the grid {found.grid!r}"
    else:
        rate = f"at {_rate(found, plan)}"
    where = f" where {condition(found.where)}" if found.where else ""
    kinds = listed(found.credits)
    return [
        f"a commission on {found.of.text} of each line with {kinds} credit{where}, {rate}",
        *_times(found, plan),
        *([_threshold(found.threshold, plan)] if found.threshold else []),
        *_gates(found.gates, plan),
        *([f"one deal pays at most {_written(found.deal_cap, plan)}"] if found.deal_cap else []),
        *_cap(found.cap, plan),
        REFUNDS[found.refund],
    ]


def _rate(found: Commission, plan: Plan) -> str:
    return _written(found.rate, plan)


def _written(checked: object, plan: Plan) -> str:
    """An expression, with what a parameter stands for beside its name."""
    text = str(getattr(checked, "text", ""))
    return f"{text} ({plan.texts[text]})" if text in plan.texts else text


def _times(found: Commission, plan: Plan) -> list[str]:
    said = [
        f"times {_written(one.factor, plan)} where {condition(one.when)} ({one.title})"
        for one in found.times
    ]
    if len(said) > 1:
        how = "multiply each other" if found.stacking is Stacking.MULTIPLY else "add up"
        said.append(f"where several hold, they {how}")
    return said


def _reached(found: Threshold, plan: Plan) -> str:
    measure = plan.measures[found.over]
    at = bound(found.at, found.in_quotas, measure, plan.currency)
    verb = "reaches" if found.boundary is Boundary.LOWER else "passes"
    return f"{found.over!r} {verb} {at}"


def _threshold(found: Threshold, plan: Plan) -> str:
    then = "then all of it is paid" if found.first else "then only what lies above is paid"
    return f"nothing is paid until {_reached(found, plan)}, {then}"


def _gates(gates: tuple[Threshold, ...], plan: Plan) -> list[str]:
    if not gates:
        return []
    return [f"nothing is paid unless {listed(_reached(gate, plan) for gate in gates)}"]


def _cap(cap: Cap | None, plan: Plan) -> list[str]:
    if cap is None:
        return []
    rest = "is lost" if cap.beyond is Beyond.FORFEITED else "is carried on"
    return [f"it pays at most {_written(cap.amount, plan)} {each(cap.window)}, and the rest {rest}"]


def _bonus(found: Bonus, plan: Plan) -> list[str]:
    target = f", of a target of {_written(found.target, plan)}" if found.target else ""
    by = f"by the table {found.table!r}" if found.table else "by objectives"
    objectives = [
        f"{one.title} counts {percent(one.weight)} by {one.score.text}, nothing below "
        f"{percent(one.least)}{f', no more above {percent(one.most)}' if one.most else ''}"
        for one in found.objectives
    ]
    return [
        f"a bonus for {each(found.window)} {by}{target}",
        *objectives,
        *([f"all of it times {found.times.text}"] if found.times else []),
        *_gates(found.gates, plan),
        *_cap(found.cap, plan),
        _PRORATED[found.proration],
    ]


def _contest(found: Contest, plan: Plan) -> list[str]:
    measure = plan.measures[found.over]
    prizes = listed(money(prize, plan.currency) for prize in found.prizes)
    shared = found.ties is Ties.SHARED
    return [
        f"prizes of {prizes} for the most {found.over!r} in {each(found.window)}",
        "who shares a rank shares its prizes"
        if shared
        else "who shares a rank gets its prize each",
        *(
            [f"at least {of_kind(found.least, measure.of.kind, plan.currency)} is asked"]
            if found.least is not None
            else []
        ),
    ]


def _pool(found: Pool, plan: Plan) -> list[str]:
    by = f"by {found.by.text}" if found.by else "in equal shares"
    return [
        f"{found.amount.text} for {each(found.window)}, shared {by} to the last cent",
        *_gates(found.gates, plan),
    ]
