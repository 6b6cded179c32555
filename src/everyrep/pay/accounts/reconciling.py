"""What was booked, what was recognised as revenue and what was paid by, side by side.

The three rarely agree, and need not: each difference has a reason. Reasons that are known (what a
plan leaves out, what an accountant has noted) come first; what remains of a deal has the reason
that its own amounts show.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import pandas as pd

from everyrep.values.errors import DataError, UnknownName

SIDES = ("booked", "recognised", "basis")
KNOWN = ("deal", "of", "reason", "minor")


class Difference(StrEnum):
    """Why an amount of a deal differs from what was booked."""

    NOT_YET = "not yet"  # booked, and nothing of it on the other side
    IN_PART = "in part"  # booked, and some of it on the other side
    BEYOND = "beyond what was booked"
    NOT_BOOKED = "not booked"  # on the other side alone
    OTHER_SIGN = "other sign"  # one of both is a refund


def reconcile(
    booked: pd.DataFrame,
    recognised: pd.DataFrame,
    basis: pd.DataFrame,
    known: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Hold three views of the same deals against each other.

    Args:
        booked: Columns deal and minor: what was booked, in any number of rows a deal.
        recognised: The same of recognised revenue.
        basis: The same of what was paid by: the primary credits, each deal once.
        known: Columns `KNOWN`: how much of the difference of a deal has a reason that is known;
            `of` is "recognised" or "basis", and the sign that of its amount less what was booked.

    Returns:
        The deals: columns deal, booked, recognised, basis. And the reasons: columns deal, of,
        reason, minor, none of nothing, whose sum for each deal is exactly the difference.

    Raises:
        UnknownName: A column is missing, or a known reason is of something else.
        DataError: An amount is no whole number.
    """
    sums = [
        _summed(frame, name) for frame, name in zip((booked, recognised, basis), SIDES, strict=True)
    ]
    deals = pd.concat(sums, axis=1).fillna(0).astype(np.int64).sort_index()
    deals.index.name = "deal"
    told = _known(known)
    parts = [told]
    for side in SIDES[1:]:
        noted = told[(told["of"] == side).to_numpy()].groupby("deal")["minor"].sum()
        rest = (deals[side] - deals["booked"]).sub(noted, fill_value=0).astype(np.int64)
        at = deals.reindex(rest.index, fill_value=0)
        reasons = _reasons(at["booked"].to_numpy(), at[side].to_numpy())
        parts.append(
            pd.DataFrame(
                {"deal": rest.index, "of": side, "reason": reasons, "minor": rest.to_numpy()}
            )
        )
    found = pd.concat(parts, ignore_index=True)
    found = found[(found["minor"] != 0).to_numpy()].sort_values(["deal", "of", "reason"])
    return deals.reset_index(), found.reset_index(drop=True)


def _reasons(booked: np.ndarray, other: np.ndarray) -> np.ndarray:
    """What the amounts of each deal show."""
    return np.select(
        [booked == 0, other == 0, np.sign(booked) != np.sign(other), abs(other) > abs(booked)],
        [Difference.NOT_BOOKED, Difference.NOT_YET, Difference.OTHER_SIGN, Difference.BEYOND],
        Difference.IN_PART,
    ).astype(object)


def _summed(frame: pd.DataFrame, name: str) -> pd.Series:
    for column in ("deal", "minor"):
        if column not in frame.columns:
            raise UnknownName("column", column, frame.columns, where=name)
    if len(frame) and (frame["minor"].dtype.kind not in "iu" or frame["deal"].isna().any()):
        raise DataError(
            f"What was {name} has no deal or no whole amount in a row",
            where=name,
            why="An amount that is left out here would explain itself away",
            remedy="Give whole minor units and the deal of each",
        )
    return frame.groupby("deal")["minor"].sum().rename(name)


def _known(known: pd.DataFrame | None) -> pd.DataFrame:
    if known is None:
        return pd.DataFrame({name: [] for name in KNOWN}).astype({"minor": np.int64})
    for column in KNOWN:
        if column not in known.columns:
            raise UnknownName("column", column, known.columns, where="known reasons")
    strange = set(known["of"]) - set(SIDES[1:])
    if strange:
        raise UnknownName("side", str(min(strange)), SIDES[1:], where="known reasons")
    return known[list(KNOWN)]
