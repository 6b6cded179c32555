"""How long and how often: limits on sessions, guessing and calls, as the environment says."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache

from everyrep.values import UserError


@dataclass(frozen=True)
class Limits:
    """What is allowed; the defaults are safe.

    Attributes:
        hours: After how many hours a session ends, whatever was done in it.
        idle_minutes: After how many minutes without a request it ends.
        sessions: How many sessions one person may have at once; the oldest ends first.
        tries: How many wrong passwords for one account from one place lock it there.
        lock_minutes: For how long.
        calls: How many calls of the API one person may make in a minute.
    """

    hours: int = 12
    idle_minutes: int = 120
    sessions: int = 5
    tries: int = 5
    lock_minutes: int = 5
    calls: int = 600

    @property
    def rate(self) -> str:
        """The limit on tries of one caller, whatever the account; `limits_guessing` has others."""
        return f"{2 * self.tries}/m/ip"


# What it is called in the environment -> the field, the least and the most.
NAMES = {
    "EVERYREP_SESSION_HOURS": ("hours", 1, 24 * 30),
    "EVERYREP_SESSION_IDLE_MINUTES": ("idle_minutes", 1, 24 * 60),
    "EVERYREP_SESSIONS_AT_ONCE": ("sessions", 1, 100),
    "EVERYREP_SIGN_IN_TRIES": ("tries", 1, 100),
    "EVERYREP_LOCK_OUT_MINUTES": ("lock_minutes", 1, 24 * 60),
    "EVERYREP_API_CALLS": ("calls", 1, 1_000_000),
}


@lru_cache
def limits() -> Limits:
    """The limits of this process.

    Raises:
        UserError: One is not a whole number in its bounds.
    """
    given = {field: _number(name, low, high) for name, (field, low, high) in NAMES.items()}
    return Limits(**{field: number for field, number in given.items() if number is not None})


def _number(name: str, low: int, high: int) -> int | None:
    text = os.environ.get(name, "").strip()
    if not text:
        return None
    if not text.isdecimal() or not low <= int(text) <= high:
        raise UserError(
            f"{name} is {text!r}",
            why="a limit that cannot be read would be no limit",
            remedy=f"give a whole number from {low} to {high}, or leave it out",
        )
    return int(text)
