"""The conditions of a question (`segment = 'Enterprise' and amount > 10000`) as Ibis.

Logic is two-valued, as in the row filters of a mapping: an empty field equals no word, so
`segment != 'SMB'` keeps facts without a segment, and `amount > 0` drops those without an amount.
Texts are compared without regard to case. Amounts are written in major units of the reporting
currency, days as '2026-03-31', flags as 'true' or 'false'.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING, Any

from everyrep.values import Currency, UserError
from everyrep.warehouse.mapping import Condition
from everyrep.warehouse.mapping import rows as tree

if TYPE_CHECKING:
    import ibis.expr.types as ir

_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class Field:
    """A field of the facts as a condition sees it.

    Attributes:
        name: As written.
        column: Its Ibis value.
        money: It counts minor units.
    """

    name: str
    column: ir.Value
    money: bool = False


def predicate(
    condition: Condition, field: Callable[[str], Field], currency: Currency
) -> ir.BooleanValue:
    """The condition as a boolean that is never NULL.

    Args:
        condition: What is asked of a fact.
        field: Gives the field of a name, or raises UnknownName.
        currency: The currency that amounts are written in.

    Raises:
        UserError: A value does not fit the field it is compared with.
    """
    match condition:
        case tree.All(parts):
            return _joined(operator.and_, parts, field, currency)
        case tree.Any(parts):
            return _joined(operator.or_, parts, field, currency)
        case tree.Not(inner):
            return ~predicate(inner, field, currency)
        case tree.Empty(name):
            return _empty(field(name).column)
        case tree.Among(name, ()):
            return _none(field(name))
        case tree.Among(name, values):
            known = field(name)
            tests = [_compared(known, "=", value, currency) for value in values]
            return reduce(operator.or_, tests)
        case tree.Compare(name, op, value):
            return _compared(field(name), op, value, currency)


def _none(field: Field) -> ir.BooleanValue:
    """No fact, though the field must be one that may be asked about."""
    return field.column.isnull() & field.column.notnull()


def _joined(
    join: Callable[[Any, Any], Any],
    parts: tuple[Condition, ...],
    field: Callable[[str], Field],
    currency: Currency,
) -> Any:
    return reduce(join, (predicate(part, field, currency) for part in parts))


def _empty(column: ir.Value) -> Any:
    import ibis.expr.types as ir

    missing = column.isnull()
    if isinstance(column, ir.StringValue):
        return missing | (column == "").fill_null(False)
    return missing


def _compared(field: Field, op: str, value: str | Decimal, currency: Currency) -> Any:
    column, other = _fitted(field, value, currency)
    return _COMPARE[op](column, other).fill_null(op == "!=")


def _fitted(field: Field, value: str | Decimal, currency: Currency) -> tuple[Any, Any]:
    """The column and the value as two things that can be compared."""
    import ibis.expr.types as ir

    column = field.column
    if isinstance(column, ir.StringValue):
        return column.lower(), str(value).strip().lower()
    if isinstance(column, ir.DateValue):
        return column, _day(field, value)
    if isinstance(column, ir.BooleanValue):
        return column, _flag(field, value)
    number = _number(field, value)
    if field.money:
        minor = number * currency.scale
        return column, int(minor) if minor == int(minor) else float(minor)
    return column, float(number)


def _day(field: Field, value: str | Decimal) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise _unfit(field, value, "a day", "'2026-03-31'") from None


def _flag(field: Field, value: str | Decimal) -> bool:
    known = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if str(value).casefold() not in known:
        raise _unfit(field, value, "true or false", "'true'")
    return known[str(value).casefold()]


def _number(field: Field, value: str | Decimal) -> Decimal:
    try:
        return Decimal(value)
    except ArithmeticError:
        raise _unfit(field, value, "a number", "10000") from None


def _unfit(field: Field, value: str | Decimal, wanted: str, example: str) -> UserError:
    return UserError(
        f"{field.name} holds {wanted}, and is compared with {value!r}",
        where="the condition",
        why="a comparison that can never hold would leave no facts and look like an answer",
        remedy=f"write it like: {field.name} > {example}"
        if wanted != "true or false"
        else f"write it like: {field.name} = {example}",
    )
