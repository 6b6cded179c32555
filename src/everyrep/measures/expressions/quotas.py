"""Quotas, and what was booked against them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from everyrep.measures.expressions.likeness import same_person
from everyrep.measures.facts.quotas import (
    attainment_frame,
    people_on_quota,
    quarters_of_people,
    quota_frame,
)
from everyrep.measures.figures import Figure
from everyrep.measures.question import Question
from everyrep.measures.tally import Lasting, Tally
from everyrep.values import Grade, Reason

if TYPE_CHECKING:
    import ibis.expr.types as ir

_NO_TARGET = Reason(
    "no_quota", "Nobody here has a quota in these days.", "Load quotas, or choose other days."
)
_MET = Reason("target_met", "The target is met already, so nothing remains to be covered.", "")


def quota(question: Question) -> Tally:
    """What was asked, by the days it was asked for."""
    return Tally(
        quota_frame(question),
        reads=("part_minor", "holder", "from_on", "partial"),
        x=lambda part: part.part_minor,
        thing=lambda part: part.holder + " " + part.from_on.cast("string"),
        notes={"partial": lambda part: part.partial},
    )


def attainment(question: Question) -> Tally:
    """What people with a quota booked in its days, over the quota."""
    return Tally(
        attainment_frame(question),
        reads=("booked_minor", "part_minor", "part_to", "partial"),
        x=lambda part: part.booked_minor,
        m=lambda part: part.part_minor,
        thing=lambda part: part.person_id,
        notes={
            "partial": lambda part: part.partial,
            "running": lambda part: part.part_to > question.tomorrow,
        },
    )


def share_at_quota(question: Question) -> Tally:
    """People who booked their quota, among those whose quota's days are over."""
    return Tally(
        people_on_quota(question),
        keep=_asked,
        x=lambda person: (person.booked_minor >= person.part_minor).cast("int64"),
        m=lambda person: person.person_id.notnull().cast("int64"),
        alike=same_person,
    )


def spread(question: Question) -> Lasting:
    """Attainment of each person whose quota's days are over, in thousandths."""
    return Lasting(
        people_on_quota(question),
        days=lambda person: (person.booked_minor * 1000 / person.part_minor).round().cast("int64"),
        first=lambda person: person.person_id.notnull(),
        keep=_asked,
    )


def consistency(question: Question) -> Tally:
    """Squared deviations of attainment within people, over their degrees of freedom."""
    return Tally(
        quarters_of_people(question),
        keep=lambda person: person.quotas > 1,
        x=lambda person: person.squares,
        m=lambda person: person.quotas - 1,
        alike=same_person,
    )


def _asked(person: ir.Table) -> ir.BooleanValue:
    return person.part_minor > 0


def remaining(_: Question, asked: Figure | None, booked: Figure | None) -> Figure:
    """What is left of a target; nothing is left of one that is met."""
    if asked is None or asked.value is None:
        return Figure(None, reason=_NO_TARGET)
    done = int(booked.value) if booked is not None and booked.value is not None else 0
    left = int(asked.value) - done
    notes = () if left >= 0 else ("The target is exceeded.",)
    return Figure(max(left, 0), n=asked.n, grade=Grade.COUNTED, notes=(*asked.notes, *notes))


def reach(_: Question, known: Figure | None, asked: Figure | None) -> Figure:
    """What was won and what is open, over the quota."""
    if asked is None or asked.value is None or asked.value <= 0:
        return Figure(None, reason=_NO_TARGET)
    value = int(known.value) if known is not None and known.value is not None else 0
    notes = (*(known.notes if known is not None else ()), *asked.notes)
    return Figure(Fraction(value, int(asked.value)), n=asked.n, grade=Grade.COUNTED, notes=notes)


def coverage(_: Question, held: Figure | None, left: Figure | None) -> Figure:
    """Pipeline over what is left of the target."""
    if left is None or left.value is None:
        return Figure(None, reason=_NO_TARGET)
    n = held.n if held is not None else 0
    if left.value <= 0:
        return Figure(None, n=n, reason=_MET)
    value = int(held.value) if held is not None and held.value is not None else 0
    notes = held.notes if held is not None else ()
    return Figure(Fraction(value, int(left.value)), n=n, grade=Grade.COUNTED, notes=notes)
