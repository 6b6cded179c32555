"""Campaigns, the touches that come of them, support tickets, and content used on deals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.sources.simulated.book import Book
from everyrep.sources.simulated.chance import Floats, Ints, choose, repeat, stream
from everyrep.sources.simulated.company import Company
from everyrep.sources.simulated.deals import MEDIAN_SIZE
from everyrep.sources.simulated.effects import ASSETS, CALCULATOR
from everyrep.sources.simulated.vocabulary import (
    LEAD_CAMPAIGNS,
    LEAD_SOURCES,
    LEAD_SPEND,
    SDR,
)
from everyrep.sources.simulated.walk import N_STAGES, PROPOSAL

TOUCHES_A_YEAR = 0.25  # cold touches a contact and year
TICKETS_A_MONTH = 0.06
TICKETS_HEALTH = -0.6  # log of tickets for one standard deviation of health
USES_A_DEAL = 1.1
LIVING_ASSETS = 0.35  # share of the content that anybody uses
ZIPF = 1.1
SENT, RESPONDED = 0, 1


@dataclass(frozen=True)
class Campaigns:
    """One value a campaign: number = place of its channel x months + month."""

    source: Ints
    month: Ints
    spend: Ints  # cents of a euro


@dataclass(frozen=True)
class Touches:
    """One value a touch; contact is the number in the company."""

    campaign: Ints
    contact: Ints
    moment: Floats
    status: Ints


@dataclass(frozen=True)
class Tickets:
    """One value a ticket; NaN closing: still open."""

    account: Ints
    opened: Floats
    closed: Floats
    priority: Ints
    topic: Ints
    satisfaction: Floats


@dataclass(frozen=True)
class Uses:
    """One value a use of content on a deal."""

    asset: Ints
    deal: Ints
    person: Ints
    moment: Floats
    action: Ints
    minutes: Floats


def channels() -> Ints:
    """Lead sources that run campaigns."""
    return np.flatnonzero(np.array(LEAD_CAMPAIGNS))


def run_campaigns(company: Company) -> Campaigns:
    """One campaign a month and channel; larger companies spend more on each."""
    rng = stream(company.options.seed, "campaigns")
    months, of = company.when.n, channels()
    source, month = np.repeat(of, months), np.tile(np.arange(months), len(of))
    size = np.array(LEAD_SPEND)[source] * company.options.people / 400
    spend = np.rint(size * np.exp(0.35 * rng.normal(size=len(source)))).astype(np.int64) * 100
    return Campaigns(source, month, spend)


def campaign_of(company: Company, book: Book) -> Ints:
    """Campaign that each deal came from, of its month or the one before; -1: none."""
    rng = stream(company.options.seed, "campaign-of", book.deals.region)
    place = np.full(len(LEAD_CAMPAIGNS), -1)
    place[channels()] = np.arange(len(channels()))
    month = company.when.month_of(book.deals.created) - (rng.random(book.deals.n) < 0.4)
    found = place[book.deals.source] * company.when.n + month.clip(0)
    return np.where(place[book.deals.source] >= 0, found, -1)


def sourced_by(company: Company, book: Book) -> Ints:
    """Sales development who brought each outbound deal, of the same region; -1: nobody."""
    rng = stream(company.options.seed, "sourced", book.deals.region)
    outbound = book.deals.source == LEAD_SOURCES.index("Outbound")
    month = company.when.month_of(book.deals.created)
    team = company.lives.team
    mine = (team >= 0) & (company.teams.region[team] == book.deals.region)
    mine &= (company.roster.role == SDR)[:, None] & (company.skill.share_here > 0)
    found = np.full(book.deals.n, -1, dtype=np.int64)
    for at in np.unique(month).tolist():
        rows, people = np.flatnonzero(outbound & (month == at)), np.flatnonzero(mine[:, at])
        if len(people):
            found[rows] = people[rng.integers(0, len(people), len(rows))]
    return found


def touch(company: Company, book: Book, campaign: Ints) -> Touches:
    """Answers that became deals, and many messages that did not."""
    rng, when = stream(company.options.seed, "touches", book.deals.region), company.when
    deal = np.flatnonzero(campaign >= 0)
    account = book.deals.account[deal]
    many = book.accounts.contacts[account]
    warm = book.accounts.contact_start[account] + np.floor(rng.random(len(deal)) * many)
    answered = book.deals.created[deal] - 0.5 - 12 * rng.random(len(deal))
    contacts = int(book.accounts.contacts.sum())
    counts = rng.poisson(TOUCHES_A_YEAR / 12 * (when.n - when.burn), contacts)
    cold = book.accounts.first_contact + repeat(counts)
    cold_at = when.start + rng.random(len(cold)) * (when.end - when.start)
    month, channel = when.month_of(cold_at), rng.integers(0, len(channels()), len(cold))
    return Touches(
        campaign=np.r_[campaign[deal], channel * when.n + month],
        contact=np.r_[warm.astype(np.int64), cold],
        moment=np.r_[answered, cold_at],
        status=np.r_[np.full(len(deal), RESPONDED), (rng.random(len(cold)) < 0.04).astype(int)],
    )


def raise_tickets(company: Company, book: Book) -> Tickets:
    """Tickets of customers: the less happy, the more of them."""
    rng, when = stream(company.options.seed, "tickets", book.deals.region), company.when
    since = np.maximum(book.accounts.since, when.start)
    months = np.maximum(when.end - since, 0) / 30.4
    months[~np.isfinite(book.accounts.since)] = 0
    rate = TICKETS_A_MONTH * np.exp(TICKETS_HEALTH * book.accounts.health) * months
    account = repeat(rng.poisson(rate))
    n = len(account)
    opened = since[account] + rng.random(n) * (when.end - since[account])
    closed = opened + rng.exponential(3.5, n) + 0.05
    mood = 3.7 + 0.5 * book.accounts.health[account] + 0.8 * rng.normal(size=n)
    answered = (rng.random(n) < 0.4) & (closed < when.end)
    return Tickets(
        account=account,
        opened=opened,
        closed=np.where(closed < when.end, closed, np.nan),
        priority=choose(rng, np.array([0.5, 0.35, 0.15]), n),
        topic=rng.integers(0, 6, n),
        satisfaction=np.where(answered, np.rint(mood).clip(1, 5), np.nan),
    )


def use_content(company: Company, book: Book) -> Uses:
    """Content sent to customers: more on large deals where the trap is on; most is never used."""
    rng, when = stream(company.options.seed, "content", book.deals.region), company.when
    deals, way = book.deals, book.way
    large = np.sqrt(deals.target / MEDIAN_SIZE) if company.options.traps.big_deals_content else 1.0
    deal = repeat(rng.poisson(USES_A_DEAL * large * np.ones(deals.n)))
    until = np.minimum(way.end, when.end)
    moment = deals.created[deal] + rng.random(len(deal)) * (until - deals.created)[deal]
    asset = _popular(rng, len(deal))
    worked = np.flatnonzero(
        (book.way.last >= PROPOSAL) & (way.calculator < np.minimum(way.end, when.end))
    )
    deal, moment = np.r_[deal, worked], np.r_[moment, way.calculator[worked]]
    asset = np.r_[asset, np.full(len(worked), CALCULATOR)]
    keep = moment >= when.start
    deal, moment, asset = deal[keep], moment[keep], asset[keep]
    return Uses(
        asset=asset,
        deal=deal,
        person=_holder_at(book, deal, moment),
        moment=moment,
        action=choose(rng, np.array([0.55, 0.35, 0.10]), len(deal)),
        minutes=np.asarray(np.round(np.exp(rng.normal(1.1, 0.8, len(deal))), 1)),
    )


def _popular(rng: np.random.Generator, n: int) -> Ints:
    """Assets by popularity; the one that works is used on purpose only, the tail never."""
    living = round(ASSETS * LIVING_ASSETS)
    weights = 1 / np.arange(1, living + 1) ** ZIPF
    weights[CALCULATOR] = 0
    return choose(rng, weights, n)


def _holder_at(book: Book, deal: Ints, moment: Floats) -> Ints:
    stage = (book.way.entry[deal] <= moment[:, None]).sum(axis=1) - 1
    before = book.way.holder[deal, (stage - 1).clip(0, N_STAGES - 1)]
    return np.where(stage <= 0, book.deals.owner[deal], before)
