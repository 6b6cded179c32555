"""Every figure opens: its value, how it came about, and the facts behind it that one may see."""

from __future__ import annotations

import csv
import io
import re
from fractions import Fraction

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from everyrep.faces.web.pages.measure_files import harmless, to_csv, to_excel
from everyrep.measures import Answer
from everyrep.measures.answer import Row
from everyrep.values import Estimate, Money
from tests.faces.web.conftest import Cast

PART = {"HTTP_HX_REQUEST": "true"}


def test_a_figure_opens_as_a_part_and_as_a_page(cast: Cast) -> None:
    address = reverse("working", args=["won_deals"])
    part = cast.client("manager").get(address, **PART).content.decode()
    page = cast.client("manager").get(address).content.decode()
    assert "<html" not in part
    assert "<html" in page
    for said in ("Formula", "Grade", "Rests on", "build <code>", "The SQL, as run", "1 to "):
        assert said in part
        assert said in page


def test_rows_are_for_those_who_may_see_rows(cast: Cast) -> None:
    address = reverse("working", args=["won_deals"])
    for who in ("executive", "enablement", "finance", "administrator"):
        page = cast.client(who).get(address).content.decode()
        assert "1 to " not in page, who
    assert "Single facts are for those who may see rows" in (
        cast.client("executive").get(address).content.decode()
    )


def test_a_stranger_sees_no_rows_of_somebody_elses_people(cast: Cast) -> None:
    address = reverse("working", args=["won_deals"])
    asked = {"by": "person", "is.person": cast.people["rep"], "pool": "1"}
    assert "1 to " in cast.client("manager").get(address, asked).content.decode()
    page = cast.client("stranger_manager").get(address, asked).content.decode()
    assert "There is no such figure any more" in page
    assert "1 to " not in page


def test_a_figure_of_others_shows_the_facts_of_each(cast: Cast) -> None:
    address = reverse("working", args=["velocity"])
    page = cast.client("manager").get(address, {"of": "win_rate"}, **PART).content.decode()
    assert 'aria-current="true"' in page
    assert "1 to " in page


@pytest.mark.parametrize(
    "asked",
    [{"by": "nothing"}, {"where": "x ="}, {"period": "never"}, {"is.team": "x", "by": "team"},
     {"unknown": "team", "by": "team"}, {"of": "x"}, {"from": "99999999"}, {"from": "-1"}],
)  # fmt: skip
def test_nonsense_gets_a_sentence(cast: Cast, asked: dict[str, str]) -> None:
    answer = cast.client("manager").get(reverse("working", args=["won_deals"]), asked)
    assert answer.status_code == 200


@pytest.mark.parametrize("who", ["manager", "revops"])
def test_without_its_group_a_figure_is_over_all_and_so_are_its_rows(cast: Cast, who: str) -> None:
    address = reverse("working", args=["won_deals"])
    whole = cast.client(who).get(address, **PART).content.decode()
    cut = cast.client(who).get(address, {"by": "person"}, **PART).content.decode()
    value = re.findall(r'opened-value"><b>(.*?)</b>', whole)
    assert value
    assert re.findall(r'opened-value"><b>(.*?)</b>', cut) == value
    assert re.findall(r"of ([\d,]+) rows", cut) == re.findall(r"of ([\d,]+) rows", whole) == value


def test_of_two_cuts_the_group_that_is_named_counts(cast: Cast) -> None:
    address, group = reverse("working", args=["won_deals"]), {"is.person": cast.people["rep"]}
    one, two = (
        cast.client("manager").get(address, {"by": by, **group}, **PART).content.decode()
        for by in (["person"], ["person", "month"])
    )
    found = [re.findall(r'opened-value"><b>(.*?)</b>', page) for page in (one, two)]
    assert found[0] == found[1] != []
    assert re.findall(r"of ([\d,]+) rows", two) == found[0]


def test_what_comes_in_parts_alone_is_not_told_of_one_of_them(cast: Cast) -> None:
    page = cast.client("manager").get(reverse("working", args=["stage_conversion"])).content
    assert b"It is told by stage alone" in page
    assert b"opened-value" not in page


def test_facts_are_called_by_their_names(cast: Cast) -> None:
    page = cast.client("manager").get(reverse("working", args=["won_deals"]), **PART)
    table = page.content.decode().partition('class="facts"')[2].partition("</table>")[0]
    assert '<th scope="col">Deal</th>' in table
    assert not re.search(r"<td>(crm|hr|lms|person):", table)


def test_ones_own_place_is_told_by_names(cast: Cast) -> None:
    page = cast.client("rep").get(reverse("mine")).content.decode()
    place = page.partition("Your place in the records")[2].partition("</dl>")[0]
    assert "<dt>Team</dt>" in place
    assert not re.search(r"<dd>(crm|hr|lms|person):", place)


def test_an_unknown_measure_is_not_there(cast: Cast) -> None:
    assert cast.client("manager").get(reverse("working", args=["no-such"])).status_code == 404


def test_the_page_of_a_measure_takes_several_cuts(cast: Cast) -> None:
    address = reverse("measure", args=["won_deals"])
    page = cast.client("manager").get(address, {"by": ["team", "month"]}).content.decode()
    assert page.count('class="opener"') > 3
    assert "company.measure(&#x27;won_deals&#x27;, by=[&#x27;team&#x27;" in page
    chart = cast.client("manager").get(reverse("measure_chart", args=["won_deals"]))
    assert b"<svg" in chart.content


NASTY = '=HYPERLINK("http://x")'


def answer() -> Answer:
    row = Row({"team": NASTY}, "won_deals", Estimate(3, n=3, unit="count"))
    return Answer(("won_deals",), ("team",), (row,))


def test_numbers_of_a_file_are_numbers() -> None:
    money = Estimate(
        Money.from_decimal("-1234567.50", "EUR"), n=3, unit="money:EUR", notes=("Of two files.",)
    )
    rows = (
        Row({"team": "North"}, "bookings", money),
        Row({"team": "South"}, "coverage", Estimate(Fraction(5, 4), n=2, unit="ratio")),
    )
    found = Answer(("bookings", "coverage"), ("team",), rows, notes=("No team is called 'Nrth'.",))
    north, south = csv.DictReader(io.StringIO(to_csv(found)))
    assert [north["value"], north["currency"], south["currency"]] == ["-1234567.50", "EUR", ""]
    assert float(south["value"]) == 1.25
    assert north["notes"] == "Of two files. No team is called 'Nrth'."
    assert south["notes"] == "No team is called 'Nrth'."
    sheet = load_workbook(io.BytesIO(to_excel(found)))["figures"]
    assert [sheet["C2"].value, sheet["C2"].data_type, sheet["F2"].value] == [-1234567.5, "n", "EUR"]


def test_a_file_without_figures_says_why() -> None:
    found = Answer(("won_deals",), ("team",), (), notes=("No segment is called 'Enterprize'.",))
    (line,) = csv.DictReader(io.StringIO(to_csv(found)))
    assert line["notes"] == "No segment is called 'Enterprize'."
    assert line["value"] == line["n"] == ""


def test_no_text_of_a_file_is_a_formula() -> None:
    sheet = load_workbook(io.BytesIO(to_excel(answer())))["figures"]
    assert [sheet["A2"].value, sheet["A2"].data_type] == [NASTY, "s"]
    assert sheet["B2"].value == 3
    assert f"\"'{NASTY[:5]}" in to_csv(answer())
    assert harmless("-1") == "'-1"
    assert harmless("North") == "North"


def test_the_download_for_excel_is_a_workbook_and_in_the_audit(cast: Cast) -> None:
    got = cast.client("revops").get(reverse("measure_xlsx", args=["won_deals"]), {"by": "team"})
    assert load_workbook(io.BytesIO(got.content))["figures"].max_row > 1
    assert "attachment" in got["Content-Disposition"]
