"""What is wrong with open deals, worked out once a build and scope."""

from __future__ import annotations

import json
from collections import OrderedDict
from threading import Lock
from typing import Any

from everyrep.analysis.pipeline.attention import needs_attention
from everyrep.faces.web.pages.remembered import remembered
from everyrep.faces.web.pages.setting import key_of
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
_NAME = "deal reasons"
_MOST_KEPT = 200_000
"""Deals of all scopes together that a process keeps as read, the least lately asked go first."""
_READ: OrderedDict[str, Reasons] = OrderedDict()
_LOCK = Lock()


def reasons(warehouse: Warehouse, scope: Scope) -> Reasons:
    """By deal: what is wrong with it, its age, and the share of winners that had left by then."""
    key = key_of(_NAME, warehouse, scope)
    with _LOCK:
        if key in _READ:
            _READ.move_to_end(key)
            return _READ[key]
    kept = remembered(_NAME, warehouse, scope, lambda: json.dumps(_reasons(warehouse, scope)))
    found: Reasons = json.loads(kept)
    with _LOCK:
        _READ[key] = found
        while sum(map(len, _READ.values())) > _MOST_KEPT and len(_READ) > 1:
            _READ.popitem(last=False)
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
