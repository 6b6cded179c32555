"""A trial is drawn, its plan frozen, and its question registered: all three, or none."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from everyrep.evidence.conducting.drawing_lots import Drawn, draw_lots
from everyrep.evidence.conducting.files import PLAN, digest, folder, keep, recall
from everyrep.evidence.conducting.proposal import Proposal
from everyrep.evidence.register import Registered, register_question
from everyrep.warehouse.workspace import Workspace


def freeze(
    workspace: Workspace,
    proposal: Proposal,
    *,
    asked_by: str,
    now: datetime,
    resumed: bool = False,
) -> tuple[Drawn, Path]:
    """Draw who is treated, write the frozen plan once, and register what it answers.

    Args:
        workspace: Where.
        proposal: What the trial would tell.
        asked_by: Who draws.
        now: With its offset from UTC.
        resumed: Whether it was begun before and broken off: the same lot may be there then.

    Returns:
        What was drawn, and the folder of the trial.

    Raises:
        UserError: It could not tell anything, or there is a trial of this name already.
        Busy: Somebody else is writing.
    """
    drawn = draw_lots(proposal, now.date())
    place = folder(workspace, drawn.frozen.program)
    if not (resumed and _is_there(workspace, drawn, place)):
        place = keep(workspace, drawn.frozen, drawn.assignments, drawn.mapping)
    why = f"A trial by lot, its plan frozen ({drawn.frozen.hash[:12]})."
    register_question(workspace, Registered(drawn.frozen.asked(), asked_by, now, why))
    return drawn, place


def _is_there(workspace: Workspace, drawn: Drawn, place: Path) -> bool:
    """Whether this very lot was written before."""
    if not (place / PLAN).is_file():
        return False
    written, assignments = recall(workspace, drawn.frozen.program)
    return written.hash == drawn.frozen.hash and digest(assignments) == written.assignments
