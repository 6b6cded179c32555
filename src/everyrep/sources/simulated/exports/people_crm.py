"""Users of the CRM, their quotas, and the tables that change rarely: products, stages, rates."""

from __future__ import annotations

import numpy as np

from everyrep.sources.simulated.calendar import Calendar
from everyrep.sources.simulated.chance import Floats, Ints
from everyrep.sources.simulated.company import Company
from everyrep.sources.simulated.people import Teams
from everyrep.sources.simulated.targets import Quotas
from everyrep.sources.simulated.text import (
    Columns,
    constant,
    dates,
    flags,
    moments,
    money,
    numbers,
    record_ids,
    texts,
    words,
)
from everyrep.sources.simulated.vocabulary import (
    ALL_STAGES,
    CURRENCIES,
    DIRECTOR,
    MAIL_DOMAIN,
    MANAGER,
    PRODUCTS,
    REGION_NAMES,
    ROLE_NAMES,
    SDR,
    STAGE_FORECAST,
    STAGE_PROBABILITY,
    STAGES,
)

ROBOTS = ("Integration User", "Data Loader", "Marketing Automation")


def region_name(region: int) -> str:
    """Name of a region; large companies number them."""
    name = REGION_NAMES[region % len(REGION_NAMES)][0]
    turn = region // len(REGION_NAMES)
    return name if turn == 0 else f"{name} {turn + 1}"


def team_names(teams: Teams) -> list[str]:
    """Names of the teams: region, kind and a number within the region."""
    seen: dict[str, int] = {}
    names = []
    for region, kind in zip(teams.region.tolist(), teams.kind.tolist(), strict=True):
        base = f"{region_name(region)} {'Growth' if kind else 'New Business'}"
        seen[base] = seen.get(base, 0) + 1
        names.append(f"{base} {seen[base]}")
    return names


def territory_names(teams: Teams) -> list[str]:
    """Names of the territories: the region and a letter-like number."""
    seen: dict[int, int] = {}
    names = []
    for region in teams.territory_region.tolist():
        seen[region] = seen.get(region, 0) + 1
        names.append(f"{region_name(region)} T{seen[region]:02d}")
    return names


def last_seen(company: Company) -> Ints:
    """Last month in which each person was there."""
    return company.when.month_of(np.minimum(company.lives.gone, company.when.end) - 0.5)


def managers_of(company: Company, month: Ints) -> Ints:
    """Manager of each person in a month given by person; -1 for the head of all."""
    roster, lives, teams = company.roster, company.lives, company.teams
    people = np.arange(roster.n)
    team = lives.team[people, month]
    lead = np.where(team >= 0, lives.manager[team, month], -1)
    directors = np.flatnonzero(roster.role == DIRECTOR)
    region = np.where(team >= 0, teams.region[team], 0)
    above = np.where(
        roster.role == MANAGER, directors[region], np.where(roster.role == DIRECTOR, 0, -1)
    )
    return np.where(roster.role <= SDR, lead, above)


def users(company: Company) -> Columns:
    """Users as the CRM knows them, with the robots that also own records."""
    when, teams, roster = company.when, company.teams, company.roster
    lives, who = company.lives, company.who
    n, robots = roster.n, len(ROBOTS)
    month = last_seen(company)
    people = np.arange(n)
    territory = lives.territory[people, month]
    active = lives.gone >= when.end
    pad = np.full(robots, -1)
    names = [f"{a} {b}" for a, b in zip(who.crm_first, who.crm_last, strict=True)]
    robot_mail = [f"{name.split()[0].lower()}@{MAIL_DOMAIN}" for name in ROBOTS]
    team = lives.team[people, month]
    return {
        "Id": record_ids("005", np.arange(n + robots)),
        "Name": texts([*names, *ROBOTS]),
        "FirstName": texts([*who.crm_first, *([None] * robots)]),
        "LastName": texts([*who.crm_last, *ROBOTS]),
        "Email": texts([*who.mail_crm, *robot_mail]),
        "Username": texts([*(f"{m}.crm" for m in who.mail_crm), *robot_mail]),
        "EmployeeNumber": texts([*(one or None for one in who.crm_number), *([None] * robots)]),
        "Title": words(ROLE_NAMES, np.r_[roster.role, pad]),
        "UserRole.Name": words(ROLE_NAMES, np.r_[roster.role, pad]),
        "ManagerId": record_ids("005", np.r_[managers_of(company, month), pad]),
        "Division": words(team_names(teams), np.r_[team, pad]),
        "Territory__c": words(territory_names(teams), np.r_[territory, pad]),
        "IsActive": flags(np.r_[active, np.ones(robots, dtype=bool)]),
        "CreatedDate": moments(np.r_[roster.hired + 0.36, np.full(robots, when.edges[0] - 900.0)]),
    }


def products(prices: Ints, costs: Ints) -> Columns:
    """Products with their list price and cost in the company's own currency.

    Args:
        prices: List prices in cents, shape (products, currencies).
        costs: Unit costs in cents, of the same shape.
    """
    number = np.arange(len(PRODUCTS))
    return {
        "Id": record_ids("01t", number),
        "Name": texts([product.name for product in PRODUCTS]),
        "ProductCode": texts([product.code for product in PRODUCTS]),
        "Family": texts([product.family for product in PRODUCTS]),
        "IsActive": flags(number >= 0),
        "ListPrice__c": money(prices[:, 0]),
        "UnitCost__c": money(costs[:, 0]),
        "CurrencyIsoCode": constant(CURRENCIES[0], len(number)),
    }


def price_book(prices: Ints) -> Columns:
    """List price of every product in every currency."""
    product = np.repeat(np.arange(len(PRODUCTS)), len(CURRENCIES))
    currency = np.tile(np.arange(len(CURRENCIES)), len(PRODUCTS))
    return {
        "Id": record_ids("01u", np.arange(len(product))),
        "Product2Id": record_ids("01t", product),
        "CurrencyIsoCode": words(CURRENCIES, currency),
        "UnitPrice": money(prices[product, currency]),
        "IsActive": flags(product >= 0),
    }


def stages() -> Columns:
    """The sales process as an administrator set it up."""
    order = np.arange(len(ALL_STAGES))
    return {
        "Id": record_ids("01J", order),
        "MasterLabel": texts(ALL_STAGES),
        "SortOrder": numbers(order + 1),
        "DefaultProbability": numbers(np.array(STAGE_PROBABILITY)),
        "ForecastCategoryName": texts(STAGE_FORECAST),
        "IsActive": flags(order >= 0),
        "IsClosed": flags(order >= len(STAGES)),
        "IsWon": flags(order == len(STAGES)),
    }


def conversion_rates(when: Calendar, rates: Floats) -> Columns:
    """Dated exchange rates: units of each currency for one euro, as the CRM keeps them."""
    month = np.repeat(np.arange(when.n), len(CURRENCIES))
    currency = np.tile(np.arange(len(CURRENCIES)), when.n)
    return {
        "IsoCode": words(CURRENCIES, currency),
        "StartDate": dates(when.edges[month].astype(float)),
        "NextStartDate": dates(when.edges[month + 1].astype(float)),
        "ConversionRate": numbers(np.round(1 / rates[month, currency], 6)),
    }


def quotas(when: Calendar, found: Quotas) -> Columns:
    """Quotas by person and calendar quarter."""
    return {
        "Id": record_ids("0J9", np.arange(len(found.person))),
        "QuotaOwnerId": record_ids("005", found.person),
        "StartDate": dates(when.edges[found.month].astype(float)),
        "PeriodType": constant("Quarter", len(found.person)),
        "QuotaAmount": money(found.amount),
        "CurrencyIsoCode": words(CURRENCIES, found.currency),
    }
