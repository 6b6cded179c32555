"""The companies that are sold to, and the people there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.sources.simulated.chance import Floats, Ints, choose, stream
from everyrep.sources.simulated.ground import Ground
from everyrep.sources.simulated.vocabulary import (
    INDUSTRIES,
    REGION_NAMES,
    SEGMENT_SHARE,
)

ACCOUNTS_A_DEAL = 0.45
CUSTOMERS_AT_START = 0.35


@dataclass(frozen=True)
class Accounts:
    """The accounts of one region, sorted by territory.

    Attributes:
        first: Number of the first account in the company.
        first_contact: Number of the first contact in the company.
        territory: Territory of each.
        segment: Segment of each.
        industry: Industry of each.
        employees: Headcount of each.
        health: Hidden: happy customers raise fewer tickets and renew.
        since: Day on which each became a customer; infinite: not (yet).
        contacts: Number of contacts of each.
        currency: Currency of the region.
    """

    first: int
    first_contact: int
    territory: Ints
    segment: Ints
    industry: Ints
    employees: Ints
    health: Floats
    since: Floats
    contacts: Ints
    currency: int

    @property
    def n(self) -> int:
        """Number of accounts."""
        return len(self.territory)

    @property
    def contact_start(self) -> Ints:
        """Number of each account's first contact in the company."""
        return self.first_contact + np.cumsum(self.contacts) - self.contacts


def region_currency(region: int) -> int:
    """Number of the currency that a region sells in."""
    return REGION_NAMES[region % len(REGION_NAMES)][1]


def build_accounts(
    ground: Ground, region: int, deals: float, first: int, first_contact: int
) -> Accounts:
    """Draws the accounts of a region.

    Args:
        ground: Options, calendar and territories.
        region: Which region.
        deals: Deals expected in the region, which the number of accounts follows.
        first: Number to give the first account.
        first_contact: Number to give the first contact.
    """
    options, when = ground.options, ground.when
    rng = stream(options.seed, "accounts", region)
    territories = ground.teams.territories(region)
    n = max(20 * len(territories), round(ACCOUNTS_A_DEAL * deals))
    segment = choose(rng, np.array(SEGMENT_SHARE), n)
    customer = rng.random(n) < CUSTOMERS_AT_START
    since = when.edges[0] - 30 - rng.exponential(700, n)
    return Accounts(
        first=first,
        first_contact=first_contact,
        territory=territories[np.arange(n) * len(territories) // n],
        segment=segment,
        industry=rng.integers(0, len(INDUSTRIES), n),
        employees=np.exp(rng.normal(np.array([3.6, 5.6, 7.9])[segment], 0.6)).astype(np.int64) + 2,
        health=rng.normal(size=n),
        since=np.where(customer, since, np.inf),
        contacts=1 + rng.poisson(np.array([0.8, 1.5, 2.6])[segment]),
        currency=region_currency(region),
    )
