"""Leads that are true by the way the figures are made.

A deal that is opened is counted among those won later: that more deals opened are followed by more
deals won says how deals are counted, and would be so if opening them were of no use at all. Such a
lead is shown, and marked.
"""

from __future__ import annotations

from everyrep.measures import Catalogue, Measure

_SAME_DEALS = (
    "Both are counted from deals: what the indicator counts is counted again when the deals end."
)
_WHOSE = frozenset({"id", "owner_id"})


def mechanical(indicator: Measure, outcome: Measure, catalogue: Catalogue) -> str:
    """Why a lead of the indicator would be mechanical; empty where it would not.

    Args:
        indicator, outcome: Entries of the catalogue.
        catalogue: To look up parts with.
    """
    shared = sorted(_parts(indicator, catalogue) & _parts(outcome, catalogue))
    if shared:
        return f"Both are made of the same measure: {', '.join(shared)}."
    if _rests_on_deals(indicator, catalogue) and _rests_on_deals(outcome, catalogue):
        return _SAME_DEALS
    return ""


def _parts(measure: Measure, catalogue: Catalogue) -> set[str]:
    """The measure, and all that it is made of."""
    found = {measure.name}
    for part in measure.parts:
        found |= _parts(catalogue[part.measure], catalogue)
    return found


def _rests_on_deals(measure: Measure, catalogue: Catalogue) -> bool:
    """Whether deals are what is counted or added up, and not only who sells."""
    for name in _parts(measure, catalogue):
        one = catalogue[name]
        told = any(
            need.table in ("opportunities", "stage_history") and need.name not in _WHOSE
            for need in one.needs
        )
        if "deal_kind" in one.dimensions or (told and not one.expression.startswith("activity:")):
            return True
    return False
