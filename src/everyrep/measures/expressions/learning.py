"""What is learned, how far it lasts, how people are rated, and what it costs."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from everyrep.measures.expressions.deals import AMOUNTS, not_converted, without_amount
from everyrep.measures.expressions.likeness import of_one_person, same_person
from everyrep.measures.expressions.people import DAYS_A_MONTH
from everyrep.measures.expressions.ramp import until_ramped
from everyrep.measures.facts.learning import (
    completions,
    enrolments,
    learners,
    own_and_managers_ratings,
    rated_people,
    ratings,
    scored_events,
    spending,
    tests_again,
    tries,
)
from everyrep.measures.facts.onboarding import duties, first_choices, onboarded
from everyrep.measures.facts.words import plain_word
from everyrep.measures.figures import NO_FACTS, NOTHING_TO_DIVIDE, Figure
from everyrep.measures.question import Question
from everyrep.measures.tally import Lasting, Tally, one
from everyrep.values import Grade

if TYPE_CHECKING:
    import ibis.expr.types as ir


def completion(question: Question) -> Lasting:
    """Days from the start of a course to its completion, or to giving up, or today."""
    import ibis

    def length(course: ir.Table) -> ir.Value:
        today = ibis.literal(question.as_of)
        last = ibis.coalesce(course.finished_on, course.gave_up_on, today)
        return last.delta(course.began_on, unit="day")

    return Lasting(
        enrolments(question),
        length,
        first=lambda course: course.finished_on.notnull(),
        second=lambda course: course.finished_on.isnull() & course.gave_up_on.notnull(),
        reads=("finished_on", "gave_up_on"),
    )


def completion_within(question: Question, days: int) -> Lasting:
    """Days from the start of a course to its completion, or until the time for it is over."""
    import ibis

    def so_far(course: ir.Table) -> ir.Value:
        today = ibis.literal(question.as_of)
        return ibis.coalesce(course.finished_on, today).delta(course.began_on, unit="day")

    def in_time(course: ir.Table) -> ir.Value:
        return course.finished_on.notnull() & (so_far(course) <= days)

    return Lasting(
        enrolments(question),
        days=lambda course: ibis.least(so_far(course), days),
        first=in_time,
        second=lambda course: ~in_time(course) & (so_far(course) >= days),
        reads=("finished_on",),
    )


def time_to_complete(question: Question) -> Lasting:
    """Days from the start of a course to its completion; who gave up has not completed it."""
    import ibis

    def length(course: ir.Table) -> ir.Value:
        last = ibis.coalesce(course.finished_on, ibis.literal(question.as_of))
        return last.delta(course.began_on, unit="day")

    return Lasting(
        enrolments(question),
        length,
        first=lambda course: course.finished_on.notnull(),
        reads=("finished_on", "gave_up_on"),
        notes={"gave_up": lambda course: course.finished_on.isnull() & course.gave_up_on.notnull()},
    )


def completed(question: Question, certificates: bool = False) -> Tally:
    """Courses finished, each once a person; all, or those that lead to a certificate."""
    frame = completions(question)
    return Tally(frame, keep=(lambda done: done.certifies) if certificates else None)


def mandatory_within(question: Question, days: int) -> Lasting:
    """Days from when a mandatory course was due to its completion, or until time is over.

    Who leaves before is followed until then.
    """
    import ibis

    def so_far(duty: ir.Table) -> ir.Value:
        seen = ibis.least(duty.left_on.fill_null(question.tomorrow), question.tomorrow)
        last_seen = (seen - ibis.interval(days=1)).cast("date")
        last = duty.finished_on.fill_null(last_seen)
        return ibis.greatest(last.delta(duty.due_from, unit="day"), 0)

    def in_time(duty: ir.Table) -> ir.Value:
        return duty.finished_on.notnull() & (so_far(duty) <= days)

    return Lasting(
        duties(question),
        days=lambda duty: ibis.least(so_far(duty), days),
        first=in_time,
        second=lambda duty: ~in_time(duty) & (so_far(duty) >= days),
        reads=("finished_on", "left_on"),
    )


def onboarding(question: Question) -> Lasting:
    """Days from hire until all courses that were mandatory then are finished."""
    return until_ramped(onboarded(question), question)


def chosen_within(question: Question, days: int) -> Lasting:
    """Days from hire to the first voluntary course finished, or until time is over, or leaving."""
    import ibis

    def so_far(hire: ir.Table) -> ir.Value:
        today = ibis.literal(question.as_of)
        return hire.chosen_on.fill_null(today).delta(hire.hired_on, unit="day")

    def in_time(hire: ir.Table) -> ir.Value:
        return hire.chosen_on.notnull() & (so_far(hire) <= days)

    return Lasting(
        first_choices(question),
        days=lambda hire: ibis.least(so_far(hire), days),
        first=in_time,
        second=lambda hire: ~in_time(hire) & (so_far(hire) >= days),
        reads=("chosen_on",),
    )


def pass_rate(question: Question, only_first: bool = False) -> Tally:
    """Tries that went well, of all or of the first ones, clustered by person."""
    return Tally(
        tries(question),
        reads=("went_well", "first_try") if only_first else ("went_well",),
        keep=(lambda one: one.first_try) if only_first else None,
        x=lambda one: one.went_well.cast("int64"),
        m=one,
        alike=of_one_person,
    )


def quiz_score(question: Question) -> Tally:
    """Scores of tests and questions, clustered by person."""
    return Tally(
        scored_events(question),
        reads=("score",),
        x=lambda event: event.score,
        m=one,
        alike=of_one_person,
    )


def kept(question: Question, gap: int) -> Tally:
    """Scores of the first test some days later, over those of the first day, by person."""
    return Tally(
        tests_again(question, gap),
        reads=("first_score", "again_score"),
        x=lambda pair: pair.again_score,
        m=lambda pair: pair.first_score,
        alike=same_person,
    )


def active_share(question: Question) -> Tally:
    """Sellers who did anything with learning, of those employed."""
    return Tally(
        learners(question),
        reads=("learned",),
        x=lambda person: (person.learned > 0).cast("int64"),
        m=lambda person: person.person_id.notnull().cast("int64"),
        alike=same_person,
    )


def minutes_per_month(question: Question) -> Tally:
    """Minutes that sellers learned, per seller and month employed."""
    return Tally(
        learners(question),
        reads=("learning_minutes",),
        x=lambda person: person.learning_minutes,
        m=lambda person: person.days_there / DAYS_A_MONTH,
        alike=same_person,
    )


def rated_share(question: Question) -> Tally:
    """Sellers who were rated in any skill, of those employed."""
    return Tally(
        rated_people(question),
        reads=("rated",),
        x=lambda person: (person.rated > 0).cast("int64"),
        m=lambda person: person.person_id.notnull().cast("int64"),
        alike=same_person,
    )


def score(question: Question, kind: str | None = None) -> Tally:
    """Ratings as shares of the highest possible, clustered by person.

    Args:
        question: What is asked.
        kind: Only ratings of this kind, such as "manager".
    """
    return Tally(
        ratings(question),
        reads=("share", "score") if kind is None else ("share", "score", "kind"),
        keep=None if kind is None else lambda rating: plain_word(rating.kind) == kind,
        x=lambda rating: rating.share.fill_null(0.0),
        m=lambda rating: rating.share.notnull().cast("int64"),
        alike=of_one_person,
        notes={"without_scale": lambda rating: rating.share.isnull() & rating.score.notnull()},
    )


def own_gap(question: Question) -> Tally:
    """What people rate themselves above their managers, skill by skill, clustered by person."""
    return Tally(
        own_and_managers_ratings(question),
        reads=("gap",),
        x=lambda pair: pair.gap,
        m=lambda pair: pair.gap.notnull().cast("int64"),
        alike=of_one_person,
    )


def spend(question: Question) -> Tally:
    """What training cost, by the day it was spent."""
    return Tally(
        spending(question),
        reads=AMOUNTS,
        x=lambda line: line.amount_base_minor,
        notes={"unconverted": not_converted, "without_amount": without_amount},
    )


def spend_per_head(_: Question, spent: Figure | None, heads: Figure | None) -> Figure:
    """What training cost, over the average number of sellers."""
    if spent is None or spent.value is None:
        return Figure(None, reason=NO_FACTS)
    if heads is None or not heads.value:
        return Figure(None, n=spent.n, reason=NOTHING_TO_DIVIDE)
    value = Fraction(int(spent.value)) / Fraction(heads.value)
    return Figure(value, n=heads.n, grade=Grade.COUNTED, notes=spent.notes)
