"""How long winners take: against lifelines, and in worlds that stop too soon."""

from __future__ import annotations

import numpy as np
import pytest
from lifelines import AalenJohansenFitter

from everyrep.analysis.pipeline.ageing import winners_curve
from everyrep.analysis.pipeline.hygiene import FAR, Facts, Limits, judged


def test_the_curve_is_that_of_lifelines() -> None:
    """Every end known, no weights in part: the same cumulative incidence, scaled to its end."""
    rng = np.random.default_rng(1)
    days = rng.integers(1, 60, 300)
    cause = rng.choice([0, 1, 2], 300, p=[0.3, 0.4, 0.3])
    won = cause == 1
    curve = winners_curve(days, won, cause == 2, np.where(won, 1, np.where(cause == 2, -1, 0)))
    theirs = AalenJohansenFitter(jitter_level=0.0, calculate_variance=False)
    # Ties are broken by jitter there; a hundredth of a day by order keeps ends before censoring.
    order = np.lexsort([cause == 0, days])
    jitter = np.empty(300)
    jitter[order] = np.arange(300) * 1e-6
    theirs.fit(days + jitter, cause, event_of_interest=1)
    incidence = theirs.cumulative_density_.iloc[:, 0]
    at_ends = np.array([incidence[incidence.index < day + 0.5].iloc[-1] for day in curve.days])
    assert curve.gone == pytest.approx(at_ends / at_ends[-1], abs=0.01)


def test_slow_winners_that_are_open_still_are_not_forgotten() -> None:
    """Winners take 40 days at the median; a young world that counts those gone sees far fewer."""
    rng = np.random.default_rng(2)
    n = 4000
    wins = rng.random(n) < 0.4
    takes = np.where(wins, rng.gamma(4, 11, n), rng.gamma(2, 25, n))
    began = rng.uniform(0, 90, n)
    seen = 90 - began
    ended = takes <= seen
    days = np.minimum(takes, seen).astype(int)
    truth = np.median(takes[wins])
    naive = np.median(takes[wins & ended])
    outcome = np.where(ended, np.where(wins, 1, -1), 0)
    curve = winners_curve(days, wins & ended, ~wins & ended, outcome)
    found = curve.age_at(0.5)
    assert found is not None
    assert abs(found - truth) < 0.1 * truth
    assert naive < 0.9 * truth


@pytest.mark.parametrize(("share", "winners"), [(0.5, 40), (0.9, 40), (0.5, 400), (0.9, 400)])
def test_the_range_of_an_age_holds_the_truth_as_often_as_it_says(
    share: float, winners: int
) -> None:
    """Authority: the quantile of the times that are drawn, in whole days, a fifth of them cut."""
    rng = np.random.default_rng(int(share * 10) + winners)
    truth = int(np.quantile(rng.gamma(2, 10, 400_000).astype(int), share, method="inverted_cdf"))
    held, tries, n = 0, 300, round(winners / 0.4 / 0.9)
    for _ in range(tries):
        wins, seen = rng.random(n) < 0.4, rng.integers(0, 400, n)
        takes = np.where(wins, rng.gamma(2, 10, n), rng.gamma(1.5, 20, n)).astype(int)
        ended = takes <= seen
        outcome = np.where(ended, np.where(wins, 1, -1), 0)
        curve = winners_curve(np.minimum(takes, seen), wins & ended, ~wins & ended, outcome)
        low, high = curve.age_range(share)
        held += (low or 0) <= truth <= (np.inf if high is None else high)
    assert held / tries >= 0.93


def test_few_winners_set_no_age() -> None:
    curve = winners_curve(
        np.array([3, 5]), np.array([True, True]), np.array([False, False]), np.array([1, 1])
    )
    assert not curve.known
    assert curve.age_at(0.5) is None
    assert curve.age_range(0.5) == (None, None)


def test_a_stage_without_stays_has_an_empty_curve() -> None:
    none = np.zeros(0, np.int64)
    curve = winners_curve(none, none.astype(bool), none.astype(bool), none)
    assert curve.older_than(np.array([5])).tolist() == [0.0]


def test_rules_say_which_deals_break_them() -> None:
    far = FAR
    facts = Facts(
        today=100,
        created=np.array([10, 90, far]),
        close=np.array([99, 100, far]),
        next_on=np.array([far, 100, 99]),
        last_activity=np.array([70, far, far]),
        priced=np.array([True, False, True]),
        owned=np.array([True, True, False]),
        next_step=np.array([False, True, True]),
        contacts=np.array([1, 1, 0]),
        share=np.array([0.95, 0.2, np.nan]),
    )
    found = {name: broken.tolist() for name, broken in judged(facts, Limits()).items()}
    assert found == {
        "aged": [True, False, False],
        "overdue": [True, False, False],
        "no_close": [False, False, True],
        "no_amount": [False, True, False],
        "no_owner": [False, False, True],
        "no_activity": [True, False, False],
        "no_next_step": [True, False, False],
        "step_overdue": [False, False, True],
        "single_threaded": [True, False, False],
    }


def test_what_is_not_kept_is_not_known() -> None:
    one = np.array([10])
    facts = Facts(
        100, one, one, one, one, one > 0, one > 0, one > 0, one, np.array([np.nan]),
        steps_known=False, days_of_steps_known=False, activities_known=False, contacts_known=False,
    )  # fmt: skip
    found = judged(facts, Limits())
    unknown = {name for name, broken in found.items() if broken is None}
    assert unknown == {"aged", "no_activity", "no_next_step", "step_overdue", "single_threaded"}
