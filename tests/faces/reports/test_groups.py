"""One measure by one dimension: which groups are shown, and which dimensions the data fill."""

from __future__ import annotations

from everyrep.faces.reports.groups import filled_dimensions, grouped
from tests.faces.reports.test_series import asker
from tests.worlds import World


def world(deals: int = 12) -> World:
    made = World().person("ann")
    for number in range(deals):
        made.deal(
            f"d{number}",
            owner="ann",
            outcome=("won", "lost")[number % 2],
            close_on="2026-03-01",
            segment=("SMB", "SMB", "Enterprise")[number % 3],
            region="North" if number == 0 else None,
            channel="Web",
        )
    return made


def test_groups_with_the_most_facts_come_first() -> None:
    groups = grouped(asker(world()), "win_rate", "segment")
    assert [(name, estimate.n) for name, estimate in groups.rows] == [("SMB", 8), ("Enterprise", 4)]


def test_groups_of_a_process_come_in_its_order() -> None:
    order = {"Enterprise": 1, "SMB": 2}
    groups = grouped(asker(world()), "win_rate", "segment", order=order)
    assert [name for name, _ in groups.rows] == ["Enterprise", "SMB"]


def test_what_is_left_out_is_said() -> None:
    groups = grouped(asker(world()), "win_rate", "segment", most=1)
    assert [name for name, _ in groups.rows] == ["SMB"]
    assert groups.note == "Shown are the 1 with the most facts, of 2."


def test_a_dimension_that_nothing_fills_says_what_to_map() -> None:
    groups = grouped(asker(world()), "win_rate", "competitor")
    assert groups.rows == ()
    assert groups.reason is not None
    assert groups.reason.sentence == "No deal says its competitor."


def test_only_dimensions_with_two_known_groups_and_most_facts_are_filled() -> None:
    found = filled_dimensions(
        asker(world()), "win_rate", ("competitor", "region", "channel", "segment")
    )
    assert [groups.dimension for groups in found] == ["segment"]
