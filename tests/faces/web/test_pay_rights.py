"""Every address of pay and everybody of the cast: who is let in, and whose pay they see."""

from __future__ import annotations

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from everyrep.faces.web import company
from everyrep.faces.web.access.models import Grant
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.pages import looked
from everyrep.faces.web.pages.models import Look
from everyrep.faces.web.pay import leading, sight, urls, views_overview
from everyrep.faces.web.pay.models import (
    Approval,
    BookPosting,
    ManualAdjustment,
    Member,
    Payslip,
    PlanVersion,
    Run,
)
from everyrep.warehouse.organisation import organisation_on
from tests.faces.web.conftest import CAST, Cast
from tests.faces.web.paying import (
    FIRST,
    PLAN,
    SECOND,
    act,
    approved,
    calculated,
    in_force,
    locked,
    slip_of,
    written,
)

pytestmark = pytest.mark.django_db
LEADERS = {"manager", "stranger_manager", "skip_manager"}
PAYEES = LEADERS | {"rep", "peer"}
PLANNERS = {"revops", "finance", "executive"}
AREA = PAYEES | PLANNERS
FINANCE = {"finance"}

# Address -> who may open it. Who has the area and may not is told that there is no such page.
PAGES: dict[str, set[str]] = {
    "pay": AREA,
    "pay_plans": AREA,
    "pay_plan_new": {"revops", "finance"},
    "pay_runs": FINANCE,
    "pay_runs_compare": FINANCE,
    "pay_disputes": AREA,
    "pay_adjustments": FINANCE,
    "pay_exports": FINANCE,
    "pay_reconciliation": FINANCE,
}
OF_A_PLAN = {"pay_plan"}
OF_A_RUN = {"pay_run", "pay_export"}
OF_A_SLIP = {"pay_statement", "pay_credits", "pay_statement_pdf", "pay_what_if", "pay_line"}
OF_A_DISPUTE = {"pay_dispute"}
ACTS = {
    "pay_plan_save", "pay_plan_who", "pay_plan_submit", "pay_plan_approve", "pay_plan_back",
    "pay_plan_force", "pay_plan_accept", "pay_run_ask", "pay_run_review", "pay_run_approve",
    "pay_run_lock", "pay_run_drop", "pay_line_dispute", "pay_dispute_decide",
    "pay_dispute_reply", "pay_dispute_withdraw", "pay_adjustment_add", "pay_adjustment_withdraw",
}  # fmt: skip


def test_no_address_is_left_out() -> None:
    named = {one.name for one in urls.urlpatterns if isinstance(one, URLPattern)}
    assert named == PAGES.keys() | OF_A_PLAN | OF_A_RUN | OF_A_SLIP | OF_A_DISPUTE | ACTS


def status(client: Client, name: str, *given: object) -> int:
    return client.get(reverse(name, args=list(given))).status_code


@pytest.mark.parametrize("name", PAGES)
def test_who_is_let_in(cast: Cast, name: str) -> None:
    for who in CAST:
        shut = 404 if who in AREA else 403
        expected = 200 if who in PAGES[name] else shut
        assert status(cast.client(who), name) == expected, who
    answer = cast.client("anonymous").get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", sorted(ACTS))
def test_nobody_without_the_area_acts_and_nothing_is_done_by_looking(cast: Cast, name: str) -> None:
    import inspect

    (pattern,) = (one for one in urls.urlpatterns if one.name == name)
    given = ["0" * 32 if "move" in key else 1 for key in pattern.pattern.converters]
    address = reverse(name, args=given)
    for who in set(CAST) - AREA:
        assert cast.client(who).post(address).status_code == 403, who
    assert cast.client("finance").get(address).status_code == 405
    assert inspect.isfunction(pattern.callback)


def test_statements_are_seen_by_the_payee_their_leaders_and_finance(cast: Cast) -> None:
    in_force(cast)
    run = approved(cast)
    seen = {
        "rep": {"rep", "manager", "skip_manager", "finance"},
        "manager": {"manager", "skip_manager", "finance"},
    }
    for payee, allowed in seen.items():
        slip = slip_of(run, cast.people[payee])
        for name in ("pay_statement", "pay_credits", "pay_what_if"):
            for who in CAST:
                shut = 404 if who in AREA else 403
                expected = 200 if who in allowed else shut
                assert status(cast.client(who), name, slip.pk) == expected, (payee, name, who)


def test_finance_alone_sees_a_run_and_its_files(cast: Cast) -> None:
    in_force(cast)
    run = calculated(cast)
    for who in CAST:
        expected = 200 if who in FINANCE else (404 if who in AREA else 403)
        assert status(cast.client(who), "pay_run", run.pk) == expected, who
        address = reverse("pay_export", args=[run.pk, "payroll", "csv"])
        shut = 404 if who in AREA else 403
        assert cast.client(who).get(address).status_code == shut, who


def test_a_rep_sees_nothing_of_a_run_that_is_not_approved(cast: Cast) -> None:
    in_force(cast)
    slip = slip_of(calculated(cast), cast.people["rep"])
    assert status(cast.client("rep"), "pay_statement", slip.pk) == 404
    assert "No statement yet" in cast.client("rep").get(reverse("pay")).content.decode()
    assert status(cast.client("finance"), "pay_statement", slip.pk) == 200


def test_a_manager_finds_their_team_and_nobody_else(cast: Cast) -> None:
    in_force(cast)
    approved(cast)
    page = cast.client("manager").get(reverse("pay"))
    shown = {slip.payee for slip, *_ in page.context["team"]}
    assert {cast.people["rep"], cast.people["peer"]} <= shown
    assert cast.people["stranger_manager"] not in shown
    other = cast.client("stranger_manager").get(reverse("pay"))
    assert cast.people["rep"] not in {slip.payee for slip, *_ in other.context["team"]}


def test_a_large_team_is_paged_within_its_period(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_force(cast)
    locked(cast)
    approved(cast, SECOND)
    client, address = cast.client("skip_manager"), f"?period={FIRST.replace(' ', '+')}"
    whole = [slip.pk for slip, *_ in client.get(reverse("pay") + address).context["team"]]
    assert len(whole) > 1
    monkeypatch.setattr(views_overview, "_A_PAGE", len(whole) // 2)
    seen = []
    while address:
        page = client.get(reverse("pay") + address)
        seen += [slip.pk for slip, *_ in page.context["team"]]
        found = re.search(r'href="(\?[^"]*)">After', page.content.decode())
        address = found[1].replace("&amp;", "&") if found else ""
        assert len(seen) <= len(whole)
    assert seen == whole


@pytest.mark.parametrize("who", ["stranger_manager", "manager", "rep", "executive"])
def test_who_led_somebody_in_a_period_sees_it_after_they_left_and_no_other_period(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    in_force(cast)
    first, second = locked(cast), locked(cast, SECOND)
    gone, head = "gone", cast.people["stranger_manager"]
    slips = [slip_of(run, cast.people["peer"]) for run in (first, second)]
    for slip in slips:
        slip.pk, slip.payee = None, gone
        slip.save()
    chains = {first.first: {gone: (head, "boss")}}
    monkeypatch.setattr(leading, "_above_leavers", lambda _, day: chains.get(day, {}))
    seen = [status(cast.client(who), "pay_statement", slip.pk) for slip in slips]
    assert seen == ([200, 404] if who == "stranger_manager" else [404, 404])
    if who == "stranger_manager":
        page = cast.client(who).get(reverse("pay"), {"period": FIRST})
        assert gone in {slip.payee for slip, *_ in page.context["team"]}
        assert b"has left" in page.content


def test_ten_years_of_months_are_looked_up_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    finance, client, asked = cast.user("finance"), cast.client("manager"), []
    for at in range(120):
        first, ends = (date(2016 + n // 12, n % 12 + 1, 1) for n in (at, at + 1))
        Run.objects.create(period=f"month {at}", first=first, ends=ends, through=first,
                           asked_by=finance)  # fmt: skip
    nobody = SimpleNamespace(places={})
    monkeypatch.setattr(leading, "organisation_on", lambda _, day: asked.append(day) or nobody)
    leading._above_leavers.cache_clear()
    assert status(client, "pay") == 200
    many = len(asked)
    assert many > 200
    assert status(client, "pay") == 200
    assert len(asked) == many
    leading._above_leavers.cache_clear()


def test_who_is_above_leavers_is_told_for_the_day_and_of_nobody_who_is_still_here() -> None:
    warehouse = company.current()
    assert warehouse is not None
    leading._above_leavers.cache_clear()
    today = company.organisation(warehouse, warehouse.as_of)
    day = warehouse.as_of - timedelta(days=300)
    then = organisation_on(warehouse, day)
    found = leading._above_leavers(company.Build(warehouse), day)
    assert found.keys() == then.places.keys() - today.places.keys() != set()
    for person, chain in found.items():
        for head in then.places:
            assert (head in chain[:1]) == (person in then.reports(head))
            assert (head in chain) == (person in then.everybody_below(head))


def test_who_stands_in_for_a_manager_does_not_see_the_managers_own_pay(cast: Cast) -> None:
    in_force(cast)
    run = approved(cast)
    Grant.objects.create(user=cast.user("executive"), role="manager", head=cast.people["manager"])
    Grant.objects.filter(user=cast.user("executive"), role="executive").delete()
    client = cast.client("executive")
    assert status(client, "pay_statement", slip_of(run, cast.people["rep"]).pk) == 200
    assert status(client, "pay_statement", slip_of(run, cast.people["manager"]).pk) == 404


def test_an_administrator_who_looks_as_a_rep_sees_no_pay_but_of_people_who_do_not_exist(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_force(cast)
    slip = slip_of(approved(cast), cast.people["rep"])
    client = cast.client("administrator")
    assert status(client, "pay") == 403
    client.post(reverse("look_as", args=[cast.user("rep").pk]))
    assert status(client, "pay_statement", slip.pk) == 200
    monkeypatch.setattr(sight, "_is_simulated", lambda _: False)
    for address in (reverse("pay"), reverse("pay_statement", args=[slip.pk])):
        answer = client.get(address)
        assert answer.status_code == 403
        assert b"Pay is not shown" in answer.content
        assert b"EUR" not in answer.content


def test_who_saw_somebodys_pay_is_told_to_them(cast: Cast) -> None:
    in_force(cast)
    slip = slip_of(approved(cast), cast.people["rep"])
    looked._seen.cache_clear()
    cast.client("manager").get(reverse("pay_statement", args=[slip.pk]))
    looks = Look.objects.filter(person=cast.people["rep"], viewer=cast.user("manager"))
    assert looks.exists()


def test_a_rep_sees_a_plan_once_it_is_theirs_and_in_force(cast: Cast) -> None:
    version = written(cast)
    for who in ("rep", "manager"):
        assert status(cast.client(who), "pay_plan", version.pk) == 404
    version.delete()
    version = in_force(cast)
    calculated(cast)
    assert status(cast.client("rep"), "pay_plan", version.pk) == 200
    PlanVersion.objects.get(pk=version.pk).members.filter(person=cast.people["rep"]).delete()
    assert status(cast.client("rep"), "pay_plan", version.pk) == 404


def test_the_executive_consents_to_plans_and_sees_nobodys_pay(cast: Cast) -> None:
    in_force(cast)
    run = approved(cast)
    client = cast.client("executive")
    assert status(client, "pay_plans") == 200
    for slip in Payslip.objects.filter(run=run)[:3]:
        assert status(client, "pay_statement", slip.pk) == 404
    assert status(client, "pay_run", run.pk) == 404


def test_a_rep_cannot_act_on_runs_plans_or_the_pay_of_others(cast: Cast) -> None:
    version, client = in_force(cast), cast.client("rep")
    run = approved(cast)
    slip = slip_of(run, cast.people["peer"])
    for name, given in (
        ("pay_run_ask", ()), ("pay_run_lock", (run.pk,)), ("pay_run_drop", (run.pk,)),
        ("pay_plan_who", (version.pk,)), ("pay_plan_back", (version.pk,)),
        ("pay_adjustment_add", ()), ("pay_line_dispute", (slip.pk, "0" * 32)),
    ):  # fmt: skip
        answer = client.post(reverse(name, args=list(given)), {"period": "May 2026"})
        assert answer.status_code == 404, name
    assert Run.objects.get(pk=run.pk).state == "approved"
    assert act(cast.client("finance"), "pay_run_lock", run.pk).startswith("April 2026 is locked")


# Act -> who may do it. Who has the area and may not is told that there is no such thing.
DOERS: dict[str, set[str]] = {
    "pay_plan_save": {"revops", "finance"},
    "pay_plan_who": {"revops", "finance"},
    "pay_plan_submit": {"revops", "finance"},
    "pay_plan_approve": {"finance", "executive"},
    "pay_plan_back": {"finance", "executive"},
    "pay_plan_force": FINANCE,
    "pay_run_ask": FINANCE,
    "pay_run_review": FINANCE,
    "pay_run_approve": FINANCE,
    "pay_run_lock": FINANCE,
    "pay_run_drop": FINANCE,
    "pay_adjustment_add": FINANCE,
    "pay_adjustment_withdraw": FINANCE,
}
OF_NOTHING = {"pay_run_ask", "pay_adjustment_add"}


def all_of_pay() -> list[object]:
    """Whatever an act could change."""
    kept = (PlanVersion, Approval, Member, Run, Payslip, BookPosting, ManualAdjustment)
    return [list(model.objects.order_by("pk").values()) for model in kept]


@pytest.mark.parametrize("name", DOERS)
def test_who_may_not_act_changes_nothing(cast: Cast, name: str) -> None:
    other = PLAN.replace('plan = "hunter"', 'plan = "other"')
    standing, draft = in_force(cast), written(cast, other)
    run, payee = approved(cast), cast.people["rep"]
    given = {"payee": payee, "component": "hunter/commission", "amount": "5", "why": "Agreed",
             "digest": draft.digest, "text": PLAN, "role": "Account Executive",
             "period": SECOND}  # fmt: skip
    act(cast.client("finance"), "pay_adjustment_add", **given)
    about: list[tuple[int, ...]] = [(standing.pk,), (draft.pk,)]
    if name.startswith("pay_run"):
        about = [(run.pk,)]
    elif name == "pay_adjustment_withdraw":
        about = [(ManualAdjustment.objects.get().pk,)]
    before = all_of_pay()
    for who in set(CAST) - DOERS[name]:
        for one in [()] if name in OF_NOTHING else about:
            answer = cast.client(who).post(reverse(name, args=list(one)), given)
            assert answer.status_code == (404 if who in AREA else 403), (who, one)
    assert all_of_pay() == before
    for one in [()] if name in OF_NOTHING else about:
        answer = Client().post(reverse(name, args=list(one)), given)
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (
            302,
            "/account/login/",
        )
    assert all_of_pay() == before


def test_a_try_that_was_refused_is_in_the_audit(cast: Cast) -> None:
    cast.client("administrator").get(reverse("pay_runs"))
    last = Entry.objects.latest("number")
    assert (last.what, last.about) == ("refused", "/pay/runs/")


LARGE = ("9" * 18, "9" * 30, "9" * 5_000, "-1", "x", "\u0663")


@pytest.mark.parametrize("text", LARGE)
def test_numbers_that_are_none_or_too_large_are_not_there(cast: Cast, text: str) -> None:
    client = cast.client("finance")
    for place in ("plans", "runs", "statements", "disputes"):
        assert client.get(f"/pay/{place}/{text}/").status_code == 404, place
    for address in (f"/pay/reconciliation/?run={text}", f"/pay/runs/?page={text}"):
        assert client.get(address).status_code == 200, address
    assert client.get(f"/pay/plans/new/?of={text}").status_code in (200, 404)


def test_what_no_database_keeps_is_left_out_of_words(cast: Cast) -> None:
    in_force(cast)
    run = approved(cast)
    given = {"payee": slip_of(run, cast.people["rep"]).payee, "amount": "1"}
    act(cast.client("finance"), "pay_adjustment_add", **given, component="hunter/commission",
        why="As\x00 agreed")  # fmt: skip
    assert ManualAdjustment.objects.get().why == "As agreed"
