"""Pay from a company's own records, by the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faces.cli.conftest import Run

PLAN = """format = 1
plan = "simple"
title = "Simple"
version = "1"
from = 2026-01-01
until = 2027-01-01
currency = "EUR"
zone = "UTC"
year_begins = "January"
model = "commission_only"
rounding = "half_up"
date = "closed_on"
[facts]
amount = "money"
closed_on = "date"
[[pay]]
id = "base"
kind = "commission"
title = "Commission"
of = "amount"
rate = "10%"
refund = "original"
"""
ROLE = "Account Executive"
pytestmark = [pytest.mark.usefixtures("built"), pytest.mark.long]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "simple.toml"
    file.write_text(PLAN, encoding="utf-8")
    return file


def test_a_year_is_paid_month_by_month(run: Run, plan: Path, tmp_path: Path) -> None:
    book = tmp_path / "book"
    told = run("pay", "year", plan, "--roles", ROLE, "--through", "2026-05-31", "--book", book,
               "--json")  # fmt: skip
    assert told.code == 0, told.err
    months = {
        (row["name"], row["period"]): (row["earned"], row["paid"], row["balance"])
        for row in told.data["months"]
        if row["earned"]
    }
    assert months == {
        ("Adams, Ann", "February 2026"): (100_00, 100_00, 0),
        ("Brown, Ben", "April 2026"): (400_05, 400_05, 0),
    }
    again = run("pay", "year", plan, "--roles", ROLE, "--through", "2026-05-31", "--book", book,
                "--json")  # fmt: skip
    assert again.data["months"] == told.data["months"]
    assert again.data["postings"] == told.data["postings"]
    shown = run(
        "pay", "year", plan, "--roles", ROLE, "--through", "2026-05-31", "--payee", "Adams, Ann"
    )
    assert "100.00 EUR" in shown.out
    assert "Brown" not in shown.out
    assert "hold together" in shown.out


def test_tables_are_written_and_read_again(run: Run, plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "facts"
    told = run("pay", "facts", "--out", out, "--roles", ROLE, "--through", "2026-03-31",
               "--json")  # fmt: skip
    assert told.code == 0, told.err
    assert told.data["rows"]["lines"] == 1
    assert told.data["rows"]["people"] == 2
    assert sorted(file.stem for file in out.iterdir()) == [
        "exchange", "leave", "lines", "managers", "people", "quotas", "splits"
    ]  # fmt: skip
    from everyrep.faces.cli.pay_tables import given_in
    from everyrep.pay import calculate, read_plan

    read = read_plan(plan)
    assert calculate(read, given_in(out, "2026-03-31").facts(read)).total == 100_00


def test_tables_that_are_there_are_written_over_only_where_that_is_asked(
    run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "facts"
    out.mkdir()
    own = out / "quotas.csv"
    own.write_text("payee,quota\n")
    asked = ("pay", "facts", "--out", out, "--roles", ROLE, "--through", "2026-03-31", "--json")
    refused = run(*asked)
    assert (refused.code, refused.data["where"]) == (2, str(out))
    assert refused.data["message"] == "There are tables already: quotas.csv"
    assert list(out.iterdir()) == [own]
    assert own.read_text() == "payee,quota\n"
    assert run(*asked, "--over").data["rows"]["people"] == 2
    assert own.read_text() != "payee,quota\n"


def test_a_file_of_members_may_be_that_of_several_plans(run: Run, tmp_path: Path) -> None:
    mine = {"roles": [ROLE], "named": []}
    file = tmp_path / "members.json"
    file.write_text(json.dumps({"simple": mine, "other": {"roles": [], "named": []}}))
    asked = ("pay", "facts", "--members", file, "--through", "2026-03-31", "--json")
    vague = run(*asked, "--out", tmp_path / "a")
    assert vague.code == 2
    assert vague.data["message"] == "It has the members of 2 plans: simple, other"
    assert "--plan" in vague.data["remedy"]
    assert "near" in run(*asked, "--out", tmp_path / "a", "--plan", "simpel").data
    one = run(*asked, "--out", tmp_path / "b", "--plan", "simple")
    assert one.data["rows"]["people"] == 2
    file.write_text(json.dumps(mine))
    assert run(*asked, "--out", tmp_path / "c").data["rows"] == one.data["rows"]


def test_plans_of_the_workspace_are_taken_where_none_is_named(
    run: Run, plan: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "company" / "plans"
    missing = run("pay", "year", "--json")
    assert missing.data["message"] == "There are no plans"
    folder.mkdir()
    (folder / "simple.toml").write_text(plan.read_text())
    members = {"simple": {"roles": [ROLE], "named": []}}
    (folder / "members.json").write_text(json.dumps(members))
    told = run("pay", "year", "--through", "2026-05-31", "--json")
    assert told.code == 0, told.err
    assert sum(row["paid"] for row in told.data["months"]) == 500_05


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ((), "Nobody says who is on the plan 'simple'"),
        (("--roles", "Acount Executive"), "role"),
        (("--roles", "hunter=Account Executive"), "hunter"),
        (("--members", "nowhere.json"), "cannot be read"),
        (("--roles", ROLE, "--through", "soon"), "--through"),
    ],
)
def test_what_cannot_be_done_is_said(
    run: Run, plan: Path, more: tuple[str, ...], said: str
) -> None:
    told = run("pay", "year", plan, *more)
    assert told.code == 2
    assert said in told.err
