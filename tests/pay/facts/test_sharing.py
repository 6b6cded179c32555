"""Shares by largest remainder equal the same worked out with fractions, one group at a time."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.pay.facts.sharing import part_of, shared, summed_shares

SHARES = st.fractions(0, 3, max_denominator=200) | st.fractions(0, 1, max_denominator=10**12)
GROUPS = st.lists(
    st.tuples(
        st.integers(-(10**6), 10**6) | st.integers(-(10**25), 10**25),
        st.lists(SHARES, min_size=1, max_size=4),
    ),
    max_size=5,
)


def rounded(value: Fraction) -> int:
    """Halves up, of what is not below zero."""
    return int((2 * value + 1) // 2)


def plainly(amount: int, shares: list[Fraction]) -> list[int]:
    exact = [abs(amount) * share for share in shares]
    parts = [int(one) for one in exact]
    spare = rounded(sum(exact, Fraction(0))) - sum(parts)
    order = sorted(range(len(exact)), key=lambda at: (-(exact[at] - parts[at]), at))
    for at in order[:spare]:
        parts[at] += 1
    return [-part if amount < 0 else part for part in parts]


@given(groups=GROUPS)
def test_shared_money_equals_the_plain_way(groups: list[tuple[int, list[Fraction]]]) -> None:
    table = list(dict.fromkeys(share for _, shares in groups for share in shares))
    places = np.array([table.index(one) for _, shares in groups for one in shares], dtype=np.int64)
    amounts = [amount for amount, shares in groups for _ in shares]
    sizes = [len(shares) for _, shares in groups]
    starts = np.cumsum([0, *sizes])[: len(groups)].astype(np.int64)
    whole = np.array(amounts, dtype=object if any(abs(one) > 10**18 for one in amounts) else int)
    found = shared(whole, places, table, starts).tolist()
    assert found == [part for amount, shares in groups for part in plainly(amount, shares)]
    sums, known = summed_shares(places, table, starts)
    assert [known[at] for at in sums] == [sum(shares) for _, shares in groups]


@pytest.mark.parametrize(("amount", "half"), [(5, 3), (-5, -3), (4, 2), (0, 0)])
def test_one_share_rounds_halves_away_from_zero(amount: int, half: int) -> None:
    assert part_of(np.array([amount]), Fraction(1, 2)).tolist() == [half]
