"""Moves of money between accounts, the one kind of row a ledger is made of.

A move takes an amount out of one account and puts it into another, so that no set of moves can
fail to sum to zero: the two entries of a move are made of the same number. A move is never
edited. What turns out to be wrong is moved back by a second one, which names the first.

Amounts are whole minor units. What is put in (the debit) counts above zero, what is taken out
(the credit) below; a move of a negative amount goes the other way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import partial
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

Frame: TypeAlias = pd.DataFrame

TEXTS = (
    "id", "debit", "credit", "payee", "component", "key", "line", "deal", "source_period",
    "reason", "reverses", "origin", "after", "facts_hash", "plan_version", "about",
)  # fmt: skip
WHOLES = ("day", "minor")
MOVES = (*TEXTS, *WHOLES)
"""Columns of moves: `reverses` names the move that is taken back, `origin` the key's first one,
`after` the key's one before; `about` the key that an adjustment is about. Empty where none."""
_HASHED = tuple(name for name in MOVES if name not in ("id", "origin"))
_BETWEEN = "\x1f"


class Account(StrEnum):
    """Where money is, seen from the company; each payee has each of them."""

    EXPENSE = "expense"  # of a component: "expense:new-business"
    EARNED = "earned"  # owed to the payee, not due yet
    PAYABLE = "payable"  # due in a period; empty once the period is paid
    PAID = "paid"  # has left the company
    DRAW = "draw"  # paid ahead, to be recovered
    CLAWBACK = "clawback"  # to be given back by the payee
    CARRIED = "carried"  # net pay that waits: owed by the payee, or too small to pay


class Reason(StrEnum):
    """Why an amount was moved."""

    CALCULATED = "calculated"
    LATE = "late"  # of a day before the period that it is posted in
    CHANGED = "changed"  # its facts are others now
    RESTATED = "restated"  # the plan is another version now
    TRUE_UP = "true_up"  # its facts stayed, but not what they are worth
    REFUND = "refund"
    CAP = "cap"  # what a cap cuts off, or gives back
    VANISHED = "vanished"  # it is not calculated any more
    ADJUSTMENT = "adjustment"
    DISPUTE = "dispute"
    WITHDRAWN = "withdrawn"
    RELEASED = "released"  # from earned to payable
    CANCELLED = "cancelled"  # earned, but never to be paid
    DRAW = "draw"
    RECOVERY = "recovery"
    CLAWBACK = "clawback"
    CARRIED = "carried"
    PAYMENT = "payment"


def expense(component: str) -> str:
    """The account of what a component costs."""
    return f"{Account.EXPENSE}:{component}"


def columns_of(given: Mapping[str, Any], rows: int) -> dict[str, Any]:
    """All columns of moves; texts that are not given are empty."""
    made: dict[str, Any] = {}
    for name in TEXTS:
        value = given.get(name, "")
        if isinstance(value, str):
            made[name] = np.full(rows, str(value), dtype=object)
        else:
            made[name] = np.asarray(value, dtype=object)
    for name in WHOLES:
        made[name] = np.asarray(given[name], dtype=np.int64)
    return made


def no_moves() -> Frame:
    """No move at all."""
    return Frame(columns_of({"day": [], "minor": []}, 0), columns=list(MOVES))


def identified(columns: Mapping[str, Any], salt: Iterable[str]) -> list[str]:
    """The id of each move: a digest of what it says, and of all that its key went through before.

    Args:
        columns: Columns of moves, shape (moves,); `id` and `origin` are not read.
        salt: What all of these moves share.
    """
    start = _BETWEEN.join(salt)
    texts = [
        list(map(str, columns[name].tolist())) if name in WHOLES else columns[name].tolist()
        for name in _HASHED
    ]
    digest, said = (
        partial(hashlib.blake2b, digest_size=16),
        map(_BETWEEN.join, zip(*texts, strict=True)),
    )
    return [digest(f"{start}{_BETWEEN}{one}".encode()).hexdigest() for one in said]


def joined(parts: Iterable[Frame]) -> Frame:
    """Moves of several frames, in their order."""
    kept = [part for part in parts if len(part)]
    if not kept:
        return no_moves()
    if len(kept) == 1:
        return kept[0]
    return pd.concat(kept, ignore_index=True)


def size_of(minor: Any) -> int:
    """The sum of all amounts without their sign, whatever its size."""
    if not len(minor):
        return 0
    largest = max(abs(int(minor.max())), abs(int(minor.min())))
    if largest * len(minor) < 2**62:
        return int(np.abs(minor).sum())
    return sum(map(abs, minor.tolist()))
