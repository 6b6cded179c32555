"""What the API answers: figures as they are, in parts, as CSV; problems in words; loads as jobs."""

from __future__ import annotations

import ast
import csv
import html
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

import everyrep
from everyrep.faces.web import company, uploads
from everyrep.faces.web.access.models import Grant, User
from everyrep.faces.web.api.commands import for_programs
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.jobs.models import Job
from everyrep.faces.web.jobs.worker import Hand
from everyrep.faces.web.pages.sources import receiving
from everyrep.faces.web.tokens.keeping import make, revoke
from everyrep.faces.web.tokens.models import ApiToken
from everyrep.measures import query
from everyrep.values import Money, Scope
from everyrep.warehouse.landing import loads
from everyrep.warehouse.workspace import Workspace
from tests.faces.web.conftest import Cast
from tests.faces.web.test_api_rights import token
from tests.faces.web.test_sources import PEOPLE, hand, lying, place

__all__ = ["hand", "place"]
pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture(autouse=True)
def no_calls_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def get(cast: Cast, path: str, who: str = "revops", status: int = 200, **headers: str) -> Any:
    answer = Client().get(f"/api/v1/{path}", headers={**token(cast, who), **headers})
    assert answer.status_code == status, answer.content
    return answer if "csv" in answer["Content-Type"] else answer.json()


def test_figures_are_those_of_the_one_door(cast: Cast) -> None:
    warehouse = company.current()
    assert warehouse is not None
    told = get(cast, "figures?measure=win_rate&measure=pipeline&by=team&period=2026&limit=200")
    answer = query(
        warehouse, ["win_rate", "pipeline"], by="team", period="2026",
        scope=Scope.everything("test"),
    )  # fmt: skip
    assert told["total"] == len(answer) == len(told["items"])
    assert told["snapshot"] == warehouse.snapshot
    for item, row in zip(told["items"], answer, strict=True):
        assert (item["measure"], item["keys"]) == (row.measure, dict(row.keys))
        estimate = row.estimate
        assert (item["n"], item["grade"], item["level"]) == (
            estimate.n, estimate.grade.value, estimate.level,
        )  # fmt: skip
        if isinstance(estimate.value, Money):
            assert item["value"] == estimate.value.to_dict()
        else:
            assert item["value"] == (None if estimate.value is None else float(estimate.value))
        assert (item["reason"] or {}).get("code") == (estimate.reason and estimate.reason.code)
        assert item["snapshot"] == warehouse.snapshot


def test_a_long_answer_comes_in_parts_that_make_the_whole(cast: Cast) -> None:
    whole = get(cast, "figures?measure=won_deals&by=team&by=month&limit=200")["items"]
    found: list[Any] = []
    path: str | None = "/api/v1/figures?measure=won_deals&by=team&by=month&limit=7"
    while path:
        part = get(cast, path.removeprefix("/api/v1/"))
        found += part["items"]
        path = part["next"]
    assert len(whole) > 14
    assert found == whole


def test_an_earlier_day_knows_less(cast: Cast) -> None:
    now = get(cast, "figures?measure=won_deals")
    then = get(cast, "figures?measure=won_deals&as_of=2025-12-31")
    assert then["items"][0]["value"] < now["items"][0]["value"]
    assert then["as_of"] == "2025-12-31"


def test_csv_is_for_who_may_take_figures_away_and_is_in_the_audit(cast: Cast) -> None:
    answer = get(cast, "figures?measure=won_deals&by=team", "executive", Accept="text/csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert rows[0][:2] == ["team", "value"]
    assert "attachment" in answer["Content-Disposition"]
    last = Entry.objects.latest("number")
    assert (last.who, last.what, last.about) == (
        "executive@example.org", "exported", "won_deals",
    )  # fmt: skip
    several = get(cast, "figures?measure=won_deals&measure=win_rate&format=csv", "executive")
    assert several.content.decode().splitlines()[0].startswith("measure,value")
    refused = get(cast, "figures?measure=won_deals&format=csv", "manager", 403)
    assert refused["remedy"]
    assert get(cast, "figures?measure=won_deals", "manager", Accept="*/*")["items"]


def test_no_cell_begins_a_formula(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from everyrep.measures import Answer
    from everyrep.measures.answer import Row
    from everyrep.values import Estimate

    nasty = '=HYPERLINK("http://x")'
    row = Row({"team": nasty}, "won_deals", Estimate(3, n=3, unit="count"))
    monkeypatch.setattr(
        "everyrep.faces.web.api.figures.query",
        lambda *_, **__: Answer(("won_deals",), ("team",), (row,)),
    )
    text = get(cast, "figures?measure=won_deals&by=team&format=csv").content.decode()
    assert list(csv.reader(io.StringIO(text)))[1][0] == "'" + nasty


def test_a_word_that_no_fact_knows_is_told_in_every_form(cast: Cast) -> None:
    question = "measure=won_deals&where=segment+%3D+'Enterprize'"
    said = "No segment is called 'Enterprize' here; near: 'Enterprise'."
    told = get(cast, f"figures?{question}")
    assert told["notes"] == [said]
    assert get(cast, told["items"][0]["working"].removeprefix("/api/v1/"))["notes"] == [said]
    text = get(cast, f"figures?{question}&format=csv").content.decode()
    assert next(csv.DictReader(io.StringIO(text)))["notes"] == said
    for address in ("measure", "working"):
        page = cast.client("revops").get(
            reverse(address, args=["won_deals"]), {"where": "segment = 'Enterprize'"}
        )
        assert said in html.unescape(page.content.decode())


def test_amounts_of_a_csv_are_numbers_with_their_currency(cast: Cast) -> None:
    text = get(cast, "figures?measure=bookings&by=team&format=csv").content.decode()
    for line in csv.DictReader(io.StringIO(text)):
        assert re.fullmatch(r"\d+\.\d\d", line["value"]), line
        assert line["currency"] == "EUR"


def test_every_figure_leads_to_its_working(cast: Cast) -> None:
    told = get(cast, "figures?measure=won_deals&by=team&by=quarter&limit=200")
    made_of_others = get(cast, "figures?measure=velocity&by=team&level=0.9")["items"]
    for item in (told["items"][0], told["items"][-1], made_of_others[0]):
        opened = get(cast, item["working"].removeprefix("/api/v1/"))
        assert opened["figure"]["value"] == item["value"]
        assert opened["figure"]["keys"] == item["keys"]
        assert opened["figure"]["low"] == item["low"]
        assert "SELECT" in opened["sql"]
        assert opened["formula"]
    won = told["items"][0]
    facts = get(cast, won["working"].removeprefix("/api/v1/") + "&limit=2")["facts"]
    assert facts["things"] == won["n"]
    assert len(facts["rows"]) == min(2, facts["total"])
    assert len(facts["rows"][0]) == len(facts["columns"])


def test_a_working_without_its_group_is_of_all(cast: Cast) -> None:
    whole = get(cast, "measures/won_deals/working?limit=1")
    cut = get(cast, "measures/won_deals/working?by=team&by=quarter&limit=1")
    assert cut["figure"]["keys"] == {}
    assert cut["figure"]["value"] == whole["figure"]["value"]
    assert cut["facts"]["total"] == whole["facts"]["total"] == whole["figure"]["n"]
    problem = get(cast, "measures/stage_conversion/working", status=404)
    assert "told by stage alone" in problem["title"] + problem.get("detail", "")


def test_who_opens_a_figure_about_a_person_is_in_the_audit(cast: Cast) -> None:
    rep = cast.people["rep"]
    get(cast, f"measures/won_deals/working?by=person&group=person%3D{rep}", "manager")
    last = Entry.objects.latest("number")
    assert (last.who, last.what, last.about) == ("manager@example.org", "looked", rep)
    count = Entry.objects.count()
    for nonsense in ("nobody", "%00", "x" * 200):
        get(cast, f"measures/won_deals/working?by=person&group=person%3D{nonsense}", status=404)
    assert not Entry.objects.filter(number__gt=count, what="looked").exists()


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("figures", 422, "do not fit"),
        ("figures?measure=won_deal", 422, "no measure named"),
        ("figures?measure=won_deals&by=teem", 422, "teem"),
        ("figures?measure=won_deals&where=x+%3D", 422, "breaks at its end"),
        ("figures?measure=won_deals&period=never", 422, "never"),
        ("figures?measure=won_deals&perod=2026", 422, "no parameter named 'perod'"),
        ("figures?measure=won_deals&limit=100000", 422, "do not fit"),
        ("measures/win-rate", 404, "no such thing"),
        ("measures/won_deals/working?by=team&group=team", 422, "names no group"),
        ("measures/won_deals/working?by=team&group=team%3Dnone", 404, "no such figure"),
        ("pipeline/coverage?period=2001", 422, "over"),
        ("pipeline/moves?since=2026-05-31&until=2026-01-01", 422, "compared"),
        ("jobs/99999999999999999999", 422, "do not fit"),
        ("jobs/4711", 404, "no such thing"),
        ("uploads/../../etc/passwd", 404, "no such thing"),
        ("deals/%00", 404, "no such thing"),
        ("deals?closing=never", 422, "never"),
        ("", 404, "no such thing"),
        ("nothing/here/", 404, "no such thing"),
    ],
)
def test_what_is_wrong_is_told_as_a_problem(cast: Cast, path: str, status: int, said: str) -> None:
    answer = Client().get(f"/api/v1/{path}", headers=token(cast, "revops"))
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert (answer.status_code, told["status"]) == (status, status), told
    assert said in told["detail"], told
    assert {"where", "why", "remedy", "near", "errors"} <= told.keys()
    assert answer["Cache-Control"] == "no-store"


def test_no_answer_speaks_the_words_of_the_command_line(cast: Cast) -> None:
    """Wherever the package below the faces names a command, the API names what it can be asked."""
    named = re.compile(r"everyrep [a-z]+|--[a-z]{2,}|run the command")
    assert named.search(get(cast, "figures?measure=xyzzy", status=422)["remedy"]) is None
    past = get(cast, "figures?measure=pipeline&by=month&period=2025")
    assert past["notes"]
    assert not [note for note in past["notes"] if named.search(note)]
    told = 0
    for file, text in sentences():
        if named.search(text) and not re.fullmatch(r"--[\w-]+(=.*)?", text):
            told += 1
            assert not named.search(for_programs(text)), (file, text)
    assert told > 8


def sentences() -> Iterator[tuple[str, str]]:
    """Every text in the code of what the API may ask, those that nobody sees left out."""
    root = Path(everyrep.__file__).parent
    below = ("values", "warehouse", "measures", "analysis", "sources/files", "identity")
    for folder in (*below, "faces/web/pages/sources", "faces/web/jobs"):
        for file in sorted((root / folder).rglob("*.py")):
            tree = ast.parse(file.read_text())
            said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            inside = {
                id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
                for part in node.values
            }  # fmt: skip
            for node in ast.walk(tree):
                if isinstance(node, ast.JoinedStr):
                    parts = (getattr(part, "value", "NAME") for part in node.values)
                    yield str(file), "".join(p if isinstance(p, str) else "NAME" for p in parts)
                elif isinstance(node, ast.Constant) and id(node) not in said | inside:
                    yield str(file), str(node.value)


def test_a_token_that_serves_no_more_says_what_became_of_it(cast: Cast) -> None:
    rep = cast.user("rep")
    kept, text = make(rep, "an export", ["read"], 7)

    def told(status: int) -> str:
        answer = Client().get("/api/v1/whoami", headers={"Authorization": f"Bearer {text}"})
        assert answer.status_code == status, answer.content
        assert ("WWW-Authenticate" in answer) is (status == 401)
        return str(answer.json()["detail"])

    rep.grants.update(until=localdate() - timedelta(days=1))
    assert told(403).startswith("rep@example.org holds no role any more")
    Grant.objects.create(user=rep, role="manager")
    assert Client().get("/api/v1/whoami", headers={"Authorization": f"Bearer {text}"}).json()
    User.objects.filter(pk=rep.pk).update(is_active=False)
    assert told(401) == "the account of this token is shut"
    ApiToken.objects.filter(pk=kept.pk).update(ends_at=timezone.now() - timedelta(days=2))
    assert told(401).startswith("this token ended on ")
    kept, text = make(rep, "another", ["read"], 7)
    revoke(rep, kept.pk)
    assert told(401).startswith("this token was taken back on ")
    text += "x"
    assert told(401) == "nobody is signed in"


def test_a_token_for_what_its_owner_may_no_more_says_so(cast: Cast) -> None:
    user = cast.user("revops")
    _, text = make(user, "loads", ["load"], 7)
    user.grants.update(role="rep")
    headers = {"Authorization": f"Bearer {text}"}
    answer = Client().get("/api/v1/loads", headers=headers)
    assert answer.status_code == 403
    assert "allow nothing that this token is for" in answer.json()["detail"]


def test_near_names_are_offered(cast: Cast) -> None:
    told = get(cast, "figures?measure=won_deal", status=422)
    assert "won_deals" in told["near"]
    wrong = get(cast, "figures?measure=won_deals&limit=0&level=2", status=422)
    assert {one["where"] for one in wrong["errors"]} == {"query.limit", "query.level"}


def test_a_method_that_is_not_for_it_is_told_so(cast: Cast) -> None:
    answer = Client().delete("/api/v1/figures", headers=token(cast, "revops"))
    assert answer.status_code == 405
    assert answer["Allow"] == "GET"
    assert answer["Content-Type"] == "application/problem+json"


def test_a_defect_is_told_without_its_insides(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret insides")

    monkeypatch.setattr("everyrep.faces.web.api.figures.query", broken)
    answer = Client().get("/api/v1/figures?measure=won_deals", headers=token(cast, "revops"))
    assert answer.status_code == 500
    assert b"secret" not in answer.content
    assert answer.json()["remedy"]


def test_a_database_that_is_away_is_told_as_a_problem(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> None:
        raise OperationalError("connection to server at 10.0.0.1 failed")

    headers = token(cast, "revops")
    client = Client(raise_request_exception=False)
    # In an operation, and before the API is even reached.
    for broke in ("api.door.holder", "access.sessions.SessionLimits.__call__"):
        with monkeypatch.context() as broken:
            broken.setattr(f"everyrep.faces.web.{broke}", away)
            answer = client.get("/api/v1/whoami", headers=headers)
        assert answer.status_code == 503
        assert answer["Content-Type"] == "application/problem+json"
        assert answer["Retry-After"]
        assert b"10.0.0.1" not in answer.content


def test_before_the_first_build_there_is_an_answer(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(company, "current", lambda: None)
    for path in ("figures?measure=won_deals", "deals", "people", "pipeline/moves", "build"):
        assert "built" in get(cast, path, status=409)["detail"]
    assert get(cast, "whoami")["people"] is None
    assert get(cast, "loads")["total"] > 0


def test_the_pipeline_is_that_of_the_analyses(cast: Cast) -> None:
    coverage = get(cast, "pipeline/coverage?chance=0.5")
    assert coverage["chosen"] == 0.5
    assert coverage["stages"]
    moves = get(cast, "pipeline/moves")
    minor = [int(p["effect"]["value"]["amount"].replace(".", "")) for p in moves["parts"]]
    before, after = (
        int(moves[name]["value"]["amount"].replace(".", "")) for name in ("before", "after")
    )
    assert before + sum(minor) == after
    attention = get(cast, "pipeline/attention?limit=3", "manager")
    assert len(attention["deals"]) <= 3
    assert get(cast, "pipeline/attention", "executive")["withheld"]["code"]
    assert get(cast, "truth")["items"]


def test_people_deals_and_teams_are_found(cast: Cast) -> None:
    assert get(cast, "teams")["items"][0]["people"] > 0
    somebody = get(cast, "people?limit=1")["items"][0]
    named = {one["team"]: one["name"] for one in get(cast, "teams?limit=200")["items"]}
    assert somebody["team_name"] == named.get(somebody["team"])
    found = get(cast, f"people?q={somebody['name'][:6].upper()}")["items"]
    assert somebody in found
    held = get(cast, "deals?limit=5")
    assert held["total"] > 5
    story = get(cast, f"deals/{held['items'][0]['deal']}")
    assert story["deal"] == held["items"][0]
    assert story["stays"]
    late = get(cast, "deals?overdue=true&limit=200")
    assert late["total"] < held["total"]


# ---------------------------------------------------------------- files handed over


def hand_over(cast: Cast, *files: tuple[str, bytes]) -> Any:
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return Client().post("/api/v1/uploads", {"files": sent}, headers=token(cast, "revops", "load"))


def post(cast: Cast, path: str, status: int = 202) -> Any:
    answer = Client().post(f"/api/v1/{path}", headers=token(cast, "revops", "load"))
    assert answer.status_code == status, answer.content
    return answer.json()


def test_files_are_looked_at_loaded_and_taken_back(
    cast: Cast, place: Workspace, hand: Hand
) -> None:
    before = loads(place)
    answer = hand_over(cast, ("new people.csv", PEOPLE.encode()))
    assert answer.status_code == 202, answer.content
    told = answer.json()
    assert told["files"] == ["new people.csv"]
    assert (told["job"]["state"], told["may_load"]) == ("queued", False)
    address = f"uploads/{told['upload']}"
    assert "looked at" in post(cast, f"{address}/load", 409)["detail"]
    assert hand.work_once()
    told = get(cast, address)
    assert (told["may_load"], told["tables"]) == (True, 1)
    assert loads(place) == before
    job = post(cast, f"{address}/load")
    assert post(cast, f"{address}/load")["number"] == job["number"]  # asked for twice, done once
    assert hand.work_once()
    done = get(cast, f"jobs/{job['number']}")
    assert (done["state"], done["over"]) == ("done", True), done
    (new,) = [one for one in get(cast, "loads")["items"] if one["source"] == "new people.csv"]
    assert new["built"]
    assert new["load"] not in {load.load_id for load in before}

    rejects = get(cast, f"loads/{new['load']}/rejects")
    text = b"".join(rejects.streaming_content).decode()
    for cell in (cell for row in csv.reader(io.StringIO(text)) for cell in row):
        assert not re.match(r"\s*[=+\-@]", cell) or re.fullmatch(r"-?[\d.]+", cell), cell

    undone = post(cast, f"loads/{new['load']}/undo")
    assert hand.work_once()
    assert get(cast, f"jobs/{undone['number']}")["state"] == "done"
    assert loads(place) == before
    post(cast, f"loads/{new['load']}/undo", 404)
    whats = list(Entry.objects.values_list("what", flat=True))
    assert {"files_uploaded", "job_asked", "rejects_downloaded"} <= set(whats)


def test_files_are_dropped_again(cast: Cast, place: Workspace) -> None:
    token_of = hand_over(cast, ("a.csv", b"a,b\n1,2\n")).json()["upload"]
    headers = token(cast, "revops", "load")
    assert Client().delete(f"/api/v1/uploads/{token_of}", headers=headers).status_code == 204
    assert lying(place) == []
    assert Job.objects.get().state == "cancelled"
    assert Client().delete(f"/api/v1/uploads/{token_of}", headers=headers).status_code == 404


def test_files_that_are_being_loaded_are_not_dropped(cast: Cast, place: Workspace) -> None:
    upload = hand_over(cast, ("a.csv", b"a,b\n1,2\n")).json()["upload"]
    Job.objects.update(state="done")
    post(cast, f"uploads/{upload}/load")
    answer = Client().delete(f"/api/v1/uploads/{upload}", headers=token(cast, "revops", "load"))
    assert answer.status_code == 409
    assert lying(place) != []


def test_too_much_is_refused_and_nothing_of_it_stays(
    cast: Cast, place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(uploads.LIMIT, "1")
    answer = hand_over(cast, ("big.csv", b"x" * (3 << 20)))
    assert (answer.status_code, answer.json()["remedy"] is not None) == (413, True)
    monkeypatch.setattr(receiving, "_AROUND", 1 << 30)  # as if it had lied about its length
    assert hand_over(cast, ("big.csv", b"x" * (3 << 20))).status_code == 413
    assert lying(place) == []
    assert not Job.objects.exists()


def test_files_come_as_a_form_or_not_at_all(cast: Cast, place: Workspace) -> None:
    headers = token(cast, "revops", "load")
    for kind, body, status in (
        ("text/csv", b"a,b\n1,2\n", 415),
        ("application/json", b"{}", 415),
        ("application/x-www-form-urlencoded", b"files=x", 415),
        ("multipart/form-data", b"x", 400),
        ("multipart/form-data; boundary=x", b"--x--", 400),
        ("multipart/form-data; boundary=x", b"nonsense", 400),
    ):
        answer = Client().post("/api/v1/uploads", body, content_type=kind, headers=headers)
        assert answer.status_code == status, (kind, answer.content)
        assert answer["Content-Type"] == "application/problem+json"
    assert lying(place) == []


def test_files_of_a_session_are_not_read_before_its_csrf_token_is_seen(
    cast: Cast, place: Workspace
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        cast.user("revops"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    sent = {"files": [SimpleUploadedFile("a.csv", b"a,b\n1,2\n")]}
    assert client.post("/api/v1/uploads", sent).status_code == 403
    assert lying(place) == []
    shown = str(client.get("/tokens/").context["csrf_token"])
    sent = {"files": [SimpleUploadedFile("a.csv", b"a,b\n1,2\n")]}
    answer = client.post("/api/v1/uploads", sent, headers={"X-CSRFToken": shown})
    assert answer.status_code == 202, answer.content


def test_jobs_are_cancelled_and_tried_again(cast: Cast) -> None:
    job = post(cast, "builds")
    assert (job["kind"], job["may_cancel"]) == ("build", True)
    assert post(cast, f"jobs/{job['number']}/cancel", 200)["state"] == "cancelled"
    assert "already" in post(cast, f"jobs/{job['number']}/cancel", 409)["detail"]
    assert post(cast, f"jobs/{job['number']}/retry", 200)["state"] == "queued"
    assert get(cast, "jobs")["total"] == 1


# ---------------------------------------------------------------- the page of it


def test_the_page_of_the_api_lists_every_operation_and_needs_nothing_from_elsewhere(
    cast: Cast,
) -> None:
    from everyrep.faces.web.api.urls import OPERATIONS

    page = cast.client("rep").get(reverse("api"))
    text = page.content.decode()
    for name in OPERATIONS:
        assert f'id="{name}"' in text
    assert "not for your role" in text
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|https?://(?!testserver)", text)
    for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", text, re.S):
        assert not body.strip(), attributes


def test_the_schema_tells_who_may_ask_what(cast: Cast) -> None:
    assert cast
    schema = Client().get("/api/v1/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    undo = schema["paths"]["/api/v1/loads/{load}/undo"]["post"]
    assert undo["security"] == [{"token": ["load"]}, {"session": []}]
    assert set(undo["responses"]) == {"202", "401", "403", "404", "405", "409", "422", "429"}
    for methods in schema["paths"].values():
        for told in methods.values():
            assert "Allow" in told["responses"]["405"]["headers"]
    assert list(undo["responses"]["409"]["content"]) == ["application/problem+json"]


def test_the_page_of_a_measure_has_its_question_for_the_api(cast: Cast) -> None:
    asked = {"by": ["team", "month"], "where": "segment = 'Enterprise'", "pool": "1"}
    page = cast.client("revops").get(reverse("measure", args=["won_deals"]), asked)
    text = html.unescape(page.content.decode())
    found = re.search(r"'http://testserver/api/v1/(figures\?[^']+)'", text)
    assert found
    told = get(cast, found[1])
    assert (told["by"], told["where"]) == (["team", "month"], asked["where"])
    assert reverse("api") in cast.client("revops").get(reverse("tokens")).content.decode()
