"""Who asks is in the name of the test: what each may see, and what must not leak."""

from __future__ import annotations

from datetime import date

import pytest

from everyrep.measures import query
from everyrep.values import ABILITIES, Estimate, Money, NotEstimable, Scope, UserError
from tests.worlds import TinyWarehouse, World

ALL = Scope.everything("the owner")
NORTH = ("ann", "bob", "cleo", "dora", "ed")


@pytest.fixture(scope="module")
def company() -> TinyWarehouse:
    """Five people in the north, two in the south, one in the west; each won and lost a deal."""
    world = World()
    teams = {**dict.fromkeys(NORTH, "north"), "fay": "south", "gus": "south", "hal": "west"}
    for i, (name, team) in enumerate(teams.items()):
        world.person(name, team=team)
        for outcome, amount in (("won", 100 * (i + 1)), ("lost", 50)):
            world.deal(
                f"{name}-{outcome}", owner=name, outcome=outcome, amount=amount,
                close_on="2026-03-01", segment="SMB" if name == "ann" else "Enterprise",
            )  # fmt: skip
    world.deal("nobody", outcome="won", amount=7, close_on="2026-03-01")
    for name in teams:
        world.add(
            "assessments", id=name, person=name, score=4, out_of=5, share=0.8,
            occurred_at="2026-02-01",
        )  # fmt: skip
    return world.warehouse()


def manager(*people: str, **more: object) -> Scope:
    return ALL.narrow(people=people, **more)  # type: ignore[arg-type]


def code(estimate: Estimate) -> str:
    assert isinstance(estimate, NotEstimable)
    assert estimate.reason is not None
    return estimate.reason.code


def test_nobody_in_scope_gets_no_figure_and_no_zero(company: TinyWarehouse) -> None:
    for name in ("bookings", "win_rate", "won_deals", "turnover"):
        answer = query(company, name, scope=ALL.narrow(people=()))
        assert code(answer.one()) == "nothing_in_scope"
        assert answer.one().provenance is None


def test_a_scope_of_nothing_may_not_cut_either(company: TinyWarehouse) -> None:
    with pytest.raises(UserError, match="may not see figures by team"):
        query(company, "bookings", by="team", scope=Scope.nothing("a stranger"))


def test_a_manager_sees_own_people_only(company: TinyWarehouse) -> None:
    found = query(company, "bookings", scope=manager("ann", "bob")).one()
    assert found.value == Money.from_decimal("300", "USD")
    by_person = query(company, "won_deals", by="person", scope=manager("ann", "bob"))
    assert [row.keys["person"] for row in by_person] == ["ann", "bob"]


def test_a_manager_does_not_see_what_belongs_to_nobody(company: TinyWarehouse) -> None:
    everyone = (*NORTH, "fay", "gus", "hal")
    assert query(company, "won_deals", scope=ALL).one().value == 9
    assert query(company, "won_deals", scope=manager(*everyone)).one().value == 8


def test_a_team_lead_sees_the_team_as_of_the_day(company: TinyWarehouse) -> None:
    found = query(company, "won_deals", by="team", scope=ALL.narrow(teams=["south"]))
    assert [(row.keys["team"], row.estimate.value) for row in found] == [("south", 2)]


def test_without_amounts_money_is_closed_and_counts_are_open(company: TinyWarehouse) -> None:
    scope = ALL.narrow(abilities=ABILITIES - {"see_amounts"})
    for name in ("bookings", "pipeline", "average_deal_size", "velocity", "quota"):
        assert code(query(company, name, scope=scope).one()) == "not_allowed"
    assert query(company, "won_deals", scope=scope).one().value == 9


def test_without_amounts_attainment_is_open_since_it_is_a_share(company: TinyWarehouse) -> None:
    scope = ALL.narrow(abilities=ABILITIES - {"see_amounts"})
    assert code(query(company, "attainment", scope=scope).one()) == "missing_table"


def test_assessments_take_their_own_ability(company: TinyWarehouse) -> None:
    scope = ALL.narrow(abilities=ABILITIES - {"see_assessments"})
    assert code(query(company, "assessment_score", scope=scope).one()) == "not_allowed"


def test_a_masked_column_closes_the_measures_that_rest_on_it(company: TinyWarehouse) -> None:
    scope = ALL.narrow(masked_fields=["opportunities.amount_minor"])
    assert code(query(company, "bookings", scope=scope).one()) == "masked"
    assert query(company, "won_deals", scope=scope).one().value == 9


def test_a_masked_field_cannot_be_asked_for_in_a_condition(company: TinyWarehouse) -> None:
    scope = ALL.narrow(masked_fields=["amount"])
    with pytest.raises(UserError, match="masked"):
        query(company, "won_deals", where="amount > 300", scope=scope)


def test_amounts_cannot_be_felt_out_by_conditions(company: TinyWarehouse) -> None:
    scope = ALL.narrow(abilities=ABILITIES - {"see_amounts"})
    with pytest.raises(UserError, match="see_amounts"):
        query(company, "won_deals", where="amount > 300", scope=scope)


def test_names_are_personal_and_ids_are_not(company: TinyWarehouse) -> None:
    seen = query(company, "won_deals", by="person", scope=ALL)
    assert seen.label("person", "ann") == "Ann"
    masked = query(company, "won_deals", by="person", scope=ALL.narrow(masked_fields=["full_name"]))
    assert masked.label("person", "ann") == "ann"
    hidden = ALL.narrow(abilities=ABILITIES - {"see_people"})
    assert query(company, "won_deals", by="person", scope=hidden).label("person", "ann") == "ann"


def test_who_sees_their_own_facts_alone_reads_their_own_name(company: TinyWarehouse) -> None:
    own = ALL.narrow(people=["ann"], abilities=ABILITIES - {"see_people"})
    assert query(company, "won_deals", by="person", scope=own).label("person", "ann") == "Ann"
    two = ALL.narrow(people=["ann", "bob"], abilities=ABILITIES - {"see_people"})
    assert query(company, "won_deals", by="person", scope=two).label("person", "ann") == "ann"
    masked = own.narrow(masked_fields=["full_name"])
    assert query(company, "won_deals", by="person", scope=masked).label("person", "ann") == "ann"


def test_a_group_of_one_is_withheld(company: TinyWarehouse) -> None:
    scope = ALL.narrow(min_group=2)
    found = query(company, "bookings", by="team", scope=scope)
    assert code(found.one(team="west")) == "too_few_people"


def test_a_single_withheld_group_takes_the_next_smallest_with_it(company: TinyWarehouse) -> None:
    """Else it is the total less the others."""
    found = query(company, "bookings", by="team", scope=ALL.narrow(min_group=2))
    assert code(found.one(team="south")) == "withheld_with_another"
    assert found.one(team="north").estimable


def test_small_groups_do_not_protect_one_another(company: TinyWarehouse) -> None:
    """The same few could be in both: what is withheld must be about enough people in one group."""
    found = query(company, "bookings", by="team", scope=ALL.narrow(min_group=5))
    assert code(found.one(team="south")) == code(found.one(team="west")) == "too_few_people"
    assert code(found.one(team="north")) == "withheld_with_another"


def test_what_belongs_to_nobody_is_about_no_person(company: TinyWarehouse) -> None:
    found = query(company, "bookings", by="team", scope=ALL.narrow(min_group=5))
    assert found.one(team=None).value == Money.from_decimal("7", "USD")


@pytest.mark.parametrize("by", ["person", "deal", "account", "day", "week"])
def test_who_sees_groups_alone_learns_not_even_which_people_or_days_there_are(
    company: TinyWarehouse, by: str
) -> None:
    """A withheld row still tells that it is there; days less a week tell of one day."""
    with pytest.raises(UserError, match=f"by {by} can single a person out"):
        query(company, "bookings", by=("team", by), scope=ALL.narrow(min_group=5))
    assert query(company, "bookings", by=by, scope=ALL).rows


def test_all_but_one_person_is_withheld_too(company: TinyWarehouse) -> None:
    """All less all-but-Ann is Ann."""
    scope = ALL.narrow(min_group=3)
    assert query(company, "bookings", scope=scope).one().estimable
    for where in ("segment = 'Enterprise'", "not segment = 'SMB'"):
        assert code(query(company, "bookings", where=where, scope=scope).one()) == (
            "too_few_people"
        ), where


def test_a_condition_that_leaves_out_nobody_or_enough_is_fine(company: TinyWarehouse) -> None:
    scope = ALL.narrow(min_group=3)
    assert query(company, "bookings", where="amount > 0", scope=scope).one().estimable
    scope = ALL.narrow(min_group=2)
    assert query(company, "bookings", where="team = 'north'", scope=scope).one().estimable


@pytest.mark.parametrize("name", ["attainment", "revenue_per_rep", "turnover", "velocity"])
def test_every_kind_of_measure_withholds_small_groups(name: str) -> None:
    world = World()
    for person in ("ann", "bob"):
        world.person(person, team="north", hired_on="2025-01-01")
        world.deal(f"{person}-won", owner=person, outcome="won", amount=100, close_on="2026-02-01")
        world.deal(f"{person}-open", owner=person, close_on="2026-08-01")
        world.add("quotas", person=person, from_on="2026-01-01", to_on="2026-04-01", amount=100)
    world.tables["people"][0]["left_on"] = date(2026, 5, 1)
    company = world.warehouse()
    assert query(company, name, scope=ALL).one().estimable
    assert code(query(company, name, scope=ALL.narrow(min_group=5)).one()) == "too_few_people"
