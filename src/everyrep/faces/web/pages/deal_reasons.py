"""What is wrong with open deals, worked out once a build and scope."""

from __future__ import annotations

import json
from typing import Any

from everyrep.analysis.pipeline.attention import needs_attention
from everyrep.faces.web.pages.remembered import remembered
from everyrep.values import EveryrepError, Scope
from everyrep.warehouse.reader import Warehouse

WORDS = {
    "aged": "old in its stage", "overdue": "overdue", "no_close": "no close date",
    "no_amount": "no amount", "no_owner": "no owner", "no_activity": "quiet",
    "no_next_step": "no next step", "step_overdue": "step overdue",
    "single_threaded": "one contact",
}  # fmt: skip
"""Each rule in a word or two."""
Reasons = dict[str, dict[str, Any]]


def reasons(warehouse: Warehouse, scope: Scope) -> Reasons:
    """By deal: what is wrong with it, its age, and the share of winners that had left by then."""
    found: Reasons = json.loads(
        remembered("deal reasons", warehouse, scope, lambda: json.dumps(_reasons(warehouse, scope)))
    )
    return found


def _reasons(warehouse: Warehouse, scope: Scope) -> Reasons:
    try:
        found = needs_attention(warehouse, scope, most=10**6)
    except EveryrepError:
        return {}
    return {
        one.deal: {
            "reasons": list(one.reasons), "age": one.age.days, "share": one.age.share,
        }
        for one in found.deals
    }  # fmt: skip
