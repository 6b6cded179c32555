"""Where there is nothing yet, the page says what to load, and to whom that is left."""

from __future__ import annotations

import pytest
from django.test import Client

from everyrep.faces.web import company
from everyrep.faces.web.pages.figures import LOADS
from tests.faces.web.conftest import Cast


@pytest.fixture
def no_data(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The cast, before the first build."""
    monkeypatch.setattr(company, "current", lambda: None)
    return cast


@pytest.mark.parametrize("area", LOADS)
def test_each_page_says_what_it_is_made_of(no_data: Cast, area: str) -> None:
    page = no_data.client("revops").get(f"/{area}/").content.decode()
    assert LOADS[area] in page
    assert 'href="/sources/"' in page.partition('class="empty"')[2]


def test_who_cannot_load_is_told_who_can(no_data: Cast) -> None:
    page = no_data.client("rep").get("/pipeline/").content.decode()
    inside = page.partition('class="empty"')[2]
    assert "Somebody with the role RevOps" in inside
    assert "/sources/" not in inside


def test_an_address_that_is_none_is_answered_in_our_words(cast: Cast) -> None:
    answer = cast.client("rep").get("/no-such-page/")
    assert answer.status_code == 404
    assert b"There is nothing at this address" in answer.content
    assert b'href="/"' in answer.content


def test_a_form_without_its_word_is_answered_in_our_words(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = cast.client("rep").cookies
    answer = client.post("/account/logout/")
    assert answer.status_code == 403
    assert b"That was not done" in answer.content
