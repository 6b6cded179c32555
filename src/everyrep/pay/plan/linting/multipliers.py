"""Multipliers: how far they stack, on what they fall, and those that can never hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import prod

from everyrep.pay.language import Checked, Node
from everyrep.pay.language.tree import Among, Both, Literal, Name
from everyrep.pay.plan.components import Commission, Stacking, Times
from everyrep.pay.plan.linting.doubts import Doubt, Weight, commissions, constant, doubt
from everyrep.pay.plan.plan import Plan
from everyrep.pay.plan.wording.numbers import decimal, percent

FARTHEST = 5
_MOST_TRIED = 10
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "<>": "<>"}


@dataclass
class _Held:
    """What a condition asks of one name."""

    low: object = None
    high: object = None
    open_low: bool = False
    open_high: bool = False
    among: frozenset[object] | None = None


def stacked(plan: Plan) -> Iterator[Doubt]:
    """Multipliers that together go beyond five times."""
    for one in commissions(plan):
        most = _most(one, plan)
        if most > FARTHEST:
            said = (
                f"The multipliers of {one.title!r} can make {decimal(most)} times of its rate",
                "One deal for which all of them hold is paid as nobody planned",
                'cap a deal, write stacking = "add", or let conditions exclude one another',
            )
            capped = one.deal_cap is not None
            weight = Weight.NOTE if capped else Weight.WARNING
            yield doubt(plan, "stacking", f"pay.{one.id}", said, weight)


def _most(one: Commission, plan: Plan) -> Fraction:
    """The most that multipliers make together, of those that can hold at once."""
    known = [(item, constant(item.factor, plan)) for item in one.times]
    above = sorted(
        ((factor, item) for item, factor in known if factor is not None and factor > 1),
        key=lambda pair: -pair[0],
    )[:_MOST_TRIED]
    best = Fraction(1)
    for size in range(1, len(above) + 1):
        for chosen in combinations(above, size):
            if _can_hold([item.when for _, item in chosen]):
                best = max(best, _together([factor for factor, _ in chosen], one.stacking))
    return best


def _together(factors: list[Fraction], stacking: Stacking) -> Fraction:
    if stacking is Stacking.MULTIPLY:
        return prod(factors, start=Fraction(1))
    return 1 + sum((factor - 1 for factor in factors), Fraction(0))


def on_accelerated(plan: Plan) -> Iterator[Doubt]:
    """Multipliers on top of a table whose rates rise."""
    for one in commissions(plan):
        rates = plan.tables[one.table].rates if one.table else ()
        if not rates or max(rates) == rates[0] or plan.tables[str(one.table)].pays_amounts:
            continue
        most = _most(one, plan)
        if most > 1:
            said = (
                (
                    f"{one.title!r} multiplies money that an accelerator has raised: "
                    f"{decimal(most)} times {percent(max(rates))} is {percent(most * max(rates))}"
                ),
                "The kicker pays most to who is already above quota",
                "accept that rate, or cap a deal",
            )
            yield doubt(plan, "kicker-on-accelerator", f"pay.{one.id}", said, Weight.NOTE)


def never(plan: Plan) -> Iterator[Doubt]:
    """Multipliers whose condition can never hold for what the component pays for."""
    for one in commissions(plan):
        for at, item in enumerate(one.times):
            given = [one.where] if one.where else []
            if not _can_hold([*given, item.when]):
                yield _never(plan, one, at, item, given[0] if _can_hold([item.when]) else None)


def _never(plan: Plan, one: Commission, at: int, item: Times, given: Checked | None) -> Doubt:
    other = f" where {given.text}" if given else ""
    said = (
        f"{item.title!r} can never hold{other}: {item.when.text}",
        "It is promised and never paid",
        "mend the condition, or leave it out",
    )
    path = f"pay.{one.id}.times[{at + 1}]"
    return doubt(plan, "never-holds", path, said, Weight.ERROR)


def _can_hold(conditions: list[Checked]) -> bool:
    """Whether comparisons of single names with values leave room; True where that is not known."""
    held: dict[str, _Held] = {}
    for one in (part for condition in conditions for part in _parts(condition.node)):
        _narrow(held, one)
    return all(map(_has_room, held.values()))


def _parts(node: Node) -> Iterator[Node]:
    """What must hold all at once."""
    if isinstance(node, Both) and node.sign == "and":
        yield from _parts(node.left)
        yield from _parts(node.right)
    else:
        yield node


def _narrow(held: dict[str, _Held], node: Node) -> None:
    if isinstance(node, Among) and isinstance(node.inner, Name):
        _meet(held.setdefault(node.inner.name, _Held()), {one.value for one in node.listed})
        return
    if not isinstance(node, Both) or node.sign not in _TURNED:
        return
    sign, left, right = node.sign, node.left, node.right
    if isinstance(left, Literal):
        sign, left, right = _TURNED[sign], right, left
    if not isinstance(left, Name) or not isinstance(right, Literal) or sign == "<>":
        return
    one = held.setdefault(left.name, _Held())
    if sign == "=":
        _meet(one, {right.value})
    else:
        _bound(one, sign, right.value)


def _meet(one: _Held, values: set[object]) -> None:
    one.among = frozenset(values) if one.among is None else one.among & values


def _bound(one: _Held, sign: str, value: object) -> None:
    strict = sign in ("<", ">")
    if sign in (">", ">="):
        if one.low is None or (value, strict) > (one.low, one.open_low):
            one.low, one.open_low = value, strict
    elif one.high is None or (value, not strict) < (one.high, not one.open_high):
        one.high, one.open_high = value, strict


def _has_room(one: _Held) -> bool:
    if one.among is not None:
        return any(_fits(one, value) for value in one.among)
    if one.low is None or one.high is None:
        return True
    if one.low == one.high:
        return not (one.open_low or one.open_high)
    return bool(one.low < one.high)  # type: ignore[operator]


def _fits(one: _Held, value: object) -> bool:
    low, high = one.low, one.high
    above = low is None or value > low or (value == low and not one.open_low)  # type: ignore[operator]
    below = high is None or value < high or (value == high and not one.open_high)  # type: ignore[operator]
    return bool(above and below)
