"""Figures as people read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.faces.reports.numbers import GAP, in_unit, label, plural, short, shown
from everyrep.values import Estimate, Grade, Money, NotEstimable, Reason

REASON = Reason("no_rows", "No facts fit the question.", "Widen the period.")


def eur(major: str) -> Money:
    return Money.from_decimal(major, "EUR")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (7, "7"),
        (0.25, "0.250"),
        (9999, "9,999"),
        (10_000, "10.0 k"),
        (812_345, "812 k"),
        (999_600, "1.00 M"),
        (1_234_567, "1.23 M"),
        (-1_234_567, "-1.23 M"),
        (4_210_000_000, "4.21 B"),
    ],
)
def test_numbers_are_short(number: float, text: str) -> None:
    assert short(number).replace(GAP, " ") == text


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        (0.9999, "share", ">99.9"),
        (0.0001, "share", "<0.1"),
        (1.0, "share", "100.0"),
        (0.632, "share", "63.2"),
        (0.05, "points", "+5.0"),
        (-0.0001, "share", "0.0"),
        (84.4, "days", "84"),
        (3.25, "days", "3.2"),
        (1234, "count", "1,234"),
        (2.5, "ratio", "2.50"),
    ],
)
def test_numbers_are_set_by_their_unit(number: float, unit: str, text: str) -> None:
    assert in_unit(number, unit) == text


def test_a_range_is_set_in_the_scale_of_its_value() -> None:
    estimate = Estimate(
        eur("4210000"), eur("990000"), eur("4400000"), 37, "money:EUR", Grade.OBSERVED
    )
    it = shown(estimate, "deal")
    assert (it.value, it.unit) == ("4.21", f"M{GAP}EUR")
    assert it.range.replace(GAP, " ") == "0.990 to 4.40 M"
    assert it.n == "n = 37 deals"


def test_open_ranges_say_which_end_is_known() -> None:
    assert shown(Estimate(30.0, 20.0, None, 9, "days", Grade.OBSERVED)).range == "at least 20"
    assert shown(Estimate(30.0, None, 44.0, 9, "days", Grade.OBSERVED)).range == "at most 44"


def test_a_count_says_that_it_is_one() -> None:
    it = shown(Estimate(6711, n=6711, unit="count"), "deal")
    assert (it.value, it.range, it.grade) == ("6,711", "a full count", "counted")


def test_a_missing_range_says_why() -> None:
    it = shown(Estimate(0.5, None, None, 4, "share", Grade.OBSERVED, REASON))
    assert it.range == "no range: No facts fit the question."


def test_what_cannot_be_had_gives_reason_and_remedy() -> None:
    it = shown(NotEstimable(REASON, n=3, unit="share"), "deal")
    assert (it.value, it.grade, it.n) == ("", "not estimable", "n = 3 deals")
    assert (it.reason, it.remedy) == (REASON.sentence, REASON.remedy)
    assert it.line == "not estimable: No facts fit the question."


def test_another_level_is_named() -> None:
    it = shown(Estimate(0.5, 0.4, 0.6, 50, "share", Grade.OBSERVED, level=0.8))
    assert it.range.replace(GAP, " ") == "80 % range 40.0 to 60.0"


@pytest.mark.parametrize(
    ("word", "count", "text"),
    [
        ("deal", 1, "deal"),
        ("deal", 2, "deals"),
        ("person", 2, "people"),
        ("activity", 2, "activities"),
        ("person in a course", 5, "people in a course"),
        ("deal in a stage", 5, "deals in a stage"),
        ("", 5, ""),
    ],
)
def test_words_take_their_number(word: str, count: int, text: str) -> None:
    assert plural(word, count) == text


@given(st.text())
def test_names_become_one_clean_line(text: str) -> None:
    line = label(text, 20)
    assert len(line) <= 20
    assert line == " ".join(line.split())
    assert not any(char in line for char in "\u202e\u2066\x00\x0b\x1f\ud800")


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_short_numbers_are_near_their_number(number: float) -> None:
    text, _, scale = short(number).partition(GAP)
    factor = {"": 1, "k": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}[scale]
    assert float(text.replace(",", "")) * factor == pytest.approx(number, rel=6e-3, abs=6e-4)


def test_a_range_that_is_nearly_all_says_so_once() -> None:
    it = shown(Estimate(0.99995, 0.99991, 0.99999, n=9, unit="share", grade=Grade.OBSERVED))
    assert (it.value, it.range) == (">99.9", "at least 99.9")
