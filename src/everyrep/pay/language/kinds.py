"""What a value of a plan is: money, a share, a count ...; units keep sums from being nonsense."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """The kind of a value."""

    MONEY = "money"  # in the plan's currency
    NUMBER = "number"  # a plain number: a factor, a rate, an attainment
    COUNT = "count"  # of things
    DAYS = "days"
    DATE = "date"
    TEXT = "text"
    FLAG = "flag"  # true or false


ADDABLE = frozenset({Kind.MONEY, Kind.NUMBER, Kind.COUNT, Kind.DAYS})
ORDERED = ADDABLE | {Kind.DATE}
