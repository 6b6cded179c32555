"""More taken back of a line than it had is told by name, and is paid as it stands."""

from __future__ import annotations

from typing import Any

import pytest

from everyrep.pay import read_plan
from everyrep.pay.facts.gathering import gathered
from tests.pay.plan.small import small

PLAN = read_plan(small())


def notes(*rows: tuple[str, str, str | None], splits: Any = None) -> list[str]:
    ids, amounts, reverses = zip(*rows, strict=True)
    many = len(rows)
    lines = {
        "line": ids, "amount": amounts, "reverses": reverses, "cost": ["0"] * many,
        "quantity": ["1"] * many, "kind": ["new"] * many, "payee": ["ana"] * many,
        "closed_on": ["2026-01-10"] * many,
    }  # fmt: skip
    people = {"payee": ["ana", "ben"], "from": ["2026-01-01"] * 2, "target": ["0"] * 2}
    found = gathered(PLAN, lines, people, splits=splits)
    return [note for note in found.left.notes if "taken back" in note]


SOLD = ("1", "100", None)


@pytest.mark.parametrize(
    "more",
    [
        [],
        [("r", "-100", "1")],
        [("r", "-60", "1"), ("s", "-40", "1")],
        [("r", "-100", "1"), ("s", "100", "r"), ("t", "-100", "1")],
        [("r", "20", "1")],
    ],
)
def test_what_is_taken_back_once_is_no_matter(more: list[Any]) -> None:
    assert notes(SOLD, *more) == []


@pytest.mark.parametrize(
    "more",
    [
        [("r", "-100.01", "1")],
        [("r", "-100", "1"), ("s", "-100", "1")],
        [("r", "-100", "1"), ("s", "-100", "r")],
    ],
)
def test_what_is_taken_back_twice_is_named(more: list[Any]) -> None:
    (note,) = notes(SOLD, ("2", "70", None), *more)
    assert note.startswith("More 'amount' is taken back of these lines than they had")
    assert note.endswith(": 1")


def test_shares_of_a_line_are_one_line() -> None:
    halves = {"line": ["1", "1"], "payee": ["ana", "ben"], "share": ["50%", "50%"]}
    (note,) = notes(SOLD, ("r", "-200", "1"), splits=halves)
    assert note.endswith(": 1")


def test_a_credit_note_of_which_too_much_is_given_is_named_too() -> None:
    (note,) = notes(("1", "-100", None), ("r", "150", "1"))
    assert note.endswith(": 1")


def test_many_are_counted() -> None:
    sold = [(f"{at:03}", "1", None) for at in range(30)]
    (note,) = notes(*sold, *((f"r{at}", "-2", f"{at:03}") for at in range(30)))
    assert note.endswith("019 and 10 more")
    assert "000, 001" in note
