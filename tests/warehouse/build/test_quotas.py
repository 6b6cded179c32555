"""Quotas whose file has no end: until the next one, and as long as quotas usually last."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.warehouse.company import Company


def ends(company: Company) -> list[tuple[str, date, date]]:
    rows = company.rows("SELECT person_ref, from_on, to_on FROM quotas ORDER BY 1, 2")
    return [(ref.removeprefix("crm:"), start, end) for ref, start, end in rows]


@pytest.mark.parametrize(
    ("starts", "last"),
    [
        (("2024-01-01", "2024-04-01", "2024-07-01", "2024-10-01"), date(2025, 1, 1)),
        (("2024-01-01", "2024-02-01", "2024-03-01"), date(2024, 4, 1)),
        (("2023-01-01", "2024-01-01"), date(2025, 1, 1)),
        (("2024-05-06",), date(2024, 8, 6)),
    ],
)
def test_the_last_quota_lasts_as_long_as_the_others(
    tmp_path: Path, starts: tuple[str, ...], last: date
) -> None:
    company = Company(tmp_path / "w")
    company.put("quotas", [{"person": "u1", "from_on": day, "amount": "100"} for day in starts])
    company.build()
    found = ends(company)
    assert [end for _, _, end in found[:-1]] == [start for _, start, _ in found[1:]]
    assert found[-1][2] == last


def test_a_quarter_without_a_quota_stays_without_one(tmp_path: Path) -> None:
    company = Company(tmp_path / "w")
    days = ("2024-01-01", "2024-04-01", "2024-07-01", "2025-01-01")
    company.put("quotas", [{"person": "u1", "from_on": day, "amount": "100"} for day in days])
    company.build()
    assert ends(company)[2] == ("u1", date(2024, 7, 1), date(2024, 10, 1))


def test_quarters_that_end_on_the_last_day_of_a_month_leave_no_gap(tmp_path: Path) -> None:
    company = Company(tmp_path / "w")
    days = ("2011-05-31", "2011-08-31", "2011-12-01", "2012-02-29")
    company.put("quotas", [{"person": "u1", "from_on": day, "amount": "100"} for day in days])
    company.build()
    assert ends(company)[1] == ("u1", date(2011, 8, 31), date(2011, 12, 1))


def test_an_end_that_is_given_stands(tmp_path: Path) -> None:
    company = Company(tmp_path / "w")
    rows = [
        {"person": "u1", "from_on": "2024-01-01", "to_on": "2024-02-01", "amount": "100"},
        {"person": "u1", "from_on": "2024-04-01", "to_on": "2024-05-01", "amount": "100"},
    ]
    company.put("quotas", rows)
    company.build()
    assert [end for _, _, end in ends(company)] == [date(2024, 2, 1), date(2024, 5, 1)]
