"""What somebody would be paid with some deals more: the same engine and facts, and no posting.

Only the payee is worked out, but for what is shared among all (contests and pools).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from everyrep.faces.web.pay.inputs import facts_of, inputs_of
from everyrep.faces.web.pay.models import Payslip, RunPart
from everyrep.faces.web.pay.numerals import number_of
from everyrep.pay.calculation.amounts import amounts
from everyrep.pay.calculation.calculate import calculate
from everyrep.pay.changes.kinds import Inputs
from everyrep.pay.explanation import Step, explain
from everyrep.pay.facts import Facts
from everyrep.pay.facts.parts import subset
from everyrep.pay.language import Kind
from everyrep.pay.ledger import pay_periods
from everyrep.pay.paying import pay_out, release_days
from everyrep.pay.plan import Commission, Contest, Plan, Pool
from everyrep.pay.windows import Calendar, day_number, day_of
from everyrep.values import UserError

MOST_DEALS = 5
"""Deals that can be asked about at once."""
_LATER = 24
"""Periods after a plan's end in which instalments can still fall due."""
_SEVERAL, _WORDS = 5, 50
"""A word of so many people's lines is offered to everybody; so many words are."""
_EARNED = ["key", "payee", "component", "line", "deal", "day", "minor"]


def line_of(number: int) -> str:
    """What the deal of a number, from 1, is called in its explanation."""
    return f"no. {number} (if closed)"


@dataclass(frozen=True)
class Field:
    """A fact that a deal brings, as a form asks for it.

    Attributes:
        name: Its name in the plan.
        kind: What is typed: "number", "date", "text" or "flag".
        value: What stands in it.
        at: What its field is called in the address.
        known: Texts that occur, to choose from.
    """

    name: str
    kind: str
    value: str
    at: str
    known: tuple[str, ...] = ()


@dataclass(frozen=True)
class IfClosed:
    """What deals would bring.

    Attributes:
        minor: By how much more is earned, in all.
        parts: The same by component: title, and minor units.
        others: How much of it comes from other lines, which a tier that reaches back pays anew.
        steps: How the deals' own amounts come about.
        due: When it is due: periods of pay by name, and minor units.
        waits: How much is due on a day that is not known yet.
    """

    minor: int
    parts: list[tuple[str, int]]
    others: int
    steps: list[Step]
    due: list[tuple[str, int]]
    waits: int


def part_of(slip: Payslip) -> RunPart | None:
    """The part of the payslip's run from which is gone on: the last one."""
    parts = RunPart.objects.select_related("run", "version")
    return parts.filter(run=slip.run, version__plan=slip.plan).order_by("-begins").first()


def fields_of(part: RunPart, payee: str, typed: Mapping[str, str], number: int = 1) -> list[Field]:
    """What the form asks: the plan's facts, as of the payee's last deal where nothing is typed.

    Of somebody without deals all is empty: what others sold is not told.

    Args:
        part: The part of a run that is gone on from.
        payee: Whose deal it is.
        typed: What stands in the address.
        number: Of the deal, from 1.
    """
    begins = "f." if number == 1 else f"f{number}."
    found = inputs_of(part)
    lines = pd.DataFrame(found.given.lines)
    like = _last_of(part, lines, payee)
    day = min(part.run.through + timedelta(days=1), part.ends - timedelta(days=1))
    fields = []
    for name, kind in found.plan.facts.items():
        at = f"{begins}{name}"
        if name == found.plan.day:
            fields.append(Field(name, "date", typed.get(at) or day.isoformat(), at))
            continue
        value = typed.get(at)
        value = _written(like, name, kind, found.plan) if value is None else value
        known = _texts(lines, name, payee) if kind is Kind.TEXT else ()
        shape = {Kind.TEXT: "text", Kind.DATE: "date", Kind.FLAG: "flag"}.get(kind, "number")
        fields.append(Field(name, shape, value[:200], at, known))
    return fields


def if_closed(
    part: RunPart, payee: str, deals: list[list[Field]], names: Mapping[str, str]
) -> IfClosed:
    """What would be earned more with the deals than without them, and when it is due.

    Both are calculated to the end of the windows that the last deal lies in, as if nothing else
    were sold until then: what is paid at their end is told, and nothing else makes a difference.

    Args:
        part: The part of a run that is gone on from.
        payee: Whose deals.
        deals: The fields of each, as `fields_of` gives them.
        names: What people are called, as far as they may be told.

    Raises:
        UserError: Something that was typed cannot be read, or a deal lies outside of the plan.
    """
    found = inputs_of(part)
    lines = pd.DataFrame(found.given.lines)
    days, through = {}, found.given.through
    for number, fields in enumerate(deals, start=1):
        row, day = _row(found.plan, payee, fields, lines, line_of(number))
        if not part.begins <= day < part.ends:
            raise UserError(
                f"{day} is outside of the plan", remedy=f"give a day from {part.begins} on, before "
                f"{part.ends}",
            )  # fmt: skip
        days[line_of(number)] = day
        lines, through = _with(lines, row), max(through or day, day)
    _see_there(part, payee, days.values())
    through = _when_over(found.plan, max(through or day, *days.values()))
    before = replace(found.given, through=through)
    after = replace(before, lines=lines)
    return _compared(
        part, Inputs(found.plan, before), Inputs(found.plan, after), payee, days, names
    )


def _see_there(part: RunPart, payee: str, days: Iterable[date]) -> None:
    """Hold that somebody is on the plan on some days, by what the run knew.

    Raises:
        UserError: They are not.
    """
    _, facts = facts_of(part)
    who = facts.people.index(payee) if payee in facts.people else -1
    stints = facts.stints
    for day in sorted(days):
        number = day_number(day)
        if not ((stints.payee == who) & (stints.first <= number) & (number < stints.end)).any():
            raise UserError(
                f"On {day} the payee is not on this plan, by the records of this run",
                why="the plan pays nothing for a deal of that day",
                remedy="give another day, or ask on a statement of a later period",
            )


def _when_over(plan: Plan, day: date) -> date:
    """The last day of the windows that a day lies in, of all that is paid at a window's end."""
    calendar, number = Calendar.of(plan), np.array([day_number(day)], dtype=np.int64)
    windows = [one.window for one in plan.pay if not isinstance(one, Commission)]
    ends = [calendar.end(calendar.numbers(number, one), one)[0] - 1 for one in windows]
    return min(day_of(max([int(number[0]), *map(int, ends)])), plan.ends - timedelta(days=1))


def _compared(
    part: RunPart,
    before: Inputs,
    after: Inputs,
    payee: str,
    days: dict[str, date],
    names: Mapping[str, str],
) -> IfClosed:
    plan, facts = after.plan, after.given.facts(after.plan)
    was, now = _mine(plan, before.given.facts(plan), payee), _mine(plan, facts, payee)
    rows = _difference(was, now)
    titles = {one.id: one.title for one in plan.pay}
    sums = rows.groupby("component", sort=False)["minor"].sum()
    own = _of_lines(rows, days)
    steps = [
        explain(plan, facts, str(key), names) for key in sorted(now["key"][_of_lines(now, days)])
    ]
    due = _due(part, plan, subset(facts, [payee]), rows, days)
    minor = int(rows["minor"].sum())
    return IfClosed(
        minor,
        [(titles.get(str(name), str(name)), int(one)) for name, one in sums.items()],
        int(rows["minor"][~own].sum()),
        steps,
        due,
        minor - sum(one for _, one in due),
    )


def _of_lines(rows: pd.DataFrame, days: dict[str, date]) -> Any:
    return rows["line"].isin(list(days)).to_numpy()


def _mine(plan: Plan, facts: Facts, payee: str) -> pd.DataFrame:
    """What a payee earns, key by key; everybody is worked out only for what is shared."""
    shared = [one.id for one in plan.pay if isinstance(one, Contest | Pool)]
    alone = [one.id for one in plan.pay if one.id not in shared]
    found = [amounts(calculate(plan, subset(facts, [payee]), alone), hashed=False)]
    if shared:
        rows = amounts(calculate(plan, facts, shared), hashed=False)
        found.append(rows[(rows["payee"] == payee).to_numpy()])
    return pd.concat(found, ignore_index=True)[_EARNED]


def _difference(was: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """What is earned more, key by key, where something is."""
    both = pd.concat([now, was.assign(minor=-was["minor"])], ignore_index=True)
    first = dict.fromkeys(_EARNED[1:-1], "first")
    rows = both.groupby("key", as_index=False, sort=False).agg({**first, "minor": "sum"})
    return rows[(rows["minor"] != 0).to_numpy()].reset_index(drop=True)


def _due(
    part: RunPart, plan: Plan, facts: Facts, rows: pd.DataFrame, days: dict[str, date]
) -> list[tuple[str, int]]:
    """When a difference is due, by the plan's instalments, in periods that are still open."""
    begins = day_number(part.run.ends if part.run.posted else part.run.first)
    periods = [one for one in pay_periods(plan, _LATER) if one.end > begins]
    if not periods or not len(rows):
        return []
    latest = day_number(max(days.values()))
    known = rows["line"].map({line: day_number(day) for line, day in days.items()})
    at = known.fillna(latest).clip(lower=periods[0].first).astype(np.int64)
    ends = np.array([one.end for one in periods])
    place = np.minimum(np.searchsorted(ends, at, side="right"), len(periods) - 1)
    names = np.array([one.name for one in periods], dtype=object)
    released = release_days(plan, facts)
    earned = rows.assign(posted_in=names[place])
    if released is not None:
        earned = earned.merge(released, on="line", how="left")
    stints = pd.DataFrame(columns=["payee", "first", "end", *(one.id for one in plan.draws)])
    paid = pay_out(plan, earned, stints, periods).statement
    return [
        (str(name), int(minor))
        for name, minor in zip(paid["period"], paid["released"], strict=True)
        if minor
    ]


def _row(
    plan: Plan, payee: str, fields: list[Field], lines: pd.DataFrame, line: str
) -> tuple[dict[str, Any], date]:
    """The deal as a line, and its day."""
    row: dict[str, Any] = {"line": line, "deal": line, "payee": payee}
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
        number = number_of(text)
    except ValueError:
        number = None
    whole = plan.currency.scale if kind is Kind.MONEY else 1
    if (
        number is None
        or abs(number) > 10**13
        or (kind is Kind.MONEY and number * whole != int(number * whole))
    ):
        raise UserError(
            f"{text[:40]!r} cannot be read as {field.name}",
            remedy="write a number such as 12500.50, with a point before decimals, or a day "
            "such as 2026-03-31",
        )
    return number


def _with(lines: pd.DataFrame, row: dict[str, Any]) -> pd.DataFrame:
    columns = [*lines.columns, *(name for name in row if name not in lines.columns)]
    kept = lines.reindex(columns=columns).astype(object)
    kept.loc[len(kept)] = [row.get(name) for name in columns]
    return kept.where(kept.notna(), None)


def _last_of(part: RunPart, lines: pd.DataFrame, payee: str) -> Any:
    """The last line by day that is the payee's, or that they were credited with; None without."""
    plan, facts = facts_of(part)
    if not len(lines) or plan.day not in lines.columns:
        return None
    credited = lines["line"].isin(_credited(facts, payee))
    own = lines["payee"] == payee if "payee" in lines.columns else credited
    mine = lines[(own if own.any() else credited).to_numpy()]
    if "reverses" in mine.columns and bool(mine["reverses"].isna().any()):
        mine = mine[mine["reverses"].isna().to_numpy()]
    return mine.loc[mine[plan.day].astype(str).idxmax()] if len(mine) else None


def _credited(facts: Facts, payee: str) -> list[str]:
    """Lines that somebody was credited with, by a share or since they lead who sold."""
    if payee not in facts.people:
        return []
    places = facts.credited.payee == facts.people.index(payee)
    return [facts.lines[int(one)] for one in np.unique(facts.credited.line[places])]


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


def _texts(lines: pd.DataFrame, name: str, payee: str) -> tuple[str, ...]:
    """Words to choose from: the payee's own, and those that lines of several people have.

    What only a few have may say whose customers they are.
    """
    if name not in lines.columns or "payee" not in lines.columns:
        return ()
    known = lines[[name, "payee"]].dropna()
    known = known[(known["payee"] != "").to_numpy()]
    many = known.groupby(name)["payee"].nunique() >= _SEVERAL
    own = known[name][(known["payee"] == payee).to_numpy()]
    return tuple(sorted({*map(str, many[many].index), *map(str, own)})[:_WORDS])
