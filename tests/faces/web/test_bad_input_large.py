"""Tables of a hundred thousand rows: every page stays a page, whatever lies behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from everyrep.assembly import build_warehouse, load_files
from everyrep.faces.web import company
from everyrep.faces.web.access.models import Grant, User
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.jobs.models import Job
from everyrep.faces.web.pages.sources import matching
from everyrep.faces.web.place import place
from everyrep.sources.files.loading import Wish
from everyrep.warehouse.build.record import current_build
from everyrep.warehouse.workspace import Workspace
from tests.faces.web.conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.long]
MANY = 100_000
A_PAGE = 150_000
"""Bytes of HTML that no page is larger than, however many rows there are."""
MAPPING = """format = 1
system = "crm"
[match]
files = ["deals.csv"]
[[table]]
table = "opportunities"
[table.columns]
id = "Opportunity ID"
name = "Name"
owner = { column = "Owner ID", system = "hr" }
stage = "Stage"
amount = { column = "Amount", currency = "EUR" }
created_on = "Created"
close_on = "Close"
outcome = { column = "Stage", values = { Won = "won", "*" = "open" } }
"""


def numbered(table: str, **columns: str) -> None:
    """Put rows into a table of the app, one statement for all; a column is SQL over `n`."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < {MANY}) "
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} "
            "FROM t"
        )


def as_json() -> str:
    return "CAST('{}' AS jsonb)" if connection.vendor == "postgresql" else "'{}'"


def as_bool() -> str:
    return "false" if connection.vendor == "postgresql" else "0"


def opened(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert len(answer.content) < A_PAGE, (address, len(answer.content))
    return answer.content.decode()


def test_the_audit(cast: Cast, django_assert_max_num_queries: Any) -> None:
    Entry.objects.all()._raw_delete(connection.alias)
    numbered(
        "audit_entry", number="n", at="CURRENT_TIMESTAMP", who="'w' || n", behind="''",
        what="'seen'", about="''", detail=as_json(), digest="''",
    )  # fmt: skip
    client = cast.client("auditor")
    with django_assert_max_num_queries(15):
        page = opened(client, reverse("audit"))
    assert f"w{MANY}" in page
    pages = -(-Entry.objects.count() // 50)
    assert f"1 of {pages}" in page.replace(",", "")
    assert ">w1<" in opened(client, f"{reverse('audit')}?page={pages}")
    assert "w77777" in opened(client, f"{reverse('audit')}?q=w77777")


def test_jobs(cast: Cast, django_assert_max_num_queries: Any) -> None:
    numbered(
        "jobs_job", kind="'build'", arguments=as_json(), about="''", state="'done'", share="1",
        says="''", attempts="1", claim="''", asked_by="'who' || n", asked_at="CURRENT_TIMESTAMP",
        not_before="CURRENT_TIMESTAMP", cancel_wanted=as_bool(), result=as_json(), error="''",
    )  # fmt: skip
    assert Job.objects.count() == MANY
    client = cast.client("administrator")
    with django_assert_max_num_queries(15):
        assert f"who{MANY}" in opened(client, reverse("jobs"))
    opened(client, f"{reverse('jobs_list')}?page=3999")
    opened(client, reverse("health"))


def test_people_who_sign_in(cast: Cast, django_assert_max_num_queries: Any) -> None:
    numbered(
        "access_user", password="'!'", is_superuser=as_bool(), email="'u' || n || '@example.net'",
        name="'Some Body'", person="''", is_active=as_bool(), joined_at="CURRENT_TIMESTAMP",
    )  # fmt: skip
    client = cast.client("administrator")
    with django_assert_max_num_queries(20):
        opened(client, reverse("rights"))
    assert "u4321@example.net" in opened(client, f"{reverse('rights')}?q=u4321@")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A hundred thousand people, as many deals and as many pairs of records to decide on."""
    folder = tmp_path_factory.mktemp("large")
    people, deals = folder / "people.csv", folder / "deals.csv"
    with people.open("w", encoding="utf-8") as out:
        out.write("Employee ID,Full Name,Email,Title,Manager ID,Hire Date\n")
        for n in range(MANY):
            out.write(f"{n},Person {n:06d},p{n}@example.org,AE,{n // 100},2020-01-15\n")
    with deals.open("w", encoding="utf-8") as out:
        out.write("Opportunity ID,Name,Owner ID,Stage,Amount,Created,Close\n")
        for n in range(MANY):
            stage, day = "Won" if n % 2 else "Qualify", f"{1 + n % 12:02d}-{1 + n % 28:02d}"
            out.write(f"d{n},Deal {n:06d},{n},{stage},{n},2025-{day},2026-{day}\n")
    found = Workspace(folder / "company")
    found.mappings.mkdir(parents=True)
    (found.mappings / "deals.toml").write_text(MAPPING, encoding="utf-8")
    tables = load_files(found, [people, deals], Wish())
    assert [table.error for table in tables] == [None, None]
    build_warehouse(found, whole=False, progress=lambda *_: None)
    build = current_build(found)
    assert build is not None
    _fill_queue(build / "identity" / "identity_queue.parquet")
    return found


def _fill_queue(file: Path) -> None:
    with duckdb.connect() as engine:
        engine.execute(f"CREATE TABLE q AS SELECT * FROM '{file}'")
        kinds = dict(engine.execute("SELECT column_name, column_type FROM (DESCRIBE q)").fetchall())
        told = {"left_ref": "'hr:' || n", "right_ref": "'crm:' || n", "score": "0.5", "why": "'x'"}
        values = ", ".join(f"CAST({told.get(c, 'NULL')} AS {kind})" for c, kind in kinds.items())
        engine.execute(f"INSERT INTO q SELECT {values} FROM range({MANY}) AS r(n)")
        engine.execute(f"COPY q TO '{file}' (FORMAT parquet)")


@pytest.fixture
def revops(db: None, large: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:  # noqa: ARG001
    """Somebody who sees everybody of the large company."""
    here = replace(place(), workspace=large.root)
    for module in (company, matching):
        monkeypatch.setattr(module, "place", lambda: here)
    company.forget()
    user = User.objects.create_user("large@example.org")
    Grant.objects.create(user=user, role="revops")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    yield client
    company.forget()


def test_people(revops: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(15):
        page = opened(revops, reverse("people"))
    assert "100000 people" in page.replace(",", "")
    assert "Person 000000" in page
    assert "Person 000100" not in page
    assert "Person 099999" in opened(revops, f"{reverse('people')}?q=Person 099999")
    opened(revops, f"{reverse('people')}?from=99999999")


def test_figures_by_person(revops: Client) -> None:
    address = f"{reverse('measure', args=['won_deals'])}?by=person"
    first, later = opened(revops, address), opened(revops, f"{address}&from=20000")
    assert first.count("Person 0") == later.count("Person 0") > 50
    assert set(re.findall(r"Person \d{6}", first)).isdisjoint(re.findall(r"Person \d{6}", later))


def test_deals(revops: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(15):
        page = opened(revops, reverse("deals"))
    assert "50000" in re.sub(r"[^\w<>]", "", page)
    assert opened(revops, f"{reverse('deals')}?from=49950") != page
    assert "Deal 077776" in opened(revops, f"{reverse('deals')}?q=Deal 077776")


def test_the_match_queue(revops: Client) -> None:
    page = opened(revops, reverse("matches"))
    assert page.count('class="card pair"') == 20
    assert "More come" in page
