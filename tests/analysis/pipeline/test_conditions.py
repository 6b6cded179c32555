"""What a condition on deals says of targets, and of deals on an earlier day."""

from __future__ import annotations

import pytest

from everyrep.analysis.pipeline.conditions import OF_NOW, target_not_by, whole_target, without
from everyrep.warehouse.mapping import parse_where


@pytest.mark.parametrize(
    "text",
    [
        "a = 'it''s' and b > -2.5",
        "not (a in ('x', 'y') or \"b c\" is empty)",
        "a != 'x' and (b >= 1 or c is not empty)",
    ],
)
def test_what_is_left_of_a_condition_says_what_it_said(text: str) -> None:
    left = without(text, OF_NOW)
    assert left is not None
    assert parse_where(left) == parse_where(text)


def test_only_what_is_about_a_field_goes() -> None:
    left = without("stage >= 'Proposal' and (team = 'A' and outcome = 'open')", OF_NOW)
    assert parse_where(left or "") == parse_where("team = 'A'")
    assert without("stage = 'Won' or team = 'A'", OF_NOW) is None
    assert without(None, OF_NOW) is None


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("stage >= 'Proposal'", False),
        ("rep = 'ann' and forecast_category = 'commit'", False),
        ("segment = 'Enterprise'", True),
        ("amount > 1000", True),
        ("stage = 'Talk' or team = 'A'", True),
        ("  ", False),
    ],
)
def test_targets_are_cut_by_what_they_have(text: str, refused: bool) -> None:
    assert (target_not_by(text) is not None) is refused


def test_the_stage_bounds_the_pipeline_and_not_the_target() -> None:
    assert whole_target("stage = 'Talk'") is None
    assert parse_where(whole_target("stage = 'Talk' and team = 'A'") or "") == parse_where(
        "team = 'A'"
    )
