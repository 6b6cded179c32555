"""Which indicators lead, asked of small companies and of the simulated one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from everyrep.analysis.leading.leads import Leads
from everyrep.analysis.leading.mechanical import mechanical
from everyrep.analysis.leading.rolling import Gain
from everyrep.analysis.leading.search import Bounds
from everyrep.analysis.leading.verdict import Finding, Lag, Word
from everyrep.analysis.leading.which import Followed, lead_of, which_lead
from everyrep.measures import load_catalogue
from everyrep.values import Scope, UnknownName, UserError
from tests.worlds import TinyWarehouse, World

EVERYTHING = Scope.everything("tests")
MONTHS = [date(2024 + n // 12, n % 12 + 1, 1) for n in range(24)]
QUICK = Bounds(most_months=3, flips=999)


def company(people: int = 40) -> TinyWarehouse:
    """Tests passed lead deals won two months later; mails follow nothing at all."""
    rng = np.random.default_rng(1)
    world = World(as_of=date(2025, 12, 31))
    passed = rng.normal(size=(people, 24))
    for who in range(people):
        name = f"p{who:02}"
        world.person(name, hired_on="2023-01-01", role="Account Executive", team=f"t{who % 4}")
        for month, start in enumerate(MONTHS):
            before = passed[who, month - 2] if month >= 2 else 0.0
            for n in range(rng.poisson(np.exp(0.5 + 0.6 * before))):
                world.deal(
                    f"{name}-{month}-{n}", owner=name, outcome="won", created_on=start,
                    close_on=start.replace(day=20), amount=100,
                )  # fmt: skip
            score = float(np.clip(50 + 15 * passed[who, month], 0, 100))
            world.add(
                "assessments", id=f"{name}-{month}", person=name, score=score, out_of=100,
                share=score / 100, kind="test", occurred_at=start,
            )  # fmt: skip
            for n in range(rng.poisson(3)):
                world.add(
                    "activities", id=f"a{name}-{month}-{n}", person=name, kind="email",
                    occurred_at=start,
                )  # fmt: skip
    warehouse = world.warehouse()
    warehouse.connection.execute(
        "CREATE VIEW stage_history_and_more AS SELECT * FROM stage_history"
    )
    return warehouse


@pytest.fixture(scope="module")
def steady() -> TinyWarehouse:
    return company()


@pytest.fixture(scope="module")
def found(steady: TinyWarehouse) -> Leads:
    return which_lead(steady, EVERYTHING, indicators=["assessment_score", "emails"], bounds=QUICK)


def test_the_true_lead_is_found_with_its_lag(found: Leads) -> None:
    lead = found.of("assessment_score", "won_deals")
    assert lead.leads
    assert lead.finding.lag == 2
    assert lead.finding.direction == 1
    assert lead.gain.low > 0.05
    assert "a lead of 2 months on won deals" in lead.sentence
    assert lead.mechanical == ""


def test_what_follows_nothing_does_not_lead(found: Leads) -> None:
    assert found.of("emails", "won_deals").finding.word is not Word.LEADS
    assert not found.of("emails", "bookings").leads
    assert found.placebo == 0
    assert found.pairs == 4


def test_the_surest_come_first_and_all_of_it_is_data(found: Leads) -> None:
    assert found.leads[0].indicator == "assessment_score"
    as_data = found.to_dict()
    assert as_data["leads"][0]["verdict"] == "leads"
    assert as_data["shared_by"] == "team"


def test_what_has_no_history_is_left_out_and_says_why(steady: TinyWarehouse) -> None:
    found = which_lead(
        steady, EVERYTHING, indicators=["assessment_score", "pipeline", "velocity"], bounds=QUICK
    )
    assert "no history" in found.left_out["pipeline"]
    assert "made of other measures" in found.left_out["velocity"]
    with pytest.raises(UserError, match="was not looked at"):
        found.of("pipeline", "won_deals")


def test_nothing_is_set_against_itself_and_the_reason_is_said(steady: TinyWarehouse) -> None:
    found = which_lead(
        steady, EVERYTHING, indicators=["won_deals"], outcomes=["won_deals"], bounds=QUICK
    )
    assert found.pairs == 0
    assert "nothing leads itself" in found.left_out["won_deals"]


def _found(word: Word, gain: float, correlation: float) -> Finding:
    return Finding(
        word, 1, 1, correlation, (Lag(1, correlation, 0.0, 1.0),), None,
        Gain(gain, gain - 0.01, gain + 0.01, (0,), 1, 100), 0.001, 0.001, 40, 24, 900,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("beyond", "word", "told"),
    [
        (_found(Word.LEADS, 0.15, 0.3), Word.LEADS, "a lead of 1 month on won deals"),
        (_found(Word.LEADS, 0.006, 0.05), Word.DOES_NOT_LEAD, "no lead on won deals here"),
        (_found(Word.DOES_NOT_LEAD, 0.006, 0.05), Word.DOES_NOT_LEAD, "too little to matter"),
        (_found(Word.CANNOT_TELL, 0.006, 0.2), Word.CANNOT_TELL, "cannot be told here"),
        (None, Word.LEADS, "better by 27.4%"),
    ],
)
def test_what_the_deals_held_tell_already_is_no_lead(
    beyond: Finding | None, word: Word, told: str
) -> None:
    """The verdict, the sentence and the gain are those beyond the deals that each holds."""
    known = load_catalogue()
    alone = _found(Word.LEADS, 0.274, 0.5)
    lead = lead_of((known["emails"], known["won_deals"]), alone, beyond, known, 0.1)
    assert lead.word is word
    assert lead.leads is (word is Word.LEADS)
    assert told in lead.sentence
    assert lead.sentence.startswith("Emails: ")
    assert lead.gain.value == (beyond or alone).gain.value
    assert lead.to_dict()["verdict_by_itself"] == "leads"


def test_an_outcome_that_cannot_be_one_is_refused(steady: TinyWarehouse) -> None:
    with pytest.raises(UserError, match="cannot be an outcome"):
        which_lead(steady, EVERYTHING, indicators=["emails"], outcomes=["velocity"])


def test_no_usable_indicator_is_refused(steady: TinyWarehouse) -> None:
    with pytest.raises(UserError, match="No indicator"):
        which_lead(steady, EVERYTHING, indicators=["pipeline"])


def test_an_unknown_indicator_offers_near_ones(steady: TinyWarehouse) -> None:
    with pytest.raises(UnknownName) as raised:
        which_lead(steady, EVERYTHING, indicators=["emals"])
    assert "emails" in raised.value.near


def test_teams_can_be_followed_and_four_are_too_few(steady: TinyWarehouse) -> None:
    found = which_lead(
        steady, EVERYTHING, indicators=["emails"], followed=Followed(unit="team"), bounds=QUICK
    )
    assert found.shared_by == "team" or found.shared_by is None
    assert {lead.finding.word for lead in found.leads} == {Word.CANNOT_TELL}


def test_who_may_not_see_so_few_people_is_refused(steady: TinyWarehouse) -> None:
    with pytest.raises(UserError, match="fewer than 41"):
        which_lead(steady, replace(EVERYTHING, min_group=41), indicators=["emails"])


def test_an_unknown_unit_offers_the_known() -> None:
    with pytest.raises(UnknownName):
        Followed(unit="persons")


@pytest.mark.parametrize(
    ("indicator", "outcome", "is_mechanical"),
    [
        ("opportunities_created", "won_deals", True),
        ("cycle_length", "bookings", True),
        ("remaining_target", "bookings", True),
        ("activities", "won_deals", False),
        ("activities_per_rep_week", "won_deals", False),
        ("course_completion", "bookings", False),
    ],
)
def test_leads_by_counting_are_told(indicator: str, outcome: str, is_mechanical: bool) -> None:
    catalogue = load_catalogue()
    why = mechanical(catalogue[indicator], catalogue[outcome], catalogue)
    assert bool(why) is is_mechanical
