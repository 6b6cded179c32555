"""Every operation of the API and everybody of the cast: who is let in, in one table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from everyrep.faces.web import company
from everyrep.faces.web.access.limits import limits
from everyrep.faces.web.access.models import Grant
from everyrep.faces.web.api.door import ROLE
from everyrep.faces.web.api.urls import OPERATIONS
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.jobs.models import Job
from everyrep.faces.web.pages.areas import BY_NAME
from everyrep.faces.web.tokens.keeping import make
from everyrep.faces.web.tokens.models import ApiToken
from tests.faces.web.conftest import CAST, Cast
from tests.faces.web.test_rights import EVERYBODY, LEADERS, LOOKERS

pytestmark = [pytest.mark.django_db, pytest.mark.long]
KEEPERS = {"revops", "administrator"}
DEALERS = LEADERS | {"revops", "rep", "peer"}
PAID = LEADERS | {"rep", "peer", "revops", "finance", "executive"}
NONE = "0" * 32

# Operation -> where it is asked for, and who is let in. None is left out: a test holds that. What
# takes long to answer is asked for something that is not there: only who is let in is told so.
TABLE: dict[str, tuple[str, set[str]]] = {
    "whoami": ("whoami", EVERYBODY),
    "build": ("build", EVERYBODY),
    "measures": ("measures", LOOKERS),
    "measure": ("measures/won_deals", LOOKERS),
    "figures": ("figures?measure=none", LOOKERS),
    "working": ("measures/won_deals/working?by=none", EVERYBODY),
    "people": ("people", LEADERS | {"revops"}),
    "teams": ("teams", LEADERS | {"revops"}),
    "deals": ("deals?closing=never", DEALERS),
    "deal": ("deals/none", DEALERS),
    "pipeline_coverage": ("pipeline/coverage?period=2001", LOOKERS | {"rep", "peer"}),
    "pipeline_moves": ("pipeline/moves?since=2100-01-01", LOOKERS | {"rep", "peer"}),
    "pipeline_attention": ("pipeline/attention?where=x", LOOKERS | {"rep", "peer"}),
    "truth": ("truth", {"revops", "enablement", "executive"}),
    "pay_statements": ("pay/statements", PAID),
    "pay_statement": ("pay/statements/999", PAID),
    "pay_statement_lines": ("pay/statements/999/lines", PAID),
    "pay_runs": ("pay/runs", PAID),
    "pay_run": ("pay/runs/999", PAID),
    "pay_plans": ("pay/plans", PAID),
    "pay_plan": ("pay/plans/999", PAID),
    "list_loads": ("loads", {"revops"}),
    "load_rejects": ("loads/none/rejects", {"revops"}),
    "undo_load": ("loads/none/undo", {"revops"}),
    "start_build": ("builds", {"revops"}),
    "what_is_computable": ("computable", {"revops"}),
    "hand_over": ("uploads", {"revops"}),
    "look_at_upload": (f"uploads/{NONE}", {"revops"}),
    "load_upload": (f"uploads/{NONE}/load", {"revops"}),
    "drop_upload": (f"uploads/{NONE}", {"revops"}),
    "jobs": ("jobs", KEEPERS),
    "job": ("jobs/999", KEEPERS),
    "cancel_job": ("jobs/999/cancel", KEEPERS),
    "retry_job": ("jobs/999/retry", KEEPERS),
}


@pytest.fixture(autouse=True)
def no_calls_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def token(cast: Cast, who: str, *scopes: str) -> dict[str, str]:
    """The header of somebody's token."""
    return {"Authorization": f"Bearer {make(cast.user(who), 'x', scopes or ['read'], 1)[1]}"}


def asked(client: Client, name: str, headers: dict[str, str] | None = None) -> Any:
    method = OPERATIONS[name].method.lower()
    return getattr(client, method)(f"/api/v1/{TABLE[name][0]}", headers=headers or {})


def test_no_operation_is_left_out() -> None:
    assert TABLE.keys() == OPERATIONS.keys()
    assert {one.area for one in OPERATIONS.values()} <= BY_NAME.keys()
    for one in OPERATIONS.values():
        assert one.method == "GET" or one.scopes == ("load",), one


@pytest.mark.parametrize("name", sorted(TABLE))
def test_who_is_let_in_by_token_and_by_session(cast: Cast, name: str) -> None:
    _, allowed = TABLE[name]
    for who in CAST:
        for client, headers in (
            (cast.client(who), {}),
            (Client(), _token_for(cast, who, name)),
        ):
            answer = asked(client, name, headers)
            if who in allowed:
                assert answer.status_code not in (401, 403), (who, answer.content)
            else:
                assert answer.status_code in ((401, 403) if headers else (403,)), who
            assert answer.status_code < 500
    assert asked(Client(), name).status_code == 401


def _token_for(cast: Cast, who: str, name: str) -> dict[str, str]:
    """A token that is for the operation, whether or not its owner could make one."""
    scopes = list(OPERATIONS[name].scopes)
    kept, text = make(cast.user("revops"), "x", scopes, 1)
    ApiToken.objects.filter(pk=kept.pk).update(user=cast.user(who))
    return {"Authorization": f"Bearer {text}"}


def test_a_token_is_for_its_scopes_alone(cast: Cast) -> None:
    for name, one in OPERATIONS.items():
        for scope in ("read", "load"):
            answer = asked(Client(), name, token(cast, "revops", scope))
            if scope in one.scopes:
                assert answer.status_code not in (401, 403), name
            else:
                assert answer.status_code == 403, name
                assert "insufficient_scope" in answer["WWW-Authenticate"]
    scim = token(cast, "administrator", "scim")
    assert Client().get("/api/v1/whoami", headers=scim).status_code == 403


def test_a_token_that_is_over_or_made_up_opens_nothing(cast: Cast) -> None:
    headers = token(cast, "revops")
    assert Client().get("/api/v1/whoami", headers=headers).status_code == 200
    ApiToken.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    for text in (headers["Authorization"], "Bearer evr_made-up", "Bearer", "Bearer x y z"):
        answer = Client().get("/api/v1/whoami", headers={"Authorization": text})
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")
        # Nor does the session stand in for a token that does not serve.
        again = cast.client("revops").get("/api/v1/whoami", headers={"Authorization": text})
        assert again.status_code == 401
    assert cast.client("revops").get("/api/v1/whoami").json()["role"] == "revops"


def test_a_token_sees_what_its_owner_sees_and_not_what_the_session_does(cast: Cast) -> None:
    client = cast.client("revops")
    own = client.get("/api/v1/whoami", headers=token(cast, "manager")).json()
    assert (own["who"], own["role"]) == ("manager@example.org", "manager")
    warehouse = company.current()
    assert warehouse is not None
    known = company.organisation(warehouse, warehouse.as_of)
    mine = cast.people["manager"]
    seen = client.get("/api/v1/people", headers=token(cast, "manager")).json()["items"]
    assert {one["person"] for one in seen} <= known.reports(mine) | {mine}
    assert cast.people["rep"] in {one["person"] for one in seen}
    others = client.get("/api/v1/people", headers=token(cast, "stranger_manager")).json()
    assert cast.people["rep"] not in {one["person"] for one in others["items"]}


def test_a_role_of_ones_own_is_chosen_by_a_header_and_no_other(cast: Cast) -> None:
    Grant.objects.create(user=cast.user("manager"), role="auditor")
    headers = token(cast, "manager")
    asks = {**headers, ROLE: "auditor"}
    assert Client().get("/api/v1/people", headers=headers).status_code == 200
    assert Client().get("/api/v1/whoami", headers=asks).json()["role"] == "auditor"
    assert Client().get("/api/v1/people", headers=asks).status_code == 403
    for other in ("revops", "nonsense"):
        answer = Client().get("/api/v1/whoami", headers={**headers, ROLE: other})
        assert answer.status_code == 403, other
    Grant.objects.filter(user=cast.user("manager"), role="auditor").update(until="2020-01-01")
    assert Client().get("/api/v1/whoami", headers=asks).status_code == 403


def test_what_is_refused_is_in_the_audit(cast: Cast) -> None:
    Client().get("/api/v1/loads", headers=token(cast, "rep"))
    last = Entry.objects.latest("number")
    assert (last.who, last.what) == ("rep@example.org", "refused")
    assert last.about == "/api/v1/loads"
    # PostgreSQL keeps no NUL.
    Client().get("/api/v1/loads/%00/rejects", headers=token(cast, "rep"))
    assert Entry.objects.latest("number").about == "/api/v1/loads/%00/rejects"


def test_a_session_changes_nothing_without_its_csrf_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        cast.user("revops"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert client.get("/api/v1/jobs").status_code == 200
    for name, one in OPERATIONS.items():
        if one.method != "GET":
            answer = asked(client, name)
            assert answer.status_code == 403, name
            assert answer.json()["where"] == "X-CSRFToken"
    assert not Job.objects.exists()
    page = client.get("/tokens/")
    shown = page.context["csrf_token"]
    answer = client.post("/api/v1/builds", headers={"X-CSRFToken": str(shown)})
    assert answer.status_code == 202
    # A token is not sent by a browser of itself, so it needs none.
    answer = client.post("/api/v1/builds", headers=token(cast, "revops", "load"))
    assert answer.status_code == 202


def test_who_looks_as_somebody_else_changes_nothing(cast: Cast) -> None:
    client = cast.client("administrator")
    client.post(f"/look-as/{cast.user('revops').pk}/")
    told = client.get("/api/v1/whoami").json()
    assert (told["who"], told["behind"]) == ("revops@example.org", "administrator@example.org")
    assert client.post("/api/v1/builds").status_code == 403
    assert not Job.objects.exists()


def test_groups_that_are_too_small_are_withheld(cast: Cast) -> None:
    rep = cast.people["rep"]
    for asked in (
        "figures?measure=won_deals&by=person&limit=200",
        f"measures/won_deals/working?by=person&group=person%3D{rep}",
    ):
        answer = Client().get(f"/api/v1/{asked}", headers=token(cast, "executive"))
        assert answer.status_code == 422
        assert "can single a person out" in answer.json()["detail"]
    told = Client().get(
        "/api/v1/figures?measure=won_deals&by=team", headers=token(cast, "executive")
    )
    reasons = {one["reason"]["code"] for one in told.json()["items"] if one["reason"]}
    assert "too_few_people" in reasons
    whole = Client().get("/api/v1/measures/won_deals/working", headers=token(cast, "executive"))
    facts = whole.json()["facts"]
    assert facts["rows"] == []
    assert facts["reason"]["code"] == "not_allowed"


def test_a_stranger_opens_no_deal_of_somebody_elses_people(cast: Cast) -> None:
    held = Client().get("/api/v1/deals?limit=200", headers=token(cast, "rep")).json()["items"]
    assert held
    assert {one["owner"] for one in held} == {cast.people["rep"]}
    address = f"/api/v1/deals/{held[0]['deal']}"
    assert Client().get(address, headers=token(cast, "manager")).status_code == 200
    assert Client().get(address, headers=token(cast, "stranger_manager")).status_code == 404
    assert Client().get(address, headers=token(cast, "peer")).status_code == 404


def test_who_calls_too_often_waits(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVERYREP_API_CALLS", "3")
    limits.cache_clear()
    try:
        headers = token(cast, "rep")
        found = [Client().get("/api/v1/whoami", headers=headers) for _ in range(5)]
        assert [one.status_code for one in found] == [200, 200, 200, 429, 429]
        assert int(found[-1]["Retry-After"]) > 0
        assert Client().get("/api/v1/whoami", headers=token(cast, "peer")).status_code == 200
    finally:
        monkeypatch.undo()
        limits.cache_clear()
