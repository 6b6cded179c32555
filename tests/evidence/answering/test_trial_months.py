"""The effect of a trial by month: by hand, and its band on companies whose truth is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from everyrep.evidence.answering import answer
from everyrep.evidence.answering.trial_months import by_month
from everyrep.evidence.arrays import NEVER
from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.findings import Claim, Curve, Finding
from everyrep.evidence.history import History
from everyrep.faces.reports.pages.finding import finding_page
from everyrep.values import Scope
from tests.evidence.conducting.histories import history, outcome

QUESTION = Question(treatment("program:T"), "won_deals", smallest=0.2, horizon=8, ramp=0)
START = 12


def tried(effect: float, seed: int, people: int = 120, *, teams: int = 0) -> History:
    """A trial that began in the thirteenth month; the effect is there from the month after on."""
    rng = np.random.default_rng(seed)
    y = outcome(people, 24, seed)
    team = np.arange(people) % teams if teams else None
    drawn = rng.permutation(teams)[team] % 2 == 0 if teams else rng.permutation(people) % 2 == 0
    if team is not None:
        y += rng.normal(0, 0.3, (teams, 24))[team]
    y[:, START + 1 :] += effect * drawn[:, None]
    return history(y, team, np.where(drawn, START, NEVER))


def asked(told: History, **more: object) -> Finding:
    return answer(told, replace(QUESTION, **more), drawn=True)  # type: ignore[arg-type]


def curve_of(found: Finding) -> Curve:
    assert found.effect is not None
    assert found.effect.curve is not None
    return found.effect.curve


def test_without_a_past_each_month_is_the_plain_difference() -> None:
    told = tried(0.5, 1)
    kept = np.ones(len(told), dtype=bool)
    nothing = np.full(len(told), np.nan)
    curve = by_month(told, kept, nothing, np.arange(len(told)), (0, START, 20), 118.0)
    assert curve is not None
    by_hand = told.x[told.treated].mean(axis=0) - told.x[~told.treated].mean(axis=0)
    assert curve.effect == pytest.approx(by_hand[:20])
    assert curve.at.tolist() == list(range(-START, 20 - START))
    # The error of a difference of two means, by its textbook formula.
    some, none = told.x[told.treated, 15], told.x[~told.treated, 15]
    plain = np.sqrt(some.var() / some.size + none.var() / none.size)
    assert curve.se[15] == pytest.approx(plain, rel=0.01)


def test_the_past_makes_each_month_after_the_start_more_exact() -> None:
    told = tried(0.5, 2)
    own = told.x[:, :START].mean(axis=1)
    kept, alone = np.ones(len(told), dtype=bool), np.arange(len(told))
    with_it = by_month(told, kept, own - own.mean(), alone, (0, START, 20), 118.0)
    without = by_month(told, kept, np.full(len(told), np.nan), alone, (0, START, 20), 118.0)
    assert with_it is not None
    assert without is not None
    assert (with_it.se[START + 1 :] < without.se[START + 1 :]).all()
    assert with_it.se[:START] == pytest.approx(without.se[:START])


@pytest.mark.parametrize(("teams", "unit"), [(0, None), (30, "team")])
def test_the_band_holds_all_months_together(teams: int, unit: str | None) -> None:
    held = []
    for seed in range(120):
        curve = curve_of(asked(tried(0.4, 300 + seed, teams=teams), unit=unit))
        truth = np.where(curve.at >= 1, 0.4, 0.0)
        held.append(bool(((curve.low <= truth) & (truth <= curve.high)).all()))
    assert np.mean(held) >= 0.90


def test_when_it_sets_in_is_told() -> None:
    found = asked(tried(0.8, 4, 400))
    assert found.claim is Claim.CAUSAL
    assert "It sets in 1 month after the start" in found.sentence


def test_the_page_shows_the_months() -> None:
    page = finding_page(asked(tried(0.8, 4, 400)), Scope.everything("the test"))
    titles = [getattr(block, "title", "") for block in page.blocks]
    assert "Effect by month since the start" in titles
    (chart,) = [one for one in page.blocks if getattr(one, "title", "").startswith("Effect by")]
    assert "nothing was given" in getattr(chart, "caption", "")
