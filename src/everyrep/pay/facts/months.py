"""Months within windows: how much of each somebody was there, and what the ramp asks of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from everyrep.pay.exact import Places
from everyrep.pay.facts.credited import Codes
from everyrep.pay.facts.spans import Spans
from everyrep.pay.windows import Calendar, Days


@dataclass(frozen=True, eq=False)
class Rows:
    """People in windows, sorted by both; each of shape (rows,).

    Attributes:
        payee: Place of the person.
        window: The window's number.
        first: Its first day.
        end: The first day after it.
    """

    payee: Codes
    window: Codes
    first: Days
    end: Days

    def __len__(self) -> int:
        return int(self.payee.size)

    @property
    def spans(self) -> Spans:
        """The windows as stretches of days."""
        return Spans(self.payee, self.first, self.end)


@dataclass(frozen=True, eq=False)
class Months:
    """Months of windows in order; each of shape (months, rows), empty ones without days.

    Attributes:
        first: First day within the window.
        days: Days within the window.
        there: Days of them that count.
        ramp: Place of what the ramp asks of that month, in `shares`.
        shares: What a ramp asks of the whole, month by month, and then all.
    """

    first: Days
    days: Days
    there: Days
    ramp: Places
    shares: tuple[Fraction, ...]


def months_within(
    calendar: Calendar, rows: Rows, counted: Spans, since: Days, ramp: Sequence[Fraction]
) -> Months:
    """Months of each window.

    Args:
        calendar: How the plan parts the time.
        rows: People in windows.
        counted: Days that count, by person.
        since: Each person's first day, shape (people,).
        ramp: What a person's first months ask of the whole.
    """
    begun = calendar.months(rows.first)
    many = int((calendar.months(rows.end - 1) - begun).max(initial=0)) + 1
    month = begun + np.arange(many, dtype=np.int64)[:, None]
    flat = month.reshape(-1)
    first = np.maximum(calendar.first_of(flat).reshape(month.shape), rows.first)
    end = np.maximum(np.minimum(calendar.first_of(flat + 1).reshape(month.shape), rows.end), first)
    payee = np.broadcast_to(rows.payee, month.shape)
    there = counted.days_within(payee.reshape(-1), first.reshape(-1), end.reshape(-1))
    at = np.clip(month - calendar.months(since)[rows.payee], 0, len(ramp))
    return Months(first, end - first, there.reshape(month.shape), at, (*ramp, Fraction(1)))
