"""The page as a whole: it says where it is from, loads and runs nothing, and trusts no name."""

from __future__ import annotations

import base64
import hashlib
import re
from itertools import pairwise

import pytest

from everyrep.faces.reports import write_report
from everyrep.values import UserError
from tests.faces.reports.companies import AUDITOR, CLOCK, HOSTILE
from tests.faces.reports.reading import read
from tests.warehouse.company import Company

LOADING = ("src", "href", "srcset", "data", "action", "formaction", "poster", "xlink:href", "ping")
PAGES = (
    "summary leading pipeline conversion attainment trend comparison heroes learning evidence "
    "data computable"
).split()


def test_it_says_whose_it_is_as_of_when_and_from_what(page: str, company: Company) -> None:
    cover = read(page).one("section", id="summary")
    with company.open() as warehouse:
        assert warehouse.snapshot in cover.text
    assert cover.one("h1").text == "Acme <b>& Sons</b>"
    for fact in ("30 June 2026", "2 July 2026, 09:30 UTC", "the auditor", "540 opportunities"):
        assert fact in cover.text


def test_it_has_every_page_and_a_way_to_each(page: str) -> None:
    root = read(page)
    sections = [s.attributes["id"] for s in root.one("main").children if s.tag == "section"]
    assert sections == PAGES
    assert [a.attributes["href"] for a in root.one("nav").all("a")] == [f"#{p}" for p in PAGES]


def test_a_simulated_company_is_called_so(page: str, empty_page: str) -> None:
    assert "Simulated company." in read(page).text
    assert "Simulated company." not in read(empty_page).text


@pytest.mark.parametrize("which", ["page", "empty_page", "tiny_page"])
def test_it_loads_nothing(which: str, request: pytest.FixtureRequest) -> None:
    html = request.getfixturevalue(which)
    root = read(html)
    for element in root.all():
        for name in LOADING:
            value = element.attributes.get(name, "#")
            assert value.startswith("#"), f"<{element.tag} {name}={value!r}>"
    style = "".join(root.one("style").texts)
    assert "@import" not in style
    fetched = re.findall(r"url\(([^)]{0,30})", style)
    assert fetched
    assert all(target.startswith("data:font/woff2;base64,") for target in fetched)
    assert "url(" not in html.replace(style, "")


@pytest.mark.parametrize("which", ["page", "empty_page", "tiny_page"])
def test_its_policy_allows_one_style_sheet_and_no_script(
    which: str, request: pytest.FixtureRequest
) -> None:
    root = read(request.getfixturevalue(which))
    policy = root.one("meta", http_equiv="Content-Security-Policy").attributes["content"]
    style = "".join(root.one("style").texts)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{digest}'",
        "font-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    head = root.one("head").children
    assert head.index(root.one("meta", http_equiv="Content-Security-Policy")) < head.index(
        root.one("style")
    ), "a policy holds only for what comes after it"


def test_nothing_in_it_can_run_or_be_styled_by_a_name(page: str) -> None:
    root = read(page)
    assert not {"script", "iframe", "object", "embed", "img", "link", "b-"} & {
        element.tag for element in root.all()
    }
    for element in root.all():
        assert "style" not in element.attributes, "the policy would refuse it"
        assert not [name for name in element.attributes if name.startswith("on")]
    assert len(list(root.all("style"))) == 1


def test_hostile_names_are_shown_as_they_are(page: str) -> None:
    text = read(page).text
    for name in ("<script>alert(1)</script>", "=HYPERLINK(1)", "Łukasz {{ 7*7 }} & Söhne"):
        assert name in text
    assert "49" not in re.findall(r"Łukasz (\S+)", text)


def test_names_cannot_turn_the_text_around(page: str) -> None:
    assert "\u202e" not in page
    assert "\u202e" in "".join(HOSTILE)


def test_letters_beyond_latin_1_bring_their_font(page: str, empty_page: str) -> None:
    assert page.count("@font-face") == 6
    assert empty_page.count("@font-face") == 3


def test_ids_are_unique_and_descriptions_lead_somewhere(page: str) -> None:
    root = read(page)
    ids = [e.attributes["id"] for e in root.all() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    for element in root.all():
        for name in ("aria-describedby", "aria-labelledby"):
            assert element.attributes.get(name, ids[0]) in ids
        target = element.attributes.get("href", f"#{ids[0]}")
        assert target.removeprefix("#") in ids


def test_headings_do_not_skip_a_level(page: str) -> None:
    levels = [int(e.tag[1]) for e in read(page).all() if re.fullmatch(r"h[1-6]", e.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_the_same_build_gives_the_same_bytes(tiny: Company, tiny_page: str) -> None:
    again = tiny.folder / "new folder" / "again.html"
    again.parent.mkdir()
    with tiny.open() as warehouse:
        assert write_report(warehouse, AUDITOR, again, clock=CLOCK) == again
    assert again.read_text(encoding="utf-8") == tiny_page


def test_a_report_that_is_there_is_replaced_whole(tiny: Company, tiny_page: str) -> None:
    out = tiny.folder / "there.html"
    out.write_text("x" * 1_000_000, encoding="utf-8")
    with tiny.open() as warehouse:
        write_report(warehouse, AUDITOR, out, clock=CLOCK)
    assert out.read_text(encoding="utf-8") == tiny_page


def test_a_place_that_cannot_be_written_is_named(tiny: Company) -> None:
    blocked = tiny.folder / "file"
    blocked.write_text("in the way", encoding="utf-8")
    with tiny.open() as warehouse, pytest.raises(UserError, match="file"):
        write_report(warehouse, AUDITOR, blocked / "r.html", clock=CLOCK)
