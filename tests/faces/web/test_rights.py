"""Every address and everybody of the cast: who is let in, in one table."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from everyrep.faces.web import company, urls
from everyrep.faces.web.access.models import Grant
from everyrep.faces.web.access.roles import ROLES
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.pages.areas import BY_NAME
from tests.faces.web.conftest import CAST, Cast

pytestmark = pytest.mark.long

LEADERS = {"manager", "stranger_manager", "skip_manager"}
LOOKERS = LEADERS | {"enablement", "revops", "finance", "executive"}
EVIDENCE = {"enablement", "revops", "finance", "executive"}
EVERYBODY = set(CAST) - {"nobody"}

# Address and what it takes -> who may open it. None is left out: a test holds that.
TABLE: dict[str, tuple[dict[str, object], set[str]]] = {
    "home": ({}, EVERYBODY),
    "home_needs": ({}, EVERYBODY),
    "leading": ({}, {"skip_manager", "enablement", "revops", "executive"}),
    "pipeline": ({}, LOOKERS | {"rep", "peer"}),
    "conversion": ({}, LOOKERS),
    "attainment": ({}, LOOKERS),
    "me": ({}, {"rep", "peer"}),
    "me_figures": ({}, {"rep", "peer"}),
    "comparison": ({}, LOOKERS),
    "heroes": ({}, {"skip_manager", "revops", "finance", "executive"}),
    "learning": ({}, {"enablement", "revops"}),
    "evidence": ({}, {"enablement", "revops", "finance", "executive"}),
    "evidence_claims": ({}, EVIDENCE),
    "evidence_claim_new": ({}, EVIDENCE),
    "evidence_claim": ({"name": "C01"}, EVIDENCE),
    "evidence_trials": ({}, EVIDENCE),
    "evidence_trial_plan": ({}, EVIDENCE),
    "evidence_roi": ({}, EVIDENCE),
    "evidence_case_new": ({}, EVIDENCE),
    "evidence_scoreboard": ({}, EVIDENCE),
    "evidence_questions": ({}, EVIDENCE),
    "evidence_question_new": ({}, EVIDENCE),
    "evidence_curriculum": ({}, EVIDENCE),
    "sources": ({}, {"revops"}),
    "computable": ({}, {"revops"}),
    "matches": ({}, {"revops"}),
    "mappings": ({}, {"revops"}),
    "jobs": ({}, {"revops", "administrator"}),
    "jobs_list": ({}, {"revops", "administrator"}),
    "measures": ({}, LOOKERS),
    "measure": ({"name": "won_deals"}, LOOKERS),
    "measure_chart": ({"name": "won_deals"}, LOOKERS),
    "measure_chart_spec": ({"name": "won_deals"}, LOOKERS),
    "measure_leads": (
        {"name": "activities"},
        {"skip_manager", "enablement", "revops", "executive"},
    ),
    "measure_csv": ({"name": "won_deals"}, {"revops", "finance", "executive"}),
    "measure_xlsx": ({"name": "won_deals"}, {"revops", "finance", "executive"}),
    "working": ({"name": "won_deals"}, EVERYBODY),
    "method": ({"name": "heroes"}, EVERYBODY),
    "people": ({}, LEADERS | {"revops"}),
    "people_charts": ({}, LEADERS | {"revops"}),
    "deals": ({}, LEADERS | {"revops", "rep", "peer"}),
    "truth": ({}, {"revops", "enablement", "executive"}),
    "mine": ({}, set(CAST)),
    "privacy": ({}, {"administrator"}),
    "tokens": ({}, set(CAST)),
    "api": ({}, EVERYBODY),
    "rights": ({}, {"administrator"}),
    "audit": ({}, {"administrator", "auditor"}),
    "health": ({}, {"administrator"}),
}
# Parts of pages have the rights of their page; what changes something has tests of its own.
ELSEWHERE = {
    "deal", "mine_ask", "mine_withdraw", "mine_export", "privacy_answer", "token_end", "figures",
    "figures_charts", "figure_working", "act_in", "look_as", "look_no_more", "join", "look",
    "sources_upload", "upload", "upload_part", "upload_feeds", "upload_load", "upload_drop",
    "sources_build", "upload_rejects", "mapping", "mapping_save", "rights_invite", "rights_renew",
    "rights_withdraw", "rights_give", "rights_link", "rights_end", "load_rejects", "load_going",
    "load_undo", "match_decide", "job", "job_cancel", "job_retry", "back_up", "backup_verify",
    "unlock", "evidence_claims_test", "evidence_claim_test", "evidence_roi_weigh",
    "evidence_case", "evidence_case_save", "evidence_case_weigh", "evidence_case_csv",
    "evidence_case_xlsx", "evidence_trial", "evidence_trial_draw", "evidence_trial_look",
    "evidence_trial_end", "evidence_trial_load", "evidence_trial_plan_file",
    "evidence_trial_mapping", "evidence_trial_assignments", "evidence_question",
    "evidence_question_ask", "evidence_question_charts", "evidence_curriculum_csv",
    "evidence_progress", "evidence_question_case", "evidence_questions_again",
}  # fmt: skip


def test_no_address_is_left_out() -> None:
    named = {one.name for one in urls.urlpatterns if isinstance(one, URLPattern)}
    assert named == TABLE.keys() | ELSEWHERE


def test_roles_open_areas_that_exist() -> None:
    for role in ROLES.values():
        assert role.pages <= BY_NAME.keys()


@pytest.mark.parametrize("name", [name for name in TABLE if name != "home"])
def test_who_is_let_in(cast: Cast, name: str) -> None:
    given, allowed = TABLE[name]
    address = reverse(name, kwargs=given)
    for who in CAST:
        expected = 200 if who in allowed else 403
        assert cast.client(who).get(address).status_code == expected, who
    answer = cast.client("anonymous").get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_home_is_for_everybody_with_a_role(cast: Cast) -> None:
    for who in EVERYBODY:
        assert cast.client(who).get("/").status_code == 200, who
    answer = cast.client("nobody").get("/")
    assert answer.status_code == 403
    assert b"Nobody has given you a role yet" in answer.content


def test_a_part_has_the_rights_of_its_page(cast: Cast) -> None:
    assert cast.client("rep").get(reverse("figures", args=["heroes"])).status_code == 403
    assert cast.client("revops").get(reverse("figures", args=["nothing"])).status_code == 404
    assert cast.client("anonymous").get(reverse("figures", args=["heroes"])).status_code == 302
    assert cast.client("rep").get(reverse("figures_charts", args=["heroes"])).status_code == 403
    assert cast.client("revops").get(reverse("figures_charts", args=["nothing"])).status_code == 404


def test_a_try_that_was_refused_is_in_the_audit(cast: Cast) -> None:
    cast.client("rep").get(reverse("audit"))
    last = Entry.objects.latest("number")
    assert (last.who, last.what, last.about) == ("rep@example.org", "refused", "/audit/")


def names_on(client: Client) -> set[str]:
    page = client.get(reverse("people_charts")).content.decode()
    warehouse = company.current()
    assert warehouse is not None
    known = company.organisation(warehouse, warehouse.as_of)
    return {p.person for p in known.places.values() if f"<h3>{p.name}</h3>" in page}


def test_a_manager_sees_their_own_people_and_no_others(cast: Cast) -> None:
    warehouse = company.current()
    assert warehouse is not None
    known = company.organisation(warehouse, warehouse.as_of)
    mine = cast.people["manager"]
    seen = names_on(cast.client("manager"))
    assert cast.people["rep"] in seen
    assert seen <= known.reports(mine) | {mine}
    others = names_on(cast.client("stranger_manager"))
    assert cast.people["rep"] not in others
    assert names_on(cast.client("skip_manager")) >= seen - {mine}


def test_a_manager_cannot_ask_for_somebody_elses_people(cast: Cast) -> None:
    address = reverse("measure", args=["won_deals"])
    page = cast.client("stranger_manager").get(address, {"by": "person"}).content.decode()
    warehouse = company.current()
    assert warehouse is not None
    rep = company.organisation(warehouse, warehouse.as_of).places[cast.people["rep"]]
    assert rep.name not in page


def test_small_groups_are_withheld_from_who_sees_everybody_in_groups(cast: Cast) -> None:
    client = cast.client("executive")
    address = reverse("measure", args=["won_deals"])
    refused = client.get(address, {"by": "person"})
    assert b"Figures by person can single a person out" in refused.content
    assert cast.people["rep"].encode() not in refused.content
    assert b"about fewer than 5" in client.get(address, {"by": "team"}).content


def test_a_role_of_ones_own_can_be_chosen_and_no_other(cast: Cast) -> None:
    client = cast.client("revops")
    own = Grant.objects.create(user=cast.user("revops"), role="auditor")
    other = Grant.objects.get(user=cast.user("administrator"))
    assert client.post(reverse("act_in", args=[other.pk])).status_code == 404
    assert client.post(reverse("act_in", args=[own.pk])).status_code == 302
    assert client.get(reverse("audit")).status_code == 200
    assert client.get(reverse("measures")).status_code == 403


def test_a_role_that_is_over_opens_nothing(cast: Cast) -> None:
    Grant.objects.filter(user=cast.user("manager")).update(until="2020-01-01")
    assert cast.client("manager").get(reverse("people")).status_code == 403


def test_administrators_look_as_others_who_cannot_be_changed_thereby(cast: Cast) -> None:
    client = cast.client("administrator")
    assert client.post(reverse("look_as", args=[cast.user("rep").pk])).status_code == 302
    page = client.get("/")
    assert b"You look as rep" in page.content
    assert client.get(reverse("rights")).status_code == 403
    told = list(Entry.objects.values_list("what", "who", "about"))
    assert ("view_as", "administrator@example.org", "rep@example.org") in told
    assert client.post(reverse("look_no_more")).status_code == 302
    assert client.get(reverse("rights")).status_code == 200


@pytest.mark.parametrize("who", sorted(EVERYBODY - {"administrator"}))
def test_nobody_else_looks_as_others(cast: Cast, who: str) -> None:
    client = cast.client(who)
    assert client.post(reverse("look_as", args=[cast.user("rep").pk])).status_code == 403
    assert b"You look as" not in client.get("/").content
