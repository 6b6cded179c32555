"""The measures that come with a report on regional sales, computed from its files by hand.

Each function says what one measure of the report says, over rows that a filter of the report
leaves. A sum of no rows is blank there, which is None here; blank plus a number is the number, and
blank over a number is blank.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

Rows = list["Deal"]


@dataclass(frozen=True)
class Deal:
    """One deal, and what it refers to; ids as our mappings write them.

    Attributes:
        status: Won, Lost or Open.
        step: The digit that its stage begins with.
        value: In whole dollars.
        created, closes: Days, as the file writes them.
        groups: What the report cuts by, by our names of the dimensions.
    """

    status: str
    step: int
    value: int
    created: str
    closes: str
    groups: dict[str, str | None]


def deals_of(folder: Path) -> Rows:
    """Every deal, joined along the relationships that come with the report."""
    owners = _by(folder / "Owners.csv", "SystemUserSeq")
    accounts = _by(folder / "Accounts.csv", "AccountSeq")
    products = _by(folder / "Products.csv", "ProductSeq")
    territories = _by(folder / "Territories.csv", "TerritorySeq")
    industries = _by(folder / "Industries.csv", "IndustrySeq")
    found = []
    for row in rows_of(folder / "Opportunities.csv"):
        owner, account = owners[row["SystemUserSeq"]], accounts[row["AccountSeq"]]
        product, territory = products[row["ProductSeq"]], territories[account["TerritorySeq"]]
        industry = industries[account["IndustrySeq"]]["Industry"]
        groups = {
            "person": owner["Owner"],
            "manager": owner["Manager"],
            "account": f"crm:{row['AccountSeq']}",
            "industry": None if industry == "n/a" else industry,
            "country": account["Country"],
            "region": account["State or Province"],
            "territory": f"crm:{account['TerritorySeq']}",
            "part of the country": territory["Territory"],
            "product": f"crm:{row['ProductSeq']}",
            "product_line": product["Product Category"],
            "campaign": f"crm:{row['CampaignSeq']}" if row["CampaignSeq"] else None,
            "stage": row["Sales Stage"],
        }
        found.append(
            Deal(
                row["Status"], int(row["Sales Stage"][0]), int(row["Value"]),
                row["Opportunity Created On"], row["CloseDate"], groups,
            )
        )  # fmt: skip
    return found


def revenue_won(deals: Rows) -> int | None:
    return _total(deal.value for deal in deals if deal.status == "Won")


def revenue_open(deals: Rows, adjustment: int = 0) -> Fraction | None:
    return _adjusted(_total(deal.value for deal in deals if deal.status == "Open"), adjustment)


def revenue_in_pipeline(deals: Rows, adjustment: int = 0) -> Fraction | None:
    return _adjusted(_total(deal.value for deal in _in_pipeline(deals)), adjustment)


def forecast(deals: Rows, adjustment: int = 0) -> Fraction | None:
    parts = (revenue_won(deals), revenue_in_pipeline(deals, adjustment))
    return None if parts == (None, None) else sum((Fraction(x or 0) for x in parts), Fraction(0))


def rev_goal(deals: Rows) -> int:
    """To the nearest million, or where that is nothing, to the nearest hundred thousand."""
    held = _total(deal.value for deal in _in_pipeline(deals)) or 0
    base = (revenue_won(deals) or 0) + Fraction(60, 100) * held
    return to_nearest(base, 1_000_000) or to_nearest(base, 100_000)


def forecast_share(deals: Rows) -> Fraction | None:
    expected, goal = forecast(deals), rev_goal(deals)
    return None if expected is None or not goal else expected / goal


def opportunity_count(deals: Rows) -> int | None:
    return len(deals) or None


def count_in_pipeline(deals: Rows) -> int | None:
    return _count(deals, "Open")


def count_of_won(deals: Rows) -> int | None:
    return _count(deals, "Won")


def count_of_lost(deals: Rows) -> int | None:
    return _count(deals, "Lost")


def close_share(deals: Rows) -> Fraction | None:
    won, lost = count_of_won(deals), count_of_lost(deals)
    return None if won is None else Fraction(won, won + (lost or 0))


def average_won(deals: Rows) -> Fraction | None:
    """The mean over rows of what each won; a row that was not won is blank, and passed over."""
    won = [deal.value for deal in deals if deal.status == "Won"]
    return Fraction(sum(won), len(won)) if won else None


def forecast_by_ratio(deals: Rows) -> Fraction | None:
    held, share = revenue_open(deals), close_share(deals)
    return None if held is None or share is None else held * share


def to_nearest(number: Fraction, step: int) -> int:
    """The nearest multiple of a step; from the middle, away from zero."""
    return math.floor(number / step + Fraction(1, 2)) * step


def grouped(deals: Iterable[Deal], key: Callable[[Deal], object]) -> dict[object, Rows]:
    """The rows of each group."""
    groups: dict[object, Rows] = {}
    for deal in deals:
        groups.setdefault(key(deal), []).append(deal)
    return groups


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _by(path: Path, key: str) -> dict[str, dict[str, str]]:
    return {row[key]: row for row in rows_of(path)}


def _in_pipeline(deals: Rows) -> Rows:
    return [deal for deal in deals if deal.status == "Open" and deal.step >= 2]


def _count(deals: Rows, status: str) -> int | None:
    return sum(deal.status == status for deal in deals) or None


def _total(values: Iterable[int]) -> int | None:
    listed = list(values)
    return sum(listed) if listed else None


def _adjusted(amount: int | None, percent: int) -> Fraction | None:
    return None if amount is None else amount * (1 + Fraction(percent, 100))
