"""Parts of a movement add up to the difference, whatever happened; each has its one cause."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.analysis.pipeline.movement import LOST, PARTS, WON, Movement, Side, moved

AMOUNT = st.integers(-(10**6), 10**13)
DAY = st.integers(20_000, 20_200)


@st.composite
def deals(draw: st.DrawFn) -> dict[str, object]:
    """One deal on one day: what is not priced has no amount, what has none is not converted."""
    currency = draw(st.sampled_from(["USD", "EUR", "JPY"]))
    priced = draw(st.booleans())
    minor = draw(AMOUNT) if priced else 0
    converted = priced and draw(st.booleans())
    rate = 1.0 if currency == "USD" else draw(st.floats(0.001, 2))
    return {
        "is_open": draw(st.booleans()),
        "seen": draw(st.booleans()),
        "due": draw(st.booleans()),
        "close": draw(DAY),
        "minor": minor,
        "priced": priced,
        "base": round(minor * rate) if converted else 0,
        "converted": converted,
        "currency": currency,
    }


def side(*rows: dict[str, object]) -> Side:
    names = ("is_open", "seen", "due", "close", "minor", "priced", "base", "converted", "currency")
    kinds = (bool, bool, bool, np.int64, np.int64, bool, np.int64, bool, "<U3")
    return Side(
        **{
            name: np.array([row[name] for row in rows], dtype=kind)
            for name, kind in zip(names, kinds, strict=True)
        }
    )


def deal(amount: int = 1000, **more: object) -> dict[str, object]:
    """An open deal in dollars that is seen and due."""
    plain = {
        "is_open": True, "seen": True, "due": True, "close": 20_100, "minor": amount,
        "priced": True, "base": amount, "converted": True, "currency": "USD",
    }  # fmt: skip
    return {**plain, **more}


def gone(**more: object) -> dict[str, object]:
    """A deal that is not open, as it stands where nothing is known of the day."""
    empty = {"is_open": False, "minor": 0, "priced": False, "base": 0, "converted": False}
    return deal(**{**empty, **more})


def one(
    before: dict[str, object], after: dict[str, object], ended: int = 0, fresh: bool = False
) -> Movement:
    return moved(side(before), side(after), np.array([ended]), np.array([fresh]))


@given(
    st.lists(st.tuples(deals(), deals(), st.integers(0, 3), st.booleans()), min_size=1, max_size=12)
)
def test_parts_add_up_to_the_difference(rows: list[tuple[dict, dict, int, bool]]) -> None:
    before, after = side(*(row[0] for row in rows)), side(*(row[1] for row in rows))
    found = moved(
        before, after, np.array([row[2] for row in rows]), np.array([row[3] for row in rows])
    )
    assert sum(part.minor for part in found.parts) == found.after - found.before
    assert {part.name for part in found.parts} <= PARTS.keys()
    assert all(part.minor == int(part.effects.sum()) for part in found.parts)


@pytest.mark.parametrize(
    ("name", "before", "after", "ended", "fresh", "effect"),
    [
        ("new", gone(), deal(), 0, True, 1000),
        ("reopened", gone(), deal(), 0, False, 1000),
        ("won", deal(), gone(), WON, False, -1000),
        ("lost", deal(), gone(), LOST, False, -1000),
        ("gone", deal(), gone(), 0, False, -1000),
        ("slipped", deal(), deal(due=False, close=20_150), 0, False, -1000),
        ("pulled_in", deal(due=False, close=20_150), deal(1200), 0, False, 1200),
        ("grown", deal(), deal(1300), 0, False, 300),
        ("shrunk", deal(), deal(800), 0, False, -200),
        ("valued", deal(0, priced=False, converted=False), deal(), 0, False, 1000),
        ("handed_over", deal(), deal(seen=False), 0, False, -1000),
        ("handed_in", deal(seen=False), deal(), 0, False, 1000),
        ("rate", deal(1000, base=1100, currency="EUR"), deal(base=1200, currency="EUR"), 0, False,
         100),
        ("rate", deal(1000, base=0, converted=False, currency="EUR"),
         deal(base=1200, currency="EUR"), 0, False, 1200),
        ("currency", deal(), deal(1000, base=1100, currency="EUR"), 0, False, 100),
    ],
)  # fmt: skip
def test_each_part_has_its_cause(
    name: str, before: dict, after: dict, ended: int, fresh: bool, effect: int
) -> None:
    found = one(before, after, ended, fresh)
    assert [(part.name, part.minor) for part in found.parts] == [(name, effect)]


def test_a_foreign_amount_parts_into_size_and_rate() -> None:
    before = deal(1000, base=1100, currency="EUR")
    found = one(before, deal(2000, base=2400, currency="EUR"))
    assert {part.name: part.minor for part in found.parts} == {"grown": 1100, "rate": 200}


def test_rounding_of_a_conversion_is_no_change_of_the_rate() -> None:
    found = one(deal(1001, base=1102, currency="EUR"), deal(2001, base=2202, currency="EUR"))
    assert {part.name: part.minor for part in found.parts} == {"grown": 1100}


def test_an_amount_that_cannot_be_converted_is_counted_as_left_out() -> None:
    found = one(deal(), deal(converted=False, base=0, currency="CHF"))
    assert found.left_out == 1
    assert found.after == 0
