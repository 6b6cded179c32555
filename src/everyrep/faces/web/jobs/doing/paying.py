"""The job that calculates a period of pay; beginning it again calculates it anew."""

from __future__ import annotations

from typing import Any

from everyrep.faces.web import company
from everyrep.faces.web.demo_pay import pay_months
from everyrep.faces.web.jobs.work import Work
from everyrep.faces.web.pay import runs
from everyrep.faces.web.pay.calculating import calculate_run
from everyrep.faces.web.pay.models import Run
from everyrep.values import Busy, UserError


def calculate_pay(work: Work, arguments: dict[str, Any]) -> dict[str, Any]:
    """Calculate one run.

    Raises:
        UserError: It cannot be calculated; the run says why too.
    """
    run = Run.objects.select_related("asked_by").get(pk=int(arguments["run"]))
    warehouse = company.current()
    if warehouse is None:
        raise UserError("There are no records yet", remedy="load files, and build")
    if run.state != Run.State.ASKED:
        return {"said": f"{run.period} is {run.get_state_display()} already."}
    try:
        calculate_run(run, warehouse, work.told)
    except Busy:
        raise
    except UserError as problem:
        runs.failed(run, problem.told)
        raise
    many = run.payslips.count()
    return {"said": f"{run.period} is calculated for {many:,} payslips; it is to be reviewed."}


def pay_the_demo(work: Work, _: dict[str, Any]) -> dict[str, Any]:
    """Pay the months of a simulated company."""
    warehouse = company.current()
    if warehouse is None or not warehouse.settings.simulated:
        return {"said": "Nothing to pay: the company is not simulated."}
    done = pay_months(work, warehouse)
    return {"said": f"{done} periods of pay were calculated."}
