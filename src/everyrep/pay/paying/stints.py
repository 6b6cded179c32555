"""Who was on a plan when, and what each of its draws gives them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from everyrep.pay.calculation.ground import Ground, of_person
from everyrep.pay.exact import largest
from everyrep.pay.facts import Facts
from everyrep.pay.plan.plan import Plan
from everyrep.values import DataError

_MOST = 2**60


def stints_of(plan: Plan, facts: Facts) -> pd.DataFrame:
    """Stints as `pay_out` takes them.

    Returns:
        Columns payee, first and end (days since 1970-01-01, `end` the first day no more), and one
        for each draw of the plan, by its id: minor units for a whole period, rounded once.

    Raises:
        DataError: The amount of a draw cannot be worked out for somebody, or is too large.
    """
    stints, ground = facts.stints, Ground(plan, facts)
    rows = np.arange(stints.payee.size)
    columns = {
        "payee": np.array([*facts.people, ""], dtype=object)[stints.payee],
        "first": stints.first,
        "end": stints.end,
    }
    for draw in plan.draws:
        found = of_person(ground, draw.amount, rows, f"The draw {draw.id!r}")
        minor = found.above.rounded(plan.rounding, found.below)
        if largest(minor) >= _MOST:
            raise DataError(
                f"The draw {draw.id!r} is too large to be counted in 64 bits",
                why="What is paid must fit into the book",
                remedy="Look at the facts of people that it reads",
            )
        columns[draw.id] = minor.astype(np.int64)
    return pd.DataFrame(columns)
