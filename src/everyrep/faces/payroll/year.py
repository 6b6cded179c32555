"""Plans through their months: each month is posted by what was known at its end, paid and locked.

What becomes known later (a deal that was entered late, a refund, a quota that is missed after all)
is posted into the month that is open then, and keeps the month that it stems from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import pandas as pd

from everyrep.faces.payroll.given import givens_of
from everyrep.faces.payroll.known_as import KnownAs, but_struck, ids_of, known_as
from everyrep.faces.payroll.members import Members
from everyrep.measures.source import FactSource
from everyrep.pay import Book, Given, Plan, Run, calculate, check, lock, pay_out, pay_periods, post
from everyrep.pay import amounts as amounts_of
from everyrep.pay.facts import Left
from everyrep.pay.ledger import PayPeriod, locked
from everyrep.pay.paying import earned_of, opening_of, release_days, settle, stints_of
from everyrep.pay.windows import day_number, day_of
from everyrep.values import Currency, Scope, UnknownName, UserError

LATER = 24
"""Periods after a plan's end in which what is late, or comes back, is still run."""


@dataclass(frozen=True)
class Known:
    """What was known at the end of a day.

    Attributes:
        given: The tables of each plan, by its id.
        ids: Every id that anybody has or had, with the one of today; see `ids_of`.
    """

    given: Mapping[str, Given]
    ids: Mapping[str, str]


Knowing = Callable[[date], Known]
"""What was known at the end of a day."""


@dataclass(frozen=True, eq=False)
class Year:
    """A run through the months.

    Attributes:
        periods: Names of the periods that the book holds now, in order.
        left: By plan, what was given for its last period and is not paid by, with the reason.
        postings: How many postings of the book hold together.
        twice: People whom the book paid under two ids; what was paid under the first of a pair
            stands as owed there, and the second is paid from now on.
    """

    periods: tuple[str, ...]
    left: Mapping[str, Left]
    postings: int
    twice: Mapping[str, str]


def knowing(
    source: FactSource, scope: Scope, plans: Sequence[Plan], members: Mapping[str, Members]
) -> Knowing:
    """What the company's records had by the end of a day.

    Args:
        source: An open build.
        scope: Who asks.
        plans: Plans.
        members: Who is on each, by its id.

    Raises:
        UnknownName: Nobody says who is on one of the plans.
    """
    for plan in plans:
        if plan.id not in members:
            raise UnknownName("plan", plan.id, members, where="members")

    ids = ids_of(source)

    def known(day: date) -> Known:
        found: dict[str, Given] = {}
        for currency, some in groupby(sorted(plans, key=_code), key=_code):
            listed = list(some)
            found |= givens_of(
                source, scope, payees={plan.id: members[plan.id] for plan in listed},
                through=day, since=min(plan.begins for plan in listed),
                currency=Currency.of(currency),
            )  # fmt: skip
        return Known(found, ids)

    return known


def run_year(
    book: Book,
    plans: Sequence[Plan],
    known: Knowing,
    *,
    until: date,
    later: int = LATER,
    tell: Callable[[str, float], None] = lambda *_: None,
) -> Year:
    """Take plans through their periods of pay, each as it was known at its end.

    A period that is locked already is passed over, so that a run that was broken off goes on where
    it stopped, and one that is repeated posts nothing.

    Args:
        book: Is appended to.
        plans: Plans, none twice.
        known: What was known at the end of a day.
        until: The last day that is known; periods that go on beyond it are not run.
        later: How many periods after a plan's end are run too, for what is late or comes back.
        tell: Told of each period, and how much is done.

    Raises:
        UserError: A plan is there twice, or as gathering and calculating.
    """
    _see_apart(plans)
    turns = _turns(plans, until, later)
    done, left = locked(book), {}
    twice: dict[str, str] = {}
    for place, (period, mine) in enumerate(turns):
        tell(period.name, place / len(turns))
        if period.name in done:
            continue
        day = day_of(period.end - 1)
        now = known(day)
        people = known_as(now.ids, book)
        twice |= people.twice
        for plan in mine:
            left[plan.id] = _turn(book, plan, now.given[plan.id], people, period, day)
        lock(book, period, day)
    names = tuple(dict.fromkeys(period.name for period, _ in turns))
    return Year(names, left, check(book), twice)


def _turn(
    book: Book, plan: Plan, given: Given, people: KnownAs, period: PayPeriod, day: date
) -> Left:
    """Post what a plan is worth by now, and pay out what of it is due."""
    found = people.as_paid(given).gathered(plan)
    facts = found.facts
    worth = but_struck(amounts_of(calculate(plan, facts)))
    whom = people.accountable | set(worth["payee"])
    run = Run(f"{plan.id} {period.name}", plan.id, plan.currency, whom)
    post(book, worth, run, period, day)
    earned = earned_of(book, plan.id, release_days(plan, facts), customers_lost(given))
    opening = opening_of(book, plan, period)
    paid = pay_out(plan, earned, but_struck(stints_of(plan, facts)), (period,), opening)
    settle(book, paid, run, period, day)
    return found.left


def customers_lost(given: Given) -> pd.DataFrame | None:
    """Deals whose customers have left, as `earned_of` takes them; None where none has."""
    lines = given.lines
    lost = lines[lines["lost_on"].notna() & lines["reverses"].isna()]
    if not len(lost):
        return None
    days = [day_number(day) for day in lost["lost_on"]]
    return pd.DataFrame({"deal": lost["deal"].to_numpy(), "left_on": days})


def _turns(
    plans: Sequence[Plan], until: date, later: int
) -> list[tuple[PayPeriod, tuple[Plan, ...]]]:
    """Periods by their ends, each with the plans that have it."""
    found: dict[PayPeriod, tuple[Plan, ...]] = {}
    for plan in plans:
        for period in pay_periods(plan, later):
            if period.end - 1 <= day_number(until):
                found[period] = (*found.get(period, ()), plan)
    return sorted(found.items(), key=lambda turn: (turn[0].end, turn[0].first))


def _see_apart(plans: Sequence[Plan]) -> None:
    names = [plan.id for plan in plans]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise UserError(
            f"The plan {twice[0]!r} is there twice", why="Its pay would be posted twice",
            remedy="name each plan once; versions of one plan are run one after the other",
        )  # fmt: skip


def _code(plan: Plan) -> str:
    return plan.currency.code
