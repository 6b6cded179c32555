"""The tables of an example, as they stand in a plan's file, as the tables that are gathered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

import pandas as pd

from everyrep.pay.facts import Gathered
from everyrep.pay.facts.given import Given
from everyrep.pay.language import Kind
from everyrep.pay.plan import Example, Plan

Row = Mapping[str, object]
_NUMBERS = (Kind.MONEY, Kind.NUMBER, Kind.COUNT, Kind.DAYS)
_SPLITS = ("line", "deal", "payee", "share", "parts", "kind")
_OF_LINE = ("deal", "payee", "reverses", "currency", "version")


def gathered_for(plan: Plan, example: Example, known_by: date) -> Gathered:
    """An example's facts for its plan, as they were known on a day, and what was left out.

    Raises:
        UserError: They cannot be read, or cannot be true.
    """
    return Given(
        lines=_lines(plan, example, known_by),
        people=_people(plan, example),
        splits=_table(example.splits, _SPLITS),
        quotas=_quotas(example),
        managers=_managers(plan, example),
        leave=_table(example.leave, ("payee", "from", "until")),
        exchange=_table(example.rates, ("currency", "on", "rate")),
        through=known_by,
    ).gathered(plan)


def last_day(plan: Plan, example: Example) -> date:
    """The day up to which an example is calculated: the plan's last where it names none."""
    return example.through or date.fromordinal(plan.ends.toordinal() - 1)


def line_ids(example: Example) -> tuple[str, ...]:
    """Ids of the lines in their order, each once."""
    return tuple(dict.fromkeys(str(row.get("line")) for row in example.lines))


def _lines(plan: Plan, example: Example, known_by: date) -> pd.DataFrame:
    """Lines that were known by a day; facts that none of them names are unknown."""
    known = [row for row in example.lines if _since(row) <= known_by]
    numbers = {name for name, kind in plan.facts.items() if kind in _NUMBERS}
    named = [name for name in _OF_LINE if any(name in row for row in known)]
    return _frame(known, ("line", *dict.fromkeys((*named, *plan.facts))), numbers)


def _since(row: Row) -> date:
    known_on = row.get("known_on")
    return known_on if isinstance(known_on, date) else date.min


def _people(plan: Plan, example: Example) -> pd.DataFrame:
    numbers = {name for name, kind in plan.person.items() if kind in _NUMBERS}
    dated = [name for name in ("until", "ends_on") if any(name in row for row in example.people)]
    return _frame(example.people, ("payee", "from", *dated, *plan.person), numbers)


def _quotas(example: Example) -> pd.DataFrame | None:
    """What is asked of whom: at the person, for the days of that row, or in a table of its own."""
    names = [row.get("payee") for row in example.people]
    rows: list[Row] = list(example.quotas)
    for person in example.people:
        asked = person.get("quota")
        often = names.count(person.get("payee")) > 1
        for quota, amount in asked.items() if isinstance(asked, Mapping) else ():
            days = {key: person.get(key) for key in ("from", "until")} if often else {}
            rows.append({"payee": person.get("payee"), "quota": quota, "amount": amount, **days})
    if not rows:
        return None
    return _frame(rows, ("payee", "quota", "amount", "from", "until"), {"amount"})


def _managers(plan: Plan, example: Example) -> pd.DataFrame | None:
    """Who is above whom; in an example that says nothing of it, nobody has a manager."""
    if not any(rule.to == "managers" for rule in plan.credits):
        return None
    rows: list[Row] = list(example.managers)
    known = {row.get("payee") for row in rows}
    others = dict.fromkeys(row.get("payee") for row in example.people)
    rows += [{"payee": name, "manager": None} for name in others if name not in known]
    return _frame(rows, ("payee", "manager", "from", "until"))


def _table(rows: Sequence[Row], columns: Sequence[str]) -> pd.DataFrame | None:
    if not rows:
        return None
    used = [name for name in columns if any(name in row for row in rows)]
    return _frame(rows, used, {"parts", "rate"})


def _frame(
    rows: Iterable[Row], columns: Iterable[str], numbers: Iterable[str] = ()
) -> pd.DataFrame:
    plain = set(numbers)
    listed, names = list(rows), list(columns)
    found = {
        name: pd.Series([_cell(row.get(name), plain=name in plain) for row in listed], dtype=object)
        for name in names
    }
    return pd.DataFrame(found, columns=names)


def _cell(value: object, *, plain: bool) -> object:
    """A value as tables bring it; numbers without the signs that part thousands."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, Decimal)):
        return str(value)
    if isinstance(value, str) and plain:
        return value.replace("_", "")
    return value
