"""Expressions worked out one row at a time with fractions, as plainly as can be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from everyrep.pay.language.kinds import Kind
from everyrep.pay.language.tree import (
    Among,
    Chosen,
    Literal,
    Missing,
    Name,
    Node,
    Not,
    Picked,
    Rounded,
)
from everyrep.pay.language.working import Setting
from everyrep.values.rounding import round_exact

Row = dict[str, Any]


def one(node: Node, row: Row, setting: Setting) -> Any:  # noqa: PLR0911 - one way for each kind of node
    """What an expression is worth in one row, worked out plainly; None where it is unknown."""
    if isinstance(node, Literal):
        return node.value * setting.scale if node.kind is Kind.MONEY else node.value  # type: ignore[operator]
    if isinstance(node, Name):
        if node.name in row:
            return row[node.name]
        kind, value = setting.parameters[node.name]
        return value * setting.scale if kind is Kind.MONEY else value  # type: ignore[operator]
    if isinstance(node, Missing):
        return one(node.name, row, setting) is None
    if isinstance(node, Not):
        inner = one(node.inner, row, setting)
        return None if inner is None else not inner
    if isinstance(node, Among):
        inner = one(node.inner, row, setting)
        return None if inner is None else inner in [one(each, row, setting) for each in node.listed]
    if isinstance(node, Picked):
        parts = [one(part, row, setting) for part in node.parts]
        pick = min if node.word == "least" else max
        return None if None in parts else pick(parts)
    if isinstance(node, Rounded):
        inner = one(node.inner, row, setting)
        return None if inner is None else Fraction(round_exact(inner, setting.rounding))
    if isinstance(node, Chosen):
        condition = one(node.condition, row, setting)
        way = node.one if condition else node.other
        return None if condition is None else one(way, row, setting)
    return both(node.sign, one(node.left, row, setting), one(node.right, row, setting))


def both(sign: str, left: Any, right: Any) -> Any:
    if sign in ("and", "or"):
        decides = sign == "or"
        if decides in (left, right):
            return decides
        return None if None in (left, right) else not decides
    if left is None or right is None:
        return None
    if sign == "/":
        return None if right == 0 else Fraction(left) / right
    if isinstance(left, date) and not isinstance(right, date):
        right = timedelta(days=int(right))
    if isinstance(left, date) and isinstance(right, date) and sign == "-":
        return (left - right).days
    ways: dict[str, Callable[[], Any]] = {
        "+": lambda: left + right, "-": lambda: left - right, "*": lambda: left * right,
        "=": lambda: left == right, "<>": lambda: left != right, "<": lambda: left < right,
        "<=": lambda: left <= right, ">": lambda: left > right, ">=": lambda: left >= right,
    }  # fmt: skip
    return ways[sign]()
