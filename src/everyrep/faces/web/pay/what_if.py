"""What somebody would be paid with one deal more: the same engine and facts, and no posting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import pandas as pd

from everyrep.faces.web.pay.inputs import inputs_of
from everyrep.faces.web.pay.models import Payslip, RunPart
from everyrep.pay.calculation.amounts import amounts
from everyrep.pay.calculation.calculate import calculate
from everyrep.pay.changes.kinds import Inputs
from everyrep.pay.explanation import Step, explain
from everyrep.pay.facts.given import Given
from everyrep.pay.language import Kind
from everyrep.pay.plan import Plan
from everyrep.values import UserError

LINE = "if-i-close-this-deal"


@dataclass(frozen=True)
class Field:
    """A fact that a deal brings, as a form asks for it.

    Attributes:
        name: Its name in the plan.
        kind: What is typed: "number", "date", "text" or "flag".
        value: What stands in it.
        known: Texts that occur, to choose from.
    """

    name: str
    kind: str
    value: str
    known: tuple[str, ...] = ()


@dataclass(frozen=True)
class IfClosed:
    """What a deal would bring.

    Attributes:
        minor: By how much more is earned, in all.
        parts: The same by component: title, and minor units.
        others: How much of it comes from other lines, which a tier that reaches back pays anew.
        steps: How the deal's own amounts come about.
    """

    minor: int
    parts: list[tuple[str, int]]
    others: int
    steps: list[Step]


def part_of(slip: Payslip) -> RunPart | None:
    """The part of the payslip's run from which is gone on: the last one."""
    parts = RunPart.objects.select_related("run", "version")
    return parts.filter(run=slip.run, version__plan=slip.plan).order_by("-begins").first()


def fields_of(part: RunPart, payee: str, typed: dict[str, str]) -> list[Field]:
    """What the form asks: the plan's facts, as of the payee's last deal where nothing is typed."""
    found = inputs_of(part)
    lines = pd.DataFrame(found.given.lines)
    like = _last_of(lines, payee, found.plan)
    day = min(part.run.through + timedelta(days=1), part.ends - timedelta(days=1))
    fields = []
    for name, kind in found.plan.facts.items():
        if name == found.plan.day:
            fields.append(Field(name, "date", typed.get(name) or day.isoformat()))
            continue
        value = typed.get(name)
        value = _written(like, name, kind, found.plan) if value is None else value
        known = _texts(lines, name) if kind is Kind.TEXT else ()
        shape = {Kind.TEXT: "text", Kind.DATE: "date", Kind.FLAG: "flag"}.get(kind, "number")
        fields.append(Field(name, shape, value[:200], known))
    return fields


def if_closed(part: RunPart, payee: str, fields: list[Field]) -> IfClosed:
    """What would be earned more with the deal than without it.

    Both are calculated up to the deal's day, so that nothing else makes the difference.

    Raises:
        UserError: Something that was typed cannot be read, or the deal lies outside of the plan.
    """
    found = inputs_of(part)
    row, day = _row(found.plan, payee, fields, pd.DataFrame(found.given.lines))
    if not part.begins <= day < part.ends:
        raise UserError(
            f"{day} is outside of the plan", remedy=f"give a day from {part.begins} on, before "
            f"{part.ends}",
        )  # fmt: skip
    through = max(found.given.through or day, day)
    before = _earned(found.plan, replace(found.given, through=through), payee)
    lines = _with(pd.DataFrame(found.given.lines), row)
    given = replace(found.given, lines=lines, through=through)
    return _compared(Inputs(found.plan, given), before, payee)


def _compared(after: Inputs, before: pd.Series, payee: str) -> IfClosed:
    plan, facts = after.plan, after.given.facts(after.plan)
    rows = amounts(calculate(plan, facts), hashed=False)
    mine = rows[(rows["payee"] == payee).to_numpy()]
    now = mine.set_index("key")["minor"]
    difference = now.sub(before, fill_value=0).astype(int)
    difference = difference[difference != 0]
    titles = {one.id: one.title for one in plan.pay}
    sums: dict[str, int] = {}
    for key, minor in difference.items():
        component = str(key).partition("/")[0]
        sums[component] = sums.get(component, 0) + int(minor)
    own = set(mine.loc[(mine["line"] == LINE).to_numpy(), "key"])
    others = sum(int(minor) for key, minor in difference.items() if key not in own)
    steps = [explain(plan, facts, str(key)) for key in sorted(own)]
    parts = [(titles.get(name, name), minor) for name, minor in sums.items()]
    return IfClosed(int(difference.sum()), parts, others, steps)


def _earned(plan: Plan, given: Given, payee: str) -> pd.Series:
    rows = amounts(calculate(plan, given.facts(plan)), hashed=False)
    return rows[(rows["payee"] == payee).to_numpy()].set_index("key")["minor"]


def _row(
    plan: Plan, payee: str, fields: list[Field], lines: pd.DataFrame
) -> tuple[dict[str, Any], date]:
    """The deal as a line, and its day."""
    row: dict[str, Any] = {"line": LINE, "deal": LINE, "payee": payee}
    for field in fields:
        row[field.name] = _read(plan, field)
    if row[plan.day] is None:
        raise UserError("The deal has no day", remedy="give the day on which it closes")
    if "currency" in lines.columns:
        row["currency"] = plan.currency.code
    for name, kind in plan.facts.items():
        minor = f"{name}_minor"
        if kind is Kind.MONEY and minor in lines.columns:
            value = row.pop(name)
            row[minor] = None if value is None else int(value * plan.currency.scale)
    return row, row[plan.day]


def _read(plan: Plan, field: Field) -> Any:
    """What was typed, as a value of its kind; None where nothing was."""
    text, kind = field.value.strip(), plan.facts[field.name]
    if not text:
        return None
    try:
        if kind is Kind.DATE:
            return date.fromisoformat(text)
        if kind is Kind.TEXT:
            return text
        if kind is Kind.FLAG:
            return text == "yes"
        number = Decimal(text.replace(",", "").replace("_", ""))
    except (ValueError, InvalidOperation):
        number = Decimal("NaN")
    whole = plan.currency.scale if kind is Kind.MONEY else 1
    if (
        not number.is_finite()
        or abs(number) > 10**13
        or (kind is Kind.MONEY and number * whole != int(number * whole))
    ):
        raise UserError(
            f"{text[:40]!r} cannot be read as {field.name}",
            remedy="write a number such as 12500.50, or a day such as 2026-03-31",
        )
    return number


def _with(lines: pd.DataFrame, row: dict[str, Any]) -> pd.DataFrame:
    columns = [*lines.columns, *(name for name in row if name not in lines.columns)]
    kept = lines.reindex(columns=columns).astype(object)
    kept.loc[len(kept)] = [row.get(name) for name in columns]
    return kept.where(kept.notna(), None)


def _last_of(lines: pd.DataFrame, payee: str, plan: Plan) -> Any:
    """The payee's last line by day; anybody's where they have none."""
    if not len(lines) or plan.day not in lines.columns:
        return None
    mine = lines[(lines["payee"] == payee).to_numpy()] if "payee" in lines.columns else lines
    mine = lines if not len(mine) else mine
    if "reverses" in mine.columns and bool(mine["reverses"].isna().any()):
        mine = mine[mine["reverses"].isna().to_numpy()]
    return mine.loc[mine[plan.day].astype(str).idxmax()]


def _written(like: Any, name: str, kind: Kind, plan: Plan) -> str:
    """A fact of the deal that it begins like, as it is typed."""
    if like is None:
        return ""
    minor = f"{name}_minor"
    if kind is Kind.MONEY and minor in like.index and not pd.isna(like[minor]):
        return str(Decimal(int(like[minor])) / plan.currency.scale)
    if name not in like.index or pd.isna(like[name]):
        return ""
    value = like[name]
    if kind is Kind.FLAG:
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def _texts(lines: pd.DataFrame, name: str) -> tuple[str, ...]:
    if name not in lines.columns:
        return ()
    return tuple(sorted({str(one) for one in lines[name].dropna().unique()})[:50])
