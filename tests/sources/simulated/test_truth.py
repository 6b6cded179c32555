"""What plain counting over clean files gives is what truth.json says; and effects add up.

The authority is DuckDB over the written files, or brute force over the world's own arrays.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pytest

from everyrep.sources.simulated.chance import sigmoid
from everyrep.sources.simulated.effects import Effect
from everyrep.sources.simulated.facts import leaving_by_tenure
from everyrep.sources.simulated.performance import ramp
from everyrep.sources.simulated.statements import recall
from tests.sources.simulated.lived import Lived, across, course, live_with_deals

if TYPE_CHECKING:
    from everyrep.sources.simulated import SimulatedCompany


def sql(company: SimulatedCompany, query: str) -> list[tuple[Any, ...]]:
    """Rows of a query in which {crm} stands for the folder of the CRM's files."""
    return duckdb.sql(query.format(crm=company.out / "crm", lms=company.out / "lms")).fetchall()


def facts(company: SimulatedCompany) -> dict[str, Any]:
    return json.loads((company.out / "truth.json").read_text())["facts"]


def test_the_win_rate_is_what_counting_gives(clean: SimulatedCompany) -> None:
    won, closed, every = sql(
        clean,
        "select count(*) filter (IsWon), count(*) filter (IsClosed), count(*)"
        " from '{crm}/opportunities.csv'",
    )[0]
    known = facts(clean)
    assert known["win_rate"] == won / closed
    assert known["opportunities"]["opportunities"] == every
    assert 0.2 < known["win_rate"] < 0.36


def test_months_are_what_counting_gives(clean: SimulatedCompany) -> None:
    """By the day of closing and the day of opening; the months of the window hold all ends."""
    rows = sql(
        clean,
        """
        select strftime(CloseDate, '%Y-%m'), count(*) filter (IsWon), count(*) filter (not IsWon)
        from '{crm}/opportunities.csv' where IsClosed group by 1
        """,
    )
    months = {one["month"]: one for one in facts(clean)["months"]}
    for month, won, ended in rows:
        assert months[month]["won"] == won
        assert months[month]["lost"] + months[month]["no_decision"] == ended
    assert sum(one["won"] for one in months.values()) == facts(clean)["opportunities"]["won"]


def test_chances_of_months_are_what_conversion_comes_to(clean: SimulatedCompany) -> None:
    stages = facts(clean)["stages"]
    for stage, known in stages.items():
        sums = [one["stages"][stage] for one in facts(clean)["months"]]
        came = sum(one["entered"] for one in sums)
        assert came <= known["entered"]
        chance = sum(one["chances"] for one in sums) / came
        assert chance == pytest.approx(known["mean_chance"], abs=0.02)
        assert sum(one["wins"] for one in sums) / came <= chance


def test_stage_conversion_is_what_counting_gives(clean: SimulatedCompany) -> None:
    rows = sql(
        clean,
        """
        with moves as (
          select StageName, lead(StageName) over (
            partition by OpportunityId order by CreatedDate, Id) as next_stage
          from '{crm}/opportunity_history.csv')
        select StageName, count(*), count(next_stage),
          count(*) filter (next_stage not in ('Closed Lost', 'No Decision'))
        from moves group by 1
        """,
    )
    counted = {name: numbers for name, *numbers in rows}
    for name, known in facts(clean)["stages"].items():
        assert counted[name] == [known["entered"], known["decided"], known["passed"]]


def test_bookings_are_exact_to_the_cent(clean: SimulatedCompany) -> None:
    rows = sql(
        clean,
        "select CurrencyIsoCode, sum(Amount::decimal(18,2)) from '{crm}/opportunities.csv'"
        " where IsWon group by 1",
    )
    assert {name: int(amount * 100) for name, amount in rows} == facts(clean)["booked_cents"]


def test_activities_by_kind_are_what_counting_gives(clean: SimulatedCompany) -> None:
    rows = sql(
        clean,
        "select TaskSubtype, count(*) from '{crm}/tasks.csv' group by 1"
        " union all select Type, count(*) from '{crm}/events.csv' group by 1",
    )
    assert dict(rows) == facts(clean)["activities"]


def test_completions_are_what_counting_gives(clean: SimulatedCompany) -> None:
    rows = sql(
        clean,
        """
        select split_part(object.id, '/', -1), count(*)
        from read_json('{lms}/statements.jsonl.gz')
        where verb.id like '%/completed' and object.definition.type like '%/course'
        group by 1
        """,
    )
    known = {key: one["completed"] for key, one in facts(clean)["completions"].items()}
    assert dict(rows) == {key: count for key, count in known.items() if count}


def test_the_ramp_is_recovered(company: Lived) -> None:
    """Deals opened by hunters, by tenure, over those of the ramped: the curve within its noise."""
    known = company.desk.tally.opened
    assert known is not None
    skill, roster = company.company.skill, company.company.roster
    months = (company.company.when.edges[None, :-1] - roster.hired[:, None]) / 30.4375
    tenure = np.floor(months.clip(0))
    hunters = (roster.role == 0)[:, None] & (skill.share_here > 0)
    hunters[:, : company.company.when.burn] = False
    season = skill.rate / np.maximum(skill.share_here, 1e-9) / ramp(tenure, np.float64(4.0))
    for month in (0, 1, 2, 4, 8):
        cells = hunters & (tenure == month)
        full = (season * skill.share_here)[cells].sum()
        share = known[cells].sum() / full
        noise = np.sqrt(known[cells].sum()) / full
        assert share == pytest.approx(1 - 0.75 * np.exp(-month / 4), abs=4 * noise)


def test_leavers_follow_the_hazard(company: Lived) -> None:
    for band in leaving_by_tenure(company.company):
        expected = band["mean_hazard"] * band["person_months"]
        assert abs(band["exits"] - expected) < 4 * np.sqrt(expected)


def test_retention_halves_in_five_weeks() -> None:
    assert recall(np.array([35.0]))[0] / recall(np.array([0.0]))[0] == pytest.approx(0.5, abs=1e-3)


def test_an_effect_waits_for_its_lag_and_then_halves() -> None:
    curve = Effect("stage", 0.4, lag=2, half_life=6).curve(20)
    assert curve[:2].tolist() == [0, 0]
    assert curve[2] == 1
    assert curve[8] == pytest.approx(0.5)
    assert curve[14] == pytest.approx(0.25)


def test_what_a_course_did_is_with_it_minus_without_it(company: Lived) -> None:
    """Brute force over every decision of every deal, one at a time."""
    number = course("vol-discovery")
    effect_size, stage = 0.45, 1
    done = company.company.lives.enrolments.done_month[:, number]
    gains = []
    for book in company.books:
        way = book.way
        for deal in range(book.deals.n):
            if way.last[deal] < stage or way.leave[deal, stage] >= company.company.when.end:
                continue
            since = way.month[deal, stage] - done[way.holder[deal, stage]]
            if since < 1:
                continue
            shift = effect_size * 0.5 ** ((since - 1) / 12)
            logit = way.logit[deal, stage]
            gains.append(sigmoid(logit) - sigmoid(logit - shift))
    known = company.desk.realised.table()["vol-discovery"]
    assert known["decisions"] == len(gains)
    assert known["stage_conversion_mean"] == pytest.approx(np.mean(gains))


def test_deals_follow_their_chances(company: Lived) -> None:
    """Calibration: within each tenth of the true chance, wins are as many as the chances say."""
    won = across(company.books, "won", "way")
    chance = sigmoid(across(company.books, "logit", "way")).prod(axis=1)
    for part in np.array_split(np.argsort(chance), 10):
        expected = chance[part].sum()
        spread = np.sqrt((chance[part] * (1 - chance[part])).sum())
        assert abs(won[part].sum() - expected) < 4 * spread


def test_a_world_without_effects_has_none() -> None:
    lived = live_with_deals(200, 12, effect_size=0.0)
    for key, one in lived.desk.realised.table().items():
        for name, value in one.items():
            if name.endswith("_mean") or name == "bookings_euro_cents":
                assert value == 0, (key, name)


def test_truth_lists_every_effect_and_which_are_zero(clean: SimulatedCompany) -> None:
    effects = {one["key"]: one for one in clean.truth["effects"]}
    assert effects["trl-rapport"]["zero"]
    assert effects["play-sponsor"]["zero"]
    assert not effects["pgm-value"]["zero"]
    assert effects["pgm-value"]["stage"] == "Proposal"
    assert sum(one["zero"] for one in effects.values()) >= 15
    assert set(clean.truth["realised"]) <= set(effects)


def test_what_happens_after_a_win_is_what_counting_gives(clean: SimulatedCompany) -> None:
    """Nothing is entered or taken back before the deal was won, nor more than there was."""
    known = json.loads((clean.out / "truth.json").read_text())["afterwards"]
    late, early = sql(
        clean,
        "select count(*), count(*) filter (Booked_On__c <= CloseDate or not IsWon)"
        " from '{crm}/opportunities.csv' where Booked_On__c is not null",
    )[0]
    assert (late, early) == (known["entered_late"], 0)
    rows = sql(
        clean,
        "select r.CurrencyIsoCode, count(*), count(*) filter (r.Reason = 'Cancelled'),"
        " sum(round(r.Amount * 100))::bigint,"
        " count(*) filter (r.Amount > o.Amount or not o.IsWon"
        "   or r.CancellationDate <= coalesce(o.Booked_On__c, o.CloseDate))"
        " from '{crm}/refunds.csv' r join '{crm}/opportunities.csv' o on o.Id = r.OpportunityId"
        " group by 1 order by 1",
    )
    assert sum(row[1] for row in rows) == known["taken_back"] > 0
    assert sum(row[2] for row in rows) == known["taken_back_whole"]
    assert {row[0]: row[3] for row in rows} == known["taken_back_cents"]
    assert sum(row[4] for row in rows) == 0
