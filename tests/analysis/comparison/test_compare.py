"""Fair comparison through the door: the mix is taken out, and what cannot be told is refused."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pytest

from everyrep.analysis.comparison import Comparison, Groups, compare, explain_miss
from everyrep.analysis.comparison.methods import scale_of
from everyrep.analysis.comparison.order import order_chances
from everyrep.analysis.comparison.standard import Scale
from everyrep.measures import load_catalogue
from everyrep.values import Money, Scope, UnknownName, UserError
from everyrep.values.chances import chance_words
from tests.analysis.comparison.company import Made, company
from tests.worlds import World

pytestmark = pytest.mark.long

ALL = Scope.everything("the test")


@cache
def made(own_segments: bool = False, teams: int = 8, islanders: int = 0) -> Made:
    return company(own_segments=own_segments, teams=teams, islanders=islanders)


@cache
def of_teams() -> Comparison:
    return compare(made().source, ALL, "win_rate")


def test_teams_are_compared_with_the_mix_of_all() -> None:
    found = of_teams()
    assert found.reason is None
    assert found.mix == ("segment",)
    inside = 0
    for row in found.rows:
        low, high = row.adjusted.bounds()
        assert low is not None
        assert high is not None
        inside += low <= made().rate[str(row.key)] <= high
    assert inside >= 7
    # Who sells to the large is expected to win less often.
    expected = {row.key: row.expected.number() for row in found.rows if row.expected}
    assert (expected["t7"] or 1) < 0.8 * (expected["t0"] or 0)
    assert json.dumps(found.to_dict())


def test_no_chance_out_of_draws_is_told_as_sure() -> None:
    """Draws that all agree say "over 99%", on the page, in the verdict and in the data alike."""
    rng = np.random.default_rng(4)
    found = order_chances(rng.normal([0.1, 0.2, 5.0], 0.1, (1000, 3)))
    assert 0 < found.above[0, 2] < 0.001
    assert 0.999 < found.above[2, 0] < 1
    assert found.above[2, 0] + found.above[0, 2] == pytest.approx(1)
    assert found.first.sum() == pytest.approx(1)
    assert found.first.max() < 1
    assert chance_words(float(found.above[2, 0])) == "over 99%"
    assert 0 < order_chances(rng.normal([0.0, 9.0, 18.0], 0.1, (1000, 3))).whole < 1


def test_chances_of_pairs_are_two_sides_of_one() -> None:
    found = of_teams()
    there, back = found.chance("t1", "t2"), found.chance("t2", "t1")
    assert there is not None
    assert back is not None
    assert there + back == pytest.approx(1)
    assert sum(row.first or 0 for row in found.rows) == pytest.approx(1)
    assert found.shares is not None
    assert sum(found.shares.share.values()) == pytest.approx(1)
    assert found.shares.share["luck"] > 0.2
    assert "causes" in found.verdict


@pytest.mark.parametrize(
    ("measure", "why"),
    [
        ("bookings", "a sum"),
        ("headcount", "a sum"),
        ("pipeline", "a sum"),
        ("attainment", "two sums"),
        ("cycle_length", "not ended"),
        ("median_deal_size", "middle value"),
        ("stage_conversion", "always cut by stage"),
        ("velocity", "other measures"),
        ("cohort_win_rate", "goes on still"),
        ("meetings_per_win", "vary together"),
    ],
)
def test_what_the_method_does_not_hold_for_is_refused_with_what_it_does(
    measure: str, why: str
) -> None:
    with pytest.raises(UserError, match="cannot be compared") as raised:
        compare(made().source, ALL, measure)
    assert why in str(raised.value)
    assert "win_rate" in str(raised.value)
    assert "revenue_per_rep" in str(raised.value)


def test_scales_are_those_of_the_estimators() -> None:
    known = load_catalogue()
    wanted = {
        "win_rate": Scale.SHARE, "average_deal_size": Scale.SIZE, "revenue_per_rep": Scale.MEAN,
        "assessment_score": Scale.MEAN, "margin_per_deal": Scale.MEAN, "bookings": None,
    }  # fmt: skip
    assert {name: scale_of(known[name]) for name in wanted} == wanted


def test_sizes_and_revenue_per_rep_are_money() -> None:
    for measure in ("average_deal_size", "revenue_per_rep"):
        found = compare(made().source, ALL, measure)
        assert found.reason is None
        assert all(isinstance(row.adjusted.value, Money) for row in found.rows)


def test_a_team_that_is_its_segment_is_refused() -> None:
    found = compare(made(own_segments=True).source, ALL, "win_rate")
    assert found.reason is not None
    assert found.reason.code == "confounded"
    assert "segment" in found.reason.sentence
    assert not any(row.adjusted.estimable for row in found.rows)
    free = compare(made(own_segments=True).source, ALL, "win_rate", groups=Groups(mix=()))
    assert free.reason is None


def test_teams_on_an_island_are_listed_apart_in_true_words() -> None:
    """Two teams share a segment with each other, and with none of the rest."""
    found = compare(made(islanders=2).source, ALL, period="2026")
    lost = [row for row in found.rows if not row.adjusted.estimable]
    assert {row.key for row in lost} == {"t6", "t7"}
    for row in lost:
        assert row.adjusted.reason is not None
        assert "shares no segment with the 6 that are compared" in row.adjusted.reason.sentence
        assert row.alone is not None
        assert row.alone.estimable
    assert any(note.startswith("6 of 8 groups by team are compared") for note in found.notes)


def test_what_stands_beside_the_adjusted_figure_has_ranges_of_its_own() -> None:
    for row in compare(made().source, ALL, period="2026").rows:
        for figure in (row.alone, row.expected):
            assert figure is not None
            low, value, high = (float(x) for x in (figure.low, figure.value, figure.high))  # type: ignore[arg-type]
            assert low < value < high


def test_two_teams_are_too_few_and_four_are_few() -> None:
    two = compare(made(teams=2).source, ALL, "win_rate")
    assert two.reason is not None
    assert two.reason.code == "too_few_groups"
    four = compare(made(teams=4).source, ALL, "win_rate")
    assert four.reason is not None
    assert four.reason.code == "few_groups"
    assert four.shares is None
    assert all(row.adjusted.estimable for row in four.rows)


def test_people_are_compared_too() -> None:
    found = compare(made().source, ALL, "win_rate", groups=Groups(unit="person", around=("team",)))
    assert len(found.rows) == 40
    assert found.reason is None


def test_a_manager_who_is_the_team_is_said_to_be_so() -> None:
    world = World()
    for team in range(4):
        for rep in range(2):
            name = f"p{team}{rep}"
            world.person(name, team=f"t{team}", manager=f"m{team}")
            for deal in range(10):
                world.deal(
                    f"{name}-{deal}", owner=name, close_on="2026-03-01",
                    outcome="won" if deal < 2 + team else "lost",
                )  # fmt: skip
    found = compare(world.warehouse(), ALL, "win_rate", groups=Groups(around=("manager",), mix=()))
    assert any("cannot be told apart" in note for note in found.notes)


def test_an_unknown_dimension_and_an_empty_company_say_so() -> None:
    with pytest.raises(UnknownName):
        compare(made().source, ALL, "win_rate", groups=Groups(unit="teem"))
    empty = World().person("ann").warehouse()
    with pytest.raises(UserError):
        compare(empty, ALL, "win_rate")


@pytest.mark.parametrize("against", ["before", "peers", "target"])
def test_a_miss_adds_up_to_the_cent(against: str) -> None:
    miss = explain_miss(made().source, ALL, "t3", against=against, period="2026-01-01..2026-06-30")
    assert miss.reason is None, miss.verdict
    assert miss.gap is not None
    assert sum(part.amount.value.minor for part in miss.parts) == miss.gap.minor  # type: ignore[union-attr]
    assert miss.luck_alone is not None
    assert miss.luck_alone.minor > 0
    assert json.dumps(miss.to_dict())


def test_a_person_misses_too_and_an_unknown_one_is_refused() -> None:
    miss = explain_miss(made().source, ALL, "p01", unit="person", period="2026-01-01..2026-06-30")
    assert miss.gap is not None
    with pytest.raises(UserError, match="decided no deal"):
        explain_miss(made().source, ALL, "nobody", unit="person", period="2026-01-01..2026-06-30")
    with pytest.raises(UserError, match="against"):
        explain_miss(made().source, ALL, "t3", against="the weather", period="2026Q1")


def test_of_very_many_some_are_taken_and_the_miss_still_adds_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("everyrep.analysis.comparison.decompose._MOST_UNITS", 12)
    miss = explain_miss(
        made().source, ALL, "p01", unit="person", against="peers", period="2026-01-01..2026-06-30"
    )
    assert miss.gap is not None
    assert sum(part.amount.value.minor for part in miss.parts) == miss.gap.minor  # type: ignore[union-attr]
    assert "Of 40 groups by person, 11 were evenly taken." in " ".join(miss.notes)


def test_no_base_is_no_zero() -> None:
    miss = explain_miss(made(teams=4).source, ALL, "t3", against="year_before", period="2026Q2")
    assert miss.reason is not None
    assert miss.reason.code in {"no_base", "nobody_there"}


def test_against_a_target_the_luck_of_the_base_is_in_what_is_asked() -> None:
    miss = explain_miss(made().source, ALL, "t3", against="target", period="2026-01-01..2026-07-01")
    names = [part.name for part in miss.parts]
    assert names[0] == "asked"
    assert "luck_before" not in names
    assert miss.expected == Money(300_000_00, miss.booked.currency)  # type: ignore[union-attr]
    assert "its target" in miss.verdict


def test_facts_of_no_team_and_products_of_a_deal_are_left_out_aloud() -> None:
    world = World()
    for person in range(8):
        world.person(f"p{person}", team=None if person == 0 else f"t{person % 4}")
        for deal in range(8):
            world.deal(
                f"{person}-{deal}", owner=f"p{person}", close_on="2026-03-01",
                outcome="won" if deal < 3 else "lost",
            )  # fmt: skip
    world.add("opportunity_lines", id="l1", opportunity="1-1", product="g1", amount=10)
    found = compare(
        world.warehouse(), ALL, "win_rate", groups=Groups(mix=("segment", "product_line"))
    )
    assert None not in [row.key for row in found.rows]
    assert any("no known team" in note for note in found.notes)
    assert any("product_line" in note for note in found.notes)
