"""Facts as the calculation takes them: whole columns, sorted, with every doubt settled before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from everyrep.pay.columns import Columns
from everyrep.pay.exact import Exact, Flags
from everyrep.pay.windows import Days

Codes = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Stints:
    """When each person was on the plan, and their facts then; sorted by payee and first day.

    Attributes:
        payee: Place of the person in `Facts.people`, shape (stints,).
        first: First day.
        end: First day no more, not beyond the plan's.
        facts: The plan's person facts, and `payee`.
    """

    payee: Codes
    first: Days
    end: Days
    facts: Columns


@dataclass(frozen=True, eq=False)
class Credited:
    """One row is one credit for one line; sorted by payee, day, line and ordinal.

    Only credits of people who were on the plan on the line's day are here, and what takes back a
    credit of theirs: who has left since owes it all the same, on the stint of the original.

    Attributes:
        payee: Place of the person in `Facts.people`, shape (rows,).
        stint: Place in the stints.
        line: Place of the line in `Facts.lines`.
        deal: Place of the deal in `Facts.deals`.
        kind: Place of the credit's kind in `Facts.kinds`.
        ordinal: Tells credits of one line, person and kind apart, from 0.
        day: Which decides the windows.
        reverses: Row of the credit that this one takes back, or -1.
        facts: The plan's facts, shared as credited: money in whole minor units of the plan's
            currency, and `line`, `deal`, `payee`, `credit` (texts), `date`, `share` (a number).
    """

    payee: Codes
    stint: Codes
    line: Codes
    deal: Codes
    kind: Codes
    ordinal: Codes
    day: Days
    reverses: Codes
    facts: Columns

    def __len__(self) -> int:
        return int(self.payee.size)


@dataclass(frozen=True, eq=False)
class Quotas:
    """What was asked of each person in each window; sorted by payee and window.

    Attributes:
        payee: Place of the person, shape (quotas,).
        window: The window's number.
        amount: Asked for the whole window: money in minor units, or a number.
        to_date: Asked up to the day of the calculation.
        known: Where there is one.
    """

    payee: Codes
    window: Codes
    amount: Exact
    to_date: Exact
    known: Flags


@dataclass(frozen=True, eq=False)
class Facts:
    """All that one plan pays by, up to a day.

    Attributes:
        people: Ids, in order.
        lines: Ids of lines.
        deals: Ids of deals.
        kinds: Kinds of credit.
        stints: Who was on the plan when.
        credited: Who was credited with what.
        quotas: By name of the plan's quota.
        through: The last day whose facts are known, as a number.
        earlier: Ids of lines that take back what lies before the plan, which it never paid.
    """

    people: tuple[str, ...]
    lines: tuple[str, ...]
    deals: tuple[str, ...]
    kinds: tuple[str, ...]
    stints: Stints
    credited: Credited
    quotas: Mapping[str, Quotas]
    through: int
    earlier: frozenset[str] = frozenset()
