"""Lines, people and splits become credits, to the last cent; what cannot be true is refused."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.pay.columns import Truths
from everyrep.pay.facts.gathering import gather, gathered
from everyrep.pay.facts.left import Reason
from everyrep.pay.language import Kind
from everyrep.pay.windows import day_of
from everyrep.values import DataError, UnknownName
from tests.pay.facts.given import (
    credited,
    lines_of,
    parts,
    people_of,
    plainly,
    plan_of,
    values,
)

TRIO = people_of("ana", "ben", "cem")
DAY = "2026-03-31"


def thirds(line: str) -> dict[str, list[Any]]:
    return {"line": [line] * 3, "payee": ["ana", "ben", "cem"], "share": ["1/3"] * 3}


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("100.00", (3334, 3333, 3333)),
        ("0.01", (1, 0, 0)),
        ("-100.00", (-3334, -3333, -3333)),
        ("0.02", (1, 1, 0)),
        ("0", (0, 0, 0)),
    ],
)
def test_what_is_left_of_a_cent_goes_to_the_first_listed(
    amount: str, expected: tuple[int, ...]
) -> None:
    facts = gather(plan_of(), lines_of(("1", None, DAY, amount)), TRIO, splits=thirds("1"))
    assert tuple(parts(facts, "1").values()) == expected


def test_the_largest_remainder_goes_before_the_first_listed() -> None:
    splits = {"line": ["1"] * 3, "payee": ["ana", "ben", "cem"],
              "share": ["16.10%", "47.95%", Decimal("0.3595")]}  # fmt: skip
    facts = gather(plan_of(), lines_of(("1", None, DAY, "100.01")), TRIO, splits=splits)
    # 16.10161, 47.954795 and 35.953595: one cent is left, and 0.795 of a cent is the most.
    assert parts(facts, "1") == {"ana": 1610, "ben": 4796, "cem": 3595}


@pytest.mark.parametrize("shares", [["60%", "30%"], [0.6, 0.3], ["60%", "41%"], [60, 40]])
def test_primary_shares_that_do_not_sum_to_all_are_refused(shares: list[Any]) -> None:
    splits = {"line": ["7", "7"], "payee": ["ana", "ben"], "share": shares}
    with pytest.raises(DataError, match=r"line '7' sum to \d+%, not to 100%"):
        gather(plan_of(), lines_of(("7", None, DAY, "10")), TRIO, splits=splits)


@pytest.mark.parametrize(
    "amounts",
    [
        ["12.30", "5", None], [Decimal("12.30"), Decimal(5), None], [12.3, 5.0, np.nan],
        pd.array(["12.3", "5.00", None], dtype="string"), ["1_2.3", "5e0", ""],
    ],
    ids=["text", "decimal", "float", "string", "odd"],
)  # fmt: skip
def test_amounts_of_any_type_are_read_exactly_and_what_is_missing_is_unknown(amounts: Any) -> None:
    lines = lines_of(("1", "ana", DAY, 0), ("2", "ana", DAY, 0), ("3", "ana", DAY, 0))
    facts = gather(plan_of(), {**lines, "amount": amounts}, TRIO)
    assert values(facts, "amount") == [1230, 500, None]


def test_minor_units_are_taken_as_they_are() -> None:
    lines = lines_of(("1", "ana", DAY, 0), ("2", "ana", DAY, 0))
    del lines["amount"]
    facts = gather(plan_of(), {**lines, "amount_minor": np.array([1230, -5])}, TRIO)
    assert values(facts, "amount") == [1230, -5]


@pytest.mark.parametrize("amount", ["1.005", 1.005, Decimal("0.001"), "ten", True, "NaN", "1e999"])
def test_what_is_no_amount_of_the_currency_is_refused_by_its_line(amount: Any) -> None:
    with pytest.raises(DataError, match="lines, line A7, amount"):
        gather(plan_of(), lines_of(("A7", "ana", DAY, amount)), TRIO)


def test_an_instant_is_the_day_it_falls_on_in_the_zone_of_the_plan() -> None:
    moment = datetime(2026, 3, 31, 23, 30, tzinfo=ZoneInfo("America/New_York"))
    london = moment.astimezone(ZoneInfo("Europe/London"))
    assert london.date() == date(2026, 4, 1)
    ways = [london, london.isoformat(), "2026-04-01T03:30:00Z", "2026-03-31", "2026-03-31 23:30",
            date(2026, 3, 31)]  # fmt: skip
    lines = lines_of(*((str(at), "ana", way, "1") for at, way in enumerate(ways)))
    facts = gather(plan_of(), lines, TRIO)
    assert {day_of(day) for day in facts.credited.day} == {date(2026, 3, 31)}
    aware = pd.Series(pd.to_datetime([london] * len(ways), utc=True))
    facts = gather(plan_of(), {**lines, "closed_on": aware}, TRIO)
    assert {day_of(day) for day in facts.credited.day} == {date(2026, 3, 31)}


def test_a_line_that_is_there_twice_is_refused_by_its_name() -> None:
    lines = lines_of(("A1", "ana", DAY, "1"), ("A1", "ana", DAY, "1"))
    with pytest.raises(DataError, match="'A1' is there twice"):
        gather(plan_of(), lines, TRIO)


def test_the_newest_version_of_a_line_counts() -> None:
    rows = [("A1", "ana", DAY, "100"), ("A1", "ana", DAY, "92"), ("A1", "ana", DAY, "95")]
    found = gathered(plan_of(), lines_of(*rows, version=["9", "11", "10"]), TRIO)
    assert credited(found.facts) == [("A1", "ana", "primary", 9200)]
    assert found.left.counts == {Reason.OLDER: 2}
    with pytest.raises(DataError, match="'A1' is there twice in one version"):
        gather(plan_of(), lines_of(*rows, version=[1, 2, 2]), TRIO)


def test_what_is_left_out_is_counted_with_its_reason() -> None:
    lines = lines_of(
        ("in", "ana", "2026-03-01", "1"), ("before", "ana", "2025-12-31", "1"),
        ("after", "ana", "2027-01-01", "1"), ("late", "ana", "2026-04-01", "1"),
        ("open", "ana", None, "1"), ("house", "house", "2026-03-01", "1"),
        ("nobody", None, "2026-03-01", "1"),
    )  # fmt: skip
    found = gathered(plan_of(), lines, TRIO, through=date(2026, 3, 31))
    assert [row[0] for row in credited(found.facts)] == ["in"]
    assert found.left.counts == {
        Reason.OUTSIDE: 2, Reason.LATER: 1, Reason.NO_DAY: 1, Reason.NOBODY: 2,
        Reason.NOT_THERE: 1,
    }  # fmt: skip
    assert found.left.examples[Reason.NOT_THERE] == ("house of house",)


@pytest.mark.parametrize(
    ("deals", "expected"),
    [
        (None, ["1", "1", "1", "4"]),
        ([None, None, None, None], ["1", "1", "1", "4"]),
        (["D", None, None, None], ["D", "D", "D", "4"]),
        (["D", None, "E", None], ["D", "D", "E", "4"]),
        (["D", "D", "D", "4"], ["D", "D", "D", "4"]),
    ],
)
def test_what_takes_a_line_back_is_of_its_deal(
    deals: list[str | None] | None, expected: list[str]
) -> None:
    rows = [("1", "ana", DAY, "9"), ("2", "ana", DAY, "-5"), ("3", "ana", DAY, "2"),
            ("4", "ana", DAY, "7")]  # fmt: skip
    columns = {} if deals is None else {"deal": deals}
    lines = lines_of(*rows, reverses=[None, "1", "2", None], **columns)
    facts = gather(plan_of(), lines, TRIO)
    assert [facts.deals[code] for code in facts.credited.deal] == expected


def test_a_column_that_is_missing_is_an_error_with_near_names() -> None:
    lines = lines_of(("1", "ana", DAY, "1"))
    lines["amuont"] = lines.pop("amount")
    with pytest.raises(UnknownName, match="'amuont'"):
        gather(plan_of(), lines, TRIO)


@pytest.mark.parametrize(
    ("people", "found"),
    [
        ({"from": ["2026-01-01", "2026-05-31"], "until": ["2026-06-01", None]}, "overlap"),
        ({"from": ["2026-01-01", "2026-06-01"], "until": ["2026-01-01", None]}, "has no day"),
        ({"from": ["2026-01-01", None], "until": ["2026-06-01", None]}, "no day"),
    ],
)
def test_stints_that_cannot_be_are_refused(people: dict[str, Any], found: str) -> None:
    with pytest.raises(DataError, match=found):
        gather(plan_of(), lines_of(("1", "ana", DAY, "1")), {"payee": ["ana", "ana"], **people})


def test_who_comes_back_is_credited_in_both_stints_and_not_between() -> None:
    people = {"payee": ["ana", "ana"], "from": ["2026-06-01", "2025-01-01"],
              "until": [None, "2026-03-01"]}  # fmt: skip
    days = ["2026-02-28", "2026-03-01", "2026-05-31", "2026-06-01"]
    lines = lines_of(*((str(at), "ana", day, "1") for at, day in enumerate(days)))
    facts = gather(plan_of(), lines, people)
    assert [
        (row[0], stint) for row, stint in zip(credited(facts), facts.credited.stint, strict=True)
    ] == [("0", 0), ("3", 1)]
    assert [day_of(day) for day in facts.stints.first] == [date(2025, 1, 1), date(2026, 6, 1)]
    assert day_of(facts.stints.end[1]) == date(2027, 1, 1)


def test_the_end_of_compensation_ends_what_is_earned() -> None:
    people = {"payee": ["ana"], "from": ["2026-01-01"], "until": ["2026-03-01"],
              "ends_on": ["2026-03-31"]}  # fmt: skip
    lines = lines_of(("1", "ana", "2026-03-31", "1"), ("2", "ana", "2026-04-01", "1"))
    assert [row[0] for row in credited(gather(plan_of(), lines, people))] == ["1"]


def test_splits_of_a_line_go_before_those_of_its_deal() -> None:
    lines = lines_of(("1", "ana", DAY, "10"), ("2", "ana", DAY, "10"), ("3", "ana", DAY, "10"),
                     deal=["D", "D", None])  # fmt: skip
    splits = {"line": [None, None, "2"], "deal": ["D", "D", None], "payee": ["ben", "cem", "cem"],
              "share": ["50%", "50%", 1]}  # fmt: skip
    facts = gather(plan_of(), lines, TRIO, splits=splits)
    assert parts(facts, "1") == {"ben": 500, "cem": 500}
    assert parts(facts, "2") == {"cem": 1000}
    assert parts(facts, "3") == {"ana": 1000}
    assert facts.deals == ("3", "D")


SPLITS = st.lists(st.integers(1, 12), min_size=1, max_size=5)


@given(
    amounts=st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=6), sizes=st.data()
)  # fmt: skip
def test_parts_of_a_line_sum_to_it_and_lie_within_a_cent_of_their_share(
    amounts: list[int], sizes: st.DataObject
) -> None:
    people = [f"p{at}" for at in range(5)]
    line, payee, size = [], [], []
    for at in range(len(amounts)):
        for who, one in enumerate(sizes.draw(SPLITS)):
            line.append(str(at))
            payee.append(people[who])
            size.append(one)
    lines = {"line": [str(at) for at in range(len(amounts))], "closed_on": [DAY] * len(amounts),
             "amount_minor": np.array(amounts)}  # fmt: skip
    splits = {"line": line, "payee": payee, "parts": size}
    facts = gather(plan_of(), lines, people_of(*people), splits=splits)
    shares = values(facts, "share")
    sums = {str(at): 0 for at in range(len(amounts))}
    for (of, _, _, part), share in zip(credited(facts), shares, strict=True):
        sums[of] += part
        assert abs(part - amounts[int(of)] * share) < 1
    assert list(sums.values()) == amounts


@given(order=st.permutations(range(6)), people=st.permutations(["ana", "ben", "cem"]))
def test_facts_do_not_hang_on_the_order_of_rows(order: list[int], people: list[str]) -> None:
    rows = [("9", "ana", DAY, "1"), ("10", "ben", DAY, "2"), ("2", None, DAY, "3.01"),
            ("a", "cem", "2026-02-01", "4"), ("B", "ana", "2026-02-01", "5"),
            ("c", None, "2025-01-01", "6")]  # fmt: skip
    reverses = [None, None, None, None, "9", None]
    splits = {**thirds("2"), "place": [1, 2, 3]}

    def plain(order: Any, people: Any) -> Any:
        lines = lines_of(*(rows[at] for at in order), reverses=[reverses[at] for at in order])
        turned = {key: [column[at % 3] for at in order[:3]] for key, column in splits.items()}
        same = turned if len(set(turned["place"])) == 3 else splits
        found = gathered(plan_of(), lines, people_of(*people), splits=same)
        return plainly(found.facts), found.facts.lines, found.facts.people, found.left

    assert plain(order, people) == plain(list(range(6)), ["ana", "ben", "cem"])


def test_counts_are_shared_exactly() -> None:
    plan = plan_of(facts={"amount": Kind.MONEY, "closed_on": Kind.DATE, "seats": Kind.COUNT})
    lines = lines_of(("1", None, DAY, "1"), seats=[10])
    facts = gather(plan, lines, TRIO, splits=thirds("1"))
    assert values(facts, "seats") == [Fraction(10, 3)] * 3


WRITTEN = st.decimals(-(10**13), 10**13, places=2) | st.decimals(-999, 999, places=2)


@given(amounts=st.lists(WRITTEN | st.none(), max_size=8), way=st.sampled_from(["text", "float"]))
def test_amounts_are_what_was_written(amounts: list[Decimal | None], way: str) -> None:
    given = [None if one is None else str(one) if way == "text" else float(one) for one in amounts]
    lines = lines_of(*((str(at), "ana", DAY, one) for at, one in enumerate(given)))
    frame = pd.DataFrame({**lines, "amount": pd.array(given) if way == "float" else given})
    expected = [
        None if one is None
        else round(Fraction(str(one) if way == "text" else repr(float(one))) * 100)
        for one in amounts
    ]  # fmt: skip
    assert values(gather(plan_of(), frame, TRIO), "amount") == expected


@pytest.mark.parametrize("amount", ["0.10000000000000001", "1.005", "0x10", "--1", "1,000"])
def test_short_and_long_texts_are_held_to_the_same(amount: str) -> None:
    with pytest.raises(DataError, match="lines, line 2, amount"):
        gather(plan_of(), lines_of(("1", "ana", DAY, "1"), ("2", "ana", DAY, amount)), TRIO)


@pytest.mark.parametrize("dtype", ["Int64", "Float64", "int64[pyarrow]", "double[pyarrow]"])
def test_columns_of_pandas_that_know_what_is_missing(dtype: str) -> None:
    lines = lines_of(("1", "ana", DAY, 0), ("2", "ana", DAY, 0), ("3", "ana", DAY, 0))
    amounts = pd.array([3, None, -7], dtype=dtype)
    assert values(gather(plan_of(), {**lines, "amount": amounts}, TRIO), "amount") == [
        300, None, -700,
    ]  # fmt: skip
    del lines["amount"]
    facts = gather(plan_of(), {**lines, "amount_minor": amounts}, TRIO)
    assert values(facts, "amount") == [3, None, -7]


@pytest.mark.parametrize("dtype", ["datetime64[ns]", "date32[pyarrow]", "timestamp[us][pyarrow]"])
def test_days_of_any_type(dtype: str) -> None:
    lines = lines_of(("1", "ana", DAY, 1), ("2", "ana", None, 1))
    days = pd.Series(pd.to_datetime(["2026-03-31", None])).astype(dtype)
    found = gathered(plan_of(), {**lines, "closed_on": days}, TRIO)
    assert [day_of(day) for day in found.facts.credited.day] == [date(2026, 3, 31)]
    assert found.left.counts == {Reason.NO_DAY: 1}


def test_ids_are_the_same_as_numbers_and_as_text() -> None:
    frame = pd.DataFrame({"line": [10, 9], "closed_on": [DAY] * 2, "amount": [1, -1],
                          "reverses": [np.nan, 10], "payee": ["ana", "ben"]})  # fmt: skip
    splits = {"line": ["10"], "payee": ["cem"], "share": [1]}
    facts = gather(plan_of(), frame, TRIO, splits=splits)
    assert credited(facts) == [("10", "cem", "primary", 100), ("9", "cem", "primary", -100)]


def test_tables_without_rows_give_facts_without_rows() -> None:
    empty = pd.DataFrame({"line": [], "closed_on": [], "amount": []})
    assert credited(gather(plan_of(), empty, TRIO)) == []
    nobody = pd.DataFrame({"payee": [], "from": []})
    found = gathered(plan_of(), lines_of(("1", "ana", DAY, "1")), nobody)
    assert (credited(found.facts), found.facts.people) == ([], ())


def test_columns_that_do_not_fit_are_refused() -> None:
    lines = lines_of(("1", "ana", DAY, "1"))
    with pytest.raises(DataError, match="1 and 2 rows"):
        gather(plan_of(), {**lines, "payee": ["ana", "ben"]}, TRIO)
    with pytest.raises(DataError, match="Both amount and amount_minor"):
        gather(plan_of(), {**lines, "amount_minor": [100]}, TRIO)
    with pytest.raises(DataError, match="neither true nor false"):
        gather(
            plan_of(facts={"closed_on": Kind.DATE, "amount": Kind.MONEY, "new": Kind.FLAG}),
            {**lines, "new": ["perhaps"]}, TRIO,
        )  # fmt: skip


def test_flags_and_numbers_are_read_as_they_are_written() -> None:
    kinds = {"closed_on": Kind.DATE, "amount": Kind.MONEY, "new": Kind.FLAG, "rate": Kind.NUMBER}
    lines = lines_of(*((str(at), "ana", DAY, "1") for at in range(4)))
    given = {**lines, "new": ["yes", 0, True, None], "rate": ["12.5%", "1/3", 0.1, ""]}
    facts = gather(plan_of(facts=kinds), given, TRIO)
    assert values(facts, "rate") == [Fraction(1, 8), Fraction(1, 3), Fraction(1, 10), None]
    flags = facts.credited.facts["new"]
    assert isinstance(flags, Truths)
    assert flags.known is not None
    assert flags.yes.tolist() == [True, False, True, False]
    assert flags.known.tolist() == [True, True, True, False]


def test_amounts_beyond_64_bits_are_still_exact() -> None:
    huge = 10**20
    facts = gather(plan_of(), lines_of(("1", None, DAY, huge)), TRIO, splits=thirds("1"))
    third = huge * 100 // 3
    assert parts(facts, "1") == {"ana": third + 1, "ben": third, "cem": third}
