"""Where a lot decided who was given what is asked about: the stronger question, named beside it."""

from __future__ import annotations

from collections.abc import Iterator

from everyrep.evidence.asking import Question
from everyrep.measures import FactSource, query
from everyrep.measures.programs import programs
from everyrep.values import Scope

_GIVEN = ("course", "certificate")


def by_lot(source: FactSource, question: Question, scope: Scope) -> Iterator[str]:
    """A sentence for each arm of a program that a lot filled and that gives it.

    Args:
        source: An open build.
        question: What is asked.
        scope: Who asks.
    """
    if question.treatment.kind.name not in _GIVEN:
        return
    drawn = [one for one in programs(source) if one.drawn]
    asked = _ids(source, question, scope) if drawn else frozenset()
    for one in drawn:
        for arm in sorted(arm for arm, given in one.gives.items() if asked & set(given)):
            if arm.casefold() != "control":
                yield (
                    f"In {one.name} a lot decided who was given it: program:{one.name}@{arm} says "
                    "what being drawn for it caused."
                )


def _ids(source: FactSource, question: Question, scope: Scope) -> frozenset[str]:
    """Ids of the courses that the question's treatment names."""
    what = question.treatment
    answer = query(source, what.kind.measure, by="course", where=what.where, scope=scope)
    return frozenset(str(row.keys["course"]) for row in answer if row.keys.get("course"))
