"""The plan that the guide writes reads without a doubt that is an error, and pays what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import everyrep.pay as pay
from everyrep.pay.plan.linting import Weight

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "write-a-pay-plan.md"
TEXT = PAGE.read_text(encoding="utf-8")
(PLAN,) = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
(PROGRAM,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


def test_its_examples_pass_and_nothing_in_it_is_an_error() -> None:
    plan = pay.read_plan(PLAN, where=PAGE.name)
    assert [one.to_dict() for one in pay.run_examples(plan) if not one.passed] == []
    assert {example.id for example in plan.examples} == {"over-quota", "thin", "late"}
    assert [one for one in pay.lint(plan) if one.weight is not Weight.NOTE] == []


def test_its_program_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "closers.toml").write_text(PLAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    given = {
        "lines": {"line": ["1"], "payee": ["ana"], "closed_on": ["2026-12-20"],
                  "amount": ["1000"], "cost": ["10"]},
        "people": {"payee": ["ana"], "from": ["2026-01-01"]},
        "quotas": {"payee": ["ana"], "quota": ["sales"], "amount": ["5000"]},
    }  # fmt: skip
    exec(PROGRAM, dict(given))
    assert "8000" in capsys.readouterr().out
