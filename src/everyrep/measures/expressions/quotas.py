"""Quotas, and what was booked against them."""

from __future__ import annotations

from fractions import Fraction

from everyrep.measures.facts.quotas import attainment_frame, quota_frame
from everyrep.measures.figures import Figure
from everyrep.measures.question import Question
from everyrep.measures.tally import Tally
from everyrep.values import Grade, Reason

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


def remaining(_: Question, asked: Figure | None, booked: Figure | None) -> Figure:
    """What is left of a target; nothing is left of one that is met."""
    if asked is None or asked.value is None:
        return Figure(None, reason=_NO_TARGET)
    done = int(booked.value) if booked is not None and booked.value is not None else 0
    left = int(asked.value) - done
    notes = () if left >= 0 else ("The target is exceeded.",)
    return Figure(max(left, 0), n=asked.n, grade=Grade.COUNTED, notes=(*asked.notes, *notes))


def coverage(_: Question, held: Figure | None, left: Figure | None) -> Figure:
    """Pipeline over what is left of the target."""
    if left is None or left.value is None:
        return Figure(None, reason=_NO_TARGET)
    if left.value <= 0:
        return Figure(None, n=left.n, reason=_MET)
    value = int(held.value) if held is not None and held.value is not None else 0
    n = held.n if held is not None else 0
    notes = held.notes if held is not None else ()
    return Figure(Fraction(value, int(left.value)), n=n, grade=Grade.COUNTED, notes=notes)
