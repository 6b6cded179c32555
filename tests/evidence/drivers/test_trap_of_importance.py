"""Trap J: a feature of no effect that weighs 2.7 times as much as one that has an effect."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from everyrep.evidence.answering import answer
from everyrep.evidence.arrays import NEVER, Floats, Ints
from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.drivers import Drivers, Feature, beside, course_feature, foretold
from everyrep.evidence.drivers.features import COUNTS, WHY_NOT, WORDS
from everyrep.evidence.findings import Claim, Finding
from everyrep.evidence.history import History
from tests.evidence.conducting.histories import history

MONTHS = 36


@dataclass(frozen=True)
class World:
    """A company in which motivation brings people to modules, and makes them sell."""

    told: History
    modules: Floats
    calls: Floats
    first: Ints


def world(seed: int, people: int = 400) -> World:
    """Modules do nothing; calls bring 0.2 a standard deviation, motivation 1.25."""
    rng = np.random.default_rng(seed)
    motivation = rng.normal(size=people)
    begun = rng.integers(10, 26, people)
    after = np.arange(MONTHS)[None, :] > begun[:, None]
    count = np.maximum(np.round(3 + 2.2 * motivation + rng.normal(0, 1.0, people)), 0)
    modules = count[:, None] * after
    calls = rng.normal(size=(people, MONTHS))
    y = 3 + 1.25 * motivation[:, None] + 0.2 * calls + rng.normal(0, 0.9, (people, MONTHS))
    first = np.where(count > 0, begun, NEVER).astype(np.int64)
    return World(history(y, first=first), modules, calls, first)


def shown(company: World) -> tuple[Drivers, tuple[Feature, ...]]:
    features = (
        Feature("modules", "Modules completed", company.modules[..., None], "course:Modules"),
        Feature("calls", "Calls", company.calls[..., None]),
    )
    found = foretold(company.told, "won_deals", features)

    def asked(text: str) -> Finding:
        return answer(company.told, replace(QUESTION, treatment=treatment(text)))

    return beside(found, features, asked), features


QUESTION = Question(treatment("course:Modules"), "won_deals", smallest=0.2, horizon=6, ramp=0)


def test_the_naive_weight_of_what_does_nothing_is_as_large_as_in_the_trap() -> None:
    ratios = []
    for seed in range(10):
        company = world(seed)
        x = np.stack([company.modules.ravel(), company.calls.ravel()], axis=1)
        z = (x - x.mean(axis=0)) / x.std(axis=0)
        y = company.told.x.ravel()
        weight = np.linalg.lstsq(np.column_stack([np.ones(y.size), z]), y, rcond=None)[0]
        ratios.append(weight[1] / weight[2])
    assert np.mean(ratios) == pytest.approx(2.7, abs=0.3)


def test_the_product_calls_it_foretelling_and_shows_the_gap_to_the_effect() -> None:
    found, _ = shown(world(1))
    modules, calls = (
        next(one for one in found.drivers if one.name == name) for name in ("modules", "calls")
    )
    assert modules.importance > 2 * calls.importance
    assert modules.adjusted is not None
    assert modules.adjusted.claim not in (Claim.CAUSAL, Claim.SUGGESTIVE)
    assert modules.adjusted.effect is not None
    assert modules.adjusted.effect.low < 0 < modules.adjusted.effect.high
    assert modules.gap is not None
    assert modules.gap > 0.5
    assert "foretells" in modules.sentence()
    told = str(found.to_dict()).casefold()
    assert not any(word in told for word in ("drives sales", "improves", "boosts", "leads to"))


def test_why_an_effect_is_not_asked_for_is_said() -> None:
    """Of what foretells nothing none is asked; of activities what would have to be known."""
    found, features = shown(world(1))
    lines = {one.name: one for one in found.drivers}
    assert lines["modules"].not_asked == ""
    assert lines["calls"].foretells
    asked_of: list[str] = []

    def asked(text: str) -> None:
        asked_of.append(text)

    calls = replace(features[1], why_not=WHY_NOT["calls"])
    quiet = replace(lines["modules"], low=-0.1)
    bare = replace(found, drivers=(quiet, lines["calls"]))
    again = {one.name: one for one in beside(bare, (features[0], calls), asked).drivers}
    assert asked_of == []
    assert again["modules"].not_asked == "it foretells nothing that is told from none"
    assert "what brings them on would have to be known" in again["calls"].not_asked
    assert "activity:call" in again["calls"].sentence()
    assert again["calls"].not_asked in str(replace(bare, drivers=tuple(again.values())).to_dict())


def test_what_cannot_be_asked_and_what_comes_too_late_say_so() -> None:
    found, features = shown(world(1))
    none = beside(found, features, lambda _: None)
    assert none.drivers[0].not_asked == "the question cannot be put to these records"
    late = beside(found, features, lambda _: None, most=0)
    assert late.drivers[0].not_asked == "others foretell more, and only so many are asked about"


def test_every_feature_that_is_no_treatment_has_its_reason() -> None:
    named = {*COUNTS, *WORDS, "tenure", "own_past"} - {"coaching_sessions"}
    assert named <= set(WHY_NOT)


@pytest.mark.slow
def test_over_many_companies_it_is_hardly_ever_called_a_cause() -> None:
    claims = [shown(world(seed))[0].drivers for seed in range(40)]
    named = [one for lines in claims for one in lines if one.adjusted is not None]
    wrong = sum(one.adjusted.claim is Claim.CAUSAL for one in named if one.adjusted)
    assert wrong <= 2


def test_a_course_had_before_the_month_is_no_fact_of_the_month_itself() -> None:
    feature = course_feature("X", np.array([3, NEVER]), 6)
    assert feature.values[..., 0].tolist() == [[0, 0, 0, 0, 1, 1], [0] * 6]
