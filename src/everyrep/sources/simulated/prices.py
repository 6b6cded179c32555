"""What is on a deal and what it costs: lines, list prices, discounts, exact to the cent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.sources.simulated.chance import Ints, choose, numbering, repeat, stream
from everyrep.sources.simulated.customers import Accounts
from everyrep.sources.simulated.deals import MEDIAN_SIZE, Deals
from everyrep.sources.simulated.ground import Ground
from everyrep.sources.simulated.people import Roster
from everyrep.sources.simulated.vocabulary import (
    COMPETITOR_DISCOUNT,
    PRICE_LEVEL,
    PRODUCT_SHARE,
    PRODUCTS,
)

LINES_SHARE = (0.46, 0.30, 0.16, 0.08)
NEGOTIATING = 4


@dataclass(frozen=True)
class Lines:
    """Lines of deals; money in cents of the deal's currency.

    Attributes:
        deal: Row of the deal.
        product: Product of the line.
        quantity: How many.
        list_price: List price of one.
        percent_off: Discount in whole percent.
        unit_price: Price of one.
        unit_cost: Cost of one.
    """

    deal: Ints
    product: Ints
    quantity: Ints
    list_price: Ints
    percent_off: Ints
    unit_price: Ints
    unit_cost: Ints

    def amounts(self, deals: int) -> Ints:
        """Amount of each deal: the sum of its lines, exact."""
        total = np.zeros(deals, dtype=np.int64)
        np.add.at(total, self.deal, self.quantity * self.unit_price)
        return total


def price_list() -> tuple[Ints, Ints]:
    """List prices and unit costs in cents, shape (products, currencies)."""
    euros = np.array([product.list_price for product in PRODUCTS])[:, None]
    listed = np.rint(euros * np.array(PRICE_LEVEL)[None, :] / 100).astype(np.int64) * 100
    share = np.array([product.cost_share for product in PRODUCTS])[:, None]
    return listed, np.rint(listed * share).astype(np.int64)


def price(ground: Ground, accounts: Accounts, deals: Deals, part: str) -> Lines:
    """Puts one to four lines on every deal, near the size aimed at."""
    rng = stream(ground.options.seed, f"price-{part}", deals.region)
    counts = 1 + choose(rng, np.array(LINES_SHARE), deals.n)
    deal = repeat(counts)
    product = (choose(rng, np.array(PRODUCT_SHARE), deals.n)[deal] + numbering(counts) * 3) % 8
    part_of = rng.exponential(size=len(deal)) + 0.15
    part_of /= np.bincount(deal, part_of, minlength=deals.n)[deal]
    listed, costs = price_list()
    list_price = listed[product, accounts.currency]
    off = _percent_off(rng, ground.roster, deals)[deal] + rng.integers(-2, 3, len(deal))
    off = off.clip(0, 40)
    unit = (list_price * (100 - off) + 50) // 100
    aim = deals.target[deal] * PRICE_LEVEL[accounts.currency] * part_of
    return Lines(
        deal=deal,
        product=product,
        quantity=np.maximum(1, np.rint(aim / unit)).astype(np.int64),
        list_price=list_price,
        percent_off=off,
        unit_price=unit,
        unit_cost=costs[product, accounts.currency],
    )


def _percent_off(rng: np.random.Generator, roster: Roster, deals: Deals) -> Ints:
    """Rivals and size press the price; those who negotiate well give less."""
    off = 0.07 + np.array(COMPETITOR_DISCOUNT)[deals.competitor]
    off = off + 0.025 * np.log(deals.target / MEDIAN_SIZE)
    off -= 0.012 * roster.skills[deals.owner, NEGOTIATING]
    off += 0.04 * rng.normal(size=deals.n)
    return np.rint(off * 100).astype(np.int64).clip(0, 38)
