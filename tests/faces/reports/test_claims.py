"""What a page may not say: causes where there are associations, and who is best."""

from __future__ import annotations

import re
from dataclasses import replace

from everyrep.analysis.pipeline.moves import what_moved
from everyrep.faces.reports import Report, make_report
from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.model import Chart, Figures, Page, Problems, Table
from everyrep.faces.reports.numbers import label
from everyrep.faces.reports.pages import attainment_page, leading_page, quality_page
from everyrep.faces.reports.pages.truth import coming_quarter
from everyrep.values import ABILITIES, Scope
from tests.faces.reports.companies import AUDITOR, CLOCK, NAMES, PEOPLE
from tests.faces.reports.reading import read
from tests.warehouse.company import Company

CAUSAL = re.compile(
    r"\b(because of|thanks to|due to|drives|driven by|causes|caused by|leads to|led to|boosts?|"
    r"improves?|increases? (the|your)|lifts?|results? in|impact of)\b",
    re.IGNORECASE,
)

ASSOCIATIONS = (
    "leading", "pipeline", "conversion", "attainment", "trend", "comparison", "heroes", "learning",
)  # fmt: skip


def test_no_word_of_cause_stands_by_an_association(page: str) -> None:
    for section in ASSOCIATIONS:
        text = read(page).one("section", id=section).text.replace("says nothing of causes", "")
        assert CAUSAL.search(text) is None, CAUSAL.search(text)


def test_nobody_is_ranked(report: Report, page: str) -> None:
    """People are shown as a spread, so that no row of any chart or table is a person."""
    people = {*PEOPLE, *(f"crm:{person}" for person in PEOPLE), *NAMES}
    for one in report.pages:
        for block in one.blocks:
            table = block.data if isinstance(block, Chart) else block
            if isinstance(table, Table):
                assert not {str(row[0]) for row in table.rows} & people, table.title
    text = read(page).text
    assert not [name for name in NAMES if label(name) in text]


def test_one_name_has_one_answer_on_every_page(report: Report, company: Company) -> None:
    """Authority: the door. The same measure of the same days is the same figure wherever it is."""
    with company.open() as warehouse:
        asker = Asker(warehouse, AUDITOR, CLOCK.today())
        quarter = coming_quarter(asker)
        for measure, period in (
            ("coverage", quarter),
            ("pipeline", None),
        ):
            told = asker.one(measure, period=period)
            same = [
                figure.estimate.number()
                for one in report.pages
                for block in one.blocks
                if isinstance(block, Figures)
                for figure in block.figures
                if figure.title == asker.title(measure)
            ]
            assert told.estimable
            assert same == [told.number()] * len(same)
            assert len(same) >= (2 if measure == "coverage" else 1)


def test_the_set_of_indicators_says_whom_it_is_for(company: Company) -> None:
    """No deal of the company has a motion, and one seller alone is another case than a team."""
    one = replace(AUDITOR, who="a seller", people=frozenset({"person:crm:p00"}))
    for scope, role in ((AUDITOR, "managers"), (one, "sellers")):
        with company.open() as warehouse:
            page = leading_page(Asker(warehouse, scope, CLOCK.today()))
        leads = [block.lead for block in page.blocks if isinstance(block, Figures)]
        assert f", {role}, hunting: " in leads[0]
        assert "since no motion of deals is known" in leads[0]


def test_the_week_ends_with_the_pipeline_of_the_door(company: Company) -> None:
    with company.open() as warehouse:
        asker = Asker(warehouse, AUDITOR, CLOCK.today())
        quarter = coming_quarter(asker)
        found = what_moved(warehouse, AUDITOR, period=quarter)
        assert found.after.value == asker.one("pipeline", period=quarter).value


def test_the_false_alarms_of_a_band_are_stated(page: str) -> None:
    trend = read(page).one("section", id="trend")
    charts = [c for c in trend.all("figure") if "by month" in c.text]
    assert charts
    for chart in charts:
        assert re.search(
            r"by chance in \d+\.\d% of months; .* \d\.\d+ false alarms a quarter|too few|It takes",
            chart.text,
        ), chart.text
    assert "by chance alone" in trend.text or "No chart has limits" in trend.text


def test_small_groups_are_withheld_and_the_page_says_so(company: Company) -> None:
    scope = Scope("a guest", None, min_group=5, abilities=ABILITIES - {"see_rows", "see_people"})
    with company.open() as warehouse:
        page = attainment_page(Asker(warehouse, scope, CLOCK.today()))
    reasons = [getattr(block, "reason", "") for block in page.blocks]
    assert any("by person can single a person out" in reason for reason in reasons)


def test_who_may_see_nobody_gets_reasons_and_no_figure(company: Company) -> None:
    with company.open() as warehouse:
        report = make_report(warehouse, Scope.nothing("a stranger"), clock=CLOCK)
    blocks = [block for page in report.pages for block in page.blocks]
    assert not [block for block in blocks if isinstance(block, Chart)]
    shown = [block for block in blocks if isinstance(block, Figures)]
    assert shown
    assert not [f for block in shown for f in block.figures if f.estimate.estimable]


def test_rows_are_shown_only_to_who_may_see_rows(company: Company) -> None:
    guest = Scope("a guest", None, min_group=1, abilities=ABILITIES - {"see_rows"})
    with company.open() as warehouse:
        hidden, seen = (
            quality_page(Asker(warehouse, scope, CLOCK.today())) for scope in (guest, AUDITOR)
        )
    assert examples(seen)
    assert not examples(hidden)


def examples(page: Page) -> list[str]:
    found = [block for block in page.blocks if isinstance(block, Problems)]
    return [text for block in found for problem in block.found for text in problem.examples]
