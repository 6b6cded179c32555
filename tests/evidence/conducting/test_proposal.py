"""What a trial would tell, before it starts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from everyrep.evidence.arrays import Floats, Ints
from everyrep.evidence.conducting import Calendar, Draft, draw_lots, names_people, thaw
from everyrep.evidence.conducting.proposal import Proposal, proposed
from everyrep.evidence.trials import Detectable
from everyrep.values import DataError, Reason, UserError
from tests.evidence.conducting.histories import everybody, history, outcome

WHEN = Calendar((date(2026, 7, 1),), date(2026, 9, 1), date(2027, 3, 1), 1, 35.0)
DRAFT = Draft("Demo trial", "won_deals", smallest=0.3)


def plan(draft: Draft, teams: int, size: int, seed: int = 1) -> Proposal:
    """A proposal for a company of equal teams."""
    team = np.repeat(np.arange(teams), size)
    told = history(outcome(team.size, 36, seed), team)
    return proposed(told, draft, everybody(told, draft.by), WHEN, everybody(told))


def test_the_smallest_effect_is_found_four_times_in_five() -> None:
    """An effect of the size said is found in about 80% of trials on new months of the same kind."""
    made = plan(DRAFT, 20, 10)
    assert isinstance(made.found, Detectable)
    seen = 0
    for seed in range(300):
        y = outcome(200, 18, 1000 + seed)
        side = np.random.default_rng(seed).permutation(200) < 100
        own = y[:, :12].mean(axis=1)
        after = y[:, 12:].mean(axis=1) + made.found.effect * side
        design = np.column_stack([np.ones(200), side, own])
        beta, rest, *_ = np.linalg.lstsq(design, after, rcond=None)
        error = (rest[0] / 197 * np.linalg.inv(design.T @ design)[1, 1]) ** 0.5
        seen += abs(beta[1] / error) > 1.972
    assert seen / 300 == pytest.approx(0.8, abs=0.08)


def test_eight_people_in_one_team_cannot_tell() -> None:
    team = np.array([0] * 8 + [1 + at // 8 for at in range(192)])
    told = history(outcome(200, 36, 1), team)
    few = everybody(told)
    rows = np.arange(8)
    own = replace(few, roster=replace(few.roster, person=few.roster.person[:8],
                                      unit=few.roster.unit[:8]), rows=rows, shared=8)  # fmt: skip
    made = proposed(told, replace(DRAFT, smallest=0.1), own, WHEN, everybody(told))
    assert isinstance(made.found, Reason)
    assert made.company is not None
    assert 0.1 < made.company < 0.2
    assert made.reach is not None
    assert {way.name for way in made.reach.ways} >= {"more_people", "more_periods", "covariate"}
    with pytest.raises(UserError, match="could not tell anything"):
        draw_lots(made, date(2026, 6, 1))


@pytest.mark.parametrize("waves", [0, 3])
def test_five_teams_are_refused_and_twelve_warned_of(waves: int) -> None:
    draft = replace(DRAFT, by="team", waves=waves)
    few = plan(draft, 5, 10)
    assert isinstance(few.found, Reason)
    assert "Only 5 teams" in few.found.sentence
    some = plan(draft, 12, 10)
    assert isinstance(some.found, Detectable)
    assert any("Only 12" in one for one in some.warnings)
    assert not any("Only" in one for one in plan(draft, 20, 10).warnings)


def test_what_teams_have_in_common_makes_it_less_exact() -> None:
    team = np.repeat(np.arange(20), 10)
    shared = np.random.default_rng(4).normal(0, 0.4, (20, 36))
    told = history(outcome(200, 36, 1) + shared[team], team)
    draft = replace(DRAFT, by="team")
    together = proposed(told, draft, everybody(told, "team"), WHEN, everybody(told))
    alone = plan(draft, 20, 10)
    assert together.tried is not None
    assert together.tried.likeness > 0.05
    assert isinstance(together.found, Detectable)
    assert isinstance(alone.found, Detectable)
    assert together.found.effect > 1.15 * alone.found.effect


def test_the_plan_is_frozen_and_tells_when_it_was_changed() -> None:
    drawn = draw_lots(plan(DRAFT, 6, 10), date(2026, 6, 1))
    text = drawn.frozen.to_toml()
    again = thaw(text, "plan.toml")
    assert again == drawn.frozen
    assert again.asked().outcome == "won_deals"
    assert drawn.frozen.people == {"control": 30, "treated": 30}
    with pytest.raises(DataError, match="changed after it was frozen"):
        thaw(text.replace("margin = 0.3", "margin = 0.2"), "plan.toml")
    with pytest.raises(DataError, match="no plan"):
        thaw("format = 1", "plan.toml")


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    made = plan(DRAFT, 6, 10)
    one, same = (draw_lots(made, date(2026, 6, 1)).assignments for _ in range(2))
    other = draw_lots(replace(made, draft=replace(DRAFT, seed=2)), date(2026, 6, 1)).assignments
    assert one == same != other


def test_waves_and_teams_stand_in_the_file_as_it_is_read_back() -> None:
    draft = replace(DRAFT, by="team", waves=3)
    starts = (date(2026, 7, 1), date(2026, 9, 1), date(2026, 11, 1))
    made = replace(plan(draft, 12, 5), calendar=replace(WHEN, starts=starts))
    drawn = draw_lots(made, date(2026, 6, 1))
    lines = drawn.assignments.splitlines()
    assert lines[0] == "Program;Course;Unit Type;Unit;Arm;Wave;Start;Assignment;System"
    assert len(lines) == 13
    assert {line.split(";")[6] for line in lines[1:]} == {
        "", "01.07.2026", "01.09.2026", "01.11.2026",
    }  # fmt: skip
    assert drawn.frozen.units == {"control": 3, "wave 1": 3, "wave 2": 3, "wave 3": 3}
    assert all(";team;t" in line for line in lines[1:])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "Lots, two sides"),
        ({"strata": ("role", "region")}, "Lots within role and region, two sides"),
        ({"waves": 3}, "Lots, 3 waves, and one group that waits until the end"),
    ],
)
def test_the_lottery_is_told_as_it_was_held(changed: dict[str, Any], said: str) -> None:
    made = plan(replace(DRAFT, **changed), 12, 5)
    starts = tuple(date(2026, 7 + at, 1) for at in range(max(made.draft.waves, 1)))
    made = replace(made, calendar=replace(WHEN, starts=starts))
    assert draw_lots(made, date(2026, 6, 1)).frozen.lottery == said


def test_where_some_of_a_team_had_the_course_its_other_people_are_named() -> None:
    made = plan(replace(DRAFT, by="team"), 12, 5)
    whole = draw_lots(made, date(2026, 6, 1))
    assert not names_people(whole.assignments)
    some = replace(made.eligible, had=4)
    drawn = draw_lots(replace(made, eligible=some), date(2026, 6, 1))
    assert names_people(drawn.assignments)
    assert len(drawn.assignments.splitlines()) == 1 + sum(drawn.frozen.people.values())
    assert drawn.frozen.units == whole.frozen.units


@pytest.mark.slow
def test_with_teams_too_it_is_found_about_four_times_in_five() -> None:
    """The plan of one past is held against trials on new months of companies of the same kind."""

    def company(seed: int, months: int) -> tuple[Floats, Ints]:
        rng = np.random.default_rng(seed)
        team = np.repeat(np.arange(24), 8)
        noise = rng.normal(0, 0.35, (24, months))
        return outcome(192, months, 7_000 + seed) + noise[team], team

    past, team = company(1, 36)
    told = history(past, team)
    draft = replace(DRAFT, by="team")
    made = proposed(told, draft, everybody(told, "team"), WHEN, everybody(told))
    assert isinstance(made.found, Detectable)
    seen = 0
    for seed in range(300):
        y, _ = company(100 + seed, 18)
        side = np.random.default_rng(seed).permutation(24) < 12
        own, after = y[:, :12].mean(axis=1), y[:, 12:].mean(axis=1)
        slope = np.polyfit(own, after, 1)[0]
        left = after - slope * own + made.found.effect * side[team]
        means = np.bincount(team, left) / 8
        gap = means[side].mean() - means[~side].mean()
        error = np.sqrt(means[side].var(ddof=1) / 12 + means[~side].var(ddof=1) / 12)
        seen += abs(gap / error) > 2.08
    assert 0.7 <= seen / 300 <= 0.92


def test_a_size_without_worth_is_refused() -> None:
    with pytest.raises(UserError, match="smallest effect worth having"):
        replace(DRAFT, smallest=-1.0)
