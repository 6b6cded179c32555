"""Decisions about who is who, in their file and in the audit: what is in one is in the other.

A decision is on the disk before it is in the audit, both while nobody else may write. Killed
between the two, the app finds it on its next start, and so it finds what was decided on the command
line.
"""

from __future__ import annotations

from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.audit.models import Entry
from everyrep.warehouse.identity import Decision, read_decisions
from everyrep.warehouse.workspace import Workspace

_DECIDED, _FOUND = "match_decided", "match_found"


def write_down(decision: Decision) -> None:
    """Add a decision that was just made to the audit."""
    record(decision.who, _DECIDED, _about(decision), **_detail(decision))


def agree(workspace: Workspace) -> int:
    """Add decisions to the audit that it lacks; gives how many there were.

    Raises:
        Busy: Somebody is writing, perhaps a decision; they are added another time.
        DataError: The file of decisions cannot be read.
    """
    if not _missing(workspace):
        return 0
    with workspace.writing():
        missing = _missing(workspace)  # By now nobody is between file and audit.
        for decision in missing:
            record(decision.who, _FOUND, _about(decision), **_detail(decision))
    return len(missing)


def _missing(workspace: Workspace) -> list[Decision]:
    """Decisions that the audit knows nothing of; told by their moment, which erasing leaves."""
    made = read_decisions(workspace.decisions / "identity.jsonl")
    if not made:
        return []
    told = Entry.objects.filter(what__in=(_DECIDED, _FOUND)).values_list("detail", flat=True)
    known = {detail.get("when") for detail in told.iterator()}
    return [decision for decision in made if decision.when.isoformat() not in known]


def _about(decision: Decision) -> str:
    return f"{decision.left_ref} {decision.right_ref}"[:254]


def _detail(decision: Decision) -> dict[str, str]:
    return {"ruling": str(decision.ruling), "when": decision.when.isoformat()}
