"""Expressions over columns come out as one by one with fractions, unknowns and all."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everyrep.pay.columns import Columns, Dates, Numbers, Texts, Truths
from everyrep.pay.exact import Exact
from everyrep.pay.language import Kind, check, read
from everyrep.pay.language.working import Setting, column
from everyrep.pay.windows import day_number, day_of
from tests.pay.plainly import Row, one

KINDS = {
    "amount": Kind.MONEY, "cost": Kind.MONEY, "quantity": Kind.COUNT, "factor": Kind.NUMBER,
    "product": Kind.TEXT, "other": Kind.TEXT, "day": Kind.DATE, "start": Kind.DATE,
    "new": Kind.FLAG, "limit": Kind.MONEY, "share": Kind.NUMBER,
}  # fmt: skip
SETTING = Setting(
    100, {"limit": (Kind.MONEY, Fraction(50)), "share": (Kind.NUMBER, Fraction(1, 3))}
)


def columns_of(rows: list[Row]) -> Columns:
    """Columns of rows, in which None is unknown."""

    def known(name: str) -> Any:
        flags = np.array([row[name] is not None for row in rows])
        return None if flags.all() else flags

    def exact(name: str) -> Numbers:
        return Numbers(Exact.of([row[name] or 0 for row in rows]), None, known(name))

    def texts(name: str) -> Texts:
        words = tuple(sorted({row[name] for row in rows if row[name] is not None}))
        codes = [-1 if row[name] is None else words.index(row[name]) for row in rows]
        return Texts(np.array(codes, dtype=np.int64), words)

    def dates(name: str) -> Dates:
        days = [0 if row[name] is None else day_number(row[name]) for row in rows]
        return Dates(np.array(days, dtype=np.int64), known(name))

    return {
        **{name: exact(name) for name in ("amount", "cost", "quantity", "factor")},
        **{name: texts(name) for name in ("product", "other")},
        **{name: dates(name) for name in ("day", "start")},
        "new": Truths(np.array([bool(row["new"]) for row in rows]), known("new")),
    }


def told(found: Any, rows: int) -> list[Any]:
    """Each row of a column, None where it is unknown."""
    if isinstance(found, Numbers):
        below = [Fraction(1)] if found.below is None else found.below.fractions()
        above = found.above.fractions()
        values: list[Any] = [above[at % len(above)] / below[at % len(below)] for at in range(rows)]
    elif isinstance(found, Dates):
        values = [day_of(found.days[at % len(found)]) for at in range(rows)]
    elif isinstance(found, Texts):
        values = [(*found.words, None)[found.codes[at % len(found)]] for at in range(rows)]
    else:
        values = [bool(found.yes[at % len(found)]) for at in range(rows)]
    if found.known is None:
        return values
    known = found.known
    return [value if known[at % known.size] else None for at, value in enumerate(values)]


MAYBE = st.none()
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "amount": MAYBE | st.integers(-500, 500),
            "cost": MAYBE | st.integers(-500, 500),
            "quantity": MAYBE | st.integers(-3, 12),
            "factor": MAYBE | st.fractions(-3, 3, max_denominator=20),
            "product": MAYBE | st.sampled_from(["Core", "Plus"]),
            "other": MAYBE | st.sampled_from(["Core", "Basic"]),
            "day": MAYBE | st.dates(date(2026, 1, 1), date(2026, 3, 1)),
            "start": MAYBE | st.dates(date(2026, 1, 1), date(2026, 3, 1)),
            "new": MAYBE | st.booleans(),
        }
    ),
    min_size=1,
    max_size=6,
)
MONEY = st.sampled_from(
    [
        "amount",
        "cost",
        "limit",
        "(amount - cost)",
        "least(amount, cost, 3)",
        "if(new, amount, cost)",
        "amount * factor",
        "amount / quantity",
    ]
)
NUMBER = st.sampled_from(
    [
        "factor",
        "share",
        "amount / cost",
        "(amount - cost) / amount",
        "40%",
        "factor * share / 7",
        "most(factor, 1)",
        "-factor",
    ]
)
SIGN = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
FLAG = st.one_of(
    st.builds("{} {} {}".format, MONEY, SIGN, MONEY),
    st.builds("{} {} {}".format, NUMBER, SIGN, NUMBER),
    st.sampled_from(
        ["new", "not new", "product = other", "product <> 'Core'", "product in ['Plus', 'Core']",
         "cost is missing", "product is not missing", "day < start + 30", "day - start >= 7",
         "quantity in [1, 2, 3]", "most(day, start) > 2026-02-01", "new = true", "true"]
    ),
)  # fmt: skip
TEXT = st.recursive(
    FLAG,
    lambda inner: (
        st.builds("({} and {})".format, inner, inner)
        | st.builds("({} or {})".format, inner, inner)
        | st.builds("not ({})".format, inner)
        | st.builds("if({}, {}, {})".format, inner, inner, inner)
    ),
    max_leaves=6,
)


@settings(max_examples=400, deadline=None)
@given(text=TEXT | MONEY | NUMBER, rows=ROWS)
def test_columns_come_out_as_one_by_one(text: str, rows: list[Row]) -> None:
    checked = check(read(text), KINDS, text)
    found = column(checked, columns_of(rows), SETTING)
    assert told(found, len(rows)) == [one(checked.node, row, SETTING) for row in rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if(product = 'Core', product, 'none')", ["Core", "none", None]),
        ("day + 30", [date(2026, 3, 2), None, date(2026, 3, 2)]),
        ("(amount - cost) / amount > 40%", [True, None, False]),
        ("cost is missing or (amount - cost) / amount < 20%", [False, True, False]),
    ],
)
def test_examples_by_hand(text: str, expected: list[Any]) -> None:
    rest: Row = {"quantity": 1, "factor": Fraction(1), "other": None, "start": None, "new": None}
    day = date(2026, 1, 31)
    rows = [
        {"amount": 5_000_000, "cost": 2_999_999, "product": "Core", "day": day, **rest},
        {"amount": 100, "cost": None, "product": "Plus", "day": None, **rest},
        {"amount": 5_000_000, "cost": 3_000_000, "product": None, "day": day, **rest},
    ]
    checked = check(read(text), KINDS, text)
    assert told(column(checked, columns_of(rows), SETTING), 3) == expected


def test_a_number_divided_by_nothing_is_unknown() -> None:
    columns: Columns = {
        "amount": Numbers(Exact.of([0, 10])), "cost": Numbers(Exact.of([1, 5])),
    }  # fmt: skip
    text = "(amount - cost) / amount"
    found = column(check(read(text), KINDS, text), columns, SETTING)
    assert told(found, 2) == [None, Fraction(1, 2)]
