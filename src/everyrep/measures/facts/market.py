"""Campaigns, what they cost, whom they touched, and the deals that came of them.

Spend and what comes of it are facts of different tables. They are never joined row to row: a
campaign of a thousand touches has its cost once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from everyrep.measures.facts.deals import deals
from everyrep.measures.facts.frame import Frame
from everyrep.measures.facts.words import plain_word
from everyrep.measures.question import Question
from everyrep.measures.tables import canonical

if TYPE_CHECKING:
    import ibis.expr.types as ir

ANSWERS = (
    "responded",
    "response",
    "clicked",
    "replied",
    "registered",
    "attended",
    "downloaded",
    "submitted",
    "converted",
)
"""What a touch comes to where the person answered, in the form that `plain_word` gives."""
# A deal that came of a campaign is of the campaign's channel, so that it meets what was spent.
OF_THE_CAMPAIGN = ("campaign/channel", "channel")
_OF_THE_TOUCHED = {
    name: tuple(f"{link}{column}" for link in ("account/", "contact/account/"))
    for name, column in (
        ("segment", "segment"),
        ("industry", "industry"),
        ("country", "country"),
        ("region", "region"),
        ("territory", "territory_id"),
    )
}


def campaigns(question: Question) -> Frame:
    """Campaigns, one row each, by the day they start; they are nobody's."""

    def source(columns: Iterable[str]) -> ir.Table:
        table = canonical("campaigns")
        begun = table.starts_on.isnull() | (table.starts_on <= question.as_of)
        return table.filter(begun).select(*dict.fromkeys(("id", *columns)))

    paths = {"channel": ("channel",), "campaign": ("id",)}
    return Frame("campaigns", source, None, "starts_on", None, paths, key=("campaigns",))


def touches(question: Question) -> Frame:
    """Touches, one row each, by the day; they are nobody's."""

    def source(columns: Iterable[str]) -> ir.Table:
        table = canonical("touches")
        known = table.occurred_on.isnull() | (table.occurred_on <= question.as_of)
        return table.filter(known).select(*dict.fromkeys(("id", *columns)))

    paths = {
        "channel": ("campaign/channel",),
        "campaign": ("campaign_id",),
        "account": ("account_id", "contact/account_id"),
        **_OF_THE_TOUCHED,
    }
    return Frame("touches", source, None, "occurred_on", None, paths, key=("touches",))


def answered(touch: ir.Table) -> ir.BooleanValue:
    """Whether the person answered."""
    return plain_word(touch.result).isin(ANSWERS).fill_null(False)


def sourced_deals(question: Question) -> Frame:
    """Deals by the day they were opened, of the channel of the campaign they came from."""
    frame = deals(question, "created_on")
    paths = {**frame.paths, "channel": OF_THE_CAMPAIGN}
    return replace(frame, paths=paths, key=(*frame.key, "sourced"))
