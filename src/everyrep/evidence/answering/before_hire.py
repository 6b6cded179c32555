"""Whoever had it before they were hired: nothing is known of them from before it, which is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from everyrep.evidence.asking import Question
from everyrep.evidence.findings import Claim, Finding
from everyrep.evidence.history import History
from everyrep.values import NotEstimable, Reason


def before_hire(history: History, question: Question) -> int:
    """How many had it in a month before the first in which they were employed.

    Args:
        history: People by months, as they were read.
        question: What is asked; of programs and changes a day is set for people still to come too.
    """
    if not question.treatment.kind.measure or history.ends:
        return 0
    there = history.present.any(axis=1)
    came = np.argmax(history.present, axis=1)
    return int((history.treated & there & (history.first < came)).sum())


def all_before_hire(early: int, had: int) -> Reason | None:
    """Why nothing can be told where all who had it had it too early; None where some had not."""
    if not had or early < had:
        return None
    return Reason(
        "before_hire",
        f"All {had:,} who had it had it before they were hired: nothing is known of them before "
        "it, and it is part of who was hired.",
        "Ask about people who had it while they were here.",
    )


def said_of(found: Finding, early: int, had: int) -> Finding:
    """The same finding, with those named who had it too early.

    Args:
        found: The finding.
        early: How many had it before they were hired.
        had: How many had it at all.
    """
    if not early or early == had:
        return found
    why = (
        f"{early:,} of the {had:,} who had it had it before they were hired: nothing is known of "
        "them before it."
    )
    reason = found.estimate.reason
    if found.claim is not Claim.REFUSED or reason is None:
        return replace(found, reasons=(*found.reasons, f"{why} These are left out."))
    named = Reason(reason.code, f"{reason.sentence} {why}", reason.remedy)
    return replace(
        found, sentence=f"{found.sentence} {why}", reasons=(*found.reasons, why),
        estimate=NotEstimable(named, found.estimate.n, found.estimate.unit),
    )  # fmt: skip
