"""A trial is answered by its frozen plan, at its planned end, or early and then for good."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from everyrep.evidence.answering import answer
from everyrep.evidence.arrays import NEVER
from everyrep.evidence.conducting import (
    Concluded,
    conclude,
    conclusions,
    early_days,
    keep_conclusion,
    watched,
)
from everyrep.evidence.conducting.files import digest
from everyrep.evidence.findings import Claim
from everyrep.evidence.history import History
from everyrep.evidence.inference import Look
from everyrep.values import DataError, Scope, UserError
from everyrep.warehouse.workspace import Workspace
from tests.evidence.conducting.histories import history, outcome
from tests.evidence.conducting.test_watching import frozen

END = date(2025, 1, 31)
MIDDLE = date(2024, 8, 31)
PLAN = replace(frozen(0.07), assignments=digest(""))


@dataclass
class Records:
    """What a conclusion asks of an open build."""

    as_of: date
    snapshot: str = "b1"


def trial(effect: float, seed: int, months: int = 25, lost: int = 0) -> History:
    y = outcome(120, months, seed)
    treated = np.random.default_rng(seed).permutation(120) < 60
    y[:, 13:] += effect * treated[:, None]
    y[np.flatnonzero(treated)[:lost], 13:] = np.nan
    return history(y, first=np.where(treated, 12, NEVER))


def ended(
    monkeypatch: pytest.MonkeyPatch, told: History, as_of: date = END, **more: Any
) -> Concluded:
    """Conclude the trial of a history."""
    here = "everyrep.evidence.conducting.concluding"
    monkeypatch.setattr(f"{here}.watch", lambda _, plan, text, __: watched(told, plan, text))
    monkeypatch.setattr(
        f"{here}.ask", lambda _, asked, __, **kind: answer(told, asked, drawn=True, **kind)
    )
    records: Any = Records(as_of)
    return conclude(records, PLAN, "", Scope.everything("the test"), **more)


def test_before_its_end_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match="ends on 2025-02-01, and records reach to 2024-08-31"):
        ended(monkeypatch, trial(0.3, 1, 20), MIDDLE)


def test_at_its_end_the_plan_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last look computes the same effect on its own way; its range alone is wider."""
    told = trial(0.3, 1)
    found = ended(monkeypatch, told)
    last = watched(told, PLAN, "").looks[-1].found
    assert isinstance(last, Look)
    effect = found.finding.effect
    assert effect is not None
    assert effect.value == pytest.approx(last.value, rel=1e-6)
    assert last.low < effect.low < effect.high < last.high
    assert not found.early
    assert found.finding.smallest == PLAN.margin
    assert found.finding.claim is Claim.CAUSAL
    assert f"Concluded at its planned end, by the plan of {PLAN.written_on}" in (
        found.finding.sentence
    )


def test_the_months_that_are_taken_out_are_those_of_the_plan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = trial(0.3, 1)
    whole = ended(monkeypatch, told).finding.effect
    monkeypatch.setattr(f"{__name__}.PLAN", replace(PLAN, before=0))
    bare = ended(monkeypatch, told).finding.effect
    assert whole is not None
    assert bare is not None
    assert bare.se > whole.se


def test_early_is_said_for_good_and_its_range_holds_at_all_looks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = ended(monkeypatch, trial(0.3, 1, 20), MIDDLE, early=True)
    said = "Concluded early, with records to 2024-08-31, before the planned end on 2025-02-01"
    assert found.early
    assert said in found.finding.sentence
    assert any(said in one for one in found.finding.reasons)
    effect = found.finding.effect
    assert effect is not None
    assert effect.high - effect.value > 1.2 * 1.98 * effect.se
    days = (date(2024, 9, 2),)
    later = ended(monkeypatch, trial(0.3, 1), before=days)
    assert "after it had been concluded early on 2024-09-02" in later.finding.sentence
    assert later.finding.figures["concluded_early"] == 1.0


def test_sides_that_are_not_as_drawn_stop_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    found = ended(monkeypatch, trial(0.5, 1, lost=55)).finding
    assert found.claim is Claim.REFUSED
    assert "not as they were drawn" in found.sentence
    assert not found.estimate.estimable


def test_assignments_that_were_changed_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    told = trial(0.3, 1)
    monkeypatch.setattr(f"{__name__}.PLAN", replace(PLAN, assignments=digest("others")))
    with pytest.raises(DataError, match="not those that were drawn"):
        ended(monkeypatch, told)


def test_conclusions_are_kept_beside_the_plan(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    here, when = Workspace(tmp_path), datetime(2024, 9, 2, tzinfo=UTC)
    (tmp_path / "trials" / "t").mkdir(parents=True)
    early = ended(monkeypatch, trial(0.3, 1, 20), MIDDLE, early=True)
    for _ in range(2):
        keep_conclusion(here, early, by="me", when=when, snapshot="b1")
    kept = conclusions(here, "T")
    assert len(kept) == 1
    assert kept[0]["early"] is True
    assert kept[0]["plan_hash"] == PLAN.hash
    assert early_days(kept) == (date(2024, 9, 2),)
    last = ended(monkeypatch, trial(0.3, 1), before=early_days(kept))
    keep_conclusion(here, last, by="me", when=when, snapshot="b2")
    assert [one["early"] for one in conclusions(here, "T")] == [True, False]


@pytest.mark.slow
def test_whoever_concludes_as_soon_as_it_looks_good_is_wrong_in_one_of_twenty_at_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No effect at all, tried for after every month; the first that leaves out zero is taken."""
    wrong = 0
    for seed in range(200):
        told = trial(0.0, 5_000 + seed)
        for months in range(15, 26):
            part = history(told.x[:, :months], first=told.first)
            found = ended(monkeypatch, part, MIDDLE, early=True).finding
            if found.claim in (Claim.CAUSAL, Claim.SUGGESTIVE):
                wrong += 1
                break
    assert wrong / 200 <= 0.06
