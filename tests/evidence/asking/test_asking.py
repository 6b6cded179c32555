"""Questions as people write them, and what is wrong with some."""

from __future__ import annotations

from datetime import date

import pytest

from everyrep.evidence.asking import Question, treatment
from everyrep.values import UnknownName, UserError


def test_a_course_is_counted_by_its_completions() -> None:
    what = treatment("course: Value Selling")
    assert what.kind.measure == "completions"
    assert what.where == "course = 'Value Selling'"
    assert what.text == "course:Value Selling"


def test_an_apostrophe_stays_inside_its_word() -> None:
    assert treatment("course:O'Neill's Way").where == "course = 'O''Neill''s Way'"


def test_lessons_keep_their_own_condition_without_a_name() -> None:
    assert treatment("lessons").where == "course_kind = 'lesson'"
    assert treatment("coaching").where is None


def test_a_change_names_its_days_and_teams() -> None:
    assert treatment("change:2025-03-01").begins == {"*": date(2025, 3, 1)}
    some = treatment("change:2025-03-01@North, 2025-06-01@South")
    assert some.begins == {"North": date(2025, 3, 1), "South": date(2025, 6, 1)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("curse:Value", "course"),
        ("course", "which course"),
        ("course:", "which course"),
        ("change:March", "not a day"),
    ],
)
def test_what_cannot_be_read_says_what_to_write(text: str, said: str) -> None:
    with pytest.raises((UnknownName, UserError), match=said):
        treatment(text)


def test_a_question_comes_back_from_its_data_with_the_same_key() -> None:
    asked = Question(treatment("coaching:closing"), "win_rate", people="region = 'DACH'", lag=2)
    again = Question.from_dict(asked.to_dict())
    assert again == asked
    assert again.key == asked.key
    assert asked.key != Question(treatment("coaching"), "win_rate").key


@pytest.mark.parametrize(
    "wrong", [{"lag": -1}, {"lag": 61}, {"horizon": 0}, {"smallest": 0.0}, {"unit": "planet"}]
)
def test_bounds_of_a_question_are_held(wrong: dict[str, object]) -> None:
    with pytest.raises(UserError):
        Question(treatment("coaching"), "win_rate", **wrong)  # type: ignore[arg-type]


def test_activities_are_counted_by_their_kind() -> None:
    what = treatment("activity:call")
    assert what.kind.measure == "activities"
    assert what.where == "activity_kind = 'call'"
    assert what.kind.repeated


@pytest.mark.parametrize("word", ["tool", "process", "plan", "Tool"])
def test_a_tool_a_process_and_a_plan_are_changes(word: str) -> None:
    what = treatment(f"{word}:2025-03-01@North")
    assert what.kind.name == "change"
    assert what.begins == {"North": date(2025, 3, 1)}
    assert what.text == "change:2025-03-01@North"


def test_a_tool_without_a_day_says_how_to_write_it() -> None:
    with pytest.raises(UserError, match="tool:2025-03-01"):
        treatment("tool:Dialer")


def test_a_near_word_for_a_change_is_offered() -> None:
    with pytest.raises(UnknownName, match="process"):
        treatment("proces:2025-03-01")
