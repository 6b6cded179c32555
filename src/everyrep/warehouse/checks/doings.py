"""Contracts of what people did and learned: only while they worked here, and each thing once."""

from __future__ import annotations

from collections.abc import Iterator

from everyrep.warehouse.checks.contract import IN_HR, Context, Contract, person, show
from everyrep.warehouse.checks.finding import Severity
from everyrep.warehouse.checks.touched import DOINGS, LEARNING, RATINGS

_DATED = (
    ("learning_events", "learning", "occurred_on", "Learned", Severity.ERROR, LEARNING),
    ("assessments", "assessment", "occurred_on", "Rated", Severity.ERROR, RATINGS),
    ("activities", "activity", "occurred_on", "Done", Severity.WARNING, DOINGS),
    ("coaching_sessions", "coaching", "held_on", "Coached", Severity.WARNING, ()),
)
"""Table, word, day, what was done to them, weight, measures. Systems log activities for people who
have left (a mailbox that still answers), so these weigh less than a course that cannot have been
taken."""


def doings(context: Context) -> Iterator[Contract]:
    """The contracts of activities, learning, ratings and coaching."""
    for table, word, on, what, severity, measures in _DATED:
        yield _after_exit(table, word, on, what, severity, measures)
        yield _before_hire(table, word, on, what, measures)
    yield from _without_person()
    yield from _repeated()
    yield from _learning(context)
    yield from _ratings()
    yield Contract(
        "coached-by-oneself",
        "coaching_sessions",
        "t.coach_id = t.person_id",
        "Coached by themselves",
        "hours of coaching are counted that nobody gave",
        "map coach to the one who coached",
        shows=show("coach_ref", "held_on"),
    )


def _after_exit(
    table: str, word: str, on: str, what: str, severity: Severity, measures: tuple[str, ...]
) -> Contract:
    return Contract(
        f"{word}-after-exit",
        table,
        f"t.{on} >= person.left_on",
        f"{what} after the person had left",
        "one of the two dates is wrong, so what came after what cannot be trusted for these people",
        "mend the exit date in HR or the date at the source; until then leave these people out "
        "where the order of events matters",
        severity,
        of="t.person_id IS NOT NULL",
        joins=(person("person"),),
        shows=(*show("person_ref", on), ("left", "person.left_on")),
        measures=measures,
        needs=("people.left_on",),
    )


def _before_hire(table: str, word: str, on: str, what: str, measures: tuple[str, ...]) -> Contract:
    return Contract(
        f"{word}-before-hire",
        table,
        f"t.{on} < person.hired_on",
        f"{what} before the person was hired",
        "people hired again or taken over keep their past; otherwise one of the dates is wrong",
        "map hired_on to the original day of hire, or mend the date at the source",
        of="t.person_id IS NOT NULL",
        joins=(person("person"),),
        shows=(*show("person_ref", on), ("hired", "person.hired_on")),
        measures=measures,
        needs=("people.hired_on",),
    )


def _without_person() -> Iterator[Contract]:
    yield Contract(
        "activity-without-person",
        "activities",
        "t.person_id IS NULL",
        "Done by nobody",
        "they count for the company, but for no person or team",
        "fill in the owner at the source, or map person",
        shows=show("kind", "occurred_on"),
        measures=DOINGS,
        needs=("activities.person_ref",),
    )


def _repeated() -> Iterator[Contract]:
    """The same thing twice under different ids, or twice in a file that has no ids."""
    for table, same, measures, often in (
        (
            "activities",
            "person_id, kind, occurred_at, opportunity_id, account_id, contact_id, subject",
            DOINGS,
            "two tools log the same mail",
        ),
        (
            "learning_events",
            "person_id, verb, course_id, occurred_at, score",
            LEARNING,
            "a statement is sent again, or two exports overlap",
        ),
    ):
        yield Contract(
            "logged-twice",
            table,
            "true",
            "Alike in everything but the id to an earlier row",
            f"each counts, so what was done looks like more; often {often}",
            "mend it at the source, or keep one of the two out with a row filter (where) in the "
            "mapping",
            relation=_repeats(table, same),
            shows=(*show("occurred_on"), ("times", "t.times")),
            measures=measures,
            counts=(f"(SELECT count(*) FROM {table})", "sum(t.times - 1)"),
        )


def _repeats(table: str, same: str) -> str:
    """One row for each thing that is there more than once.

    Hashes are counted first, so that the usual row costs no more than its hash.
    """
    return (
        f"(SELECT min(id) AS id, min(load_id) AS load_id, max(line) AS line, "
        f"min(occurred_on) AS occurred_on, count(*) AS times FROM {table} WHERE hash({same}) IN "
        f"(SELECT hash({same}) FROM {table} GROUP BY ALL HAVING count(*) > 1) "
        f"GROUP BY {same} HAVING count(*) > 1)"
    )


def _learning(context: Context) -> Iterator[Contract]:
    if "hr" in context.declared:
        yield Contract(
            "learner-not-in-hr",
            "learning_events",
            "in_hr.id IS NULL",
            "Of somebody who is not in HR",
            "contractors, customers or people whose records were not matched; figures per head "
            "and by team leave them out",
            "settle the pairs in the match queue, or load the missing people",
            of="t.person_id IS NOT NULL",
            joins=(IN_HR,),
            shows=show("person_ref", "occurred_on"),
            measures=LEARNING,
        )
    yield Contract(
        "score-out-of-scale",
        "learning_events",
        "t.score < 0 OR t.score > 1",
        "With a score that is not from 0 to 1",
        "means of scores mix two scales",
        "set scale = 0.01 for score in the mapping, if it is in per cent",
        of="t.score IS NOT NULL",
        shows=show("verb", "score"),
        measures=LEARNING,
        needs=("learning_events.score",),
    )
    yield Contract(
        "passed-and-failed",
        "learning_events",
        "(t.verb = 'passed' AND NOT t.passed) OR (t.verb = 'failed' AND t.passed)",
        "With a verb that their result contradicts",
        "the verb counts; by result the same people look otherwise",
        "mend verb or passed in the mapping",
        Severity.ERROR,
        of="t.verb IN ('passed', 'failed') AND t.passed IS NOT NULL",
        shows=show("person_ref", "verb", "passed"),
        measures=LEARNING,
        needs=("learning_events.passed",),
    )


def _ratings() -> Iterator[Contract]:
    yield Contract(
        "rating-above-scale",
        "assessments",
        "t.score > t.out_of OR t.score < 0",
        "Above the highest rating there is, or below zero",
        "a share over one pulls the mean of a skill up",
        "mend out_of in the mapping",
        Severity.ERROR,
        of="t.out_of IS NOT NULL",
        shows=show("skill", "score", "out_of"),
        measures=RATINGS,
        needs=("assessments.out_of",),
    )
