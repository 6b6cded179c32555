"""The job that puts claims to the test on the company's records, and files the verdicts."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

from everyrep.evidence.claims import Claimed, Filed, Judged, file_verdict, put_to_test, read_ledger
from everyrep.evidence.findings import Finding
from everyrep.faces.reports.pages.finding import finding_page
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.jobs.work import Work
from everyrep.faces.web.pages.evidence.kept import Made, keep_made
from everyrep.faces.web.pages.evidence.worked import who_asked
from everyrep.values import Scope, SystemClock
from everyrep.warehouse.reader import Warehouse


def test_claims(work: Work, arguments: dict[str, Any]) -> dict[str, Any]:
    """Test claims one after the other; each verdict is filed as soon as it is there."""
    warehouse, scope = who_asked(work, arguments)
    ledger, about = read_ledger(work.workspace), str(arguments.get("about", ""))
    wanted = [ledger[str(name)] for name in arguments["claims"]]
    words: Counter[str] = Counter()
    for at, claim in enumerate(wanted):
        work.told(f"Testing {claim.id}: {at + 1} of {len(wanted)}", at / len(wanted))
        last = ledger.last(claim.id)
        if len(wanted) > 1 and last is not None and last.snapshot == warehouse.snapshot:
            continue  # Begun again after somebody else was writing: what is filed stays.
        words[_test(work, claim, about, warehouse, scope).verdict.value] += 1
    counts = ", ".join(f"{count} {word}" for word, count in words.most_common()) or "nothing new"
    return {"said": f"Tested on build {warehouse.snapshot}: {counts}."}


def _test(work: Work, claim: Claimed, about: str, warehouse: Warehouse, scope: Scope) -> Judged:
    begun, behind = time.monotonic(), list[Finding]()
    told = put_to_test(warehouse, scope, claim.test, about=about, heard=behind.append)
    for found in behind:
        made = Made(finding_page(found, scope), {"sentence": found.sentence})
        name = finding_of(claim.id, about)
        keep_made(name, made, warehouse, scope, time.monotonic() - begun)
    when = SystemClock().now()
    entry = Filed(claim.id, told, work.asked_by, when, warehouse.snapshot, about, scope.min_group)
    file_verdict(work.workspace, entry)
    record(work.asked_by, "claim_tested", claim.id, verdict=told.verdict.value)
    return told


def finding_of(claim: str, about: str) -> str:
    """Under which name the finding behind a verdict is kept."""
    return f"claim {claim} {about}"
