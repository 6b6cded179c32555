"""Orders as deals: an order is a deal that was won on the day it was placed.

A shop or an ERP has orders and no pipeline; there they are the deals. A CRM that has deals may have
orders too, which follow from deals that were won: taken for deals, they would count twice.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from everyrep.sources.files.guessing.keys import Look, about_name
from everyrep.sources.files.guessing.matching import Pair, Profiles
from everyrep.sources.files.guessing.names import likeness, stem_words
from everyrep.warehouse.mapping import ColumnSpec
from everyrep.warehouse.staging.words import WORDS

_NAMES = frozenset(("order", "salesorder", "orderheader", "salesorderheader", "customerorder"))
_LEAST_NAMED = 0.45
_OF_DEALS = ("stage", "is_won", "is_closed", "probability", "forecast_category")
DOUBLED = "these are orders, and deals come in another file: what was won would count twice"
"""Why orders beside deals are left out."""


def is_orders(look: Look) -> bool:
    """Whether a file lists orders: its name says so, and no column says that they are deals."""
    if not look.matches or look.matches[0].table != "opportunities":
        return False
    if any(name in look.matches[0].pairs for name in _OF_DEALS):
        return False
    return likeness(stem_words(about_name(look.part)), _NAMES) >= _LEAST_NAMED


def once(looks: Sequence[Look]) -> list[Look]:
    """The files, of which orders are nothing where another file has the deals."""
    deals = any(
        look.matches and look.matches[0].table == "opportunities" and not is_orders(look)
        for look in looks
    )
    if not deals:
        return list(looks)
    return [
        dataclasses.replace(look, matches=(), why_not=DOUBLED) if is_orders(look) else look
        for look in looks
    ]


def as_won(
    columns: dict[str, ColumnSpec], pairs: dict[str, Pair], profiles: Profiles
) -> dict[str, str]:
    """Make deals of orders: won, and closed when they were placed. Returns the reasons."""
    reasons = {"outcome": "an order is a deal that was won"}
    status = pairs.get("outcome")
    fallen = _fallen(profiles[status.source].words) if status else {}
    if status and fallen:
        columns["outcome"] = ColumnSpec(column=status.source, values={**fallen, "*": "won"})
        reasons["outcome"] += ", unless it was cancelled"
    else:
        columns["outcome"] = ColumnSpec(value="won")
    if "close_on" not in columns and "created_on" in columns:
        columns["close_on"] = columns["created_on"]
        reasons["close_on"] = "an order closes a deal on the day it is placed"
    return reasons


def _fallen(words: dict[str, float]) -> dict[str, str]:
    """The words among those of a status that say that nothing came of an order."""
    known = WORDS["opportunities", "outcome"]
    return {
        word: meaning
        for word in words
        for meaning in ("lost", "no_decision")
        if word.replace(" ", "_") in known[meaning].split()
    }
