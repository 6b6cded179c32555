"""Who may see no single person may see what many are together, and nothing about a few."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from everyrep.analysis.comparison import Groups, compare, explain_miss
from everyrep.analysis.heroes import reliance
from everyrep.analysis.heroes.study import Stretch
from everyrep.analysis.heroes.words import notes_of
from everyrep.analysis.leading.which import which_lead
from everyrep.analysis.pipeline.lasting import lasting
from everyrep.assembly import build_demo
from everyrep.measures import panel, query
from everyrep.measures.privacy import groups_told
from everyrep.values import Period, Scope, UserError
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import Workspace

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    root = Workspace(tmp_path_factory.mktemp("groups"))
    build_demo(root, people=150, months=18, seed=5, progress=lambda *_: None)
    with Warehouse.open(root) as warehouse:
        yield warehouse


ALL = Scope.everything("test")
GROUPS = replace(ALL, who="an executive", min_group=5)


def test_a_panel_is_refused_outside_of_an_analysis(company: Warehouse) -> None:
    with pytest.raises(UserError, match="fewer than 5 people are not for"):
        panel(company, "won_deals", by="team", scope=GROUPS)


def test_reliance_is_the_same_for_who_sees_groups_alone(company: Warehouse) -> None:
    """But for notes on a few people, and on single amounts."""
    groups, everything = reliance(company, GROUPS), reliance(company, ALL)
    assert replace(groups, notes=()).to_dict() == replace(everything, notes=()).to_dict()
    assert set(groups.notes) - set(everything.notes) <= {
        "Bookings of nobody who was employed then are left out."
    }


def test_reliance_is_refused_where_the_top_fifth_is_a_few(company: Warehouse) -> None:
    many = replace(ALL, min_group=1_000)
    assert reliance(company, many).reason is not None


def test_what_leads_is_told_of_many_and_refused_of_few(company: Warehouse) -> None:
    asked = {"indicators": ("calls", "meetings"), "outcomes": ("won_deals",)}
    assert which_lead(company, GROUPS, **asked).leads  # type: ignore[arg-type]
    with pytest.raises(UserError, match="too few"):
        which_lead(company, replace(ALL, min_group=1_000), **asked)  # type: ignore[arg-type]


def test_small_teams_are_not_compared(company: Warehouse) -> None:
    few = replace(ALL, min_group=9)
    seen = {row.key for row in compare(company, few).rows}
    assert seen < {row.key for row in compare(company, ALL).rows}


def test_single_people_are_not_compared(company: Warehouse) -> None:
    with pytest.raises(UserError, match="by person can single a person out"):
        compare(company, GROUPS, groups=Groups(unit="person"))


YEAR = Period.parse("2025-06-01..2026-06-01")


def teams_told(company: Warehouse, scope: Scope) -> list[str]:
    """Teams of which the door withholds nothing in either half of the year."""
    found = [
        {str(key) for key in groups_told(answer, "team") if key is not None}
        for half in ("2025-06-01..2025-12-01", "2025-12-01..2026-06-01")
        for measure in ("bookings", "revenue_per_rep")
        for answer in [query(company, measure, by="team", period=half, scope=scope)]
    ]
    return sorted(set.intersection(*found))


def test_a_miss_is_told_of_a_team_that_the_door_tells_of(company: Warehouse) -> None:
    team = teams_told(company, GROUPS)[0]
    asked = {"key": team, "period": "2025-12-01..2026-06-01"}
    mine, whole = (explain_miss(company, scope, **asked) for scope in (GROUPS, ALL))  # type: ignore[arg-type]
    assert mine.reason is None
    assert mine.to_dict() == whole.to_dict()


def test_a_miss_of_a_small_team_is_not_told(company: Warehouse) -> None:
    few = replace(ALL, min_group=7)
    small = sorted(set(teams_told(company, ALL)) - set(teams_told(company, few)))
    found = explain_miss(company, few, small[0], period="2025-12-01..2026-06-01")
    assert found.reason is not None
    assert found.reason.code == "too_few_people"
    assert not found.parts


def test_single_people_have_no_miss_for_who_sees_groups(company: Warehouse) -> None:
    with pytest.raises(UserError, match="by person can single a person out"):
        explain_miss(company, GROUPS, "any", unit="person", period="2025-12-01..2026-06-01")


def test_how_long_deals_last_is_the_same_for_who_sees_groups_alone(company: Warehouse) -> None:
    mine, whole = (lasting(company, scope, YEAR) for scope in (GROUPS, ALL))
    assert [one.name for one in mine] == ["All"]
    for one, other in zip(mine, whole, strict=True):
        assert one.won_by(60) == other.won_by(60)
        assert one.open_at(30) == other.open_at(30)


def test_groups_that_the_door_withholds_have_no_curve(company: Warehouse) -> None:
    few = replace(ALL, min_group=9)
    told = groups_told(query(company, "cycle_length", by="team", period=YEAR, scope=few), "team")
    mine, whole = (lasting(company, scope, YEAR, "team", most=99) for scope in (few, ALL))
    assert {one.name for one in mine} <= {str(key) for key in told}
    assert len(mine) < len(whole)


def test_days_of_ones_own_choice_have_no_curve_for_who_sees_groups(company: Warehouse) -> None:
    days = Period.parse("2025-06-03..2026-05-01")
    assert lasting(company, ALL, days)
    with pytest.raises(UserError, match="does not begin and end with a month"):
        lasting(company, GROUPS, days)


def test_a_measure_that_may_not_be_seen_is_left_out_of_what_leads(company: Warehouse) -> None:
    blind = replace(GROUPS, abilities=frozenset({"see_amounts"}))
    found = which_lead(
        company, blind, indicators=("calls", "assessment_score"), outcomes=("won_deals",)
    )
    assert [lead.indicator for lead in found.leads] == ["calls"]
    assert "see_assessments" in found.left_out["assessment_score"]


def test_notes_of_reliance_tell_of_no_few_and_no_single_amount() -> None:
    of = Stretch.__new__(Stretch)
    for name, value in {
        "people": ("a", "b"), "months": np.array([0.5, 12.0]), "elsewhere": 1_210_840,
        "currency": "EUR", "amounts": np.array([1, 2]),
    }.items():  # fmt: skip
        object.__setattr__(of, name, value)
    all_told, told = notes_of(of, of), " ".join(notes_of(of, of, min_group=5))
    assert any("12,108.40" in note for note in all_told)
    assert any("hardly known: 1" in note for note in all_told)
    assert "12,108.40" not in told
    assert "hardly known" not in told
    assert "left out" in told
