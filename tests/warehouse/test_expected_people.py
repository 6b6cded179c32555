"""Who is who before a load: what is said is what the matching itself does."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from everyrep.faces.web.jobs.doing.who import _told
from everyrep.warehouse.expected_people import Expected, expected
from everyrep.warehouse.inspection_people import RECORD, Spoken

Row = tuple[str | None, ...]


class Build:
    """A build that knows some records of people."""

    def __init__(self, *rows: Row) -> None:
        self.connection = duckdb.connect()
        columns = ", ".join(f"{name} VARCHAR" for name in RECORD)
        self.connection.execute(f"CREATE TABLE person_rows ({columns})")
        for row in rows:
            marks = ", ".join("?" for _ in row)
            self.connection.execute(f"INSERT INTO person_rows VALUES ({marks})", row)


def record(ref: str, name: str, email: str | None = None, title: str | None = None) -> Row:
    told = {"id": ref, "system": ref.partition(":")[0], "full_name": name, "email": email,
            "title": title}  # fmt: skip
    return tuple(told.get(column) for column in RECORD)


@pytest.fixture
def build() -> Iterator[Build]:
    found = Build(
        record("hr:1", "Ada Example", "ada@x.org"), record("hr:2", "Bea Sample", "bea@x.org"),
        record("hr:3", "Bea Sample", "bea.sample@x.org"), record("crm:9", "Ada Example"),
    )  # fmt: skip
    yield found
    found.connection.close()


def asked(build: Build | None, *records: Row, refs: tuple[str, ...] = ()) -> Expected:
    spoken = Spoken(records, tuple(("activities", "person", ref, 2) for ref in refs))
    return expected(build, [spoken], [])  # type: ignore[arg-type]


def test_who_is_known_elsewhere_is_not_alone(build: Build) -> None:
    found = asked(build, record("lms:a", "Ada Example", "ADA@x.org"), record("lms:z", "Zeb Quirk"))
    assert found.records == 2
    assert found.alone == (("lms:z", "Zeb Quirk (lms:z)"),)
    assert found.unsure == ()


def test_two_of_one_name_are_nothing_to_be_sure_of(build: Build) -> None:
    found = asked(build, record("lms:b", "Bea Sample"))
    ends = {end for pair in found.unsure for end in pair[:2]}
    assert "Bea Sample (lms:b)" in ends
    assert ends & {"Bea Sample (hr:2)", "Bea Sample (hr:3)"}


def test_a_reference_may_be_an_id_an_address_or_a_name(build: Build) -> None:
    refs = ("hr:1", "crm:ADA@x.org", "lms:ada example", "crm:nobody", "lms:new")
    found = asked(build, record("lms:new", "New One"), refs=refs)
    assert found.strangers == (("person of activities", "crm:nobody", 2),)


def test_before_the_first_build_nobody_is_alone_yet() -> None:
    found = asked(None, record("hr:1", "Ada Example", "ada@x.org"), refs=("crm:9", "hr:1"))
    assert (found.records, found.alone, found.unsure) == (1, (), ())
    assert [ref for _, ref, _ in found.strangers] == ["crm:9"]


def test_nothing_is_left_behind_in_the_build(build: Build) -> None:
    before = build.connection.execute("SHOW ALL TABLES").fetchall()
    asked(build, record("lms:z", "Zeb Quirk"))
    assert build.connection.execute("SHOW ALL TABLES").fetchall() == before


def test_that_there_are_too_many_to_judge_is_said(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not asked(build, record("lms:z", "Zeb Quirk")).too_many
    assert expected(build, [Spoken(too_many=True)], []).too_many  # type: ignore[arg-type]
    monkeypatch.setattr("everyrep.warehouse.expected_people.MOST", 4)
    found = asked(build, record("lms:z", "Zeb Quirk"))
    assert (found.too_many, found.alone, found.records) == (True, (), 1)
    assert "Not judged here" in _told(found)[0]["says"]
