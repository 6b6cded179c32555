"""People put together from systems, and what each was from day to day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.warehouse.company import Company

HISTORY = (
    "SELECT CAST(from_on AS VARCHAR), CAST(to_on AS VARCHAR), title, team_id, territory_id "
    "FROM org_history ORDER BY person_id, from_on"
)


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "company")


def built(company: Company, sql: str = HISTORY) -> list[tuple[Any, ...]]:
    company.build()
    return company.rows(sql)


def test_the_hr_record_speaks_before_the_crm_and_the_crm_before_the_lms(company: Company) -> None:
    mail = {"email": "ada@firm.example"}
    company.put("people", [{"id": "l1", "full_name": "A. Ash", "title": "Learner", **mail}], "lms")
    company.put("people", [{"id": "c1", "full_name": "Ada Ash", "region": "North", **mail}])
    company.put("people", [{"id": "h1", "full_name": "Ada Ash", "title": "Rep", **mail}], "hr")
    found = built(company, "SELECT id, full_name, title, region, system FROM people")
    assert found == [("person:hr:h1", "Ada Ash", "Rep", "North", "hr")]


def test_without_dates_a_person_is_what_the_list_says_for_ever(company: Company) -> None:
    company.put("people", [{"id": "1", "title": "Rep", "team": "north"}], "hr")
    assert built(company) == [("1900-01-01", None, "Rep", "hr:north", None)]


def test_a_person_whose_exit_alone_is_known_was_here_until_then(company: Company) -> None:
    company.put("people", [{"id": "1", "title": "Rep", "left_on": "2026-02-01"}], "hr")
    assert built(company) == [("1900-01-01", "2026-02-01", "Rep", None, None)]


def test_who_left_before_coming_was_never_here(company: Company) -> None:
    person = {"id": "1", "hired_on": "2026-02-01", "left_on": "2025-02-01"}
    company.put("people", [person], "hr")
    assert built(company) == []


def test_several_files_may_each_know_a_part(company: Company) -> None:
    """Titles in one file, territories in another, with other dates; they overlap."""
    company.put("people", [{"id": "1", "hired_on": "2025-01-01"}], "hr")
    company.put(
        "positions",
        [
            {"person": "1", "from_on": "2025-01-01", "to_on": "2025-07-01", "title": "Rep"},
            {"person": "1", "from_on": "2025-07-01", "title": "Lead"},
        ],
        "hr",
        "titles.csv",
    )
    company.put(
        "positions",
        [
            {"person": "1", "from_on": "2025-01-01", "to_on": "2025-10-01", "territory": "x"},
            {"person": "1", "from_on": "2025-10-01", "territory": "y"},
        ],
        "hr",
        "territories.csv",
    )
    assert built(company) == [
        ("2025-01-01", "2025-07-01", "Rep", None, "hr:x"),
        ("2025-07-01", "2025-10-01", "Lead", None, "hr:x"),
        ("2025-10-01", None, "Lead", None, "hr:y"),
    ]


def test_nobody_is_anything_before_the_first_day_or_after_the_last(company: Company) -> None:
    company.put("people", [{"id": "1", "hired_on": "2025-02-01", "left_on": "2025-06-01"}], "hr")
    company.put(
        "positions",
        [
            {"person": "1", "from_on": "2025-01-01", "title": "Early"},
            {"person": "1", "from_on": "2025-03-01", "title": "Rep"},
            {"person": "1", "from_on": "2025-07-01", "title": "Late"},
        ],
        "hr",
    )
    assert [row[:3] for row in built(company)] == [
        ("2025-02-01", "2025-03-01", "Early"),
        ("2025-03-01", "2025-06-01", "Rep"),
    ]


FIRST = date(2025, 1, 1)
DAY = st.integers(0, 20)


@settings(
    max_examples=3, deadline=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(
    spells=st.lists(
        st.tuples(
            st.sampled_from(["titles", "teams"]), DAY, st.one_of(st.none(), DAY),
            st.sampled_from("abc"),
        ),
        min_size=1, max_size=6, unique_by=lambda spell: spell[:2],
    ),
    hired=DAY,
    left=st.one_of(st.none(), st.integers(10, 25)),
)  # fmt: skip
def test_each_day_is_what_the_latest_position_that_knows_says(
    tmp_path_factory: pytest.TempPathFactory,
    spells: list[tuple[str, int, int | None, str]],
    hired: int,
    left: int | None,
) -> None:
    company = Company(tmp_path_factory.mktemp("org") / "company")
    person = {"id": "1", "hired_on": _day(hired), "left_on": _day(left), "title": "now"}
    company.put("people", [person], "hr")
    for file, column in (("titles", "title"), ("teams", "team")):
        rows = [
            {"person": "1", "from_on": _day(start), "to_on": _day(end), column: value}
            for name, start, end, value in spells
            if name == file
        ]
        if rows:
            company.put("positions", rows, "hr", f"{file}.csv")
    company.build()
    days = f"generate_series(DATE '{_day(0)}', DATE '{_day(25)}', INTERVAL 1 DAY)"
    found = company.rows(
        "SELECT CAST(day AS VARCHAR), title, team_id FROM org_history "
        f"JOIN (SELECT CAST(unnest({days}) AS DATE) AS day) AS days "
        "ON from_on <= day AND (to_on IS NULL OR to_on > day) ORDER BY day"
    )
    assert found == [
        (_day(offset), _latest(spells, "titles", offset) or "now",
         _in_hr(_latest(spells, "teams", offset)))
        for offset in range(26)
        if hired <= offset and (left is None or offset < left)
    ]  # fmt: skip


def _in_hr(team: str | None) -> str | None:
    return f"hr:{team}" if team else None


def _latest(spells: list[tuple[str, int, int | None, str]], file: str, day: int) -> str | None:
    true = [
        (start, value)
        for name, start, end, value in spells
        if name == file and start <= day and (end is None or end > day)
    ]
    return max(true)[1] if true else None


def _day(offset: int | None) -> str | None:
    return None if offset is None else (FIRST + timedelta(days=offset)).isoformat()
