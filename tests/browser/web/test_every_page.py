"""Every page, as different people open it: it shuts nobody out, and asks nothing of elsewhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.web.conftest import PHONE, WIDE, Doors, found_by
from tests.faces.web.conftest import CAST
from tests.faces.web.test_rights import TABLE

pytestmark = pytest.mark.browser

PARTS = {
    "jobs_list", "measure_chart", "measure_chart_spec", "measure_csv", "measure_xlsx",
    "people_charts", "home_needs", "me_figures",
}  # fmt: skip
"""Of the table of addresses: what pages put in, and files; neither is opened alone."""
LOOKERS = ("revops", "executive", "manager", "rep", "administrator", "auditor")
"""From who sees most to who sees least; between them they open every page."""
ACCOUNT = (
    "/account/password/change/", "/account/sessions/", "/account/2fa/", "/account/3rdparty/",
    "/account/2fa/totp/activate/", "/account/2fa/webauthn/", "/account/reauthenticate/",
)  # fmt: skip
OUTSIDE = ("/account/login/", "/account/password/reset/", "/account/signup/")
LIGHT_WIDE, DARK_PHONE = ("light", WIDE), ("dark", PHONE)
LIGHT_PHONE, DARK_WIDE = ("light", PHONE), ("dark", WIDE)


def seen_by(name: str) -> list[str]:
    """Two who open a page: one who sees most of it, and one who sees least."""
    allowed = [who for who in LOOKERS if who in TABLE[name][1]]
    return allowed[:1] + allowed[1:][-1:]


PAGES = [(name, seen_by(name)) for name in TABLE if name not in PARTS]


def reach(page: Page, checker: str, *ways: tuple[str, dict[str, int]]) -> list[str]:
    """What is wrong with a page in several colours and widths."""
    wrong = []
    for scheme, size in ways:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size(size)  # type: ignore[arg-type]
        where = f"{scheme}, {size['width']} px: "
        wrong += [where + one for one in found_by(checker, page)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > size["width"]:
            wrong.append(f"{where}it is {wide} wide: {page.evaluate(_TOO_WIDE, size['width'])}")
    return wrong


_TOO_WIDE = """most => [...document.querySelectorAll("body *")].filter(e =>
    !e.closest(".scroll, .table-responsive, pre, svg") && e.checkVisibility() &&
    e.getBoundingClientRect().right > most + 1)
  .map(e => `${e.tagName}.${e.className}`).slice(0, 5).join(" ")"""


@pytest.mark.parametrize(("name", "people"), PAGES, ids=[name for name, _ in PAGES])
def test_it_can_be_used_by_everybody(
    doors: Doors, checker: str, name: str, people: list[str]
) -> None:
    from django.urls import reverse

    path = reverse(name, kwargs=TABLE[name][0])
    ways = [(LIGHT_WIDE, DARK_PHONE), (DARK_WIDE, LIGHT_PHONE)]
    if len(people) == 1:
        ways = [(*ways[0], *ways[1])]
    for who, some in zip(people, ways, strict=True):
        with doors.look(who) as looker:
            page = looker.open(path)
            assert page.title(), f"{name} has no title; if it is a part of a page, add it to PARTS"
            assert reach(page, checker, *some) == [], who
            assert looker.said == [], who


@pytest.mark.parametrize("thing", ["case", "deal", "job", "question", "trial", "upload"])
def test_things_of_their_own_can_be_used_too(doors: Doors, checker: str, thing: str) -> None:
    with doors.look("revops") as looker:
        page = looker.open(doors.app.things[thing])
        assert reach(page, checker, LIGHT_WIDE, DARK_PHONE) == []
        assert looker.said == []


def test_ones_own_account_can_be_used_too(doors: Doors, checker: str) -> None:
    with doors.look("rep") as looker:
        wrong = []
        for path in ACCOUNT:
            wrong += [f"{path}: {one}" for one in reach(looker.open(path), checker, LIGHT_WIDE)]
            wrong += reach(looker.context.pages[-1], checker, DARK_PHONE)
        assert wrong == []
        assert looker.said == []


def test_what_is_open_to_all_can_be_used_too(doors: Doors, checker: str) -> None:
    with doors.look("") as looker:
        for path in (*OUTSIDE, doors.app.things["join"]):
            page = looker.open(path, may_refuse=True)
            assert reach(page, checker, LIGHT_WIDE, DARK_PHONE) == [], path
        assert [one for one in looker.said if "403" not in one] == []


def test_everybody_of_the_table_is_looked_at() -> None:
    """So that a page that nobody here opens does not go unseen."""
    assert set(LOOKERS) <= set(CAST)
    assert [name for name, people in PAGES if not people] == []
