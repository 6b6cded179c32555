"""An analysis says which words of its condition no fact knows, as figures do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from everyrep.analysis.charts import Charts, chart
from everyrep.analysis.comparison.compare import compare
from everyrep.analysis.heroes.reliance import reliance
from everyrep.analysis.pipeline.attention import needs_attention
from everyrep.analysis.pipeline.moves import what_moved
from everyrep.analysis.pipeline.truth import pipeline_truth
from everyrep.values import Scope
from tests.worlds import TinyWarehouse, World

ALL = Scope.everything("the test")
SAID = "No segment is called 'Enterprize' here; near: 'Enterprise'."


@pytest.fixture(scope="module")
def company() -> TinyWarehouse:
    world = World().person("ann", team="north").person("bob", team="south")
    world.deal("d1", owner="ann", amount=100, segment="SMB", outcome="open",
               created_on="2026-01-10", close_on="2026-09-01")  # fmt: skip
    world.deal("d2", owner="bob", amount=100, segment="Enterprise", outcome="won",
               created_on="2026-01-10", close_on="2026-03-01")  # fmt: skip
    made = world.warehouse()
    made.connection.execute("CREATE VIEW stage_history_and_more AS SELECT * FROM stage_history")
    return made


def won_in_time(source: TinyWarehouse, scope: Scope, where: str | None) -> Charts:
    return chart(source, "won_deals", scope=scope, where=where)


@pytest.mark.parametrize(
    "analysis", [pipeline_truth, what_moved, needs_attention, compare, reliance, won_in_time]
)
def test_misspelt_words_are_told(company: TinyWarehouse, analysis: Callable[..., Any]) -> None:
    found = analysis(company, ALL, where="segment = 'Enterprize'")
    assert found.notes[0] == SAID
    # What no open deal is called like, a closed one is.
    for where in ("segment = 'Enterprise'", "segment = 'smb'", None):
        notes = analysis(company, ALL, where=where).notes
        assert not [note for note in notes if "is called" in note]
