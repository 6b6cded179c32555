"""What selling content there is, whether it is used, and on what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everyrep.measures.expressions.likeness import of_one_person, same_person
from everyrep.measures.expressions.people import DAYS_A_WEEK
from everyrep.measures.facts import deals
from everyrep.measures.facts.content import (
    content_uses,
    pieces_of_content,
    uses_on_pieces,
    with_content,
)
from everyrep.measures.facts.tenure import days_of
from everyrep.measures.question import Question
from everyrep.measures.tally import Lasting, Tally, one

if TYPE_CHECKING:
    import ibis.expr.types as ir


def published(question: Question) -> Tally:
    """Pieces by the day they came out."""
    return Tally(pieces_of_content(question))


def uses(question: Question) -> Tally:
    """Uses of content."""
    return Tally(content_uses(question))


def in_use(question: Question) -> Tally:
    """Pieces that were used, each once a group."""
    return Tally(
        content_uses(question), reads=("content_id",), x=lambda use: use.content_id, distinct=True
    )


def uses_per_week(question: Question) -> Tally:
    """Uses of content by sellers, per seller and week employed."""
    return Tally(
        uses_on_pieces(question),
        reads=("used",),
        x=lambda piece: piece.used,
        m=lambda piece: days_of(piece) / DAYS_A_WEEK,
        alike=same_person,
    )


def on_deals_share(question: Question) -> Tally:
    """Uses that name a deal, of all, clustered by who used it."""
    return Tally(
        content_uses(question),
        reads=("opportunity_id",),
        x=lambda use: use.opportunity_id.notnull().cast("int64"),
        m=one,
        alike=of_one_person,
    )


def deals_with(question: Question) -> Tally:
    """Closed deals on which content was used before, of all that closed, clustered by owner."""
    return Tally(
        with_content(deals(question, "close_on"), question),
        reads=("supported",),
        keep=lambda deal: deal.outcome != "open",
        x=lambda deal: deal.supported.cast("int64"),
        m=one,
        alike=of_one_person,
    )


def to_first_use(question: Question) -> Lasting:
    """Days from publishing to the first use, or today."""
    return Lasting(
        pieces_of_content(question),
        days=lambda piece: _days_unused(piece, question),
        first=lambda piece: piece.first_used_on.notnull(),
        reads=("first_used_on",),
    )


def unused_for(question: Question, days: int) -> Lasting:
    """Days from publishing until a piece has gone so long without a use, or was used before."""
    import ibis

    def used(piece: ir.Table) -> ir.Value:
        return piece.first_used_on.notnull() & (_days_unused(piece, question) < days)

    return Lasting(
        pieces_of_content(question),
        days=lambda piece: ibis.least(_days_unused(piece, question), days),
        first=lambda piece: ~used(piece) & (_days_unused(piece, question) >= days),
        second=used,
        reads=("first_used_on",),
    )


def _days_unused(piece: ir.Table, question: Question) -> ir.Value:
    import ibis

    last = piece.first_used_on.fill_null(ibis.literal(question.as_of))
    return ibis.greatest(last.delta(piece.published_on, unit="day"), 0)
