"""Keeps the register in a workspace: one journal, written by one writer at a time."""

from __future__ import annotations

from everyrep.evidence.register.answered import Answered
from everyrep.evidence.register.register import Register, Standing
from everyrep.evidence.register.registered import Registered
from everyrep.warehouse.journal import append_entry, read_entries
from everyrep.warehouse.workspace import Workspace, disk_errors

FILE_NAME = "questions.jsonl"


def read_register(workspace: Workspace) -> Register:
    """All questions that were registered there, and all answers that were given."""
    return Register.of(read_entries(workspace.decisions / FILE_NAME))


def register_question(workspace: Workspace, entry: Registered) -> Standing:
    """Write a question down; one that stands there already stays as it is.

    Returns:
        Where it stands then.

    Raises:
        Busy: Somebody else is writing.
        UserError: The disk does not take it.
    """
    with workspace.writing(), disk_errors(workspace.root):
        standing = read_register(workspace).standing(entry.question)
        if standing.registered is None:
            append_entry(workspace.decisions / FILE_NAME, entry.to_dict())
        return read_register(workspace).standing(entry.question)


def keep_answer(workspace: Workspace, entry: Answered) -> None:
    """Keep an answer with its day and build; the same again is not written twice.

    Raises:
        Busy: Somebody else is writing.
        UserError: The disk does not take it.
    """
    with workspace.writing(), disk_errors(workspace.root):
        earlier = read_register(workspace).standing(entry.question).earlier
        if earlier is None or not entry.same_as(earlier):
            append_entry(workspace.decisions / FILE_NAME, entry.to_dict())
