"""What commands say of several figures together, on a simulated company."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faces.cli.conftest import Run

pytestmark = pytest.mark.long

SAID = {
    ("presets",): "opportunities_per_rep_month",
    ("presets", "under_10m"): "They come before",
    ("chart", "win_rate"): "false alarms",
    ("chart", "bookings", "--grain", "quarter"): "",
    ("chart", "win_rate", "--by", "team"): "",
    ("review",): "Nothing is watched",
    ("review", "--example"): "[[threshold]]",
    ("compare", "win_rate"): "adjusted for segment, deal_kind",
    ("reliance",): "luck alone gives",
    ("pipeline", "coverage"): "Coverage needed for a chance of 80%",
    ("pipeline", "moves"): "On 20",
    ("pipeline", "attention"): "what is wrong",
    ("leads", "--indicator", "opportunities_created", "--outcome", "won_deals"): "1 pair,",
}


@pytest.mark.parametrize("asked", SAID, ids=" ".join)
def test_a_command_says_what_it_found(run: Run, demo: Path, asked: tuple[str, ...]) -> None:
    ran = run(*asked, workspace=demo)
    assert ran.code == 0, ran.err
    assert SAID[asked] in " ".join(ran.out.split())


@pytest.mark.slow
@pytest.mark.parametrize("asked", [a for a in SAID if a[0] != "review"], ids=" ".join)
def test_a_command_gives_its_answer_as_data(run: Run, demo: Path, asked: tuple[str, ...]) -> None:
    ran = run(*asked, "--json", workspace=demo)
    assert ran.code == 0, ran.err
    assert ran.data


def test_a_miss_is_explained_by_the_name_of_its_team(run: Run, demo: Path) -> None:
    teams = run("measure", "won_deals", "--by", "team", "--json", workspace=demo).data
    name = teams["rows"][0]["labels"]["team"]
    ran = run("miss", name, "--period", "2025", workspace=demo)
    assert ran.code == 0, ran.err
    assert name in ran.out
    assert "Together" in ran.out
    wrong = run("miss", name + "x", "--period", "2025", workspace=demo)
    assert wrong.code == 2
    assert name in wrong.err


def test_days_before_the_data_are_told_as_such(run: Run, demo: Path) -> None:
    ran = run("pipeline", "moves", "--since", "2020-01-01", "--until", "2020-02-01", workspace=demo)
    assert ran.out.count("before the data") == 2
    assert "0.00" not in ran.out
    later = run("pipeline", "moves", "--until", "2031-01-01", workspace=demo)
    assert "2031-01-01 was asked for" in later.out


def test_a_part_of_the_pipeline_is_not_set_against_the_whole_target(run: Run, demo: Path) -> None:
    ran = run("pipeline", "coverage", "--where", "segment = 'Enterprise'", workspace=demo)
    assert "Targets have no segment" in ran.out
    stage = run("pipeline", "coverage", "--where", "stage >= 'Proposal'", workspace=demo)
    assert "Targets have no" not in stage.out


def test_a_set_for_a_motion_is_of_that_motion(run: Run, demo: Path) -> None:
    of = {
        motion: run("presets", "10_to_30m", "--motion", motion, "--json", workspace=demo).data
        for motion in ("hunting", "farming")
    }
    cycles = [
        row["estimate"]["n"]
        for found in of.values()
        for answer in found["leading"]
        for row in answer["rows"]
        if row["measure"] == "cycle_length"
    ]
    every = run("measure", "cycle_length", "--json", workspace=demo).data["rows"][0]
    assert sum(cycles) == every["estimate"]["n"]


def test_why_there_is_no_pair_is_said(run: Run, demo: Path) -> None:
    ran = run("leads", "--indicator", "win_rate", "--outcome", "win_rate", workspace=demo)
    assert "nothing leads itself" in " ".join(ran.out.split())


def test_what_is_watched_says_its_false_alarms_before_it_is_on(run: Run, demo: Path) -> None:
    (demo / "thresholds.toml").write_text(
        '[[threshold]]\nmeasure = "win_rate"\non = false\n', encoding="utf-8"
    )
    ran = run("review", workspace=demo)
    (demo / "thresholds.toml").unlink()
    assert "false alarms a quarter" in ran.out
    assert "off" in ran.out


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("chart", "win_rat"), "win_rate"),
        (("presets", "under_11m"), "under_10m"),
        (("pipeline", "moves", "--since", "yesterday"), "2026-03-31"),
        (("pipeline", "coverage", "--chance", "80"), "between 0 and 1"),
        (("compare", "velocity"), "velocity"),
        (("compare", "bookings"), "revenue_per_rep"),
        (("compare", "attainment"), "two sums"),
        (("reliance", "--close", "2"), "up to 1"),
        (("pipeline", "attention", "--limit", "-1"), "greater than or equal to 1"),
    ],
)
def test_a_question_that_cannot_be_asked_is_answered(
    run: Run, demo: Path, asked: tuple[str, ...], message: str
) -> None:
    ran = run(*asked, workspace=demo)
    assert ran.code == 2
    assert message.casefold() in ran.err.casefold()
