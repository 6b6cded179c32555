"""Pay in the simulated company: three plans through their year, the last month left to review."""

from __future__ import annotations

from pathlib import Path

import pytest

from everyrep.faces.web.demo_cast import add_cast
from everyrep.faces.web.demo_pay import add_plans
from everyrep.faces.web.jobs.models import Job
from everyrep.faces.web.jobs.worker import Hand
from everyrep.faces.web.pay.book import DatabaseBook
from everyrep.faces.web.pay.models import BookMove, Payslip, PlanVersion, Run
from everyrep.pay.ledger import check

pytestmark = pytest.mark.django_db


def test_its_plans_are_signed_once_and_their_months_asked_for(workspace: Path) -> None:
    assert (workspace / "plans").is_dir()
    assert add_cast() > 0
    assert add_plans() == 3
    assert add_plans() == 0
    assert {one.state for one in PlanVersion.objects.all()} == {"in_force"}
    assert Job.objects.filter(kind="demo_pay").count() == 1


@pytest.mark.slow
def test_three_plans_go_through_their_year(workspace: Path) -> None:
    add_cast()
    add_plans()
    assert Hand("one", workspace).work_once()
    job = Job.objects.get(kind="demo_pay")
    assert job.state == "done", job.said
    check(DatabaseBook())
    states = list(Run.objects.order_by("first").values_list("state", flat=True))
    assert states[-1] == "calculated"
    assert set(states[:-1]) == {"locked"}
    assert len(states) == 12
    assert Payslip.objects.filter(paid__gt=0).values("plan").distinct().count() == 3
    assert BookMove.objects.filter(reason="late").exists()
    assert BookMove.objects.filter(reason="refund").exists()
