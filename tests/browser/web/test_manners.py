"""How the app behaves: by keys alone, without script, on paper, and where parts come later."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.web.conftest import PHONE, Doors, found_by, settled

pytestmark = pytest.mark.browser
TABS = 60
_FOCUS = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), look = getComputedStyle(at);
  return {name: (at.getAttribute("aria-label") || at.textContent || at.name || "").trim(),
          tag: at.tagName, seen: box.width > 0 && box.height > 0 && at.checkVisibility(),
          ring: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0
                || look.boxShadow !== "none"};
}"""


def go_to(page: Page, name: str) -> None:
    """Press Tab until something of a name has the focus, seen and with a ring around it."""
    for _ in range(TABS):
        page.keyboard.press("Tab")
        now = page.evaluate(_FOCUS)
        if now["tag"] != "BODY":
            assert now["seen"], f"focus is on something that is not seen: {now}"
            assert now["ring"], f"focus is not seen on: {now}"
        if now["name"] == name:
            return
    raise AssertionError(f"{TABS} times Tab do not reach {name}")


def test_keys_skip_the_menu(doors: Doors) -> None:
    with doors.look("rep") as looker:
        page = looker.open("/")
        page.keyboard.press("Tab")
        expect(page.locator(".skip-link")).to_be_focused()
        expect(page.locator(".skip-link")).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()


def test_keys_reach_every_area(doors: Doors) -> None:
    with doors.look("manager") as looker:
        page = looker.open("/my-data/")
        go_to(page, "Pipeline")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/pipeline/$"))
        expect(page.locator("[aria-current=page]")).to_have_text("Pipeline")


def test_the_menu_of_a_phone_is_closed_until_it_is_asked_for(doors: Doors) -> None:
    with doors.look("rep", viewport=PHONE) as looker:
        page = looker.open("/my-data/")
        link = page.get_by_role("link", name="Pipeline", exact=True)
        expect(link).not_to_be_visible()
        go_to(page, "Menu")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Menu")).to_have_attribute("aria-expanded", "true")
        expect(link).to_be_visible()
        page.keyboard.press("Escape")
        expect(link).not_to_be_visible()
        expect(page.get_by_role("button", name="Menu")).to_be_focused()


def test_the_working_of_a_figure_opens_at_the_side_and_gives_the_focus_back(
    doors: Doors, checker: str
) -> None:
    with doors.look("executive") as looker:
        page = looker.open("/measures/won_deals/")
        opener = page.locator("main table .opener").first
        opener.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#opened-title")).to_be_focused()
        expect(page.locator("#opened")).to_contain_text("Formula")
        assert found_by(checker, page) == []
        page.keyboard.press("Escape")
        expect(page.locator("#opened article")).to_have_count(0)
        expect(opener).to_be_focused()
        assert looker.said == []


def test_figures_come_by_themselves_where_they_are_not_set_yet(doors: Doors) -> None:
    """Nobody else of these tests looks with the eyes of this manager's manager."""
    with doors.look("skip_manager") as looker:
        page = looker.context.new_page()
        page.goto("/attainment/", wait_until="commit")
        expect(page.locator(".waiting")).to_be_visible()
        settled(page)
        expect(page.locator(".waiting")).to_have_count(0)
        expect(page.locator(".figures-of .figure").first).to_be_visible()
        page.reload()
        expect(page.locator(".waiting")).to_have_count(0)


def test_colours_can_be_chosen_and_are_kept(doors: Doors) -> None:
    with doors.look("rep") as looker:
        page = looker.open("/my-data/")
        ground = "getComputedStyle(document.body).backgroundColor"
        assert page.evaluate(ground) == "rgb(246, 246, 243)"
        page.get_by_role("button", name="Dark").click()
        assert page.evaluate(ground) == "rgb(15, 17, 21)"
        expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
        page.reload()
        assert page.evaluate(ground) == "rgb(15, 17, 21)"


def test_the_main_button_can_be_read_in_the_dark(doors: Doors) -> None:
    with doors.look("", color_scheme="dark") as looker:
        button = looker.open("/account/login/").get_by_role("button", name="Sign in", exact=True)
        ink, ground = (
            button.evaluate(f"b => getComputedStyle(b).{what}")
            for what in ("color", "backgroundColor")
        )
        assert contrast(ink, ground) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, by the formula of WCAG 2."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("path", ["/", "/pipeline/", "/deals/", "/my-data/", "/measures/"])
def test_pages_are_read_without_script(doors: Doors, path: str) -> None:
    who = "revops"
    with doors.look(who) as looker:
        looker.open(path).close()  # what is set for the first time comes by script, or by a link
    with doors.look(who, java_script_enabled=False, viewport=PHONE) as looker:
        page = looker.context.new_page()
        page.goto(path)
        expect(page.locator("h1").first).to_be_visible()
        expect(page.locator("main")).not_to_contain_text("being worked out")
        expect(page.get_by_role("link", name="Pipeline", exact=True).first).to_be_visible()
        assert len(page.locator("main").inner_text()) > 300


def test_forms_work_without_script(doors: Doors) -> None:
    with doors.look("", java_script_enabled=False) as looker:
        page = looker.open("/account/login/")
        page.get_by_label("Mail address").fill("revops@example.org")
        page.get_by_label("Password").fill(doors.app.password)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.locator(".who-name")).to_have_text("revops")
        page.goto("/measures/")
        page.get_by_label("Find").fill("win rate")
        page.get_by_role("button", name="Find").click()
        page.get_by_role("link", name="Win rate", exact=True).click()
        expect(page.locator("h1")).to_have_text("Win rate")
        page.get_by_role("button", name="Sign out").click()
        page.goto("/measures/")
        expect(page).to_have_url(re.compile("/account/login/"))


def test_paper_shows_the_figures_and_nothing_to_press(doors: Doors) -> None:
    with doors.look("executive", color_scheme="dark") as looker:
        page = looker.open("/attainment/")
        page.emulate_media(media="print")
        for hidden in (".side", ".scheme", ".skip-link", "#opened", ".about"):
            assert page.locator(f"{hidden}:visible").count() == 0, hidden
        expect(page.locator(".figure").first).to_be_visible()
        expect(page.locator(".simulated")).to_be_visible()
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        ink = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
        assert contrast(ink, "rgb(255, 255, 255)") > 7
        assert ground in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")


@pytest.mark.parametrize("path", ["/", "/measures/won_deals/", "/account/2fa/"])
def test_every_page_says_that_the_company_is_simulated(doors: Doors, path: str) -> None:
    with doors.look("executive") as looker:
        banner = looker.open(path).locator(".simulated")
        expect(banner).to_contain_text("Nobody in it exists")


def test_numbers_and_dates_are_those_of_the_reader(doors: Doors) -> None:
    foots = {}
    for locale in ("en-US", "de-DE"):
        with doors.look("revops", locale=locale) as looker:
            foots[locale] = looker.open("/my-data/").locator(".foot").inner_text()
    assert re.search(r"Data up to [A-Z][a-z]+ \d+, \d{4}", foots["en-US"])
    assert re.search(r"Data up to \d+ [A-Z][a-z]+ \d{4}", foots["de-DE"])


class TestCharts:
    """The picture that came stays until somebody points at it; then it answers."""

    def test_nothing_of_it_is_loaded_before_it_is_asked_for(self, doors: Doors) -> None:
        with doors.look("executive") as looker:
            asked: list[str] = []
            looker.context.on("request", lambda request: asked.append(request.url))
            page = looker.open("/attainment/")
            expect(page.locator(".picture svg").first).to_be_visible()
            assert [url for url in asked if "/vega/" in url or "charts.json" in url] == []

    def test_it_answers_to_keys(self, doors: Doors, checker: str) -> None:
        with doors.look("executive") as looker:
            page = looker.open("/attainment/")
            picture = page.locator("[data-charts] .picture:visible").first
            before = picture.bounding_box()
            picture.focus()
            expect(picture.locator(".picture-live svg")).to_be_visible()
            assert before is not None
            after = picture.bounding_box()
            assert after is not None
            assert abs(after["height"] - before["height"]) < 2, "the page must not jump"
            said = []
            for _ in range(2):
                page.keyboard.press("ArrowRight")
                said.append(page.locator(".chart-tip").inner_text())
            assert len(set(said)) == 2
            assert all(re.search(r"\d", text) for text in said)
            assert found_by(checker, page) == []
            page.keyboard.press("Escape")
            expect(page.locator(".chart-tip")).not_to_be_visible()
            assert looker.said == [], "the policy holds, and no other host was asked"

    def test_it_answers_to_the_pointer_in_the_colours_of_the_page(self, doors: Doors) -> None:
        with doors.look("executive") as looker:
            page = looker.open("/measures/won_deals/")
            picture = page.locator("[data-charts] .picture:visible").first
            picture.hover()
            mark = picture.locator(".picture-live .mark-symbol path").first
            mark.hover()
            expect(page.locator(".chart-tip")).to_contain_text("deals")
            light = mark.get_attribute("fill")
            page.get_by_role("button", name="Dark").click()
            expect(mark).not_to_have_attribute("fill", light or "")
            expect(mark).to_have_attribute("fill", "#8fb0ff")
            assert looker.said == []

    def test_on_paper_it_is_what_came_with_the_page(self, doors: Doors) -> None:
        with doors.look("executive") as looker:
            page = looker.open("/measures/won_deals/")
            picture = page.locator("[data-charts] .picture.large")
            picture.focus()
            expect(picture.locator(".picture-live svg")).to_be_visible()
            page.emulate_media(media="print")
            expect(picture.locator(".picture-live")).not_to_be_visible()
            expect(picture.locator(":scope > svg")).to_be_visible()

    def test_it_stays_as_it_came_where_it_cannot_be_had(self, doors: Doors) -> None:
        with doors.look("executive") as looker:
            looker.context.route("**/chart.json*", lambda route: route.abort())
            page = looker.open("/measures/won_deals/")
            picture = page.locator("[data-charts] .picture:visible").first
            with page.expect_event(
                "console", lambda told: "stays as it came" in told.text, timeout=20_000
            ):
                picture.hover()
            expect(picture.locator(":scope > svg")).to_be_visible()
