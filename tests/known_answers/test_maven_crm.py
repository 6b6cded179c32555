"""A CRM export of four files: 8,800 deals of a seller of computer hardware."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.known_answers.loaded import Loaded, dollars

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def crm(loading: Callable[[str, str], Loaded]) -> Loaded:
    return loading("maven_crm", "maven_crm")


def test_every_row_is_there(crm: Loaded) -> None:
    assert crm.count("opportunities") == 8_800
    assert dict(crm.rows("SELECT stage, count(*) FROM opportunities GROUP BY 1")) == {
        "Won": 4_238, "Lost": 2_473, "Engaging": 1_589, "Prospecting": 500,
    }  # fmt: skip
    assert (crm.count("accounts"), crm.count("products")) == (85, 7)


def test_won_lost_and_what_they_brought(crm: Loaded) -> None:
    assert crm.ask("won_deals").one().value == 4_238
    assert crm.ask("lost_deals").one().value == 2_473
    assert crm.ask("win_rate").one().value == pytest.approx(4_238 / 6_711)
    assert crm.ask("bookings").one().value == dollars("10005534")
    assert crm.ask("average_deal_size").one().value == dollars("2360.91")


def test_days_from_engaging_to_closing(crm: Loaded) -> None:
    mean = "SELECT avg(close_on - created_on) FROM opportunities WHERE outcome = '{}'"
    assert crm.one(mean.format("won")) == pytest.approx(51.78, abs=0.005)
    assert crm.one(mean.format("lost")) == pytest.approx(41.48, abs=0.005)


@pytest.mark.parametrize(
    ("dimension", "expected"),
    [
        (
            "quarter",
            {"2017Q1": 1_134_672, "2017Q2": 3_086_111, "2017Q3": 2_982_255, "2017Q4": 2_802_496},
        ),
        (
            "manager",
            {
                "Melvin Marxen": 2_251_930, "Summer Sewald": 1_964_750, "Rocco Neubert": 1_960_545,
                "Celia Rouche": 1_603_897, "Cara Losch": 1_130_049, "Dustin Brinkmann": 1_094_363,
            },
        ),
    ],
)  # fmt: skip
def test_bookings_by(crm: Loaded, dimension: str, expected: dict[str, int]) -> None:
    found = crm.by("bookings", dimension)
    assert found == {name: dollars(str(amount)) for name, amount in expected.items()}


def test_a_product_under_another_spelling_is_the_product(crm: Loaded) -> None:
    """The pipeline says "GTXPro", the list of products "GTX Pro"."""
    found = crm.by("bookings", "product")
    assert found["GTX Pro"] == dollars("3510578")
    assert found["GTX Plus Pro"] == dollars("2629651")
    assert found["MG Advanced"] == dollars("2216387")
    assert len(found) == 7


def test_the_best_and_the_last(crm: Loaded) -> None:
    booked = crm.by("bookings", "person")
    assert max(booked, key=lambda name: booked[name].minor) == "Darcel Schlecht"
    assert booked["Darcel Schlecht"] == dollars("1153214")
    rates = crm.by("win_rate", "person")
    assert len(rates) == 30
    assert max(rates, key=rates.__getitem__) == "Hayden Neloms"
    assert rates["Hayden Neloms"] == pytest.approx(0.7039, abs=5e-5)
    assert min(rates, key=rates.__getitem__) == "Lajuana Vencill"
    assert rates["Lajuana Vencill"] == pytest.approx(0.5498, abs=5e-5)


def test_the_traps(crm: Loaded) -> None:
    open_deals = "SELECT count(*) FROM opportunities WHERE outcome = 'open' AND {}"
    assert crm.one(open_deals.format("account_id IS NULL")) == 1_425
    assert crm.one(open_deals.format("created_on IS NULL")) == 500
    sellers = "SELECT count(*) FROM people WHERE load_id IS NOT NULL"
    assert crm.one(sellers) == 35
    assert crm.one("SELECT count(*) FROM accounts WHERE industry = 'technolgy'") == 0
    assert crm.findings["opportunities", "deal-without-account"].rows == 1_425
    assert crm.findings["opportunities", "deal-without-creation"].rows == 500


def test_the_same_files_again_change_nothing_and_undo_takes_back(crm: Loaded) -> None:
    before = crm.warehouse.snapshot
    assert crm.again().build_id == before
    crm.undo("products.csv")
    after = crm.build()
    assert after.tables["opportunities"].rows == 8_800
    found = Loaded(crm.workspace, crm.files, crm.tables)
    assert "GTXPro" in found.by("bookings", "product")
    assert found.ask("bookings").one().value == dollars("10005534")
