"""New sellers and what they are to learn: who had to, who did, and by when.

Only people hired since the first learning event on record count, since what others learned before
cannot be seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from everyrep.measures.facts.frame import Frame
from everyrep.measures.facts.headcount import dated_people
from everyrep.measures.facts.learning import first_completions, known_events
from everyrep.measures.facts.links import OF_THE_PERSON
from everyrep.measures.facts.tenure import sellers
from everyrep.measures.question import Question
from everyrep.measures.tables import canonical

if TYPE_CHECKING:
    import ibis.expr.types as ir


def duties(question: Question) -> Frame:
    """New seller and mandatory course, by `due_from`, the day from which it was to be taken.

    That is the hire, or the day the course was offered first; `finished_on` is empty until then.
    """

    def source(_: object) -> ir.Table:
        duties = _duties(question)
        done = first_completions(question)
        done = done.rename(done_by="person_id", done_course="course_id")
        joined = duties.left_join(
            done, [duties.person_id == done.done_by, duties.course_id == done.done_course]
        )
        return joined.select(*duties.columns, "finished_on")

    paths = {**OF_THE_PERSON, "course": ("course_id",), "course_kind": ("course/kind",)}
    return Frame("people", source, "person_id", "due_from", "due_from", paths, key=("duties",))


def onboarded(question: Question) -> Frame:
    """New sellers, by their hire, with `ramped_on`: the day the last course of then was finished.

    Courses that were offered only after the hire are no part of it.
    """

    def source(_: object) -> ir.Table:
        import ibis

        duties = _duties(question)
        duties = duties.filter(duties.due_from == duties.hired_on)
        done = first_completions(question)
        done = done.rename(done_by="person_id", done_course="course_id")
        joined = duties.left_join(
            done, [duties.person_id == done.done_by, duties.course_id == done.done_course]
        )
        people = joined.group_by("person_id", "hired_on", "left_on").aggregate(
            courses=joined.course_id.count(),
            finished=joined.finished_on.count(),
            last_on=joined.finished_on.max(),
        )
        all_done = people.finished == people.courses
        latest = ibis.greatest(people.last_on, people.hired_on)
        return people.mutate(ramped_on=ibis.ifelse(all_done, latest, None))

    return Frame("people", source, "person_id", "hired_on", "hired_on", OF_THE_PERSON)


def first_choices(question: Question) -> Frame:
    """New sellers, by their hire, with `chosen_on`: the first voluntary course finished since."""

    def source(_: object) -> ir.Table:
        hires = _new_sellers(question)
        done = first_completions(question)
        done = done.anti_join(_mandatory(), "course_id")
        done = done.rename(done_by="person_id")
        later = hires.inner_join(
            done, [hires.person_id == done.done_by, done.finished_on >= hires.hired_on]
        )
        first = later.group_by("done_by").aggregate(chosen_on=later.finished_on.min())
        joined = hires.left_join(first, hires.person_id == first.done_by)
        return joined.select(*hires.columns, "chosen_on")

    return Frame("people", source, "person_id", "hired_on", "hired_on", OF_THE_PERSON)


def _duties(question: Question) -> ir.Table:
    import ibis

    pairs = _new_sellers(question).cross_join(_mandatory())
    due = ibis.greatest(pairs.hired_on, pairs.offered_on.fill_null(pairs.hired_on))
    pairs = pairs.select("person_id", "hired_on", "left_on", "course_id", due_from=due)
    there = pairs.left_on.isnull() | (pairs.due_from < pairs.left_on)
    return pairs.filter(there & (pairs.due_from <= question.as_of))


def _mandatory() -> ir.Table:
    courses = canonical("courses")
    courses = courses.filter(courses.mandatory.fill_null(False))
    return courses.select(course_id=courses["id"], offered_on=courses.published_on)


def _new_sellers(question: Question) -> ir.Table:
    events = known_events(question)
    first = events.aggregate(first_on=events.occurred_on.min())
    people = dated_people().cross_join(first)
    new = people.filter((people.hired_on >= people.first_on) & (people.hired_on <= question.as_of))
    return new.select("person_id", "hired_on", "left_on").semi_join(sellers(), "person_id")
