"""Leading, comparison, heroes and the key say what their analysis says under one's own rights."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.urls import reverse

from everyrep.analysis.comparison import compare
from everyrep.analysis.heroes import reliance
from everyrep.analysis.known_truth import beside_truth
from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.numbers import shown
from everyrep.faces.web import company
from everyrep.faces.web.access.scoping import scope_of
from everyrep.faces.web.pages import truth
from everyrep.values import Grain
from tests.faces.web.conftest import CAST, Cast

pytestmark = [pytest.mark.figures, pytest.mark.long]

SEES = {
    "leading": {"skip_manager", "enablement", "revops", "executive"},
    "heroes": {"skip_manager", "revops", "finance", "executive"},
    "comparison": {
        "manager", "stranger_manager", "skip_manager", "enablement", "revops", "finance",
        "executive",
    },
    "truth": {"enablement", "revops", "executive"},
}  # fmt: skip


def asker_of(cast: Cast, who: str) -> Asker:
    """What asks for a page, under somebody's rights."""
    warehouse = company.current()
    assert warehouse is not None
    user = cast.user(who)
    known = company.organisation(warehouse, warehouse.as_of)
    return Asker(warehouse, scope_of(user, user.grants.first(), known), warehouse.as_of)


def part(cast: Cast, who: str, name: str) -> str:
    return cast.client(who).get(reverse("figures", args=[name])).content.decode()


@pytest.mark.parametrize("name", sorted(SEES))
def test_who_opens_the_page_and_who_does_not(cast: Cast, name: str) -> None:
    for who in CAST:
        status = cast.client(who).get(reverse(name)).status_code
        assert status == (200 if who in SEES[name] else 403), who
    assert cast.client("anonymous").get(reverse(name)).status_code == 302


@pytest.mark.parametrize("who", ["revops", "executive"])
def test_heroes_are_counted_as_the_analysis_counts_and_named_nowhere(cast: Cast, who: str) -> None:
    asker = asker_of(cast, who)
    year = asker.full(Grain.FISCAL_QUARTER, 4)
    found, page = reliance(asker.warehouse, asker.scope, year), part(cast, who, "heroes")
    if found.reason is not None:
        assert found.reason.sentence in page
        return
    assert shown(found.figure("top_share").seen).value in page
    assert shown(found.real).value in page
    everybody = asker.warehouse.connection.execute("SELECT full_name FROM people").fetchall()
    assert not [name for (name,) in everybody if name and name in page]


@pytest.mark.parametrize("who", ["revops", "executive", "manager"])
def test_a_comparison_shows_its_figures_or_says_why_there_are_none(cast: Cast, who: str) -> None:
    asker = asker_of(cast, who)
    year = asker.full(Grain.FISCAL_QUARTER, 4)
    page = part(cast, who, "comparison")
    found = compare(asker.warehouse, asker.scope, "win_rate", period=year)
    known = [row for row in found.rows if row.adjusted.estimable]
    if known:
        assert all(shown(row.adjusted).value in page for row in known)
    else:
        assert found.reason is not None
        assert found.reason.sentence in page


def test_of_one_team_its_people_are_compared_in_the_order_of_their_names(cast: Cast) -> None:
    page = part(cast, "manager", "comparison")
    assert "People, not teams." in page
    assert "So the people in sight are compared" in page
    table = page.partition("Win rate by person")[2].partition("</table>")[0]
    names = re.findall(r'<th scope="row">(.*?)</th>', table)
    assert len(names) > 2
    assert names == sorted(names)
    assert "People, not teams." not in part(cast, "executive", "comparison")


def test_leading_comes_before_revenue_and_says_whether_it_leads(cast: Cast) -> None:
    for who in sorted(SEES["leading"]):
        page = part(cast, who, "leading")
        assert "And then revenue" in page
        assert re.search(r"leads|cannot be told here|does not lead here|cannot tell", page)
        assert page.index("And then revenue") > page.index("ndicator")


def test_the_key_shows_the_truth_to_those_who_see_groups_alone(cast: Cast) -> None:
    page = cast.client("executive").get(reverse("truth")).content.decode()
    truths = truth.known_truth()
    assert truths is not None
    asker = asker_of(cast, "executive")
    lines = [truth.line_of(one) for one in beside_truth(asker.warehouse, truths, asker.scope)]
    assert len(lines) > 3
    for line in lines:
        assert line["truth"] in page
        assert line["value"] in page


def test_full_counts_are_no_ranges_and_no_difference_is_rounded_away(cast: Cast) -> None:
    asker, truths = asker_of(cast, "revops"), truth.known_truth()
    assert truths is not None
    found = {one.measure: one for one in beside_truth(asker.warehouse, truths, asker.scope)}
    counts = [one for one in found.values() if one.counted]
    page = cast.client("revops").get(reverse("truth")).content.decode()
    same = sum(one.off == 0 for one in counts)
    assert f"{same} of {len(counts)} full counts are the same" in page
    emails = replace(found["emails"], truth=found["emails"].truth + 1)
    line = truth.line_of(emails)
    assert line["held"] == "1 fewer counted"
    assert int(line["truth"].replace(",", "")) - int(line["value"].replace(",", "")) == 1


@pytest.mark.parametrize("name", ["home", "conversion", "pipeline"])
def test_truth_stands_hidden_beside_what_it_is_known_of_on_every_page(
    cast: Cast, name: str
) -> None:
    told = re.findall(r'<span class="truth">(.*?)</span>', part(cast, "revops", name))
    assert told
    assert all(re.match(r"truth: .*\d", one) for one in told)
    assert 'class="truth"' not in part(cast, "manager", name), "of a part nothing is known"


def test_truth_of_months_is_summed_from_the_months(cast: Cast) -> None:
    truths = truth.known_truth()
    assert truths is not None
    months = {one["month"]: one for one in truths["facts"]["months"]}
    name = sorted(months)[-2]
    page = cast.client("revops").get(reverse("measure", args=["won_deals"]), {"by": "month"})
    row = re.search(rf">{name}</th>(.*?)</tr>", page.content.decode(), re.DOTALL)
    assert row is not None
    assert f"truth: {months[name]['won']:,}," in row[1]


def test_truth_is_shown_without_script_by_the_address(cast: Cast) -> None:
    client = cast.client("revops")
    plain = client.get(reverse("conversion"), {"x": "1"}).content.decode()
    shown = client.get(reverse("conversion"), {"truth": "1"}).content.decode()
    assert '<html lang="en">' in plain
    assert 'href="?x=1&amp;truth=1" data-truth' in plain
    assert '<html lang="en" class="truths">' in shown
    assert "takes no &#x27;truth&#x27;" not in shown


def test_a_condition_or_another_cut_has_no_truth(cast: Cast) -> None:
    address = reverse("measure", args=["won_deals"])
    for asked in ({"where": "segment = 'SMB'"}, {"by": "team"}):
        page = cast.client("revops").get(address, asked).content.decode()
        assert 'class="opener"' in page
        assert 'class="truth"' not in page
