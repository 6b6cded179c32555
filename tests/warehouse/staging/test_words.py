"""The outcome that the name of a stage states."""

from __future__ import annotations

import duckdb
import pytest

from everyrep.warehouse.staging.words import stage_outcome


@pytest.mark.parametrize(
    ("stage", "outcome"),
    [
        ("Closed Won", "won"),
        ("7. Closed/Won", "won"),
        ("Closed - Won (signed)", "won"),
        ("Won - Upsell", "won"),
        ("Gewonnen", "won"),
        ("Closed Lost to Competition", "lost"),
        ("Lost - Price", "lost"),
        ("Lost to competitor", "lost"),
        ("8 - Lost", "lost"),
        ("Perdue", "lost"),
        ("No Decison", "no_decision"),
        ("8 - No Descision", "no_decision"),
        ("Colsed Won", "won"),
        ("closed lots", "lost"),
        ("Disqualifed", "lost"),
        ("Qualified", None),
        ("Last", None),
        ("Now", None),
        ("Decision", None),
        ("Closed", None),
        ("Lost Contact", None),
        ("Wonder", None),
        ("Proposal", None),
        ("Verbally Won", None),
    ],
)
def test_the_name_of_a_stage_states_an_outcome(stage: str, outcome: str | None) -> None:
    found = duckdb.execute(f"SELECT {stage_outcome('stage')} FROM (SELECT ? AS stage)", [stage])
    assert found.fetchall() == [(outcome,)]
