"""Amounts as a calculation gives them, for tests of the ledger."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from everyrep.pay.ledger import AMOUNTS, PayPeriod, Run
from everyrep.values.currency import Currency

USD = Currency.of("USD")
JANUARY = PayPeriod("January 2026", 20454, 20485)
FEBRUARY = PayPeriod("February 2026", 20485, 20513)
MARCH = PayPeriod("March 2026", 20513, 20544)
APRIL = PayPeriod("April 2026", 20544, 20574)
MONTHS = (JANUARY, FEBRUARY, MARCH, APRIL)
RUN = Run("one", "hunter", USD)


def amount(
    payee: str,
    line: str,
    minor: int,
    period: PayPeriod = JANUARY,
    facts: str = "f",
    version: str = "1",
    component: str = "base",
) -> dict[str, object]:
    return {
        "key": f"{component}/{payee}/{line}/primary/0", "payee": payee, "component": component,
        "line": line, "deal": f"deal {line}", "day": period.first + 4, "window": period.name,
        "minor": minor, "facts_hash": facts, "plan_version": version,
    }  # fmt: skip


def amounts(rows: Iterable[dict[str, object]]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=list(AMOUNTS))
    frame = frame.astype({"day": np.int64, "minor": np.int64})
    return frame.sort_values("key", ignore_index=True)
