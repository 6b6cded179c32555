"""Pay of who is named otherwise by now: struck by an erasure, or found in a better record."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse

from everyrep.faces.web import company
from everyrep.faces.web import place as places
from everyrep.faces.web.jobs.models import Job
from everyrep.faces.web.jobs.worker import Hand
from everyrep.faces.web.pages.models import PrivacyRequest
from everyrep.faces.web.pay import calculating
from everyrep.faces.web.pay.models import BookMove, Payslip
from everyrep.faces.web.pay.tables import unpacked_moves
from tests.faces.web.conftest import Cast
from tests.faces.web.paying import SECOND, approved, calculated, in_force, locked

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def own(workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The company in a folder of its own, which this test may change."""
    root = tmp_path / "company"
    shutil.copytree(workspace, root, ignore=shutil.ignore_patterns("exports"))
    monkeypatch.setenv(places.WORKSPACE, str(root))
    places.place.cache_clear()
    company.forget()
    yield root
    monkeypatch.undo()
    places.place.cache_clear()
    company.forget()


def posted(person: str) -> list[tuple[object, ...]]:
    return list(BookMove.objects.filter(payee=person).order_by("pk").values_list("key", "minor"))


def test_after_an_erasure_what_was_posted_stays_and_nothing_is_posted_anew(
    cast: Cast, own: Path
) -> None:
    in_force(cast)
    locked(cast)
    rep = cast.people["rep"]
    before = posted(rep)
    assert before
    cast.client("rep").post(reverse("mine_ask"), {"kind": "erase", "text": "I am gone"})
    address = reverse("privacy_answer", args=[PrivacyRequest.objects.get().pk])
    cast.client("administrator").post(address, {"state": "granted", "answer": "It is done."})
    Hand("hand", own).work_once()
    assert Job.objects.get(kind="erase").state == "done"

    run = calculated(cast, SECOND)

    payees = {one for draft in run.drafts.all() for one in unpacked_moves(draft.moves)["payee"]}
    assert payees
    assert rep not in payees
    assert not any(one.startswith("person:erased") for one in payees)
    assert posted(rep) == before
    assert not run.payslips.filter(payee__startswith="person:erased").exists()
    assert cast.client("finance").get(reverse("pay_run", args=[run.pk])).status_code == 200


def test_who_is_found_in_a_better_record_sees_all_and_is_paid_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger has an id that the rep had before there was a file of the HR system."""
    in_force(cast)
    rep, peer = cast.people["rep"], cast.people["peer"]
    before = "person:crm:before"
    there = calculating.known_as

    def earlier(today: dict[str, str], book: object) -> object:
        found = there({**today, before: rep}, book)  # type: ignore[arg-type]
        return calculating.KnownAs(found.accountable, {rep: before}, {})

    with monkeypatch.context() as patch:
        patch.setattr(calculating, "known_as", earlier)
        locked(cast)
    assert posted(before)
    assert not posted(rep)
    known = company.ids_of
    monkeypatch.setattr(company, "ids_of", lambda one: {**known(one), before: rep})
    monkeypatch.setattr(calculating, "ids_of", company.ids_of)
    company._renamed.cache_clear()

    run = approved(cast, SECOND)

    assert not posted(rep)
    assert set(run.payslips.filter(payee__in=(rep, before)).values_list("payee", flat=True)) == {
        before
    }
    slip = Payslip.objects.get(run=run, payee=before)
    page = reverse("pay_statement", args=[slip.pk])
    for name in ("rep", "manager", "finance"):
        assert cast.client(name).get(page).status_code == 200
    for name in ("peer", "stranger_manager"):
        assert cast.client(name).get(page).status_code in (403, 404)
    assert peer != rep
    company._renamed.cache_clear()
