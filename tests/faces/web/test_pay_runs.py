"""Runs of pay: calculated as a job, reviewed, approved, locked; what was stated never changes."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import date, timedelta
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

import pandas as pd
import pytest
from django.apps import apps as django_apps
from django.db import connections
from django.urls import reverse
from django.utils.html import escape

from everyrep.faces.payroll.members import Members, Named
from everyrep.faces.web import company
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.jobs.doing.forgetting import _sweep
from everyrep.faces.web.jobs.models import Job
from everyrep.faces.web.jobs.worker import Hand
from everyrep.faces.web.pay import runs
from everyrep.faces.web.pay.book import BOOK, DatabaseBook
from everyrep.faces.web.pay.models import (
    BookMove,
    BookPosting,
    DraftPosting,
    ManualAdjustment,
    Payslip,
    PlanVersion,
    Run,
)
from everyrep.faces.web.pay.periods import known_on
from everyrep.faces.web.pay.statement import statement_of
from everyrep.faces.web.place import place
from everyrep.pay.ledger import AMOUNTS, PayPeriod, Posting, as_paid, check, post
from everyrep.pay.ledger import Run as LedgerRun
from everyrep.pay.windows import day_number
from everyrep.values import Busy, Currency
from everyrep.warehouse.organisation import names_of
from tests.faces.web.conftest import Cast, everybody
from tests.faces.web.paying import (
    FIRST,
    PLAN,
    SECOND,
    act,
    approved,
    calculated,
    in_force,
    locked,
)

pytestmark = pytest.mark.django_db


def test_a_plan_goes_through_two_months_to_the_last_cent(cast: Cast) -> None:
    in_force(cast)
    first = locked(cast)
    assert BookPosting.objects.filter(stream="lock").count() == 1
    second = locked(cast, SECOND)
    book = DatabaseBook()
    check(book)
    for run in (first, second):
        paid = as_paid(book, run.period)
        slips = list(run.payslips.all())
        assert slips
        assert sum(one.earned for one in slips) == int(paid["minor"].sum())
        for slip in slips:
            sums = statement_of(slip)
            assert sum(part.minor for part in sums.parts()) == slip.earned
            kept = slip.draw - slip.recovered - slip.clawed_back + slip.carried
            assert slip.paid == slip.released + kept
    assert any(slip.earned for slip in first.payslips.all())
    page = cast.client("finance").get(reverse("pay_run", args=[first.pk]))
    assert b"Taken back" in page.content, "the sums of a plan foot"
    done = set(Entry.objects.filter(who="finance@example.org").values_list("what", flat=True))
    assert {"pay_asked", "pay_reviewed", "pay_approved", "pay_locked"} <= done


def test_of_two_runs_at_once_the_second_waits_or_is_refused(cast: Cast) -> None:
    in_force(cast)
    client = cast.client("finance")
    act(client, "pay_run_ask", period=FIRST)
    assert "A run is being calculated already" in act(client, "pay_run_ask", period=FIRST)
    assert Run.objects.count() == 1
    queue.cancel(Job.objects.latest("pk").pk, by="finance@example.org")
    again = calculated(cast)
    assert [one.state for one in Run.objects.order_by("pk")] == ["dropped", "calculated"]
    post_something(again)
    act(client, "pay_run_review", again.pk)
    said = act(client, "pay_run_approve", again.pk)
    assert "this was worked out against" in said
    again.refresh_from_db()
    assert again.state == "reviewed"
    assert BookPosting.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("workspace")
@pytest.mark.skipif(
    not os.environ.get("EVERYREP_TEST_DATABASE"), reason="SQLite lets one write at a time anyway"
)
def test_of_two_who_ask_at_the_same_moment_one_is_told_of_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast = everybody()
    in_force(cast)
    finance, warehouse, told = cast.user("finance"), company.current(), []
    both = Barrier(2)

    def meets(*given: Any) -> date:
        with suppress(BrokenBarrierError):  # Where one waits for the other, they never meet.
            both.wait(timeout=1)
        return known_on(*given)

    def asks() -> None:
        assert warehouse is not None
        try:
            told.append(runs.ask(FIRST, finance, warehouse, queued=True).state)
        except Busy as problem:
            told.append(str(problem))
        connections.close_all()

    monkeypatch.setattr(runs, "known_on", meets)
    threads = [Thread(target=asks) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(told)[1] == "asked"
    assert "A run is being calculated already" in sorted(told)[0]
    assert Run.objects.count() == 1


def post_something(run: Run) -> None:
    """Let the ledger go on, as if somebody else had posted."""
    row = pd.DataFrame(
        [["other/p/1/primary/0", "p", "other", "1", "1", 0, run.period, 5, "", "1"]],
        columns=list(AMOUNTS),
    )
    period = PayPeriod(run.period, day_number(run.first), day_number(run.ends))
    post(BOOK, row, LedgerRun("x", "other", Currency.of("EUR")), period, period.end - 1)


def test_what_breaks_while_posting_leaves_the_ledger_and_the_run_as_they_were(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_force(cast)
    run, client = calculated(cast), cast.client("finance")
    act(client, "pay_run_review", run.pk)
    append, seen = BOOK.append, []

    def breaks(posting: Posting) -> None:
        append(posting)
        seen.append(posting)
        if len(seen) == 2:
            raise SystemExit("killed")

    monkeypatch.setattr(BOOK, "append", breaks)
    with pytest.raises(SystemExit):
        client.post(reverse("pay_run_approve", args=[run.pk]))
    monkeypatch.undo()
    run.refresh_from_db()
    assert (run.state, BookPosting.objects.count(), BookMove.objects.count()) == ("reviewed", 0, 0)
    act(client, "pay_run_approve", run.pk)
    check(DatabaseBook())
    assert BookPosting.objects.count() == 2
    assert not DraftPosting.objects.exists()


def test_steps_are_taken_in_their_order_and_once(cast: Cast) -> None:
    in_force(cast)
    run, client = calculated(cast), cast.client("finance")
    for name in ("pay_run_approve", "pay_run_lock"):
        assert "is to be reviewed, not" in act(client, name, run.pk)
    locked_now = locked(cast)
    for name in ("pay_run_review", "pay_run_approve", "pay_run_lock", "pay_run_drop"):
        assert "is locked, not" in act(client, name, locked_now.pk)
    assert "no open pay period named" in act(client, "pay_run_ask", period=FIRST)


def test_a_period_is_not_locked_before_it_is_over(cast: Cast) -> None:
    in_force(cast)
    run = approved(cast)
    Run.objects.filter(pk=run.pk).update(through=run.through - timedelta(days=1))
    assert "before April 2026 does" in act(cast.client("finance"), "pay_run_lock", run.pk)
    assert not BookPosting.objects.filter(stream="lock").exists()


def test_the_same_run_again_posts_nothing(cast: Cast) -> None:
    in_force(cast)
    approved(cast)
    before = BOOK.head()
    again = approved(cast)
    assert BOOK.head() == before
    assert Payslip.objects.filter(run=again).exists()


def test_a_run_that_changes_nothing_is_not_approved_once_the_ledger_went_on(cast: Cast) -> None:
    in_force(cast)
    first = approved(cast)
    again, client = calculated(cast), cast.client("finance")
    assert not again.drafts.exists()
    said = act(client, "pay_adjustment_add", payee=cast.people["rep"], amount="5", why="Agreed",
               component="hunter/commission")  # fmt: skip
    assert "stands in" in said
    act(client, "pay_run_review", again.pk)
    assert "this was worked out against" in act(client, "pay_run_approve", again.pk)
    for run, state in ((first, "approved"), (again, "reviewed")):
        run.refresh_from_db()
        assert run.state == state
    assert "was posted into April 2026 since" in act(client, "pay_run_lock", first.pk)


def test_a_plan_that_nobody_is_on_in_a_period_pays_nobody_and_stops_no_other(cast: Cast) -> None:
    in_force(cast)
    later = in_force(cast, PLAN.replace('plan = "hunter"', 'plan = "later"'))
    nobody = Members((), (Named(cast.people["rep"], date(2030, 1, 1)),))
    PlanVersion.objects.filter(pk=later.pk).update(who=nobody.to_json())
    run = locked(cast)
    assert set(run.payslips.values_list("plan", flat=True)) == {"hunter"}
    assert run.parts.filter(version=later, credits=0).exists()
    client = cast.client("finance")
    for name, given in (
        ("pay_run", [run.pk]), ("pay_exports", []), ("pay_reconciliation", []),
        ("pay_plan", [later.pk]), ("pay_export", [run.pk, "payroll", "csv"]),
        ("pay_export", [run.pk, "amortisation", "csv"]),
    ):  # fmt: skip
        assert client.get(reverse(name, args=given)).status_code == 200, name


def test_what_cannot_be_calculated_is_told_and_nothing_is_posted(cast: Cast) -> None:
    own = PLAN.replace('kind = "text"', 'colour = "text"').replace('kind = "new"', 'colour = "red"')
    in_force(cast, own)
    act(cast.client("finance"), "pay_run_ask", period=FIRST)
    assert Hand("one", place().workspace).work_once()
    run = Run.objects.get()
    assert run.state == "failed"
    assert "colour" in run.why_not
    page = cast.client("finance").get(reverse("pay_run", args=[run.pk])).content.decode()
    assert "colour" in page
    assert not BookPosting.objects.exists()


def test_whoever_has_no_quota_is_named_on_the_page_of_the_run(cast: Cast) -> None:
    own = PLAN.replace("[quota.bookings]", "[quota.wins]")
    own = own.replace('quota = "bookings"', 'quota = "wins"')
    in_force(cast, own.replace('amount = "50_000"', 'missing = "nothing"'))
    run = calculated(cast)
    (note,) = run.parts.get().notes
    assert "pays them nothing: person:" in note
    assert not run.payslips.filter(earned__gt=0).exists()
    page = cast.client("finance").get(reverse("pay_run", args=[run.pk])).content.decode()
    payee = note.partition("nothing: ")[2].partition(" ")[0]
    warehouse = company.current()
    assert warehouse is not None
    name = names_of(warehouse, [payee])[payee]
    assert f"pays them nothing: {escape(name)} in " in page
    assert "person:" not in page.partition("pays them nothing")[2].partition("</li>")[0]


def test_erasure_strikes_names_in_words_and_leaves_the_ledger_whole(cast: Cast) -> None:
    in_force(cast)
    run = approved(cast)
    payee = next(slip.payee for slip in run.payslips.all() if slip.earned)
    given = {"payee": payee, "component": "hunter/commission", "amount": "5"}
    act(cast.client("finance"), "pay_adjustment_add", **given, why="Jo Doe asked for it")

    def change(text: str) -> str:
        return text.replace("Jo Doe", "Former person 1").replace(payee, "person:erased:1")

    for model in django_apps.get_app_config("pay").get_models():
        _sweep(model, change)
    check(DatabaseBook())
    assert ManualAdjustment.objects.get().why == "Former person 1 asked for it"
    assert not BookPosting.objects.filter(note__contains="Jo Doe").exists()
    assert not BookPosting.objects.filter(who__contains="@").exists()
    assert statement_of(Payslip.objects.get(run=run, payee=payee)).count > 1


def test_any_two_runs_are_compared_and_the_parts_come_to_the_difference(cast: Cast) -> None:
    in_force(cast)
    first, second = locked(cast), calculated(cast, SECOND)
    client, at = cast.client("finance"), reverse("pay_runs_compare")
    plain = client.get(at)
    assert b"What is compared" in plain.content
    asked = {"plan": "hunter", "before": first.pk, "after": second.pk}
    page = client.get(at, asked)
    told = second.parts.get().changes
    assert page.context["was"] == sum(told["before"].values())
    assert page.context["now"] == sum(told["after"].values())
    assert {share.name: share.minor for share, _ in page.context["shares"]} == {
        one["name"]: one["minor"] for one in told["shares"] if one["minor"]
    }
    assert sum(share.minor for share, _ in page.context["shares"]) == page.context["minor"] != 0
    row, name = page.context["rows"][0]
    assert sum(minor for _, minor in row.parts) == row.minor
    assert name != row.payee
    one = client.get(at, {**asked, "payee": row.payee})
    assert sum(line.minor for line in one.context["lines"]) == row.minor
    back = client.get(at, {**asked, "before": second.pk, "after": first.pk})
    assert back.context["minor"] == -page.context["minor"]
    same = client.get(at, {**asked, "after": first.pk})
    assert (same.context["minor"], same.context["shares"]) == (0, [])
