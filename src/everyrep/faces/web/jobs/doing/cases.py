"""The job that works out what business cases come to on the company's records."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

from everyrep.evidence.money import Business, Kept, business, recall_case
from everyrep.evidence.register import read_register
from everyrep.faces.reports.business import rows_of
from everyrep.faces.reports.pages.business import business_page
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.jobs.work import Work
from everyrep.faces.web.pages.evidence.kept import Made, keep_made
from everyrep.faces.web.pages.evidence.worked import who_asked
from everyrep.values import Scope, UserError
from everyrep.warehouse.reader import Warehouse


def weigh_cases(work: Work, arguments: dict[str, Any]) -> dict[str, Any]:
    """Work cases out one after the other; one that cannot be is told of, and the others go on."""
    warehouse, scope = who_asked(work, arguments)
    names = [str(name) for name in arguments["cases"]]
    said = []
    for at, name in enumerate(names):
        work.told(f"Weighing {name}: {at + 1} of {len(names)}", at / len(names))
        try:
            said.append(_weigh(work, recall_case(work.workspace, name), warehouse, scope))
        except UserError as problem:
            if len(names) == 1:
                raise
            said.append(f"{name} could not be worked out: {problem.told}")
    return {"said": " ".join(said)}


def _weigh(work: Work, kept: Kept, warehouse: Warehouse, scope: Scope) -> str:
    if kept.case is None:
        raise UserError(f"The case {kept.name} cannot be read: {kept.problem}")
    begun = time.monotonic()
    register = read_register(work.workspace)
    found = business(
        warehouse,
        kept.case,
        scope,
        registered=lambda asked: register.standing(asked).before_looking,
    )
    if 0 < found.treated < scope.min_group:
        raise UserError(
            f"Fewer than {scope.min_group} people had it",
            why="a figure about so few would single them out",
            remedy="somebody whose role shows single people can work it out",
        )
    made = Made(business_page(found, kept.case), told_of(found))
    keep_made(case_made(kept), made, warehouse, scope, time.monotonic() - begun)
    record(work.asked_by, "case_weighed", kept.name, word=found.word.value)
    return f"{found.name}: {found.word.value}."


def case_made(kept: Kept) -> str:
    """Under which name what a case comes to is kept."""
    return f"case {kept.name} {kept.digest}"


def told_of(found: Business) -> dict[str, Any]:
    """What lists and files show of it."""
    roi, returned = found.roi, found.returned
    low, high = roi.bounds()
    return {
        "word": found.word.value,
        "currency": found.currency.code,
        "low": low,
        "likely": roi.number(),
        "high": high,
        "pays": returned.pays if returned is not None and roi.estimable else None,
        "marks": list(dict.fromkeys(one.mark for one in found.behind if one.mark)),
        "rows": [[_plain(cell) for cell in row] for row in rows_of(found)],
    }


def _plain(cell: Any) -> Any:
    """Amounts as texts, so that no digit is lost on the way."""
    return str(cell) if isinstance(cell, Decimal) else cell
