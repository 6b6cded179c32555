"""Keeps the ledger in a workspace: one journal, written by one writer at a time."""

from __future__ import annotations

from dataclasses import replace

from everyrep.evidence.claims.claimed import Claimed
from everyrep.evidence.claims.ledger import Filed, Ledger
from everyrep.warehouse.journal import append_entry, read_entries
from everyrep.warehouse.workspace import Workspace, disk_errors

FILE_NAME = "claims.jsonl"


def read_ledger(workspace: Workspace) -> Ledger:
    """Claims and verdicts that are kept there, beside the claims that ship."""
    return Ledger.of(read_entries(workspace.decisions / FILE_NAME))


def add_claim(workspace: Workspace, claim: Claimed) -> Claimed:
    """Add a claim of one's own; it gets the next id.

    Raises:
        Busy: Somebody else is writing.
        UserError: The disk does not take it.
    """
    with workspace.writing(), disk_errors(workspace.root):
        named = replace(claim, id=read_ledger(workspace).next_id)
        append_entry(workspace.decisions / FILE_NAME, {"kind": "claim", **named.to_dict()})
        return named


def file_verdict(workspace: Workspace, entry: Filed) -> Filed | None:
    """File a verdict; the same again is not written twice.

    Returns:
        The verdict before it on the same claim.

    Raises:
        Busy: Somebody else is writing.
        UserError: The disk does not take it.
    """
    with workspace.writing(), disk_errors(workspace.root):
        before = read_ledger(workspace).last(entry.claim)
        if before is None or not entry.same_as(before):
            append_entry(workspace.decisions / FILE_NAME, entry.to_dict())
        return before
