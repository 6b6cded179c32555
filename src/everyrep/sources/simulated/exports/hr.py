"""HR's sheets: semicolons, decimal commas, dates with dots, cp1252, names reversed."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from everyrep.sources.simulated.calendar import EPOCH
from everyrep.sources.simulated.chance import Floats, Ints
from everyrep.sources.simulated.company import Company
from everyrep.sources.simulated.customers import region_currency
from everyrep.sources.simulated.exports.people_crm import (
    last_seen,
    managers_of,
    region_name,
    team_names,
    territory_names,
)
from everyrep.sources.simulated.people import Roster, Teams
from everyrep.sources.simulated.vocabulary import (
    BASE_SALARY,
    CURRENCIES,
    LEVELS,
    PRICE_LEVEL,
    TITLES,
)

ENCODING = "cp1252"
RAISE_A_YEAR = 0.03
EMPLOYEES = (
    "Employee No", "Name", "Email", "Job Title", "Level", "Manager No", "Team", "Territory",
    "Region", "Hire Date", "Exit Date", "Exit Reason", "Base Salary", "Currency",
)  # fmt: skip

Row = list[str]


def sheet(path: Path, header: Sequence[str], rows: Iterable[Row]) -> int:
    """Writes a European sheet; returns the number of rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding=ENCODING, newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(header)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def dotted(day: float) -> str:
    """A day since 1970 as 31.12.2025."""
    return (EPOCH + timedelta(days=int(day))).strftime("%d.%m.%Y")


def comma(minor: int) -> str:
    """Cents as 58.000,00."""
    return f"{minor // 100:,}".replace(",", ".") + f",{minor % 100:02d}"


def salaries(company: Company) -> Ints:
    """Base salary a year in cents of the home currency, shape (people, months); rises in April."""
    when, roster, lives = company.when, company.roster, company.lives
    people = np.arange(roster.n)
    base = np.array(BASE_SALARY)[roster.role[:, None], lives.level]
    spread = 1 + 0.04 * np.tanh(roster.skills.mean(axis=1))
    years = when.year - when.year[0] + (when.month >= 4)
    level = np.array(PRICE_LEVEL)[currencies(company)]
    euros = base * (spread * level)[people][:, None] * (1 + RAISE_A_YEAR) ** years[None, :]
    return np.rint(euros / 100).astype(np.int64) * 100_00


def currencies(company: Company) -> Ints:
    """Currency that each person is paid in: that of the region of hire."""
    roster, teams = company.roster, company.teams
    region = np.where(roster.home_region >= 0, roster.home_region, 0)
    return np.array([region_currency(one) for one in range(teams.n_regions)])[region]


def employees(company: Company) -> list[Row]:
    """Everybody ever employed in the window, as HR knows them today or knew them last."""
    teams, roster, lives, who = company.teams, company.roster, company.lives, company.who
    month = last_seen(company)
    people = np.arange(roster.n)
    lead = managers_of(company, month).tolist()
    pay = salaries(company)[people, month].tolist()
    team, territory = lives.team[people, month].tolist(), lives.territory[people, month].tolist()
    level, role = lives.level[people, month].tolist(), roster.role.tolist()
    paid_in = currencies(company).tolist()
    names, places = team_names(teams), territory_names(teams)
    regions = [region_name(one) for one in range(teams.n_regions)]
    home = _region(teams, roster, team)
    return [
        [
            who.number[p],
            f"{who.family[p]}, {who.given[p]}",
            who.mail_hr[p],
            TITLES[role[p]][level[p]],
            LEVELS[level[p]],
            who.number[lead[p]] if lead[p] >= 0 else "",
            names[team[p]] if team[p] >= 0 else "",
            places[territory[p]] if territory[p] >= 0 else "",
            regions[home[p]] if home[p] >= 0 else "",
            dotted(roster.hired[p]),
            *_exit(company, p),
            comma(pay[p]),
            CURRENCIES[paid_in[p]],
        ]
        for p in range(roster.n)
    ]


def _region(teams: Teams, roster: Roster, team: list[int]) -> list[int]:
    regions = teams.region.tolist()
    home = roster.home_region.tolist()
    return [regions[t] if t >= 0 else home[p] for p, t in enumerate(team)]


def _exit(company: Company, person: int) -> tuple[str, str]:
    """Last day of employment and reason; empty for those who are there when the world stops."""
    when, lives = company.when, company.lives
    if lives.gone[person] > when.end:
        return "", ""
    reason = "Dismissal" if lives.dismissed[person] else "Resignation"
    return dotted(lives.gone[person] - 1), reason


def as_date(day: float) -> date:
    """A day since 1970."""
    return EPOCH + timedelta(days=int(day))


def days(values: Floats) -> list[str]:
    """Days since 1970 as text."""
    return [dotted(value) for value in values.tolist()]
