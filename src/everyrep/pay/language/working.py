"""Works out an expression for all rows at once, exactly, and never guesses what is unknown.

What reads an unknown fact is unknown, unless it does not matter: `cost is missing or margin < 20%`
is true where the cost is missing. A number divided by zero is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import reduce
from typing import Any

import numpy as np

from everyrep.pay.columns import Column, Columns, Dates, Numbers, Texts, Truths, fraction, product
from everyrep.pay.exact import Exact, Flags
from everyrep.pay.language.checking import Checked
from everyrep.pay.language.kinds import Kind
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
from everyrep.pay.windows import day_number
from everyrep.values.rounding import Rounding

Value = Fraction | date | str | bool
_ONE = Exact(np.ones(1, dtype=np.int64))


@dataclass(frozen=True)
class Setting:
    """What an expression reads besides facts.

    Attributes:
        scale: Minor units of one unit of the plan's currency.
        parameters: Kinds and values by name; money in major units.
        rounding: The plan's rule, by which `rounded` goes.
    """

    scale: int
    parameters: Mapping[str, tuple[Kind, Value]] = field(default_factory=dict)
    rounding: Rounding = Rounding.HALF_UP


def numbers(checked: Checked, columns: Columns, setting: Setting) -> Numbers:
    """An expression of money (in minor units), numbers, counts or days.

    Returns:
        A column of as many rows as the facts have that it reads, or of one row where it reads none.
    """
    found = _Worker(columns, setting).of(checked.node)
    if not isinstance(found, Numbers):
        raise TypeError(f"A {checked.kind} stands where a number was checked")
    return found


def truths(checked: Checked, columns: Columns, setting: Setting) -> Truths:
    """A condition, as `numbers`."""
    found = _Worker(columns, setting).of(checked.node)
    if not isinstance(found, Truths):
        raise TypeError(f"A {checked.kind} stands where a condition was checked")
    return found


def column(checked: Checked, columns: Columns, setting: Setting) -> Column:
    """An expression of any kind, as `numbers`."""
    found: Column = _Worker(columns, setting).of(checked.node)
    return found


class _Worker:
    def __init__(self, columns: Columns, setting: Setting) -> None:
        self.columns, self.setting = columns, setting

    def of(self, node: Node) -> Any:
        """The node's column; what kind of column was settled when the expression was checked."""
        way: Callable[..., Column] = getattr(self, f"_{type(node).__name__.lower()}")
        return way(node)

    def _literal(self, node: Literal) -> Column:
        return self.constant(node.kind, node.value)

    def constant(self, kind: Kind, value: Value) -> Column:
        if isinstance(value, bool):
            return Truths(np.array([value]))
        if isinstance(value, date):
            return Dates(np.array([day_number(value)], dtype=np.int64))
        if isinstance(value, str):
            return Texts(np.zeros(1, dtype=np.int64), (value,))
        return Numbers(Exact.of([value * self.setting.scale if kind is Kind.MONEY else value]))

    def _name(self, node: Name) -> Column:
        if node.name in self.columns:
            return self.columns[node.name]
        return self.constant(*self.setting.parameters[node.name])

    def _missing(self, node: Missing) -> Truths:
        found = self._name(node.name)
        known = found.known
        return Truths(np.zeros(len(found), dtype=bool) if known is None else ~known)

    def _not(self, node: Not) -> Truths:
        inner = self.of(node.inner)
        return Truths(~inner.yes, inner.known)

    def _both(self, node: Both) -> Column:
        left, right = self.of(node.left), self.of(node.right)
        if node.sign in ("and", "or"):
            return _joined(left, right, node.sign)
        return _paired(node.sign, left, right)

    def _among(self, node: Among) -> Truths:
        inner = self.of(node.inner)
        ways = [_paired("=", inner, self.of(one)) for one in node.listed]
        yes = reduce(np.logical_or, [way.yes for way in ways if isinstance(way, Truths)])
        return Truths(yes, inner.known)

    def _picked(self, node: Picked) -> Column:
        parts = [self.of(part) for part in node.parts]
        sign = "<" if node.word == "least" else ">"
        best: Column = parts[0]
        for part in parts[1:]:
            best = _better(sign, best, part)
        return best

    def _rounded(self, node: Rounded) -> Numbers:
        found = self.of(node.inner)
        return Numbers(Exact(found.above.rounded(self.setting.rounding, found.below)), None,
                       found.known)  # fmt: skip

    def _chosen(self, node: Chosen) -> Column:
        return _chosen(self.of(node.condition), self.of(node.one), self.of(node.other))


def _paired(sign: str, left: Column, right: Column) -> Column:
    """Two sides joined by an operator of arithmetic or comparison."""
    if isinstance(left, Numbers) and isinstance(right, Numbers):
        return _ARITHMETIC[sign](left, right)
    known = _and(left.known, right.known)
    if isinstance(left, Texts) and isinstance(right, Texts):
        same = _same_texts(left, right)
        return Truths(same if sign == "=" else ~same, known)
    if isinstance(left, Truths) and isinstance(right, Truths):
        same = np.asarray(left.yes == right.yes, dtype=bool)
        return Truths(same if sign == "=" else ~same, known)
    return _with_dates(sign, left, right, known)


def _and(one: Flags | None, two: Flags | None) -> Flags | None:
    if one is None or two is None:
        return two if one is None else one
    return one & two


def _joined(left: Truths, right: Truths, sign: str) -> Truths:
    """Both or either, where a side that is unknown may not matter."""
    decides = sign == "or"
    yes = left.yes | right.yes if decides else left.yes & right.yes
    if left.known is None and right.known is None:
        return Truths(yes)
    one = np.ones(1, dtype=bool) if left.known is None else left.known
    two = np.ones(1, dtype=bool) if right.known is None else right.known
    settled = (one & (left.yes == decides)) | (two & (right.yes == decides))
    return Truths(np.where(settled, decides, yes & one & two), settled | (one & two))


def _under(number: Numbers) -> Exact:
    return _ONE if number.below is None else number.below


def _above_one_line(left: Numbers, right: Numbers) -> tuple[Exact, Exact, Exact | None]:
    """What both are above one common fraction's line, and that line."""
    if left.below is None and right.below is None:
        return left.above, right.above, None
    one, two = left.above * _under(right), right.above * _under(left)
    return one, two, _under(left) * _under(right)


def _plus(left: Numbers, right: Numbers) -> Numbers:
    one, two, below = _above_one_line(left, right)
    return Numbers(one + two, below, _and(left.known, right.known))


def _minus(left: Numbers, right: Numbers) -> Numbers:
    one, two, below = _above_one_line(left, right)
    return Numbers(one - two, below, _and(left.known, right.known))


def _divided(left: Numbers, right: Numbers) -> Numbers:
    """The fraction, its lower part above zero; unknown where that would be zero."""
    if len(_under(right)) == len(right.above) == 1 and right.above.parts[0] != 0:
        return product(left, Numbers(Exact.of([1 / fraction(right, 0)]), None, right.known))
    above, below = left.above * _under(right), right.above * _under(left)
    known = _and(left.known, right.known)
    if bool((below.parts > 0).all()):
        return Numbers(above, below, known)
    zero, sign = below.parts == 0, np.where(below.parts < 0, -1, 1)
    if zero.any():
        known = ~zero if known is None else known & ~zero
        below = Exact(np.where(zero, 1, below.parts), below.over)
    return Numbers(above * Exact(sign), below * Exact(sign), known)


def _compared(sign: str) -> Callable[[Numbers, Numbers], Truths]:
    def compare(left: Numbers, right: Numbers) -> Truths:
        one, two, _ = _above_one_line(left, right)
        return Truths(_held(sign, one, two), _and(left.known, right.known))

    return compare


def _held(sign: str, one: Exact, two: Exact) -> Flags:
    if sign == "<":
        return one < two
    if sign == ">":
        return two < one
    if sign == "<=":
        return one <= two
    if sign == ">=":
        return two <= one
    same = (one <= two) & (two <= one)
    return same if sign == "=" else ~same


_ARITHMETIC: Mapping[str, Callable[[Numbers, Numbers], Column]] = {
    "+": _plus, "-": _minus, "*": product, "/": _divided,
    **{sign: _compared(sign) for sign in ("=", "<>", "<", "<=", ">", ">=")},
}  # fmt: skip


def _same_texts(left: Texts, right: Texts) -> Flags:
    place = {word: at for at, word in enumerate(left.words)}
    codes = np.array([place.get(word, -2) for word in right.words] or [-2], dtype=np.int64)
    return np.asarray(left.codes == np.where(right.codes >= 0, codes[right.codes], -3), dtype=bool)


def _with_dates(sign: str, left: Column, right: Column, known: Flags | None) -> Column:
    """A day moved by days, days between days, or days compared."""
    if isinstance(left, Dates) and isinstance(right, Dates):
        if sign == "-":
            return Numbers(Exact(left.days - right.days), None, known)
        return Truths(_held(sign, Exact(left.days), Exact(right.days)), known)
    if not isinstance(left, Dates) or not isinstance(right, Numbers):
        raise TypeError(f"{sign} joins a day with something that was not checked")
    whole, fits = _whole_days(right)
    moved = left.days + whole if sign == "+" else left.days - whole
    return Dates(moved, known if fits is None else _and(known, fits))


def _whole_days(number: Numbers) -> tuple[Any, Flags | None]:
    """Whole days, and where they are whole; None for everywhere."""
    below = number.above.over * _under(number).parts
    above = number.above.parts * _under(number).over
    whole = above % below == 0
    return above // below, None if whole.all() else whole


def _better(sign: str, one: Column, two: Column) -> Column:
    if isinstance(one, Numbers) and isinstance(two, Numbers):
        where = _compared(sign)(one, two)
    elif isinstance(one, Dates) and isinstance(two, Dates):
        held = _held(sign, Exact(one.days), Exact(two.days))
        where = Truths(held, _and(one.known, two.known))
    else:
        raise TypeError("Only numbers and days have a least and a most")
    return _chosen(where, one, two)


def _chosen(where: Truths, one: Column, two: Column) -> Column:
    known = where.known
    if one.known is not None or two.known is not None:
        first = np.ones(1, dtype=bool) if one.known is None else one.known
        second = np.ones(1, dtype=bool) if two.known is None else two.known
        known = _and(known, np.where(where.yes, first, second))
    if isinstance(one, Numbers) and isinstance(two, Numbers):
        above, other, below = _above_one_line(one, two)
        return Numbers(above.chosen(where.yes, other), below, known)
    if isinstance(one, Dates) and isinstance(two, Dates):
        return Dates(np.where(where.yes, one.days, two.days), known)
    if isinstance(one, Texts) and isinstance(two, Texts):
        words = tuple(dict.fromkeys((*one.words, *two.words)))
        codes = np.where(where.yes, _coded(one, words), _coded(two, words))
        return Texts(codes if known is None else np.where(known, codes, -1), words)
    if isinstance(one, Truths) and isinstance(two, Truths):
        return Truths(np.where(where.yes, one.yes, two.yes), known)
    raise TypeError("Both ways out of a condition must be of one kind")


def _coded(texts: Texts, words: tuple[str, ...]) -> Any:
    place = {word: at for at, word in enumerate(words)}
    codes = np.array([*(place[word] for word in texts.words), -1], dtype=np.int64)
    return codes[texts.codes]
