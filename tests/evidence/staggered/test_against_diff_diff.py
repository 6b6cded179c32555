"""Effects beside diff-diff, run live: what R's did has no values for here.

Of that library's own overall under anticipation nothing is asked: it averages the months of
anticipation in, which R's did and we do not.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from everyrep.evidence.staggered import (
    NEVER,
    Comparison,
    EventStudy,
    by_event_time,
    event_study,
    group_times,
    imputation,
    overall_effect,
)
from tests.evidence.staggered.panels import Counties, Simulated, counties, simulated

pytestmark = [
    pytest.mark.reference,
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]


def long(panel: Simulated | Counties, team: np.ndarray) -> Any:
    import pandas as pd

    units, periods = panel.y.shape
    return pd.DataFrame(
        {
            "unit": np.repeat(np.arange(units), periods),
            "time": np.tile(np.arange(1, periods + 1), units),
            "y": panel.y.ravel(),
            "first": np.repeat(np.where(panel.first == NEVER, 0, panel.first + 1), periods),
            "team": np.repeat(team, periods),
        }
    ).dropna()


def beside(ours: EventStudy, theirs: Any, *, errors: bool = True) -> None:
    """Hold effects from treatment on beside each other."""
    for at, time in enumerate(ours.event_times.tolist()):
        if time < 0:
            continue
        other = theirs.event_study_effects[time]
        assert ours.effects.estimates[at] == pytest.approx(other["effect"], abs=1e-8)
        if errors:
            assert ours.effects.standard_errors[at] == pytest.approx(other["se"], rel=1e-6)


@pytest.fixture(scope="module")
def teams() -> Simulated:
    return simulated(11, units=200, teams=40)


@pytest.mark.parametrize("controls", ["never", "not yet"])
@pytest.mark.parametrize("clustered", [False, True])
def test_by_cohort(teams: Simulated, controls: str, clustered: bool) -> None:
    from diff_diff import CallawaySantAnna  # type: ignore[import-untyped]

    how = Comparison("never" if controls == "never" else "not yet")
    clusters = teams.team if clustered else None
    ours = by_event_time(group_times(teams.y, teams.first, how, clusters=clusters))
    model = CallawaySantAnna(
        control_group="never_treated" if controls == "never" else "not_yet_treated",
        cluster="team" if clustered else None,
    )
    table = long(teams, teams.team)
    beside(ours, model.fit(table, "y", "unit", "time", "first", aggregate="event_study"))


@pytest.mark.parametrize("leave_out", [False, True])
@pytest.mark.parametrize("missing", [0.0, 0.1])
def test_by_imputation(leave_out: bool, missing: float) -> None:
    """Effects, and standard errors where every outcome is there; see below for where not."""
    from diff_diff import ImputationDiD

    panel = simulated(12, units=150, missing=missing)
    found = imputation(panel.y, panel.first, leave_out=leave_out)
    model = ImputationDiD(leave_one_out=leave_out)
    table = long(panel, panel.team)
    theirs = model.fit(table, "y", "unit", "time", "first", aggregate="event_study")
    beside(event_study(found), theirs, errors=True)
    whole = overall_effect(found)
    assert whole.estimate == pytest.approx(theirs.overall_att, abs=1e-8)
    assert whole.standard_error == pytest.approx(theirs.overall_se, rel=1e-6)


def test_counties_by_imputation(shared_data: Path) -> None:
    from diff_diff import ImputationDiD

    panel = counties(shared_data)
    found = imputation(panel.y, panel.first, leave_out=False)
    table = long(panel, np.arange(500))
    theirs = ImputationDiD().fit(table, "y", "unit", "time", "first", aggregate="event_study")
    beside(event_study(found), theirs)
    assert overall_effect(found).standard_error == pytest.approx(theirs.overall_se, rel=1e-6)
