"""A question is compiled once for whoever asks, and nobody is shown what another may see."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everyrep.measures import load_catalogue, panel, query, statements
from everyrep.measures.question import Question
from everyrep.measures.run import described, sql_of
from everyrep.measures.statements import of_anybody, statement, with_people
from everyrep.measures.sufficient import marked, sums
from everyrep.measures.tally import Tally
from everyrep.values import (
    ABILITIES,
    Currency,
    FiscalCalendar,
    InternalError,
    NotEstimable,
    Scope,
    UserError,
)
from everyrep.warehouse.mapping import parse_where
from tests.worlds import TinyWarehouse, World

ALL = Scope.everything("the owner")
TEAMS = {"ann": "north", "o'hara": "north", "cleo": "south", "p1": "south", "dan": "west"}
MEASURES = ("won_deals", "bookings", "win_rate", "average_deal_size", "tenure")


@pytest.fixture(scope="module")
def company() -> TinyWarehouse:
    """Person number i won i deals."""
    world = World()
    for i, (name, team) in enumerate(TEAMS.items(), start=1):
        world.person(name, team=team)
        for n in range(i):
            world.deal(
                f"{name}-{n}", owner=name, outcome="won", amount=10 * i, close_on="2026-03-01",
                segment="SMB" if n else "Enterprise",
            )  # fmt: skip
    return world.warehouse()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every expression that is compiled, from nothing kept on."""
    found: list[Any] = []
    compile_one = statements.compiled

    def counted(expression: Any, **more: Any) -> str:
        found.append(expression)
        return compile_one(expression, **more)

    statements._kept.cache_clear()
    monkeypatch.setattr(statements, "compiled", counted)
    return found


def question(scope: Scope, by: tuple[str, ...] = (), where: str | None = None) -> Question:
    condition = parse_where(where, "the condition") if where else None
    day = date(2026, 6, 30)
    return Question(by, condition, None, scope, day, Currency.of("USD"), FiscalCalendar())


def in_one_line(sql: str) -> str:
    return "".join(sql.split())


people = st.none() | st.frozensets(st.sampled_from(sorted(TEAMS)))
teams = st.none() | st.frozensets(st.sampled_from(sorted(set(TEAMS.values()))))


@given(people, teams, st.sampled_from(MEASURES), st.sampled_from([(), ("person",), ("team",)]))
@settings(max_examples=25)
def test_the_statement_is_the_one_compiled_for_the_asker_alone(
    who: frozenset[str] | None, where: frozenset[str] | None, name: str, by: tuple[str, ...]
) -> None:
    measure = load_catalogue()[name]
    asked = question(Scope("asker", who, where, min_group=1, abilities=ABILITIES), by)
    alone = described(measure, asked)
    if isinstance(alone, Tally):
        wanted = statements.compiled(sums(marked([alone]), asked))
        assert in_one_line(sql_of([measure], asked)) == in_one_line(wanted)


@given(st.lists(st.tuples(people, teams), min_size=2, max_size=4))
@settings(max_examples=15)
def test_each_asker_counts_their_own_whoever_asked_before(
    company: TinyWarehouse, askers: list[tuple[frozenset[str] | None, frozenset[str] | None]]
) -> None:
    for who, where in askers:
        scope = Scope("asker", who, where, min_group=1, abilities=ABILITIES)
        seen = [name for name, team in TEAMS.items() if scope.allows_person(name, team)]
        wanted = sum(list(TEAMS).index(name) + 1 for name in seen)
        found = query(company, "won_deals", scope=scope).one()
        assert (found.value or 0) == wanted
        if not scope.sees_nobody:
            table = panel(company, "won_deals", by="person", scope=scope)
            assert table.x["won_deals"].sum() == wanted


def test_many_askers_take_one_statement(company: TinyWarehouse, made: list[Any]) -> None:
    for names in (("ann", "cleo"), ("o'hara", "p1", "dan"), tuple(TEAMS)):
        query(company, "won_deals", by="segment", scope=ALL.narrow(people=names))
    assert len(made) == 1


def test_one_person_is_another_question_than_several(made: list[Any]) -> None:
    measure = load_catalogue()["average_deal_size"]
    one = sql_of([measure], question(ALL.narrow(people=["ann"])))
    several = sql_of([measure], question(ALL.narrow(people=["ann", "cleo"])))
    assert len(made) == 2
    assert "cleo" not in one
    assert several.replace("'ann', 'cleo'", "'ann'") != one  # alike by fact, not by person


def test_what_one_may_ask_is_still_refused_to_another(company: TinyWarehouse) -> None:
    poor = Scope("a poor asker", None, None, min_group=1, abilities=ABILITIES - {"see_amounts"})
    masked = Scope(
        "a blind asker", None, None, frozenset({"opportunities.segment"}), None, 1, ABILITIES
    )
    where = "amount > 20"
    for _ in range(2):
        assert query(company, "won_deals", where=where, scope=ALL).one().value == 12
        with pytest.raises(UserError, match="a poor asker lacks the ability 'see_amounts'"):
            query(company, "won_deals", where=where, scope=poor)
        with pytest.raises(UserError, match="'segment' is masked for a blind asker"):
            query(company, "won_deals", by="segment", scope=masked)


def test_rights_that_change_change_what_is_shown(company: TinyWarehouse) -> None:
    before = query(company, "won_deals", scope=ALL.narrow(people=["ann", "cleo"])).one()
    after = query(company, "won_deals", scope=ALL.narrow(people=["cleo", "dan"])).one()
    nobody = query(company, "won_deals", scope=ALL.narrow(people=[])).one()
    assert (before.value, after.value) == (4, 8)
    assert isinstance(nobody, NotEstimable)


def test_askers_at_the_same_time_do_not_mix(company: TinyWarehouse) -> None:
    statements._kept.cache_clear()

    def ask(name: str) -> tuple[str, str]:
        return name, sql_of([load_catalogue()["won_deals"]], question(ALL.narrow(people=[name])))

    with ThreadPoolExecutor(4) as pool:
        for name, sql in pool.map(ask, [*TEAMS] * 6):
            seen = company.connection.cursor().execute(sql).fetchall()
            assert seen[0][0] == list(TEAMS).index(name) + 1


def test_a_statement_whose_marks_are_not_set_is_not_run(company: TinyWarehouse) -> None:
    measure = load_catalogue()["won_deals"]
    nobodys = of_anybody(question(ALL.narrow(people=["ann", "cleo"])))
    tally = described(measure, nobodys)
    assert isinstance(tally, Tally)
    raw = statements.compiled(sums(marked([tally]), nobodys))
    assert company.connection.execute(raw).fetchone()[0] == 0  # type: ignore[index]
    for scope in (ALL, ALL.narrow(people=["ann"]), ALL.narrow(teams=["north"])):
        with pytest.raises(InternalError, match="another kind of scope"):
            with_people(raw, scope)


def test_nobody_writes_a_mark() -> None:
    where = f"segment = '{statements._PEOPLE[0]}'"
    with pytest.raises(InternalError):
        statement("x", question(ALL, where=where), lambda q: described(
            load_catalogue()["won_deals"], q).frame.cut(q))  # fmt: skip


def test_an_error_keeps_nothing() -> None:
    calls: list[str] = []

    def refuse(asked: Question) -> Any:
        calls.append(asked.scope.who)
        raise UserError(f"{asked.scope.who} may not", remedy="ask")

    for name in ("first", "second"):
        with pytest.raises(UserError, match=f"{name} may not"):
            statement("refused", question(Scope.everything(name)), refuse)
    assert calls == ["whoever asks", "first", "whoever asks", "second"]
