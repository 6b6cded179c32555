from __future__ import annotations

import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.values import ABILITIES, InternalError, Scope, UnknownName

NAMES = ["p1", "p2", "p3"]
subsets = st.frozensets(st.sampled_from(NAMES))
limits = st.none() | subsets
days = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))
abilities = st.frozensets(st.sampled_from(sorted(ABILITIES)))
scopes = st.builds(
    Scope, st.just("ann"), limits, limits, subsets, limits, st.integers(1, 9), abilities, days
)
narrowings = st.fixed_dictionaries(
    {},
    optional={
        "people": limits,
        "teams": limits,
        "masked_fields": subsets,
        "grains": limits,
        "min_group": st.none() | st.integers(1, 9),
        "abilities": st.none() | abilities,
        "as_of": days,
    },
)


def seen(scope: Scope) -> set[tuple[str, ...]]:
    """Everything a scope lets through, by brute force over a small world."""
    rows = {("row", p, t) for p in NAMES for t in NAMES if scope.allows_person(p, t)}
    return (
        rows
        | {("person", p) for p in NAMES if scope.allows_person(p)}
        | {("team", t) for t in NAMES if scope.allows_team(t)}
        | {("grain", g) for g in NAMES if scope.allows_grain(g)}
        | {("field", f) for f in NAMES if not scope.masks(f)}
        | {("group", str(n)) for n in range(10) if not scope.suppresses(n)}
        | {("ability", a) for a in ABILITIES if scope.can(a)}
    )


@given(scopes, narrowings)
def test_narrowing_never_widens(scope: Scope, asked: dict[str, object]) -> None:
    narrower = scope.narrow(**asked)  # type: ignore[arg-type]
    assert seen(narrower) <= seen(scope)
    assert narrower.who == scope.who
    assert scope.as_of is None or (narrower.as_of or date.max) <= scope.as_of


@given(scopes)
def test_narrowing_by_nothing_changes_nothing(scope: Scope) -> None:
    assert scope.narrow() == scope


@given(scopes, narrowings)
def test_narrowing_twice_is_narrowing_once(scope: Scope, asked: dict[str, object]) -> None:
    once = scope.narrow(**asked)  # type: ignore[arg-type]
    assert once.narrow(**asked) == once  # type: ignore[arg-type]


def test_everything_sees_everything_in_groups_of_one() -> None:
    scope = Scope.everything("root")
    assert scope.sees_everybody
    assert scope.allows_person("anybody", "any team")
    assert scope.allows_grain("any")
    assert not scope.masks("pay.base")
    assert not scope.suppresses(1)
    assert all(scope.can(ability) for ability in ABILITIES)


def test_nothing_sees_nothing() -> None:
    scope = Scope.nothing("guest")
    assert scope.sees_nobody
    assert not scope.sees_everybody
    assert seen(scope) <= {("field", f) for f in NAMES} | {("group", str(n)) for n in range(10)}


def test_no_limit_and_an_empty_set_are_opposites() -> None:
    assert Scope("ann", None).allows_person("p1")
    assert not Scope("ann", frozenset()).allows_person("p1")


def test_a_manager_sees_only_the_people_of_her_teams() -> None:
    manager = Scope("ann", None, frozenset({"east"}))
    assert manager.allows_person("p1", "east")
    assert not manager.allows_person("p1", "west")
    assert not manager.allows_person("p1")
    assert not manager.sees_everybody


def test_a_rep_sees_only_herself_whatever_the_team() -> None:
    rep = Scope("bea", frozenset({"p1"}))
    assert rep.allows_person("p1", "east")
    assert not rep.allows_person("p2", "east")


def test_a_masked_field_is_hidden_in_its_table_or_in_all() -> None:
    scope = Scope("ann", None, masked_fields=frozenset({"pay.base", "email"}))
    assert scope.masks("pay.base")
    assert not scope.masks("base")
    assert scope.masks("people.email")
    assert scope.masks("email")


def test_small_groups_are_withheld_unless_told() -> None:
    scope = Scope("ann", None)
    assert scope.suppresses(4)
    assert not scope.suppresses(5)


def test_a_misspelt_ability_is_an_error_not_a_refusal() -> None:
    with pytest.raises(UnknownName, match="see_amounts"):
        Scope.everything("root").can("see_amonts")
    with pytest.raises(UnknownName, match="ability"):
        Scope("ann", None, abilities=frozenset({"fly"}))
    with pytest.raises(UnknownName, match="ability"):
        Scope.everything("root").narrow(abilities=["fly"])


@pytest.mark.parametrize("people", ["p10", ["p1"], {"p1"}])
def test_people_are_a_frozen_set_and_never_a_text(people: object) -> None:
    with pytest.raises(InternalError, match="Give a frozenset"):
        Scope("ann", people)  # type: ignore[arg-type]


def test_narrowing_to_a_text_is_refused() -> None:
    with pytest.raises(InternalError, match="Give a frozenset"):
        Scope("ann", None).narrow(people="p10")


@pytest.mark.parametrize("who", ["", " "])
def test_somebody_asks(who: str) -> None:
    with pytest.raises(InternalError, match="no name of who asks"):
        Scope(who, None)


@pytest.mark.parametrize("k", [0, -1, True])
def test_the_smallest_group_is_at_least_one(k: int) -> None:
    with pytest.raises(InternalError, match="smallest group"):
        Scope("ann", None, min_group=k)


def test_to_dict_keeps_none_and_sorts_sets() -> None:
    as_data = Scope("ann", frozenset({"p2", "p1"}), as_of=date(2026, 1, 1)).to_dict()
    assert as_data["people"] == ["p1", "p2"]
    assert as_data["teams"] is None
    assert as_data["as_of"] == "2026-01-01"


def test_a_scope_is_a_value() -> None:
    scope = Scope.everything("root")
    assert pickle.loads(pickle.dumps(scope)) == scope
    assert hash(scope) == hash(Scope.everything("root"))
