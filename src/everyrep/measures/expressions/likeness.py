"""What facts are alike with, for ranges that must know how much people differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everyrep.measures.question import Question

if TYPE_CHECKING:
    import ibis.expr.types as ir


def of_one_person(facts: ir.Table, question: Question) -> ir.StringValue:
    """A fact is alike with the others of its person; that of nobody stands alone.

    Within one person's figure the facts are what varies, whether it is cut by person or whoever
    asks sees nobody else.
    """
    alone = question.scope.people is not None and len(question.scope.people) == 1
    if alone or "person" in question.by:
        return facts["id"]
    return facts.person_.fill_null("fact " + facts["id"])


def same_person(facts: ir.Table, _: Question) -> ir.Value:
    """What is of one person is alike, within one person's figure too."""
    return facts.person_id
