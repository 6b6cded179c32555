"""An HR sheet and a training list that join on the employee's number; all values are random."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from tests.known_answers.loaded import Loaded

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def hr(loading: Callable[[str, str], Loaded]) -> Loaded:
    return loading("hr_all_in_one", "hr_all_in_one")


def test_every_training_finds_its_employee(hr: Loaded) -> None:
    assert hr.one("SELECT count(*) FROM people WHERE load_id IS NOT NULL") == 3_000
    assert hr.rows(
        "SELECT count(*), count(DISTINCT person_id) FROM learning_events WHERE person_id IN "
        "(SELECT id FROM people WHERE load_id IS NOT NULL)"
    ) == [(3_000, 3_000)]


def test_outcomes(hr: Loaded) -> None:
    found = dict(hr.rows("SELECT verb, count(*) FROM learning_events GROUP BY 1"))
    assert found == {"incomplete": 775, "completed": 770, "passed": 739, "failed": 716}


def test_what_training_cost_to_the_cent(hr: Loaded) -> None:
    assert hr.rows("SELECT sum(amount_minor), count(*) FROM training_spend") == [
        (1_675_886_09, 3_000)
    ]


def test_exits_and_sellers(hr: Loaded) -> None:
    assert hr.one("SELECT count(left_on) FROM people") == 1_533
    assert hr.one("SELECT count(*) FROM people WHERE team_id = 'hr:Sales'") == 331


def test_trainings_after_the_exit_are_found(hr: Loaded, shared_data: Path) -> None:
    found = hr.findings["learning_events", "learning-after-exit"]
    assert (found.rows, found.of_rows) == (1_029, 3_000)
    first = found.examples[0]
    assert first.source == "training_and_development_data.csv"
    trained = line_of(shared_data / "hr_all_in_one" / first.source, first.line)
    left = {row["EmpID"]: row["ExitDate"] for row in read(shared_data, "employee_data.csv")}
    assert day(trained["Training Date"]) > day(left[trained["Employee ID"]])


def test_ratings_do_not_differ_by_outcome(hr: Loaded, shared_data: Path) -> None:
    """All columns were drawn at random: who passed is rated as those who did not."""
    rating = {
        f"hr:{row['EmpID']}": int(row["Current Employee Rating"])
        for row in read(shared_data, "employee_data.csv")
    }
    means = []
    for verbs in ("'passed', 'completed'", "'failed', 'incomplete'"):
        refs = hr.rows(f"SELECT person_ref FROM learning_events WHERE verb IN ({verbs})")
        means.append(sum(rating[ref] for (ref,) in refs) / len(refs))
    assert means == [pytest.approx(2.972, abs=5e-4), pytest.approx(2.966, abs=5e-4)]


def test_three_questions_of_a_survey_are_three_ratings_each(hr: Loaded) -> None:
    found = dict(hr.rows("SELECT skill, count(*) FROM assessments GROUP BY 1"))
    assert found == {"engagement": 3_000, "satisfaction": 3_000, "work-life balance": 3_000}


def test_the_same_files_again_change_nothing_and_undo_takes_back(hr: Loaded) -> None:
    assert hr.again().build_id == hr.warehouse.snapshot
    hr.undo("employee_data.csv")
    hr.build()
    found = Loaded(hr.workspace, hr.files, hr.tables)
    assert found.one("SELECT count(*) FROM people WHERE load_id IS NOT NULL") == 0
    assert found.one("SELECT count(DISTINCT person_id) FROM learning_events") == 3_000


def read(shared_data: Path, name: str) -> list[dict[str, str]]:
    path = shared_data / "hr_all_in_one" / name
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def line_of(path: Path, line: int) -> dict[str, str]:
    """The row that stands on a line of a file without line breaks in cells."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))[line - 2]


def day(text: str) -> datetime:
    return datetime.strptime(text, "%d-%b-%y")  # noqa: DTZ007
