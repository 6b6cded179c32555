"""What marketing costs, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everyrep.measures.expressions.differences import cost_of_each
from everyrep.measures.facts.customers import acquired
from everyrep.measures.facts.market import answered, campaigns, sourced_deals, touches
from everyrep.measures.figures import Figure
from everyrep.measures.question import Question
from everyrep.measures.tally import Tally

if TYPE_CHECKING:
    import ibis.expr.types as ir


def spend(question: Question) -> Tally:
    """What campaigns cost, by the day they started."""
    return Tally(
        campaigns(question),
        reads=("spend_minor", "spend_base_minor"),
        x=lambda campaign: campaign.spend_base_minor,
        notes={
            "unconverted": lambda c: c.spend_minor.notnull() & c.spend_base_minor.isnull(),
            "without_spend": lambda c: c.spend_minor.isnull(),
        },
    )


def touched(question: Question, *, answers: bool = False) -> Tally:
    """Touches by the day, all of them or those that were answered."""
    if not answers:
        return Tally(touches(question))
    return Tally(touches(question), keep=answered, reads=("result",))


def response_rate(question: Question) -> Tally:
    """Touches that were answered among those whose result is known, clustered by campaign."""
    return Tally(
        touches(question),
        reads=("result", "campaign_id"),
        x=lambda touch: answered(touch).cast("int64"),
        m=lambda touch: touch.result.notnull().cast("int64"),
        alike=same_campaign,
    )


def sourced(question: Question) -> Tally:
    """Deals opened that came from a campaign."""
    return Tally(
        sourced_deals(question),
        keep=lambda deal: deal.campaign_id.notnull(),
        reads=("campaign_id",),
    )


def new_customers(question: Question) -> Tally:
    """Customers by the day they became one."""
    return Tally(acquired(question))


def cost_each(question: Question, spent: Figure | None, came: Figure | None, thing: str) -> Figure:
    """What was spent over how many came of it, which could as well have been more or fewer."""
    return cost_of_each(question, spent, came, thing=thing, exact=False)


def cost_each_exactly(
    question: Question, spent: Figure | None, came: Figure | None, thing: str
) -> Figure:
    """What was spent over how many we sent out ourselves: nothing of it is chance."""
    return cost_of_each(question, spent, came, thing=thing, exact=True)


def same_campaign(touch: ir.Table, question: Question) -> ir.StringValue:
    """Touches of one campaign are alike; within one campaign the touches are what varies."""
    if "campaign" in question.by:
        return touch["id"]
    return touch.campaign_id.fill_null("touch " + touch["id"])
