"""How people spread around their targets, against counts done by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from everyrep.faces.reports.model import Chart, Figures, Missing, Page
from everyrep.faces.reports.pages.attainment import attainment_page, people_attaining
from everyrep.values import Estimate, Grain
from tests.faces.reports.test_series import asker
from tests.worlds import World

# Of a target of 1,000 in the quarter.
BOOKED = (0, 200, 400, 999, 1000, 1500, 5000)


def world() -> World:
    made = World(as_of=date(2026, 6, 30))
    for number, amount in enumerate(BOOKED):
        person = f"p{number}"
        made.person(person, role="rep", hired_on="2025-01-01")
        made.add("quotas", person=person, from_on="2026-04-01", to_on="2026-07-01", amount=1000)
        if amount:
            made.deal(f"d{number}", owner=person, outcome="won", amount=amount,
                      close_on="2026-05-05")  # fmt: skip
    return made


def test_everybody_with_a_quota_is_in_the_spread() -> None:
    one = asker(world())
    people = people_attaining(one, one.full(Grain.FISCAL_QUARTER))
    assert people == pytest.approx([booked / 1000 for booked in BOOKED])


def share_at_quota(page: Page) -> Estimate:
    figures = next(block for block in page.blocks if isinstance(block, Figures)).figures
    return next(one.estimate for one in figures if one.title == "Share at quota")


def test_the_share_at_quota_counts_those_right_on_it() -> None:
    estimate = share_at_quota(attainment_page(asker(world())))
    assert (estimate.value, estimate.n) == (pytest.approx(3 / 7), 7)


def test_who_sees_groups_alone_gets_what_the_catalogue_answers() -> None:
    """The share of people and their spread are of enough people; single ones are not shown."""
    one = asker(world())
    page = attainment_page(replace(one, scope=one.scope.narrow(min_group=5)))
    assert share_at_quota(page).value == pytest.approx(3 / 7)
    assert not [b for b in page.blocks if isinstance(b, Chart) and b.title.startswith("People")]
    assert [b for b in page.blocks if isinstance(b, Missing) and "single a person out" in b.reason]


def test_an_edge_belongs_to_the_bin_above_it() -> None:
    page = attainment_page(asker(world()))
    chart = next(b for b in page.blocks if isinstance(b, Chart) and b.title.startswith("People"))
    counts = {str(row[0]): row[1].value for row in chart.data.rows if isinstance(row[1], Estimate)}
    assert {name: count for name, count in counts.items() if count} == {
        "0.0 to 20.0 %": 1,
        "20.0 to 40.0 %": 1,
        "40.0 to 60.0 %": 1,
        "80.0 to 100.0 %": 1,
        "100.0 to 120.0 %": 1,
        "140.0 to 160.0 %": 1,
        "200.0 % and more": 1,
    }


def test_four_people_are_no_distribution() -> None:
    made = World(as_of=date(2026, 6, 30))
    for person in ("ann", "bob", "cyd", "dee"):
        made.person(person, role="rep", hired_on="2025-01-01")
        made.add("quotas", person=person, from_on="2026-04-01", to_on="2026-07-01", amount=1000)
        made.deal(f"d-{person}", owner=person, outcome="won", close_on="2026-05-05")
    page = attainment_page(asker(made))
    assert [b for b in page.blocks if isinstance(b, Missing) and "Only 4 people" in b.reason]
