from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from everyrep.values import DataError
from everyrep.warehouse.identity import Decision, Ruling, append_decision, read_decisions
from everyrep.warehouse.identity.decisions import standing


def decide(ruling: str, left: str, right: str, day: int = 1) -> Decision:
    return Decision(
        Ruling(ruling), left, right, "reviewer", datetime(2026, 3, day, tzinfo=UTC), "seen both"
    )


def test_decisions_come_back_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "decisions" / "identity.jsonl"
    kept = [decide("merge", "crm:ø", "hr:2"), decide("split", "crm:1", "hr:3", 2)]

    for decision in kept:
        append_decision(path, decision)

    assert read_decisions(path) == kept
    assert path.read_text(encoding="utf-8").count("\n") == 2


def test_no_file_means_no_decisions(tmp_path: Path) -> None:
    assert read_decisions(tmp_path / "identity.jsonl") == []


def test_each_decision_is_on_disk_before_the_call_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)

    append_decision(tmp_path / "identity.jsonl", decide("merge", "crm:1", "hr:1"))

    assert synced


@pytest.mark.parametrize("cut", [1, 20, 60])
def test_a_torn_last_line_is_passed_over_and_closed_by_the_next(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "identity.jsonl"
    first, torn, last = (decide("merge", f"crm:{n}", f"hr:{n}") for n in range(3))
    append_decision(path, first)
    whole = path.stat().st_size
    append_decision(path, torn)
    os.truncate(path, whole + cut)

    assert read_decisions(path) == [first]
    append_decision(path, last)
    assert read_decisions(path) == [first, last]


def test_a_line_cut_only_of_its_newline_counts(tmp_path: Path) -> None:
    path = tmp_path / "identity.jsonl"
    append_decision(path, decide("merge", "crm:1", "hr:1"))
    os.truncate(path, path.stat().st_size - 1)
    append_decision(path, decide("merge", "crm:2", "hr:2"))

    assert len(read_decisions(path)) == 2


@pytest.mark.parametrize(
    "line",
    [
        '{"ruling": "marry", "left_ref": "a", "right_ref": "b", "who": "x", "when": "2026-03-01"}',
        '{"ruling": "merge", "left_ref": "a"}',
        '{"ruling": "merge", "left_ref": "a", "right_ref": "b", "who": "x", "when": "lately"}',
        "[1, 2]",
        "nonsense",
    ],
)
def test_a_whole_line_that_is_no_decision_is_refused_with_its_number(
    tmp_path: Path, line: str
) -> None:
    path = tmp_path / "identity.jsonl"
    append_decision(path, decide("merge", "crm:1", "hr:1"))
    path.write_text(path.read_text() + line + "\n")

    with pytest.raises(DataError, match="line 2"):
        read_decisions(path)


def test_a_decision_wants_two_records_and_a_time_with_its_offset() -> None:
    with pytest.raises(DataError, match="twice"):
        decide("merge", "crm:1", "crm:1")
    with pytest.raises(DataError, match="without an offset"):
        Decision(Ruling.MERGE, "crm:1", "hr:1", "reviewer", datetime(2026, 3, 1))  # noqa: DTZ001


REFS = ("a", "b", "c", "d")


def test_of_two_decisions_on_one_pair_the_later_wins_in_any_order() -> None:
    merge, split = decide("merge", "a", "b", 1), decide("split", "b", "a", 2)

    for order in ([merge, split], [split, merge]):
        stand = standing(order, REFS)
        assert (stand.merges, stand.splits) == ((), (("a", "b"),))
        assert stand.overruled == (merge,)


def test_of_two_decisions_at_one_time_the_one_further_down_wins() -> None:
    merge, split = decide("merge", "a", "b"), decide("split", "a", "b")

    assert standing([split, merge], REFS).merges == (("a", "b"),)


def test_a_repeated_decision_is_not_overruled() -> None:
    stand = standing([decide("merge", "a", "b", 1), decide("merge", "b", "a", 2)], REFS)

    assert stand.merges == (("a", "b"),)
    assert stand.overruled == ()


def test_a_split_of_what_merges_hold_together_is_overruled_if_it_is_older() -> None:
    old = decide("split", "a", "c", 1)
    stand = standing([old, decide("merge", "a", "b", 2), decide("merge", "b", "c", 3)], REFS)

    assert stand.overruled == (old,)
    assert stand.merges == (("a", "b"), ("b", "c"))


def test_a_merge_across_a_newer_split_is_overruled() -> None:
    old = decide("merge", "a", "b", 1)
    stand = standing([old, decide("merge", "b", "c", 2), decide("split", "a", "c", 3)], REFS)

    assert stand.overruled == (old,)
    assert (stand.merges, stand.splits) == ((("b", "c"),), (("a", "c"),))


def test_a_later_ignore_takes_a_merge_back() -> None:
    stand = standing([decide("merge", "a", "b", 1), decide("ignore", "a", "b", 2)], REFS)

    assert (stand.merges, stand.ignored) == ((), (("a", "b"),))


def test_decisions_on_unknown_refs_wait() -> None:
    waiting = decide("merge", "a", "gone")
    stand = standing([waiting, decide("merge", "a", "b")], REFS)

    assert stand.homeless == (waiting,)
    assert stand.merges == (("a", "b"),)
