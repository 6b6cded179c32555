"""Lines: deals that were won, and what was taken back of them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from everyrep.measures.records import Records
from everyrep.values.rounding import Rounding, round_exact

if TYPE_CHECKING:
    import pandas as pd

_PLAIN = {
    "account_id": "account", "product_id": "product", "campaign_id": "campaign",
    "partner_id": "partner", "territory_id": "territory", "owner_id": "payee",
}  # fmt: skip


def lines_of(records: Records) -> pd.DataFrame:
    """Deals, each a line of its own, and what takes them back.

    A line that takes a deal back has its own id and day, amounts below zero, and the facts of its
    deal otherwise. Where nobody says how much of the cost comes back, it is as much of it as of the
    amount, rounded half to even: the margin of what is taken back is that of the deal.

    Returns:
        Columns line, deal, payee, closed_on, booked_on, reverses, reason, currency, amount_minor,
        cost_minor, list_amount_minor, and the deal's facts.
    """
    import pandas as pd

    deals = records.deals.rename(columns=_PLAIN)
    deals["line"], deals["reverses"], deals["reason"] = deals["deal"], None, None
    refunds = records.refunds
    if not len(refunds):
        return deals
    back = _back(deals, refunds)
    whole = {name: deals[name].astype(object) for name in deals.columns}
    both = pd.concat([pd.DataFrame(whole), back], ignore_index=True)
    return both.astype({name: _kind(both[name]) for name in both.columns if _minor(name)})


def _back(deals: pd.DataFrame, refunds: pd.DataFrame) -> pd.DataFrame:
    """Lines that take deals back."""
    at = deals.set_index("deal").index.get_indexer(refunds["deal"])
    found = deals.iloc[at].astype(object).reset_index(drop=True)
    amount, cost = _whole(refunds["amount_minor"]), _whole(refunds["cost_minor"])
    same = (found["currency"] == refunds["currency"]).tolist()
    whole, costs = _whole(found["amount_minor"]), _whole(found["cost_minor"])
    rows = zip(amount, cost, whole, costs, same, strict=True)
    found["cost_minor"] = [_negative(_cost(*row)) for row in rows]
    found["amount_minor"] = [_negative(one) for one in amount]
    found["list_amount_minor"] = None
    found["line"], found["reverses"] = refunds["refund"], refunds["deal"]
    found["closed_on"], found["booked_on"] = refunds["refunded_on"], refunds["recorded_on"]
    found["currency"], found["reason"] = refunds["currency"], refunds["reason"]
    return found


def _cost(
    amount: int | None, cost: int | None, whole: int | None, costs: int | None, same: bool
) -> int | None:
    """How much of a deal's cost comes back; None where nobody can say."""
    if cost is not None:
        return cost
    if amount is None or not whole or costs is None or not same:
        return None
    return round_exact(Fraction(costs * amount, whole), Rounding.HALF_EVEN)


def _negative(units: int | None) -> int | None:
    return None if units is None else -units


def _whole(column: pd.Series) -> list[int | None]:
    """Minor units, None where not known."""
    return [None if missing else int(one) for one, missing in zip(
        column, column.isna(), strict=True
    )]  # fmt: skip


def _minor(name: str) -> bool:
    return name.endswith("_minor")


def _kind(column: pd.Series) -> Any:
    """Whole numbers as such; such of which some are not known stay as they are."""
    return object if column.isna().any() else "int64"
