"""A business case as a page and as a file: every figure with its range, every assumption named."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from everyrep.evidence.findings import size_in
from everyrep.evidence.money import (
    Benefit,
    BenefitKind,
    Business,
    Case,
    Cost,
    CostKind,
    Pays,
    Range,
    parse_case,
    returns,
)
from everyrep.evidence.money.behind import ASSUMED, Behind
from everyrep.faces.reports.business import COLUMNS, csv_of, rows_of
from everyrep.faces.reports.charts.swings import Reach, swings
from everyrep.faces.reports.html import page_to_html
from everyrep.faces.reports.model import (
    Chart,
    Figures,
    Legend,
    Missing,
    Notes,
    Page,
    Report,
    Table,
)
from everyrep.faces.reports.numbers import shown
from everyrep.faces.reports.pages.business import business_page
from everyrep.faces.reports.studio import Studio
from everyrep.values import Currency, NotEstimable, Reason

TEXT = """format = 1
name = "Sooner"
years = [1, 1, 2]
[base]
amount = 1_000_000
[[benefit]]
name = "+Sooner"
kind = "cycle"
amount = [0.01, 0.03, 0.05]
[[cost]]
name = "Seats"
kind = "seats"
amount = 12_000
"""


def found() -> Business:
    file = parse_case(TEXT)
    amount = file.benefits[0].amount
    assert amount is not None
    case = Case(
        "Sooner", "EUR", Range.exactly(100_000_000.0), Range.exactly(1.0), file.years,
        (Benefit("+Sooner", BenefitKind.CYCLE, amount),),
        (Cost("Seats", CostKind.SEATS, Range.exactly(1_200_000.0)),),
    )  # fmt: skip
    returned = returns(case)
    lines = (Behind(file.benefits[0], None, amount, ASSUMED),)
    return Business(
        "Sooner", Currency.of("EUR"), 0, Pays.IF_CAUSE, "If what is assumed held, it would pay.",
        returned.roi, returned, lines, ("Inputs are independent.",), "b1",
    )  # fmt: skip


def test_all_parts_of_a_case_are_on_its_page() -> None:
    page = business_page(found(), parse_case(TEXT))
    kinds = [type(block) for block in page.blocks]
    assert kinds[0] is Notes
    assert kinds.count(Figures) == 1
    (chart,) = [block for block in page.blocks if isinstance(block, Chart)]
    assert [row[0] for row in chart.data.rows] == ["benefit: +Sooner", "years"]
    assert {row[3] for row in chart.data.rows} == {"assumed"}
    tables = {block.title: block for block in page.blocks if isinstance(block, Table)}
    assumed = {row[0] for row in tables["Assumptions"].rows}
    assert {"Years that it lasts", "Bookings a year (EUR)", "Seats (EUR)"} <= assumed
    assert tables["Benefits"].rows[0][2] == ASSUMED
    assert len(tables["Two readings of the formula"].rows) == 2


def test_every_face_of_an_assumed_case_says_assumed() -> None:
    lines = {(row[0], row[1]): row for row in rows_of(found())}
    graded = [row[7] for row in lines.values() if row[7]]
    assert set(graded) == {"assumed"}
    assert found().to_dict()["roi"]["grade"] == "assumed"
    assert "assumed" in {mark for mark, _, _ in Legend().grades}


def test_a_figure_that_may_be_nothing_is_led_by_its_range() -> None:
    whole = found()
    (block,) = [b for b in business_page(whole, parse_case(TEXT)).blocks if isinstance(b, Figures)]
    assert not any(one.by_range for one in block.figures)
    open_word = replace(whole, word=Pays.CANNOT_TELL)
    page = business_page(open_word, parse_case(TEXT))
    (block,) = [b for b in page.blocks if isinstance(b, Figures)]
    net = {one.title: one for one in block.figures}["Net"]
    assert net.by_range
    ends = shown(net.estimate, "person").ends
    report = Report("X", date(2026, 1, 1), "b1", datetime(2026, 1, 1, tzinfo=UTC), "the test",
                    simulated=False, contents=(), pages=())  # fmt: skip
    with Studio() as studio:
        html = page_to_html(Page("net", "Net", "", (block,)), report, studio)
    card = html[html.index(">Net<") :]
    assert card.index("by-range") < card.index(ends) < card.index("most likely")


def test_a_case_without_a_figure_says_why() -> None:
    whole = found()
    roi = NotEstimable(Reason("effect_refused", "The effect is not known.", "Ask."), 0, "ratio")
    none = Business(
        whole.name, whole.currency, 0, Pays.CANNOT_TELL, "Cannot tell.", roi, None, whole.behind,
        (), "b1",
    )  # fmt: skip
    blocks = business_page(none, parse_case(TEXT)).blocks
    missing = [block for block in blocks if isinstance(block, Missing)]
    assert [one.reason for one in missing] == ["The effect is not known."]
    assert not [block for block in blocks if isinstance(block, Figures | Chart)]


def test_amounts_in_the_file_are_exact_and_texts_are_harmless() -> None:
    rows = list(csv.reader(io.StringIO(csv_of(rows_of(found())))))
    assert rows[0] == list(COLUMNS)
    lines = {(row[0], row[1]): row for row in rows}
    assert lines["cost", "Seats"][3:6] == ["12000.00"] * 3
    assert ("benefit", "'+Sooner") in lines
    assert float(lines["all", "net"][4]) == pytest.approx(18_000)
    assert lines["moves it", "years"][8] == "assumed"


def test_the_picture_says_of_each_input_how_far_it_moves_the_net() -> None:
    rows = [Reach("years", 5.0, -3.0, assumed=True, says="years: -3 to 5"),
            Reach("x", 1.0, 2.0, assumed=False, says="x")]  # fmt: skip
    spec = swings(rows, 1.5, "money:EUR", 400)
    values = spec["data"]["values"]
    assert [(one["low"], one["high"]) for one in values] == [(-3.0, 5.0), (1.0, 2.0)]
    assert values[0]["says"] == "years: -3 to 5"


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [("share", 0.0251, "2.5 points"), ("money:EUR", 123_456, "1,235 EUR"),
     ("money:JPY", 123_456, "123,456 JPY"), ("money:USD/person", 100, "1 USD"),
     ("count", 0.12345, "0.123")],
)  # fmt: skip
def test_sizes_are_written_in_the_unit_of_the_outcome(unit: str, value: float, said: str) -> None:
    assert size_in(unit)(value) == said
