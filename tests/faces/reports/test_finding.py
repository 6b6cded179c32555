"""A finding in full: its months, what was tried on it, and what who sees groups alone may see."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.findings import (
    DESIGNS,
    Checked,
    Claim,
    Considered,
    Curve,
    Effect,
    Finding,
    Fit,
    Member,
    Weight,
)
from everyrep.faces.reports.charts import effects
from everyrep.faces.reports.model import Block, Chart, Checklist, Figures, Notes, Page, Table
from everyrep.faces.reports.numbers import shown
from everyrep.faces.reports.pages.finding import asked_of, by_month, finding_page, tone_of
from everyrep.values import Estimate, Grade, NotEstimable, Reason, Scope

ALL = Scope.everything("test")
GROUPS = replace(ALL, min_group=5)
AT = np.arange(-3, 4)
N = np.array([40, 40, 40, 40, 30, 12, 3])


def a_finding(outcome: str = "win_rate", claim: Claim = Claim.CAUSAL) -> Finding:
    """An effect of two points after a donut of three months, with fewer and fewer behind it."""
    value = np.where(AT < 0, 0.0, 0.02)
    curve = Curve(AT, value, np.full(7, 0.005), value - 0.015, value + 0.015, N)
    effect = Effect("uptake", "against others' course", 0.02, 0.005, 0.01, 0.03, 30.0, 0.25, 40,
                    60, 12, "team", curve)  # fmt: skip
    return Finding(
        Question(treatment("course:Value Selling"), outcome),
        claim,
        "Value Selling raises it by 2.0 points (1.0 to 3.0).",
        Estimate(0.02, 0.01, 0.03, 40, "points", Grade.ADJUSTED),
        effect,
        headline=Estimate(0.017, 0.004, 0.03, 40, "points", Grade.ADJUSTED),
        checks=(
            Checked("a", "Trend before", True, "None is seen."),
            Checked("b", "Who left", None, "Nobody left."),
            Checked("c", "Dip before", False, "There was one.", Weight.LOWERS),
        ),
        way=(
            Considered(DESIGNS["trial"], Fit.REJECTED, "No record says that a lot decided."),
            Considered(DESIGNS["uptake"], Fit.USED, "People came one by one."),
        ),
        family=(
            Member("raw", "With less without", 0.05, 0.03, 0.07, "it is a matter of chance",
                   believed=False),
            Member("plain", "Against others", 0.02, 0.01, 0.03, "they differ by a level",
                   believed=True),
        ),
        reasons=("51 left out: known only before, or only after.", "Read it with care."),
        needs=("A start drawn by lot would settle it.",),
        detectable=0.012,
        smallest=0.025,
    )  # fmt: skip


def kinds(page: Page) -> list[str]:
    return [type(one).__name__ for one in page.blocks]


def one(page: Page, kind: type[Block], title: str) -> Block:
    (found,) = (b for b in page.blocks if isinstance(b, kind) and title in getattr(b, "title", ""))
    return found


def test_the_sentence_comes_first_then_the_figure_then_the_picture() -> None:
    page = finding_page(a_finding(), ALL)
    assert kinds(page)[:3] == ["Notes", "Figures", "Chart"]
    first = page.blocks[0]
    assert isinstance(first, Notes)
    assert first.notes[0].title == "Causal."
    assert first.notes[0].text.startswith("Value Selling raises")


def test_the_winners_curse_stands_beside_the_effect() -> None:
    figures = finding_page(a_finding(), ALL).blocks[1]
    assert isinstance(figures, Figures)
    assert [shown(f.estimate).value for f in figures.figures] == ["+2.0", "+1.7"]
    assert figures.figures[1].title == "Less the winner's curse"


def test_the_picture_and_its_table_hold_the_same_months() -> None:
    chart = one(finding_page(a_finding(), ALL), Chart, "by month")
    assert isinstance(chart, Chart)
    spec = chart.draw(850)
    assert [row["at"] for row in spec["data"]["values"]] == AT.tolist()
    drawn = [row["value"] for row in spec["data"]["values"]]
    told = [cell.number() for _, cell in chart.data.rows if isinstance(cell, Estimate)]
    assert drawn == told
    shaded = spec["layer"][0]["data"]["values"][0]
    assert shaded == {"from": -3.5, "to": -0.5}


def test_nothing_is_shaded_where_no_month_is_left_out() -> None:
    months = [pair for pair in by_month(a_finding()) if pair[0] >= 0]
    spec = effects(months, "points", 850)
    assert not [part for part in spec["layer"] if part["mark"]["type"] == "rect"]


def test_months_of_a_few_are_not_shown_to_who_sees_groups_alone() -> None:
    chart = one(finding_page(a_finding(), GROUPS), Chart, "by month")
    assert isinstance(chart, Chart)
    assert [row["at"] for row in chart.draw(850)["data"]["values"]] == AT[:-1].tolist()
    assert "n = 3 people" not in chart.says


def test_one_series_of_everybody_stands_for_all_in_it() -> None:
    found = a_finding()
    assert found.effect is not None
    of_all = replace(found, effect=replace(found.effect, design="interrupted"))
    assert {estimate.n for _, estimate in by_month(of_all)} == {40}


def test_what_is_not_told_by_month_is_drawn_at_once() -> None:
    found = a_finding()
    assert found.effect is not None
    page = finding_page(replace(found, effect=replace(found.effect, curve=None)), ALL)
    chart = one(page, Chart, "Effect, points")
    assert isinstance(chart, Chart)
    names = [row[0] for row in chart.data.rows]
    assert names == ["All months together", "Less the winner's curse", "With less without"]
    assert chart.draw(850)["data"]["values"][0]["value"] == 0.02


def test_what_failed_comes_first_and_says_what_that_does() -> None:
    tried = one(finding_page(a_finding(), ALL), Checklist, "What was tried")
    assert isinstance(tried, Checklist)
    assert [(c.word, c.title) for c in tried.checks] == [
        ("failed", "Dip before"), ("not tried", "Who left"), ("passed", "Trend before"),
    ]  # fmt: skip
    assert "makes the claim weaker" in tried.checks[0].why


def test_the_way_says_what_was_used_and_what_rejected_and_why() -> None:
    way = one(finding_page(a_finding(), ALL), Checklist, "How the design")
    assert isinstance(way, Checklist)
    assert [(c.word, c.why) for c in way.checks] == [
        ("rejected", "No record says that a lot decided."), ("used", "People came one by one."),
    ]  # fmt: skip


def test_the_family_marks_what_is_believed() -> None:
    family = one(finding_page(a_finding(), ALL), Table, "each way")
    assert isinstance(family, Table)
    assert [row[-1] for row in family.rows] == ["", "believed"]
    assert family.rows[0][2] == "It is a matter of chance."
    grades = [cell.grade for row in family.rows for cell in row if isinstance(cell, Estimate)]
    assert grades == [Grade.OBSERVED, Grade.ADJUSTED]


def test_who_was_left_out_stands_apart_from_what_must_be_read_with_it() -> None:
    page = finding_page(a_finding(), ALL)
    out, beside = one(page, Notes, "left out"), one(page, Notes, "To be read")
    assert isinstance(out, Notes)
    assert isinstance(beside, Notes)
    assert [note.text[:9] for note in out.notes] == ["The first", "51 left o"]
    assert [note.text for note in beside.notes] == ["Read it with care."]


@pytest.mark.parametrize(("outcome", "tone"), [("win_rate", "good"), ("cycle_length", "bad")])
def test_more_is_not_always_better(outcome: str, tone: str) -> None:
    assert tone_of(a_finding(outcome)) == tone
    assert tone_of(a_finding(outcome, Claim.SUGGESTIVE)) == "plain"


def test_what_is_refused_has_no_figure() -> None:
    why = Reason("few", "Too few had it.", "Wait.")
    found = replace(
        a_finding(claim=Claim.REFUSED), estimate=NotEstimable(why, 4, "points"), effect=None,
        headline=None, family=(), checks=(), sentence="Cannot be told here: Too few had it.",
    )  # fmt: skip
    page = finding_page(found, GROUPS)
    assert "Figures" not in kinds(page)
    assert "Chart" not in kinds(page)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("course:value selling", "value selling: win rate"),
        ("coaching", "Coaching: win rate"),
        ("coaching:discovery", "Coaching (discovery): win rate"),
        ("change:2025-03-01@hr:t1", "Change on 2025-03-01, t1 (hr): win rate"),
        ("program:Rollout@first", "first (Rollout): win rate"),
    ],
)
def test_a_question_has_a_name_of_a_few_words(text: str, named: str) -> None:
    assert asked_of(Question(treatment(text), "win_rate")) == named
