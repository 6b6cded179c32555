"""One period of one company, as the study of reliance needs it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.analysis.heroes.arrays import Bools, Floats
from everyrep.analysis.heroes.luck import Deals
from everyrep.measures import FactSource, Panel, panel
from everyrep.measures.answer import Key
from everyrep.values import Period, Scope

DAYS_A_MONTH = 30.4375


@dataclass(frozen=True)
class Stretch:
    """People and their deals in a period.

    Attributes:
        people: Ids, in the order of the arrays.
        amounts: What each is credited with, in minor units, any sign.
        months: Time each was employed, above 0.
        deals: Decided and won deals of them.
        elsewhere: Minor units credited to people who were not employed then, or to nobody.
        currency: ISO 4217 code.
        snapshot: The build that was read.
    """

    people: tuple[Key, ...]
    amounts: Floats
    months: Floats
    deals: Deals
    elsewhere: int
    currency: str
    snapshot: str


def stretch(
    source: FactSource,
    scope: Scope,
    period: Period,
    where: str | None = None,
    among: tuple[str, str] | None = None,
) -> Stretch:
    """The people who could sell in a period, those without a sale included.

    Args:
        source: An open build of the warehouse.
        scope: Who asks.
        period: The days.
        where: Which deals count.
        among: A dimension of people and its group, such as ("role", "Account executive").
    """
    cut = () if among is None else (among[0],)
    # People are summed up here; `refusal` lets nothing out about a few.
    asked = {"where": where, "period": period, "scope": scope, "kept_inside": True}
    there = panel(
        source,
        "revenue_per_rep",
        by=("person", "month", *cut),
        period=period,
        scope=scope,
        kept_inside=True,
    )
    sold = panel(source, "bookings", by=("person", "deal", *cut), **asked)  # type: ignore[arg-type]
    rate = panel(source, "win_rate", by=("person", *cut), **asked)  # type: ignore[arg-type]
    there, sold, rate = (_of_group(found, among) for found in (there, sold, rate))
    days: dict[Key, float] = {}
    for key, present in zip(there.groups["person"], there.present, strict=True):
        if key is not None and present > 0:
            days[key] = days.get(key, 0.0) + float(present)
    people = tuple(sorted(days, key=str))
    place = {key: at for at, key in enumerate(people)}
    amounts, kept = _summed(sold, "bookings", sold.x, place)
    decided, _ = _summed(rate, "win_rate", rate.m, place)
    won, _ = _summed(rate, "win_rate", rate.x, place)
    single = sold.x["bookings"][kept]
    return Stretch(
        people,
        amounts,
        np.array([days[key] for key in people]) / DAYS_A_MONTH,
        Deals(np.maximum(decided, won), won, single[single != 0]),
        round(float(sold.x["bookings"][~kept].sum())),
        sold.currency,
        sold.snapshot,
    )


def _of_group(found: Panel, among: tuple[str, str] | None) -> Panel:
    """The rows of a panel that belong to the group."""
    return found if among is None else found.only(found.groups[among[0]] == among[1])


def _summed(
    found: Panel, measure: str, columns: object, place: dict[Key, int]
) -> tuple[Floats, Bools]:
    values = columns[measure]  # type: ignore[index]
    kept = np.array([key in place for key in found.groups["person"]], dtype=bool)
    where = np.array([place[key] for key in found.groups["person"][kept]], dtype=np.int64)
    sums = np.bincount(where, weights=values[kept], minlength=len(place))
    return sums.astype(np.float64), kept


def aligned(first: Stretch, second: Stretch) -> tuple[Floats, Floats, Floats, Floats]:
    """Amounts and months of both periods for all people of either; 0 months for not there."""
    everybody = sorted({*first.people, *second.people}, key=str)

    def spread_out(one: Stretch, values: Floats) -> Floats:
        place = {key: at for at, key in enumerate(one.people)}
        return np.array([values[place[key]] if key in place else 0.0 for key in everybody])

    return (
        spread_out(first, first.amounts),
        spread_out(first, first.months),
        spread_out(second, second.amounts),
        spread_out(second, second.months),
    )
