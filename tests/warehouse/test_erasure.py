"""Somebody whose name is struck is in no file any more, and every sum is what it was."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from everyrep.values import DataError
from everyrep.warehouse.erasure import Erasure, file_of, read_erasures, write_erasure
from everyrep.warehouse.identity import Decision, Ruling, append_decision, read_decisions
from everyrep.warehouse.known import Known, known_of, pattern
from everyrep.warehouse.striking import Done, strike
from tests.warehouse.company import Company

pytestmark = pytest.mark.long

WHEN = datetime(2026, 5, 4, 12, tzinfo=UTC)
NAME, MAIL = "Ann Ash", "ann.ash@firm.example"
PEOPLE = [
    {"id": "e1", "full_name": NAME, "first_name": "Ann", "last_name": "Ash", "email": MAIL,
     "employee_number": "E-0001", "team": "t1", "hired_on": "2024-01-01",
     "leaving_reason": "burnout", "base_pay": "50000", "currency": "USD"},
    {"id": "e2", "full_name": "Bo Berg", "first_name": "Bo", "last_name": "Berg",
     "email": "bo@firm.example", "employee_number": "E-0002", "team": "t1",
     "hired_on": "2024-01-01", "leaving_reason": None, "base_pay": "40000", "currency": "USD"},
]  # fmt: skip
DEALS = [
    {"id": f"d{n}", "name": name, "owner": owner, "amount": "100", "currency": "USD",
     "created_on": f"2026-0{1 + n % 3}-10", "is_won": "true"}
    for n, (name, owner) in enumerate([
        ("North", MAIL), ("Saved by ann ash, again", NAME), ("Ann Ashton's", "u1"),
        ("joann.ash@firm.example", "bo@firm.example"), ("mail to ANN.ASH@firm.example.", "u1"),
    ])
]  # fmt: skip
USERS = [{"id": "u1", "full_name": "Ash, Ann", "email": "ANN.ASH@firm.example"}]


@pytest.fixture
def company(tmp_path: Path) -> Company:
    found = Company(tmp_path)
    found.put("people", PEOPLE, "hr")
    found.put("people", USERS, "crm")
    found.put("opportunities", DEALS, "crm")
    found.put("leaves", [{"person": "e1", "from_on": "2025-01-01", "kind": "sick"}], "hr")
    found.build()
    return found


def forget(company: Company) -> tuple[Known, Erasure, Done]:
    """As the job does it."""
    who = person_of(company)
    known = known_of(company.workspace, who)
    assert known is not None
    erasure = write_erasure(
        company.workspace, refs=known.refs, mails=known.mails, when=WHEN, why="request 1"
    )
    return known, erasure, strike(company.workspace, known, erasure)


def person_of(company: Company) -> str:
    found = rows(company, f"SELECT id FROM people WHERE email = '{MAIL}'")
    return str(found[0][0])


def rows(company: Company, asked: str) -> list[tuple[Any, ...]]:
    with company.open() as warehouse:
        return warehouse.connection.execute(asked).fetchall()


SUMS = (
    "SELECT h.team_id, count(*), sum(o.amount_minor), count(DISTINCT o.owner_id) "
    "FROM opportunities AS o LEFT JOIN org_history AS h ON h.person_id = o.owner_id "
    "GROUP BY ALL ORDER BY ALL"
)


def words_in(folder: Path) -> str:
    """Every word of every file, Parquet as text."""
    import duckdb

    found = []
    for file in sorted(folder.rglob("*")):
        if file.suffix == ".parquet":
            told = duckdb.execute(f"SELECT * FROM read_parquet('{file}')").fetchall()
            found.append(repr(told))
        elif file.is_file():
            found.append(file.read_text(encoding="utf-8", errors="replace"))
    told = "\n".join(found).lower()
    return told.replace("ann ashton", "").replace("joann.ash@firm.example", "")  # other people


def test_their_records_are_known_wherever_they_are(company: Company) -> None:
    known = known_of(company.workspace, person_of(company))
    assert known is not None
    assert {"hr:e1", "crm:u1", f"crm:{MAIL}", f"crm:{NAME}"} <= set(known.refs)
    assert {NAME, "Ash, Ann"} <= set(known.names)
    assert {one.lower() for one in known.mails} == {MAIL}
    assert known_of(company.workspace, "person:nobody") is None


def test_nothing_says_who_they_were_and_every_sum_stays(company: Company) -> None:
    before = rows(company, SUMS)
    pay = rows(company, "SELECT sum(base_pay_minor) FROM people")
    _, erasure, done = forget(company)
    build = company.build()
    assert rows(company, SUMS) == before
    assert rows(company, "SELECT sum(base_pay_minor) FROM people") == pay
    assert rows(
        company,
        "SELECT full_name, first_name, last_name, email, employee_number, leaving_reason, team_id "
        "FROM people WHERE id = 'person:erased:1'",
    ) == [("Former person 1", None, None, None, None, None, "hr:t1")]
    assert rows(company, "SELECT kind FROM leaves") == [(None,)]
    root = company.workspace.root
    for folder in (root / "warehouse" / build.build_id, root / "landing", root / "decisions"):
        told = words_in(folder)
        for word in (NAME.lower(), "ash, ann", MAIL, "e-0001", "burnout"):
            assert word not in told, (folder.name, word)
    assert "hr:e1" not in words_in(root / "warehouse" / build.build_id)
    assert done.files == 4
    assert done.left == []
    assert erasure.name == "Former person 1"


def test_others_with_a_name_like_theirs_keep_it(company: Company) -> None:
    forget(company)
    company.build()
    names = {name for (name,) in rows(company, "SELECT name FROM opportunities")}
    assert {"Ann Ashton's", "joann.ash@firm.example", "North"} <= names
    assert {"Saved by Former person 1, again", "mail to Former person 1."} <= names
    assert rows(company, "SELECT full_name FROM people WHERE email = 'bo@firm.example'") == [
        ("Bo Berg",)
    ]


def test_a_name_that_two_bear_is_struck_only_where_it_is_theirs(company: Company) -> None:
    company.put("people", [{"id": "e9", "full_name": NAME, "email": "other@firm.example",
                            "employee_number": "E-0009", "team": "t2"}], "hr")  # fmt: skip
    company.build()
    known, _, _ = forget(company)
    company.build()
    assert NAME in known.shared
    assert rows(company, "SELECT full_name FROM people WHERE email = 'other@firm.example'") == [
        (NAME,)
    ]
    assert rows(company, "SELECT count(*) FROM people WHERE id = 'person:erased:1'") == [(1,)]
    assert rows(company, f"SELECT count(*) FROM people WHERE email = '{MAIL}'") == [(0,)]


def test_the_next_export_does_not_bring_them_back(company: Company) -> None:
    forget(company)
    company.build()
    company.put("people", [{**PEOPLE[0], "title": "Rep"}, PEOPLE[1]], "hr")
    company.put("people", [{"id": "u77", "email": MAIL.upper(), "full_name": NAME}], "crm")
    build = company.build()
    told = words_in(company.workspace.root / "warehouse" / build.build_id)
    assert MAIL not in told
    assert NAME.lower() not in told
    assert rows(company, "SELECT count(*) FROM people WHERE full_name LIKE 'Former%'") == [(1,)]
    assert rows(company, "SELECT title FROM people WHERE id = 'person:erased:1'") == [("Rep",)]


def test_two_who_are_forgotten_stay_two(company: Company) -> None:
    forget(company)
    company.build()
    bo = str(rows(company, "SELECT id FROM people WHERE email = 'bo@firm.example'")[0][0])
    known = known_of(company.workspace, bo)
    assert known is not None
    second = write_erasure(company.workspace, refs=known.refs, mails=known.mails, when=WHEN)
    strike(company.workspace, known, second)
    company.build()
    assert sorted(rows(company, "SELECT full_name FROM people")) == [
        ("Former person 1",), ("Former person 2",),
    ]  # fmt: skip


def test_a_refresh_and_a_whole_build_say_the_same(company: Company) -> None:
    forget(company)
    company.build()
    company.put("opportunities", [{**DEALS[0], "id": "d9", "owner": NAME}], "crm")
    company.build()
    refreshed = sorted(rows(company, "SELECT id, owner_id, owner_ref FROM opportunities"))
    company.build(whole=True)
    assert sorted(rows(company, "SELECT id, owner_id, owner_ref FROM opportunities")) == refreshed
    assert ("crm:d9", "person:erased:1", "erased:1") in refreshed


def test_what_was_decided_about_their_records_goes_and_the_rest_stays(company: Company) -> None:
    file = company.workspace.decisions / "identity.jsonl"
    for left, right in (("hr:e1", "crm:u1"), ("hr:e2", "crm:u5")):
        append_decision(file, Decision(Ruling.MERGE, left, right, "x", WHEN, f"like {NAME}"))
    forget(company)
    (kept,) = read_decisions(file)
    assert kept.left_ref == "hr:e2"
    assert kept.why == "like Former person 1"


def test_loads_that_were_taken_back_are_struck_too(company: Company) -> None:
    load = company.put("opportunities", [{**DEALS[1], "id": "x"}], "crm")
    company.undo(load)
    forget(company)
    assert NAME.lower() not in words_in(company.workspace.undone)


def test_struck_twice_is_as_struck_once_and_lines_stay_where_they_were(company: Company) -> None:
    before = rows(company, "SELECT id, line FROM opportunities ORDER BY id")
    known, erasure, _ = forget(company)
    again = strike(company.workspace, known, erasure)
    assert (again.files, again.rows) == (0, 0)
    same = write_erasure(company.workspace, refs=(), mails=(), when=WHEN, number=1)
    assert same == erasure
    company.build()
    assert rows(company, "SELECT id, line FROM opportunities ORDER BY id") == before


def test_a_linked_copy_of_a_file_is_left_as_it_was(company: Company, tmp_path: Path) -> None:
    file = next(iter(company.workspace.landing.glob("*/*.parquet")))
    copy = tmp_path / "copy.parquet"
    copy.hardlink_to(file)
    held = copy.read_bytes()
    forget(company)
    assert copy.read_bytes() == held


def test_the_file_of_erasures_names_nobody_and_a_broken_line_stops_the_build(
    company: Company,
) -> None:
    forget(company)
    file = file_of(company.workspace)
    told = file.read_text(encoding="utf-8")
    for word in ("ann", "ash", "hr:", "e-0001"):
        assert word not in told.lower()
    file.write_text(told + '{"number": 2}\n', encoding="utf-8")
    with pytest.raises(DataError, match="not an erasure"):
        read_erasures(company.workspace)
    with pytest.raises(DataError, match="not an erasure"):
        company.build()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ann Ash", True), ("ann  ash!", True), ("(Ann Ash)", True), ("Ann Ashby", False),
        ("Joann Ash", False), ("a.b@x.example", True), ("x.a.b@x.example", False),
        ("a.b@x.example.org", False), ("a.b@x.example.", True), ("José", False),
    ],
)  # fmt: skip
def test_names_are_found_as_words_of_their_own(text: str, found: bool) -> None:
    known = Known("p", (), ("Ann Ash", "José"), ("a.b@x.example",))
    assert (pattern(known).search(text) is not None) is found
