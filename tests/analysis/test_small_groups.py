"""Who may see no single person may see what many are together, and nothing about a few."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from everyrep.analysis.comparison import Groups, compare
from everyrep.analysis.heroes import reliance
from everyrep.analysis.leading.which import which_lead
from everyrep.assembly import build_demo
from everyrep.measures import panel
from everyrep.values import Scope, UserError
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import Workspace


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
    assert reliance(company, GROUPS).to_dict() == reliance(company, ALL).to_dict()


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
