"""Deals of one region: who opens them, with whom, how large, against whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.sources.simulated.chance import Floats, Ints, choose, repeat, sigmoid, stream
from everyrep.sources.simulated.company import Company
from everyrep.sources.simulated.customers import Accounts
from everyrep.sources.simulated.effects import QUALITY_ON_STAGE
from everyrep.sources.simulated.vocabulary import (
    COMPETITOR_LOGIT,
    COMPETITOR_SHARE,
    CROSS_SELL,
    EXPANSION,
    FARMER,
    HUNTER,
    LEAD_LOGIT,
    LEAD_SHARE,
    NEW,
    RENEWAL,
    SEGMENT_LOGIT,
    SEGMENT_SIZE,
    STAGE_PASS,
    TYPE_LOGIT,
    TYPE_SIZE,
)

MEDIAN_SIZE = 21_000_00  # euro cents: a new mid-market deal
SIZE_SPREAD = 0.62
RENEWALS = 0.22  # share of a farmer's deals
HEALTH_ON_RENEWAL = 0.35
LATE_STAGES = 3  # from this stage on a competitor matters
DAYS_IN_KEY = 1e6


@dataclass(frozen=True)
class Opening:
    """Who opens a deal, when, with which account, and of which kind; one value a deal."""

    person: Ints
    created: Floats
    account: Ints
    kind: Ints


@dataclass
class Deals:
    """Deals of a region as they are opened; all arrays have one value a deal.

    Attributes:
        region: The region.
        owner: Person who opened the deal.
        created: Moment of opening.
        account: Number of the account within the region.
        kind: New business, cross-sell, expansion or renewal.
        source: Lead source.
        competitor: Competitor; 0: none known.
        quality: Hidden: a good deal is won more often, whoever sells it.
        target: Size aimed at, in euro cents.
        logit: Log-odds of passing each stage from what the deal is, shape (deals, stages).
    """

    region: int
    owner: Ints
    created: Floats
    account: Ints
    kind: Ints
    source: Ints
    competitor: Ints
    quality: Floats
    target: Floats
    logit: Floats

    @property
    def n(self) -> int:
        """Number of deals."""
        return len(self.owner)

    def take(self, rows: Ints) -> Deals:
        """The deals of some rows."""
        return Deals(
            self.region,
            *(
                getattr(self, name)[rows]
                for name in (
                    "owner", "created", "account", "kind", "source", "competitor", "quality",
                    "target", "logit",
                )
            ),
        )  # fmt: skip


def region_cells(company: Company, region: int) -> tuple[Ints, Ints]:
    """Persons and months that sell in a region."""
    teams, lives, roster = company.teams, company.lives, company.roster
    placed = lives.territory >= 0
    here = placed & (teams.territory_region[lives.territory] == region)
    person, month = np.nonzero(here & (roster.role <= 1)[:, None])
    return person, month


def open_hunting(company: Company, accounts: Accounts, region: int) -> Deals:
    """New business: hunters with the companies of their territory."""
    rng = stream(company.options.seed, "hunting", region)
    person, month, created = _open(rng, company, region, HUNTER)
    territory = company.lives.territory[person, month]
    first = np.searchsorted(accounts.territory, territory)
    count = np.searchsorted(accounts.territory, territory, side="right") - first
    account = first + np.floor(rng.random(len(person)) * count).astype(np.int64)
    known = accounts.since[account] < created
    kind = np.where(known, CROSS_SELL, NEW)
    return _describe(rng, company, accounts, region, Opening(person, created, account, kind))


def open_farming(company: Company, accounts: Accounts, region: int) -> Deals:
    """Expansion and renewal: farmers with those who are customers by then in their territory."""
    rng = stream(company.options.seed, "farming", region)
    person, month, created = _open(rng, company, region, FARMER)
    territory = company.lives.territory[person, month].astype(float)
    since = accounts.since.clip(0, DAYS_IN_KEY - 1)
    keys = accounts.territory * DAYS_IN_KEY + since
    order = np.argsort(keys, kind="stable")
    first = np.searchsorted(keys[order], territory * DAYS_IN_KEY)
    count = np.searchsorted(keys[order], territory * DAYS_IN_KEY + created) - first
    at = first + np.floor(rng.random(len(person)) * np.maximum(count, 1)).astype(np.int64)
    account = order[at.clip(0, accounts.n - 1)]
    kind = np.where(rng.random(len(person)) < RENEWALS, RENEWAL, EXPANSION)
    return _describe(rng, company, accounts, region, Opening(person, created, account, kind))


def _open(
    rng: np.random.Generator, company: Company, region: int, role: int
) -> tuple[Ints, Ints, Floats]:
    skill = company.skill
    person, month = region_cells(company, region)
    mine = company.roster.role[person] == role
    person, month = person[mine], month[mine]
    counts = rng.poisson(skill.rate[person, month])
    at = repeat(counts)
    person, month = person[at], month[at]
    opens, closes = skill.opens[person, month], skill.closes[person, month]
    day = np.floor(opens + rng.random(len(at)) * (closes - opens))
    weekday = (day + 3) % 7  # 1970-01-01 was a Thursday; 0 is Monday
    back = np.where((weekday >= 5) & (day - 2 >= opens), weekday - 4, 0)
    hour = 8 + 5 * (rng.random(len(at)) + rng.random(len(at)))
    return person, month, day - back + hour / 24


def _describe(
    rng: np.random.Generator, company: Company, accounts: Accounts, region: int, opened: Opening
) -> Deals:
    person, account, kind = opened.person, opened.account, opened.kind
    n, month = len(person), company.when.month_of(opened.created)
    segment = accounts.segment[account]
    quality = rng.normal(size=n)
    size = np.array(SEGMENT_SIZE)[segment] * np.array(TYPE_SIZE)[kind]
    log = SIZE_SPREAD * rng.normal(size=n) + company.skill.size[person, month]
    source = choose(rng, np.array(LEAD_SHARE), n)
    competitor = choose(rng, np.array(COMPETITOR_SHARE), n)
    return Deals(
        region=region,
        owner=person,
        created=opened.created,
        account=account,
        kind=kind,
        source=source,
        competitor=competitor,
        quality=quality,
        target=MEDIAN_SIZE * size * np.exp(log),
        logit=_deal_logit(accounts, account, kind, source, competitor, quality),
    )


def _deal_logit(
    accounts: Accounts, account: Ints, kind: Ints, source: Ints, competitor: Ints, quality: Floats
) -> Floats:
    base = np.log(np.array(STAGE_PASS) / (1 - np.array(STAGE_PASS)))
    own = np.array(TYPE_LOGIT)[kind] + np.array(SEGMENT_LOGIT)[accounts.segment[account]]
    own = own + np.array(LEAD_LOGIT)[source] + QUALITY_ON_STAGE * quality
    own += np.where(kind == RENEWAL, HEALTH_ON_RENEWAL * accounts.health[account], 0.0)
    logit = base[None, :] + own[:, None]
    logit[:, LATE_STAGES:] += np.array(COMPETITOR_LOGIT)[competitor][:, None]
    return logit


def win_probability(logit: Floats) -> Floats:
    """Chance of passing all stages, by row of log-odds."""
    return np.prod(sigmoid(logit), axis=1)
