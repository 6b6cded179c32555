"""Selling content: pieces, when they were first used, and the deals they were used on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from everyrep.measures.facts.frame import Frame
from everyrep.measures.facts.links import OF_THE_PERSON
from everyrep.measures.facts.pieces import facts_on_pieces
from everyrep.measures.question import Question
from everyrep.measures.tables import canonical

if TYPE_CHECKING:
    import ibis.expr.types as ir


def pieces_of_content(question: Question) -> Frame:
    """Pieces by the day they came out, with `first_used_on`; nobody's own."""

    def source(columns: Iterable[str]) -> ir.Table:
        content = canonical("content")
        content = content.filter(content.published_on <= question.as_of)
        own = dict.fromkeys(("id", *(name for name in columns if name != "first_used_on")))
        uses = _known_uses(question)
        first = uses.group_by(used="content_id").aggregate(first_used_on=uses.occurred_on.min())
        joined = content.left_join(first, content["id"] == first.used)
        return joined.select(*own, "first_used_on")

    paths = {"content": ("id",), "content_kind": ("kind",)}
    return Frame("content", source, None, "published_on", None, paths, key=("content",))


def content_uses(question: Question) -> Frame:
    """Uses of content, one row each, by the day; the person is who used it."""

    def source(columns: Iterable[str]) -> ir.Table:
        uses = _known_uses(question)
        content = canonical("content")
        kinds = content.select(kind_of=content["id"], content_kind=content.kind)
        joined = uses.left_join(kinds, uses.content_id == kinds.kind_of)
        return joined.select(*dict.fromkeys(("id", *columns)))

    paths = {
        **OF_THE_PERSON,
        "content": ("content_id",),
        "content_kind": ("content_kind",),
        "account": ("opportunity/account_id",),
        "segment": ("opportunity/segment", "opportunity/account/segment"),
        "stage": ("opportunity/stage",),
    }
    return Frame(
        "content_uses",
        source,
        "person_id",
        "occurred_on",
        "occurred_on",
        paths,
        key=("content uses",),
    )


def uses_on_pieces(question: Question) -> Frame:
    """Days of sellers since the first use of content on record, with the sum `used`."""
    uses = _known_uses(question).filter(lambda use: use.person_id.notnull())
    sums = {"used": uses.content_id.notnull().cast("int64")}
    return facts_on_pieces(question, uses, "person_id", "occurred_on", sums, "content uses")


def with_content(frame: Frame, question: Question) -> Frame:
    """Deals, with `supported`: whether any content was used on them up to their close."""

    def source(columns: Iterable[str]) -> ir.Table:
        own = [name for name in columns if name != "supported"]
        deals = frame.source(dict.fromkeys((*own, "close_on")))
        uses = _known_uses(question).filter(lambda use: use.opportunity_id.notnull())
        ends = canonical("opportunities")
        ends = ends.select(ended_deal=ends["id"], ended_on=ends.close_on)
        met = uses.inner_join(ends, uses.opportunity_id == ends.ended_deal)
        met = met.filter(met.occurred_on <= met.ended_on)
        met = met.select(used_deal=met.opportunity_id).distinct()
        joined = deals.left_join(met, deals["id"] == met.used_deal)
        return joined.select(*deals.columns, supported=joined.used_deal.notnull())

    return replace(frame, source=source, key=(*frame.key, "content"))


def _known_uses(question: Question) -> ir.Table:
    uses = canonical("content_uses")
    return uses.filter((uses.occurred_on <= question.as_of) & uses.content_id.notnull())
