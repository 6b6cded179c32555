"""Contracts of what is taken back: of won deals, after their close, and no more than all."""

from __future__ import annotations

from collections.abc import Iterator

from everyrep.warehouse.checks.contract import DEAL, Context, Contract, show
from everyrep.warehouse.checks.finding import Severity

_WORTH = "abs(t.amount_base_minor)"
_BY_DEAL = """
    SELECT min(refunds.id) AS id, opportunity_id,
        sum(coalesce(abs(refunds.amount_minor), deals.amount_minor))::BIGINT AS total,
        min(refunds.load_id) AS load_id, min(refunds.line) AS line
    FROM refunds JOIN opportunities AS deals ON deals.id = refunds.opportunity_id
    WHERE refunds.amount_minor IS NULL OR refunds.currency = deals.currency
    GROUP BY opportunity_id
"""


def refunds(_: Context) -> Iterator[Contract]:
    """The contracts of refunds."""
    yield Contract(
        "refund-of-more-than-the-deal",
        "refunds",
        "t.total > deal.amount_minor",
        "Of more than the deal came to",
        "more would be taken back of pay than the deal ever earned",
        "look for credit notes that were entered twice, or under the wrong deal",
        Severity.ERROR,
        of="deal.amount_minor IS NOT NULL",
        relation=f"({_BY_DEAL})",
        joins=(DEAL,),
        shows=(*show("opportunity_id", "total"), ("deal", "deal.amount_minor")),
        noun="deals that were taken back",
    )
    yield Contract(
        "refund-of-a-deal-not-won",
        "refunds",
        "deal.outcome <> 'won'",
        "Of a deal that is not won",
        "no pay was earned by it, and so none is taken back",
        "mend the deal's outcome, or the refund's deal, at the source",
        of="deal.id IS NOT NULL",
        joins=(DEAL,),
        shows=(*show("opportunity_id", "refunded_on"), ("outcome", "deal.outcome")),
        amount=_WORTH,
    )
    yield Contract(
        "refund-before-close",
        "refunds",
        "t.refunded_on < deal.close_on",
        "Before the deal was closed",
        "pay is taken back before it is earned",
        "mend one of the two days at the source",
        of="deal.outcome = 'won' AND deal.close_on IS NOT NULL",
        joins=(DEAL,),
        shows=(*show("opportunity_id", "refunded_on"), ("closed", "deal.close_on")),
        amount=_WORTH,
    )
