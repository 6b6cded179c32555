"""Lots are drawn, and what was meant to be done with them is frozen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from everyrep.evidence.conducting.draft import Draft
from everyrep.evidence.conducting.files import Row, assignments_text, digest, mapping_text
from everyrep.evidence.conducting.frozen import Frozen
from everyrep.evidence.conducting.proposal import Proposal
from everyrep.evidence.trials import Assignment, assign
from everyrep.values import Reason, UserError


@dataclass(frozen=True)
class Drawn:
    """A trial that may begin.

    Attributes:
        frozen: Its plan.
        assignments: The file of assignments.
        mapping: How it is read.
        lot: Who was drawn.
    """

    frozen: Frozen
    assignments: str
    mapping: str
    lot: Assignment


def draw_lots(proposal: Proposal, today: date) -> Drawn:
    """Draw who is treated, and freeze the plan.

    Args:
        proposal: What the trial would tell.
        today: The day.

    Raises:
        UserError: It could not tell anything, or there are too few to draw.
    """
    found, draft = proposal.found, proposal.draft
    if isinstance(found, Reason):
        raise UserError(
            f"This trial could not tell anything: {found.sentence}",
            why="a trial that cannot tell costs as much as one that can",
            remedy=found.remedy or "plan another one",
        )
    shares = [1.0] * (draft.waves + 1) if draft.waves else [1 - draft.share, draft.share]
    lot = assign(proposal.eligible.roster, shares=shares, seed=draft.seed)
    if isinstance(lot, Reason):
        raise UserError(lot.sentence, remedy=lot.remedy)
    rows = _rows(proposal, lot)
    assignments = assignments_text(draft.program, draft.course, rows)
    frozen = Frozen(
        program=draft.program,
        question=replace(draft, smallest=proposal.smallest)
        .question(proposal.calendar.lag)
        .to_dict(),
        design="rollout" if draft.waves else "trial",
        drawn=draft.by,
        strata=draft.strata,
        starts=proposal.calendar.starts,
        counted_from=proposal.calendar.counted_from,
        counted_to=proposal.calendar.counted_to,
        before=draft.before,
        margin=proposal.smallest,
        planned_error=found.error,
        detectable=found.effect,
        units=dict(Counter(dict(zip(lot.unit, _arms(lot, draft.waves), strict=True)).values())),
        people=dict(Counter(_arms(lot, draft.waves))),
        seed=draft.seed,
        lottery=_lottery(draft),
        snapshot=proposal.snapshot,
        written_on=today,
        assignments=digest(assignments),
    )
    return Drawn(frozen, assignments, mapping_text(rows), lot)


def _lottery(draft: Draft) -> str:
    """How lots were drawn, in words."""
    within = f" within {' and '.join(draft.strata)}" if draft.strata else ""
    sides = f"{draft.waves} waves, and one group that waits until the end"
    return f"Lots{within}, {sides if draft.waves else 'two sides'}"


def _arms(lot: Assignment, waves: int) -> list[str]:
    """Words for the arms; those of none wait until the end."""
    treated = "wave {}" if waves else "treated"
    return [treated.format(arm) if arm else "control" for arm in lot.arm.tolist()]


def _rows(proposal: Proposal, lot: Assignment) -> list[Row]:
    """One line a person, or a team where whole teams were drawn; of territories the people.

    A team of which somebody had the course already is told by its other people.
    """
    waves, starts = proposal.draft.waves, proposal.calendar.starts
    teams = proposal.draft.by == "team" and not proposal.eligible.had
    found: dict[str, Row] = {}
    for person, unit, arm in zip(lot.person, lot.unit, lot.arm.tolist(), strict=True):
        key = unit if teams else person
        found[key] = Row(
            "team" if teams else "person",
            key,
            "treated" if arm else "control",
            arm if waves else 0,
            starts[arm - 1 if waves else 0] if arm else None,
        )
    return [found[key] for key in sorted(found)]
