"""Accounts, contacts, campaigns, touches, tickets and content as the CRM exports them."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc

from everyrep.sources.simulated.book import LOST_STAGE, Book
from everyrep.sources.simulated.chance import Floats, Ints, choose, stream
from everyrep.sources.simulated.company import Company
from everyrep.sources.simulated.effects import ASSETS, CALCULATOR
from everyrep.sources.simulated.exports.people_crm import territory_names
from everyrep.sources.simulated.marketing import Campaigns, Tickets, Touches, Uses
from everyrep.sources.simulated.names import (
    COMPANY_FIRST,
    COMPANY_FORM,
    COMPANY_SECOND,
    FAMILY,
    GIVEN,
)
from everyrep.sources.simulated.text import (
    Column,
    Columns,
    constant,
    dates,
    flags,
    moments,
    money,
    numbers,
    record_ids,
    texts,
    whole,
    words,
)
from everyrep.sources.simulated.vocabulary import (
    CURRENCIES,
    INDUSTRIES,
    LEAD_SOURCES,
    REGION_NAMES,
    RENEWAL,
    SDR,
    SEGMENTS,
)

BUYING_ROLES = ("Economic Buyer", "Champion", "User", "Procurement", "Technical Evaluator")
ROLE_SHARE = (0.2, 0.25, 0.3, 0.1, 0.15)
CONTACT_TITLES = (
    "Chief Financial Officer", "Head of Operations", "IT Manager", "Purchasing Manager",
    "Managing Director", "Team Lead", "Project Manager", "Chief Technology Officer",
)  # fmt: skip
TOPICS = ("Billing", "Defect", "How-to", "Access", "Performance", "Feature request")
PRIORITIES = ("Low", "Medium", "High")
ACTIONS = ("Shared", "Viewed", "Downloaded")
ASSET_KINDS = ("Deck", "Case Study", "Battle Card", "White Paper", "One-pager", "Video")


def company_names(numbers_: Ints) -> Column:
    """Names of customers by running number; a small city of distinct words."""
    first, second, forms = len(COMPANY_FIRST), len(COMPANY_SECOND), len(COMPANY_FORM)
    mixed = numbers_ * 7919 % (first * second * forms)
    turn = numbers_ // (first * second * forms)
    tail = np.where(turn > 0, turn + 1, -1)
    parts = [
        words(COMPANY_FIRST, mixed % first),
        words(COMPANY_SECOND, mixed // first % second),
        words(COMPANY_FORM, mixed // (first * second)),
    ]
    names = pc.binary_join_element_wise(*(part.dictionary_decode() for part in parts), " ")
    if not (tail >= 0).any():
        return names
    numbered = pc.binary_join_element_wise(names, pc.cast(numbers(tail), "string"), " ")
    return pc.if_else(flags(tail >= 0), numbered, names)


def accounts(company: Company, book: Book) -> Columns:
    """Accounts of a region as they stand at the world's end."""
    rng, when = stream(company.options.seed, "account-file", book.deals.region), company.when
    found, n = book.accounts, book.accounts.n
    since = np.where(found.since < when.end, found.since, np.nan)
    return {
        "Id": record_ids("001", found.first + np.arange(n)),
        "Name": company_names(found.first + np.arange(n)),
        "OwnerId": record_ids("005", _keepers(company, found.territory, rng)),
        "Industry": words(INDUSTRIES, found.industry),
        "Segment__c": words(SEGMENTS, found.segment),
        "NumberOfEmployees": numbers(found.employees),
        "BillingCountry": constant(REGION_NAMES[book.deals.region % len(REGION_NAMES)][2], n),
        "Territory__c": words(territory_names(company.teams), found.territory),
        "CustomerSince__c": dates(since),
        "ChurnDate__c": dates(_churned(book, n)),
        "CreatedDate": moments(np.where(np.isnan(since), when.edges[0] - 200.0, since - 60)
                               .clip(None, when.start) + rng.random(n)),
    }  # fmt: skip


def contacts(company: Company, book: Book) -> Columns:
    """People at the customers."""
    rng, found = stream(company.options.seed, "contacts", book.deals.region), book.accounts
    account = np.repeat(np.arange(found.n), found.contacts)
    n = len(account)
    number = found.first_contact + np.arange(n)
    given = words(GIVEN, rng.integers(0, len(GIVEN), n)).dictionary_decode()
    family = words(FAMILY, rng.integers(0, len(FAMILY), n)).dictionary_decode()
    mail = pc.binary_join_element_wise("contact", pc.cast(numbers(number), "string"), "")
    return {
        "Id": record_ids("003", number),
        "AccountId": record_ids("001", found.first + account),
        "FirstName": given,
        "LastName": family,
        "Email": pc.binary_join_element_wise(mail, "customer.example", "@"),
        "Title": words(CONTACT_TITLES, rng.integers(0, len(CONTACT_TITLES), n)),
        "Buying_Role__c": words(BUYING_ROLES, choose(rng, np.array(ROLE_SHARE), n)),
    }


def campaigns(company: Company, found: Campaigns) -> Columns:
    """Campaigns with what they cost."""
    n = len(found.source)
    starts = company.when.edges[found.month].astype(float)
    months = company.when.year[found.month] * 100 + company.when.month[found.month]
    labels = [
        f"{LEAD_SOURCES[source]} {month // 100}-{month % 100:02d}"
        for source, month in zip(found.source.tolist(), months.tolist(), strict=True)
    ]
    return {
        "Id": record_ids("701", np.arange(n)),
        "Name": texts(labels),
        "Type": words(LEAD_SOURCES, found.source),
        "Status": constant("Completed", n),
        "StartDate": dates(starts),
        "EndDate": dates(company.when.edges[found.month + 1].astype(float) - 1),
        "ActualCost": money(found.spend),
        "CurrencyIsoCode": constant(CURRENCIES[0], n),
    }


def campaign_members(found: Touches, first: int) -> Columns:
    """Who was reached by a campaign, and who answered."""
    answered = np.where(found.status == 1, found.moment, np.nan)
    return {
        "Id": record_ids("00v", first + np.arange(len(found.campaign))),
        "CampaignId": record_ids("701", found.campaign),
        "ContactId": record_ids("003", found.contact),
        "Status": words(("Sent", "Responded"), found.status),
        "CreatedDate": moments(found.moment),
        "FirstRespondedDate": dates(answered),
    }


def cases(book: Book, found: Tickets, first: int) -> Columns:
    """Support tickets."""
    n = len(found.account)
    return {
        "Id": record_ids("500", first + np.arange(n)),
        "AccountId": record_ids("001", book.accounts.first + found.account),
        "CreatedDate": moments(found.opened),
        "ClosedDate": moments(found.closed),
        "Status": words(("New", "Closed"), (~np.isnan(found.closed)).astype(np.int64)),
        "Priority": words(PRIORITIES, found.priority),
        "Subject": words(TOPICS, found.topic),
        "CSAT__c": whole(found.satisfaction),
    }


def content_assets(company: Company) -> Columns:
    """The library of content; all of it came out before the window."""
    rng, n = stream(company.options.seed, "assets"), ASSETS
    kind = rng.integers(0, len(ASSET_KINDS), n)
    labels = [f"{ASSET_KINDS[k]} {number + 1:03d}" for number, k in enumerate(kind.tolist())]
    labels[CALCULATOR] = "ROI Calculator"
    return {
        "Id": record_ids("069", np.arange(n)),
        "Title": texts(labels),
        "Type": words(ASSET_KINDS, kind),
        "PublishedDate": dates(company.when.edges[0] - 1000 * rng.random(n) - 5),
        "Production_Cost__c": money(rng.integers(4, 120, n) * 100_00),
        "CurrencyIsoCode": constant(CURRENCIES[0], n),
    }


def content_use(book: Book, found: Uses, first: int) -> Columns:
    """Content used on deals."""
    return {
        "Id": record_ids("05H", first + np.arange(len(found.asset))),
        "ContentId": record_ids("069", found.asset),
        "UserId": record_ids("005", found.person),
        "OpportunityId": record_ids("006", book.first + found.deal),
        "Action": words(ACTIONS, found.action),
        "UsedAt": moments(found.moment),
        "ViewMinutes": numbers(found.minutes),
    }


def _keepers(company: Company, territory: Ints, rng: np.random.Generator) -> Ints:
    """A seller of the territory who is there at the end; the region's director where none is."""
    lives, roster, last = company.lives, company.roster, company.when.n - 1
    here = (lives.gone >= company.when.end) & (roster.role < SDR)
    sellers = np.flatnonzero(here)
    sellers = sellers[np.argsort(lives.territory[sellers, last], kind="stable")]
    of = lives.territory[sellers, last]
    first = np.searchsorted(of, territory)
    count = np.searchsorted(of, territory, side="right") - first
    at = first + np.floor(rng.random(len(territory)) * count).astype(np.int64)
    region = company.teams.territory_region[territory]
    return np.where(count > 0, sellers[at.clip(0, len(sellers) - 1)], 1 + region)


def _churned(book: Book, n: int) -> Floats:
    """Day on which a customer's last deal, a renewal, was lost; NaN for all others."""
    deals = book.deals
    latest = np.full(n, -np.inf)
    np.maximum.at(latest, deals.account, deals.created)
    lost = (deals.kind == RENEWAL) & (book.stage == LOST_STAGE)
    lost &= deals.created >= latest[deals.account]
    day = np.full(n, np.nan)
    day[deals.account[lost]] = book.close_day[lost]
    return day
