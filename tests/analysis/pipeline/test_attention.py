"""Deals that need a look, in a small company; who asks is in the name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from everyrep.analysis.pipeline.attention import needs_attention
from everyrep.values import Grade, Scope, UserError
from tests.worlds import TinyWarehouse, World

TODAY = date(2026, 6, 30)
EVERYTHING = Scope.everything("tests")


@pytest.fixture(scope="module")
def company() -> TinyWarehouse:
    """Thirty winners that took 10 to 39 days in Talk, and three open deals."""
    world = World(as_of=TODAY).person("ann").person("bob")
    for position, (name, closed) in enumerate([("Talk", False), ("Won", True)], start=1):
        world.add("stages", id=name, name=name, position=position, closed=closed, won=closed)
    for n in range(30):
        start = date(2026, 1, 1) + timedelta(days=n)
        end = start + timedelta(days=10 + n)
        world.deal(f"w{n}", owner="ann", outcome="won", stage="Won", created_on=start, close_on=end)
        world.add("stage_history", opportunity=f"w{n}", stage="Talk", entered_at=start, step=1)
        world.add("stage_history", opportunity=f"w{n}", stage="Won", entered_at=end, step=2)
    for name, days, owner, more in (
        ("old", 80, "ann", {"next_step": "Call", "close_on": "2026-06-01"}),
        ("young", 5, "ann", {"next_step": "Call", "close_on": "2026-08-01"}),
        ("bare", 6, "bob", {"close_on": None, "amount": None}),
    ):
        start = TODAY - timedelta(days=days)
        world.deal(name, owner=owner, stage="Talk", created_on=start, **more)
        world.add("stage_history", opportunity=name, stage="Talk", entered_at=start, step=1)
    for contact in ("c1", "c2"):
        world.add(
            "activities", id=contact, opportunity="young", contact=contact, occurred_at="2026-06-28"
        )
    return world.warehouse()


def test_the_administrator_gets_deals_with_reasons(company: TinyWarehouse) -> None:
    found = needs_attention(company, EVERYTHING)
    listed = {deal.deal: deal for deal in found.deals}
    assert listed["old"].reasons == ("aged", "overdue", "no_activity")
    assert listed["bare"].reasons == ("no_close", "no_amount", "no_next_step")
    assert "young" not in listed
    assert listed["old"].age.days == 80
    assert listed["old"].age.share == 1.0
    assert listed["old"].age.low < 0.95
    assert found.counts["aged"].value == 1
    assert found.counts["step_overdue"].reason.code == "not_kept"
    assert found.open_deals == 3
    assert "old" in str(found.to_dict())


def test_as_many_deals_are_listed_as_are_asked_for(company: TinyWarehouse) -> None:
    found = needs_attention(company, EVERYTHING, most=1)
    assert (len(found.deals), found.marked) == (1, 2)
    assert any("1 of 2 deals are listed" in note for note in found.notes)
    with pytest.raises(UserError, match="at least 1"):
        needs_attention(company, EVERYTHING, most=0)


def test_half_of_the_winners_took_under_25_days(company: TinyWarehouse) -> None:
    stage = needs_attention(company, EVERYTHING).stages[0]
    assert (stage.stage, stage.half.value, stage.limit.value, stage.aged) == ("Talk", 24, 36, 1)
    assert (stage.half.n, stage.half.unit, stage.half.grade) == (30, "days", Grade.OBSERVED)
    assert stage.half.low < stage.half.value < stage.half.high < stage.limit.high


def test_bob_sees_his_own_deal_alone(company: TinyWarehouse) -> None:
    scope = replace(EVERYTHING, who="bob", people=frozenset({"bob"}))
    found = needs_attention(company, scope)
    assert [deal.deal for deal in found.deals] == ["bare"]
    assert found.open_deals == 1


def test_who_may_not_see_rows_gets_counts_alone(company: TinyWarehouse) -> None:
    scope = replace(EVERYTHING, abilities=frozenset({"see_amounts"}))
    found = needs_attention(company, scope)
    assert found.deals == ()
    assert found.withheld.code == "not_allowed"
    assert found.counts["aged"].value == 1


def test_who_may_not_see_amounts_gets_deals_without(company: TinyWarehouse) -> None:
    scope = replace(EVERYTHING, abilities=frozenset({"see_rows"}))
    found = needs_attention(company, scope)
    assert {deal.amount for deal in found.deals} == {None}
    assert {deal.owner_name for deal in found.deals} == {None}


def test_counts_about_too_few_people_are_withheld(company: TinyWarehouse) -> None:
    found = needs_attention(company, replace(EVERYTHING, min_group=2))
    assert found.counts["aged"].reason.code == "too_few_people"
    assert needs_attention(company, replace(EVERYTHING, min_group=3)).stages[0].open_deals is None


def test_who_sees_nobody_gets_a_reason(company: TinyWarehouse) -> None:
    assert needs_attention(company, Scope.nothing("n")).withheld.code == "nothing_in_scope"


@pytest.fixture(scope="module")
def crowd() -> TinyWarehouse:
    """Ten people of whom each won six deals; those of the first took long, like her open one."""
    world = World(as_of=TODAY)
    for position, (name, closed) in enumerate([("Talk", False), ("Won", True)], start=1):
        world.add("stages", id=name, name=name, position=position, closed=closed, won=closed)
    for n in range(60):
        owner, slow = f"p{n % 10}", n % 10 == 0
        world = world.person(owner) if n < 10 else world
        start = date(2026, 1, 1) + timedelta(days=n // 10)
        end = start + timedelta(days=80 + n // 10 if slow else 10 + n % 10)
        world.deal(f"w{n}", owner=owner, outcome="won", stage="Won", created_on=start, close_on=end)
        world.add("stage_history", opportunity=f"w{n}", stage="Talk", entered_at=start, step=1)
        world.add("stage_history", opportunity=f"w{n}", stage="Won", entered_at=end, step=2)
    for name, owner, days in (("slow", "p0", 84), ("late", "p1", 100), ("inside", "p2", 81)):
        start = TODAY - timedelta(days=days)
        world.deal(name, owner=owner, stage="Talk", created_on=start)
        world.add("stage_history", opportunity=name, stage="Talk", entered_at=start, step=1)
    return world.warehouse()


def test_a_deal_is_old_for_everybody_or_for_nobody(crowd: TinyWarehouse) -> None:
    """Held against her own winners alone, the deal of the slow one would be as young as any."""
    whole = {deal.deal: deal for deal in needs_attention(crowd, EVERYTHING).deals}
    assert "aged" in whole["late"].reasons
    for person, name in (("p0", "slow"), ("p1", "late"), ("p2", "inside")):
        found = needs_attention(crowd, replace(EVERYTHING, who=person, people=frozenset({person})))
        (own,) = found.deals
        assert ("aged" in own.reasons) == ("aged" in whole[name].reasons), name
        assert own.age == whole[name].age
        assert found.stages[0].limit == needs_attention(crowd, EVERYTHING).stages[0].limit


def test_no_deal_within_the_range_of_the_yardstick_is_old(crowd: TinyWarehouse) -> None:
    found = needs_attention(crowd, EVERYTHING)
    high = found.stages[0].limit.high
    assert high is not None
    old = {deal.deal for deal in found.deals if "aged" in deal.reasons}
    assert old == {deal.deal for deal in found.deals if (deal.age.days or 0) > high}
    assert old
    assert old != {deal.deal for deal in found.deals}


def test_the_yardstick_does_not_change_with_the_condition(crowd: TinyWarehouse) -> None:
    narrow = needs_attention(crowd, EVERYTHING, where="owner = 'p0'")
    assert narrow.stages[0].limit == needs_attention(crowd, EVERYTHING).stages[0].limit


def test_a_yardstick_of_few_others_is_not_told(company: TinyWarehouse) -> None:
    """All winners are Ann's: Bob would learn how long she takes."""
    bob = replace(EVERYTHING, who="bob", people=frozenset({"bob"}))
    ann = replace(EVERYTHING, who="ann", people=frozenset({"ann"}))
    assert needs_attention(company, bob).stages[0].limit.reason.code == "too_few_people"
    assert needs_attention(company, ann).stages[0].limit.estimable
