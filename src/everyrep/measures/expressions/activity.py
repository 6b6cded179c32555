"""What sellers did: how much of it, how well, and on which deals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everyrep.measures.expressions.likeness import of_one_person, same_person
from everyrep.measures.expressions.people import DAYS_A_WEEK
from everyrep.measures.facts import deals, open_deals
from everyrep.measures.facts.activities import (
    MEETINGS,
    activities,
    doings_on_pieces,
    touches_on_pieces,
    with_meetings,
    with_recent_activity,
)
from everyrep.measures.facts.tenure import days_of
from everyrep.measures.facts.words import CONNECTED, HELD, NO_SHOW, NOT_CONNECTED, NOT_HELD
from everyrep.measures.question import Question
from everyrep.measures.tally import Tally, one

if TYPE_CHECKING:
    import ibis.expr.types as ir


def count(question: Question, kinds: tuple[str, ...] | None = None) -> Tally:
    """Activities by the day they were done, of all kinds or of some."""
    frame = activities(question)
    if kinds is None:
        return Tally(frame)
    return Tally(frame, keep=lambda activity: activity.kind.isin(kinds), reads=("kind",))


def per_week(question: Question, name: str = "done") -> Tally:
    """A sum of what sellers did, per seller and week employed."""
    return Tally(
        doings_on_pieces(question),
        reads=(name,),
        x=lambda piece: piece[name],
        m=lambda piece: days_of(piece) / DAYS_A_WEEK,
        alike=same_person,
    )


def connect_rate(question: Question) -> Tally:
    """Calls that reached somebody, of those whose result says whether they did."""
    return _results(question, ("call",), CONNECTED, NOT_CONNECTED)


def held_rate(question: Question) -> Tally:
    """Meetings and demos that took place, of those that did or did not."""
    return _results(question, MEETINGS, HELD, NOT_HELD)


def no_show_rate(question: Question) -> Tally:
    """Meetings and demos to which nobody came, of those that somebody went to."""
    return _results(question, MEETINGS, NO_SHOW, HELD)


def _results(
    question: Question, kinds: tuple[str, ...], good: tuple[str, ...], other: tuple[str, ...]
) -> Tally:
    def known(activity: ir.Table) -> ir.Value:
        return activity.result_word.isin((*good, *other)).fill_null(False)

    return Tally(
        activities(question),
        reads=("kind", "result_word"),
        keep=lambda activity: activity.kind.isin(kinds),
        x=lambda activity: activity.result_word.isin(good).fill_null(False).cast("int64"),
        m=lambda activity: known(activity).cast("int64"),
        alike=of_one_person,
        notes={"unknown": lambda activity: ~known(activity)},
    )


def quality(question: Question) -> Tally:
    """Marks for quality, of the activities that have one."""
    return Tally(
        activities(question),
        reads=("quality",),
        keep=_marked,
        x=lambda activity: activity.quality,
        m=one,
        alike=of_one_person,
    )


def good_share(question: Question, bar: float) -> Tally:
    """Activities with a mark at or above a bar, of those that have one."""
    return Tally(
        activities(question),
        reads=("quality",),
        keep=_marked,
        x=lambda activity: (activity.quality >= bar).cast("int64"),
        m=one,
        alike=of_one_person,
    )


def _marked(activity: ir.Table) -> ir.Value:
    # A mark beyond 0 and 1 is on a scale that nobody stated.
    return activity.quality.between(0.0, 1.0).fill_null(False)


def outbound_share(question: Question) -> Tally:
    """Activities that went out, of those that went out or came in."""
    return Tally(
        activities(question),
        reads=("direction",),
        keep=lambda activity: activity.direction.isin(("in", "out")),
        x=lambda activity: (activity.direction == "out").cast("int64"),
        m=one,
        alike=of_one_person,
    )


def on_deals_share(question: Question) -> Tally:
    """Activities that name a deal, of all."""
    return Tally(
        activities(question),
        reads=("opportunity_id",),
        x=lambda activity: activity.opportunity_id.notnull().cast("int64"),
        m=one,
        alike=of_one_person,
    )


def accounts_touched(question: Question) -> Tally:
    """Customers that anything was done with, each once a group."""
    return Tally(
        activities(question),
        reads=("customer_id",),
        keep=lambda activity: activity.customer_id.notnull(),
        x=lambda activity: activity.customer_id,
        distinct=True,
    )


def accounts_per_week(question: Question) -> Tally:
    """Customers that a seller had to do with, per week employed."""
    return Tally(
        touches_on_pieces(question),
        reads=("touched",),
        x=lambda piece: piece.touched,
        m=lambda piece: days_of(piece) / DAYS_A_WEEK,
        alike=same_person,
    )


def open_deals_touched(question: Question, days: int) -> Tally:
    """Open deals on which something was done in the last days, clustered by owner."""
    return Tally(
        with_recent_activity(open_deals(question), question, days),
        reads=("touched",),
        x=lambda deal: deal.touched.cast("int64"),
        m=one,
        alike=of_one_person,
    )


def meetings_per_win(question: Question) -> Tally:
    """Meetings and demos on deals that were won, up to the day they were, per deal."""
    return Tally(
        with_meetings(deals(question, "close_on"), question),
        reads=("meetings",),
        keep=lambda deal: deal.outcome == "won",
        x=lambda deal: deal.meetings,
        m=one,
        alike=of_one_person,
    )
