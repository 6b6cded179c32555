"""What is told of a file before it is loaded: also what can be read and cannot be meant so."""

from __future__ import annotations

from pathlib import Path

import pytest

from everyrep.assembly import load_files
from everyrep.sources.files.loading import Table, Wish
from everyrep.warehouse.workspace import Workspace

_MAPPING = """
format = 1
system = "lms"
[match]
files = ["events*.csv"]
[[table]]
table = "learning_events"
[table.columns]
id = "id"
person = "who"
verb = "verb"
course = "course"
occurred_at = "at"
score = "score"
minutes = "minutes"
"""
_HEAD = "id,who,verb,course,at,score,minutes\n"


def looked_at(root: Path, rows: list[str], *, land: bool = False) -> Table:
    place = Workspace(root / "company")
    file, mapping = root / "events.csv", root / "events.toml"
    file.write_text(_HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    mapping.write_text(_MAPPING, encoding="utf-8")
    wish = Wish(mapping_file=mapping, dry_run=not land, closely=land)
    (table,) = load_files(place, [file], wish)
    assert table.inspection is not None, table.error
    return table


def row(number: int, score: str, minutes: str = "5") -> str:
    return f"{number},a@x.org,completed,C1,2026-01-0{number}T10:00:00Z,{score},{minutes}"


def test_a_score_that_is_no_share_is_told_before_it_lands(tmp_path: Path) -> None:
    found = looked_at(tmp_path, [row(1, "0.5"), row(2, "87"), row(3, "")])
    assert found.inspection is not None
    (count,) = found.inspection.tables
    (doubt,) = count.doubts
    assert count.rows == 3  # It lands all the same: what becomes of it is for a person to say.
    assert "score: 1 of 2 values are not from 0 to 1, such as 87" in doubt
    assert "scale = 0.01" in doubt


@pytest.mark.parametrize(
    ("score", "minutes", "said"),
    [("-1", "5", "score: 1 of 1 values are not from 0 to 1, such as -1"),
     ("0.5", "-5", "minutes: 1 of 1 values are not at least 0, such as -5"),
     ("1.0", "0", "")],
)  # fmt: skip
def test_what_is_outside_of_the_possible(
    tmp_path: Path, score: str, minutes: str, said: str
) -> None:
    found = looked_at(tmp_path, [row(1, score, minutes)])
    assert found.inspection is not None
    assert "; ".join(found.inspection.tables[0].doubts).startswith(said)
    assert bool(found.inspection.tables[0].doubts) == bool(said)


def test_a_load_that_looks_closely_says_what_its_dry_run_said(tmp_path: Path) -> None:
    rows = [row(1, "0.5"), row(1, "0.6"), row(2, "87")]
    dry = looked_at(tmp_path, rows)
    landed = looked_at(tmp_path, rows, land=True)
    assert dry.inspection is not None
    assert landed.inspection is not None
    assert landed.load is not None
    assert dry.inspection.tables == landed.inspection.tables
    assert dry.inspection.tables[0].replaced == 1
