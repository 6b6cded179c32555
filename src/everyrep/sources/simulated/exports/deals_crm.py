"""Opportunities, their lines, splits and history as the CRM exports them."""

from __future__ import annotations

import numpy as np

from everyrep.sources.simulated.afterwards import TakenBack
from everyrep.sources.simulated.book import LOST_STAGE, WON_STAGE, Book
from everyrep.sources.simulated.chance import Floats, Ints, choose, numbering, repeat, stream
from everyrep.sources.simulated.company import Company
from everyrep.sources.simulated.deals import LATE_STAGES
from everyrep.sources.simulated.text import (
    Columns,
    constant,
    dates,
    flags,
    moments,
    money,
    numbers,
    record_ids,
    words,
)
from everyrep.sources.simulated.vocabulary import (
    ALL_STAGES,
    COMPETITORS,
    CURRENCIES,
    LEAD_SOURCES,
    LOSS_REASONS,
    LOSS_SHARE,
    NEXT_STEPS,
    PRODUCTS,
    SEGMENTS,
    STAGE_FORECAST,
    STAGE_PROBABILITY,
    TYPES,
)
from everyrep.sources.simulated.walk import N_STAGES, held_by

FORECASTS = ("Pipeline", "Best Case", "Commit", "Closed", "Omitted")
SPLIT_SHARE = 0.10
EARLY_GUESS = 0.18  # spread of the log of the amount guessed before there is a proposal


def opportunities(
    company: Company, book: Book, campaign: Ints, sourced: Ints, booked: Floats
) -> Columns:
    """Deals as they stand when the world stops.

    Args:
        company: The company.
        book: Deals of a region.
        campaign: Number of the campaign each deal came from; -1: none.
        sourced: Who of sales development brought each deal; -1: nobody.
        booked: When a deal was entered that was entered late; NaN for the others.
    """
    when, deals, n = company.when, book.deals, book.deals.n
    rng = stream(company.options.seed, "opportunity", deals.region)
    number = book.first + np.arange(n)
    lead = np.bincount(book.lines.deal, minlength=n).cumsum() - 1
    family = sorted({product.family for product in PRODUCTS})
    of_product = np.array([family.index(product.family) for product in PRODUCTS])
    stage = book.stage
    probability = np.array(STAGE_PROBABILITY)[stage]
    loss = np.where(stage == LOST_STAGE, choose(rng, np.array(LOSS_SHARE), n), -1)
    next_step = np.where(book.closed | (rng.random(n) < 0.25), -1, rng.integers(0, 8, n))
    known_rival = np.where(book.way.stage_end >= LATE_STAGES - 1, deals.competitor - 1, -1)
    plan = np.where(book.way.plan < np.minimum(book.way.end, when.end), book.way.plan, np.nan)
    sponsor = np.where(
        book.way.sponsor < np.minimum(book.way.end, when.end), book.way.sponsor, np.nan
    )
    reached = np.minimum(np.where(book.closed, book.way.last, stage), N_STAGES)
    account = book.accounts.first + deals.account
    return {
        "Id": record_ids("006", number),
        "Name": _names(number, of_product[book.lines.product[lead]], family),
        "AccountId": record_ids("001", account),
        "OwnerId": record_ids("005", book.holder),
        "Amount": money(book.amount),
        "CurrencyIsoCode": constant(CURRENCIES[book.accounts.currency], n),
        "StageName": words(ALL_STAGES, stage),
        "IsClosed": flags(book.closed),
        "IsWon": flags(book.won),
        "CreatedDate": moments(deals.created),
        "CloseDate": dates(book.close_day),
        "Booked_On__c": dates(booked),
        "Type": words(TYPES, deals.kind),
        "LeadSource": words(LEAD_SOURCES, deals.source),
        "CampaignId": record_ids("701", campaign),
        "Sourced_By__c": record_ids("005", sourced),
        "ForecastCategoryName": words(FORECASTS, forecast(stage)),
        "Probability": numbers(probability),
        "NextStep": words(NEXT_STEPS, next_step),
        "Competitor__c": words(COMPETITORS, known_rival),
        "Loss_Reason__c": words(LOSS_REASONS, loss),
        "Segment__c": words(SEGMENTS, book.accounts.segment[deals.account]),
        "Mutual_Action_Plan__c": dates(np.where(reached >= 3, plan, np.nan)),
        "Executive_Sponsor__c": dates(np.where(reached >= 3, sponsor, np.nan)),
    }


def forecast(stage: Ints) -> Ints:
    """Forecast category of each stage, as a number in FORECASTS."""
    return np.array([FORECASTS.index(name) for name in STAGE_FORECAST])[stage]


def line_items(book: Book, first: int) -> Columns:
    """Lines with quantity, prices, discount and cost; the total is exact."""
    lines = book.lines
    n = len(lines.deal)
    return {
        "Id": record_ids("00k", first + np.arange(n)),
        "OpportunityId": record_ids("006", book.first + lines.deal),
        "Product2Id": record_ids("01t", lines.product),
        "Quantity": numbers(lines.quantity),
        "ListPrice": money(lines.list_price),
        "UnitPrice": money(lines.unit_price),
        "Discount": numbers(lines.percent_off),
        "TotalPrice": money(lines.quantity * lines.unit_price),
        "UnitCost__c": money(lines.unit_cost),
        "CurrencyIsoCode": constant(CURRENCIES[book.accounts.currency], n),
    }


def splits(company: Company, book: Book, first: int) -> Columns:
    """Deals credited to two colleagues: the helper is another seller of the same team."""
    when, lives = company.when, company.lives
    rng = stream(company.options.seed, "splits", book.deals.region)
    n = book.deals.n
    month = when.month_of(book.deals.created)
    team = lives.team[book.deals.owner, month]
    order = np.lexsort((rng.random(n), month, team))
    helper = np.empty(n, dtype=np.int64)
    helper[order] = book.deals.owner[np.roll(order, 1)]
    helper_team = np.empty(n, dtype=np.int64)
    helper_team[order] = team[np.roll(order, 1)]
    mine = (helper != book.holder) & (helper_team == team) & (rng.random(n) < SPLIT_SHARE)
    deal = np.flatnonzero(mine & (book.way.stage_end >= 2))
    part = rng.choice((20, 25, 30, 40, 50), len(deal))
    both = np.repeat(deal, 2)
    person = np.stack([book.holder[deal], helper[deal]], axis=1).ravel()
    share = np.stack([100 - part, part], axis=1).ravel()
    return {
        "Id": record_ids("1IB", first + np.arange(len(both))),
        "OpportunityId": record_ids("006", book.first + both),
        "SplitOwnerId": record_ids("005", person),
        "SplitPercentage": numbers(share),
        "SplitType": constant("Revenue", len(both)),
    }


def refunds(book: Book, back: TakenBack, first: int) -> Columns:
    """What was taken back of won deals, as whoever enters credit notes writes it down."""
    n = len(back.deal)
    return {
        "Id": record_ids("a0R", first + np.arange(n)),
        "OpportunityId": record_ids("006", book.first + back.deal),
        "CancellationDate": dates(back.day),
        "Amount": money(back.minor),
        "CurrencyIsoCode": constant(CURRENCIES[book.accounts.currency], n),
        "Reason": words(("Part cancelled", "Cancelled"), back.whole.astype(np.int64)),
    }


def history(company: Company, book: Book, first: int) -> Columns:
    """Stage by stage, what the deal looked like when it entered: amount and hoped close move.

    The last row of a deal says what the deal says now, as systems write one at every change.
    """
    when = company.when
    rng = stream(company.options.seed, "history", book.deals.region)
    way, n = book.way, book.deals.n
    seen = (way.entry < when.end) & (np.arange(N_STAGES) <= way.stage_end[:, None])
    deal, stage = np.nonzero(seen)
    ends = np.flatnonzero(book.closed)
    deal, stage = np.r_[deal, ends], np.r_[stage, book.stage[ends]]
    moment = np.r_[way.entry[seen], way.end[ends]]
    order = np.lexsort((moment, deal))
    deal, stage, moment = deal[order], stage[order], moment[order]
    guess = np.exp(EARLY_GUESS * rng.normal(size=n))
    rough = np.rint(book.amount * guess / 100_00).astype(np.int64) * 100_00
    last = np.r_[deal[1:] != deal[:-1], True][: len(deal)]
    settled = last | (stage >= LATE_STAGES)
    amount = np.where(settled, book.amount[deal], np.maximum(rough, 100_00)[deal])
    close = np.where(last, book.close_day[deal], _hoped(rng, book, deal, stage, moment))
    holder = _holder(book, deal, stage)
    return {
        "Id": record_ids("008", first + np.arange(len(deal))),
        "OpportunityId": record_ids("006", book.first + deal),
        "StageName": words(ALL_STAGES, stage),
        "Amount": money(amount),
        "CurrencyIsoCode": constant(CURRENCIES[book.accounts.currency], len(deal)),
        "Probability": numbers(np.array(STAGE_PROBABILITY)[stage]),
        "ForecastCategory": words(FORECASTS, forecast(stage)),
        "CloseDate": dates(close),
        "CreatedById": record_ids("005", holder),
        "CreatedDate": moments(moment),
    }


def _names(number: Ints, family: Ints, labels: list[str]) -> object:
    import pyarrow.compute as pc

    tail = pc.cast(numbers(number + 1001), "string")
    return pc.binary_join_element_wise(words(labels, family).dictionary_decode(), tail, " - ")


def _holder(book: Book, deal: Ints, stage: Ints) -> Ints:
    """Who moved the deal there: the opener at first, then whoever held it when it moved on."""
    before = book.way.holder[deal, (stage - 1).clip(0, N_STAGES - 1)]
    moved = np.where(stage == 0, book.deals.owner[deal], before)
    return np.where(stage >= WON_STAGE, book.holder[deal], moved)


def _hoped(
    rng: np.random.Generator, book: Book, deal: Ints, stage: Ints, moment: np.ndarray
) -> np.ndarray:
    left = np.array([77.0, 66.0, 51.0, 35.0, 21.0, 8.0, 0.0, 0.0, 0.0])[stage]
    hope = np.floor(moment + 1 + left * np.exp(0.3 * rng.normal(size=len(deal)) - 0.1))
    return np.where(stage >= WON_STAGE, book.close_day[deal], hope)


def owner_changes(company: Company, book: Book, first: int) -> Columns:
    """Field history of owners: who left, and who took the open deal over."""
    when, lives, deals = company.when, company.lives, book.deals
    holder, parts = deals.owner, []
    until = np.minimum(book.way.end, when.end)
    for _ in range(4):
        gone = lives.gone[holder]
        heir = lives.successor[holder]
        moves = np.flatnonzero((gone <= until) & (heir >= 0) & (heir != holder) & (gone < when.end))
        moment = np.maximum(gone[moves], deals.created[moves] + 0.01)
        parts.append((moves, holder[moves], heir[moves], moment))
        holder = np.where((gone <= until) & (heir >= 0), heir, holder)
    deal, old, new, moment = (np.concatenate(part) for part in zip(*parts, strict=True))
    order = np.lexsort((moment, deal))
    robot = np.full(len(deal), company.roster.n)
    return {
        "Id": record_ids("017", first + np.arange(len(deal))),
        "OpportunityId": record_ids("006", book.first + deal[order]),
        "Field": constant("Owner", len(deal)),
        "OldValue": record_ids("005", old[order]),
        "NewValue": record_ids("005", new[order]),
        "CreatedById": record_ids("005", robot),
        "CreatedDate": moments(moment[order]),
    }


def snapshots(company: Company, book: Book) -> Columns:
    """Deals as a monthly report showed them: open on the day, or closed within the month before."""
    when, way = company.when, book.way
    rng = stream(company.options.seed, "snapshots", book.deals.region)
    days = when.edges[when.burn + 1 :].astype(float)
    first = np.searchsorted(days, book.deals.created)
    last = np.searchsorted(days, np.minimum(way.end, when.end - 1.0))
    counts = (np.minimum(last + 1, len(days)) - first).clip(0)
    deal = repeat(counts)
    day = days[first[deal] + numbering(counts)]
    stage = (way.entry[deal] < day[:, None]).sum(axis=1) - 1
    stage = np.where((way.end[deal] < day) & book.closed[deal], book.stage[deal], stage)
    stage = np.where(stage < WON_STAGE, np.minimum(stage, way.stage_end[deal]), stage)
    holder = held_by(company.lives, book.deals.owner[deal], np.minimum(day, way.end[deal]) - 1e-3)
    n = len(deal)
    return {
        "SnapshotDate": dates(day),
        "OpportunityId": record_ids("006", book.first + deal),
        "OwnerId": record_ids("005", holder),
        "StageName": words(ALL_STAGES, stage),
        "Amount": money(book.amount[deal]),
        "CurrencyIsoCode": constant(CURRENCIES[book.accounts.currency], n),
        "CloseDate": dates(_hoped(rng, book, deal, stage, day)),
        "ForecastCategoryName": words(FORECASTS, forecast(stage)),
    }
