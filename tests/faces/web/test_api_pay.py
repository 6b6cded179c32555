"""Pay over the API: the same amounts as on the pages, and in the same sight, for everybody."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from everyrep.faces.web.pages import looked
from everyrep.faces.web.pages.models import Look
from everyrep.faces.web.pay import sight
from everyrep.faces.web.pay.models import Payslip
from everyrep.faces.web.pay.statement import statement_of
from tests.faces.web.conftest import CAST, Cast
from tests.faces.web.paying import approved, calculated, in_force, slip_of, written

pytestmark = pytest.mark.django_db
FINANCE, PLANNERS = {"finance"}, {"revops", "finance", "executive"}
AREA = PLANNERS | {"rep", "peer", "manager", "stranger_manager", "skip_manager"}


def got(cast: Cast, who: str, path: str, **query: object) -> Any:
    return cast.client(who).get(f"/api/v1/pay/{path}", query)


def test_a_statement_and_its_lines_are_those_of_the_page(cast: Cast) -> None:
    in_force(cast)
    run = approved(cast)
    slip = max(run.payslips.all(), key=lambda one: statement_of(one).count)
    page = statement_of(slip)
    told = got(cast, "finance", f"statements/{slip.pk}").json()
    assert told["paid"] == {"amount": f"{Decimal(slip.paid) / 100:.2f}", "currency": "EUR"}
    assert (told["payee"], told["period"], told["state"]) == (slip.payee, run.period, "approved")
    assert told["name"] != slip.payee
    parts = []
    offset = 0
    while True:
        some = got(cast, "finance", f"statements/{slip.pk}/lines", limit=2, offset=offset).json()
        parts += some["items"]
        if some["next"] is None:
            break
        offset += 2
    assert [one["line"] for one in parts] == [one.move for one in page.lines(0, 200)]
    assert sum(Decimal(one["amount"]["amount"]) for one in parts) == Decimal(slip.earned) / 100
    assert some["total"] == page.count
    assert {one["of"] for one in parts} == {one.of for one in page.lines(0, 200)}


def test_statements_are_listed_by_parts_and_found_by_payee_plan_and_period(cast: Cast) -> None:
    in_force(cast)
    run = approved(cast)
    whole = got(cast, "finance", "statements", limit=200).json()
    assert whole["total"] == Payslip.objects.count() == len(whole["items"])
    first = got(cast, "finance", "statements", limit=1).json()
    assert first["items"] == whole["items"][:1]
    assert "offset=1" in first["next"]
    rep = cast.people["rep"]
    one = got(cast, "finance", "statements", payee=rep, plan="hunter", period=run.period).json()
    assert [item["payee"] for item in one["items"]] == [rep]
    assert got(cast, "finance", "statements", period="never").json()["total"] == 0
    assert got(cast, "finance", "statements", payees="x").status_code == 422


@pytest.mark.parametrize("who", CAST)
def test_everybody_sees_over_the_api_what_they_see_on_the_pages(cast: Cast, who: str) -> None:
    in_force(cast)
    run = approved(cast)
    answer = got(cast, who, "statements", limit=200)
    if who not in AREA:
        assert answer.status_code == 403
        return
    seen = {one["statement"] for one in answer.json()["items"]}
    client = cast.client(who)
    for slip in run.payslips.filter(payee__in=cast.people.values()):
        page = client.get(f"/pay/statements/{slip.pk}/").status_code
        assert (slip.pk in seen) == (page == 200)
        for path in (f"statements/{slip.pk}", f"statements/{slip.pk}/lines"):
            assert got(cast, who, path).status_code == page
    runs = got(cast, who, "runs").json()
    assert (runs["total"] == 1) == (who in FINANCE)
    expected = 200 if who in FINANCE else 404
    assert got(cast, who, f"runs/{run.pk}").status_code == expected


def test_a_run_tells_its_sums_by_plan(cast: Cast) -> None:
    in_force(cast)
    run = approved(cast)
    (told,) = got(cast, "finance", f"runs/{run.pk}").json()["plans"]
    slips = list(run.payslips.all())
    assert (told["plan"], told["statements"]) == ("hunter", len(slips))
    for name in ("earned", "released", "draw", "paid", "held"):
        whole = sum(getattr(slip, name) for slip in slips)
        assert Decimal(told[name]["amount"]) == Decimal(whole) / 100, name
    assert got(cast, "finance", "runs", state="locked").json()["total"] == 0


def test_what_is_not_approved_is_seen_by_finance_alone(cast: Cast) -> None:
    in_force(cast)
    slip = slip_of(calculated(cast), cast.people["rep"])
    assert got(cast, "rep", "statements").json()["total"] == 0
    assert got(cast, "rep", f"statements/{slip.pk}").status_code == 404
    assert got(cast, "finance", f"statements/{slip.pk}").json()["state"] == "calculated"


def test_drafts_of_plans_are_seen_by_planners_and_signed_ones_by_who_is_on_them(cast: Cast) -> None:
    draft = written(cast)
    for who in sorted(AREA):
        shown = got(cast, who, "plans").json()["total"]
        assert shown == (1 if who in PLANNERS else 0), who
        status = got(cast, who, f"plans/{draft.pk}").status_code
        assert status == (200 if who in PLANNERS else 404), who
    told = got(cast, "revops", f"plans/{draft.pk}").json()
    assert (told["text"], told["digest"], told["state"]) == (draft.text, draft.digest, "draft")


def test_a_payee_reads_the_plan_that_they_are_paid_by(cast: Cast) -> None:
    version = in_force(cast)
    approved(cast)
    assert got(cast, "rep", f"plans/{version.pk}").json()["text"] == version.text
    assert got(cast, "rep", "plans", state="in_force").json()["total"] == 1


def test_a_look_is_told_to_the_payee_and_nobody_looks_as_somebody_else(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_force(cast)
    slip = slip_of(approved(cast), cast.people["rep"])
    looked._seen.cache_clear()
    got(cast, "manager", f"statements/{slip.pk}/lines")
    looks = Look.objects.filter(person=cast.people["rep"], viewer=cast.user("manager"))
    assert [one.at for one in looks] == ["pay"]
    client = cast.client("administrator")
    client.post(f"/look-as/{cast.user('rep').pk}/")
    monkeypatch.setattr(sight, "_is_simulated", lambda _: False)
    answer = client.get("/api/v1/pay/statements")
    assert answer.status_code == 403
    assert "looks as somebody else" in answer.json()["detail"]
