"""Writes everything that belongs to the deals of one region."""

from __future__ import annotations

import numpy as np

from everyrep.sources.simulated import activities as acts
from everyrep.sources.simulated import marketing, truth
from everyrep.sources.simulated.afterwards import entered_late, taken_back
from everyrep.sources.simulated.book import Book, build_book
from everyrep.sources.simulated.customers import build_accounts
from everyrep.sources.simulated.deals import region_cells
from everyrep.sources.simulated.desk import Desk
from everyrep.sources.simulated.exports import activities_crm, deals_crm, market_crm

OPPORTUNITIES = "crm/opportunities"
HISTORY = "crm/opportunity_history"
LINES = "crm/opportunity_line_items"
SPLITS = "crm/opportunity_splits"
CHANGES = "crm/opportunity_field_history"
REFUNDS = "crm/refunds"


def write_region(desk: Desk, region: int) -> None:
    """Simulates the deals of a region and writes all files they appear in."""
    book = open_book(desk, region)
    desk.tally.add(desk.company, book)
    desk.realised.add(desk.company, book)
    _book_wins(desk, book)
    _write_deals(desk, book)
    _write_market(desk, book)
    found = acts.on_deals(desk.company, book.deals, book.way)
    write_activities(desk, found, book, region)
    desk.sinks.write_truth("truth/deals", truth.deals(book))


def open_book(desk: Desk, region: int) -> Book:
    """Accounts and deals of a region, with their running numbers."""
    company = desk.company
    expected = float(company.skill.rate[region_cells(company, region)].sum())
    accounts = build_accounts(company, region, expected, desk.next("account"), desk.next("contact"))
    desk.issue("account", accounts.n)
    desk.issue("contact", int(accounts.contacts.sum()))
    book = build_book(company, accounts, region, desk.next("deal"))
    desk.issue("deal", book.deals.n)
    return book


def write_activities(desk: Desk, found: acts.Activities, book: Book | None, part: int) -> None:
    """Writes tasks and events; the parts of prospecting are numbered after the regions."""
    desk.tally.add_activities(found)
    what, who = activities_crm.whom(desk.company.options, book, found)
    tasks = activities_crm.tasks(found, what, who, desk.next("task"))
    desk.issue("task", len(tasks["Id"]))
    desk.sinks.write("crm/tasks", desk.mess.tasks(part, tasks), plain=True)
    events = activities_crm.events(found, what, who, desk.next("crm/events"))
    desk.write("crm/events", events, plain=True)


def _book_wins(desk: Desk, book: Book) -> None:
    won = np.flatnonzero(book.won)
    month = desk.company.when.month_of(book.close_day[won])
    euros = book.amount[won] * desk.company.rates[month, book.accounts.currency]
    np.add.at(desk.bookings, (book.holder[won], month), euros)


def _write_deals(desk: Desk, book: Book) -> None:
    company, region = desk.company, book.deals.region
    campaign = marketing.campaign_of(company, book)
    sourced = marketing.sourced_by(company, book)
    booked = entered_late(company, book)
    back = taken_back(company, book, booked)
    desk.afterwards.add(book, booked, back)
    deals = deals_crm.opportunities(company, book, campaign, sourced, booked)
    desk.sinks.write(OPPORTUNITIES, desk.mess.opportunities(region, deals, book.deals.created))
    lines = deals_crm.line_items(book, desk.next(LINES))
    desk.write(LINES, lines, plain=True)
    splits = deals_crm.splits(company, book, desk.next(SPLITS))
    desk.write(SPLITS, splits, plain=True)
    desk.write(REFUNDS, deals_crm.refunds(book, back, desk.next(REFUNDS)), plain=True)
    changes = deals_crm.owner_changes(company, book, desk.next(CHANGES))
    desk.write(CHANGES, changes, plain=True)
    if company.options.snapshots and region == company.teams.n_regions - 1:
        desk.write("crm/pipeline_snapshots", deals_crm.snapshots(company, book), plain=True)
    else:
        desk.write(HISTORY, deals_crm.history(company, book, desk.next(HISTORY)), plain=True)
    touches = marketing.touch(company, book, campaign)
    members = market_crm.campaign_members(touches, desk.next("crm/campaign_members"))
    desk.write("crm/campaign_members", members, plain=True)


def _write_market(desk: Desk, book: Book) -> None:
    company, region = desk.company, book.deals.region
    desk.sinks.write("crm/accounts", desk.mess.accounts(region, market_crm.accounts(company, book)))
    desk.sinks.write("crm/contacts", market_crm.contacts(company, book), plain=True)
    tickets = marketing.raise_tickets(company, book)
    desk.write("crm/cases", market_crm.cases(book, tickets, desk.next("crm/cases")), plain=True)
    uses = marketing.use_content(company, book)
    content = market_crm.content_use(book, uses, desk.next("crm/content_use"))
    desk.write("crm/content_use", content, plain=True)
