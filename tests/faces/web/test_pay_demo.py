"""Pay in the simulated company: three plans through their year, the last month left to review."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse

from everyrep.faces.web.access.models import User
from everyrep.faces.web.demo_cast import add_cast
from everyrep.faces.web.demo_pay import add_plans, stage_dispute
from everyrep.faces.web.jobs.models import Job
from everyrep.faces.web.jobs.worker import Hand
from everyrep.faces.web.pay.book import DatabaseBook
from everyrep.faces.web.pay.models import BookMove, Dispute, Payslip, PlanVersion, Run
from everyrep.pay.ledger import check
from tests.faces.web.conftest import Cast
from tests.faces.web.paying import in_force, locked

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
    assert Dispute.objects.get().state == "answered"


def test_a_line_of_the_rep_is_disputed_and_answered_once(cast: Cast) -> None:
    add_cast()
    rep, finance = (User.objects.get(email=f"{who}@demo.invalid") for who in ("rep", "finance"))
    assert not stage_dispute(), "nothing is paid yet"
    in_force(cast)
    run = locked(cast)
    earned = BookMove.objects.filter(minor__gt=0).exclude(deal="").first()
    assert earned is not None
    User.objects.filter(pk=rep.pk).update(person=earned.payee)
    assert stage_dispute()
    assert not stage_dispute()
    dispute = Dispute.objects.get()
    assert (dispute.run, dispute.payee, dispute.state) == (run, earned.payee, "answered")
    assert (dispute.opened_by, dispute.answered_by) == (rep, finance)
    page = cast.client("finance").get(reverse("pay_dispute", args=[dispute.pk])).content.decode()
    assert dispute.text in page
    assert dispute.answer in page
