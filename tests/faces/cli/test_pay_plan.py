"""Plans begun from templates, judged, tried by their examples, read and compared on the line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from everyrep.faces.cli import main
from tests.faces.cli.conftest import Ran
from tests.pay.plan.small import small

EXAMPLE = """
[[example]]
id = "two"
title = "Two deals"
people = [{ payee = "ana", from = 2026-01-01, target = "0" }]
lines = [
    { line = "1", payee = "ana", closed_on = 2026-01-10, amount = "60_000" },
    { line = "2", payee = "ana", closed_on = 2026-02-10, amount = "60_000" },
]
expect = { lines = ["3_000", "3_600"] }
"""
Command = Callable[..., Ran]


@pytest.fixture
def pay(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Command:
    """Runs a command of `everyrep pay`; names that begin with @ are files of the test."""

    def run(*arguments: str) -> Ran:
        code = 0
        capsys.readouterr()
        given = [str(tmp_path / one[1:]) if one.startswith("@") else one for one in arguments]
        try:
            main(["pay", *given])
        except SystemExit as left:
            code = int(left.code or 0)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    files = {
        "good.toml": small(EXAMPLE), "bad.toml": small(EXAMPLE.replace("3_600", "3_601")),
        "none.toml": small(), "new.toml": small(EXAMPLE).replace('pays = "8%"', 'pays = "9%"'),
        "same.toml": small(EXAMPLE).replace('pays = "8%"', 'pays = "8.0%"'),
        "cliff.toml": small().replace('"marginal"', '"retroactive"'),
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return run


def test_a_plan_is_begun_from_a_template(pay: Command, tmp_path: Path) -> None:
    listed = pay("new", "--json").data
    assert {"template": "hunter", "title": "New customers"} in listed
    assert "hunter" in pay("new").out
    ran = pay("new", "@My Plan", "--template", "hunter")
    assert ran.code == 0
    text = (tmp_path / "My Plan.toml").read_text(encoding="utf-8")
    assert 'plan = "my-plan"\n' in text
    assert pay("test", "@My Plan.toml").code == 0


def test_a_file_is_never_written_over(pay: Command, tmp_path: Path) -> None:
    before = (tmp_path / "good.toml").read_text(encoding="utf-8")
    ran = pay("new", "@good.toml", "--template", "hunter")
    assert ran.code == 2
    assert "never written over" in ran.err
    assert (tmp_path / "good.toml").read_text(encoding="utf-8") == before


def test_examples_are_run(pay: Command) -> None:
    ran = pay("test", "@good.toml", "@none.toml")
    assert ran.code == 0
    assert "ok: two: Two deals (good.toml, line " in ran.out
    assert "1 of 1 examples pass" in ran.out
    assert "it has no example" in ran.out


def test_an_example_that_differs_is_explained_and_leaves_with_one(pay: Command) -> None:
    ran = pay("test", "@good.toml", "@bad.toml")
    assert ran.code == 1
    assert "3,601.00 USD was expected, and it is 3,600.00 USD, which is 1.00 USD less." in ran.out
    assert "from 100,000.00 USD to 120,000.00 USD, at 8%: 1,600.00 USD." in ran.out
    ran = pay("test", "@bad.toml", "--json")
    assert ran.code == 1
    (found,) = ran.data
    assert found["passed"] is False
    assert found["examples"][0]["differences"][0]["off_minor"] == -100
    assert pay("test", "@good.toml", "--only", "two").code == 0


def test_doubts_are_told_with_their_size(pay: Command) -> None:
    found = pay("check", "@cliff.toml", "--json").data
    cliff = next(one for one in found["doubts"] if one["code"] == "cliff")
    assert cliff["amount_minor"] == 3_000_00
    assert found["complexity"]["score"] == 3
    out = pay("check", "@cliff.toml").out
    assert "3,000.00 USD" in out
    assert "A payee must know 3 things: 1 component, 2 rates." in out
    assert "It has no example" in out
    errors = [one for one in found["doubts"] if one["weight"] == "error"]
    assert pay("check", "@cliff.toml", "--strict").code == int(bool(errors))


def test_an_error_of_the_linter_can_stop_a_script(pay: Command, tmp_path: Path) -> None:
    text = small().replace('refund = "original"', 'refund = "current"')
    (tmp_path / "gain.toml").write_text(text, encoding="utf-8")
    assert pay("check", "@gain.toml").code == 0
    assert pay("check", "@gain.toml", "--strict").code == 1


def test_a_plan_is_told_in_sentences(pay: Command) -> None:
    assert "5% from 0% and 8% from 100%" in pay("show", "@good.toml").out
    parts = [one["part"] for one in pay("show", "@good.toml", "--json").data]
    assert "table.tiers" in parts


def test_two_versions_are_compared(pay: Command) -> None:
    assert "was 8% and is 9%" in pay("diff", "@good.toml", "@new.toml").out
    assert len(pay("diff", "@good.toml", "@new.toml", "--json").data) == 1
    assert pay("diff", "@good.toml", "@same.toml").out == "Both say the same.\n"


def test_many_mistakes_are_told_together(pay: Command, tmp_path: Path) -> None:
    rows = "\n".join(f'[[pay]]\nid = "p{at}"\nkind = "comission"\n' for at in range(40))
    (tmp_path / "wrong.toml").write_text(small(rows), encoding="utf-8")
    ran = pay("check", "@wrong.toml")
    assert ran.code == 2
    assert "of which these are the first 20" in ran.err
    assert "Did you mean 'commission'?" in " ".join(ran.err.split())
    found = pay("check", "@wrong.toml", "--json").data
    assert found["count"] >= 40
    assert len(found["problems"]) == 20
    assert found["problems"][0]["where"].startswith("wrong.toml, line ")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("check", "@nowhere.toml"), "cannot be opened"),
        (("new", "@x", "--template", "huntr"), "Did you mean 'hunter'?"),
        (("new", "@x"), "No template is named"),
        (("new", "@no/such/folder", "--template", "hunter"), "cannot be written"),
        (("test", "@good.toml", "--only", "too"), "Did you mean 'two'?"),
        (("show", "@"), "cannot be opened"),
    ],
)
def test_mistakes_are_told(pay: Command, arguments: tuple[str, ...], told: str) -> None:
    ran = pay(*arguments)
    assert ran.code == 2
    assert told in " ".join(ran.err.split())
    assert pay(*arguments, "--json").data["message"]
