"""What training returns on a table whose columns were all drawn at random: nothing, by any road.

Authority: the table itself. Who passed is rated as those who did not (2.972 and 2.966), so there is
no effect of any course on anything, and a positive return would be wrong.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from everyrep.evidence.money import Pays, business, parse_case
from everyrep.values import UserError
from tests.known_answers.conftest import EXAMPLES
from tests.known_answers.loaded import EVERYTHING, Loaded, load

pytestmark = pytest.mark.reference

COURSES = ("Communication Skills", "Customer Service", "Technical Skills", "Project Management",
           "Leadership Development")  # fmt: skip
OUTCOMES = ("turnover", "assessment_score")
CASE = """
format = 1
name = "{course}"
treatment = "course:{course}"
years = [1, 1, 3]
[[benefit]]
name = "what it moves"
kind = "{kind}"
worth = 60_000
from = {{ outcome = "{outcome}" }}
[[cost]]
name = "training"
kind = "seats"
amount = {cost}
"""


@pytest.fixture(scope="module")
def hr(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """The table, with everybody counted among those who are followed."""
    folder = tmp_path_factory.mktemp("hr")
    mappings = Path(shutil.copytree(EXAMPLES / "hr_all_in_one", folder / "mappings"))
    people = mappings / "employee_data.toml"
    told = people.read_text(encoding="utf-8")
    sells = 'role = { value = "account executive" }'
    people.write_text(told.replace('role = "JobFunctionDescription"', sells), encoding="utf-8")
    return load(folder, mappings, shared_data / "hr_all_in_one")


def spent_on(hr: Loaded, course: str) -> float:
    """What was paid for a course, in major units, by SQL of its own."""
    of_course = f"SELECT id FROM courses WHERE title = '{course}'"
    return float(hr.one(
        f"SELECT sum(amount_minor) / 100 FROM training_spend WHERE course_id IN ({of_course})"
    ))  # fmt: skip


@pytest.mark.parametrize(
    "course", [COURSES[0], *(pytest.param(one, marks=pytest.mark.slow) for one in COURSES[1:])]
)
def test_no_course_returns_anything(hr: Loaded, course: str) -> None:
    """Even if staying another year were worth 60,000 a person, four times what training cost."""
    answered = 0
    for outcome in OUTCOMES:
        kind = "turnover" if "turnover" in outcome else "other"
        text = CASE.format(course=course, outcome=outcome, kind=kind, cost=spent_on(hr, course))
        try:
            found = business(hr.warehouse, parse_case(text), EVERYTHING)
        except UserError:  # a reason in place of a figure
            continue
        answered += 1
        assert found.word in (Pays.CANNOT_TELL, Pays.DOES_NOT), found.sentence
        assert not found.roi.estimable or (found.roi.number() or 0.0) <= 0, found.sentence
    assert answered
