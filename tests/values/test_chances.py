"""A chance is told as none or all only where it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.values.chances import chance_words


@pytest.mark.parametrize(
    ("chance", "digits", "words"),
    [
        (0.0, 0, "0%"), (1.0, 0, "100%"), (0.63, 0, "63%"), (0.9999, 0, "over 99%"),
        (0.995, 0, "over 99%"), (0.004, 0, "under 1%"), (0.0004, 1, "under 0.1%"),
        (0.9999, 1, "over 99.9%"), (0.9964, 1, "99.6%"),
    ],
)  # fmt: skip
def test_words(chance: float, digits: int, words: str) -> None:
    assert chance_words(chance, digits) == words


@given(st.floats(0, 1, exclude_min=True, exclude_max=True), st.integers(0, 3))
def test_nothing_open_is_told_as_sure(chance: float, digits: int) -> None:
    assert float(chance_words(chance, digits).split()[-1].removesuffix("%")) not in (0.0, 100.0)
