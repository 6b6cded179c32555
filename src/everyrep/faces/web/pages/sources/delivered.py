"""Loads that landed and were taken back: what lies in the landing is in the audit, too.

The landing is written first, by the app or on the command line, and says who did it. What the audit
lacks of it is added after each job that writes there, whenever the worker looks around, and on the
next start: a kill in between loses nothing, and nothing is added twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.audit.models import Entry
from everyrep.warehouse.landing import load_folders, read_at_least_its_name, taken_back
from everyrep.warehouse.workspace import Workspace

_NOBODY = "(not recorded)"
_LANDED, _TAKEN_BACK = "load_landed", "load_taken_back"


def agree(workspace: Workspace) -> int:
    """Add to the audit what landed and was taken back, where it lacks that; gives how much it was.

    Raises:
        Busy: Somebody is writing, perhaps a load; it is added another time.
    """
    if not any(_missing(workspace)):
        return 0
    with workspace.writing():
        missing = sorted(_missing(workspace))  # By now nobody is between landing and audit.
        for number, what, folder in missing:
            told = _landed(folder) if what == _LANDED else _back(folder)
            record(told.pop("by") or _NOBODY, what, folder.name, number=number, **told)
    return len(missing)


def _missing(workspace: Workspace) -> Iterator[tuple[int, str, Path]]:
    """Number, word and folder of what the audit lacks; told by number, which erasing leaves."""
    there, back = load_folders(workspace.landing), load_folders(workspace.undone)
    for what, folders in ((_LANDED, {**there, **back}), (_TAKEN_BACK, back)):
        if folders:
            told = Entry.objects.filter(what=what)
            known = set(told.values_list("detail__number", flat=True))
            yield from ((n, what, folder) for n, folder in folders.items() if n not in known)


def _landed(folder: Path) -> dict[str, Any]:
    load = read_at_least_its_name(folder)
    return {
        "by": load.by,
        "source": load.source,
        "system": load.system,
        "when": load.landed_at,
        "sha256": load.sha256,
        "rows": sum(count.get("rows", 0) for count in load.counts.values()),
        "rejected": sum(count.get("rejected", 0) for count in load.counts.values()),
        "replaces": list(load.replaces),
    }


def _back(folder: Path) -> dict[str, Any]:
    by, at = taken_back(folder)
    return {"by": by, "when": at}
