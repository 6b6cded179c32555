"""Figures per person: what a rep brings in and does, how many leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everyrep.measures.facts.pieces import exits_on_pieces, wins_on_pieces
from everyrep.measures.facts.tenure import days_of
from everyrep.measures.question import Question
from everyrep.measures.tally import Tally

if TYPE_CHECKING:
    import ibis.expr.types as ir

DAYS_A_WEEK = 7.0
DAYS_A_MONTH = 365.25 / 12


def revenue_per_rep(question: Question) -> Tally:
    """Bookings credited to sellers, per seller employed throughout."""
    return _per_rep(question, "won_minor")


def margin_per_rep(question: Question) -> Tally:
    """The same, less what delivering the deals costs; deals without a cost are left out."""
    return _per_rep(question, "margin_minor")


def turnover(question: Question, kind: str | None = None) -> Tally:
    """Exits over days employed; an exit falls on the last day employed.

    Args:
        question: What is asked.
        kind: Count only exits of this kind, such as "voluntary".
    """
    return Tally(
        exits_on_pieces(question, kind),
        reads=("exits",),
        x=lambda piece: piece.exits,
        m=days_of,
        thing=lambda piece: piece.person_id,
    )


def _per_rep(question: Question, value: str) -> Tally:
    return Tally(
        wins_on_pieces(question),
        reads=(value,),
        x=lambda piece: piece[value],
        m=part_of_bucket,
        alike=same_person,
    )


def part_of_bucket(piece: ir.Table) -> ir.Value:
    """The share of the bucket of time that a piece takes: 1 for who was there throughout."""
    return days_of(piece) / piece.bucket_days.cast("float64").nullif(0)


def same_person(piece: ir.Table, _: Question) -> ir.Value:
    """Pieces of one person are alike."""
    return piece.person_id
