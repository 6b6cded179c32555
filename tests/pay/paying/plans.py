"""Plans, earnings and stints for tests of paying."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from fractions import Fraction
from typing import Any, cast

import numpy as np
import pandas as pd

from everyrep.pay.ledger import PayPeriod, pay_periods
from everyrep.pay.paying import EARNED, pay_out
from everyrep.pay.plan import Clawback, Draw, DrawKind, Instalment, Model, Payment, Plan
from everyrep.pay.plan.measuring import Span, Window
from everyrep.pay.windows import day_number
from everyrep.values.currency import Currency
from everyrep.values.rounding import Rounding

MONTH = Window(Span.MONTH)
AT_ONCE = (Instalment(Fraction(1), "date"),)


def plan_of(
    draws: tuple[Draw, ...] = (),
    instalments: tuple[Instalment, ...] = AT_ONCE,
    clawback: Clawback | None = None,
    floor: int = 0,
    recover: tuple[str, ...] = ("draw", "clawback"),
    begins: date = date(2026, 1, 1),
    ends: date = date(2027, 1, 1),
) -> Plan:
    nothing = ("facts", "person", "derived", "parameters", "texts", "rates", "quotas", "measures")
    said: dict[str, Any] = {
        **{name: {} for name in (*nothing, "tables", "grids")},
        **dict.fromkeys(("credits", "pay", "examples"), ()),
        "id": "hunter", "title": "Hunter", "version": "1", "begins": begins, "ends": ends,
        "currency": Currency.of("USD"), "zone": "UTC", "year_begins": 1,
        "model": Model.BASE_WITH_COMMISSION, "rounding": Rounding.HALF_UP, "day": "closed_at",
        "spot": False, "draws": draws, "clawback": clawback,
        "payment": Payment(MONTH, instalments, floor, recover),
    }  # fmt: skip
    return Plan(**{one.name: said[one.name] for one in fields(Plan) if one.name in said})


def draw_of(
    kind: DrawKind,
    id: str = "start",  # noqa: A002
    since: date | None = None,
    until: date | None = None,
    months: int | None = None,
    recover_from: date | None = None,
    recover_after: int = 0,
    recover_share: Fraction = Fraction(1),
    prorated: bool = False,
) -> Draw:
    return Draw(
        id, kind, cast("Any", None), since, until, months, recover_from, recover_after,
        recover_share, prorated,
    )  # fmt: skip


def months(n: int, plan: Plan | None = None) -> tuple[PayPeriod, ...]:
    return pay_periods(plan or plan_of(), later=24)[:n]


def earning(
    minor: int, day: date, line: str = "1", payee: str = "ana", **more: object
) -> dict[str, object]:
    return {
        "key": f"base/{payee}/{line}", "payee": payee, "component": "base", "line": line,
        "deal": f"deal {line}", "day": day_number(day), "minor": minor, **more,
    }  # fmt: skip


def earned(rows: Iterable[dict[str, object]]) -> pd.DataFrame:
    found = list(rows)
    names = list(EARNED) + [name for name in (found[0] if found else {}) if name not in EARNED]
    frame = pd.DataFrame(found, columns=names).astype({"day": np.int64, "minor": np.int64})
    for name in names:
        if name in ("invoiced_on", "paid_on", "left_on"):
            days = [None if day is None else day_number(day) for day in frame[name]]
            frame[name] = pd.array(days, dtype="Int64")
    return frame


def stints(
    first: date = date(2026, 1, 1),
    end: date = date(2027, 1, 1),
    payee: str = "ana",
    **draws: int,
) -> pd.DataFrame:
    columns = {"payee": payee, "first": day_number(first), "end": day_number(end), **draws}
    return pd.DataFrame([columns])


def by_month(amounts: Sequence[int]) -> pd.DataFrame:
    """One line a month, earned on the tenth."""
    return earned(
        earning(minor, date(2026, month, 10), line=str(month))
        for month, minor in enumerate(amounts, start=1)
    )


def column(plan: Plan, rows: pd.DataFrame, stays: pd.DataFrame, n: int, name: str) -> list[int]:
    found: list[int] = pay_out(plan, rows, stays, months(n, plan)).statement[name].tolist()
    return found
