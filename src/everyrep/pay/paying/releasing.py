"""The days of lines that release what was earned by them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from everyrep.pay.columns import Dates
from everyrep.pay.facts import Facts
from everyrep.pay.plan.plan import Plan


def release_days(plan: Plan, facts: Facts) -> pd.DataFrame | None:
    """The days that release instalments, as `earned_of` takes them.

    Returns:
        Columns `line`, each once, and the facts whose days release instalments: days since
        1970-01-01, empty where not known. None where the line's own day releases all.
    """
    own = ("date", plan.day)
    names = dict.fromkeys(one.on for one in plan.payment.instalments if one.on not in own)
    if not names:
        return None
    credited = facts.credited
    lines = np.array([*facts.lines, ""], dtype=object)[credited.line]
    columns: dict[str, object] = {"line": lines}
    for name in names:
        column = credited.facts[name]
        if not isinstance(column, Dates):
            raise TypeError(f"Instalments are released by {name!r}, which holds no days")
        days = pd.array(column.days, dtype="Int64")
        if column.known is not None:
            days[~column.known] = pd.NA
        columns[name] = days
    return pd.DataFrame(columns).drop_duplicates("line", ignore_index=True)
