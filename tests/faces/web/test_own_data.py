"""What is held about somebody is theirs to see, to take, to contest; and nobody else's."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from everyrep.faces.web import company
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.pages import setting
from everyrep.faces.web.pages.holding import holding
from everyrep.faces.web.pages.looked import _seen
from everyrep.faces.web.pages.models import Look, PrivacyRequest
from everyrep.measures.about import held_about, rows_about
from everyrep.values import Scope, SettingsError
from everyrep.warehouse.schema import TABLES, Kind
from tests.faces.web.conftest import Cast

pytestmark = pytest.mark.long


def test_every_table_with_a_person_in_it_is_on_the_page(cast: Cast) -> None:
    warehouse = company.current()
    assert warehouse is not None
    person = cast.people["rep"]
    page = cast.client("rep").get(reverse("mine")).content.decode()
    held = {one.table: one for one in held_about(warehouse, person)}
    assert {"people", "opportunities", "activities", "quotas", "org_history"} <= held.keys()
    for name, table in TABLES.items():
        refs = [c.name for c in table.columns if c.kind is Kind.REF and c.target == "people"]
        count = 0 if table.landing_only or not refs else warehouse.connection.execute(
            f'SELECT count(*) FROM "{name}" WHERE '
            + " OR ".join(f'"{ref}_id" = ?' for ref in refs), [person] * len(refs),
        ).fetchone()[0]  # type: ignore[index]  # fmt: skip
        if count and name != "people":
            assert held[name].rows == count
            assert f'<th scope="row">{name}<' in page


def test_the_export_holds_every_row_about_me_and_none_about_others_alone(cast: Cast) -> None:
    warehouse = company.current()
    assert warehouse is not None
    got = cast.client("rep").post(reverse("mine_export"))
    packed = zipfile.ZipFile(io.BytesIO(got.content))
    for one in held_about(warehouse, cast.people["rep"]):
        rows = json.loads(packed.read(f"records/{one.table}.json"))
        assert len(rows) == one.rows
        assert all(cast.people["rep"] in row.values() for row in rows)
    assert json.loads(packed.read("account.json"))["email"] == "rep@example.org"
    assert Entry.objects.filter(what="exported_own_data").exists()
    assert list(rows_about(warehouse, "nobody", "people")) == []


def test_a_managers_own_data_hold_nothing_of_those_they_manage(cast: Cast) -> None:
    """Being somebody's manager, coach or rater does not make what is held of them one's own."""
    warehouse = company.current()
    assert warehouse is not None
    manager = cast.people["manager"]
    led = 0
    for one in held_about(warehouse, manager):
        for row in rows_about(warehouse, manager, one.table) if len(one.as_what) > 1 else ():
            if "person_id" in row:
                assert row["person_id"] == manager, one.table
            elif {"manager_id", "rater_id", "coach_id"} & row.keys():
                led += 1
                said = {value for value in row.values() if not isinstance(value, date)}
                assert said <= {manager, None}
    assert led


@pytest.mark.usefixtures("cast")
def test_a_page_that_many_share_names_none_of_them() -> None:
    warehouse = company.current()
    assert warehouse is not None
    groups = Scope.everything("somebody@example.org").narrow(min_group=5)
    for name in ("leading", "conversion", "comparison"):
        assert "somebody@example.org" not in setting.figures(name, warehouse, groups)


def test_a_figure_is_contested_and_answered_by_somebody_else(cast: Cast) -> None:
    rep, administrator = cast.client("rep"), cast.client("administrator")
    asked = {"kind": "contest", "about": "/measures/won_deals/", "text": "<b>two are mine</b>"}
    assert rep.post(reverse("mine_ask"), asked).status_code == 302
    one = PrivacyRequest.objects.get()
    assert (one.state, one.person) == ("open", cast.people["rep"])
    address = reverse("privacy_answer", args=[one.pk])
    assert rep.post(address, {"state": "granted", "answer": "x"}).status_code == 403
    page = administrator.get(reverse("privacy")).content.decode()
    assert "&lt;b&gt;two are mine" in page
    assert administrator.post(address, {"state": "granted", "answer": ""}).status_code == 302
    one.refresh_from_db()
    assert one.is_open
    administrator.post(address, {"state": "granted", "answer": "They are yours now."})
    administrator.post(address, {"state": "refused", "answer": "Twice."})
    one.refresh_from_db()
    assert (one.state, one.answer) == ("granted", "They are yours now.")
    assert "They are yours now." in rep.get(reverse("mine")).content.decode()
    assert Entry.objects.filter(what="answered_contest", about="rep@example.org").count() == 1


def test_nobody_answers_or_withdraws_what_is_not_theirs_to(cast: Cast) -> None:
    administrator = cast.client("administrator")
    administrator.post(reverse("mine_ask"), {"kind": "erase", "text": "all of it"})
    one = PrivacyRequest.objects.get()
    asked = {"state": "granted", "answer": "x"}
    assert administrator.post(reverse("privacy_answer", args=[one.pk]), asked).status_code == 403
    address = reverse("mine_withdraw", args=[one.pk])
    assert cast.client("peer").post(address).status_code == 404
    assert administrator.post(address).status_code == 302
    one.refresh_from_db()
    assert one.state == "withdrawn"


@pytest.mark.parametrize("asked", [{}, {"kind": "x", "text": "y"}, {"kind": "erase", "text": " "}])
def test_a_request_without_sense_is_none(cast: Cast, asked: dict[str, str]) -> None:
    cast.client("rep").post(reverse("mine_ask"), asked)
    assert not PrivacyRequest.objects.exists()


def test_who_opens_a_figure_about_me_is_on_my_page(cast: Cast) -> None:
    asked = {"by": "person", "is.person": cast.people["rep"]}
    cast.client("manager").get(reverse("working", args=["won_deals"]), asked)
    cast.client("stranger_manager").get(reverse("working", args=["won_deals"]), asked)
    page = cast.client("rep").get(reverse("mine")).content.decode()
    assert f"manager@example.org opened won_deals of {cast.people['rep']}" in page
    assert "stranger_manager@example.org" not in page


def test_who_sees_my_figures_by_name_is_on_my_page_once_a_day(cast: Cast) -> None:
    _seen.cache_clear()
    manager = cast.client("manager")
    for _ in range(2):
        manager.get(reverse("people"))
        manager.get(reverse("measure", args=["won_deals"]), {"by": "person"})
    cast.client("executive").get(reverse("measure", args=["won_deals"]), {"by": "person"})
    cast.client("stranger_manager").get(reverse("people"))
    looks = Look.objects.filter(person=cast.people["rep"])
    assert [(look.viewer.name, look.at) for look in looks] == [("manager", "people")]
    assert not Look.objects.filter(person=cast.people["manager"], viewer__name="manager").exists()
    page = cast.client("rep").get(reverse("mine")).content.decode()
    assert ": manager, people</li>" in page
    assert ": executive," not in page
    _seen.cache_clear()
    manager.get(reverse("people"))
    assert looks.count() == 1, "another process writes nothing twice"


def test_who_looks_as_somebody_else_is_named_with_both(cast: Cast) -> None:
    _seen.cache_clear()
    administrator = cast.client("administrator")
    administrator.post(reverse("look_as", args=[cast.user("manager").pk]))
    administrator.get(reverse("people"))
    page = cast.client("rep").get(reverse("mine")).content.decode()
    assert "administrator (looking as manager), people" in page


def test_a_company_writes_its_own_words(tmp_path: Path) -> None:
    shipped = holding(tmp_path)
    assert shipped.models
    assert not shipped.own
    known = TABLES.keys() | {"org_history", "credits"}
    assert shipped.tables.keys() <= known
    (tmp_path / "privacy.toml").write_text(
        '[notice]\ntitle = "Ours"\n[table.quotas]\nretention = "Five years."\n', encoding="utf-8"
    )
    own = holding(tmp_path)
    assert (own.title, own.text) == ("Ours", shipped.text)
    assert own.of("quotas").retention == "Five years."
    assert own.of("people") == shipped.of("people")
    for wrong in ("[table.quotas]\nwhy = 1\n", "[notice\n", "[[model]]\nname = 'x'\n"):
        (tmp_path / "privacy.toml").write_text(wrong, encoding="utf-8")
        with pytest.raises(SettingsError, match="cannot be read"):
            holding(tmp_path)


def test_what_is_held_stays_open_when_the_last_role_has_ended(cast: Cast) -> None:
    client, user = cast.client("rep"), cast.user("rep")
    user.grants.update(until=localdate())
    away = client.get("/")
    assert away.status_code == 403
    assert "Your last role has ended" in away.content.decode()
    page = client.get(reverse("mine")).content.decode()
    assert '<th scope="row">opportunities<' in page
    asked = client.post(reverse("mine_ask"), {"kind": "erase", "text": "I have left."})
    assert asked.status_code == 302
    number = PrivacyRequest.objects.get(user=user).pk
    assert client.post(reverse("mine_withdraw", args=[number])).status_code == 302
    assert client.post(reverse("mine_export")).status_code == 200
    assert client.get(reverse("pipeline")).status_code == 403
    assert "A role is needed" in client.get(reverse("tokens")).content.decode()
