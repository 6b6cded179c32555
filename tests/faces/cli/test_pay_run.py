"""A plan calculated from the tables of a folder, explained, and kept in a book month by month."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from everyrep.faces.cli import main
from tests.faces.cli.conftest import Ran
from tests.pay.plan.small import small

LINES = """line,payee,closed_on,amount,cost,kind,quantity
1,ana,2026-01-10,60000,30000,new,1
2,ana,2026-02-10,60000,48000,new,1
3,ben,2026-03-10,40000,10000,more,1
4,eve,2026-02-10,70000,10000,more,1
5,ana,2025-12-31,70000,10000,more,1
"""
PEOPLE = "payee,from,target\nana,2026-01-01,0\nben,2026-02-15,0\n"
CLAWBACK = """
[clawback]
schedule = [{ from_month = 0, share = "100%" }]
only_paid = false
"""
Command = Callable[..., Ran]


@pytest.fixture
def pay(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Command:
    """Runs a command of `everyrep pay`; names that begin with @ are files of the test."""

    def run(*arguments: str) -> Ran:
        code = 0
        capsys.readouterr()
        given = [str(tmp_path / one[1:]) if one.startswith("@") else one for one in arguments]
        try:
            main(["pay", *given])
        except SystemExit as left:
            code = int(left.code or 0)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    (tmp_path / "facts").mkdir()
    for name, text in {"plan.toml": small(CLAWBACK), "facts/lines.csv": LINES,
                       "facts/people.csv": PEOPLE}.items():  # fmt: skip
        (tmp_path / name).write_text(text, encoding="utf-8")
    return run


RUN = ("run", "@plan.toml", "--facts", "@facts", "--through")
BOOK = ("--book", "@book")


def test_amounts_and_what_was_left_out_are_told(pay: Command) -> None:
    found = pay(*RUN, "2026-03-31", "--json").data
    assert found["people"] == {"ana": 6_600_00, "ben": 2_000_00}
    assert found["total_minor"] == sum(row["minor"] for row in found["amounts"]) == 8_600_00
    assert found["amounts"][0]["day"] == "2026-01-10"
    assert {one["reason"]: one["examples"] for one in found["left_out"]} == {
        "outside": ["5"], "nobody": ["4"], "not_there": ["eve of 4"],
    }  # fmt: skip
    assert found["book"] is None
    out = pay(*RUN, "2026-02-28").out
    assert "6,600.00 USD" in out
    assert "a line after the last day that is known" in out


def test_who_is_paid_nothing_is_named_below(pay: Command) -> None:
    early = pay(*RUN, "2026-01-31").out
    assert "Nothing for ben." in early
    assert "0.00 USD" not in early.replace("3,000.00 USD", "")


def test_whoever_has_no_quota_is_named_by_what_pays(pay: Command, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    text = plan.read_text(encoding="utf-8")
    given = re.sub(r'(\[quota\.sales\][^\[]*?)amount = "[^"]*"\n', r'\1missing = "nothing"\n', text)
    assert given != text
    plan.write_text(given, encoding="utf-8")
    asked = "payee,quota,amount,from,to\nana,sales,100000,2026-01-01,2026-04-01\n"
    (tmp_path / "facts/quotas.csv").write_text(asked, encoding="utf-8")
    (note,) = pay(*RUN, "2026-03-31", "--json").data["notes"]
    assert note.endswith("pays them nothing: ben in Q1 2026")
    assert "ben in Q1 2026" in pay(*RUN, "2026-03-31").out
    assert pay("book", "pay", *RUN[1:], "2026-03-31", *BOOK, "--json").data["notes"] == [note]


def test_amounts_are_written_once(pay: Command, tmp_path: Path) -> None:
    (tmp_path / "facts/people.csv").write_text(PEOPLE.replace("ana", "=ana"), encoding="utf-8")
    (tmp_path / "facts/lines.csv").write_text(LINES.replace("ana", "=ana"), encoding="utf-8")
    assert pay(*RUN, "2026-03-31", "--out", "@out").code == 0
    with (tmp_path / "out" / "amounts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["payee"], row["day"], row["amount"]) for row in rows] == [
        ("'=ana", "2026-01-10", "3000.00"), ("'=ana", "2026-02-10", "3600.00"),
        ("ben", "2026-03-10", "2000.00"),
    ]  # fmt: skip
    again = pay(*RUN, "2026-03-31", "--out", "@out")
    assert again.code == 2
    assert "never written over" in again.err


def test_a_book_is_kept_month_by_month(pay: Command, tmp_path: Path) -> None:
    first = pay(*RUN, "2026-01-31", *BOOK, "--json").data["book"]
    assert (first["period"], first["posted"]) == ("January 2026", 1)
    assert first["statements"][0]["paid_minor"] == 3_000_00
    again = pay(*RUN, "2026-01-31", *BOOK, "--json").data["book"]
    assert (again["posted"], again["posting"]) == (0, None)
    assert "Nothing has changed" in pay(*RUN, "2026-01-31", *BOOK).out

    paid = pay("book", "pay", *RUN[1:], "2026-01-31", *BOOK, "--json").data
    assert paid["settled"]
    assert pay("book", "lock", "@book", "January 2026").code == 0
    assert "was locked already" in pay("book", "lock", "@book", "January 2026").out

    late = LINES + "6,ana,2026-01-20,10000,0,new,1\n"
    (tmp_path / "facts/lines.csv").write_text(late, encoding="utf-8")
    out = pay("book", "pay", *RUN[1:], "2026-02-28", *BOOK).out
    assert "Paid for February 2026" in out
    assert "4,400.00 USD" in out  # 500 of January, 60,000 in two tiers: 1,500 and 2,400

    shown = pay("book", "show", "@book", "--json").data
    assert [(one["period"], one["locked"]) for one in shown["periods"]] == [
        ("January 2026", True), ("February 2026", False),
    ]  # fmt: skip
    accounts = {one["account"]: one["minor"] for one in shown["accounts"]}
    assert accounts == {"expense:deals": 7_400_00, "paid": -7_400_00}
    assert "locked" in pay("book", "show", "@book", "--period", "January 2026").out
    assert pay("book", "check", "@book", "--json").data == {"postings": 5, "sound": True}
    assert "All 5 postings follow" in pay("book", "check", "@book").out


def test_a_period_that_is_locked_unpaid_is_said_and_paid_in_the_next(pay: Command) -> None:
    pay(*RUN, "2026-01-31", *BOOK)
    assert "never paid out in January 2026" in pay("book", "lock", "@book", "January 2026").out
    again = pay("book", "lock", "@book", "January 2026", "--json").data
    assert len(again["never_paid"]) == 1
    found = pay("book", "pay", *RUN[1:], "2026-02-28", *BOOK, "--json").data
    assert found["statements"][0]["paid_minor"] == 6_600_00  # 3,000 of January, 3,600 of February
    assert pay("book", "lock", "@book", "February 2026", "--json").data["never_paid"] == []


def test_a_customer_who_left_is_taken_back_in_the_open_period(pay: Command, tmp_path: Path) -> None:
    pay("book", "pay", *RUN[1:], "2026-01-31", *BOOK)
    pay("book", "lock", "@book", "January 2026")
    (tmp_path / "facts/left.csv").write_text("deal,on\n1,2026-02-20\n2,2026-03-05\n")
    found = pay("book", "pay", *RUN[1:], "2026-02-28", *BOOK, "--json").data
    ana = found["statements"][0]
    assert (ana["earned_minor"], ana["clawed_back_minor"], ana["paid_minor"]) == (
        3_600_00, 3_000_00, 600_00,
    )  # fmt: skip


def test_a_book_that_was_edited_is_found(pay: Command, tmp_path: Path) -> None:
    pay(*RUN, "2026-01-31", *BOOK)
    place = tmp_path / "book" / "00000001" / "posting.json"
    place.write_text(place.read_text(encoding="utf-8").replace('"run"', '"rum"'), encoding="utf-8")
    ran = pay("book", "check", "@book")
    assert ran.code != 0
    assert "00000001" in ran.err


def test_a_line_is_explained(pay: Command) -> None:
    asked = ("--facts", "@facts", "--through", "2026-03-31")
    out = pay("explain", "@plan.toml", "2", *asked).out
    assert "Deals pays 3,600.00 USD for line 2." in out
    assert "from 100,000.00 USD to 120,000.00 USD, at 8%: 1,600.00 USD." in out
    (found,) = pay("explain", "@plan.toml", "2", *asked, "--payee", "ana", "--json").data
    assert found["key"] == "deals/ana/2/primary/0"
    assert pay("explain", "@plan.toml", found["key"], *asked, "--json").data == [found]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("run", "@plan.toml", "--facts", "@nowhere"), "There is no such folder"),
        (("run", "@plan.toml", "--facts", "@"), "There is no table lines"),
        ((*RUN, "soon"), "--through is 'soon'"),
        (("run", "@plan.toml", "--facts", "@facts", *BOOK), "--through is missing"),
        ((*RUN, "2026-03-31", "--period", "March 2026"), "Add --book FOLDER"),
        ((*RUN, "2026-03-31", *BOOK, "--period", "Mars 2026"), "Did you mean 'March 2026'"),
        ((*RUN, "2024-03-31", *BOOK), "No period is open on that day"),
        (("explain", "@plan.toml", "22", "--facts", "@facts"), "Did you mean '2'"),
        (("explain", "@plan.toml", "2", "--facts", "@facts", "--payee", "anna"), "'ana'"),
        (("explain", "@plan.toml", "2", "--facts", "@facts", "--component", "deal"), "'deals'"),
        (("book", "show", "@nobook"), "There is no such book"),
        (("book", "check", "@nobook"), "There is no such book"),
        (("book", "lock", "@nobook", "May 2026"), "There is no such book"),
        ((*RUN, "2026-01-31", "--book", "@plan.toml"), "cannot be opened"),
    ],
)
def test_mistakes_are_told(pay: Command, arguments: tuple[str, ...], told: str) -> None:
    ran = pay(*arguments)
    assert ran.code == 2
    assert told in " ".join(ran.err.split())
    assert pay(*arguments, "--json").data["message"]


def test_a_missing_column_is_named(pay: Command, tmp_path: Path) -> None:
    wrong = LINES.replace("closed_on", "closed")
    (tmp_path / "facts/lines.csv").write_text(wrong, encoding="utf-8")
    ran = pay(*RUN, "2026-03-31")
    assert ran.code == 2
    assert "There is no column named 'closed_on'. Did you mean 'closed'?" in ran.err


def test_an_unknown_period_cannot_be_locked_and_a_locked_one_not_posted_into(pay: Command) -> None:
    pay(*RUN, "2026-01-31", *BOOK)
    assert "Did you mean 'January 2026'?" in pay("book", "lock", "@book", "Januar 2026").err
    pay("book", "lock", "@book", "January 2026")
    ran = pay(*RUN, "2026-01-31", *BOOK, "--period", "January 2026")
    assert ran.code == 2
    assert "January 2026 is locked" in ran.err
    assert "Did you mean" in pay("book", "show", "@book", "--period", "Januar 2026").err


def test_a_table_that_is_nearly_called_so_is_not_passed_over(pay: Command, tmp_path: Path) -> None:
    stray = tmp_path / "facts/split.csv"
    stray.write_text("line,payee,share\n1,ben,1\n", encoding="utf-8")
    refused = pay(*RUN, "2026-03-31", "--json")
    assert refused.code == 2
    assert "split.csv is no table" in refused.data["message"]
    assert "call it splits.csv" in refused.data["remedy"].lower()
    stray.rename(tmp_path / "facts/notes.csv")
    assert pay(*RUN, "2026-03-31", "--json").code == 0
