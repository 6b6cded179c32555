"""Deals as they stood on a day, whose they are, and who is credited with how much of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from everyrep.measures.dimensions import OF_THE_SELLER
from everyrep.measures.facts.around import AROUND, SIZE_BAND, with_more
from everyrep.measures.facts.frame import Frame
from everyrep.measures.facts.kept import kept
from everyrep.measures.facts.links import OF_THE_PERSON
from everyrep.measures.facts.sold import by_product
from everyrep.measures.question import Question
from everyrep.measures.tables import canonical
from everyrep.warehouse.mapping import columns_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

_OF_THE_DEAL: dict[str, tuple[str, ...]] = {
    "region": ("region", *OF_THE_PERSON["region"], "account/region"),
    "territory": ("territory_id", *OF_THE_PERSON["territory"], "account/territory_id"),
    "motion": ("motion", *OF_THE_PERSON["motion"]),
    "segment": ("segment", "account/segment"),
    "industry": ("account/industry",),
    "country": ("account/country",),
    "account": ("account_id",),
    "product": ("product_id",),
    "product_line": ("product/family",),
    "channel": ("channel",),
    "campaign": ("campaign_id",),
    "competitor": ("competitor",),
    "partner": ("partner_id",),
    "stage": ("stage",),
    "outcome": ("outcome",),
    "loss_reason": ("loss_reason",),
    "forecast_category": ("forecast_category",),
    "deal_kind": ("kind",),
    "deal_size_band": (SIZE_BAND,),
    "deal": ("id",),
}
# What is known of a deal only once it is closed.
_TOLD_BY_THE_CLOSE = frozenset(
    {"stage", "loss_reason", "forecast_category", "probability", "cycle_days"}
)


def deal_paths(person: str) -> dict[str, tuple[str, ...]]:
    """Where each dimension of a deal stands, given the column of its person."""
    return {**OF_THE_PERSON, "person": (person,), **_OF_THE_DEAL}


def deals_as_known(question: Question, columns: Iterable[str]) -> ir.Table:
    """Every deal as it stood at the end of the day: what closed later is open still.

    Where the question looks back, a deal that closed later has none of what its close told, and
    stages are those of then, as far as there is a history of them. Amounts and owners are not
    kept by day, and are those of now.

    Args:
        question: Says the day.
        columns: Those of `opportunities` that are read, or of `AROUND` them; id and outcome come
            with them.
    """
    import ibis

    table = canonical("opportunities")
    closes_later = (table.outcome != "open") & (table.close_on > question.as_of).fill_null(False)
    columns = tuple(columns)
    own = [*columns, "amount_base_minor"] if SIZE_BAND in columns else columns
    wanted = tuple(dict.fromkeys(n for n in own if n not in ("id", "outcome", *AROUND)))
    kept = {name: table[name] for name in wanted}
    if question.looks_back:
        told = {name: ibis.ifelse(closes_later, None, table[name]) for name in wanted}
        kept |= {name: column for name, column in told.items() if name in _TOLD_BY_THE_CLOSE}
    table = table.filter(table.created_on.isnull() | (table.created_on <= question.as_of))
    known = table.select(
        id=table["id"], outcome=ibis.ifelse(closes_later, "open", table.outcome), **kept
    )
    known = _in_stages_of_then(known, question) if _then(question, wanted) else known
    return with_more(known, question, columns)


def _then(question: Question, columns: Iterable[str]) -> bool:
    return question.looks_back and "stage" in columns


def _in_stages_of_then(known: ir.Table, question: Question) -> ir.Table:
    """Deals in the last stage that they had come into by the day of the question."""
    history = canonical("stage_history")
    history = history.filter(history.entered_on <= question.as_of)
    latest = history.group_by(staged_deal="opportunity_id").aggregate(
        stage_then=history.stage.argmax(history.entered_at)
    )
    joined = known.left_join(latest, known["id"] == latest.staged_deal)
    kept = [name for name in known.columns if name != "stage"]
    return joined.select(*kept, stage=joined.stage_then.fill_null(joined.stage))


def deals(question: Question, dated: str) -> Frame:
    """Deals, one row each, by their owner; where products are asked for, one row each product.

    Args:
        question: What is asked.
        dated: The column that periods cut by: "created_on" or "close_on".
    """
    frame = Frame(
        "opportunities",
        lambda columns: deals_as_known(question, columns),
        "owner_id",
        dated,
        dated,
        deal_paths("owner_id"),
        key=("deals", dated),
    )
    return by_product(frame, question)


def open_deals(question: Question) -> Frame:
    """Deals that are open, by their owner of today; periods cut by when they are to close."""
    import ibis

    def source(columns: Iterable[str]) -> ir.Table:
        table = deals_as_known(question, columns)
        return table.filter(table.outcome == "open")

    frame = Frame(
        "opportunities",
        source,
        "owner_id",
        "close_on",
        ibis.literal(question.as_of),
        deal_paths("owner_id"),
        key=("open deals",),
    )
    return by_product(frame, question)


def with_credits(frame: Frame, question: Question) -> Frame:
    """The same deals, one row for each person credited, where the question is about people.

    A deal that is split is shared out to the last minor unit: each person gets the amount up to
    their place less the amount up to the place before, both rounded, so that the parts of a deal
    add up to it. A question about no person keeps one row a deal.
    """
    fields = columns_of(question.where) if question.where is not None else ()
    about_people = OF_THE_SELLER.intersection((*question.by, *fields))
    if about_people or not question.scope.sees_everybody:
        return credited(frame, question)
    return frame


def credited(frame: Frame, question: Question) -> Frame:
    """The same deals, one row for each person credited with revenue of it."""
    return replace(
        frame,
        source=lambda columns: _shared_out(frame.source(_without_credit(columns)), question),
        person="credited_id",
        paths={**frame.paths, "person": ("credited_id",)},
        key=(*frame.key, "credited"),
    )


def with_stage_chance(frame: Frame) -> Frame:
    """The same deals, with their `chance` of being won: the deal's own, else its stage's."""

    def source(columns: Iterable[str]) -> ir.Table:
        own = [name for name in columns if name != "chance"]
        deals = frame.source(dict.fromkeys((*own, "stage", "probability")))
        stages = canonical("stages")
        chances = stages.group_by(chance_of="name").aggregate(stage_chance=stages.probability.max())
        joined = deals.left_join(chances, deals.stage == chances.chance_of)
        return joined.select(
            *deals.columns, chance=joined.probability.fill_null(joined.stage_chance)
        )

    return replace(frame, source=source, key=(*frame.key, "chance"))


def _without_credit(columns: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in columns if name != "credited_id")


def credit_shares() -> ir.Table:
    """Who is credited with which stretch of a deal, from 0 to 1: one row a deal and person.

    Stretches of a deal lie end to end, so that cents that are rounded at their ends add up.

    Returns:
        credit_of (the deal), credited_id, share_from, share_to.
    """
    import ibis

    listed = canonical("credits")
    listed = listed.filter(listed.kind.fill_null("revenue") != "overlay")
    # One row a person and deal, in case a source splits to the same person twice.
    shares = listed.group_by("opportunity_id", "person_id").aggregate(part=listed.part.sum())
    upto = shares.part.sum().over(
        ibis.cumulative_window(group_by=shares.opportunity_id, order_by=shares.person_id)
    )
    return shares.select(
        credit_of=shares.opportunity_id,
        credited_id=shares.person_id,
        share_to=upto,
        share_from=upto - shares.part,
    )


def _shared_out(table: ir.Table, question: Question) -> ir.Table:
    shares = kept("credit_shares", credit_shares(), question)
    joined = table.left_join(shares, table["id"] == shares.credit_of)
    return joined.select(
        *table.columns,
        "credited_id",
        share_to=joined.share_to.fill_null(1.0),
        share_from=joined.share_from.fill_null(0.0),
    )


def credited_minor(table: ir.Table, column: str) -> ir.IntegerValue:
    """The part of an amount that a row is credited with, in whole minor units."""
    amount = table[column]
    if "share_to" not in table.columns:
        return amount
    upto = (amount * table.share_to).round().cast("int64")
    return upto - (amount * table.share_from).round().cast("int64")
