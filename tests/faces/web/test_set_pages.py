"""Set pages are kept in the app's database, and shown until those of the next build are there."""

from __future__ import annotations

import pytest
from django.db.models import F
from django.urls import reverse

from everyrep.faces.web import company
from everyrep.faces.web.access.scoping import scope_of
from everyrep.faces.web.pages import setting
from everyrep.faces.web.pages.models import SetPage
from everyrep.values import Scope
from tests.faces.web.conftest import Cast

pytestmark = pytest.mark.long

PART = {"HTTP_HX_REQUEST": "true"}


def test_figures_of_the_build_before_are_shown_until_those_of_the_newest_are_there(
    cast: Cast,
) -> None:
    warehouse, scope = company.current(), _scope(cast, "manager")
    assert warehouse is not None
    fresh = setting.figures("conversion", warehouse, scope)
    SetPage.objects.update(snapshot="19990101-000000")
    SetPage.objects.filter(name="conversion").update(key=F("seen"))  # as if of another build
    client = cast.client("manager")
    page = client.get(reverse("conversion")).content.decode()
    assert "the build before, 19990101-000000" in page
    assert 'class="earlier"' in page
    assert "data-figure" in page
    assert 'class="opener"' not in page.split('class="earlier"')[1].split("</main>")[0]
    with setting._alone(None):
        meanwhile = client.get(reverse("figures", args=["conversion"]), **PART).content.decode()
        assert "the build before, 19990101-000000" in meanwhile
    assert client.get(reverse("figures", args=["conversion"]), **PART).content.decode() == fresh
    assert "the build before" not in client.get(reverse("conversion")).content.decode()


def test_what_was_worked_out_for_another_sight_is_not_shown_meanwhile(cast: Cast) -> None:
    warehouse = company.current()
    assert warehouse is not None
    setting.figures("conversion", warehouse, _scope(cast, "manager"))
    SetPage.objects.update(snapshot="19990101-000000")
    SetPage.objects.filter(name="conversion").update(key=F("seen"))
    page = cast.client("stranger_manager").get(reverse("conversion")).content.decode()
    assert "the build before" not in page
    assert "since the last build, " in page
    assert "the last time." in page


def _scope(cast: Cast, who: str) -> Scope:
    warehouse, user = company.current(), cast.user(who)
    assert warehouse is not None
    known = company.organisation(warehouse, warehouse.as_of)
    return scope_of(user, user.grants.first(), known)
