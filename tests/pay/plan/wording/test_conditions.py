"""Conditions in words: as they would be said, and never otherwise than they hold."""

from __future__ import annotations

import pytest

from everyrep.pay.language import Kind, check, read
from everyrep.pay.plan.wording.conditions import condition

FACTS = {
    "kind": Kind.TEXT, "margin": Kind.NUMBER, "amount": Kind.MONEY, "cost": Kind.MONEY,
    "signed_on": Kind.DATE, "is_new": Kind.FLAG,
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kind in ['A', 'B', 'C']", "kind is A, B or C"),
        ("kind = 'A'", "kind is A"),
        ("margin >= 40%", "margin is at least 40%"),
        ("amount > 2_500.50 EUR", "amount is above 2,500.50 EUR"),
        ("signed_on < 2026-03-01", "signed on is below 1 March 2026"),
        ("is_new and margin < 10%", "is new and margin is below 10%"),
        ("amount - (cost - 5 EUR) > 1.5 EUR", "amount - (cost - 5 EUR) is above 1.50 EUR"),
        (
            "is_new and (margin < 10% or kind <> 'A')",
            "is new and (margin is below 10% or kind is not A)",
        ),
        ("not (kind = 'A')", "it does not hold that (kind is A)"),
        ("cost is missing or is_new", "cost is missing or is new"),
        ("(amount - cost) / amount > 40%", "(amount - cost) / amount is above 40%"),
        ("least(amount, cost) > 5 EUR", "the least of amount and cost is above 5 EUR"),
        ("if(is_new, amount, cost) > 5 EUR", "if(is_new, amount, cost) > 5 EUR"),
    ],
)
def test_a_condition_is_said_in_words(text: str, said: str) -> None:
    assert condition(check(read(text), FACTS, text, "EUR")) == said
