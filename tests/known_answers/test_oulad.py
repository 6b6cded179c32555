"""A university's modules: days counted from a start, "?" for never, tests and withdrawals."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from everyrep.values import NotEstimable
from tests.known_answers.loaded import Loaded

pytestmark = pytest.mark.reference
STARTS = {
    "2013B": date(2013, 2, 1), "2013J": date(2013, 10, 1),
    "2014B": date(2014, 2, 1), "2014J": date(2014, 10, 1),
}  # fmt: skip


@pytest.fixture(scope="module")
def lms(loading: Callable[[str, str], Loaded]) -> Loaded:
    return loading("oulad", "oulad")


def rows(lms: Loaded, name: str) -> list[dict[str, str]]:
    path = next(path for path in lms.files if path.name == name)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_modules_pages_and_tests_are_what_can_be_learned_from(lms: Loaded) -> None:
    found = dict(
        lms.rows(
            "SELECT CASE WHEN kind IN ('module', 'assessment') THEN kind ELSE 'page' END, count(*) "
            "FROM courses GROUP BY 1"
        )
    )
    assert found == {"module": 22, "assessment": 206, "page": 6_364}
    assert lms.one("SELECT count(*) FROM courses WHERE parent_id IN (FROM courses SELECT id)") == (
        206 + 6_364
    )


def test_learners_and_registrations(lms: Loaded) -> None:
    assert lms.count("people") == 28_785
    found = dict(lms.rows("SELECT verb, count(*) FROM learning_events GROUP BY 1"))
    assert found == {"registered": 32_593 - 45, "withdrew": 10_072}


def test_a_question_mark_is_no_day(lms: Loaded) -> None:
    assert (
        sum(row["date_registration"] == "?" for row in rows(lms, "studentRegistration.csv")) == 45
    )
    assert lms.one("SELECT count(*) FROM learning_events WHERE occurred_on IS NULL") == 0


def test_days_count_from_the_start_of_each_presentation(lms: Loaded) -> None:
    truth = {
        (
            f"lms:{row['id_student']}",
            f"lms:{row['code_module']} {row['code_presentation']}",
            STARTS[row["code_presentation"]] + timedelta(days=int(row["date_unregistration"])),
        )
        for row in rows(lms, "studentRegistration.csv")
        if row["date_unregistration"] != "?"
    }
    found = lms.rows(
        "SELECT person_ref, course_id, occurred_on FROM learning_events WHERE verb = 'withdrew'"
    )
    assert set(found) == truth


def test_scores_are_of_tests_that_are_known_and_of_their_presentation(lms: Loaded) -> None:
    start = {
        row["id_assessment"]: STARTS[row["code_presentation"]]
        for row in rows(lms, "assessments.csv")
    }
    truth = [
        (
            f"lms:{row['id_student']}",
            f"lms:{row['id_assessment']}",
            float(row["score"]),
            start[row["id_assessment"]] + timedelta(days=int(row["date_submitted"])),
        )
        for row in rows(lms, "studentAssessment.csv")
        if row["score"]
    ]
    found = lms.rows("SELECT person_ref, course_id, score, occurred_on FROM assessments")
    assert len(truth) == 59_933
    assert sorted(found) == sorted(truth)


def test_tests_without_a_score_are_rejected_and_counted(lms: Loaded) -> None:
    assert lms.findings["assessments", "rejected-rows"].rows == 67


def test_the_mean_score_is_that_of_the_file(lms: Loaded) -> None:
    given = [float(row["score"]) for row in rows(lms, "studentAssessment.csv") if row["score"]]
    mean = sum(given) / len(given) / 100
    assert lms.ask("assessment_score").one().value == pytest.approx(mean)


def test_completion_is_not_told_because_the_files_do_not_say_who_passed(lms: Loaded) -> None:
    assert isinstance(lms.ask("course_completion").one(), NotEstimable)


def test_the_same_files_again_change_nothing(lms: Loaded) -> None:
    assert lms.again().build_id == lms.warehouse.snapshot


def test_every_start_is_a_month_of_the_code(shared_data: Path) -> None:
    """The description says that B begins in February and J in October."""
    text = (shared_data / "oulad" / "OULAD.names").read_text(encoding="cp1252")
    assert "start in February and October" in " ".join(text.split())
