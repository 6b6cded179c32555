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


def splits_of(records: Records) -> pd.DataFrame:
    """Shares of deals: columns deal, payee, share, kind.

    Who is limited to some people sees their own shares; the rest of the deal itself goes to
    `OTHERS`, so that a deal is credited whole.
    """
    import pandas as pd

    found = records.credits.rename(columns={"person_id": "payee", "part": "share"})
    found["payee"] = found["payee"].fillna(UNASSIGNED)
    if records.scope.sees_everybody or not len(found):
        return found
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


def _exact(share: float) -> Fraction:
    """A share as somebody once wrote it: the shortest decimal that is this float."""
    return Fraction(repr(float(share)))
