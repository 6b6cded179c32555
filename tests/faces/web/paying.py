"""A plan of pay for the small company, and the steps that bring it to a statement."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from django.test import Client
from django.urls import reverse

from everyrep.faces.payroll.members import Members, Named
from everyrep.faces.web import company
from everyrep.faces.web.jobs.worker import Hand
from everyrep.faces.web.pay import plans
from everyrep.faces.web.pay.models import Approval, Payslip, PlanVersion, Run
from everyrep.faces.web.place import place
from tests.faces.web.conftest import Cast

FIRST, SECOND = "April 2026", "May 2026"
PLAN = """\
format = 1
plan = "hunter"
title = "New customers"
version = "1"
from = 2026-04-01
until = 2026-07-01
currency = "EUR"
zone = "Europe/Berlin"
year_begins = "January"
model = "base_with_commission"
rounding = "half_up"
date = "closed_on"

[facts]
amount = "money"
kind = "text"
closed_on = "date"

[exchange]
spot = true

[parameters]
rate = "8%"

[quota.bookings]
kind = "money"
window = "quarter"
amount = "50_000"
spread = "given"
proration = "none"

[measure.bookings]
of = "amount"
window = "quarter"
quota = "bookings"
quota_counts = "whole"

[table.tiers]
over = "bookings"
bounds = "quota"
mode = "marginal"
boundary = "lower_inclusive"
above = "open"
refund = "original"
tiers = [{ from = "0%", pays = "rate" }, { from = "100%", pays = "12%" }]

[[pay]]
id = "commission"
kind = "commission"
title = "Commission on what is won"
of = "amount"
table = "tiers"

[[draw]]
id = "start"
kind = "recoverable"
amount = "500 EUR"
months = 24
recover_share = "50%"
prorated = false

[payment]
every = "month"
floor = "0 EUR"
recover = ["draw"]

[[example]]
title = "A deal below the quota pays 8%"
people = [{ payee = "ana", from = 2026-04-01 }]
lines = [{ line = "1", payee = "ana", closed_on = 2026-04-10, kind = "new", amount = "10_000" }]
through = 2026-06-30
expect = { total = "800" }
"""


@cache
def members(manager: str, *people: str) -> str:
    """Everybody who sells, and some by name whatever their role."""
    warehouse = company.current()
    assert warehouse is not None
    begins = warehouse.as_of - timedelta(days=400)
    named = tuple(Named(one, begins) for one in (manager, *people))
    return Members(("Account Executive", "Account Manager"), named).to_json()


def written(cast: Cast, text: str = PLAN, who: str = "revops") -> PlanVersion:
    """A draft with its members."""
    client = cast.client(who)
    answer = client.post(reverse("pay_plan_new"), {"text": text})
    assert answer.status_code == 302, answer.content.decode()
    version = PlanVersion.objects.latest("pk")
    people = members(cast.people["manager"], cast.people["rep"], cast.people["peer"],
                     cast.people["stranger_manager"])  # fmt: skip
    PlanVersion.objects.filter(pk=version.pk).update(who=people)
    return version


def act(client: Client, name: str, *given: object, **form: object) -> str:
    """Send a form, and give what the page says then."""
    answer = client.post(reverse(name, args=list(given)), form, follow=True)
    assert answer.status_code == 200, answer.status_code
    return " ".join(map(str, answer.context["messages"])) if answer.context else ""


def in_force(cast: Cast, text: str = PLAN) -> PlanVersion:
    """A plan that both sides have consented to; the pages for that have tests of their own."""
    version = plans.write(text, cast.user("revops"))
    version.who = members(cast.people["manager"], cast.people["rep"], cast.people["peer"],
                          cast.people["stranger_manager"])  # fmt: skip
    version.state = PlanVersion.State.APPROVED
    version.save()
    for side in Approval.Side.values:
        Approval.objects.create(
            version=version, side=side, digest=version.digest, user=cast.user("auditor")
        )
    plans.put_in_force(version, cast.user("finance"))
    version.refresh_from_db()
    return version


def calculated(cast: Cast, period: str = FIRST) -> Run:
    """A period, calculated by a job."""
    said = act(cast.client("finance"), "pay_run_ask", period=period)
    run = Run.objects.latest("pk")
    assert run.period == period, said
    assert Hand("one", place().workspace).work_once()
    run.refresh_from_db()
    assert run.state == "calculated", run.why_not
    return run


def approved(cast: Cast, period: str = FIRST) -> Run:
    """A period, posted."""
    run = calculated(cast, period)
    client = cast.client("finance")
    act(client, "pay_run_review", run.pk)
    said = act(client, "pay_run_approve", run.pk)
    run.refresh_from_db()
    assert run.state == "approved", said
    return run


def locked(cast: Cast, period: str = FIRST) -> Run:
    """A period, locked."""
    run = approved(cast, period)
    said = act(cast.client("finance"), "pay_run_lock", run.pk)
    run.refresh_from_db()
    assert run.state == "locked", said
    return run


def slip_of(run: Run, person: str) -> Payslip:
    """Somebody's payslip."""
    return Payslip.objects.get(run=run, payee=person)
