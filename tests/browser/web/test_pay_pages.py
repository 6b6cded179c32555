"""Pages of pay as a payee, a leader and finance open them: for everybody, and by the keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.web.conftest import Doors, settled
from tests.browser.web.test_every_page import (
    DARK_PHONE,
    DARK_WIDE,
    LIGHT_PHONE,
    LIGHT_WIDE,
    reach,
)
from tests.faces.web.test_pay_rights import PAGES

pytestmark = pytest.mark.browser
THINGS = {
    "pay_plan": "revops", "pay_run": "finance", "pay_statement": "finance", "pay_own": "rep",
    "pay_what_if": "rep", "pay_credits": "finance", "pay_line": "finance",
    "pay_dispute": "finance",
}  # fmt: skip


def seen_by(name: str) -> list[str]:
    """Who sees most of a page, and who sees least."""
    allowed = [who for who in ("finance", "revops", "manager", "rep") if who in PAGES[name]]
    return allowed[:1] + allowed[1:][-1:]


@pytest.mark.parametrize("name", PAGES)
def test_it_can_be_used_by_everybody(doors: Doors, checker: str, name: str) -> None:
    from django.urls import reverse

    ways = [(LIGHT_WIDE, DARK_PHONE), (DARK_WIDE, LIGHT_PHONE)]
    for who, some in zip(seen_by(name), ways, strict=False):
        with doors.look(who) as looker:
            page = looker.open(reverse(name))
            assert reach(page, checker, *some) == [], who
            assert looker.said == [], who


@pytest.mark.parametrize(("thing", "who"), THINGS.items())
def test_things_of_their_own_can_be_used_too(
    doors: Doors, checker: str, thing: str, who: str
) -> None:
    with doors.look(who) as looker:
        page = looker.open(doors.app.things[thing])
        assert reach(page, checker, LIGHT_WIDE, DARK_PHONE, DARK_WIDE, LIGHT_PHONE) == []
        assert looker.said == []


def test_a_line_opens_in_its_place_by_the_keyboard(doors: Doors, checker: str) -> None:
    with doors.look("finance") as looker:
        page = looker.open(doors.app.things["pay_statement"])
        page.locator(".pay-lines tbody a").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".pay-told").first).to_contain_text("By the records of")
        assert reach(page, checker, LIGHT_WIDE, DARK_PHONE) == []
        assert looker.said == []


def test_the_slider_asks_anew_and_the_form_does_without_script(doors: Doors) -> None:
    address = doors.app.things["pay_what_if"]
    with doors.look("rep") as looker:
        page = looker.open(address)
        page.locator("#slide").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator(".pay-paid")).to_contain_text("EUR")
        settled(page)
        assert looker.said == []
    with doors.look("rep", java_script_enabled=False) as looker:
        page = looker.open(address)
        page.get_by_role("button", name="Work it out").click()
        expect(page.locator(".pay-paid")).to_contain_text("EUR")
        expect(page.locator("#slide")).to_be_hidden()
