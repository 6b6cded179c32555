"""Somebody who sees groups of five alone asks everything that they may, and subtracts.

The attacker knows who is in which team and how many deals each won; they lack amounts. Every answer
that they get is an equation over amounts of deals. What can be told from all equations together is
their row space: the test asks whether it holds what one person won, or a group of fewer than five.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations

import numpy as np
import pytest

from everyrep.measures import query
from everyrep.values import ABILITIES, Scope, UserError
from tests.worlds import TinyWarehouse, World

K = 5
EXECUTIVE = Scope(
    "the executive", None, min_group=K, abilities=frozenset({"see_amounts", "export"})
)
TEAMS = {"north": 8, "south": 7, "east": 6, "west": 3}
SEGMENTS = ("Enterprise", "Mid", "SMB")
MONTHS = tuple(f"2026-{month:02}" for month in range(1, 7))
PERIODS = (
    None, "2026-01-01..2026-03-31", "2026Q2", "2026", *MONTHS, "2026-01-01..2026-02-28",
    "2026-02-01..2026-06-30", "2026-01-01..2026-05-31", "2026-01-01..2026-06-29",
    "2026-03-30..2026-06-30",
)  # fmt: skip
Deal = dict[str, str]


def _company() -> tuple[list[Deal], TinyWarehouse]:
    """24 people; most win in every month in any segment, some seldom or in one alone."""
    draw, world, deals = random.Random(5), World(as_of=date(2026, 6, 30)), []
    people = [(team, f"{team}{i}") for team, size in TEAMS.items() for i in range(size)]
    for number, (team, name) in enumerate(people):
        role = "AE" if number % 5 else "AM"
        world.person(name, team=team, role=role, hired_on="2025-01-01")
        for at, month in enumerate(MONTHS):
            if number % 7 == 3 and at != 2:
                continue
            for _ in range(draw.choice((1, 1, 2))):
                segment = "SMB" if number % 6 == 1 else draw.choice(SEGMENTS[:2])
                deal = {
                    "id": f"d{len(deals)}", "person": name, "team": team, "role": role,
                    "segment": segment, "month": month,
                    "day": f"{month}-{draw.randint(1, 28):02}",
                }  # fmt: skip
                deals.append(deal)
                world.deal(
                    deal["id"], owner=name, outcome="won", amount=draw.randint(100, 999),
                    close_on=deal["day"], created_on="2025-12-01", segment=segment,
                )  # fmt: skip
    return deals, world.warehouse()


@pytest.fixture(scope="module")
def company() -> tuple[list[Deal], TinyWarehouse]:
    return _company()


def _conditions() -> Iterator[tuple[str, Callable[[Deal], bool]]]:
    for name, values in (("team", TEAMS), ("role", ("AE", "AM")), ("segment", SEGMENTS)):
        for value in values:
            yield f"{name} = '{value}'", lambda d, n=name, v=value: d[n] == v
            yield f"{name} != '{value}'", lambda d, n=name, v=value: d[n] != v
        for pair in combinations(values, 2):
            listed = ", ".join(f"'{value}'" for value in pair)
            yield f"{name} in ({listed})", lambda d, n=name, p=pair: d[n] in p
    for team in TEAMS:
        for segment in SEGMENTS:
            yield (
                f"team = '{team}' and segment != '{segment}'",
                lambda d, t=team, s=segment: d["team"] == t and d["segment"] != s,
            )
            yield (
                f"team = '{team}' or segment = '{segment}'",
                lambda d, t=team, s=segment: d["team"] == t or d["segment"] == s,
            )


def _quarter(month: str) -> str:
    return "2026Q1" if month <= "2026-03" else "2026Q2"


_KEYS: dict[str, Callable[[Deal], str]] = {
    "team": lambda d: d["team"], "role": lambda d: d["role"], "segment": lambda d: d["segment"],
    "month": lambda d: d["month"], "quarter": lambda d: _quarter(d["month"]),
}  # fmt: skip


def _within(deal: Deal, period: str | None) -> bool:
    if period is None or period == "2026":
        return True
    if period == "2026Q2":
        return _quarter(deal["month"]) == period
    if ".." in period:
        first, last = period.split("..")
        return first <= deal["day"] <= last
    return deal["month"] == period


def _asked(
    warehouse: TinyWarehouse,
    deals: list[Deal],
    by: tuple[str, ...],
    where: tuple[str, Callable[[Deal], bool]] | None,
    period: str | None,
) -> Iterator[frozenset[int]]:
    """The deals whose sum each figure that is given tells."""
    try:
        answer = query(
            warehouse, "bookings", by=by, where=where[0] if where else None, period=period,
            scope=EXECUTIVE,
        )  # fmt: skip
    except UserError:
        return
    for row in answer:
        if row.estimate.estimable:
            yield frozenset(
                i for i, deal in enumerate(deals)
                if _within(deal, period) and (where is None or where[1](deal))
                and all(_KEYS[name](deal) == row.keys[name] for name in by)
            )  # fmt: skip


def _about(deals: list[Deal], sums: Iterable[int]) -> set[str]:
    return {deals[i]["person"] for i in sums}


def _small_groups(deals: list[Deal]) -> Iterator[tuple[str, list[int]]]:
    """What must not be told: people, and cells of two dimensions about fewer than five."""
    names = ["person", *_KEYS]
    for size in (1, 2):
        for by in combinations(names, size):
            groups: dict[tuple[str, ...], list[int]] = {}
            for i, deal in enumerate(deals):
                key = tuple(deal["person"] if n == "person" else _KEYS[n](deal) for n in by)
                groups.setdefault(key, []).append(i)
            for key, members in groups.items():
                if len(_about(deals, members)) < K:
                    yield " ".join(key), members


def _told(equations: set[frozenset[int]], deals: list[Deal]) -> list[str]:
    """Small groups whose sum follows from the equations."""
    matrix = np.zeros((len(equations), len(deals)))
    for row, members in enumerate(equations):
        matrix[row, list(members)] = 1
    _, sizes, rows = np.linalg.svd(matrix, full_matrices=False)
    space = rows[sizes > 1e-8]
    found = []
    for name, members in _small_groups(deals):
        wanted = np.zeros(len(deals))
        wanted[members] = 1
        if np.linalg.norm(wanted - space.T @ (space @ wanted)) < 1e-6:
            found.append(name)
    return found


def _pairs(equations: set[frozenset[int]], deals: list[Deal]) -> list[set[str]]:
    """People whom two answers, one within the other, give away."""
    return [
        _about(deals, one - other)
        for one in equations
        for other in equations
        if other < one and len(_about(deals, one - other)) < K
    ]


def _equations(
    company: tuple[list[Deal], TinyWarehouse], questions: Iterable[tuple[object, ...]]
) -> set[frozenset[int]]:
    deals, warehouse = company
    found = {s for q in questions for s in _asked(warehouse, deals, *q)}  # type: ignore[arg-type]
    assert all(len(_about(deals, s)) >= K for s in found)
    return found


WAYS = [(), *((name,) for name in _KEYS), *combinations(_KEYS, 2)]
BY_ONE = [(way, None, None) for way in WAYS]
BY_PERIOD = [(way, None, period) for way in ((), ("team",)) for period in PERIODS]
BY_CONDITION = [(way, where, None) for way in ((), ("team",)) for where in _conditions()]


def _all_ways(deals: list[Deal], equations: set[frozenset[int]]) -> None:
    assert len(equations) > 5
    assert _pairs(equations, deals) == []
    assert _told(equations, deals) == []


def test_no_cut_and_no_period_gives_away_a_small_group(
    company: tuple[list[Deal], TinyWarehouse],
) -> None:
    _all_ways(company[0], _equations(company, [*BY_ONE, *BY_PERIOD]))


@pytest.mark.slow
def test_nor_do_conditions_beside_them(company: tuple[list[Deal], TinyWarehouse]) -> None:
    _all_ways(company[0], _equations(company, [*BY_ONE, *BY_PERIOD, *BY_CONDITION]))


def test_the_test_itself_finds_what_is_given_away(
    company: tuple[list[Deal], TinyWarehouse],
) -> None:
    deals = company[0]
    whole = frozenset(range(len(deals)))
    without = frozenset(i for i in whole if deals[i]["person"] != "north0")
    assert _pairs({whole, without}, deals) == [{"north0"}]
    assert "north0" in _told({whole, without}, deals)


@pytest.mark.parametrize(
    ("where", "period"),
    [("person != 'north0'", None), ("person in ('north0', 'north1')", None),
     ("deal != 'd1'", None), ("account = 'a'", None), ("amount > 500", None),
     ("close_on > '2026-03-02'", None), ("tenure_month > 12", None),
     ("team = 'north' and not (amount = 300 or id = 'd3')", None),
     (None, "2026-01-01..2026-06-28"), (None, "2026-01-02..2026-06-30"), (None, "2026-03-02")],
)  # fmt: skip
def test_questions_that_single_out_are_refused_with_the_reason(
    company: tuple[list[Deal], TinyWarehouse], where: str | None, period: str | None
) -> None:
    with pytest.raises(UserError, match=r"single a person out|with a month"):
        query(company[1], "bookings", where=where, period=period, scope=EXECUTIVE)
    everything = Scope("the analyst", None, min_group=1, abilities=ABILITIES)
    query(company[1], "bookings", where=where, period=period, scope=everything)


def test_a_measure_of_several_is_about_the_fewest_of_them() -> None:
    """Coverage of many people's targets by one person's pipeline is that person's pipeline."""
    world = World()
    for number in range(8):
        world.person(f"p{number}", team="north", hired_on="2025-01-01")
        world.add(
            "quotas", person=f"p{number}", from_on="2026-07-01", to_on="2026-10-01", amount=100
        )
    world.deal("open", owner="p1", close_on="2026-08-01", amount=70)
    found = query(world.warehouse(), "coverage", period="2026Q3", scope=EXECUTIVE).one()
    assert not found.estimable


def test_a_period_of_a_stage_is_not_told_where_the_rest_of_the_stage_is_a_few_peoples() -> None:
    """The pipeline of all time less that of the quarter would be what one person has due later."""
    world = World(as_of=date(2026, 6, 30))
    for number in range(8):
        world.person(f"p{number}", team="north", hired_on="2025-01-01")
        for stage in ("Talk", "Offer"):
            world.deal(f"{stage}{number}", owner=f"p{number}", stage=stage, close_on="2026-08-01")
    world.deal("later", owner="p1", stage="Talk", close_on="2026-11-01", amount=777)
    for number in range(6):
        world.deal(f"far{number}", owner=f"p{number}", stage="Offer", close_on="2026-11-01")
    company = world.warehouse()
    whole = query(company, "pipeline", by="stage", scope=EXECUTIVE)
    quarter = query(company, "pipeline", by="stage", period="2026Q3", scope=EXECUTIVE)
    told = {str(row.keys["stage"]): row.estimate.estimable for row in quarter}
    assert all(row.estimate.estimable for row in whole)
    assert not told["Talk"]
    seen = replace(EXECUTIVE, min_group=1)
    assert all(
        row.estimate.estimable
        for row in query(company, "pipeline", by="stage", period="2026Q3", scope=seen)
    )
