"""What tells apart the things that are made for a build and a scope, and kept."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from django.db import IntegrityError, transaction

import everyrep
from everyrep.faces.web.pages.models import SetPage
from everyrep.values import Scope
from everyrep.warehouse.reader import Warehouse

_LONGEST = 200
_GROWING = {"evidence": "decisions/questions.jsonl"}
"""Files that pages (and their charts and figures, which end in their name) rest on: on what was
registered in them, and not on what was answered since."""
_FORM = 11
"""Counted up where pages are set in another way, so that those set before are not shown."""


def key_of(name: str, warehouse: Warehouse, scope: Scope) -> str:
    """What tells pages apart: build, code, day and what may be seen, but not by whom."""
    return _hashed(
        [name, warehouse.snapshot, str(warehouse.as_of), *_asked(name, warehouse)], scope
    )


def _asked(name: str, warehouse: Warehouse) -> list[str]:
    """Of a page that rests on a file that grows between builds as well, what stands there."""
    workspace = warehouse.folder.parent.parent
    files = [workspace / file for page, file in _GROWING.items() if name.endswith(page)]
    return [_registered(file) for file in files if file.exists()]


def _registered(file: Path) -> str:
    """What tells apart the entries of a file that were registered."""
    lines = (line for line in file.read_bytes().splitlines() if b'"kind": "registered"' in line)
    return hashlib.sha256(b"\n".join(lines)).hexdigest()


def seen_by(scope: Scope) -> str:
    """What tells scopes apart by what may be seen, for pages of whatever build."""
    return _hashed([], scope)


def keep(name: str, warehouse: Warehouse, scope: Scope, html: str, seconds: float) -> None:
    """Keep a page, or a part of one, for a build and a scope.

    Args:
        name: Of the page.
        warehouse: An open build.
        scope: Who asked.
        html: What was made.
        seconds: How long it took.
    """
    key, seen = key_of(name, warehouse, scope), seen_by(scope)
    with (
        suppress(IntegrityError),
        transaction.atomic(),
    ):  # where another was as quick, it is the same
        SetPage.objects.create(
            pk=key, snapshot=warehouse.snapshot, name=name[:_LONGEST], seen=seen, html=html,
            seconds=seconds,
        )  # fmt: skip


def _hashed(told: list[str], scope: Scope) -> str:
    seen = scope.to_dict()
    del seen["who"]
    whole = [_FORM, *told, everyrep.__version__, seen]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()
