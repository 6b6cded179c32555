"""Answers that are kept: given again to the same question alone, of the same build alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest

from everyrep.measures import Catalogue, load_catalogue, query
from everyrep.measures.answer import Answer, Row
from everyrep.measures.answered import Answers
from everyrep.values import ABILITIES, NotEstimable, Reason, Scope, UserError
from everyrep.warehouse.settings import Settings
from tests.worlds import TinyWarehouse, World

ALL = Scope.everything("the owner")


def company(ann: int, bob: int, state: str | None = "first") -> TinyWarehouse:
    """Two people, each with so many won deals."""
    world = World().person("ann", team="north").person("bob", team="south")
    for name, deals in (("ann", ann), ("bob", bob)):
        for n in range(deals):
            world.deal(f"{name}{n}", owner=name, outcome="won", close_on="2026-03-01")
    return replace(world.warehouse(), state=state)


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every question that was worked out, from no answer on."""
    import sys

    module = sys.modules["everyrep.measures.query"]
    found: list[Any] = []
    answer = module._answer

    def counted(source: Any, asked: Any, question: Any, *rest: Any) -> Answer:
        found.append(question)
        return answer(source, asked, question, *rest)

    monkeypatch.setattr(module, "ANSWERS", Answers())
    monkeypatch.setattr(module, "_answer", counted)
    return found


def test_the_same_question_is_worked_out_once(worked_out: list[Any]) -> None:
    source = company(2, 3)
    first = query(source, "won_deals", by="person", scope=ALL)
    assert query(source, ["won_deals"], by=["person"], scope=ALL) == first
    assert len(worked_out) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"by": "team"}, {"where": "owner = 'ann'"}, {"period": "2026Q1"}, {"level": 0.9},
        {"pool": True}, {"scope": ALL.narrow(people=["ann"])},
        {"scope": ALL.narrow(teams=["north"])},
        {"scope": Scope.everything("another")}, {"scope": replace(ALL, min_group=2)},
        {"scope": replace(ALL, abilities=ABILITIES - {"see_amounts"})},
        {"scope": replace(ALL, masked_fields=frozenset({"x"}))},
        {"scope": replace(ALL, grains=frozenset({"person", "team"}))},
    ],
)  # fmt: skip
def test_another_question_is_worked_out_anew(
    worked_out: list[Any], changed: dict[str, Any]
) -> None:
    source = company(2, 3)
    asked: dict[str, Any] = {"scope": ALL}
    query(source, "won_deals", **asked)
    query(source, "won_deals", **{**asked, **changed})
    assert len(worked_out) == 2


def test_two_who_ask_the_same_see_their_own(worked_out: list[Any]) -> None:
    source = company(2, 3)
    for _ in range(2):
        for name, deals in (("ann", 2), ("bob", 3)):
            scope = Scope("a manager", frozenset({name}), None, min_group=1, abilities=ABILITIES)
            found = query(source, "won_deals", by="person", scope=scope)
            assert [(row.keys["person"], row.estimate.value) for row in found] == [(name, deals)]
    assert len(worked_out) == 2


@pytest.mark.usefixtures("worked_out")
def test_rights_that_were_taken_away_are_gone_at_once() -> None:
    source = company(2, 3)
    assert query(source, "bookings", scope=ALL).one().value is not None
    less = replace(ALL, abilities=ABILITIES - {"see_amounts"})
    assert isinstance(query(source, "bookings", scope=less).one(), NotEstimable)
    fewer = ALL.narrow(people=["bob"])
    assert query(source, "won_deals", scope=ALL).one().value == 5
    assert query(source, "won_deals", scope=fewer).one().value == 3
    coarse = replace(ALL, grains=frozenset({"team"}))
    query(source, "won_deals", by="person", scope=ALL)
    with pytest.raises(UserError, match="may not see figures by person"):
        query(source, "won_deals", by="person", scope=coarse)


def test_a_new_build_has_new_answers_and_the_old_ones_go(worked_out: list[Any]) -> None:
    first, second = company(2, 3), company(4, 3, "second")
    answers = query.__globals__["ANSWERS"]
    assert query(first, "won_deals", scope=ALL).one().value == 5
    assert query(second, "won_deals", scope=ALL).one().value == 7
    assert len(answers) == 1
    assert query(first, "won_deals", scope=ALL).one().value == 5
    assert len(worked_out) == 3


@pytest.mark.usefixtures("worked_out")
def test_of_what_may_change_nothing_is_kept() -> None:
    source = company(2, 3, None)
    query(source, "won_deals", scope=ALL)
    source.connection.execute("DELETE FROM opportunities WHERE owner_id = 'ann'")
    source.connection.execute("DELETE FROM credits WHERE person_id = 'ann'")
    assert query(source, "won_deals", scope=ALL).one().value == 3


def test_other_settings_and_other_measures_are_other_questions(worked_out: list[Any]) -> None:
    source = company(2, 3)
    query(source, "won_deals", scope=ALL)
    query(replace(source, settings=Settings(stage_order=("A", "B"))), "won_deals", scope=ALL)
    assert len(worked_out) == 2
    own: Catalogue = load_catalogue()
    for _ in range(2):
        query(source, "won_deals", scope=ALL, catalogue=own)
    assert len(worked_out) == 4


def answer(rows: int) -> Answer:
    one = Row({}, "won_deals", NotEstimable(Reason("none", "None."), unit="count"))
    return Answer(("won_deals",), (), (one,) * rows)


def test_they_take_no_more_room_than_they_may() -> None:
    kept = Answers(most_rows=10, large=6)
    for name, rows in (("a", 4), ("b", 4), ("large", 6), ("empty", 0)):
        kept.of("build", name, lambda rows=rows: answer(rows))  # type: ignore[misc]
    assert len(kept) == 3
    kept.of("build", "a", lambda: answer(99))
    kept.of("build", "c", lambda: answer(5))
    assert len(kept.of("build", "a", lambda: answer(0))) == 4
    assert len(kept.of("build", "b", lambda: answer(1))) == 1


def test_an_error_is_not_kept() -> None:
    kept = Answers()

    def fails() -> Answer:
        raise UserError("no", remedy="ask otherwise")

    for _ in range(2):
        with pytest.raises(UserError):
            kept.of("build", "a", fails)
    assert len(kept.of("build", "a", lambda: answer(2))) == 2


def test_who_ask_at_the_same_time_get_their_own() -> None:
    kept, meet = Answers(most_rows=40), Barrier(4)

    def ask(place: int) -> list[int]:
        meet.wait()
        return [
            len(kept.of(f"build {n % 3}", (n, rows), lambda rows=rows: answer(rows)))  # type: ignore[misc]
            for n in range(200)
            for rows in [1 + (n + place) % 7]
        ]

    with ThreadPoolExecutor(4) as pool:
        for place, found in enumerate(pool.map(ask, range(4))):
            assert found == [1 + (n + place) % 7 for n in range(200)]
    assert kept._rows == sum(max(1, len(each)) for each in kept._found.values()) <= 40
