"""Deals opened, won and lost, their size, and how long they take."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from everyrep.measures.expressions.likeness import of_one_person
from everyrep.measures.facts import deals, open_deals
from everyrep.measures.facts.around import rounded
from everyrep.measures.facts.words_of_deals import against_somebody, has_kind, is_kind
from everyrep.measures.question import Question
from everyrep.measures.tally import Lasting, Tally, one

if TYPE_CHECKING:
    import ibis.expr.types as ir


def opened(question: Question) -> Tally:
    """Deals by the day they were opened."""
    return Tally(deals(question, "created_on"))


def open_now(question: Question) -> Tally:
    """Open deals, by the day they are expected to close."""
    return Tally(
        open_deals(question),
        notes={"overdue": lambda deal: deal.close_on < question.as_of},
    )


def closed(question: Question, outcomes: tuple[str, ...]) -> Tally:
    """Deals closed with one of these outcomes, by the day they were closed."""
    return Tally(
        deals(question, "close_on"),
        keep=lambda deal: deal.outcome.isin(outcomes),
        notes={"undated": undated},
    )


def share_of_kind(question: Question, kind: str) -> Tally:
    """Deals of a kind among those opened whose kind is known, clustered by owner."""
    return Tally(
        deals(question, "created_on"),
        reads=("kind",),
        x=lambda deal: is_kind(deal, kind).cast("int64"),
        m=lambda deal: has_kind(deal).cast("int64"),
        alike=of_one_person,
        notes={"other_kind": lambda deal: ~has_kind(deal)},
    )


def win_rate(
    question: Question, *, competitive: bool = False, with_mutual_plan: bool = False
) -> Tally:
    """Won of won and lost, by the day of closing, clustered by owner.

    Args:
        question: What is asked.
        competitive: Only deals that name a competitor.
        with_mutual_plan: Only deals on which a mutual plan was agreed by the day of closing.
    """

    def keep(deal: ir.Table) -> ir.Value:
        kept = deal.outcome != "open"
        if competitive:
            kept = kept & against_somebody(deal)
        if with_mutual_plan:
            kept = kept & (deal.mutual_plan_on <= deal.close_on).fill_null(False)
        return kept

    reads = ("competitor",) * competitive + ("mutual_plan_on",) * with_mutual_plan
    return Tally(
        deals(question, "close_on"),
        reads=reads,
        keep=keep,
        x=lambda deal: (deal.outcome == "won").cast("int64"),
        m=lambda deal: deal.outcome.isin(("won", "lost")).cast("int64"),
        alike=of_one_person,
        notes={"no_decision": lambda deal: deal.outcome == "no_decision", "undated": undated},
    )


def no_decision_rate(question: Question) -> Tally:
    """Deals that ended without a decision among all that were closed, clustered by owner."""
    return Tally(
        deals(question, "close_on"),
        keep=lambda deal: deal.outcome != "open",
        x=lambda deal: (deal.outcome == "no_decision").cast("int64"),
        m=one,
        alike=of_one_person,
    )


def lost_to_competitor(question: Question) -> Tally:
    """Lost deals that name a competitor among all lost deals, clustered by owner."""
    return Tally(
        deals(question, "close_on"),
        reads=("competitor",),
        keep=lambda deal: deal.outcome == "lost",
        x=lambda deal: against_somebody(deal).cast("int64"),
        m=one,
        alike=of_one_person,
    )


def win_rate_by_amount(question: Question) -> Tally:
    """Amount won of amount won and lost, by the day of closing, clustered by owner."""
    return Tally(
        deals(question, "close_on"),
        reads=("amount_base_minor",),
        keep=lambda deal: (
            deal.outcome.isin(("won", "lost")) & (deal.amount_base_minor > 0).fill_null(False)
        ),
        x=lambda deal: deal.amount_base_minor * (deal.outcome == "won").cast("int64"),
        m=lambda deal: deal.amount_base_minor,
        alike=of_one_person,
    )


def average_size(question: Question, outcome: str = "won", dated: str = "close_on") -> Tally:
    """Amount of deals per deal, clustered by owner.

    Args:
        question: What is asked.
        outcome: "won" or "lost" for deals that were, "" for all deals, "open" for those open now.
        dated: The column that periods cut by, where the deals need not be open.
    """
    return Tally(
        open_deals(question) if outcome == "open" else deals(question, dated),
        reads=AMOUNTS,
        keep=(lambda deal: deal.outcome == outcome) if outcome not in ("", "open") else None,
        x=lambda deal: deal.amount_base_minor.fill_null(0),
        m=lambda deal: deal.amount_base_minor.notnull().cast("int64"),
        alike=of_one_person,
        notes={"unconverted": not_converted, "without_amount": without_amount}
        | ({"undated": undated} if outcome in ("won", "lost") else {}),
    )


def median_size(question: Question) -> Lasting:
    """Amounts of won deals, to three digits, so that the database need not send each of them."""
    return Lasting(
        deals(question, "close_on"),
        days=lambda deal: rounded(deal.amount_base_minor, digits=3),
        first=lambda deal: deal["id"].notnull(),
        keep=lambda deal: deal.outcome == "won",
        reads=("amount_base_minor",),
    )


def cycle(question: Question) -> Lasting:
    """Days from opening to closing, by the day of opening; open deals last until today."""
    return Lasting(
        deals(question, "created_on"), _length(question), _is_closed, reads=_LENGTH_READS
    )


def winning(question: Question) -> Lasting:
    """The same, with winning as the first end, and losing or no decision as the second."""
    return Lasting(
        deals(question, "created_on"),
        _length(question),
        first=lambda deal: deal.outcome == "won",
        second=lambda deal: deal.outcome.isin(("lost", "no_decision")),
        reads=_LENGTH_READS,
    )


def won_cycle(question: Question) -> Lasting:
    """Days from opening to winning of deals that were won, by the day they were won."""
    return Lasting(
        deals(question, "close_on"),
        _length(question),
        first=_is_closed,
        keep=lambda deal: deal.outcome == "won",
        reads=("created_on", "cycle_days"),
        notes={"survivors": _is_closed},
    )


def first_activity(question: Question) -> Lasting:
    """Days from opening to the first activity on a deal, or to its close, or to today."""
    import ibis

    def known_until(deal: ir.Table) -> ir.Value:
        return ibis.ifelse(_is_closed(deal), deal.close_on, ibis.literal(question.as_of))

    def seen(deal: ir.Table) -> ir.Value:
        return (deal.first_activity_on <= known_until(deal)).fill_null(False)

    def length(deal: ir.Table) -> ir.Value:
        last = ibis.ifelse(seen(deal), deal.first_activity_on, known_until(deal))
        return ibis.greatest(last.delta(deal.created_on, unit="day"), 0)

    return Lasting(
        deals(question, "created_on"),
        length,
        seen,
        keep=lambda deal: deal.created_on.notnull() & known_until(deal).notnull(),
        reads=("close_on", "first_activity_on"),
    )


_LENGTH_READS = ("close_on", "cycle_days")


def _length(question: Question) -> Callable[[ir.Table], ir.Value]:
    """Days from opening to closing, of open deals to today; NULL where that cannot be known."""
    import ibis

    def length(deal: ir.Table) -> ir.Value:
        so_far = ibis.literal(question.as_of).delta(deal.created_on, unit="day")
        # Where a file has only the length, it is the length; a close before the open is no length.
        lasted = deal.close_on.delta(deal.created_on, unit="day")
        lasted = ibis.ifelse(lasted >= 0, lasted, None)
        stated = deal.cycle_days.round().cast("int64")
        return ibis.ifelse(_is_closed(deal), lasted.fill_null(stated), so_far)

    return length


def _is_closed(deal: ir.Table) -> ir.BooleanValue:
    return deal.outcome != "open"


AMOUNTS = ("amount_minor", "amount_base_minor")


def not_converted(facts: ir.Table) -> ir.BooleanValue:
    """Whether a fact has an amount that no rate brings into the reporting currency."""
    return facts.amount_minor.notnull() & facts.amount_base_minor.isnull()


def negative(column: str = "amount_base_minor") -> Callable[[ir.Table], ir.BooleanValue]:
    """Whether an amount of a fact takes away from a sum."""
    return lambda facts: (facts[column] < 0).fill_null(False)


def undated(facts: ir.Table) -> ir.BooleanValue:
    """Whether nobody knows the day of a deal that was closed, so that no period holds it."""
    return facts.close_on.isnull()


def without_amount(facts: ir.Table) -> ir.BooleanValue:
    """Whether a fact has no amount at all."""
    return facts.amount_minor.isnull()
