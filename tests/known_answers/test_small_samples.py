"""Small samples: records as trees, and the tables of a book."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.known_answers.loaded import Loaded, dollars

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def tree(loading: Callable[[str, str], Loaded]) -> Loaded:
    return loading("salesforce_sfdx", "salesforce_sfdx/data")


@pytest.fixture(scope="module")
def book(loading: Callable[[str, str], Loaded]) -> Loaded:
    return loading("people_analytics", "people_analytics")


def test_references_within_a_tree_are_found(tree: Loaded) -> None:
    assert tree.count("accounts") == 2
    assert tree.rows(
        "SELECT stage, probability, amount_minor, "
        "account_id IN (SELECT id FROM accounts) FROM opportunities"
    ) == [("Qualification", 0.1, 100_00, True)]
    assert tree.ask("weighted_pipeline").one().value == dollars("10")


def test_managers_and_their_test(book: Loaded) -> None:
    assert book.rows("SELECT count(*), count(score) FROM assessments WHERE kind = 'test'") == [
        (571, 571)
    ]
    assert book.one("SELECT count(*) FROM people WHERE role = 'manager'") == 571


def test_marks_of_a_class_and_the_empty_ones(book: Loaded) -> None:
    marks = "SELECT count(*) FROM assessments WHERE kind = 'survey'"
    rejected = book.findings["assessments", "rejected-rows"].rows
    assert book.one(marks) + rejected == 4_974 * 7
    assert book.one(f"{marks} AND skill = 'would recommend' AND score NOT IN (0, 1)") == 0
