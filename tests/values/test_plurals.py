"""Plurals of everything that is counted somewhere."""

from __future__ import annotations

import pytest

from everyrep.measures import load_catalogue
from everyrep.values.plurals import listed, plural


@pytest.mark.parametrize(
    ("one", "several"),
    [
        ("deal", "deals"),
        ("activity", "activities"),
        ("activity with a mark", "activities with a mark"),
        ("survey", "surveys"),
        ("person, course and day", "people, course and day"),
        ("deal in a stage", "deals in a stage"),
        ("touch", "touches"),
    ],
)
def test_plurals(one: str, several: str) -> None:
    assert plural(one) == several


def test_nothing_that_a_measure_counts_is_spelled_wrongly() -> None:
    words = {plural(measure.grain).split()[0] for measure in load_catalogue().values()}
    assert not {word for word in words if word.endswith(("ys", "persons", "chs"))} - {"days"}


def test_words_are_listed_as_in_a_sentence() -> None:
    assert [listed(words) for words in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == [
        "", "a", "a and b", "a, b and c"
    ]  # fmt: skip
