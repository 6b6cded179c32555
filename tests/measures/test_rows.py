"""The facts behind a figure: as many as it says, the asker's own, and nothing that is hidden."""

from __future__ import annotations

import pytest

from everyrep.measures import load_catalogue, query, rows
from everyrep.measures.answer import Row
from everyrep.values import Money, Scope, UnknownName
from tests.measures.company import messy_company
from tests.worlds import TinyWarehouse

pytestmark = pytest.mark.long

ALL = Scope.everything("the owner")
SINGLE = [
    name if place % 6 == 0 else pytest.param(name, marks=pytest.mark.slow)
    for place, name in enumerate(n for n, one in load_catalogue().items() if not one.parts)
]


@pytest.fixture(scope="module")
def company() -> TinyWarehouse:
    return messy_company().warehouse()


@pytest.mark.parametrize("name", SINGLE)
def test_there_are_as_many_as_the_figure_rests_on(company: TinyWarehouse, name: str) -> None:
    answer = query(company, name, scope=ALL)
    row: Row = max(answer, key=lambda row: row.estimate.n)
    found = rows(company, name, group=row.keys, scope=ALL, limit=1)
    assert found.things == row.estimate.n
    assert len(found.rows) == min(1, found.total)


@pytest.mark.parametrize(
    ("name", "by"),
    [("won_deals", ("team", "month")), ("bookings", ("person",)), ("win_rate", ("fiscal_quarter",)),
     ("cycle_length", ("segment",)), ("calls_per_rep_week", ("team",)),
     ("stage_conversion", ("quarter",)), ("attainment", ("person",))],
)  # fmt: skip
def test_a_group_has_its_own(company: TinyWarehouse, name: str, by: tuple[str, ...]) -> None:
    days, where = "2025-01-01..2026-06-30", "segment != 'x'" if name == "won_deals" else None
    answer = query(company, name, by=by, where=where, period=days, scope=ALL)
    assert len(answer) > 1
    for row in answer:
        found = rows(company, name, by=by, where=where, period=days, group=row.keys, scope=ALL)
        assert found.things == row.estimate.n, row.keys


def test_amounts_add_up_to_the_figure(company: TinyWarehouse) -> None:
    booked = query(company, "bookings", scope=ALL).one().value
    found = rows(company, "bookings", scope=ALL, limit=1000)
    place = found.columns.index("counts")
    assert isinstance(booked, Money)
    assert sum(int(str(row[place] or 0)) for row in found.rows) == booked.minor


def test_pages_do_not_overlap_and_leave_nothing_out(company: TinyWarehouse) -> None:
    whole = rows(company, "won_deals", scope=ALL, limit=1000).rows
    pages = [
        row
        for start in range(0, len(whole), 7)
        for row in rows(company, "won_deals", scope=ALL, limit=7, offset=start).rows
    ]
    assert tuple(pages) == whole
    assert rows(company, "won_deals", scope=ALL, offset=10_000).rows == ()


def test_a_measure_made_of_others_shows_the_facts_of_each(company: TinyWarehouse) -> None:
    found = rows(company, "velocity", scope=ALL)
    assert found.parts == ("open_deals", "average_deal_size", "win_rate", "cycle_length")
    assert found.measure == "open_deals"
    of = rows(company, "velocity", of="win_rate", scope=ALL)
    assert of.things == query(company, "win_rate", scope=ALL).one().n
    with pytest.raises(UnknownName, match="part of velocity"):
        rows(company, "velocity", of="calls", scope=ALL)


def test_only_who_may_see_rows_sees_them(company: TinyWarehouse) -> None:
    for scope in (
        ALL.narrow(abilities={"see_amounts", "see_people"}), ALL.narrow(min_group=5),
        Scope.nothing("a stranger"), ALL.narrow(people=()),
    ):  # fmt: skip
        found = rows(company, "won_deals", scope=scope)
        assert found.rows == ()
        assert found.total == 0
        assert found.reason is not None


def test_rows_are_of_people_in_sight(company: TinyWarehouse) -> None:
    known = rows(company, "won_deals", scope=ALL, limit=1000)
    place = known.columns.index("owner_id")
    some = sorted({str(row[place]) for row in known.rows if row[place]})[:2]
    found = rows(company, "won_deals", scope=ALL.narrow(people=some), limit=1000)
    assert {row[place] for row in found.rows} == set(some)
    assert found.total < known.total


def test_amounts_and_names_take_their_abilities(company: TinyWarehouse) -> None:
    few = ALL.narrow(abilities={"see_rows"})
    found = rows(company, "won_deals", scope=few)
    assert found.rows
    assert not any(name.endswith("_minor") for name in found.columns)
    assert "owner_id" not in found.labels
    assert rows(company, "bookings", scope=few).reason is not None
    seen = rows(company, "won_deals", scope=ALL)
    assert "amount_base_minor" in seen.columns


def test_masked_fields_are_left_out(company: TinyWarehouse) -> None:
    masked = ALL.narrow(masked_fields={"opportunities.stage", "created_on", "amount"})
    found = rows(company, "won_deals", scope=masked)
    assert {"stage", "created_on", "amount_base_minor"}.isdisjoint(found.columns)
