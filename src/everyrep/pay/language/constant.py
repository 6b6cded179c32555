"""Works out an expression that reads no facts: a parameter, a bound, a rate of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from operator import add, eq, ge, gt, le, lt, mul, ne, sub
from typing import Any

from everyrep.pay.language.checking import Checked
from everyrep.pay.language.tree import (
    Among,
    Both,
    Chosen,
    Literal,
    Missing,
    Name,
    Node,
    Not,
    Picked,
    Rounded,
)
from everyrep.values import UserError

Value = Fraction | date | str | bool
_COMPARES: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": eq, "<>": ne, "<": lt, "<=": le, ">": gt, ">=": ge,
}  # fmt: skip
_MOST_BITS = 4_096
_ARITHMETIC: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": add, "-": sub, "*": mul,
}  # fmt: skip


def value_of(checked: Checked, names: Mapping[str, Value]) -> Value:
    """Work out an expression; money is in major units.

    Args:
        checked: As checked.
        names: Values of all that it reads.

    Raises:
        UserError: It divides by zero, or moves a day by a part of a day.
    """
    return _value(checked.node, names)


def _value(node: Node, names: Mapping[str, Value]) -> Value:
    match node:
        case Literal(value=value):
            return value
        case Name(name=name):
            return names[name]
        case Missing(name=name):
            return name.name not in names
        case Not(inner=inner):
            return not _value(inner, names)
        case Among(inner=inner, listed=listed):
            return _value(inner, names) in [one.value for one in listed]
        case Picked(word=word, parts=parts):
            return _picked(word, [_value(part, names) for part in parts])
        case Chosen(condition=condition, one=one, other=other):
            return _value(one if _value(condition, names) else other, names)
        case Rounded():
            raise UserError(
                "A value that reads no fact is rounded", remedy="write it rounded as it is"
            )
        case Both():
            return _both(node, names)


def _picked(word: str, values: list[Value]) -> Value:
    return min(values) if word == "least" else max(values)


def _both(node: Both, names: Mapping[str, Value]) -> Value:
    left = _value(node.left, names)
    if node.sign in ("and", "or"):
        return left if left is (node.sign == "or") else _value(node.right, names)
    right = _value(node.right, names)
    if node.sign in _COMPARES:
        return _COMPARES[node.sign](left, right)
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        _see_size(left, right)
        return _quotient(left, right) if node.sign == "/" else _ARITHMETIC[node.sign](left, right)
    return _moved(node.sign, left, right)


def _see_size(*values: Fraction) -> None:
    """Refuse what has grown beyond all that pay could ask, before it takes a machine's memory."""
    bits = [part.bit_length() for one in values for part in one.as_integer_ratio()]
    if max(bits) > _MOST_BITS:
        raise UserError(
            "It works with a number of more than a thousand digits",
            why="Values that are multiplied one by the other grow until no machine can hold them",
            remedy="write the number that is meant",
        )


def _quotient(left: Fraction, right: Fraction) -> Fraction:
    if right == 0:
        raise UserError("It divides by zero", remedy="give a number that is not zero")
    return left / right


def _moved(sign: str, left: Value, right: Value) -> Value:
    """A day moved by days, or the days between two."""
    if isinstance(left, date) and isinstance(right, date):
        return Fraction((left - right).days)
    if isinstance(left, date) and isinstance(right, Fraction) and right.denominator == 1:
        try:
            return left + timedelta(days=int(right if sign == "+" else -right))
        except OverflowError:
            raise UserError(f"{left} {sign} {right} days is no day") from None
    raise UserError("A day is moved by a part of a day", remedy="give whole days")
