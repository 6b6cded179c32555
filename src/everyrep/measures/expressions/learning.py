"""What is learned to the end, and how people are rated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everyrep.measures.facts.learning import enrolments, ratings
from everyrep.measures.question import Question
from everyrep.measures.tally import Lasting, Tally

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


def score(question: Question) -> Tally:
    """Ratings as shares of the highest possible, clustered by person."""
    return Tally(
        ratings(question),
        reads=("share", "score"),
        x=lambda rating: rating.share.fill_null(0.0),
        m=lambda rating: rating.share.notnull().cast("int64"),
        alike=alike,
        notes={"without_scale": lambda rating: rating.share.isnull() & rating.score.notnull()},
    )


def alike(rating: ir.Table, question: Question) -> ir.StringValue:
    """What a rating is alike with: its person's others; within one person the ratings vary."""
    if "person" in question.by:
        return rating["id"]
    return rating.person_.fill_null("rating " + rating["id"])
