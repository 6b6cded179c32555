"""More of the HR department's sheets: jobs over time, leaves, coaching, spend, programs."""

from __future__ import annotations

import numpy as np

from everyrep.sources.simulated.chance import Bools, Floats, Ints
from everyrep.sources.simulated.company import Company
from everyrep.sources.simulated.effects import COACHED_SKILLS, COURSES
from everyrep.sources.simulated.exports.hr import (
    Row,
    comma,
    currencies,
    dotted,
    salaries,
)
from everyrep.sources.simulated.exports.people_crm import (
    managers_of,
    team_names,
    territory_names,
)
from everyrep.sources.simulated.learning import ARMS
from everyrep.sources.simulated.vocabulary import CURRENCIES, LEVELS, TITLES

JOBS = (
    "Employee No", "Valid From", "Job Title", "Level", "Manager No", "Team", "Territory",
    "Base Salary", "Currency", "Reason",
)  # fmt: skip
LEAVES = ("Employee No", "Leave Type", "From", "To")
COACHING = ("Session No", "Manager No", "Employee No", "Date", "Minutes", "Skill")
SPEND = ("Month", "Skill", "Course", "Seats", "Amount", "Currency")
PROGRAMS = ("Program", "Course", "Unit Type", "Unit", "Arm", "Wave", "Start", "Assignment")
UNTAGGED = 7
HIRE, TRANSFER, PROMOTION, NEW_MANAGER, PAY = "Hire", "Transfer", "Promotion", "New manager", "Pay"


def job_history(company: Company) -> list[Row]:
    """One row for each change of team, level, manager or pay, from its first day on."""
    roster, lives, when, who = company.roster, company.lives, company.when, company.who
    lead = _leads(company)
    pay = salaries(company)
    employed = _employed(company)
    first = np.where(employed.any(axis=1), employed.argmax(axis=1), -1)
    moved = _changed(lives.team) | _changed(lives.territory)
    raised, led, paid = _changed(lives.level), _changed(lead), _changed(pay)
    any_change = employed & (moved | raised | led | paid)
    months = np.arange(when.n)
    any_change &= months[None, :] > first[:, None]
    any_change |= months[None, :] == first[:, None]
    paid_in = currencies(company).tolist()
    teams, places = team_names(company.teams), territory_names(company.teams)
    rows: list[Row] = []
    for p, m in zip(*(part.tolist() for part in np.nonzero(any_change)), strict=True):
        begins = roster.hired[p] if m == first[p] else when.edges[m]
        reason = HIRE if m == first[p] else _reason(moved[p, m], raised[p, m], led[p, m])
        role, level = int(roster.role[p]), int(lives.level[p, m])
        team, place = int(lives.team[p, m]), int(lives.territory[p, m])
        boss = int(lead[p, m])
        rows.append(
            [
                who.number[p],
                dotted(begins),
                TITLES[role][level],
                LEVELS[level],
                who.number[boss] if boss >= 0 else "",
                teams[team] if team >= 0 else "",
                places[place] if place >= 0 else "",
                comma(int(pay[p, m])),
                CURRENCIES[paid_in[p]],
                reason,
            ]
        )
    return rows


def leaves(company: Company) -> list[Row]:
    """Leaves of absence by first and last day."""
    when, who = company.when, company.who
    away = company.lives.away & _employed(company)
    before = np.pad(away, ((0, 0), (1, 0)))[:, :-1]
    after = np.pad(away, ((0, 0), (0, 1)))[:, 1:]
    person, first = np.nonzero(away & ~before)
    last = np.nonzero(away & ~after)[1]
    kinds = ("Parental", "Sick", "Sabbatical")
    return [
        [
            who.number[p],
            kinds[(p + f) % 3 if t - f < 2 else 0],
            dotted(when.edges[f]),
            dotted(min(when.edges[t + 1], company.lives.gone[p]) - 1),
        ]
        for p, f, t in zip(person.tolist(), first.tolist(), last.tolist(), strict=True)
    ]


def coaching_sessions(company: Company) -> list[Row]:
    """Sessions that took place: both were still there."""
    who, gone = company.who, company.lives.gone
    manager, person, day, minutes, skill = company.lives.sessions.table()
    keep = np.flatnonzero((day < gone[person]) & (day < gone[manager]) & (day < company.when.end))
    keep = keep[np.argsort(day[keep], kind="stable")]
    found = (part[keep].tolist() for part in (manager, person, day, minutes, skill))
    return [
        [f"C{at + 1:06d}", who.number[m], who.number[p], dotted(d), str(t), _topic(at, s)]
        for at, (m, p, d, t, s) in enumerate(zip(*found, strict=True))
    ]


def _topic(number: int, skill: int) -> str:
    """The skill a session was about; in one of seven nobody wrote it down."""
    return COACHED_SKILLS[skill] if number % UNTAGGED else ""


def training_spend(company: Company) -> list[Row]:
    """What seats cost, by month and course."""
    when = company.when
    person, course, begun, _ = company.lives.enrolments.table()
    keep = (begun < company.lives.gone[person]) & (begun < when.end)
    cell = course[keep] * when.n + when.month_of(begun[keep])
    seats = np.bincount(cell, minlength=len(COURSES) * when.n).reshape(len(COURSES), when.n)
    return [
        [
            dotted(when.edges[month]),
            COURSES[number].skill,
            COURSES[number].title,
            str(int(seats[number, month])),
            comma(int(seats[number, month]) * COURSES[number].cost),
            CURRENCIES[0],
        ]
        for month in range(when.burn, when.n)
        for number in range(len(COURSES))
        if seats[number, month] and COURSES[number].cost
    ]


def program_assignments(company: Company) -> list[Row]:
    """Who was drawn by lot: teams for the rollout, people for the trial."""
    return [*_rollout(company), *_trial(company)]


def _rollout(company: Company) -> list[Row]:
    offers, when = company.lives.offers, company.when
    course = next(one for one in COURSES if one.assignment == "rollout")
    rows = []
    for team, name in enumerate(team_names(company.teams)):
        wave = int(offers.wave[team])
        starts = dotted(when.edges[offers.starts[wave]]) if wave >= 0 else ""
        arm, label = ("treated", str(wave + 1)) if wave >= 0 else ("control", "")
        rows.append([f"{course.title} rollout", course.title, "team", name, arm, label, starts,
                     "random"])  # fmt: skip
    return rows


def _trial(company: Company) -> list[Row]:
    titles = {course.key: course.title for course in COURSES}
    starts = dotted(company.when.edges[company.lives.offers.trial_month])
    arm = company.lives.enrolments.arm
    return [
        [
            "Objection and rapport trial",
            titles.get(ARMS[arm[p]], ""),
            "person",
            company.who.number[p],
            ARMS[arm[p]],
            "",
            starts,
            "random",
        ]
        for p in np.flatnonzero(arm >= 0).tolist()
    ]


def _leads(company: Company) -> Ints:
    n = company.roster.n
    months = range(company.when.n)
    return np.stack([managers_of(company, np.full(n, month)) for month in months], axis=1)


def _employed(company: Company) -> Bools:
    when = company.when
    begun = company.roster.hired[:, None] < when.edges[None, 1:]
    return np.asarray(begun & (company.lives.gone[:, None] > when.edges[None, :-1]))


def _changed(values: Ints | Floats) -> Bools:
    changed = np.zeros(values.shape, dtype=bool)
    changed[:, 1:] = values[:, 1:] != values[:, :-1]
    return changed


def _reason(moved: bool, raised: bool, led: bool) -> str:
    if raised:
        return PROMOTION
    if moved:
        return TRANSFER
    return NEW_MANAGER if led else PAY
