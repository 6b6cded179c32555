"""Why a run differs from the one before it, by kind of change and by payee."""

from __future__ import annotations

from everyrep.faces.web.pay.inputs import inputs_of
from everyrep.faces.web.pay.models import PlanVersion, Run, RunPart
from everyrep.faces.web.pay.sight import POSTED
from everyrep.pay.changes.attribution import Attribution
from everyrep.pay.changes.kinds import TOLD, Inputs
from everyrep.pay.changes.why import why
from everyrep.pay.facts.given import Given
from everyrep.pay.plan import Plan
from everyrep.values import UserError


def part_before(run: Run, version: PlanVersion) -> RunPart | None:
    """The part of the run before that had the same plan; the version of then."""
    return (
        RunPart.objects.select_related("run", "version")
        .filter(version__plan=version.plan, run__state__in=POSTED, run_id__lt=run.pk)
        .order_by("-run_id", "-pk")
        .first()
    )


def changes_of(run: Run, version: PlanVersion, plan: Plan, given: Given) -> dict[str, object]:
    """The difference to the run before, as JSON; empty where there is none to compare with."""
    before = part_before(run, version)
    if before is None:
        return {}
    try:
        found = why(inputs_of(before), Inputs(plan, given))
    except UserError as problem:
        return {"run": before.run_id, "period": before.run.period, "problem": problem.told}
    return {"run": before.run_id, "period": before.run.period, **told(found)}


def told(found: Attribution) -> dict[str, object]:
    """An attribution as JSON: totals, and what each kind of change did, also by payee."""
    return {
        "before": dict(found.before),
        "after": dict(found.after),
        "shares": [
            {
                "name": share.name,
                "says": "; ".join(TOLD[kind] for kind in share.kinds),
                "lines": share.lines,
                "minor": share.minor,
                "by_payee": dict(share.by_payee),
            }
            for share in found.shares
        ],
    }
