"""Jobs of evidence: a question answered, the curriculum reviewed, under the rights of who asks."""

from __future__ import annotations

import time
from typing import Any

from everyrep.evidence.answering import ask
from everyrep.evidence.asking import Question
from everyrep.evidence.curriculum import review
from everyrep.evidence.money import worth_of
from everyrep.evidence.register import Answered, keep_answer, read_register
from everyrep.faces.reports.pages.curriculum import HEADS, curriculum_page, rows_of
from everyrep.faces.reports.pages.finding import finding_page
from everyrep.faces.web.jobs.work import Work
from everyrep.faces.web.pages.evidence.kept import Made, keep_made, known
from everyrep.faces.web.pages.evidence.named import question_name, review_name
from everyrep.faces.web.pages.evidence.worked import who_asked
from everyrep.values import SystemClock


def answer(work: Work, arguments: dict[str, Any]) -> dict[str, Any]:
    """Answer a question, write the answer into the register, and keep its page."""
    warehouse, scope = who_asked(work, arguments)
    question = Question.from_dict(arguments["question"])
    name = question_name(question.key)
    if known(name, warehouse, scope) is None:
        begun = time.monotonic()
        work.told("Following people through their months", 0.1)
        standing = read_register(work.workspace).standing(question)
        found = ask(warehouse, question, scope, registered=standing.before_looking)
        work.told("Writing the answer down", 0.7)
        now, snapshot = SystemClock().now(), warehouse.snapshot
        told = Answered.of(found, asked_by=work.asked_by, when=now, snapshot=snapshot)
        keep_answer(work.workspace, told)
        page = finding_page(found, scope, worth_of(warehouse, found, scope))
        made = Made(page, _told(told))
        keep_made(name, made, warehouse, scope, time.monotonic() - begun)
    return {"said": "The answer is there."}


def _told(answered: Answered) -> dict[str, Any]:
    """What a list shows of an answer."""
    held = answered.to_dict()
    return {
        name: held[name] for name in ("claim", "design", "shown", "sentence", "treated", "snapshot")
    }


def review_all(work: Work, arguments: dict[str, Any]) -> dict[str, Any]:
    """Review the curriculum against the outcomes that were named, and keep page and file."""
    warehouse, scope = who_asked(work, arguments)
    outcomes, margin = tuple(map(str, arguments["outcomes"])), int(arguments["margin"])
    name = review_name(outcomes, margin)
    if known(name, warehouse, scope) is None:
        begun = time.monotonic()
        work.told("Estimating all learning objects together", 0.1)
        found = review(warehouse, scope, outcomes=outcomes, margin=margin / 100)
        work.told("Writing the review down", 0.8)
        made = Made(curriculum_page(found), {"heads": list(HEADS), "rows": rows_of(found)})
        keep_made(name, made, warehouse, scope, time.monotonic() - begun)
    return {"said": "The review is there."}
