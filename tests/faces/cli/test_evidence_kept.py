"""What is written down of evidence: questions before looking, returns, and claims."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from everyrep.evidence.money import parse_case, template
from tests.faces.cli.conftest import Run

pytestmark = pytest.mark.long

TRIAL = "program:Objection and rapport trial@trl-objection"


def test_a_question_is_registered_answered_and_kept(run: Run, demo: Path) -> None:
    why = "Objections come up in Negotiation."
    made = run("evidence", "register", TRIAL, "win_rate", "--why", why, workspace=demo)
    assert made.code == 0, made.err
    assert "before anybody looked" in made.out
    answer = run("evidence", "ask", TRIAL, "win_rate", "--json", workspace=demo)
    assert answer.code == 0, answer.err
    assert answer.data["registered"] is True
    other = run("evidence", "ask", TRIAL, "win_rate", "--lag", "2", workspace=demo)
    assert "differs in the lag" in other.out
    shown = run("evidence", "questions", "--json", workspace=demo).data
    assert shown["drivers"] == [TRIAL]
    assert [one["status"] for one in shown["questions"]] == ["answered", "looked at"]
    assert shown["questions"][0]["why"] == why
    table = run("evidence", "questions", workspace=demo)
    assert "answered: " in table.out


def test_a_question_about_no_measure_is_not_registered(run: Run) -> None:
    wrong = run("evidence", "register", "coaching", "win_rates", "--why", "x")
    assert wrong.code == 2
    assert "win_rate" in wrong.err
    assert "No question" in run("evidence", "questions").out


CASE = f"""
format = 1
name = "=1+1"
treatment = "{TRIAL}"
[base]
from = "records"
[[benefit]]
name = "@wins"
kind = "conversion"
from = {{ outcome = "win_rate" }}
[[cost]]
name = "seats"
kind = "seats"
each = 300
people = "treated"
"""


def test_a_case_is_weighed_and_handed_to_a_spreadsheet(
    run: Run, demo: Path, tmp_path: Path
) -> None:
    case, table = tmp_path / "case.toml", tmp_path / "case.csv"
    case.write_text(CASE, encoding="utf-8")
    ran = run("evidence", "roi", case, "--csv", table, workspace=demo)
    assert ran.code == 0, ran.err
    assert "ell whether it pays" in ran.out or "pay" in ran.out
    rows = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[1][:2] == ["answer", "'=1+1"]
    numbers = [cell for row in rows[1:] for cell in row[3:6] if cell]
    assert all(math.isfinite(float(cell)) for cell in numbers)
    texts = [cell for row in rows for cell in (*row[:3], *row[6:])]
    assert not [cell for cell in texts if cell[:1] in tuple("=+-@")]
    data = run("evidence", "roi", case, "--json", workspace=demo).data
    assert data["word"] in ("pays", "does not pay", "cannot tell")
    assert data["formula"] == "(benefits - costs) / costs"


def test_the_template_of_a_case_can_be_read_again(run: Run) -> None:
    ran = run("evidence", "roi", "--template")
    assert ran.code == 0
    assert parse_case(ran.out) == parse_case(template())
    gone = run("evidence", "roi", "gone.toml")
    assert gone.code == 2


def test_a_claim_is_tested_and_its_verdict_filed(run: Run, demo: Path) -> None:
    ran = run("evidence", "claim", "test", "C09", workspace=demo)
    assert ran.code == 0, ran.err
    assert "Knowledge kept" in ran.out
    again = run("evidence", "claim", "test", "C09", "--json", workspace=demo)
    assert again.data["before"]["verdict"] == again.data["verdict"]
    shown = run("evidence", "claim", "show", "C09", "--json", workspace=demo).data
    assert len(shown["verdicts"]) == 1
    unnamed = run("evidence", "claim", "test", "C13", workspace=demo)
    assert "--treatment" in unnamed.out
    nothing = run("evidence", "claim", "test", "C05", workspace=demo)
    assert "Not testable" in nothing.out
    listed = run("evidence", "claim", "list", workspace=demo)
    assert "C55" in listed.out


def test_a_claim_of_ones_own_is_added_and_tested(run: Run, demo: Path) -> None:
    said = "We win at least every third deal."
    made = run("evidence", "claim", "add", said, "--outcome", "win_rate", "--least", "0.33",
               "--json", workspace=demo)  # fmt: skip
    assert made.code == 0, made.err
    told = run("evidence", "claim", "test", made.data["id"], workspace=demo)
    assert "claimed is at least 33%" in told.out
    assert said in run("evidence", "claim", "show", made.data["id"], workspace=demo).out


def test_cases_of_the_workspace_are_listed_and_weighed_by_name(
    run: Run, demo: Path, tmp_path: Path
) -> None:
    case = tmp_path / "Own Case.toml"
    case.write_text(CASE, encoding="utf-8")
    kept = run("evidence", "roi", case, "--keep", "--json", workspace=demo)
    assert kept.code == 0, kept.err
    listed = run("evidence", "roi", "--list", "--json", workspace=demo).data
    assert [one["name"] for one in listed] == ["own-case"]
    again = run("evidence", "roi", "own-case", "--json", workspace=demo)
    assert again.data == kept.data
    (demo / "cases" / "own-case.toml").unlink()


def test_few_people_get_a_reason_or_counts_but_nothing_by_luck(run: Run, demo: Path) -> None:
    ran = run("evidence", "combinations", "--outcome", "won_deals", workspace=demo)
    assert ran.code == 0, ran.err
    assert "Won deals: " in ran.out
    assert "Snapshot" in ran.err
    told = run("evidence", "combinations", "--outcome", "won_deals", "--json", workspace=demo).data
    only = told["outcomes"][0]
    assert only["announced"] == []
    count = len(only["things"])
    if only["reason"] is None:
        asked = only["searched"]["pairs"] + sum(only["not_asked"].values())
        assert asked == count * (count - 1) // 2


def test_an_outcome_that_is_learning_itself_is_refused(run: Run, demo: Path) -> None:
    for command in ("combinations", "review"):
        ran = run("evidence", command, "--outcome", "completions", workspace=demo)
        assert ran.code == 2
        assert "read from the learning" in ran.err
    ran = run("evidence", "review", "--outcome", "turnover", workspace=demo)
    assert ran.code == 2
    assert "ends a history" in ran.err


def test_a_review_is_in_money_and_says_how_many_it_lists(run: Run, demo: Path) -> None:
    told = run("evidence", "review", "--outcome", "bookings", "--shown", "2", workspace=demo)
    assert told.code == 0, told.err
    (row,) = [line for line in told.out.splitlines() if line.startswith("2 of ")]
    count = row.split()[2]
    assert f"all of them with --shown {count}" in row
    lines = [line for line in told.out.splitlines() if " bookings " in line]
    assert len(lines) == 2
    assert all(" EUR " in line and "e+0" not in line for line in lines)
    whole = run(
        "evidence", "review", "--outcome", "bookings", "--shown", count, workspace=demo
    )  # fmt: skip
    assert sum(" bookings " in line for line in whole.out.splitlines()) == int(count)
    assert "are listed" not in whole.out


def test_demos_are_told_of_twice_as_many_and_of_no_cause(run: Run, demo: Path) -> None:
    ran = run("evidence", "ask", "activity:demo", "won_deals", workspace=demo)
    assert ran.code == 0, ran.err
    assert "twice as many demos as usual" in " ".join(ran.out.split())
    assert not ran.out.startswith(("Causal", "Suggestive"))


@pytest.mark.parametrize(
    ("what", "outcome", "said"),
    [
        ("course:Value Selling", "completions", "course != 'Value Selling'"),
        ("activity:call", "calls", "counts call itself"),
        ("play:Value Selling", "win_rate", "course:Value Selling"),
        ("tool:Dialer", "win_rate", "tool:2025-03-01"),
        ("activity:cal", "win_rate", "call"),
    ],
)
def test_what_cannot_be_asked_says_what_to_ask(
    run: Run, demo: Path, what: str, outcome: str, said: str
) -> None:
    ran = run("evidence", "ask", what, outcome, workspace=demo)
    assert ran.code == 2
    assert said in " ".join(ran.err.split())


@pytest.mark.parametrize(
    "what", ["course:Value Selling", "coaching", "activity:call", "tool:2025-03-01"]
)
def test_an_outcome_that_is_always_zero_has_no_figure(run: Run, demo: Path, what: str) -> None:
    asked = ("evidence", "ask", what, "win_rate", "--where", "outcome = 'lost'", "--json")
    told = run(*asked, workspace=demo).data
    assert told["claim"] == "refused"
    assert told["estimate"]["value"] is None
    assert told["needs"]


def test_where_a_lot_gave_it_the_stronger_question_is_named(run: Run, demo: Path) -> None:
    asked = run("evidence", "ask", "course:Objection Drills", "win_rate", workspace=demo)
    assert asked.code == 0, asked.err
    assert "a lot decided who was given it: program:" in asked.out
    other = run("evidence", "ask", "coaching", "win_rate", workspace=demo)
    assert "who was given it" not in other.out


def test_sizes_are_in_the_unit_that_stands_above(run: Run, demo: Path) -> None:
    asked = run("evidence", "ask", "coaching", "win_rate", "--json", workspace=demo)
    believed = next(one for one in asked.data["family"] if one["believed"])
    shown = run("evidence", "ask", "coaching", "win_rate", workspace=demo).out
    assert "in points" in shown
    assert f"{100 * believed['value']:.3g}" in shown
    refused = run("evidence", "ask", "coaching", "win_rate", "--smallest", "3.7", workspace=demo)
    assert refused.code != 0
    assert "370 points" in refused.err
