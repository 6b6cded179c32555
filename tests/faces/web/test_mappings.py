"""Mappings in the browser: changed by those who load, tried again, and never lost to another."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.jobs.models import Job
from everyrep.faces.web.jobs.worker import Hand
from everyrep.faces.web.pages.sources import mapping_files
from everyrep.faces.web.pages.sources.mapping_form import as_form, changed
from everyrep.values import UnknownName
from everyrep.warehouse.mapping import parse_mapping
from everyrep.warehouse.workspace import Workspace
from tests.faces.web.conftest import CAST, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.long]
PEOPLE = (
    "Employee ID,Name,Email,Title,Nickname,Hire Date\n"
    "9101,Ada Example,ada@velano.example,Account Executive,Adi,2025-01-15\n"
) + "".join(
    f"91{n:02d},=1+{n},p{n}@velano.example,Account Executive,N{n},2025-02-30\n"
    for n in range(10, 50)
)
_INPUT = re.compile(r'<input class="form-control" id="c[^"]*" name="(c[^"]*)" value="([^"]*)"')


@pytest.fixture
def work(workspace: Path) -> Iterator[Workspace]:
    """The workspace; its mappings are afterwards what they were, and no upload is left."""
    found = Workspace(workspace)
    before = {file: file.read_text() for file in found.mappings.glob("*.toml")}
    yield found
    for file in found.mappings.glob("*.toml"):
        if file in before:
            file.write_text(before[file])
        else:
            file.unlink()
    shutil.rmtree(workspace / "app" / "uploads", ignore_errors=True)


@pytest.fixture
def hand(work: Workspace) -> Hand:
    """Who works at jobs."""
    return Hand("one", work.root)


def send(client: Client, name: str, content: bytes) -> Any:
    sent = [SimpleUploadedFile(name, content)]
    return client.post(reverse("sources_upload"), {"files": sent})


def offered(cast: Cast, hand: Hand) -> tuple[str, str]:
    """An upload that was looked at: its token, and the name of the mapping that was guessed."""
    answer = send(cast.client("revops"), "more people.csv", PEOPLE.encode())
    assert hand.work_once()
    return answer["Location"].rstrip("/").rpartition("/")[2], "more_people"


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found
    return found[1]


def form(page: str, **changes: str) -> dict[str, str]:
    """The columns form of a page as a browser sends it."""
    given = dict(_INPUT.findall(page))
    return {**given, "seen": seen(page), "how": "columns", **changes}


def saved_as(work: Workspace, name: str) -> Any:
    found = mapping_files.read(work, name)
    assert found is not None
    return found.mapping


def test_a_guessed_mapping_is_changed_and_the_files_are_looked_at_again(
    cast: Cast,
    work: Workspace,
    hand: Hand,
) -> None:
    token, name = offered(cast, hand)
    client = cast.client("revops")
    upload = client.get(reverse("upload", args=[token])).content.decode()
    assert f"{reverse('mapping', args=[name])}?upload={token}" in upload
    page = client.get(reverse("mapping", args=[name]), {"upload": token}).content.decode()
    assert '<option value="Nickname">' in page  # a column of the file that nothing reads
    table = saved_as(work, name).tables[0]
    at = f"c.0.{next(to for to, spec in table.columns.items() if spec.column == 'Title')}"
    answer = client.post(
        reverse("mapping_save", args=[name]), form(page, **{at: "Nickname", "upload": token})
    )
    assert answer["Location"] == reverse("upload", args=[token])
    new = saved_as(work, name).tables[0].columns
    assert new[at.rpartition(".")[2]].column == "Nickname"
    others = {to: spec for to, spec in table.columns.items() if to != at.rpartition(".")[2]}
    assert {to: new[to] for to in others} == others  # how others are read stayed as it was
    assert hand.work_once()
    assert Job.objects.filter(kind="try_files", about=f"upload:{token}", state="done").count() == 2
    entry = Entry.objects.get(what="mapping_saved")
    assert (entry.who, entry.about) == ("revops@example.org", name)
    assert entry.detail["before"] != entry.detail["now"]
    assert "by revops@example.org" in client.get(reverse("mappings")).content.decode()


def test_who_comes_second_is_told_and_loses_nothing(
    cast: Cast,
    work: Workspace,
    hand: Hand,
) -> None:
    token, name = offered(cast, hand)
    client, address = cast.client("revops"), reverse("mapping_save", args=[name])
    page = client.get(reverse("mapping", args=[name])).content.decode()
    first = mapping_files.read(work, name)
    assert first is not None
    theirs = first.text.replace("format = 1", "format = 1\n# theirs")
    mine = first.text.replace("format = 1", "format = 1\n# mine")
    assert (
        client.post(address, {"how": "text", "text": theirs, "seen": seen(page)}).status_code == 302
    )
    late = client.post(address, {"how": "text", "text": mine, "seen": seen(page)})
    assert late.status_code == 409
    told = late.content.decode()
    assert "saved this mapping while you changed it" in told
    assert "# mine" in told
    assert "# theirs" in told
    again = mapping_files.read(work, name)
    assert again is not None
    assert "# theirs" in again.text
    # Having seen both, one may save again.
    assert (
        client.post(address, {"how": "text", "text": mine, "seen": seen(told)}).status_code == 302
    )
    assert Entry.objects.filter(what="mapping_saved").count() == 2
    assert token


@pytest.mark.parametrize(
    "text", ["", "format = 1\nsystem = ", "format = 99", "[[table]]\ntable = 'nothing'", "\x00"]
)
def test_what_is_no_mapping_is_not_kept(
    cast: Cast,
    work: Workspace,
    hand: Hand,
    text: str,
) -> None:
    _, name = offered(cast, hand)
    before = mapping_files.read(work, name)
    assert before is not None
    given = {"how": "text", "text": text, "seen": before.digest}
    answer = cast.client("revops").post(reverse("mapping_save", args=[name]), given)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert mapping_files.read(work, name) == before


def test_a_column_that_the_file_does_not_have_is_refused_with_near_names() -> None:
    mapping = parse_mapping(
        'format = 1\nsystem = "hr"\n[match]\nfiles = ["p*.csv"]\n[[table]]\ntable = "people"\n'
        '[table.columns]\nid = "No"\nfull_name = { columns = ["First", "Last"] }\nemail = "Mail"\n'
    )
    with pytest.raises(UnknownName, match="Mail"):
        changed(mapping, {"c.0.email": "Mial"}, ["No", "First", "Last", "Mail"])
    new = changed(mapping, {"c.0.email": "", "c.0.title": "First"}, ["No", "First", "Last", "Mail"])
    assert new.tables[0].columns.keys() == {"id", "full_name", "title"}
    fixed = [one.name for fed in as_form(mapping) for one in fed.filled if one.fixed]
    assert fixed == ["full_name"]
    assert changed(mapping, {"c.0.full_name": "Mail"}).tables == mapping.tables


@pytest.mark.parametrize("who", [*CAST, "anonymous"])
def test_who_may_change_a_mapping(cast: Cast, work: Workspace, who: str) -> None:
    name = mapping_files.names(work)[0]
    client = cast.client(who)
    expected = {"revops": 200, "anonymous": 302}.get(who, 403)
    assert client.get(reverse("mapping", args=[name])).status_code == expected
    before = mapping_files.read(work, name)
    if who != "revops":
        answer = client.post(reverse("mapping_save", args=[name]), {"how": "text", "text": "x"})
        assert answer.status_code == expected
        assert mapping_files.read(work, name) == before


@pytest.mark.parametrize("name", ["..", "nothing", ".editing", "..%2F..%2Feveryrep"])
def test_no_other_file_is_reached(cast: Cast, work: Workspace, name: str) -> None:
    assert work.root.exists()
    client = cast.client("revops")
    assert client.get(f"/sources/mappings/{name}/").status_code == 404
    assert client.post(f"/sources/mappings/{name}/save/", {"text": "x"}).status_code == 404


def test_everything_wrong_can_be_taken_away_before_loading(
    cast: Cast,
    work: Workspace,
    hand: Hand,
) -> None:
    token, _ = offered(cast, hand)
    client = cast.client("revops")
    address = reverse("upload_rejects", args=[token, 0])
    page = client.get(reverse("upload", args=[token])).content.decode()
    assert address in page
    assert page.count("2025-02-30") == 3  # the page says once what is wrong 40 times alike
    assert "<td>hired_on</td>" in page
    assert '<td class="number">40</td>' in page
    text = b"".join(client.get(address).streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(text)))
    assert sum("2025-02-30" in row for row in rows) == 40
    assert client.get(reverse("upload_rejects", args=[token, 7])).status_code == 404
    assert cast.client("manager").get(address).status_code == 403
    client.post(reverse("upload_drop", args=[token]))
    assert client.get(address).status_code == 404
    assert work.root.exists()


def test_a_file_that_nobody_recognises_is_led_to_a_mapping_of_the_table_one_chooses(
    cast: Cast, work: Workspace
) -> None:
    client, hand = cast.client("revops"), Hand("one", work.root)
    content = "Kürzel,Wer,Punkte\nab,Ada,4\ncd,Bea,5\n".encode()
    sent = client.post(
        reverse("sources_upload"), {"files": [SimpleUploadedFile("noten.csv", content)]}
    )
    token = sent["Location"].rstrip("/").rpartition("/")[2]
    assert hand.work_once()
    page = client.get(sent["Location"]).content.decode()
    assert "It is not clear which table this file feeds" in page
    assert "--as" not in page  # Nobody types commands here.
    address = reverse("upload_feeds", args=[token])
    assert f'action="{address}"' in page
    assert client.post(address, {"source": "noten.csv", "table": "nothing"}).status_code == 404
    assert cast.client("administrator").post(address, {}).status_code == 403
    chosen = client.post(address, {"source": "noten.csv", "table": "assessments"})
    assert chosen.status_code == 302
    assert hand.work_once()
    page = client.get(chosen["Location"]).content.decode()
    assert "No column feeds person of assessments" in page
    form_at = f"{reverse('mapping', args=['noten'])}?upload={token}"
    assert form_at in page

    form_page = client.get(form_at).content.decode()
    assert 'value="Kürzel"' in form_page
    given = form(form_page, **{"c.0.person": "Wer", "c.0.score": "Punkte", "upload": token})
    assert client.post(reverse("mapping_save", args=["noten"]), given).status_code == 302
    assert hand.work_once()
    told = Job.objects.filter(kind="try_files").latest("pk").result["files"][0]
    assert told["open"] == []
    assert [(x["table"], x["rows"]) for x in told["tables"]] == [("assessments", 2)]


def test_an_id_that_is_made_is_not_said_to_be_needed() -> None:
    mapping = parse_mapping(
        'format = 1\nsystem = "lms"\n[match]\nfiles = ["a.csv"]\n[[table]]\n'
        'table = "assessments"\n[table.columns]\nperson = "Who"\n', "a.toml",
    )  # fmt: skip
    (fed,) = as_form(mapping)
    needed = {one.name: one.required for one in fed.filled}
    assert needed == {"id": False, "person": True, "score": True}
    assert "made from the row" in next(one.more for one in fed.filled if one.name == "id")


def handed_over(client: Client, hand: Hand, name: str, content: str, table: str = "") -> str:
    """The token of an upload that was looked at, as a file of a table where one is named."""
    token = str(send(client, name, content.encode())["Location"].rstrip("/").rpartition("/")[2])
    assert hand.work_once()
    if table:
        client.post(reverse("upload_feeds", args=[token]), {"source": name, "table": table})
        assert hand.work_once()
    return token


def test_an_id_that_nothing_speaks_for_is_confirmed_before_anything_is_loaded(
    cast: Cast, hand: Hand
) -> None:
    client = cast.client("revops")
    content = "Kürzel,Wer,Ort\nab1,Ada Example,Bonn\ncd2,Bea Example,Bonn\n"
    token = handed_over(client, hand, "kreis.csv", content, table="people")
    page = client.get(reverse("upload", args=[token])).content.decode()
    assert "id of people is read from &#x27;Kürzel&#x27;" in page
    assert "a guess: confirm it" in page
    assert 'name="confirmed"' in page
    address = reverse("upload_load", args=[token])
    client.post(address)
    assert not Job.objects.filter(kind="load").exists()
    told = client.post(f"/api/v1/uploads/{token}/load", headers={"X-CSRFToken": "x"})
    assert told.status_code == 409
    assert "Kürzel" in told.json()["detail"]
    client.post(address, {"confirmed": "yes"})
    assert Job.objects.filter(kind="load").exists()
    Job.objects.all().delete()


def test_an_id_that_a_person_kept_in_the_form_is_no_guess_any_more(cast: Cast, hand: Hand) -> None:
    client = cast.client("revops")
    content = "Kürzel,Wer,Ort\nab1,Ada Example,Bonn\ncd2,Bea Example,Bonn\n"
    token = handed_over(client, hand, "kreis.csv", content, table="people")
    page = client.get(reverse("mapping", args=["kreis"]), {"upload": token}).content.decode()
    client.post(reverse("mapping_save", args=["kreis"]), form(page, upload=token))
    assert hand.work_once()
    page = client.get(reverse("upload", args=[token])).content.decode()
    assert "Load and build" in page
    assert 'name="confirmed"' not in page


DAYS = "Employee ID,Name,Email,Joined,Started\n" + "".join(
    f"92{n:02d},P {n},q{n}@velano.example,2025-03-{n:02d},{n}.03.2025\n" for n in range(1, 29)
)


def test_a_column_of_days_that_is_given_out_anew_is_read_as_it_is_written(
    cast: Cast, work: Workspace, hand: Hand
) -> None:
    client = cast.client("revops")
    token = handed_over(client, hand, "starters.csv", DAYS, table="people")
    at = f"{reverse('mapping', args=['starters'])}?upload={token}"
    page = client.get(at).content.decode()
    assert 'name="o.0.hired_on"' in page
    changes = {"c.0.hired_on": "Joined", "upload": token}
    client.post(reverse("mapping_save", args=["starters"]), form(page, **changes))
    assert saved_as(work, "starters").tables[0].columns["hired_on"].order is None
    assert hand.work_once()
    page = client.get(at).content.decode()
    changes = {"c.0.hired_on": "Started", "upload": token}
    client.post(reverse("mapping_save", args=["starters"]), form(page, **changes))
    assert saved_as(work, "starters").tables[0].columns["hired_on"].order == "dmy"


def test_the_order_of_a_day_is_chosen_and_what_is_wrong_alike_is_said_once(
    cast: Cast, work: Workspace, hand: Hand
) -> None:
    client = cast.client("revops")
    token = handed_over(client, hand, "starters.csv", DAYS, table="people")
    at = f"{reverse('mapping', args=['starters'])}?upload={token}"
    chosen = {"c.0.hired_on": "Started", "o.0.hired_on": "mdy", "upload": token}
    page = client.get(at).content.decode()
    client.post(reverse("mapping_save", args=["starters"]), form(page, **chosen))
    assert saved_as(work, "starters").tables[0].columns["hired_on"].order == "mdy"
    assert hand.work_once()
    page = client.get(reverse("upload", args=[token])).content.decode()
    assert page.count("is not a possible date in the order month, day, year") == 1
    (told,) = Job.objects.filter(kind="try_files").latest("pk").result["files"]
    (alike,) = told["alike"]
    assert (alike["count"], alike["such_as"][0]) == (16, [14, "13.03.2025"])
    page = client.get(at).content.decode()
    assert re.search(r'<option value="mdy" selected>', page)
