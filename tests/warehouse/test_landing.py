"""Loads: each lands once, can be taken back, and says what it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from everyrep.values import InternalError, UnknownName
from everyrep.warehouse.landing import already_landed, loads, next_number, receiving, undo
from everyrep.warehouse.mapping import ColumnSpec
from tests.warehouse.company import Company

DEALS = [{"id": "d1", "amount": "10"}, {"id": "d2", "amount": "20"}]


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "company")


def test_a_load_keeps_what_was_delivered_and_how_it_was_read(company: Company) -> None:
    load = company.put("opportunities", DEALS, file="Q1 deals.csv")
    assert load.load_id == "000001-q1_deals"
    assert (load.source, load.system, load.number) == ("Q1 deals.csv", "crm", 1)
    assert load.counts == {"opportunities": {"rows": 2, "rejected": 0, "blanked": 0}}
    assert load.table.columns == ("id", "amount")
    assert load.mapping.tables[0].columns["amount"] == ColumnSpec(column="amount")
    assert loads(company.workspace) == (load,)


def test_the_same_bytes_read_the_same_way_change_nothing(company: Company) -> None:
    first = company.put("opportunities", DEALS)
    again = company.put("opportunities", DEALS)
    assert again == first
    assert already_landed(company.workspace, first.sha256, first.mapping) == first
    assert len(list(company.workspace.landing.iterdir())) == 1


def test_the_same_bytes_read_another_way_take_the_place(company: Company) -> None:
    first = company.put("opportunities", DEALS)
    second = company.put("opportunities", DEALS, amount={"column": "amount", "currency": "EUR"})
    assert second.replaces == (first.load_id,)
    assert loads(company.workspace) == (second,)


def test_taking_a_replacement_back_brings_back_what_it_replaced(company: Company) -> None:
    first = company.put("opportunities", DEALS)
    second = company.put("opportunities", DEALS, amount={"column": "amount", "currency": "EUR"})
    company.undo(second)
    assert loads(company.workspace) == (first,)


def test_of_three_readings_of_the_same_bytes_one_counts_whatever_is_taken_back(
    company: Company,
) -> None:
    """Taking back the one in the middle must not bring back the first beside the last."""
    company.put("opportunities", DEALS)
    second = company.put("opportunities", DEALS, amount={"column": "amount", "currency": "EUR"})
    third = company.put("opportunities", DEALS, amount={"column": "amount", "currency": "GBP"})
    company.undo(second)
    assert loads(company.workspace) == (third,)


def test_a_load_taken_back_is_kept_aside_and_its_number_is_not_given_again(
    company: Company,
) -> None:
    load = company.put("opportunities", DEALS)
    company.undo(load)
    assert loads(company.workspace) == ()
    assert (company.workspace.undone / load.load_id / "manifest.json").exists()
    assert next_number(company.workspace) == 2
    assert company.put("opportunities", DEALS).load_id == "000002-opportunities"


@pytest.mark.parametrize("name", ["000001-opportunities", "1", "000001"])
def test_a_load_is_named_by_its_id_or_its_number(company: Company, name: str) -> None:
    load = company.put("opportunities", DEALS)
    assert undo(company.workspace, name).load_id == load.load_id


@pytest.mark.parametrize("name", ["000001-opportunitys", "2", "0", ""])
def test_a_load_that_is_not_there_is_named_with_near_ones(company: Company, name: str) -> None:
    company.put("opportunities", DEALS)
    with pytest.raises(UnknownName) as told:
        undo(company.workspace, name)
    assert "000001-opportunities" in str(told.value)


def test_nothing_to_take_back_in_an_empty_folder(company: Company) -> None:
    with pytest.raises(UnknownName):
        undo(company.workspace, "1")


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"load_id": 1}', "\x00\x01"])
def test_a_damaged_manifest_says_which_and_what_to_do(company: Company, damage: str) -> None:
    load = company.put("opportunities", DEALS)
    (load.folder / "manifest.json").write_text(damage)
    with pytest.raises(InternalError) as told:
        loads(company.workspace)
    assert "manifest.json" in str(told.value.where)
    assert f"everyrep undo {load.load_id}" in str(told.value.remedy)


def test_a_load_with_a_damaged_manifest_can_be_taken_back(company: Company) -> None:
    """The message says so, so it has to work."""
    damaged = company.put("opportunities", DEALS)
    (damaged.folder / "manifest.json").write_text("{")
    with company.workspace.writing():
        undo(company.workspace, damaged.load_id)
    assert loads(company.workspace) == ()


def test_an_unfinished_load_is_no_load_and_is_swept(company: Company) -> None:
    company.put("opportunities", DEALS)
    with company.workspace.writing():
        folder = company.workspace.landing / ".unfinished-000002"
        folder.mkdir()
        (folder / "manifest.json").write_text(json.dumps({"load_id": "000002-x"}))
    assert len(loads(company.workspace)) == 1
    with company.workspace.writing():
        assert not folder.exists()


def test_what_was_received_and_not_landed_is_gone(company: Company) -> None:
    with company.workspace.writing():
        with receiving(company.workspace) as folder:
            (folder / "raw-1.parquet").write_bytes(b"half")
        assert list(company.workspace.landing.iterdir()) == []


def test_strange_folders_in_the_landing_are_let_be(company: Company) -> None:
    load = company.put("opportunities", DEALS)
    (company.workspace.landing / "notes").mkdir()
    (company.workspace.landing / ".DS_Store").write_text("")
    assert loads(company.workspace) == (load,)
