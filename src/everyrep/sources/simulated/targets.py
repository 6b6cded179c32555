"""Quotas by person and quarter; where the trap is on they follow the bookings of the year before.

Quotas cause nothing in this world. They are set after the fact from what is known at the time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.sources.simulated.chance import Floats, Ints, stream
from everyrep.sources.simulated.company import Company
from everyrep.sources.simulated.customers import region_currency
from everyrep.sources.simulated.lives import tenure_months
from everyrep.sources.simulated.performance import ramp, ramp_months
from everyrep.sources.simulated.vocabulary import FARMER, FX_START, HUNTER, MANAGER

STRETCH = 1.12  # quota of a ramped seller over the mean of those who are
RATCHET = 0.5
ROUNDING = 1_000_00
TEAM_SHARE = 0.92  # a manager's quota as a share of the sellers'
RAMPED = 9  # months


@dataclass(frozen=True)
class Quotas:
    """One value a quota; money in cents of `currency`."""

    person: Ints
    month: Ints
    amount: Ints
    currency: Ints


def set_quotas(company: Company, bookings: Floats) -> Quotas:
    """Quotas for every quarter that begins within the window.

    Args:
        company: The company.
        bookings: Euros (in cents) won by person and month.
    """
    when, teams = company.when, company.teams
    rng = stream(company.options.seed, "quotas")
    starts = [m for m in range(when.burn, when.n) if (when.month[m] - 1) % 3 == 0]
    parts = [_quarter(rng, company, bookings, month) for month in starts]
    person, month, euros = (np.concatenate(part) for part in zip(*parts, strict=True))
    region = teams.region[company.lives.team[person, month]]
    currency = np.array([region_currency(one) for one in range(teams.n_regions)])[region]
    amount = np.rint(euros / np.array(FX_START)[currency] / ROUNDING).astype(np.int64) * ROUNDING
    return Quotas(person, month, np.maximum(amount, ROUNDING), currency)


def _quarter(
    rng: np.random.Generator, company: Company, bookings: Floats, month: int
) -> tuple[Ints, Ints, Floats]:
    options, when = company.options, company.when
    roster, lives = company.roster, company.lives
    owns = (roster.role == HUNTER) | (roster.role == FARMER)
    here = (roster.hired < when.edges[month + 1]) & (lives.gone > when.edges[month])
    sellers = np.flatnonzero(owns & here & ~lives.away[:, month])
    tenure = tenure_months(when, roster)
    known = bookings[:, max(0, month - 12) : month]
    usual = _usual(company, tenure, bookings, month)
    full: Floats = ramp(tenure[:, month].astype(np.float64) + 1, ramp_months(roster))
    euros: Floats = np.asarray(3 * STRETCH * usual * full)
    if options.traps.quota_ratchet and month - when.burn >= 6:
        mean = known.mean(axis=1) / np.maximum(usual, 1)
        settled = tenure[:, month] >= RAMPED
        pull = np.where(settled, (1 - RATCHET) + RATCHET * mean, 1.0)
        euros = euros * pull.clip(0.6, 1.8)
    euros = euros * np.exp(0.06 * rng.normal(size=roster.n))
    lead = lives.manager[lives.team[sellers, month], month]
    teams_sum = np.bincount(lead, euros[sellers], minlength=roster.n)
    leaders = np.flatnonzero((teams_sum > 0) & (roster.role == MANAGER))
    person = np.r_[sellers, leaders]
    amounts = np.r_[euros[sellers], TEAM_SHARE * teams_sum[leaders]]
    return person, np.full(len(person), month), amounts


def _usual(company: Company, tenure: Ints, bookings: Floats, month: int) -> Floats:
    """Mean monthly bookings of ramped sellers of the role so far; at first, of the window."""
    when, roster, lives = company.when, company.roster, company.lives
    until = month if month - when.burn >= 3 else when.n
    from_month = max(when.burn, until - 12)
    seen = (tenure[:, from_month:until] >= RAMPED) & (lives.team[:, from_month:until] >= 0)
    usual = np.zeros(roster.n)
    for role in (HUNTER, FARMER):
        cells = seen & (roster.role == role)[:, None]
        values = bookings[:, from_month:until][cells]
        usual[roster.role == role] = values.mean() if len(values) else 0.0
    return usual
