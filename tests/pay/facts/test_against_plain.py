"""Credits of random companies equal those worked out one line at a time, with fractions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from everyrep.pay.facts import gather
from everyrep.pay.plan import Crediting
from tests.pay.facts.given import SPLIT, credited, people_of, plan_of, values

NAMES = ("ana", "ben", "cem", "dia", "eva", "fay")
ROLLUP = Crediting("rollup", "managers", Fraction(1))
Part = tuple[str, str, Fraction, int]


@dataclass(frozen=True)
class Line:
    owner: str
    month: int
    amount: int
    back: str | None


@dataclass(frozen=True)
class Company:
    lines: dict[str, Line]
    splits: dict[str, list[tuple[str, int]]]
    above: dict[tuple[str, int], str]
    rule: Crediting

    def settles(self, line: str) -> str:
        back = self.lines[line].back
        return line if back is None or line in self.splits else self.settles(back)

    def root(self, line: str) -> str:
        back = self.lines[line].back
        return line if back is None else self.root(back)

    def parts(self, line: str, amount: int) -> list[Part]:
        """Credits of an amount as this line shares it: whom, as what, which share, how much."""
        settles, month = self.settles(line), self.lines[self.root(line)].month
        listed = self.splits.get(settles) or [(self.lines[settles].owner, 1)]
        whole = sum(size for _, size in listed)
        shares = [Fraction(size, whole) for _, size in listed]
        base = alloted(amount, shares)
        up: dict[str, list[Any]] = defaultdict(lambda: [Fraction(0), 0])
        for (payee, _), share, part in zip(listed, shares, base, strict=True):
            level, here = 0, self.above.get((payee, month))
            while here and (self.rule.levels is None or level < self.rule.levels):
                up[here][0] += share * self.rule.share
                up[here][1] += halves_away(part * self.rule.share)
                level, here = level + 1, self.above.get((here, month))
        found = [
            (payee, "primary", share, part)
            for (payee, _), share, part in zip(listed, shares, base, strict=True)
        ]
        return found + [(payee, "rollup", share, part) for payee, (share, part) in up.items()]

    def credits(self, line: str) -> list[Part]:
        """Credits of a line; what takes the same line back is shared along its sum."""
        own = self.lines[line]
        before = 0
        if self.settles(line) != line:
            order = sorted(
                (other.month, name)
                for name, other in self.lines.items()
                if other.back == own.back and self.settles(name) != name
            )
            earlier = [name for _, name in order[: order.index((own.month, line))]]
            before = sum(self.lines[name].amount for name in earlier)
        reached, passed = self.parts(line, before + own.amount), self.parts(line, before)
        return [
            (payee, kind, share, part - other)
            for (payee, kind, share, part), (_, _, _, other) in zip(reached, passed, strict=True)
        ]


def halves_away(value: Fraction) -> int:
    size = (2 * abs(value) + 1) // 2
    return int(-size if value < 0 else size)


def alloted(amount: int, shares: list[Fraction]) -> list[int]:
    exact = [abs(amount) * share for share in shares]
    parts = [int(one) for one in exact]
    order = sorted(range(len(exact)), key=lambda at: parts[at] - exact[at])
    for at in order[: abs(amount) - sum(parts)]:
        parts[at] += 1
    return [-part if amount < 0 else part for part in parts]


def company(lot: Random) -> Company:
    lines: dict[str, Line] = {}
    splits: dict[str, list[tuple[str, int]]] = {}
    for at in range(lot.randint(1, 14)):
        name = f"{lot.choice('ABC')}{at}"
        back = lot.choice(list(lines)) if lines and lot.random() < 0.5 else None
        month = lot.randint(1, 12)
        lines[name] = Line(lot.choice(NAMES), month, lot.randint(-500, 500), back)
        if lot.random() < (0.6 if back is None else 0.1):
            sizes = [lot.choice([1, 1, 2, 7, 13]) for _ in range(lot.randint(1, 4))]
            splits[name] = [(lot.choice(NAMES), size) for size in sizes]
    above = {
        (payee, month): lot.choice(NAMES[at + 1 :])
        for at, payee in enumerate(NAMES[:-1])
        for month in range(1, 13)
        if lot.random() < 0.8
    }
    rule = replace(ROLLUP, levels=lot.choice([1, 2, None]),
                   share=lot.choice([Fraction(1), Fraction(1, 2), Fraction(1, 3)]))  # fmt: skip
    return Company(lines, splits, above, rule)


def tables(company: Company) -> dict[str, Any]:
    names = list(company.lines)
    rows = list(company.lines.values())
    listed = [(line, *one) for line, every in company.splits.items() for one in every]
    months = [(payee, month) for payee in NAMES for month in range(1, 13)]
    return {
        "lines": {
            "line": names, "payee": [row.owner for row in rows],
            "closed_on": [date(2026, row.month, 10) for row in rows],
            "amount_minor": [row.amount for row in rows], "reverses": [row.back for row in rows],
        },
        "splits": {name: [row[at] for row in listed]
                   for at, name in enumerate(("line", "payee", "parts"))},
        "managers": {
            "payee": [payee for payee, _ in months],
            "manager": [company.above.get(one, "") for one in months],
            "from": [date(2026, month, 1) for _, month in months],
            "until": [date(2026 + month // 12, month % 12 + 1, 1) for _, month in months],
        },
    }  # fmt: skip


@given(lot=st.randoms(use_true_random=False))
def test_credits_equal_the_plain_way(lot: Random) -> None:
    given = company(lot)
    plan = plan_of(credits=(SPLIT, given.rule))
    facts = gather(plan, people=people_of(*NAMES), **tables(given))
    found = [
        (*row[:3], share, row[3])
        for row, share in zip(credited(facts), values(facts, "share"), strict=True)
    ]
    expected = [(line, *part) for line in given.lines for part in given.credits(line)]
    assert sorted(found) == sorted(expected)
