"""What people did with something to learn from, and how they were rated."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING

from everyrep.measures.facts.frame import Frame
from everyrep.measures.facts.kept import kept
from everyrep.measures.facts.links import OF_THE_PERSON
from everyrep.measures.facts.once import each_person_once
from everyrep.measures.facts.pieces import facts_on_pieces
from everyrep.measures.facts.words import plain_word
from everyrep.measures.question import Question
from everyrep.measures.tables import canonical

if TYPE_CHECKING:
    import ibis.expr.types as ir

# Verbs, in lower case, as statements and exports write them.
FINISHING = ("completed", "passed", "mastered", "certified", "finished")
GIVING_UP = ("withdrew", "withdrawn", "abandoned", "unregistered", "dropped")
FAILING = ("failed",)
_OF_A_COURSE = {"course": ("course_id",), "course_kind": ("course/kind",)}
CERTIFICATES = ("certification", "certificate", "certificates", "certifications", "accreditation")


def _frame(
    source: Callable[[Iterable[str]], ir.Table], day: str, *, key: tuple[Hashable, ...]
) -> Frame:
    """Facts about a person and a course, by a day that they have."""
    paths = {**OF_THE_PERSON, **_OF_A_COURSE}
    return Frame("learning_events", source, "person_id", day, day, paths, key=key)


def enrolments(question: Question) -> Frame:
    """Person and course, once each, by the day the person first had to do with the course.

    Where the records know of nothing but completions, there are no enrolments: who began and did
    not finish cannot be seen, and everybody would seem to finish. Nor are there any where they
    know of no completion at all: nobody would seem to finish.

    Where all that is told of a person and course are results, having failed ends it: such records
    say how it went, once. Among other statements, who failed may try again.
    """

    def source(_: object) -> ir.Table:
        return _enrolments(question)

    return _frame(source, "began_on", key=("enrolments",))


def _enrolments(question: Question) -> ir.Table:
    import ibis

    pairs = kept("course_records", course_records(question), question)
    failed_on = ibis.ifelse(pairs.only_results, pairs.failed_on, None)
    pairs = pairs.mutate(gave_up_on=ibis.coalesce(pairs.gave_up_on, failed_on))
    told = pairs.aggregate(
        some_began=(~pairs.only_finished).any(), some_finished=pairs.finished_on.notnull().any()
    )
    known = pairs.cross_join(told.filter(told.some_began & told.some_finished))
    return known.select("person_id", "course_id", "began_on", "finished_on", "gave_up_on")


def course_records(question: Question) -> ir.Table:
    """Person and course, once each: what the records tell of them up to the question's day.

    Returns:
        person_id, course_id; `began_on`, the first day with any event; `finished_on`, the first on
        which it was finished; `gave_up_on` and `failed_on`, the last ones; `only_finished` and
        `only_results`: nothing is told but such ends, or such ends and failing.
    """
    import ibis

    events = known_events(question)
    verb = events.verb.lower()
    finished, gave_up, failed = (verb.isin(x) for x in (FINISHING, GIVING_UP, FAILING))
    return events.group_by("person_id", "course_id").aggregate(
        began_on=events.occurred_on.min(),
        finished_on=ibis.ifelse(finished, events.occurred_on, None).min(),
        gave_up_on=ibis.ifelse(gave_up, events.occurred_on, None).max(),
        failed_on=ibis.ifelse(failed, events.occurred_on, None).max(),
        only_finished=(finished | gave_up).all(),
        only_results=(finished | gave_up | failed).all(),
    )


def ratings(question: Question) -> Frame:
    """Assessments, one row a rating, by the day it was given."""

    def source(columns: Iterable[str]) -> ir.Table:
        table = canonical("assessments")
        table = table.filter(table.occurred_on.isnull() | (table.occurred_on <= question.as_of))
        return table.select(*dict.fromkeys(("id", *columns)))

    paths = {
        **OF_THE_PERSON,
        **_OF_A_COURSE,
        "skill": ("skill",),
        "assessment_kind": ("kind",),
    }
    return Frame(
        "assessments",
        source,
        "person_id",
        "occurred_on",
        "occurred_on",
        paths,
        key=("ratings",),
    )


def known_events(question: Question) -> ir.Table:
    """Learning events of known people and courses, up to the day of the question."""
    events = canonical("learning_events")
    return events.filter(
        events.person_id.notnull()
        & events.course_id.notnull()
        & (events.occurred_on <= question.as_of)
    )


def first_completions(question: Question) -> ir.Table:
    """Person and course with `finished_on`, the first day on which the course was finished."""
    if "course_records" in question.kept:
        pairs = kept("course_records", course_records(question), question)
        pairs = pairs.filter(pairs.finished_on.notnull())
        return pairs.select("person_id", "course_id", "finished_on")
    events = known_events(question)
    events = events.filter(events.verb.lower().isin(FINISHING))
    return events.group_by("person_id", "course_id").aggregate(finished_on=events.occurred_on.min())


def completions(question: Question) -> Frame:
    """Person and course, once each, by the day the course was first finished.

    Whether the course leads to a certificate can be read as `certifies`.
    """

    def source(_: object) -> ir.Table:
        done = first_completions(question)
        courses = canonical("courses")
        kinds = courses.select(
            kind_of=courses["id"], certifies=plain_word(courses.kind).isin(CERTIFICATES)
        )
        joined = done.left_join(kinds, done.course_id == kinds.kind_of)
        return joined.select(*done.columns, certifies=joined.certifies.fill_null(False))

    return _frame(source, "finished_on", key=("completions",))


def tries(question: Question) -> Frame:
    """Person, course and day with a result: `went_well`, and whether it is the `first_try`.

    Systems tell of one try in several statements, so that those of a day are taken as one.
    """

    def source(columns: Iterable[str]) -> ir.Table:
        import ibis

        daily = kept("daily_verdicts", daily_verdicts(question), question)
        parts = (daily.person_id, daily.course_id, daily.occurred_on.cast("string"))
        daily = daily.mutate(id=parts[0] + " " + parts[1] + " " + parts[2])
        if "first_try" not in columns:
            return daily
        pair = ibis.window(group_by=[daily.person_id, daily.course_id])
        return daily.mutate(first_try=daily.occurred_on == daily.occurred_on.min().over(pair))

    return _frame(source, "occurred_on", key=("tries",))


def daily_verdicts(question: Question) -> ir.Table:
    """Person, course and day with a result known on the question's day, with `went_well`."""
    import ibis

    events = known_events(question)
    verb = events.verb.lower()
    said = ibis.cases((verb == "passed", True), (verb == "failed", False))
    events = events.mutate(verdict=events.passed.fill_null(said))
    events = events.filter(events.verdict.notnull())
    return events.group_by("person_id", "course_id", "occurred_on").aggregate(
        went_well=events.verdict.any()
    )


def scored_events(question: Question) -> Frame:
    """Learning events with a score from 0 to 1, one row each."""

    def source(columns: Iterable[str]) -> ir.Table:
        events = _scored(question)
        return events.select(*dict.fromkeys(("id", *columns)))

    return _frame(source, "occurred_on", key=("scored",))


def _scored(question: Question) -> ir.Table:
    events = known_events(question)
    return events.filter(events.score.between(0.0, 1.0).fill_null(False))


def tests_again(question: Question, gap: int) -> Frame:
    """Person and course with a score on the first day, and on the first some days later.

    Args:
        question: What is asked.
        gap: Least number of days between the two.

    Returns:
        A frame by the day of the second; `first_score` and `again_score` are means of the day.
    """

    def source(_: object) -> ir.Table:
        return kept(f"retests_{gap}", retests(question, gap), question)

    return _frame(source, "again_on", key=("tests again", gap))


def retests(question: Question, gap: int = 14) -> ir.Table:
    """Person and course tested again: person_id, course_id, again_on, first_score, again_score."""
    import ibis

    events = _scored(question)
    daily = events.group_by("person_id", "course_id", "occurred_on").aggregate(
        mean_score=events.score.sum() / events.score.count()
    )
    pair = ibis.window(group_by=[daily.person_id, daily.course_id])
    daily = daily.mutate(first_on=daily.occurred_on.min().over(pair))
    later = daily.occurred_on.delta(daily.first_on, unit="day") >= gap
    daily = daily.mutate(later_on=ibis.ifelse(later, daily.occurred_on, None))
    pair = ibis.window(group_by=[daily.person_id, daily.course_id])
    daily = daily.mutate(again_on=daily.later_on.min().over(pair))
    daily = daily.filter(daily.again_on.notnull())
    first = ibis.ifelse(daily.occurred_on == daily.first_on, daily.mean_score, 0.0)
    again = ibis.ifelse(daily.occurred_on == daily.again_on, daily.mean_score, 0.0)
    return daily.group_by("person_id", "course_id", "again_on").aggregate(
        first_score=first.sum(), again_score=again.sum()
    )


def own_and_managers_ratings(question: Question) -> Frame:
    """Person, skill and quarter rated by the person and by the manager, with their `gap`.

    The gap is the mean of the person's own ratings less that of the manager's, as shares of the
    highest; its day is that of the last of them.
    """

    def source(_: object) -> ir.Table:
        import ibis

        given = canonical("assessments")
        kind = plain_word(given.kind)
        given = given.filter(
            given.share.notnull()
            & given.skill.notnull()
            & given.person_id.notnull()
            & (given.occurred_on <= question.as_of)
            & kind.isin(("self", "manager"))
        )
        own = plain_word(given.kind) == "self"
        given = given.mutate(
            quarter=given.occurred_on.truncate("Q").cast("date"),
            own_share=ibis.ifelse(own, given.share, None),
            lead_share=ibis.ifelse(own, None, given.share),
        )
        pairs = given.group_by("person_id", "skill", "quarter").aggregate(
            own_sum=given.own_share.sum(),
            own_n=given.own_share.count(),
            lead_sum=given.lead_share.sum(),
            lead_n=given.lead_share.count(),
            rated_on=given.occurred_on.max(),
        )
        pairs = pairs.filter((pairs.own_n > 0) & (pairs.lead_n > 0))
        return pairs.mutate(
            id=pairs.person_id + " " + pairs.skill + " " + pairs.quarter.cast("string"),
            gap=pairs.own_sum / pairs.own_n - pairs.lead_sum / pairs.lead_n,
        )

    paths = {**OF_THE_PERSON, "skill": ("skill",)}
    return Frame(
        "assessments", source, "person_id", "rated_on", "rated_on", paths, key=("own and managers",)
    )


def learning_on_pieces(question: Question) -> Frame:
    """Days of sellers since the first learning event on record, with what they learned.

    Sums that can be read: `learned` (events) and `learning_minutes`.
    """
    import ibis

    events = known_events(question)
    sums = {
        "learned": ibis.literal(1, type="int64"),
        "learning_minutes": events.minutes,
    }
    return facts_on_pieces(question, events, "person_id", "occurred_on", sums, "learning")


def learners(question: Question) -> Frame:
    """Sellers employed in each group, once each, with `learned` and `learning_minutes` in it."""
    sums = ("learned", "learning_minutes")
    return each_person_once(learning_on_pieces(question), sums, question)


def rated_people(question: Question) -> Frame:
    """Sellers employed in each group, once each, with `rated`, the ratings of any skill in it."""
    given = canonical("assessments")
    given = given.filter(
        given.person_id.notnull() & given.skill.notnull() & (given.occurred_on <= question.as_of)
    )
    sums = {"rated": given.score.notnull().cast("int64")}
    frame = facts_on_pieces(question, given, "person_id", "occurred_on", sums, "ratings")
    return each_person_once(frame, ("rated",), question)


def spending(question: Question) -> Frame:
    """Lines of spend on training, by the day they were spent."""

    def source(columns: Iterable[str]) -> ir.Table:
        lines = canonical("training_spend")
        lines = lines.filter(lines.spent_on <= question.as_of)
        return lines.select(*dict.fromkeys(("id", *columns)))

    paths = {**OF_THE_PERSON, **_OF_A_COURSE, "skill": ("skill",)}
    return Frame(
        "training_spend", source, "person_id", "spent_on", "spent_on", paths, key=("spending",)
    )
