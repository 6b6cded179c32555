"""Trials, drivers, who gains most, and chains on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faces.cli.conftest import Run

pytestmark = pytest.mark.slow


def test_a_plan_says_what_it_would_detect_and_when(run: Run, demo: Path) -> None:
    ran = run("evidence", "trial", "plan", "calls", workspace=demo)
    assert ran.code == 0, ran.err
    said = " ".join(ran.out.split())
    assert "up four times in five" in said
    assert "known on" in said
    asked = run("evidence", "trial", "plan", "calls", "--by", "team", "--json", workspace=demo)
    assert asked.data["units"] >= 2
    assert asked.data["can_tell"] is (asked.data["units"] >= 6)


def test_what_cannot_tell_is_told_with_what_would(run: Run, demo: Path) -> None:
    teams = run("measure", "calls", "--by", "team", "--json", workspace=demo).data
    name = next(iter(teams["rows"][0]["labels"].values()))
    ran = run(
        "evidence", "trial", "plan", "won_deals", "--people", f"team = '{name}'", workspace=demo
    )
    assert ran.code == 0, ran.err
    assert "Cannot tell" in ran.out
    assert "The whole company, drawn person by person" in ran.out
    refused = run(
        "evidence", "trial", "assign", "won_deals", "--name", "No", "--people", f"team = '{name}'",
        workspace=demo,
    )  # fmt: skip
    assert refused.code != 0
    assert "could not tell anything" in refused.err


def test_a_course_that_is_not_there_is_refused(run: Run, demo: Path) -> None:
    asked = ("evidence", "trial", "assign", "calls", "--name", "Nope", "--course", "Valu Selling")
    ran = run(*asked, workspace=demo)
    assert ran.code != 0
    assert "Did you mean 'Value Selling'" in ran.err
    assert not (demo / "trials" / "nope").exists()


def test_lots_are_drawn_once_loaded_back_and_watched(run: Run, demo: Path) -> None:
    assign = ("evidence", "trial", "assign", "calls", "--name", "Pitch trial", "--stratum", "role")
    drawn = run(*assign, "--json", workspace=demo)
    assert drawn.code == 0, drawn.err
    again = run(*assign, workspace=demo)
    assert again.code != 0
    assert "never written over" in again.err
    listed = run("evidence", "trial", "list", workspace=demo)
    assert "Pitch trial" in listed.out
    assert (
        run("evidence", "trial", "list", "--json", workspace=demo).data[0]["hash"]
        == (drawn.data["hash"])
    )
    place = Path(drawn.data["folder"])
    loaded = run(
        "load", str(place / "program_assignments.csv"), "--mapping", str(place / "mapping.toml"),
        "--yes", workspace=demo,
    )  # fmt: skip
    assert loaded.code == 0, loaded.err
    assert run("build", workspace=demo).code == 0
    watched = run("evidence", "trial", "watch", "Pitch trial", "--json", workspace=demo)
    assert watched.code == 0, watched.err
    assert watched.data["as_drawn"] == sum(drawn.data["people"].values())
    assert watched.data["not_as_drawn"] == 0
    assert "Nothing counts yet" in watched.data["sentence"]
    soon = run("evidence", "trial", "conclude", "Pitch trial", workspace=demo)
    assert soon.code != 0
    assert "conclude it early only if it must stop" in soon.err
    early = run("evidence", "trial", "conclude", "Pitch trial", "--early", "--json", workspace=demo)
    assert early.code == 0, early.err
    assert early.data["claim"] == "refused"
    assert "Concluded early" in early.data["sentence"]
    kept = json.loads((place / "conclusions.json").read_text())
    assert [one["early"] for one in kept] == [True]
    assert run("evidence", "trial", "watch", "Pitsh", workspace=demo).code != 0


def test_drivers_are_told_as_foretelling_beside_the_adjusted_effect(run: Run, demo: Path) -> None:
    ran = run("evidence", "drivers", "won_deals", "--adjusted", "1", workspace=demo)
    assert ran.code == 0, ran.err
    assert "a prediction, not an effect" in ran.out
    asked = run("evidence", "drivers", "won_deals", "--adjusted", "1", "--json", workspace=demo)
    assert asked.data["label"] == "foretells"
    assert {one["name"] for one in asked.data["drivers"]} >= {"tenure", "own_past", "calls"}


def test_who_gains_most_is_mostly_not_to_be_told(run: Run, demo: Path) -> None:
    told = ("program:Objection and rapport trial@trl-objection", "win_rate")
    ran = run("evidence", "gains", *told, workspace=demo)
    assert ran.code == 0, ran.err
    assert "Cannot tell who gains most" in ran.out
    assert run("evidence", "gains", *told, "--json", workspace=demo).data["told"] is False


def test_a_chain_tells_each_link(run: Run, demo: Path) -> None:
    ran = run(
        "evidence", "chain", "program:Objection and rapport trial@trl-objection", "--behaviour",
        "stage_conversion", "--behaviour-where", "stage = 'Negotiation'", "--outcome", "win_rate",
        "--json", workspace=demo,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert [one["level"] for one in ran.data["links"]] == ["behaviour", "outcome"]
    same = run(
        "evidence", "chain", "coaching", "--behaviour", "calls", "--outcome", "calls",
        workspace=demo,
    )  # fmt: skip
    assert same.code != 0
    assert "a measure of its own" in same.err
