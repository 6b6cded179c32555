"""Builds the company and writes its files: people first, then one region after the other."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from everyrep.sources.simulated import activities as acts
from everyrep.sources.simulated.book import Book, build_book
from everyrep.sources.simulated.calendar import Calendar, calendar
from everyrep.sources.simulated.chance import Floats, Ints
from everyrep.sources.simulated.customers import build_accounts
from everyrep.sources.simulated.deals import region_cells
from everyrep.sources.simulated.exports import activities_crm, deals_crm, hr, lms, people_crm
from everyrep.sources.simulated.identity import Identity, identify
from everyrep.sources.simulated.lives import Lives, live
from everyrep.sources.simulated.options import Format, Options, Scale, Traps
from everyrep.sources.simulated.people import Roster, Teams, build_roster, build_teams
from everyrep.sources.simulated.performance import Performance, perform
from everyrep.sources.simulated.prices import exchange_rates, price_list
from everyrep.sources.simulated.sinks import Sinks
from everyrep.sources.simulated.statements import of_courses, of_lessons
from everyrep.sources.simulated.targets import set_quotas

Progress = Callable[[str, float], None]

PEOPLE_A_PART = 400


@dataclass(frozen=True)
class SimulatedCompany:
    """What was written.

    Attributes:
        out: The folder.
        options: What it was made from.
        rows: Rows of each file, by its name within the folder.
        truth: What truth.json holds.
    """

    out: Path
    options: Options
    rows: dict[str, int]
    truth: dict[str, object]


@dataclass
class World:
    """Everything known before the first file is written, and running numbers of records."""

    options: Options
    when: Calendar
    teams: Teams
    roster: Roster
    lives: Lives
    skill: Performance
    who: Identity
    rates: Floats
    bookings: Floats
    issued: Counter[str] = field(default_factory=Counter)

    def take(self, kind: str, n: int) -> int:
        """First of n running numbers for records of a kind."""
        first = self.issued[kind]
        self.issued[kind] += n
        return first


def simulate(
    out: Path,
    *,
    people: int = 400,
    months: int = 36,
    seed: int = 1,
    end: date = date(2026, 7, 1),
    traps: Traps | None = None,
    scale: Scale | None = None,
    format: Format = "export",
    mess: bool = True,
    snapshots: bool = False,
    progress: Progress | None = None,
) -> SimulatedCompany:
    """Writes a company's exports and the truth about it into a folder.

    Args:
        out: Folder to write to; made where it is missing.
        people: Everybody employed at any time in the window.
        months: Length of the window.
        seed: Equal seeds and options give equal bytes.
        end: First day not seen any more; the first of a month.
        traps: Which artefacts are in the world; all by default.
        scale: How much happens.
        format: "export" or "parquet".
        mess: Whether files carry the usual errors.
        snapshots: Whether one region's history is known from monthly snapshots only.
        progress: Called with what is done next and the share done so far.

    Raises:
        SettingsError: If an option is out of range.
    """
    options = Options(
        people, months, seed, end, traps or Traps(), scale or Scale(), format, mess, snapshots
    )
    tell = progress or (lambda what, share: None)
    out.mkdir(parents=True, exist_ok=True)
    tell("people", 0.0)
    world = build_world(options)
    sinks = Sinks(out, options.form)
    for region in range(world.teams.n_regions):
        tell("deals", 0.05 + 0.6 * region / world.teams.n_regions)
        _write_region(world, sinks, region)
    tell("learning", 0.65)
    _write_learning(world, sinks, tell)
    _write_people(world, sinks)
    sinks.close()
    truth = {"seed": seed, "rows": sinks.rows}
    (out / "truth.json").write_text(json.dumps(truth, indent=1), encoding="utf-8")
    tell("done", 1.0)
    return SimulatedCompany(out, options, dict(sinks.rows), truth)


def build_world(options: Options) -> World:
    """Everything about people: who they are, how they live, how well they can sell."""
    when = calendar(options.end, options.months)
    teams = build_teams(options)
    roster = build_roster(options, when, teams)
    lives = live(options, when, teams, roster)
    return World(
        options=options,
        when=when,
        teams=teams,
        roster=roster,
        lives=lives,
        skill=perform(options, when, teams, roster, lives),
        who=identify(options, roster),
        rates=exchange_rates(options, when),
        bookings=np.zeros((roster.n, when.n)),
    )


def region_book(world: World, region: int) -> Book:
    """Accounts and deals of one region."""
    cells = region_cells(world.teams, world.lives, world.roster, region)
    deals = float(world.skill.rate[cells].sum())
    first, first_contact = world.issued["account"], world.issued["contact"]
    accounts = build_accounts(
        world.options, world.when, world.teams, region, deals, first, first_contact
    )
    world.take("account", accounts.n)
    world.take("contact", int(accounts.contacts.sum()))
    book = build_book(
        world.options, world.when, world.teams, world.roster, world.lives, world.skill, accounts,
        region, world.issued["deal"],
    )  # fmt: skip
    world.take("deal", book.deals.n)
    _book_wins(world, book)
    return book


def _book_wins(world: World, book: Book) -> None:
    won = np.flatnonzero(book.won)
    month = world.when.month_of(book.close_day[won])
    euros = book.amount[won] * world.rates[month, book.accounts.currency]
    np.add.at(world.bookings, (book.holder[won], month), euros)


def _write_region(world: World, sinks: Sinks, region: int) -> None:
    options, when = world.options, world.when
    book = region_book(world, region)
    nothing: Ints = np.full(book.deals.n, -1)
    sinks.write("crm/opportunities", deals_crm.opportunities(options, when, book, nothing))
    lines = deals_crm.line_items(book, world.issued["line"])
    world.take("line", len(book.lines.deal))
    sinks.write("crm/opportunity_line_items", lines, plain=True)
    splits = deals_crm.splits(options, world.lives, when, book, world.issued["split"])
    world.take("split", len(splits["Id"]))
    sinks.write("crm/opportunity_splits", splits, plain=True)
    history = deals_crm.history(options, when, book, world.issued["history"])
    world.take("history", len(history["Id"]))
    sinks.write("crm/opportunity_history", history, plain=True)
    found = acts.on_deals(options, when, world.roster, world.lives, book.deals, book.way)
    _write_activities(world, sinks, found, book)


def _write_activities(
    world: World, sinks: Sinks, found: acts.Activities, book: Book | None
) -> None:
    what, who = activities_crm.whom(world.options, book, found)
    tasks = activities_crm.tasks(found, what, who, world.issued["task"])
    world.take("task", len(tasks["Id"]))
    sinks.write("crm/tasks", tasks, plain=True)
    events = activities_crm.events(found, what, who, world.issued["event"])
    world.take("event", len(events["Id"]))
    sinks.write("crm/events", events, plain=True)


def _write_learning(world: World, sinks: Sinks, tell: Progress) -> None:
    options, when, roster, lives = world.options, world.when, world.roster, world.lives
    _write_statements(world, sinks, of_courses(options, when, roster, lives), 0)
    for first in range(0, roster.n, PEOPLE_A_PART):
        tell("learning", 0.65 + 0.3 * first / roster.n)
        group = np.arange(first, min(first + PEOPLE_A_PART, roster.n))
        found = of_lessons(options, when, roster, lives, world.skill, group)
        _write_statements(world, sinks, found, 1 + first)
        calls = acts.prospecting(options, when, roster, world.skill, group)
        _write_activities(world, sinks, calls, None)


def _write_statements(world: World, sinks: Sinks, found: object, part: int) -> None:
    if world.options.form == "parquet":
        sinks.write("lms/statements", lms.flat(world.options, world.who, found, part))
    else:
        sinks.write_lines("lms/statements", lms.lines(world.options, world.who, found, part))


def _write_people(world: World, sinks: Sinks) -> None:
    when, teams, roster, lives = world.when, world.teams, world.roster, world.lives
    sinks.write("crm/users", people_crm.users(when, teams, roster, lives, world.who))
    sinks.write("crm/products", people_crm.products(*price_list()))
    sinks.write("crm/pricebook_entries", people_crm.price_book(price_list()[0]))
    sinks.write("crm/opportunity_stages", people_crm.stages())
    sinks.write("crm/dated_conversion_rates", people_crm.conversion_rates(when, world.rates))
    quotas = set_quotas(world.options, when, teams, roster, lives, world.bookings)
    sinks.write(
        "crm/quotas",
        people_crm.quotas(when, quotas.person, quotas.month, quotas.amount, quotas.currency),
        plain=True,
    )
    sinks.write("lms/courses", lms.courses())
    rows = hr.employees(when, teams, roster, lives, world.who)
    sinks.rows["hr/employees.csv"] = hr.sheet(sinks.out / "hr/employees.csv", hr.EMPLOYEES, rows)
