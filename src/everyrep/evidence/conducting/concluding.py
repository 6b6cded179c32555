"""A trial is concluded: its question answered as the frozen plan says, and the answer kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from everyrep.evidence.answering import Planned, ask
from everyrep.evidence.conducting.files import folder
from everyrep.evidence.conducting.frozen import Frozen
from everyrep.evidence.conducting.watching import Watched, hold_untouched, watch
from everyrep.evidence.findings import Finding
from everyrep.evidence.trials import SampleRatio
from everyrep.measures import FactSource
from everyrep.values import Reason, Scope, UserError
from everyrep.warehouse.workspace import Workspace, disk_errors, write_whole

CONCLUSIONS = "conclusions.json"


@dataclass(frozen=True)
class Concluded:
    """The answer of a trial.

    Attributes:
        frozen: Its plan.
        finding: The answer.
        read_to: The day that counted as today.
        early: Whether that was before the planned end.
    """

    frozen: Frozen
    finding: Finding
    read_to: date
    early: bool

    def to_dict(self, concluded_by: str, when: datetime, snapshot: str) -> dict[str, Any]:
        """As it is kept."""
        return {
            "plan_hash": self.frozen.hash,
            "concluded_by": concluded_by,
            "when": when.isoformat(),
            "read_to": self.read_to.isoformat(),
            "planned_end": self.frozen.counted_to.isoformat(),
            "early": self.early,
            "snapshot": snapshot,
            "finding": self.finding.to_dict(),
        }


def ended(source: FactSource, frozen: Frozen) -> bool:
    """Whether records reach to the planned end."""
    return source.as_of + timedelta(days=1) >= frozen.counted_to


def conclude(
    source: FactSource,
    frozen: Frozen,
    assignments: str,
    scope: Scope,
    *,
    early: bool = False,
    registered: bool = False,
    before: Sequence[date] = (),
) -> Concluded:
    """Answer a trial's question by its frozen plan.

    Args:
        source: An open build, into which the assignments have been loaded.
        frozen: The plan.
        assignments: The file of assignments as it was written.
        scope: Who asks.
        early: Whether it may be answered before its planned end; the finding says so for good.
        registered: Whether the question was registered before looking.
        before: Days on which it was concluded early already.

    Raises:
        UserError: Its planned end is still to come, and nobody asked for it early.
        DataError: The assignments were changed.
        UnknownName: The assignments were not loaded.
    """
    hold_untouched(frozen, assignments)
    over = ended(source, frozen)
    if not over and not early:
        raise UserError(
            f"{frozen.program!r} ends on {frozen.counted_to}, and records reach to {source.as_of}",
            why="a trial that is ended when it looks good finds effects that are not there",
            remedy="wait, or look at it with watch; conclude it early only if it must stop",
        )
    stands = watch(source, frozen, assignments, scope)
    planned = Planned(
        frozen.before, None if over and not before else frozen.planned_error, _stop(stands)
    )
    found = ask(source, frozen.asked(), scope, registered=registered, planned=planned)
    said = _said(frozen, source.as_of, over=over, before=before)
    told = replace(
        found, sentence=f"{found.sentence} {said}", reasons=(*found.reasons, said),
        figures={**found.figures, "concluded_early": float(not over or bool(before))},
    )  # fmt: skip
    return Concluded(frozen, told, source.as_of, early=not over)


def _stop(stands: Watched) -> Reason | None:
    """Why nothing may be read from a trial, by its own plan."""
    if stands.loaded[1] or (isinstance(stands.ratio, SampleRatio) and stands.ratio.broken):
        return Reason("not_as_drawn", stands.sentence, "Find out who is missing, and why.")
    if not stands.looks:
        return Reason("nothing_counts", stands.sentence, "Wait for a month that counts.")
    last = stands.looks[-1].found
    return last if isinstance(last, Reason) else None


def _said(frozen: Frozen, read_to: date, *, over: bool, before: Sequence[date]) -> str:
    plan = f"the plan of {frozen.written_on} ({frozen.hash[:12]})"
    if not over:
        return (
            f"Concluded early, with records to {read_to}, before the planned end on "
            f"{frozen.counted_to}: by {plan} the range is one that holds at all looks."
        )
    if before:
        return (
            f"Concluded by {plan}, after it had been concluded early on "
            f"{' and '.join(map(str, before))}: the range is one that holds at all looks."
        )
    return f"Concluded at its planned end, by {plan}."


def keep_conclusion(
    workspace: Workspace, concluded: Concluded, *, by: str, when: datetime, snapshot: str
) -> None:
    """Keep a conclusion beside its plan; nothing that was concluded before is taken away.

    Raises:
        Busy: Somebody else is writing.
        UserError: The disk does not take it.
    """
    with workspace.writing(), disk_errors(workspace.root):
        kept = conclusions(workspace, concluded.frozen.program)
        made = concluded.to_dict(by, when, snapshot)
        if any(one["snapshot"] == snapshot and one["finding"] == made["finding"] for one in kept):
            return
        place = folder(workspace, concluded.frozen.program) / CONCLUSIONS
        write_whole(place, json.dumps([*kept, made], indent=1, ensure_ascii=False))


def conclusions(workspace: Workspace, program: str) -> list[dict[str, Any]]:
    """What was concluded of a trial, in order."""
    place = folder(workspace, program) / CONCLUSIONS
    if not place.is_file():
        return []
    with disk_errors(place):
        found: list[dict[str, Any]] = json.loads(place.read_text(encoding="utf-8"))
        return found


def early_days(kept: Sequence[dict[str, Any]]) -> tuple[date, ...]:
    """Days on which a trial was concluded before its planned end, each once."""
    days = {date.fromisoformat(str(one["when"])[:10]) for one in kept if one["early"]}
    return tuple(sorted(days))
