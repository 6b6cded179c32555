"""Patterns that look like proof where nothing real is going on: the figure, and what is said of it.

Each test draws a company in which nothing works, counts what an article would count, and then asks
the product. Traps that have a room of their own are tested there: who finishes late (answering,
test_at_risk), power of small teams (trials, test_power), coverage of three (analysis, pipeline,
test_coverage), importance (drivers, test_trap_of_importance).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from everyrep.analysis.heroes.persistence import persistence
from everyrep.analysis.heroes.skill import true_spread
from everyrep.analysis.pipeline.coverage import hitting
from everyrep.analysis.pipeline.winnings import Chances, Group
from everyrep.evidence.answering import answer
from everyrep.evidence.arrays import NEVER, Floats, Ints
from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.claims import Verdict, put_to_test, stated
from everyrep.evidence.curriculum import Against, joint, verdicts
from everyrep.evidence.findings import Claim
from everyrep.evidence.history import History
from everyrep.evidence.inference import Worth
from everyrep.values import Scope

RATE = 0.25


def sold(rng: np.random.Generator, people: int, spread: float = 1.0) -> tuple[Floats, Floats]:
    """A year of equal sellers: each one's share of deals won, and the amounts of these, flat."""
    deals = rng.poisson(40, people)
    won = rng.binomial(deals, RATE)
    sigma = np.sqrt(np.log(1 + spread**2))
    amounts = rng.lognormal(-(sigma**2) / 2, sigma, int(won.sum()))
    total = np.bincount(np.repeat(np.arange(people), won), amounts, people)
    return np.stack([won / np.maximum(deals, 1), total]), amounts


def tenths(by: Floats, of: Floats) -> float:
    """The best tenth over the lowest: picked by the one, counted of the other."""
    order, size = np.argsort(by), by.size // 10
    return float(of[order[-size:]].mean() / max(of[order[:size]].mean(), 1e-9))


def test_a_gap_between_the_best_and_the_lowest_needs_no_skill() -> None:
    """A: 2.7 times the win rate and five times the revenue among equals; none of it next year."""
    rng = np.random.default_rng(1)
    gaps = []
    for _ in range(300):
        (rate, total), _ = sold(rng, 60)
        (later, _), _ = sold(rng, 60)
        gaps.append((tenths(rate, rate), tenths(total, total), tenths(rate, later)))
    naive = np.mean(gaps, axis=0)
    assert naive[0] == pytest.approx(2.74, abs=0.25)
    assert naive[1] == pytest.approx(5.03, abs=0.6)
    assert naive[2] == pytest.approx(1.0, abs=0.03)

    months, years, real = np.full(60, 12.0), [], []
    for seed in (0, 1):
        (_, total), amounts = sold(rng, 60)
        years.append((total, months, true_spread(total, months, amounts, seed=seed)))
        real.append(years[-1][2].real)
    assert np.mean(real) < 0.25
    lasting = persistence(years[0], years[1])
    assert lasting is not None
    top = next(one for one in lasting.groups if one.name == "top")
    assert top.then > 1.3
    assert top.later.low < 1.0 < top.later.high


def test_a_gap_in_hundredths_is_made_by_the_scale() -> None:
    """B: the same skill, sorted on itself, on four scales; which gap is wider says nothing."""
    rng = np.random.default_rng(2)
    drawn = {
        "rating of 100": rng.normal(70, 8, (300, 60)),
        "rating of 5": rng.normal(3.4, 0.6, (300, 60)),
        "amount": rng.lognormal(0, np.sqrt(np.log(1 + 0.8**2)), (300, 60)),
    }
    gap = {name: np.mean([tenths(one, one) for one in many]) for name, many in drawn.items()}
    assert gap["rating of 100"] == pytest.approx(1.48, abs=0.05)
    assert gap["rating of 5"] == pytest.approx(1.86, abs=0.08)
    assert gap["amount"] == pytest.approx(11.1, abs=1.5)
    assert filed("C32")[0] is Verdict.NOT_TESTABLE
    assert "scale" in filed("C32")[1]


def filed(claim: str) -> tuple[Verdict, str]:
    """What is said of a claim for which no records can be had."""
    nobody: Any = None
    one = next(one for one in stated() if one.id == claim)
    told = put_to_test(nobody, Scope.everything("the test"), one.test)
    return told.verdict, told.sentence


def sent_after_a_slump(
    seed: int, people: int = 400, starts: tuple[int, ...] = (18,)
) -> tuple[History, float]:
    """Those whose last quarter was among the lowest fourth are sent to a course that does nothing.

    True win rates differ by 4 points around 25%, with four deals a month.

    Args:
        seed: Of the draws.
        people: How many.
        starts: Months in which some are sent.

    Returns:
        The company, and what those sent seem to gain from one quarter to the next.
    """
    rng = np.random.default_rng(seed)
    months = 36
    rate = rng.normal(RATE, 0.04, people).clip(0.05, 0.6)
    won = rng.binomial(4, rate[:, None], (people, months)).astype(float)
    first = np.full(people, NEVER)
    gains = []
    for month in starts:
        quarter = won[:, month - 3 : month].sum(axis=1) / 12
        ready = first == NEVER
        ranked = quarter + rng.uniform(0, 1e-6, people)  # equals in an order of chance
        sent = ready & (ranked <= np.quantile(ranked[ready], 0.25)) & (rng.random(people) < 0.7)
        gains.append((won[sent, month : month + 3].sum(axis=1) / 12 - quarter[sent]).mean())
        first[sent] = month
    return followed(won, np.full_like(won, 4.0), first), float(gains[0])


def followed(x: Floats, m: Floats, first: Ints) -> History:
    people, months = x.shape
    return History(
        people=np.array([f"p{at}" for at in range(people)], dtype=object),
        months=tuple(f"{2023 + at // 12}-{at % 12 + 1:02d}" for at in range(months)),
        x=x, m=m, first=first, dose=np.zeros_like(x), groups={}, names={}, unit="share",
        direction="up", title="Win rate", arm=np.full(people, "", dtype=object),
        tenure=np.full(x.shape, 99.0), left_out={},
    )  # fmt: skip


def test_who_is_sent_after_a_slump_recovers_anyway() -> None:
    """D: 13.7 points up from one quarter to the next, from a course that does nothing."""
    question = Question(treatment("course:Rescue"), "win_rate", smallest=0.02, horizon=6, ramp=0)
    gained, claims = [], []
    for seed in range(12):
        company, gain = sent_after_a_slump(seed)
        found = answer(company, question)
        gained.append(gain)
        claims.append(found.claim)
        assert not {one.name: one for one in found.family}["before_after"].believed
    assert np.mean(gained) == pytest.approx(0.137, abs=0.02)
    assert claims.count(Claim.CAUSAL) <= 1


@pytest.mark.parametrize(("people", "by_luck"), [(40, 5), (60, 2), (120, 1)])
def test_modules_that_nearly_all_the_best_took_are_there_by_luck(people: int, by_luck: int) -> None:
    """E: 40 modules, each taken by 60% at random; the review of all at once names none."""
    rng = np.random.default_rng(people)
    seen = []
    for _ in range(300):
        took = rng.random((people, 40)) < 0.6
        best = np.argsort(rng.normal(size=people))[-people // 10 :]
        seen.append(int((took[best].mean(axis=0) >= 0.9).sum()))
    assert np.median(seen) == pytest.approx(by_luck, abs=1)

    months = 30
    took = rng.random((people, 40)) < 0.6
    first = np.where(took, rng.integers(3, months, (people, 40)), NEVER)
    y = rng.normal(size=(people, 1)) + rng.normal(size=(people, months))
    lines = verdicts((Against("win_rate", joint(y, np.ones_like(y), first), 1.0, 0.1),))
    assert not [line for line in lines if line.word in (Worth.WORKS, Worth.HARMS)]


@pytest.mark.parametrize(
    ("deals", "low", "high"), [(20, 0.45, 1.59), (60, 0.67, 1.34), (400, 0.87, 1.14)]
)
def test_a_forecast_of_one_number_hides_how_far_deals_may_go(
    deals: int, low: float, high: float
) -> None:
    """G: chances exactly right, amounts spread by 1.2: eight of ten lie this far around."""
    rng = np.random.default_rng(deals)
    sigma = np.sqrt(np.log(1 + 1.2**2))
    ends = []
    for _ in range(25):
        amounts = rng.lognormal(-(sigma**2) / 2, sigma, deals)
        chances = rng.beta(2, 4, 8)
        groups = [
            Group(part, Chances(known=float(chance)))
            for part, chance in zip(np.array_split(amounts, 8), chances, strict=True)
        ]
        found = hitting(groups, 1.0, level=0.8)
        ends.append((found.expected_low / found.expected, found.expected_high / found.expected))
    assert np.mean(ends, axis=0) == pytest.approx([low, high], abs=0.12)


def test_few_have_all_skills_even_where_nearly_all_have_each() -> None:
    """I: 21 independent skills that 87.5% have each: six in a hundred have all, 2.6 are lacked."""
    has = np.random.default_rng(9).random((40_000, 21)) < 0.875
    assert has.all(axis=1).mean() == pytest.approx(0.06, abs=0.005)
    assert (~has).sum(axis=1).mean() == pytest.approx(2.6, abs=0.05)
    assert filed("C31")[0] is Verdict.NOT_TESTABLE
    assert "independent" in filed("C31")[1]
