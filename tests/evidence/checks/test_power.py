"""What passes by finding nothing says what it would have found, and is right about that."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from everyrep.evidence.answering import answer
from everyrep.evidence.arrays import NEVER
from everyrep.evidence.asking import Question, treatment
from everyrep.evidence.calibration.trying import history_of
from everyrep.evidence.calibration.worlds import Setting, company
from everyrep.evidence.checks import Tried
from everyrep.evidence.checks.around import few_clusters, leaving
from everyrep.evidence.findings import Finding, size_in
from everyrep.evidence.history import History
from everyrep.evidence.trials import balance, noticed
from everyrep.evidence.uptake import Windows
from tests.evidence.answering.test_trial_months import asked, tried
from tests.evidence.conducting.histories import history, outcome

QUESTION = Question(treatment("course:Value"), "won_deals", smallest=0.1, horizon=6, ramp=0)
BY_FINDING_NOTHING = ("accounts", "dip", "placebo_date", "leaving", "spill_over", "sample_ratio",
                      "lost", "balance")  # fmt: skip


def world(seed: int = 1) -> Finding:
    return answer(history_of(company(Setting(selection="level", effect=0.3), seed)), QUESTION)


def looked(told: History, **more: object) -> Tried:
    people = np.arange(len(told))
    return Tried(told, Windows(18, 3, 1, 7), people, "person", None, 0.1, 0.1, 500.0, 0.1,
                 **more)  # type: ignore[arg-type]  # fmt: skip


def test_each_that_passes_says_what_it_would_have_seen() -> None:
    found = [*world().checks, *asked(tried(0.4, 3)).checks]
    quiet = [one for one in found if one.name in BY_FINDING_NOTHING and one.passed]
    assert {"accounts", "dip", "placebo_date", "leaving", "balance"} <= {one.name for one in quiet}
    for one in quiet:
        if one.name == "lost" and one.figures["treated"] == one.figures["others"] == 1.0:
            continue  # nobody was lost: that is a count, and no test
        assert one.figures["could_see"] > 0, one.name
        assert "four times in five" in one.sentence, one.name


def test_sides_so_far_apart_are_noticed_four_times_in_five() -> None:
    rng, treated = np.random.default_rng(1), np.arange(160) < 70
    gap = noticed(2, 70, 90)
    seen = 0
    for _ in range(400):
        table = rng.normal(size=(160, 2))
        table[treated, 0] += gap
        found = balance(table, ("a", "b"), treated)
        seen += not getattr(found, "fair", True)
    assert seen / 400 == pytest.approx(0.8, abs=0.06)


def test_so_much_more_leaving_is_noticed_four_times_in_five() -> None:
    """Half of the people start in month 6; afterwards they leave faster by what is told."""
    rng = np.random.default_rng(2)
    usual = 0.02

    def months(extra: float) -> History:
        treated = np.arange(300) < 150
        first = np.where(treated, 6, NEVER)
        alive = np.ones((300, 30), dtype=bool)
        for at in range(7, 30):
            stays = rng.random(300) >= usual + extra * treated
            alive[:, at] = alive[:, at - 1] & stays
        y = outcome(300, 30, 3)
        made = history(np.where(alive, y, np.nan), first=first)
        return replace(made, m=alive.astype(float))

    told = [leaving(looked(months(0.0)))[2]["could_see"] for _ in range(20)]
    extra = float(np.mean(told))
    seen = sum(leaving(looked(months(extra)))[0] is False for _ in range(300))
    assert seen / 300 == pytest.approx(0.8, abs=0.07)


def test_sizes_are_in_the_unit_of_the_outcome() -> None:
    told = replace(history(outcome(20, 30, 1)), unit="money:EUR")
    assert looked(told).size(-123_456) == "1,235 EUR"
    assert looked(told).signed(-123_456) == "-1,235 EUR"
    assert looked(replace(told, unit="share")).signed(0.021) == "+2.1 points"
    assert size_in("days")(-1.234).endswith(" days")


def test_one_count_of_what_stands_behind_the_figure() -> None:
    """The paragraph, the check and the effect count the same; the rest on record is named."""
    found = asked(tried(0.4, 5, teams=30), unit="team")
    assert found.effect is not None
    (check,) = [one for one in found.checks if one.name == "few_clusters"]
    assert f"{found.effect.clusters} teams" in found.sentence
    assert check.sentence.startswith(f"{found.effect.clusters} teams stand behind it")
    told = history(outcome(20, 30, 1), np.array([-1] * 4 + [0] * 8 + [1] * 8))
    aside = replace(
        looked(told, behind=4), assigned="team", clusters=np.array([*range(4), *[4] * 8, *[5] * 8])
    )
    assert few_clusters(aside)[1] in (
        "Only 4 teams stand behind it; with fewer than 20 ranges are rough.",
    )
    many = replace(aside, clusters=np.arange(20) + 10, behind=0, assigned="person")
    assert few_clusters(many)[1] == "20 people stand behind it."


def test_how_many_of_those_who_had_it_stand_behind_the_figure_is_said() -> None:
    found = world()
    assert found.effect is not None
    told = [one for one in found.reasons if "stand behind the figure" in one]
    had = history_of(company(Setting(selection="level", effect=0.3), 1)).treated.sum()
    expected = [f"{had} had it on record; {found.effect.treated} of them stand behind the figure."]
    assert told == (expected if had > found.effect.treated else [])
