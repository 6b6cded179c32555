"""Who shares which deal."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from everyrep.measures.records import PRIMARY, Records

if TYPE_CHECKING:
    import pandas as pd

UNASSIGNED = "unassigned"
"""Who has a part that a record gives to nobody who is known."""
OTHERS = "others"
"""Who has what is left of a deal, where the one who asks may not see who has it."""

_HAIR = Fraction(5, 1000)
"""How far parts may be off by having been rounded; the same that `everyrep check` lets pass."""


def splits_of(records: Records) -> pd.DataFrame:
    """Shares of deals: columns deal, payee, share, kind.

    Parts that sum to 100% but for their rounding (three of 33.33%) are taken as parts of their sum.
    What is further off stays as it is, and a plan refuses it by the name of the deal.

    Who is limited to some people sees their own shares; the rest of the deal itself goes to
    `OTHERS`, so that a deal is credited whole.
    """
    import pandas as pd

    found = records.credits.rename(columns={"person_id": "payee", "part": "share"})
    found["payee"] = found["payee"].fillna(UNASSIGNED)
    if not len(found):
        return found
    if records.scope.sees_everybody:
        return _rounded_off(found)
    own = found[(found["kind"] == PRIMARY).to_numpy()]
    sums = own["share"].map(_exact).groupby(own["deal"].to_numpy()).sum()
    rest = {deal: 1 - total for deal, total in sums.items() if total < 1}
    others = pd.DataFrame(
        {
            "deal": list(rest),
            "payee": OTHERS,
            "share": [str(share) for share in rest.values()],
            "kind": PRIMARY,
        }
    )
    return pd.concat([found.astype(object), others.astype(object)], ignore_index=True)


def _rounded_off(found: pd.DataFrame) -> pd.DataFrame:
    """Shares of deals whose parts sum to nearly all of it, exact."""
    own = (found["kind"] == PRIMARY).to_numpy()
    exact = found["share"][own].map(_exact)
    total = exact.groupby(found["deal"][own]).transform("sum")
    off = (total != 1) & ((total - 1).map(abs) <= _HAIR)
    if not off.any():
        return found
    found = found.astype(object)
    found.loc[off[off].index, "share"] = [
        str(share / whole) for share, whole in zip(exact[off], total[off], strict=True)
    ]
    return found


def _exact(share: float) -> Fraction:
    """A share as somebody once wrote it: the shortest decimal that is this float."""
    return Fraction(repr(float(share)))
