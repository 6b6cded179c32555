"""Pay in a simulated company: its plans, signed by the cast, its months, and a line in dispute."""

from __future__ import annotations

from django.db import transaction

from everyrep.faces.payroll.planned import plans_in
from everyrep.faces.web import company
from everyrep.faces.web.access.models import User
from everyrep.faces.web.access.scoping import Acting, scope_of
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.jobs.work import GivesWay, Work
from everyrep.faces.web.pay import disputes, plans, runs
from everyrep.faces.web.pay.book import BOOK
from everyrep.faces.web.pay.calculating import calculate_run
from everyrep.faces.web.pay.models import BookMove, Dispute, PlanVersion, Run
from everyrep.faces.web.pay.periods import open_periods
from everyrep.faces.web.place import place
from everyrep.pay.ledger import Stream
from everyrep.pay.windows import day_of
from everyrep.warehouse.reader import Warehouse

_REP = "rep@demo.invalid"
_WRITER, _FINANCE, _LEADER = (f"{role}@demo.invalid" for role in ("revops", "finance", "executive"))


_ASKS = "I had reckoned with more for this deal. Which amount and which rate was it paid by?"
_ANSWERS = (
    "Open the line: its steps tell the amount that was credited, how far the quarter had come with "
    "it, and the tier that follows. If the deal itself is recorded wrongly, have it mended there, "
    "and the difference comes in the month that is open then. Tell us which of the two it is."
)


def add_plans() -> int:
    """Sign the plans of a simulated company and have its months paid; gives how many are new.

    Raises:
        UserError: The company's folder has no plans, or they cannot be read.
    """
    warehouse = company.current()
    if warehouse is None or not warehouse.settings.simulated or PlanVersion.objects.exists():
        return 0
    found, members = plans_in(place().workspace / "plans")
    with transaction.atomic():
        for plan in found:
            version = plans.write(plan.text, User.objects.get(email=_WRITER))
            version.who = members[plan.id].to_json()
            version.save(update_fields=["who"])
            plans.submit(version, version.written_by)
            for email in (_FINANCE, _LEADER):
                plans.approve(version, _acting(email), version.digest)
            plans.put_in_force(version, User.objects.get(email=_FINANCE))
    queue.ask("demo_pay", by=queue.ITSELF, about="pay of the demo", once=True)
    return len(found)


def pay_months(work: Work, warehouse: Warehouse) -> int:
    """Calculate and lock month after month; the last is left to be reviewed, a line is disputed.

    A month is whole or not there, so that an attempt goes on where the one before ended.

    Raises:
        GivesWay: Somebody waits for another job.
    """
    finance = User.objects.get(email=_FINANCE)
    done = 0
    while (name := _next(warehouse)) and not _waits(name):
        if queue.somebody_waits():
            raise GivesWay
        run = runs.ask(name, finance, warehouse, queued=False)
        calculate_run(run, warehouse, lambda says, share: work.told(f"{name}: {says}", share))
        done += 1
        if not _later(name, warehouse):
            break
        for step in (runs.review, runs.approve, runs.lock):
            step(run, finance)
    stage_dispute()
    return done


def stage_dispute() -> bool:
    """Have the rep dispute their newest line, and finance answer; gives whether it is new."""
    rep = User.objects.filter(email=_REP).first()
    if rep is None or not rep.person or Dispute.objects.exists():
        return False
    locked = {run.period: run for run in Run.objects.filter(state=Run.State.LOCKED)}
    moves = BookMove.objects.select_related("posting").exclude(deal="").filter(
        payee=rep.person, minor__gt=0, posting__posted_in__in=locked,
        posting__stream=Stream.CALCULATED,
    )  # fmt: skip
    newest = moves.order_by("-day", "-pk").first()
    if newest is None:
        return False
    opened = disputes.raise_one(newest, locked[newest.posting.posted_in], _ASKS, rep)
    disputes.answer(opened, _ANSWERS, User.objects.get(email=_FINANCE))
    return True


def _next(warehouse: Warehouse) -> str:
    """The first open period that is over; empty where there is none."""
    known = [one for one in open_periods(BOOK).values() if day_of(one.end - 1) <= warehouse.as_of]
    return min(known, key=lambda one: (one.end, one.first)).name if known else ""


def _later(name: str, warehouse: Warehouse) -> bool:
    """Whether a period after that one is over, in which a plan still holds."""
    held = PlanVersion.objects.filter(state=PlanVersion.State.IN_FORCE)
    last = min(max(one.ends for one in held), warehouse.as_of)
    return any(day_of(one.end) < last for one in open_periods(BOOK).values() if one.name == name)


def _waits(name: str) -> bool:
    """Whether a run of a period was left to be reviewed, or is being worked at."""
    return Run.objects.filter(period=name, state__in=("calculated", "reviewed")).exists()


def _acting(email: str) -> Acting:
    user = User.objects.get(email=email)
    grant = user.grants.get()
    return Acting(user, None, grant.what, "", scope_of(user, grant, None))
