"""What is said of a search: words, grades, refusals, and what it would take."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from everyrep.evidence.arrays import Floats, Ints
from everyrep.evidence.combinations import Behaviour, Combined, Terms, behaviour, combined
from everyrep.evidence.combinations.behaviours import coming, other_than, past
from everyrep.evidence.curriculum.objects import Objects
from everyrep.evidence.history import History
from everyrep.evidence.inference import Worth
from everyrep.measures import load_catalogue
from everyrep.values import Grade, UserError
from tests.evidence.combinations.companies import MONTHS, motivated

TERMS = Terms(unit="person")


def history_of(y: Floats, team: Ints | None = None) -> History:
    people, months = y.shape
    nobody = np.full(people, np.iinfo(np.int64).max)
    codes = np.arange(people) // 8 if team is None else team
    return History(
        people=np.array([f"p{at}" for at in range(people)], dtype=object),
        months=tuple(f"{2023 + at // 12}-{at % 12 + 1:02d}" for at in range(months)),
        x=y,
        m=np.ones_like(y),
        first=nobody,
        dose=np.zeros_like(y),
        groups={"team": codes.astype(np.int64)},
        names={"team": tuple(f"t{at}" for at in range(int(codes.max()) + 1))},
        unit="count",
        direction="up",
        title="Won deals",
        arm=np.full(people, "", dtype=object),
        tenure=np.full(y.shape, 99.0),
        left_out={},
    )


def objects_of(first: Ints) -> Objects:
    names = tuple(f"c{at}" for at in range(first.shape[1]))
    return Objects(names, names, first, np.full(first.shape[1], np.nan))


def searched(seed: int = 1, *, terms: Terms = TERMS, **given: float) -> Combined:
    company = motivated(seed, 400, 6, uptake=0.5, **given)  # type: ignore[arg-type]
    history = history_of(company.y + 5)
    return combined(history, objects_of(company.things.first), (), "won_deals", terms)


def test_courses_that_do_more_together_are_told_with_the_figure_of_the_other_half() -> None:
    found = searched(joint=1.2)
    first = found.announced[0]
    assert {one.members for one in found.announced} == {(0, 1), (2, 3)}
    assert first.word is Worth.WORKS
    assert first.phrase == "works together"
    assert first.grade is Grade.ADJUSTED
    assert first.low < 1.2 < first.high
    assert 0 < first.shrunken <= first.value
    assert "2 of 15 combinations hold in the half" in found.sentence
    assert found.titles_of(first) in {"c0 + c1", "c2 + c3"}
    assert "adjusted" in found.figure(first).describe()
    assert found.searched["pairs"] == 15
    assert found.searched["triples"] > 0
    json.dumps(found.to_dict())


def test_courses_that_do_less_together_harm() -> None:
    found = searched(joint=-1.2)
    assert {one.phrase for one in found.announced} == {"harms together"}


def test_nothing_worth_having_is_told_by_equivalence() -> None:
    found = searched(joint=0.0, terms=replace(TERMS, margin=0.2))
    assert found.announced == ()
    assert found.margin == pytest.approx(1.0, rel=0.2)
    assert found.equal > 5
    assert found.sentence.startswith("None of 15 pairs is announced")
    assert searched(joint=0.0, terms=replace(TERMS, margin=0.001)).equal == 0


def test_what_people_choose_month_by_month_is_an_association() -> None:
    rng = np.random.default_rng(4)
    company = motivated(4, 300, 3, uptake=0.5)
    calls = rng.poisson(20, (300, MONTHS)).astype(float)
    calls *= rng.choice([0.5, 1.5], size=(300, MONTHS // 6)).repeat(6, axis=1)
    present = np.ones(calls.shape, dtype=bool)
    done = behaviour(load_catalogue()["calls"], calls, present)
    had = np.arange(MONTHS)[None, :] > company.things.first[:, :1]
    y = company.y + 5 + 1.5 * (had & done.much)
    found = combined(history_of(y), objects_of(company.things.first), (done,), "won_deals", TERMS)
    line = found.announced[0]
    assert line.members == (0, 3)
    assert line.grade is Grade.OBSERVED
    assert line.phrase == "better together (association)"
    assert found.things[3].startswith("Calls, ")
    assert found.to_dict()["announced"][0]["together"] == ["course:c0", "activity:call"]


def test_much_of_it_is_as_much_as_half_of_all_months_have() -> None:
    counts = np.tile(np.arange(12.0), (4, 1))
    done = behaviour(load_catalogue()["calls"], counts, np.ones(counts.shape, dtype=bool))
    assert done.amounts[0, 6, :].tolist() == pytest.approx(
        [counts[0, 3:6].mean() / 5.5, 6 / 5.5, counts[0, 7:10].mean() / 5.5]
    )
    assert done.much[0].sum() in {6, 7}
    rare = behaviour(load_catalogue()["demos"], 1.0 * (counts == 4), done.much | True)
    assert rare.much[0].tolist() == [False] * 5 + [True] * 3 + [False] * 4
    assert rare.title.endswith("any")


def test_sums_before_and_ahead_are_those_of_the_months_stated() -> None:
    counts = np.arange(1.0, 8.0)[None, :]
    assert past(counts, 3)[0].tolist() == [0, 1, 3, 6, 9, 12, 15]
    assert coming(counts, 2)[0].tolist() == [5, 7, 9, 11, 13, 7, 0]


@pytest.mark.parametrize(
    ("outcome", "left"),
    [("win_rate", 3), ("calls", 1), ("activities", 1), ("coaching_sessions", 2)],
)
def test_no_behaviour_stands_beside_an_outcome_that_counts_it(outcome: str, left: int) -> None:
    assert len(other_than(outcome, ("calls", "emails", "coaching_sessions"))) == left


def refused(y: Floats, first: Ints, *, terms: Terms = TERMS) -> Combined:
    found = combined(history_of(y), objects_of(first), (), "won_deals", terms)
    assert found.reason is not None
    assert found.lines == ()
    assert found.sentence.startswith("Cannot tell: ")
    assert found.reason.remedy
    json.dumps(found.to_dict())
    return found


def test_few_people_are_refused_with_what_it_would_take() -> None:
    company = motivated(1, 12, 4, uptake=0.5)
    reason = refused(company.y, company.things.first).reason
    assert reason is not None
    assert "12 people" in reason.sentence
    assert "At least 40" in reason.remedy


@pytest.mark.parametrize("value", [0.0, 3.0])
def test_years_of_zeros_or_of_one_number_are_refused(value: float) -> None:
    company = motivated(1, 120, 4, uptake=0.5)
    reason = refused(np.full_like(company.y, value), company.things.first).reason
    assert reason is not None
    assert "the same in every month" in reason.sentence


def test_a_year_of_zeros_among_others_is_no_error() -> None:
    company = motivated(1, 120, 5, uptake=0.5)
    y = company.y.copy()
    y[:, 12:24] = 0.0
    found = combined(history_of(y), objects_of(company.things.first), (), "won_deals", TERMS)
    assert found.reason is None
    assert found.announced == ()


def test_one_object_alone_has_nothing_to_be_combined_with() -> None:
    company = motivated(1, 120, 1, uptake=0.5)
    assert refused(company.y, company.things.first).reason is not None


def test_ten_rows_are_refused() -> None:
    company = motivated(1, 5, 3, uptake=0.9)
    refused(company.y[:, :2], company.things.first)


def test_teams_that_had_things_together_are_the_units() -> None:
    rng = np.random.default_rng(1)
    team = np.arange(320) // 8
    first = rng.integers(0, MONTHS, size=(40, 5))[team]
    y = rng.normal(size=(40, MONTHS))[team] + rng.normal(size=(320, MONTHS))
    found = combined(history_of(y, team), objects_of(first), (), "won_deals", Terms())
    assert (found.assigned, found.units) == ("team", 40)
    few = history_of(y[:64], team[:64])
    reason = combined(few, objects_of(first[:64]), (), "won_deals", Terms()).reason
    assert reason is not None
    assert "8 such groups" in reason.sentence


def test_a_unit_that_is_none_is_named() -> None:
    with pytest.raises(UserError, match="team"):
        Terms(unit="teem")


def test_a_margin_of_nothing_is_refused() -> None:
    with pytest.raises(UserError, match="above zero"):
        Terms(margin=0.0)


def test_leaving_ends_a_history_and_is_not_searched() -> None:
    company = motivated(1, 120, 4, uptake=0.5)
    history = replace(history_of(company.y), ends=True)
    found = combined(history, objects_of(company.things.first), (), "turnover", TERMS)
    assert found.reason is not None
    assert found.reason.code == "ends"


def test_who_came_one_by_one_is_no_team() -> None:
    company = motivated(3, 200, 5, uptake=0.5)
    found = combined(
        history_of(company.y), objects_of(company.things.first), (), "won_deals", Terms()
    )
    assert found.assigned == "person"


def test_behaviours_alone_can_be_searched() -> None:
    rng = np.random.default_rng(1)
    counts = rng.poisson(3.0, (3, 100, MONTHS)).astype(float)
    known = load_catalogue()
    done: list[Behaviour] = [
        behaviour(known[name], counts[at], np.ones((100, MONTHS), dtype=bool))
        for at, name in enumerate(("calls", "emails", "meetings"))
    ]
    nothing = objects_of(np.zeros((100, 0), dtype=np.int64))
    found = combined(history_of(rng.normal(size=(100, MONTHS))), nothing, done, "bookings", TERMS)
    assert found.searched["pairs"] == 3
    assert found.announced == ()
