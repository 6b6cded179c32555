"""What an expression of a plan says, as a sales manager would say it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from everyrep.pay.language import Checked
from everyrep.pay.language.tree import Among, Both, Literal, Missing, Name, Node, Not, Picked
from everyrep.pay.plan.wording.numbers import day, decimal, listed, major, percent
from everyrep.values.currency import Currency

_COMPARED = {
    "=": "is", "<>": "is not", "<": "is below", "<=": "is at most", ">": "is above",
    ">=": "is at least",
}  # fmt: skip
_RANK = {"or": 1, "and": 1, "+": 4, "-": 4, "*": 5, "/": 5}
"""How closely signs bind; comparisons at 3. "and" beside "or" is never left to be guessed."""
_PICKED = {"least": "the least of", "most": "the most of"}


def condition(found: Checked) -> str:
    """An expression in words; its own text where it has a part for which there are none."""
    try:
        return _said(found.node)
    except KeyError:
        return found.text


def fact(name: str) -> str:
    """The name of a fact in words."""
    return name.replace("_", " ")


def _said(node: Node) -> str:
    if isinstance(node, Name):
        return fact(node.name)
    if isinstance(node, Literal):
        return _value(node)
    if isinstance(node, Missing):
        return f"{fact(node.name.name)} is missing"
    if isinstance(node, Not):
        return f"it does not hold that {_inner(node.inner)}"
    if isinstance(node, Among):
        return f"{_inner(node.inner)} is {listed([_value(one) for one in node.listed], 'or')}"
    if isinstance(node, Picked):
        return f"{_PICKED[node.word]} {listed([_inner(one) for one in node.parts])}"
    if not isinstance(node, Both):
        raise KeyError(type(node).__name__)
    word = _COMPARED.get(node.sign, node.sign)
    return f"{_side(node.left, node.sign)} {word} {_side(node.right, node.sign)}"


def _side(node: Node, sign: str) -> str:
    """One side of an operator, in brackets where it would be read otherwise without."""
    if isinstance(node, Both) and _RANK.get(node.sign, 3) > _RANK.get(sign, 3):
        return _said(node)
    return _inner(node, sign)


def _inner(node: Node, sign: str = "") -> str:
    alone = not isinstance(node, (Both, Not, Among)) or (
        isinstance(node, Among) and sign in ("and", "or")
    )
    same = isinstance(node, Both) and node.sign == sign and sign in ("and", "or", "+", "*")
    return _said(node) if alone or same else f"({_said(node)})"


def _value(node: Literal) -> str:
    value = node.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Fraction):
        if node.unit == "%":
            return percent(value)
        if len(node.unit) > 1:
            return f"{major(value, Currency.of(node.unit))} {node.unit}"
        return f"{decimal(value)}{node.unit}"
    return value
