"""Units make sense, names are known, and a bare number is what it meets."""

from __future__ import annotations

import pytest

from everyrep.pay.language import Kind, check, read
from everyrep.pay.language.tree import Both, Literal
from everyrep.values import UnknownName, UserError

KNOWN = {
    "amount": Kind.MONEY, "cost": Kind.MONEY, "quantity": Kind.COUNT, "margin": Kind.NUMBER,
    "product": Kind.TEXT, "closed_on": Kind.DATE, "started_on": Kind.DATE, "new": Kind.FLAG,
    "base_rate": Kind.NUMBER, "waited": Kind.DAYS,
}  # fmt: skip


def kind(text: str) -> Kind:
    return check(read(text), KNOWN, text).kind


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("amount * base_rate", Kind.MONEY),
        ("base_rate * amount", Kind.MONEY),
        ("(amount - cost) / amount", Kind.NUMBER),
        ("250 * quantity", Kind.NUMBER),
        ("amount + 250", Kind.MONEY),
        ("amount / quantity", Kind.MONEY),
        ("amount >= 10_000 and new", Kind.FLAG),
        ("-5 < amount", Kind.FLAG),
        ("amount in [100, 200]", Kind.FLAG),
        ("closed_on - started_on", Kind.DAYS),
        ("closed_on - started_on < 90", Kind.FLAG),
        ("closed_on < started_on + 90", Kind.FLAG),
        ("closed_on >= 2026-01-01", Kind.FLAG),
        ("least(amount, 500)", Kind.MONEY),
        ("if(new, 0, amount)", Kind.MONEY),
        ("if(margin > 40%, 2x, 1x)", Kind.NUMBER),
        ("product = 'Core' or product in ['A', 'B']", Kind.FLAG),
        ("cost is missing", Kind.FLAG),
        ("not new", Kind.FLAG),
        ("waited / 30", Kind.NUMBER),
    ],
)
def test_what_makes_sense_has_a_kind(text: str, found: Kind) -> None:
    assert kind(text) is found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("amount * cost", "money times money"),
        ("margin / amount", "number divided by money"),
        ("amount + quantity", "money meets count"),
        ("amount > margin", "money meets number"),
        ("product > 'A'", "texts cannot be joined by '>'"),
        ("product + 'A'", "texts cannot be joined"),
        ("new > true", "flags cannot be joined"),
        ("amount and new", "a money stands where"),
        ("not amount", "a money stands where"),
        ("if(amount, 1, 2)", "a money stands where"),
        ("if(new, amount, product)", "money meets text"),
        ("product in [1, 2]", "text meets number"),
        ("least(product, 'A')", "texts have no least"),
        ("closed_on + started_on", "dates cannot be joined by '\\+'"),
        ("closed_on > 5", "date meets"),
    ],
)
def test_nonsense_is_refused(text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        kind(text)


def test_a_misspelt_name_gets_near_names() -> None:
    with pytest.raises(UnknownName, match="margin"):
        kind("margn > 40%")


def test_a_bare_number_is_what_it_meets() -> None:
    found = check(read("amount >= 10_000"), KNOWN, "")
    assert isinstance(found.node, Both)
    assert isinstance(found.node.right, Literal)
    assert found.node.right.kind is Kind.MONEY


def test_names_are_told_once_in_order() -> None:
    text = "if(new and cost is not missing, amount - cost, amount)"
    assert check(read(text), KNOWN, text).names == ("new", "cost", "amount")
