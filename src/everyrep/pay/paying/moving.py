"""The moves of money that go with what is paid out, key by key and payee by payee."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from everyrep.pay.ledger.moves import Account, Reason, expense
from everyrep.pay.ledger.periods import PayPeriod
from everyrep.pay.paying.draws import RECOVERED
from everyrep.pay.paying.due import Flows
from everyrep.pay.paying.running import Course
from everyrep.pay.plan.plan import Plan

Grid = NDArray[np.int64]
_TEXTS = ("key", "payee", "component", "debit", "credit", "reason", "about")


def draw_account(draw: str) -> str:
    """The account of what was paid ahead by a draw."""
    return f"{Account.DRAW}:{draw}"


def moves_of(
    plan: Plan,
    periods: Sequence[PayPeriod],
    keys: pd.DataFrame,
    flows: tuple[Flows, Flows, Flows],
    payees: pd.Index,
    course: Course,
) -> pd.DataFrame:
    """All moves of all periods, none of nothing.

    Returns:
        Columns key, payee, component, debit, credit, reason, about (the key that was earned, or
        empty), period (its name), day (its last), minor.
    """
    names = np.array([period.name for period in periods], dtype=object)
    last = np.array([period.end - 1 for period in periods], dtype=np.int64)
    frames = [
        _by_key(one, keys, names, how)
        for one, how in zip(flows, ("released", "cancelled", "clawback"), strict=True)
    ]
    frames += [_by_payee(grid, payees, names, said) for grid, said in _of_payees(plan, course)]
    found = pd.concat(frames, ignore_index=True)
    found["day"] = last[found.pop("at").to_numpy().astype(np.int64)]
    return found


def _by_key(flows: Flows, keys: pd.DataFrame, names: NDArray[Any], how: str) -> pd.DataFrame:
    """Moves of one kind for keys."""
    key = keys["key"].to_numpy()[flows.key]
    component = keys["component"].to_numpy()[flows.key]
    cost = np.array([expense(name) for name in component], dtype=object)
    sides: dict[str, tuple[Any, Any]] = {
        "released": (str(Account.EARNED), str(Account.PAYABLE)),
        "cancelled": (str(Account.EARNED), cost),
        "clawback": (str(Account.CLAWBACK), cost),
    }
    debit, credit = sides[how]
    period = names[flows.period]
    return pd.DataFrame(
        {
            "key": f"{how}/" + pd.Series(period, dtype=object) + "/" + key,
            "payee": keys["payee"].to_numpy()[flows.key],
            "component": component,
            "debit": debit,
            "credit": credit,
            "reason": str(Reason(how)),
            "about": key,
            "period": period,
            "at": flows.period,
            "minor": flows.minor,
        }
    )


def _of_payees(plan: Plan, course: Course) -> list[tuple[Grid, dict[str, str]]]:
    """Grids of payees and periods, and what their moves say."""
    payable = str(Account.PAYABLE)
    found: list[tuple[Grid, dict[str, str]]] = []
    for place, draw in enumerate(plan.draws):
        owed = draw.kind in RECOVERED
        account = draw_account(draw.id) if owed else expense(f"draw:{draw.id}")
        said = {"component": draw.id, "debit": account, "credit": payable}
        found.append((course.ahead[place], {**said, "reason": str(Reason.DRAW)}))
        back = {"component": draw.id, "debit": payable, "credit": account}
        found.append((course.recovered[place], {**back, "reason": str(Reason.RECOVERY)}))
    for grid, debit, credit, reason, name in (
        (course.clawed_back, payable, str(Account.CLAWBACK), Reason.RECOVERY, "clawback"),
        (course.owing, str(Account.CARRIED), payable, Reason.CARRIED, ""),
        (course.paid, payable, str(Account.PAID), Reason.PAYMENT, ""),
    ):
        said = {"component": name, "debit": debit, "credit": credit, "reason": str(reason)}
        found.append((grid, said))
    return found


def _by_payee(
    grid: Grid, payees: pd.Index, names: NDArray[Any], said: dict[str, str]
) -> pd.DataFrame:
    """Moves of one kind for payees."""
    payee, at = np.nonzero(grid)
    who, period = payees.to_numpy()[payee], names[at]
    what = f"{said['reason']}/{said['component']}/" if said["component"] else f"{said['reason']}/"
    keys = [f"{what}{name}/{one}" for name, one in zip(period, who, strict=True)]
    columns = {name: said.get(name, "") for name in _TEXTS if name not in ("key", "payee")}
    return pd.DataFrame(
        {
            "key": np.array(keys, dtype=object),
            "payee": who,
            **{name: np.full(payee.size, value, dtype=object) for name, value in columns.items()},
            "period": period,
            "at": at,
            "minor": grid[payee, at],
        }
    )
