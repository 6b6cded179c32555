"""What tells apart the things that are made for a build and a scope, and kept."""

from __future__ import annotations

import hashlib
import json

import everyrep
from everyrep.values import Scope
from everyrep.warehouse.reader import Warehouse

_FORM = 10
"""Counted up where pages are set in another way, so that those set before are not shown."""


def key_of(name: str, warehouse: Warehouse, scope: Scope) -> str:
    """What tells pages apart: build, code, day and what may be seen, but not by whom."""
    seen = scope.to_dict()
    del seen["who"]
    told = [_FORM, name, warehouse.snapshot, str(warehouse.as_of), everyrep.__version__, seen]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
