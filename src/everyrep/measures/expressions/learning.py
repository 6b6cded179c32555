"""What is learned to the end, and how people are rated."""

from __future__ import annotations

from everyrep.measures.facts.learning import enrolments, ratings
from everyrep.measures.question import Question
from everyrep.measures.sufficient import Statistics, durations, power_sums


def completion(question: Question) -> Statistics:
    """Days from the start of a course to its completion, or to giving up, or today."""
    import ibis

    facts = enrolments(question).cut(question, "finished_on", "gave_up_on")
    done = facts.finished_on.notnull()
    gave_up = ~done & facts.gave_up_on.notnull()
    last = ibis.coalesce(facts.finished_on, facts.gave_up_on, ibis.literal(question.as_of))
    days = last.delta(facts.began_on, unit="day")
    return Statistics(durations(facts, question.by, days, done, gave_up), facts)


def score(question: Question) -> Statistics:
    """Ratings as shares of the highest possible, clustered by person."""
    facts = ratings(question).cut(question, "share", "score")
    rated = facts.share.notnull()
    cluster = (
        facts["id"] if "person" in question.by else facts.person_.fill_null("rating " + facts["id"])
    )
    sums = power_sums(
        facts,
        question.by,
        cluster,
        facts.share.fill_null(0.0),
        rated.cast("int64"),
        without_scale=~rated & facts.score.notnull(),
    )
    return Statistics(sums, facts)
