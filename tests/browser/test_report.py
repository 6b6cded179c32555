"""The report in a real browser: in light and dark, on a phone, on paper, and by ear."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from tests.browser.conftest import Browser

pytestmark = pytest.mark.browser
SECTIONS = {"Leading indicators", "Pipeline", "Conversion and time", "Attainment and spread",
            "Signal or noise", "Fair comparison", "Reliance on heroes",
            "People and learning", "Data quality", "What can be computed"}  # fmt: skip

ON_LOAD = "addEventListener('load', () => document.fonts.ready.then(() => tell(%s)));"
LAYOUT = ON_LOAD % (
    "{wide: document.documentElement.scrollWidth, seen: document.documentElement.clientWidth,"
    " over: [...document.querySelectorAll('main *, header *')].filter(e =>"
    "   !e.closest('.scroll, nav, .unseen, .skip, svg') && e.checkVisibility() &&"
    "   e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)"
    "   .map(e => e.tagName + '.' + e.className).slice(0, 5),"
    " violations: violations}"
)
COLOURS = ON_LOAD % (
    "{ground: getComputedStyle(document.body).backgroundColor,"
    " bar: getComputedStyle(document.querySelector('.chart svg [fill=\"var(--accent)\"]')).fill,"
    " font: document.fonts.check('600 15px Inter')}"
)


def size(picture: Path) -> tuple[int, int]:
    """Width and height, from the head of a PNG."""
    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG"), picture
    assert len(content) > 30_000, "the picture is next to empty"
    width, height = struct.unpack(">II", content[16:24])
    return width, height


@pytest.mark.parametrize(
    ("name", "width", "dark"),
    [("light", 1280, False), ("dark", 1280, True), ("phone", 390, False)],
)
def test_it_can_be_looked_at(
    browser: Browser, report: Path, name: str, width: int, dark: bool
) -> None:
    picture = browser.shot(report, name, width=width, height=2400, dark=dark)
    assert size(picture) == (width, 2400)


@pytest.mark.parametrize("width", [390, 800, 1280, 1800])
def test_nothing_hangs_over_and_the_policy_is_not_broken(
    browser: Browser, report: Path, width: int
) -> None:
    told = browser.tell(report, LAYOUT, width=width)
    assert told["over"] == []
    assert told["wide"] <= told["seen"] == width
    assert told["violations"] == []


def test_colours_follow_the_scheme_of_the_reader(browser: Browser, report: Path) -> None:
    light = browser.tell(report, COLOURS)
    dark = browser.tell(report, COLOURS, dark=True)
    assert light == {"ground": "rgb(246, 246, 243)", "bar": "rgb(43, 87, 201)", "font": True}
    assert dark == {"ground": "rgb(15, 17, 21)", "bar": "rgb(143, 176, 255)", "font": True}


def test_the_switch_overrules_the_scheme(browser: Browser, report: Path) -> None:
    switch = "addEventListener('load', () => document.getElementById('scheme-dark').click());"
    told = browser.tell(report, switch, COLOURS)
    assert told["ground"] == "rgb(15, 17, 21)"


def test_what_stands_behind_a_figure_is_shown_on_focus(browser: Browser, report: Path) -> None:
    focus = (
        "addEventListener('load', () => { const button = document.querySelector('.about');"
        " const tip = button.nextElementSibling; const before = tip.checkVisibility();"
        " button.focus(); tell([before, tip.checkVisibility(), tip.innerText]); });"
    )
    before, after, text = browser.tell(report, focus)
    assert (before, after) == (False, True)
    assert "Formula" in text
    assert "Snapshot" in text


def test_it_prints_page_by_page_with_small_text_for_what_hovers(
    browser: Browser, report: Path
) -> None:
    paper = browser.printed(report)
    content = paper.read_bytes()
    assert content.startswith(b"%PDF")
    pages = len(re.findall(rb"/Type\s*/Page\b", content))
    assert 8 <= pages <= 45
    if shutil.which("pdftotext"):
        text = subprocess.run(
            ["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True
        ).stdout
        assert "won / (won + lost)" in " ".join(text.lower().split()), (
            "formulas are printed, there is no hovering on paper"
        )
        assert "n counts deals" in text
        assert "The figures" not in text, "what can only be opened is not printed"
        sheets = [[line.strip() for line in sheet.split("\n") if line.strip()]
                  for sheet in text.split("\f")]  # fmt: skip
        assert any(set(sheet[5:]) & SECTIONS for sheet in sheets), "sections share a sheet"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_can_be_used_without_eyes_or_mouse(
    browser: Browser, report: Path, axe: str, dark: bool
) -> None:
    """No finding of axe-core, by the rules of WCAG 2.2 at level AA and its best practices."""
    run = (
        "addEventListener('load', () => axe.run(document).then(found => tell("
        "found.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 90))"
        ".slice(0, 3).join(' | ')))));"
    )
    assert browser.tell(report, axe.replace("</script", "<\\/script"), run, dark=dark) == []
