"""Credit goes to whom splits, owners, facts and managers say, and comes back from the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.pay.facts.gathering import gather, gathered
from everyrep.pay.facts.left import Reason
from everyrep.pay.language import Kind, check, read
from everyrep.pay.plan import Crediting, Measure, Span, Window
from everyrep.values import DataError
from tests.pay.facts.given import (
    FACTS,
    SPLIT,
    condition,
    credited,
    lines_of,
    parts,
    people_of,
    plainly,
    plan_of,
    values,
)

ALL = Fraction(1)
HALF = Fraction(1, 2)
DAY = "2026-03-10"
TRIO = people_of("ana", "ben", "cem")
ROLLUP = Crediting("rollup", "managers", ALL)
ROLLED = plan_of(credits=(SPLIT, ROLLUP))
NAMED = {**FACTS, "engineer": Kind.TEXT, "farmer": Kind.TEXT}


def managers_of(*rows: tuple[Any, ...]) -> dict[str, list[Any]]:
    names = ("payee", "manager", "from", "until")
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}


def thirds(*lines: str) -> dict[str, list[Any]]:
    return {
        "line": [line for line in lines for _ in range(3)],
        "payee": ["ana", "ben", "cem"] * len(lines), "parts": [1, 1, 1] * len(lines),
    }  # fmt: skip


def test_an_overlay_is_credited_beside_what_is_primary() -> None:
    overlay = Crediting(
        "overlay", "engineer", HALF, condition("engineer is not missing", engineer=Kind.TEXT)
    )
    plan = plan_of(credits=(SPLIT, overlay), facts=NAMED)
    lines = lines_of(("1", "ana", DAY, "200_000"), ("2", "ana", DAY, "100.01"),
                     ("3", "ana", DAY, "5"), engineer=["cem", "cem", None],
                     farmer=[None] * 3)  # fmt: skip
    facts = gather(plan, lines, TRIO)
    assert parts(facts, "1") == {"ana": 200_000_00}
    assert parts(facts, "1", "overlay") == {"cem": 100_000_00}
    assert parts(facts, "2", "overlay") == {"cem": 5001}
    assert parts(facts, "3", "overlay") == {}


def test_splits_of_another_kind_are_free_and_count_only_where_the_plan_pays_them() -> None:
    splits = {"line": ["1", "1", "1"], "payee": ["ana", "ben", "cem"], "share": [1, "50%", "70%"],
              "kind": ["primary", "overlay", "overlay"]}  # fmt: skip
    lines = lines_of(("1", None, DAY, "100"))
    found = gathered(plan_of(), lines, TRIO, splits=splits)
    assert credited(found.facts) == [("1", "ana", "primary", 10_000)]
    assert found.left.counts == {Reason.OTHER_KIND: 2}
    plan = plan_of(credits=(SPLIT, Crediting("overlay", "split", ALL)))
    facts = gather(plan, lines, TRIO, splits=splits)
    assert parts(facts, "1", "overlay") == {"ben": 5_000, "cem": 7_000}


def test_credit_by_another_name_goes_to_the_owner_where_nothing_is_primary() -> None:
    plan = plan_of(
        credits=(Crediting("commission", "split", ALL),),
        measures={"both": Measure("both", condition("1"), None, ("overlay",), Window(Span.YEAR))},
    )  # fmt: skip
    lines = lines_of(("1", "ana", DAY, "1"), ("2", "ben", DAY, "1"))
    splits = {"line": ["1"], "payee": ["cem"], "share": ["50%"], "kind": ["overlay"]}
    facts = gather(plan, lines, TRIO, splits=splits)
    assert credited(facts) == [
        ("1", "ana", "commission", 100), ("2", "ben", "commission", 100),
        ("1", "cem", "overlay", 50),
    ]  # fmt: skip


def test_a_handoff_is_two_rules_of_which_one_holds() -> None:
    until = condition("date < 2026-03-10")
    since = condition("date >= 2026-03-10")
    plan = plan_of(
        credits=(replace(SPLIT, when=until), Crediting("primary", "farmer", ALL, since)),
        facts=NAMED,
    )  # fmt: skip
    lines = lines_of(("1", "ana", "2026-03-09", "10"), ("2", "ana", "2026-03-10", "10"),
                     farmer=["ben", "ben"], engineer=[None, None])  # fmt: skip
    facts = gather(plan, lines, TRIO)
    assert [(line, payee) for line, payee, _, _ in credited(facts)] == [("1", "ana"), ("2", "ben")]


def test_rules_that_leave_a_part_of_the_line_to_nobody_are_refused() -> None:
    plan = plan_of(
        credits=(replace(SPLIT, share=HALF), Crediting("primary", "farmer", HALF)), facts=NAMED
    )
    lines = lines_of(("1", "ana", DAY, "0.01"), engineer=[None], farmer=["ben"])
    assert parts(gather(plan, lines, TRIO), "1") == {"ana": 1, "ben": 0}
    with pytest.raises(DataError, match="line '1' sum to 50%"):
        gather(plan, {**lines, "farmer": [None]}, TRIO)


def test_a_condition_that_reads_what_is_unknown_is_refused() -> None:
    plan = plan_of(credits=(replace(SPLIT, when=condition("amount > 5")),))
    with pytest.raises(DataError, match="the first is '2'"):
        gather(plan, lines_of(("1", "ana", DAY, "10"), ("2", "ana", DAY, None)), TRIO)


def test_a_condition_may_read_what_is_derived() -> None:
    facts = {**FACTS, "cost": Kind.MONEY}
    margin = check(read("(amount - cost) / amount"), facts, "")
    known = {**facts, "margin": Kind.NUMBER}
    plan = plan_of(
        facts=facts, derived={"margin": margin},
        credits=(replace(SPLIT, when=check(read("margin > 40%"), known, "")),),
    )  # fmt: skip
    lines = lines_of(("1", "ana", DAY, "100"), ("2", "ana", DAY, "100"), cost=["60", "59.99"])
    found = gathered(plan, lines, TRIO)
    assert [row[0] for row in credited(found.facts)] == ["2"]
    assert found.left.counts == {Reason.NOBODY: 1}


MOVES = managers_of(("ana", "mia", "2026-01-01", "2026-06-16"), ("ana", "tom", "2026-06-16", None))
FIVE = people_of("ana", "ben", "cem", "mia", "tom")


def test_managers_are_those_of_the_day_and_refunds_go_back_to_them() -> None:
    lines = lines_of(
        ("1", "ana", "2026-06-10", "50_000"), ("2", "ana", "2026-06-20", "30_000"),
        ("3", "ana", "2026-07-05", "-50_000"), reverses=[None, None, "1"],
    )  # fmt: skip
    facts = gather(ROLLED, lines, FIVE, managers=MOVES)
    found = [row for row in credited(facts) if row[2] == "rollup"]
    assert found == [
        ("1", "mia", "rollup", 50_000_00), ("3", "mia", "rollup", -50_000_00),
        ("2", "tom", "rollup", 30_000_00),
    ]  # fmt: skip
    assert [row[-1] for row in plainly(facts) if row[0] == "mia"] == [None, "1"]


CHAIN = managers_of(
    ("ana", "mia", None, None), ("ben", "mia", None, None), ("cem", "tom", None, None),
    ("mia", "tom", None, None), ("tom", "", None, None),
)  # fmt: skip


@pytest.mark.parametrize(
    ("levels", "expected"),
    [(1, {"mia": 6667, "tom": 3333}), (2, {"mia": 6667, "tom": 10000}),
     (None, {"mia": 6667, "tom": 10000}), (0, {})],
)  # fmt: skip
def test_a_manager_has_the_sum_of_what_is_credited_below(
    levels: int | None, expected: dict[str, int]
) -> None:
    plan = plan_of(credits=(SPLIT, replace(ROLLUP, levels=levels)))
    facts = gather(plan, lines_of(("1", None, DAY, "100")), FIVE, managers=CHAIN,
                   splits=thirds("1"))  # fmt: skip
    assert parts(facts, "1", "rollup") == expected
    assert sum(parts(facts, "1").values()) == 10000
    shares = dict(zip((row[1:3] for row in credited(facts)), values(facts, "share"), strict=True))
    assert shares.get(("mia", "rollup"), Fraction(2, 3)) == Fraction(2, 3)


def test_half_of_what_is_below_goes_up_rounded_once_for_each() -> None:
    plan = plan_of(credits=(SPLIT, replace(ROLLUP, share=HALF, levels=1)))
    facts = gather(plan, lines_of(("1", "ana", DAY, "0.01"), ("2", "ana", DAY, "-0.01")), FIVE,
                   managers=CHAIN)  # fmt: skip
    assert values(facts, "amount") == [1, -1, 1, -1]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("ana", "ben", None, None), ("ben", "cem", None, None),
          ("cem", "ana", "2026-05-01", None)],
         "loop on 2026-05-01: ana is below ben is below cem is below ana"),
        ([("ana", "ana", None, None)], "ana is below ana"),
        ([("ana", "zoe", None, None)], "'zoe', from the beginning, is nobody"),
        ([("ana", "ben", None, "2026-02-01"), ("ana", "cem", "2026-04-01", None)],
         "above ana on 2026-03-10"),
        ([("ana", "ben", None, None), ("ana", "cem", "2026-04-01", None)],
         "Two managers on 2026-04-01"),
        ([("ana", "ben", None, None), ("ana", "cem", None, None)], "Two managers on every day"),
        ([("ana", "ben", "2026-04-01", "2026-04-01")], "before it has had a day"),
    ],
)  # fmt: skip
def test_a_hierarchy_that_cannot_be_is_refused(rows: list[Any], found: str) -> None:
    lines = lines_of(("1", "ana", DAY, "1"))
    with pytest.raises(DataError, match=found):
        gather(ROLLED, lines, TRIO, managers=managers_of(*rows))


def test_a_plan_that_rolls_up_needs_a_hierarchy() -> None:
    with pytest.raises(DataError, match="nobody says who is above whom"):
        gather(ROLLED, lines_of(("1", "ana", DAY, "1")), TRIO)


def test_a_refund_mirrors_its_original_whatever_has_changed_since() -> None:
    lines = lines_of(
        ("1", None, DAY, "100"), ("2", "tom", "2026-04-01", "-100"),
        ("3", "tom", "2026-05-01", "100"), reverses=[None, "1", "2"],
    )  # fmt: skip
    facts = gather(plan_of(), lines, FIVE, splits=thirds("1"))
    assert tuple(parts(facts, "2").values()) == (-3334, -3333, -3333)
    assert tuple(parts(facts, "3").values()) == (3334, 3333, 3333)
    back = facts.credited.reverses
    for row, (line, payee, _, _) in enumerate(credited(facts)):
        origin = {"1": None, "2": "1", "3": "2"}[line]
        if origin is None:
            assert back[row] == -1
        else:
            assert credited(facts)[back[row]][:2] == (origin, payee)


def test_a_refund_with_splits_of_its_own_goes_by_them() -> None:
    lines = lines_of(("1", None, DAY, "100"), ("2", None, "2026-04-01", "-90"),
                     reverses=[None, "1"])  # fmt: skip
    both = {
        "line": ["1", "1", "1", "2", "2"], "payee": ["ana", "ben", "cem", "ana", "tom"],
        "parts": [1, 1, 1, 1, 2],
    }  # fmt: skip
    found = gathered(plan_of(), lines, FIVE, splits=both)
    assert parts(found.facts, "2") == {"ana": -3000, "tom": -6000}
    assert found.left.counts == {Reason.NO_ORIGINAL: 1}
    assert found.left.examples == {Reason.NO_ORIGINAL: ("tom of 2",)}


def test_splits_of_the_deal_do_not_change_whom_a_refund_goes_back_to() -> None:
    lines = lines_of(("1", "ana", DAY, "100"), ("2", "ana", "2026-04-01", "-100"),
                     deal=["D", "D"], reverses=[None, "1"])  # fmt: skip
    splits = {"line": ["1", None], "deal": [None, "D"], "payee": ["ben", "cem"], "share": [1, 1]}
    facts = gather(plan_of(), lines, TRIO, splits=splits)
    assert credited(facts) == [("1", "ben", "primary", 10000), ("2", "ben", "primary", -10000)]


def test_an_original_before_the_plan_is_not_paid_again_and_is_counted() -> None:
    lines = lines_of(("1", "ana", "2025-12-01", "100"), ("2", "ben", "2026-01-05", "-100"),
                     reverses=[None, "1"])  # fmt: skip
    found = gathered(plan_of(), lines, TRIO)
    assert credited(found.facts) == [("2", "ana", "primary", -10000)]
    assert found.facts.credited.reverses.tolist() == [-1]
    assert found.left.counts == {Reason.OUTSIDE: 1, Reason.EARLIER: 1}


@pytest.mark.parametrize(
    ("reverses", "found"), [(["9", None], "'9', which is not there"), (["2", "1"], "itself back"),
                            (["1", None], "itself back")]
)  # fmt: skip
def test_what_cannot_be_taken_back_is_refused(reverses: list[Any], found: str) -> None:
    lines = lines_of(("1", "ana", DAY, "1"), ("2", "ana", DAY, "1"), reverses=reverses)
    with pytest.raises(DataError, match=found):
        gather(plan_of(), lines, TRIO)


def test_what_is_taken_back_from_who_has_left_still_counts() -> None:
    people = {"payee": ["ana"], "from": ["2026-01-01"], "until": ["2026-04-01"]}
    lines = lines_of(("1", "ana", DAY, "100"), ("2", "ana", "2026-05-01", "-40"),
                     ("3", "ana", "2026-05-01", "70"), reverses=[None, "1", None])  # fmt: skip
    found = gathered(plan_of(), lines, people)
    assert credited(found.facts) == [
        ("1", "ana", "primary", 10000), ("2", "ana", "primary", -4000),
    ]  # fmt: skip
    assert found.facts.credited.stint.tolist() == [0, 0]
    assert found.left.counts == {Reason.NOBODY: 1, Reason.NOT_THERE: 1, Reason.GONE: 1}


@given(
    amount=st.integers(-(10**7), 10**7), cuts=st.lists(st.integers(0, 10**7), max_size=4),
    sizes=st.lists(st.integers(1, 9), min_size=3, max_size=3),
    levels=st.sampled_from([1, 2]), share=st.sampled_from([ALL, HALF, Fraction(1, 3)]),
)  # fmt: skip
def test_what_is_taken_back_in_parts_comes_to_nothing_for_everybody(
    amount: int, cuts: list[int], sizes: list[int], levels: int, share: Fraction
) -> None:
    plan = plan_of(credits=(SPLIT, replace(ROLLUP, levels=levels, share=share)))
    takes = [*cuts, amount - sum(cuts)]
    lines = {
        "line": ["0", *(f"r{at}" for at in range(len(takes)))],
        "closed_on": [date(2026, 1, 1), *(date(2026, 2, 1 + at) for at in range(len(takes)))],
        "amount_minor": [amount, *(-take for take in takes)],
        "reverses": [None, *["0"] * len(takes)],
    }
    splits = {**thirds("0"), "parts": sizes}
    facts = gather(plan, lines, FIVE, splits=splits, managers=CHAIN)
    sums: dict[Any, int] = {}
    by_line: dict[Any, int] = {}
    for line, payee, kind, part in credited(facts):
        sums[payee, kind] = sums.get((payee, kind), 0) + part
        if kind == "primary":
            by_line[line] = by_line.get(line, 0) + part
    assert set(sums.values()) == {0}
    assert list(by_line.values()) == lines["amount_minor"]
