"""Open deals by the time since they were opened, for whoever sees groups alone.

The bands are the same for everybody who asks, so that no two answers can be held against each other
at a boundary of one's own choice; a band about too few people is withheld, and others with it
where the rest and the sum would tell of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.analysis.pipeline.wall import hidden_parts, no_sums, too_few
from everyrep.measures.facts.movements import FAR, number_of
from everyrep.measures.facts.single_deals import OpenDeals, open_now
from everyrep.measures.source import FactSource
from everyrep.values import Currency, Estimate, Money, NotEstimable, Reason, Scope

BANDS = ((0, 30, "Up to 30 days"), (31, 90, "31 to 90 days"), (91, 180, "91 to 180 days"),
         (181, None, "More than 180 days"))  # fmt: skip
"""First and last day of each, and what it is called."""


@dataclass(frozen=True)
class AgeBand:
    """Open deals of one band.

    Attributes:
        name: What the band is called.
        first, last: Days since opening, both in it; None where there is no last one.
        amount: What they are worth together, or why that is not told.
    """

    name: str
    first: int
    last: int | None
    amount: Estimate


def open_ages(source: FactSource, scope: Scope) -> tuple[AgeBand, ...] | Reason:
    """What is open by its age, or why it may not be seen at all.

    Args:
        source: An open build.
        scope: Who asks.
    """
    deals = open_now(source, scope)
    owners = set(deals.owner.tolist()) - {""}
    if reason := no_sums(scope, len(owners)):
        return reason
    today = number_of(min(source.as_of, scope.as_of or source.as_of))
    age = np.where(deals.created == FAR, -1, today - deals.created)
    within = {
        name: (age >= first) & (age <= (FAR if last is None else last))
        for first, last, name in BANDS
    }
    # Those of no known age are the rest that the bands leave of the sum.
    every = {**within, "": age < 0}
    people = {name: len(set(deals.owner[those].tolist()) - {""}) for name, those in every.items()}
    hidden = hidden_parts(people, scope)
    currency = Currency.of(source.reporting_currency)
    return tuple(
        AgeBand(name, first, last, _amount(deals, within[name], currency, name in hidden, scope))
        for first, last, name in BANDS
    )


def _amount(
    deals: OpenDeals, those: np.ndarray, currency: Currency, hidden: bool, scope: Scope
) -> Estimate:
    unit = f"money:{currency.code}"
    if hidden:
        return NotEstimable(too_few(scope), unit=unit)
    return Estimate(Money(int(deals.base[those].sum()), currency), n=int(those.sum()), unit=unit)
