"""Contracts of people: when they worked here, whom they report to, and what they were asked."""

from __future__ import annotations

from collections.abc import Iterator

from everyrep.warehouse.checks.contract import Context, Contract, among, day, person, show
from everyrep.warehouse.checks.finding import Severity
from everyrep.warehouse.checks.touched import PER_REP, STAFF, TARGETS

TABLE = "people"


def staff(context: Context) -> Iterator[Contract]:
    """The contracts of people, their positions, absences and quotas."""
    yield from _working_time(context)
    yield from _managers(context)
    yield _mailbox()
    yield from _spans()
    yield from _quotas()


def _working_time(context: Context) -> Iterator[Contract]:
    yield Contract(
        "left-before-hired",
        TABLE,
        "t.left_on < t.hired_on",
        "Gone before they came",
        "they have no working time, and count as leavers of a period in which they were not here",
        "mend the dates in HR; of people hired again the last day of hire is often the first exit",
        Severity.ERROR,
        of="t.left_on IS NOT NULL AND t.hired_on IS NOT NULL",
        shows=show("hired_on", "left_on"),
        measures=STAFF,
    )
    yield Contract(
        "person-without-hire-date",
        TABLE,
        "t.hired_on IS NULL",
        "Without the day they were hired",
        "they have no ramp, and are not among those who could have left",
        "load an HR file with these people, or settle who is who in the match queue",
        Severity.NOTE,
        of=f"t.load_id IS NOT NULL AND {_here(context)}",
        shows=show("system", "title"),
        measures=STAFF,
        needs=("people.hired_on",),
    )


def _here(context: Context) -> str:
    return f"(t.left_on IS NULL OR t.left_on > {day(context.as_of)})"


def _managers(context: Context) -> Iterator[Contract]:
    yield Contract(
        "person-without-manager",
        TABLE,
        "t.manager_id IS NULL",
        "Without a manager",
        "they are on no team but their own; only the head of the company should be",
        "fill in the manager in HR, or map manager",
        of=f"t.load_id IS NOT NULL AND {_here(context)}",
        shows=show("system", "title"),
        measures=PER_REP,
        needs=("people.manager_id",),
        allowed=1,
    )
    yield Contract(
        "manager-has-left",
        TABLE,
        f"manager.left_on <= {day(context.as_of)}",
        "Reporting to somebody who has left",
        "figures by manager show a team that nobody leads",
        "mend the manager in HR",
        of=f"t.manager_id IS NOT NULL AND {_here(context)}",
        joins=(person("manager"),),
        shows=(*show("manager_ref"), ("manager left", "manager.left_on")),
        measures=PER_REP,
        needs=("people.manager_id", "people.left_on"),
    )
    yield Contract(
        "manager-in-a-circle",
        TABLE,
        f"t.id IN ({among(context.in_circles)})",
        "Their own manager's manager, however far up",
        "a team that contains itself cannot be added up; figures by manager count it once at most",
        "mend the manager of one of them in HR",
        Severity.ERROR,
        of="t.manager_id IS NOT NULL",
        shows=show("manager_ref"),
        measures=PER_REP,
        needs=("people.manager_id",),
    )


def _mailbox() -> Contract:
    return Contract(
        "mailbox-of-two",
        TABLE,
        "t.bearers > 1",
        "With a mail address that another person has too",
        "they may be one human being counted twice, or a shared mailbox that joins two",
        "settle the pair in the match queue",
        of="t.email IS NOT NULL",
        relation="(SELECT *, count(*) OVER (PARTITION BY lower(email)) AS bearers FROM people)",
        shows=show("system", "title"),
        measures=STAFF,
        needs=("people.email",),
    )


def _spans() -> Iterator[Contract]:
    for table, what in (("positions", "a position"), ("leaves", "an absence")):
        yield Contract(
            f"{table}-outside-employment",
            table,
            "t.from_on >= person.left_on OR t.to_on < person.hired_on",
            f"With {what} before the person came or after the person left",
            "such rows are left out of the history of the organisation",
            "mend the dates in HR",
            of="t.person_id IS NOT NULL",
            joins=(person("person"),),
            shows=(
                *show("person_ref", "from_on", "to_on"),
                ("hired", "person.hired_on"),
                ("left", "person.left_on"),
            ),
            measures=PER_REP,
            needs=("people.hired_on",),
        )


def _quotas() -> Iterator[Contract]:
    yield Contract(
        "quota-after-exit",
        "quotas",
        "t.from_on >= person.left_on",
        "Of somebody who had left before the period began",
        "attainment of the team is measured against a quota that nobody carried",
        "end the quota in the file, or mend the exit date in HR",
        of="t.person_id IS NOT NULL",
        joins=(person("person"),),
        shows=(*show("person_ref", "from_on", "amount_minor"), ("left", "person.left_on")),
        measures=TARGETS,
        amount="t.amount_base_minor",
        needs=("people.left_on",),
    )
    yield Contract(
        "quota-of-nobody",
        "quotas",
        "t.person_id IS NULL AND t.team_id IS NULL AND t.territory_id IS NULL",
        "Of no person, team or territory",
        "nobody's bookings are held against them",
        "fill in whose quota it is",
        Severity.ERROR,
        shows=show("from_on", "amount_minor"),
        measures=TARGETS,
        amount="t.amount_base_minor",
    )
    yield Contract(
        "quota-of-nothing",
        "quotas",
        "t.amount_minor = 0",
        "Of nothing",
        "attainment against nothing is not estimable",
        "leave the row out where there was no quota",
        Severity.NOTE,
        shows=show("person_ref", "from_on"),
        measures=TARGETS,
    )
