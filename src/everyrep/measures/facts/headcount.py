"""Who was there, who came and who went.

How many people there are is true of a day and does not add up over days: the figure of a quarter
is that of its last day, or the average over its days, never a sum.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from everyrep.measures.facts.frame import Frame
from everyrep.measures.facts.links import OF_THE_PERSON, organisation
from everyrep.measures.facts.once import one_of_each_group
from everyrep.measures.facts.tenure import PATHS, PLACE, pieces, sellers, tenure_frame
from everyrep.measures.facts.windows import windows
from everyrep.measures.question import Question
from everyrep.measures.tables import canonical

if TYPE_CHECKING:
    import ibis.expr.types as ir


def standing(question: Question, *, only_sellers: bool = False) -> Frame:
    """People employed on the last day of each bucket of the question, as far as it is known.

    Beside the place of each person, `hired_on` can be read, and `day`, the last day itself.
    """

    def source(columns: Iterable[str]) -> ir.Table:
        place = tuple(name for name in PLACE if name in columns)
        segments, days = organisation(place), _last_days(question)
        there = segments.inner_join(days, [segments.from_on <= days.day, days.day < segments.until])
        if only_sellers:
            there = there.semi_join(sellers(), "person_id")
        people = canonical("people")
        people = people.select(hired_person=people["id"], hired_on=people.hired_on)
        joined = there.left_join(people, there.person_id == people.hired_person)
        return joined.select("person_id", *place, "bucket_on", "day", "hired_on")

    return Frame(
        "org_history",
        source,
        "person_id",
        "bucket_on",
        "day",
        PATHS,
        key=("standing", only_sellers),
    )


def _last_days(question: Question) -> ir.Table:
    import ibis

    buckets = windows(question, known_only=True)
    buckets = buckets.filter(buckets.bucket_on < buckets.bucket_end)
    last = (buckets.bucket_end - ibis.interval(days=1)).cast("date")
    return buckets.select("bucket_on", day=last)


def days_there(question: Question, *, only_sellers: bool = False) -> Frame:
    """Days employed since the first hire on record; one piece of each group is marked as `once`.

    Beside it the days of the bucket count, so that those of a group are its length.
    """

    def source(columns: Iterable[str]) -> ir.Table:
        people = canonical("people")
        first = people.aggregate(first_on=people.hired_on.min())
        cut = pieces(question, tuple(columns), first)
        return cut.semi_join(sellers(), "person_id") if only_sellers else cut

    frame = replace(tenure_frame(source), key=("days there", only_sellers))
    return one_of_each_group(frame, question)


def joiners(question: Question, *, since: ir.Table | None = None, key: str = "joiners") -> Frame:
    """People by the day they were hired.

    Args:
        question: What is asked.
        since: One row with the column `first_on`, before which hires are left out.
        key: Name of the facts where `since` is given.
    """

    def source(columns: Iterable[str]) -> ir.Table:
        people = dated_people()
        people = people.filter(people.hired_on.notnull() & (people.hired_on <= question.as_of))
        if since is not None:
            people = people.cross_join(since)
            people = people.filter(people.hired_on >= people.first_on)
        return people.select(*dict.fromkeys(("person_id", *columns)))

    return Frame("people", source, "person_id", "hired_on", "hired_on", OF_THE_PERSON, key=(key,))


def leavers(question: Question) -> Frame:
    """People who left, by `last_on`, their last day employed."""

    def source(columns: Iterable[str]) -> ir.Table:
        people = dated_people()
        people = people.filter(people.last_on <= question.as_of)
        return people.select(*dict.fromkeys(("person_id", *columns)))

    paths = {**OF_THE_PERSON, "leaving_kind": ("leaving_kind",)}
    return Frame("people", source, "person_id", "last_on", "last_on", paths, key=("leavers",))


def dated_people() -> ir.Table:
    """People whose days are possible, with `person_id` and `last_on`, the last day employed."""
    import ibis

    people = canonical("people")
    # Somebody who left before being hired has a wrong date, and it cannot be known which.
    possible = people.left_on.isnull() | (people.left_on >= people.hired_on).fill_null(True)
    last = (people.left_on - ibis.interval(days=1)).cast("date")
    return people.filter(possible).mutate(person_id=people["id"], last_on=last)


def year_of_first_exit() -> ir.Table:
    """First day of the year of the first exit on record, as `first_on`: one row.

    Who left earlier is not known, so that of those hired earlier only the ones who stayed are.
    """
    people = dated_people()
    return people.aggregate(first_on=people.last_on.min().truncate("Y").cast("date"))


def vacated(question: Question) -> Frame:
    """People who left a territory that nobody else had then, with `filled_on`.

    That is the first day on which somebody else took it up, empty while nobody has.
    """

    def source(_: object) -> ir.Table:
        import ibis

        held = organisation(("territory_id",))
        held = held.filter(held.territory_id.notnull())
        people = dated_people()
        people = people.filter(people.last_on <= question.as_of)
        gone = people.select(leaver=people["id"], left_on="left_on", last_on="last_on")
        left = gone.inner_join(
            held,
            [
                gone.leaver == held.person_id,
                gone.last_on >= held.from_on,
                gone.last_on < held.until,
            ],
        )
        others = held.select(
            other=held.person_id, theirs=held.territory_id, taken_on="from_on", given_on="until"
        ).view()
        met = left.left_join(
            others,
            [
                left.territory_id == others.theirs,
                left.person_id != others.other,
                others.given_on > left.left_on,
                others.taken_on <= question.as_of,
            ],
        )
        after = met.taken_on >= met.left_on
        found = met.group_by("person_id", "territory_id", "left_on", "last_on").aggregate(
            filled_on=ibis.ifelse(after, met.taken_on, None).min(),
            shared=(~after).fill_null(False).any(),
        )
        return found.filter(~found.shared)

    paths = {**OF_THE_PERSON, "territory": ("territory_id",)}
    return Frame("people", source, "person_id", "last_on", "last_on", paths, key=("vacated",))
