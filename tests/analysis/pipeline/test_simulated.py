"""The simulated company: what it will yield is foretold, and what only follows does not lead.

Authority: the company's own truth (activities do nothing), and what came in the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pytest

from everyrep.analysis.leading.search import Bounds
from everyrep.analysis.leading.which import which_lead
from everyrep.analysis.pipeline.moves import what_moved
from everyrep.analysis.pipeline.truth import pipeline_truth
from everyrep.assembly import build_demo
from everyrep.measures import query
from everyrep.measures.facts.movements import deals_then, number_of
from everyrep.values import Period, Scope
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.workspace import Workspace

EVERYTHING = Scope.everything("tests")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    workspace = Workspace(tmp_path_factory.mktemp("company"))
    build_demo(workspace, people=150, months=36, seed=3, progress=lambda *_: None)
    with Warehouse.open(workspace) as warehouse:
        yield warehouse


def test_what_open_deals_bring_is_within_its_range(company: Warehouse) -> None:
    """Six quarters, each asked on its fortieth day with nothing known of what came later."""
    starts = [date(2024, 10, 1), date(2025, 1, 1), date(2025, 4, 1), date(2025, 7, 1),
              date(2025, 10, 1), date(2026, 1, 1)]  # fmt: skip
    inside = []
    for start in starts:
        period = Period(start, (start + timedelta(days=95)).replace(day=1))
        day = start + timedelta(days=40)
        scope = Scope.everything("tests", as_of=day)
        told = pipeline_truth(company, scope, period=period)
        then = deals_then(company, EVERYTHING, [day])
        came = then.base[(then.outcome == "won") & (then.ended < number_of(period.end))].sum()
        expected = told.expected
        inside.append(expected.low.minor <= came <= expected.high.minor)
    assert sum(inside) >= 5


def test_what_moved_ends_with_the_pipeline_of_the_door(company: Warehouse) -> None:
    found = what_moved(company, EVERYTHING, since=company.as_of - timedelta(days=28))
    total = sum(part.effect.value.minor for part in found.parts)
    assert total == found.after.value.minor - found.before.value.minor
    door = query(company, "pipeline", scope=EVERYTHING).one().value.minor
    assert found.after.value.minor == pytest.approx(door, rel=0.01)


def test_activities_that_do_nothing_lead_by_way_of_the_pipeline_alone(company: Warehouse) -> None:
    found = which_lead(
        company,
        EVERYTHING,
        indicators=["activities", "calls", "emails", "meetings", "opportunities_created",
                    "connect_rate", "activity_quality"],
        bounds=Bounds(flips=999),
    )  # fmt: skip
    assert found.placebo == 0
    assert [lead for lead in found.leads if lead.leads] == []
    calls = found.of("activities", "won_deals")
    assert calls.by_pipeline
    assert abs(calls.beyond.correlation) < 0.5 * abs(calls.finding.correlation)
    opened = found.of("opportunities_created", "won_deals")
    assert opened.finding.word.value == "leads"
    assert opened.mechanical
    assert np.sign(opened.finding.direction) == 1
