"""Tables where a terminal shows them, and where none does."""

from __future__ import annotations

import pytest

from everyrep.faces.cli import output


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    output.print_table("", ("name", "figure"), [("a team", "figure " * 20)])
    return capsys.readouterr().out.splitlines()


def test_what_goes_into_a_pipe_keeps_one_row_on_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert len(printed(capsys)) == 2


def test_columns_says_how_wide_instead(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    lines = printed(capsys)
    assert len(lines) > 2
    assert max(map(len, lines)) <= 60
