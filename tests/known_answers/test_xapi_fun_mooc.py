"""Half of a day's statements of a video platform, as a learning record store has them."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from everyrep.assembly import load_files
from everyrep.sources.files.loading import Wish
from everyrep.values import NotEstimable
from tests.known_answers.loaded import Loaded

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def lms(loading: Callable[[str, str], Loaded]) -> Loaded:
    return loading("xapi_fun_mooc", "xapi_fun_mooc")


@pytest.fixture(scope="module")
def statements(shared_data: Path) -> list[dict[str, Any]]:
    with gzip.open(shared_data / "xapi_fun_mooc" / "statements.jsonl.gz", "rt") as lines:
        return [json.loads(line) for line in lines]


def test_every_statement_is_an_event(lms: Loaded, statements: list[dict[str, Any]]) -> None:
    assert lms.count("learning_events") == len(statements) == 11_000
    assert lms.one("SELECT min(occurred_on) FROM learning_events") == date(2021, 11, 24)
    ids = {f"lms:{one['id']}" for one in statements}
    assert {row[0] for row in lms.rows("SELECT id FROM learning_events")} == ids


def test_verbs_are_those_of_the_profile(lms: Loaded, statements: list[dict[str, Any]]) -> None:
    truth = Counter(one["verb"]["id"].rsplit("/", 1)[1] for one in statements)
    truth["launched"] = truth.pop("initialized", 0) + truth.pop("launched", 0)
    found = dict(lms.rows("SELECT verb, count(*) FROM learning_events GROUP BY 1"))
    assert found == {verb: count for verb, count in truth.items() if count}


def test_learners_are_their_accounts(lms: Loaded, statements: list[dict[str, Any]]) -> None:
    learners = {one["actor"]["account"]["name"] for one in statements}
    assert lms.one("SELECT count(DISTINCT person_id) FROM learning_events") == len(learners)
    assert lms.count("people") == len(learners)


def test_two_courses_and_the_videos_in_them(lms: Loaded, statements: list[dict[str, Any]]) -> None:
    parents = {one["context"]["contextActivities"]["parent"][0]["id"] for one in statements}
    assert {row[0] for row in lms.rows("SELECT DISTINCT parent_id FROM learning_events")} == {
        f"lms:{parent}" for parent in parents
    }
    assert len(parents) == 2
    videos = {one["object"]["id"] for one in statements}
    assert lms.one("SELECT count(*) FROM courses WHERE kind = 'video'") == len(videos)


def test_nothing_is_told_of_scores(lms: Loaded) -> None:
    assert isinstance(lms.ask("assessment_score").one(), NotEstimable)


def test_statements_that_come_again_count_once(
    lms: Loaded, statements: list[dict[str, Any]], tmp_path: Path
) -> None:
    """The same file changes nothing; another file with some of the statements adds none."""
    assert lms.again().build_id == lms.warehouse.snapshot
    file = tmp_path / "statements.jsonl"
    file.write_text("\n".join(map(json.dumps, statements[5_000:6_000])) + "\n")
    load_files(lms.workspace, [file], Wish())
    lms.build()
    found = Loaded(lms.workspace, lms.files, lms.tables)
    assert found.count("learning_events") == 11_000
    assert found.count("people") == lms.count("people")
