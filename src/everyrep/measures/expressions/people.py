"""Figures of people: who is there, what a rep brings in, how many leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everyrep.measures.expressions.likeness import same_person
from everyrep.measures.facts.headcount import (
    days_there,
    joiners,
    leavers,
    standing,
    vacated,
    year_of_first_exit,
)
from everyrep.measures.facts.once import one_of_each_group
from everyrep.measures.facts.pieces import (
    exits_on_pieces,
    leave_on_pieces,
    openings_on_pieces,
    wins_on_pieces,
)
from everyrep.measures.facts.tenure import days_of
from everyrep.measures.question import Question
from everyrep.measures.tally import Lasting, Tally

if TYPE_CHECKING:
    import ibis.expr.types as ir

DAYS_A_WEEK = 7.0
DAYS_A_MONTH = 365.25 / 12


def revenue_per_rep(question: Question) -> Tally:
    """Bookings credited to sellers, per seller employed throughout."""
    return _per_rep(question, "won_minor")


def margin_per_rep(question: Question) -> Tally:
    """The same, less what delivering the deals costs; deals without a cost are left out."""
    return _per_rep(question, "margin_minor")


def wins_per_rep(question: Question) -> Tally:
    """Won deals that sellers are credited with, per seller employed throughout."""
    return _per_rep(question, "wins")


def opened_per_month(question: Question, name: str) -> Tally:
    """Deals that sellers opened, or their amounts, per seller and month employed."""
    return Tally(
        openings_on_pieces(question),
        reads=(name,),
        x=lambda piece: piece[name],
        m=lambda piece: days_of(piece) / DAYS_A_MONTH,
        alike=same_person,
    )


def leave_share(question: Question) -> Tally:
    """Days of sellers on leave, of the days they were employed."""
    return Tally(
        leave_on_pieces(question),
        reads=("away",),
        x=lambda piece: piece.away,
        m=days_of,
        alike=same_person,
    )


def headcount(question: Question, only_sellers: bool = False) -> Tally:
    """People employed on the last day of each bucket."""
    return Tally(
        standing(question, only_sellers=only_sellers),
        notes={"not_hired": lambda person: person.hired_on.isnull()},
    )


def average_headcount(question: Question, only_sellers: bool = False) -> Tally:
    """Days employed over the days of the bucket."""
    return Tally(
        days_there(question, only_sellers=only_sellers),
        x=days_of,
        m=lambda piece: piece.once * piece.bucket_days,
        thing=lambda piece: piece.person_id,
    )


def span_of_control(question: Question) -> Tally:
    """People with a manager on the last day, over their managers."""
    return Tally(
        one_of_each_group(standing(question), question, "manager_id"),
        reads=("manager_id",),
        keep=lambda person: person.manager_id.notnull(),
        m=lambda person: person.once,
        thing=lambda person: person.manager_id,
    )


def tenure(question: Question) -> Lasting:
    """Days that people had been employed on the last day."""
    return Lasting(
        standing(question),
        days=lambda person: person.day.delta(person.hired_on, unit="day"),
        first=lambda person: person.hired_on.notnull(),
    )


def hires(question: Question) -> Tally:
    """People by the day they were hired."""
    return Tally(joiners(question))


def exits(question: Question) -> Tally:
    """People who left, by their last day employed."""
    return Tally(leavers(question))


def voluntary_share(question: Question) -> Tally:
    """Those who left of their own accord, of those who left and of whom it is known."""
    return Tally(
        leavers(question),
        reads=("leaving_kind",),
        x=lambda leaver: (leaver.leaving_kind == "voluntary").fill_null(False).cast("int64"),
        m=lambda leaver: leaver.leaving_kind.notnull().cast("int64"),
        alike=same_person,
        notes={"unknown": lambda leaver: leaver.leaving_kind.isnull()},
    )


def vacancy(question: Question) -> Lasting:
    """Days until a territory whose holder left is held again."""
    import ibis

    def length(leaver: ir.Table) -> ir.Value:
        last = leaver.filled_on.fill_null(question.as_of)
        return ibis.greatest(last.delta(leaver.left_on, unit="day"), 0)

    return Lasting(
        vacated(question),
        days=length,
        first=lambda leaver: leaver.filled_on.notnull(),
        reads=("filled_on", "left_on"),
    )


def retention(question: Question, days: int) -> Lasting:
    """Hires until they have been there so many days, or left before, or today."""
    import ibis

    def so_far(hire: ir.Table) -> ir.Value:
        known = ibis.least(hire.left_on.fill_null(question.tomorrow), question.tomorrow)
        return known.delta(hire.hired_on, unit="day")

    return Lasting(
        joiners(question, since=year_of_first_exit(), key="joiners since exits"),
        days=lambda hire: ibis.least(so_far(hire), days),
        first=lambda hire: so_far(hire) >= days,
        second=lambda hire: (hire.left_on <= question.tomorrow).fill_null(False),
        reads=("left_on",),
    )


def turnover(question: Question, kind: str | None = None) -> Tally:
    """Exits over days employed; an exit falls on the last day employed.

    Args:
        question: What is asked.
        kind: Count only exits of this kind, such as "voluntary".
    """
    return Tally(
        exits_on_pieces(question, kind),
        reads=("exits",),
        x=lambda piece: piece.exits,
        m=days_of,
        thing=lambda piece: piece.person_id,
    )


def _per_rep(question: Question, value: str) -> Tally:
    return Tally(
        wins_on_pieces(question),
        reads=(value,),
        x=lambda piece: piece[value],
        m=part_of_bucket,
        alike=same_person,
    )


def part_of_bucket(piece: ir.Table) -> ir.Value:
    """The share of the bucket of time that a piece takes: 1 for who was there throughout."""
    return days_of(piece) / piece.bucket_days.cast("float64").nullif(0)
