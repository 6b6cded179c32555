"""No figure without its range, n and grade, or the reason why there is none."""

from __future__ import annotations

import re

import pytest

from everyrep.faces.reports.model import Chart, Figures, Missing, Report
from everyrep.values import Estimate, Grade
from tests.faces.reports.reading import Element, read

GRADES = {"counted", "observed", "adjusted", "trial", "not estimable"}


def figures(html: str) -> list[Element]:
    return list(read(html).all("article", _class="figure"))


@pytest.mark.parametrize("which", ["page", "empty_page", "tiny_page"])
def test_every_figure_shows_range_n_and_grade_or_a_reason(
    which: str, request: pytest.FixtureRequest
) -> None:
    found = figures(request.getfixturevalue(which))
    assert found
    for figure in found:
        grade = figure.one("span", _class="grade").text
        assert grade in GRADES
        if grade == "not estimable":
            assert len(figure.one("p", _class="reason").text) > 10
            continue
        shown = figure.one("p", _class="range").text
        assert re.search(r"\d to .*\d|a full count|at least|at most|no range: ", shown), figure.text
        n = figure.one("p", _class="foot").text
        assert "n = " in n or figure.one("p", _class="value").text.startswith("0")


def test_every_figure_tells_formula_and_snapshot(page: str) -> None:
    for figure in figures(page):
        tip = figure.one("div", role="tooltip")
        assert "Snapshot" in tip.text
        assert "Formula" in tip.text
        button = figure.one("button")
        assert button.attributes["aria-describedby"] == tip.attributes["id"]


def test_every_chart_is_told_in_words_and_in_numbers(page: str) -> None:
    charts = list(read(page).all("figure", _class="chart"))
    assert len(charts) > 10
    for chart in charts:
        for picture in chart.all("svg"):
            assert picture.attributes["role"] == "img"
            assert len(picture.attributes["aria-label"]) > 30
        table = chart.one("details").one("table")
        assert len(list(table.all("tr"))) > 1
        assert any(grade in chart.text for grade in GRADES), chart.text[:80]
        assert "n = " in chart.one("p", _class="paper").text


def test_what_was_observed_never_comes_without_a_range(report: Report) -> None:
    for page in report.pages:
        for block in page.blocks:
            for estimate in estimates(block):
                if estimate.estimable and estimate.grade is not Grade.COUNTED:
                    low, high = estimate.bounds()
                    assert low is not None or high is not None or estimate.reason is not None


def estimates(block: object) -> list[Estimate]:
    if isinstance(block, Figures):
        return [figure.estimate for figure in block.figures]
    if isinstance(block, Chart):
        return [cell for row in block.data.rows for cell in row if isinstance(cell, Estimate)]
    return []


def test_an_empty_workspace_says_what_to_load(empty_page: str) -> None:
    root = read(empty_page)
    assert not list(root.all("figure", _class="chart"))
    for section in ("pipeline", "conversion", "attainment", "trend", "learning", "data"):
        text = root.one("section", id=section).text
        assert "Load" in text or "everyrep load" in text, section
    for missing in root.all("section", _class="missing"):
        assert len(missing.one("p", _class="remedy").text) > 10, missing.text


def test_one_deal_makes_a_whole_report(tiny_page: str) -> None:
    pipeline = read(tiny_page).one("section", id="pipeline")
    assert "n = 1 deal" in pipeline.text
    assert "No row of opportunities has amount." in pipeline.text


def test_missing_blocks_carry_a_reason(report: Report) -> None:
    for page in report.pages:
        for block in page.blocks:
            if isinstance(block, Missing):
                assert block.reason
