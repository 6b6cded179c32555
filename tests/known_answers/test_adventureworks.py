"""A bicycle maker: orders from the shop, people and quotas from HR, each told by several files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.known_answers.loaded import Loaded, dollars

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def firm(loading: Callable[[str, str], Loaded]) -> Loaded:
    return loading("adventureworks", "adventureworks")


@pytest.mark.parametrize(
    ("rep", "first", "second"),
    [("280", 1.160, 0.887), ("283", 0.900, 0.859), ("274", 0.807, 0.906), ("276", 0.721, 0.877)],
)
def test_attainment_by_rep_and_quarter(firm: Loaded, rep: str, first: float, second: float) -> None:
    for period, expected in (
        ("2011-05-31..2011-08-31", first),
        ("2011-08-31..2011-12-01", second),
    ):
        answer = firm.ask("attainment", by="person", period=period)
        found = answer.one(person=f"person:hr:{rep}")
        assert float(found.value) == pytest.approx(expected, abs=5e-4)  # type: ignore[arg-type]


def test_everything_is_there(firm: Loaded) -> None:
    assert (firm.count("people"), firm.count("quotas")) == (290, 163)
    assert firm.one("SELECT count(*) FROM people WHERE commission_rate IS NOT NULL") == 17
    assert firm.rows(
        "SELECT count(*), count(owner_id), min(close_on), max(close_on) FROM opportunities"
    ) == [(1_566, 406, date(2011, 5, 31), date(2011, 12, 24))]  # fmt: skip


def test_orders_are_won_deals(firm: Loaded) -> None:
    assert firm.ask("won_deals").one().value == 1_566
    total = firm.one("SELECT sum(amount_minor) FROM opportunities")
    assert firm.ask("bookings").one().value == dollars(f"{total / 100:.2f}")


def test_a_person_is_put_together_from_three_files(firm: Loaded) -> None:
    assert firm.rows(
        "SELECT full_name, title, hired_on, commission_rate, territory_id "
        "FROM people WHERE id = 'person:hr:275'"
    ) == [("Michael Blythe", "Sales Representative", date(2011, 5, 31), 0.012, "hr:2")]


def test_commission_of_a_year_is_sales_times_rate(firm: Loaded) -> None:
    """The year's sales are in the file and not in the model; the rate is."""
    rates = dict(firm.rows("SELECT id, commission_rate FROM people"))
    for rep, sales, commission in (
        ("275", 3_763_178.1787, 45_158.14),
        ("276", 4_251_368.5497, 63_770.53),
        ("289", 4_116_871.2277, 82_337.42),
    ):
        assert sales * rates[f"person:hr:{rep}"] == pytest.approx(commission, abs=0.005)


def test_department_territory_and_pay_tell_parts_of_one_history(firm: Loaded) -> None:
    """Each file knows its part; who was where on a day is put together from all of them."""
    assert firm.rows(
        "SELECT count(team_id), count(territory_id), count(base_pay_minor) FROM positions"
    ) == [(296, 17, 316)]
    assert firm.rows(
        "SELECT from_on, to_on, team_id, territory_id FROM org_history "
        "WHERE person_id = 'person:hr:275' ORDER BY from_on"
    ) == [
        (date(2011, 5, 31), date(2012, 11, 30), "hr:3", "hr:2"),
        (date(2012, 11, 30), None, "hr:3", "hr:3"),
    ]


def test_a_department_that_ends_on_its_last_day_leaves_no_gap(firm: Loaded) -> None:
    assert firm.rows(
        "SELECT from_on, to_on, team_id FROM org_history "
        "WHERE person_id = 'person:hr:16' AND to_on = '2009-07-15' OR "
        "person_id = 'person:hr:16' AND from_on = '2009-07-15' ORDER BY from_on"
    ) == [
        (date(2007, 12, 20), date(2009, 7, 15), "hr:5"),
        (date(2009, 7, 15), date(2012, 4, 30), "hr:4"),
    ]


def test_bookings_go_to_the_department_of_the_seller(firm: Loaded) -> None:
    found = firm.by("bookings", "team")
    sold = firm.one("SELECT sum(amount_minor) FROM opportunities WHERE owner_id IS NOT NULL")
    assert found["Sales"].minor == sold
    assert set(found) == {"Sales", "(not known)"}


def test_the_same_files_again_change_nothing_and_undo_takes_a_part_back(firm: Loaded) -> None:
    assert firm.again().build_id == firm.warehouse.snapshot
    firm.undo("SalesPerson.csv")
    firm.build()
    found = Loaded(firm.workspace, firm.files, firm.tables)
    assert found.count("people") == 290
    assert found.rows(
        "SELECT full_name, hired_on, commission_rate FROM people WHERE id = 'person:hr:275'"
    ) == [("Michael Blythe", date(2011, 5, 31), None)]
