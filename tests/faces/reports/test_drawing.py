"""Charts become small inline pictures that follow the page's colours and trust no name."""

from __future__ import annotations

import re
from datetime import date

import pytest

from everyrep.faces.reports.charts import (
    ages,
    bars,
    beside,
    beside_needed,
    chances,
    control,
    curves,
    ends,
    histogram,
    ranges,
    ribbon,
    steps,
)
from everyrep.faces.reports.charts.ages import Ages
from everyrep.faces.reports.charts.beside import Pair
from everyrep.faces.reports.charts.control import Point
from everyrep.faces.reports.charts.curves import Curve
from everyrep.faces.reports.charts.steps import Step
from everyrep.faces.reports.colours import DARK, LIGHT, SENTINELS, painted
from everyrep.faces.reports.drawing import drawn, redrawn
from everyrep.faces.reports.model import Spec
from everyrep.values import Estimate, Grade
from tests.faces.reports.companies import HOSTILE
from tests.faces.reports.reading import read

SHARE = Estimate(0.4, 0.3, 0.5, 120, "share", Grade.OBSERVED)
ALLOWED = {"svg", "g", "path", "rect", "line", "circle", "text", "tspan", "title"}


def specs() -> dict[str, Spec]:
    named = [(name, SHARE) for name in HOSTILE]
    counts = [Estimate(number, n=4, unit="count") for number in (9, -4, 2, 7)]
    stepped = [Step(HOSTILE[i], one, i in (0, 3)) for i, one in enumerate(counts)]
    lines = [
        Curve(name, (0, 1, 2), (1.0, 0.5, 0.2), (1.0, 0.4, 0.1), (1.0, 0.6, 0.3), name)
        for name in HOSTILE[:3]
    ]
    months = [
        Point(f"month {month}", date(2026, month, 1), SHARE, *within)
        for month, within in enumerate(
            ((), (0.3, 0.5, 0.4, 0), (None, 0.5, 0.4, 0), (0.3, 0.35, 0.32, 1)), 1
        )
    ]
    return {
        "ranges": ranges(named, "share", 400),
        "bars": bars([(name, Estimate(4, n=4, unit="count")) for name in HOSTILE], "count", 400),
        "histogram": histogram([(0.0, 0.2, 5), (1.0, 1.2, 3)], "share", 400, mark_at=1.0),
        "steps": steps(stepped, "count", 400),
        "ages": ages([Ages(name, SHARE, SHARE, name, name) for name in HOSTILE], 400),
        "beside": beside([Pair(name, SHARE, 0.45, name) for name in HOSTILE], "share", 400),
        "beside needed": beside_needed(named, SHARE, "share", 400),
        "chances": chances(HOSTILE[:3], {(0, 1): 0.97, (0, 2): 0.85, (1, 2): 0.6}, 400),
        "curves": curves(lines, 400),
        "ends": ends(lines, 400),
        "control": control(months, "share", 400),
        "ribbon": ribbon([("Q1 2026", SHARE), ("Q2 2026", SHARE)], "share", 400),
    }


@pytest.mark.parametrize("name", list(specs()))
def test_a_picture_is_made_of_harmless_elements(name: str) -> None:
    picture = read(drawn(specs()[name], 'a "quoted" <b>text</b>')).one("svg")
    assert {element.tag for element in picture.all()} <= ALLOWED
    assert picture.attributes["aria-label"] == 'a "quoted" <b>text</b>'
    for element in picture.all():
        assert not {"style", "href", "class", "id", "onclick"} & set(element.attributes)


@pytest.mark.parametrize("name", list(specs()))
def test_colours_are_those_of_the_page(name: str) -> None:
    svg = drawn(specs()[name], "says")
    colours = set(re.findall(r'(?:fill|stroke)="([^"]*)"', svg)) - {"none", "transparent"}
    assert colours
    assert all(re.fullmatch(r"var\(--[a-z-]+\)", colour) for colour in colours), colours
    assert {colour[6:-1] for colour in colours} <= set(LIGHT)


def test_a_mark_tells_its_figure_when_pointed_at() -> None:
    titles = [e.text for e in read(drawn(specs()["ranges"], "says")).all("title")]
    assert any("40.0" in title and "30.0 to 50.0" in title and "n = 120" in title
               for title in titles)  # fmt: skip


def test_a_difference_goes_from_step_to_step() -> None:
    rows = specs()["steps"]["data"]["values"]
    assert [(row["from"], row["to"]) for row in rows] == [(0, 9), (9, 5), (5, 7), (0, 7)]
    assert [row["kind"] for row in rows] == ["whole", "less", "more", "whole"]


def test_what_was_won_is_no_loss_to_the_eye() -> None:
    away = Estimate(-4, n=4, unit="count")
    less = steps([Step("lost", away), Step("won", away, gained=True)], "count", 400)
    assert [row["kind"] for row in less["data"]["values"]] == ["less", "gained"]
    fills = less["layer"][0]["encoding"]["color"]["condition"]
    colours = {one["test"]: one["value"] for one in fills}
    assert colours["datum.kind == 'gained'"] != colours["datum.kind == 'less'"]


def test_only_judged_months_have_limits_and_an_alarm_is_told() -> None:
    rows = specs()["control"]["data"]["values"]
    assert [row["low"] for row in rows] == [None, 0.3, 0.3, 0.3]
    assert [row["outside"] for row in rows] == [False, False, False, True]
    assert rows[-1]["says"].endswith("outside its limits")


def test_a_chart_takes_the_width_it_is_given() -> None:
    for width in (350, 850):
        box = read(drawn(ranges([("a", SHARE)], "share", width), "x")).one("svg")
        assert float(box.attributes["viewbox"].split()[2]) == pytest.approx(width, abs=12)


def test_what_could_load_or_run_is_left_out() -> None:
    raw = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'viewBox="0 0 9 9" onload="x()"><script>x()</script><image xlink:href="http://x/y"/>'
        '<a href="http://x"><text style="x:y" onclick="z()">t</text></a>'
        '<text fill="url(#a)" x="1">kept</text></svg>'
    )
    svg = redrawn(raw, "says")
    assert (
        svg == '<svg viewBox="0 0 9 9" role="img" aria-label="says"><text x="1">kept</text></svg>'
    )


def test_both_schemes_have_the_same_colours() -> None:
    assert list(LIGHT) == list(DARK)
    assert len(set(SENTINELS.values())) == len(LIGHT)


def contrast(one: str, other: str) -> float:
    """Ratio of luminances, as WCAG 2.2 defines it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read(scheme: dict[str, str]) -> None:
    pairs = [
        *((text, ground) for text in ("ink", "soft") for ground in ("ground", "paper", "sunken")),
        *((tone, f"{tone}-wash") for tone in ("accent", "good", "warn", "bad", "trial")),
        ("accent", "paper"),
    ]
    for text, ground in pairs:
        assert contrast(scheme[text], scheme[ground]) >= 4.5, (text, ground)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_marks_can_be_seen(scheme: dict[str, str]) -> None:
    for mark in ("accent", "bad", "second", "third", "fourth"):
        assert contrast(scheme[mark], scheme["paper"]) >= 3, mark


def test_elsewhere_a_chart_is_painted_in_real_colours() -> None:
    spec = painted(specs()["ranges"], DARK)
    assert not any(sentinel in str(spec) for sentinel in SENTINELS.values())
    assert DARK["accent"] in str(spec)


def test_names_that_differ_at_their_ends_stay_apart_on_a_phone() -> None:
    names = [f"North America New Business {place}" for place in (1, 2, 3)]
    rows = [(name, SHARE) for name in names]
    narrow, wide = (drawn(ranges(rows, "share", width), "") for width in (350, 850))
    assert [name for name in names if name in wide] == names
    assert [f"iness {place}" in narrow for place in (1, 2, 3)] == [True] * 3
    assert "North America New" not in re.sub(r"<title>.*?</title>", "", narrow)


def test_a_pair_that_cannot_be_told_apart_bears_a_mark_and_says_so() -> None:
    above = {(0, 1): 0.97, (0, 2): 0.949, (1, 2): 0.02}
    rows = chances(["a", "b", "c"], above, 700)["data"]["values"]
    assert [row["text"] for row in rows] == ["97", "94?", "2"]
    assert ["cannot be told apart" in row["says"] for row in rows] == [False, True, False]
