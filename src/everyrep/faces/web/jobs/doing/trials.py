"""Jobs of trials: what one would tell, drawing its lots, looking at it, loading its assignments."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from everyrep.assembly import load_files
from everyrep.evidence.conducting import (
    ASSIGNMENTS,
    MAPPING,
    Frozen,
    Proposal,
    conclude,
    conclusions,
    early_days,
    folder,
    freeze,
    hold_untouched,
    keep_conclusion,
    propose,
    recall,
    watch,
)
from everyrep.evidence.money import worth_of
from everyrep.evidence.register import Answered, keep_answer, read_register
from everyrep.faces.reports.pages.finding import finding_page
from everyrep.faces.reports.pages.trial import proposal_page, watched_page
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.jobs.doing.loading import build
from everyrep.faces.web.jobs.models import Job
from everyrep.faces.web.jobs.work import Work
from everyrep.faces.web.pages.evidence.drafts import (
    conclusion_name,
    draft_from,
    draft_name,
    trial_name,
)
from everyrep.faces.web.pages.evidence.kept import Made, keep_made
from everyrep.faces.web.pages.evidence.worked import who_asked
from everyrep.sources.files.loading import Ended, Wish
from everyrep.values import DataError, Scope, SystemClock, UserError


def plan_trial(work: Work, arguments: dict[str, Any]) -> dict[str, Any]:
    """Work out what a trial would tell."""
    warehouse, scope = who_asked(work, arguments)
    begun = time.monotonic()
    draft = draft_from(arguments["draft"])
    work.told("Looking at what the outcome did so far", 0.1)
    proposal = propose(warehouse, draft, scope)
    _hold_many(proposal, scope)
    work.told("Drawing it", 0.8)
    made = Made(proposal_page(proposal), {"can_tell": proposal.can_tell})
    name = draft_name(arguments["draft"])
    keep_made(name, made, warehouse, scope, time.monotonic() - begun)
    return {"said": f"What {draft.program} would tell is worked out."}


def draw_trial(work: Work, arguments: dict[str, Any]) -> dict[str, Any]:
    """Draw the lots of a trial, freeze its plan, and register its question."""
    warehouse, scope = who_asked(work, arguments)
    work.told("Working it out once more", 0.1)
    proposal = propose(warehouse, draft_from(arguments["draft"]), scope)
    _hold_many(proposal, scope)
    work.told("Drawing lots", 0.7)
    drawn, place = freeze(
        work.workspace,
        proposal,
        asked_by=work.asked_by,
        now=SystemClock().now(),
        resumed=Job.objects.get(pk=work.job).attempts > 1,
    )
    record(work.asked_by, "trial_frozen", place.name, hash=drawn.frozen.hash)
    return {"said": f"{drawn.frozen.program} is drawn and its plan frozen.", "trial": place.name}


def watch_trial(work: Work, arguments: dict[str, Any]) -> dict[str, Any]:
    """Look at a running trial."""
    warehouse, scope = who_asked(work, arguments)
    begun = time.monotonic()
    frozen, assignments = drawn_of(work, str(arguments["trial"]))
    work.told("Following both sides", 0.2)
    found = watch(warehouse, frozen, assignments, scope)
    counts = [count for look in found.looks for count in look.people.values() if count]
    if counts and min(counts) < scope.min_group:
        raise UserError(
            f"One side has fewer than {scope.min_group} people so far",
            why="a figure about so few would single them out",
            remedy="look again later, or ask somebody whose role shows single people",
        )
    made = Made(watched_page(found), {"sentence": found.sentence})
    keep_made(trial_name(frozen), made, warehouse, scope, time.monotonic() - begun)
    record(work.asked_by, "trial_watched", frozen.program[:200])
    return {"said": found.sentence}


def conclude_trial(work: Work, arguments: dict[str, Any]) -> dict[str, Any]:
    """Answer a trial as its frozen plan says, and keep the answer."""
    warehouse, scope = who_asked(work, arguments)
    begun = time.monotonic()
    frozen, assignments = drawn_of(work, str(arguments["trial"]))
    work.told("Reading it as its plan says", 0.2)
    standing = read_register(work.workspace).standing(frozen.asked())
    concluded = conclude(
        warehouse, frozen, assignments, scope, early=bool(arguments.get("early")),
        registered=standing.before_looking,
        before=early_days(conclusions(work.workspace, frozen.program)),
    )  # fmt: skip
    found, now, snapshot = concluded.finding, SystemClock().now(), warehouse.snapshot
    page = finding_page(found, scope, worth_of(warehouse, found, scope))
    keep_conclusion(work.workspace, concluded, by=work.asked_by, when=now, snapshot=snapshot)
    told = Answered.of(found, asked_by=work.asked_by, when=now, snapshot=snapshot)
    keep_answer(work.workspace, told)
    made = Made(page, {"sentence": found.sentence})
    keep_made(conclusion_name(frozen), made, warehouse, scope, time.monotonic() - begun)
    record(work.asked_by, "trial_concluded", frozen.program[:200], early=concluded.early)
    return {"said": found.sentence}


def load_trial(work: Work, arguments: dict[str, Any]) -> dict[str, Any]:
    """Load the assignments of a trial as they were drawn, and build."""
    frozen, _ = drawn_of(work, str(arguments["trial"]))
    place: Path = folder(work.workspace, frozen.program)
    wish = Wish(mapping_file=place / MAPPING, by=work.asked_by)
    work.told("Loading the assignments", 0.1)
    tables = load_files(work.workspace, [place / ASSIGNMENTS], wish)
    refused = [table.error for table in tables if table.ended == Ended.REFUSED]
    if refused:
        raise DataError(f"The assignments could not be loaded: {refused[0]}")
    return build(work, {})


def drawn_of(work: Work, trial: str) -> tuple[Frozen, str]:
    """A trial with its assignments, which must be those that were drawn.

    Raises:
        DataError: Somebody changed them.
    """
    frozen, assignments = recall(work.workspace, trial)
    hold_untouched(frozen, assignments)
    return frozen, assignments


def _hold_many(proposal: Proposal, scope: Scope) -> None:
    """Numbers about so few people would single them out."""
    people = len(proposal.eligible.roster.person)
    if people < scope.min_group:
        raise UserError(
            f"Fewer than {scope.min_group} people could take part",
            why="figures about so few would single them out",
            remedy="let more people take part",
        )
