"""What words of sources mean about deals: which are new business, which name a competitor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everyrep.measures.facts.words import plain_word

if TYPE_CHECKING:
    import ibis.expr.types as ir

KINDS: dict[str, tuple[str, ...]] = {
    "new": (
        "new",
        "new_business",
        "new_logo",
        "new_customer",
        "net_new",
        "new_account",
        "newbusiness",
    ),
    "expansion": (
        "expansion",
        "upsell",
        "up_sell",
        "cross_sell",
        "crosssell",
        "upgrade",
        "add_on",
        "addon",
        "existing_business",
        "existing_customer",
        "existingbusiness",
        "existing_customer___upgrade",
    ),
    "renewal": ("renewal", "renewed", "renew", "existing_customer___renewal"),
}
"""Words for the kinds of deals, in the form that `plain_word` gives."""
NOBODY = ("", "none", "no", "unknown", "n/a", "na", "no_competitor", "_", "null", "nobody")
"""What is written where a field for the competitor must not stay empty."""


def is_kind(deal: ir.Table, kind: str) -> ir.BooleanValue:
    """Whether a deal is "new", "expansion" or "renewal"; false where its word is none of those."""
    return plain_word(deal.kind).isin(KINDS[kind]).fill_null(False)


def has_kind(deal: ir.Table) -> ir.BooleanValue:
    """Whether it is known of which kind a deal is."""
    words = [word for words in KINDS.values() for word in words]
    return plain_word(deal.kind).isin(words).fill_null(False)


def against_somebody(deal: ir.Table) -> ir.BooleanValue:
    """Whether a deal names a competitor."""
    return (~plain_word(deal.competitor).isin(NOBODY)).fill_null(False)
