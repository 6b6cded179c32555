"""Real tables that are known to hold what cannot be true."""

from __future__ import annotations

from pathlib import Path

import pytest

from everyrep.warehouse.checks import run_checks
from tests.warehouse.company import Company

PEOPLE = """
system = "hr"
[[table]]
table = "people"
[table.columns]
id = "EmpID"
first_name = "FirstName"
last_name = "LastName"
email = "ADEmail"
hired_on = { column = "StartDate", order = "dmy" }
left_on = { column = "ExitDate", order = "dmy", plus_days = 1 }
"""
TRAINING = """
system = "hr"
[[table]]
table = "learning_events"
[table.columns]
person = "Employee ID"
course = "Training Program Name"
verb = "Training Outcome"
occurred_at = { column = "Training Date", order = "dmy" }
"""


@pytest.mark.reference
def test_trainings_after_the_exit_are_counted_exactly(shared_data: Path, tmp_path: Path) -> None:
    """The folder's README knows of 1,029 trainings that people took after they had left."""
    folder = shared_data / "hr_all_in_one"
    company = Company(tmp_path / "company")
    for file, mapping in (
        ("employee_data.csv", PEOPLE),
        ("training_and_development_data.csv", TRAINING),
    ):
        company.load(file, (folder / file).read_text(encoding="utf-8-sig"), mapping)
    company.build()
    with company.open() as warehouse:
        found = {finding.check: finding for finding in run_checks(warehouse)}
    assert (found["learning-after-exit"].rows, found["learning-after-exit"].of_rows) == (1029, 3000)
    assert found["learning-after-exit"].examples[0].line == 3
