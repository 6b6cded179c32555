"""Chains: each link by itself, and joined only where a lot allows it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from everyrep.evidence.answering import answer
from everyrep.evidence.arrays import NEVER
from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.chain import Chain, Link, Mediated, parted
from everyrep.evidence.chain.chain import _why_not
from everyrep.evidence.findings import Claim, Finding
from everyrep.evidence.history import History
from tests.evidence.conducting.histories import history, outcome

QUESTION = Question(treatment("program:T"), "won_deals", smallest=0.1, horizon=12, ramp=0)


def world(seed: int, *, drawn: bool = True) -> tuple[dict[str, History], Finding]:
    """A trial: behaviour rises by 0.8, by more for some, and the outcome by half of that later."""
    rng = np.random.default_rng(50_000 + seed)
    treated = rng.permutation(240) < 120
    after = np.arange(36)[None, :] > 18
    rise = 0.8 * treated + rng.normal(0, 0.6, 240)
    behaviour = outcome(240, 36, seed) + rise[:, None] * after
    sold = outcome(240, 36, 1000 + seed)
    sold[:, 1:] += 0.5 * (behaviour - 5)[:, :-1]
    first = np.where(treated, 18, NEVER)
    end = history(sold, first=first)
    found = answer(end, QUESTION, drawn=drawn)
    return {"behaviour": history(behaviour, first=first), "outcome": end}, found


def test_what_goes_by_way_of_behaviour_is_found_after_a_lot() -> None:
    inside = []
    for seed in range(6):
        told, found = world(seed)
        assert found.design == "trial"
        assert found.claim is Claim.CAUSAL
        (by,) = parted(told, QUESTION, found)
        assert isinstance(by.parted, Mediated)
        assert by.parted.total.value == pytest.approx(0.4, abs=0.2)
        assert by.parted.told
        assert "sequential ignorability" in by.sentence
        # Chance in the link tells its way too small: 0.4 goes by it, and about 0.3 is seen.
        inside.append(by.parted.indirect)
    assert 0.2 < np.mean(inside) < 0.4


def test_without_a_lot_links_are_not_joined() -> None:
    _, found = world(1, drawn=False)
    assert found.design != "trial"
    assert "Each link by itself" in _why_not(found)
    assert _why_not(world(1)[1]) == ""


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ((Claim.CAUSAL, Claim.CAUSAL, Claim.CAUSAL), "Every link moved."),
        ((Claim.CAUSAL, Claim.CAUSAL, Claim.INCONCLUSIVE), "as far as behaviour, and no farther"),
        ((Claim.CAUSAL, Claim.INCONCLUSIVE, Claim.REFUSED), "as far as skill, and no farther"),
        ((Claim.INCONCLUSIVE, Claim.ASSOCIATION, Claim.CAUSAL), "by a way that these links do not"),
        ((Claim.SUGGESTIVE, Claim.ASSOCIATION, Claim.REFUSED), "No link is shown to have moved."),
    ],
)
def test_a_chain_is_read_as_far_as_it_holds(claims: tuple[Claim, ...], said: str) -> None:
    _, found = world(1)
    links = tuple(
        Link(level, level, replace(found, claim=claim))
        for level, claim in zip(("skill", "behaviour", "outcome"), claims, strict=True)
    )
    assert said in Chain("program:T", links).sentence
