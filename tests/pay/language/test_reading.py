"""What is written is read as arithmetic and logic have it, or refused where it goes wrong."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.pay.language import read
from everyrep.pay.language.tree import Among, Both, Chosen, Literal, Missing, Name, Not, Picked
from everyrep.values import UserError


def shown(node: object) -> str:
    """The tree as text with every bracket."""
    match node:
        case Literal(value=value):
            return str(value)
        case Name(name=name):
            return name
        case Both(sign=sign, left=left, right=right):
            return f"({shown(left)} {sign} {shown(right)})"
        case Not(inner=inner):
            return f"not {shown(inner)}"
        case Missing(name=name):
            return f"missing {shown(name)}"
        case Among(inner=inner, listed=listed):
            return f"{shown(inner)} in {[shown(one) for one in listed]}"
        case Picked(word=word, parts=parts):
            return f"{word}{[shown(one) for one in parts]}"
        case Chosen(condition=condition, one=one, other=other):
            return f"if {shown(condition)} {shown(one)} {shown(other)}"
    raise AssertionError(node)


MARGIN = "((margin > 2/5) and product in ['Core', \"It's\"])"


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a + b * c - d", "((a + (b * c)) - d)"),
        ("a - b - c", "((a - b) - c)"),
        ("a / b / c", "((a / b) / c)"),
        ("-a * b", "((0 - a) * b)"),
        ("a or b and not c", "(a or (b and not c))"),
        ("margin > 40% and product in ['Core', 'It''s']", MARGIN),
        ("if(quantity >= 10, amount * 2%, 3x)", "if (quantity >= 10) (amount * 1/50) 3"),
        ("least(a, 12_000.50, most(b, c))", "least['a', '24001/2', \"most['b', 'c']\"]"),
        ("cost is missing or cost is not missing", "(missing cost or not missing cost)"),
        ("closed_on < 2026-03-01", "(closed_on < 2026-03-01)"),
        ("(a)", "a"),
        ("quota.sales <> 0", "(quota.sales <> 0)"),
    ],
)  # fmt: skip
def test_operators_bind_as_people_expect(text: str, tree: str) -> None:
    assert shown(read(text)) == tree


def test_values_are_exact() -> None:
    assert read("0.1") == Literal(Fraction(1, 10), read("0.1").kind, 0)  # type: ignore[union-attr]
    assert read("33.33%").value == Fraction(3333, 10_000)  # type: ignore[union-attr]
    assert read("2024-02-29").value == date(2024, 2, 29)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "it ends too early"),
        ("a +", "it ends too early"),
        ("a b", "'b' comes where"),
        ("(a", r"'\)' is missing"),
        ("a $ b", r"'\$' means nothing"),
        ("a = 'open", "means nothing"),
        ("2026-02-30", "is no day"),
        ("if(a, b)", "2 parts instead of three"),
        ("rounded(a, b)", r"rounded\(\) has 2 parts, not one"),
        ("a in []", "is no value"),
        ("(a + b) is missing", "only a fact"),
        ("and", "'and' is no value"),
        ("__import__('os')", r"'\(' comes where"),
        ("a.b()", r"'\(' comes where"),
        ("lambda: 1", "':' means nothing"),
        ("(" * 200 + "a" + ")" * 200, "nested"),
        ("not " * 200 + "a", "nested"),
        ("-" * 200 + "a", "nested"),
        ("a + " * 2000 + "a", "characters"),
    ],
)
def test_what_is_no_expression_is_refused_where_it_goes_wrong(text: str, found: str) -> None:
    with pytest.raises(UserError, match=found):
        read(text)


@given(st.text(max_size=60))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    with suppress(UserError):
        read(text)
