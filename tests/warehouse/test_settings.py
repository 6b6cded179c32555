"""The settings file: what it says, what it may leave out, and messages that point at the word."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from everyrep.values import FiscalCalendar, SettingsError, UnknownName
from everyrep.warehouse.settings import TEMPLATE, Settings, read_settings, write_template
from everyrep.warehouse.workspace import Workspace


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def write(place: Workspace, text: str) -> None:
    place.settings_file.write_text(text, encoding="utf-8")


def test_without_a_file_everything_has_its_default(place: Workspace) -> None:
    assert read_settings(place) == Settings()


def test_everything_can_be_said(place: Workspace) -> None:
    write(
        place,
        """
[company]
name = "Société Générale d'Exemples"
reporting_currency = "chf"
as_of = 2026-06-30
[fiscal_year]
start_month = 4
[stages]
order = ["Qualify", "Won"]
[privacy]
smallest_group = 8
""",
    )
    assert read_settings(place) == Settings(
        company="Société Générale d'Exemples",
        reporting_currency="CHF",
        as_of=date(2026, 6, 30),
        fiscal=FiscalCalendar(start_month=4),
        stage_order=("Qualify", "Won"),
        smallest_group=8,
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[company", "cannot be read"),
        ('[company]\nreporting_currency = "ZZZ"', "'ZZZ' is not a currency"),
        ('[company]\nas_of = "2026-06-30"', "a date without quotes"),
        ("[company]\nas_of = 2026-06-30T10:00:00", "a date without quotes"),
        ("company = 1", "a section in brackets"),
        ("[fiscal_year]\nstart_month = 13", "fiscal year cannot be cut"),
        ('[fiscal_year]\nstart_month = "April"', "fiscal year cannot be cut"),
        ("[stages]\norder = [1, 2]", "a list of names in quotes"),
        ("[privacy]\nsmallest_group = 0", "a whole number from 1"),
        ("[privacy]\nsmallest_group = true", "a whole number from 1"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_file(
    place: Workspace, text: str, words: str
) -> None:
    write(place, text)
    with pytest.raises(SettingsError, match=words) as told:
        read_settings(place)
    assert "everyrep.toml" in str(told.value)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("[compny]", "company"),
        ('[company]\ncurrency = "EUR"', "reporting_currency"),
        ("[privacy]\nsmalest_group = 5", "smallest_group"),
    ],
)
def test_a_name_that_is_not_known_gets_a_near_one(place: Workspace, text: str, near: str) -> None:
    write(place, text)
    with pytest.raises(UnknownName) as told:
        read_settings(place)
    assert near in str(told.value)


def test_a_file_in_another_encoding_says_so(place: Workspace) -> None:
    place.settings_file.write_bytes('[company]\nname = "Café"'.encode("cp1252"))
    with pytest.raises(SettingsError, match="cannot be read"):
        read_settings(place)


def test_the_template_says_nothing_by_itself(place: Workspace) -> None:
    write_template(place)
    assert read_settings(place) == Settings()
    write(place, "[privacy]\nsmallest_group = 7")
    write_template(place)
    assert read_settings(place).smallest_group == 7


def test_every_line_of_the_template_is_true_when_it_counts(place: Workspace) -> None:
    text = "\n".join(
        line.removeprefix("# ") if " = " in line else line for line in TEMPLATE.splitlines()[1:]
    )
    tomllib.loads(text)
    write(place, text)
    assert read_settings(place).stage_order[0] == "Qualify"


def test_what_shapes_the_build_changes_the_fingerprint() -> None:
    assert Settings().fingerprint == Settings(company="Other", smallest_group=9).fingerprint
    assert Settings().fingerprint != Settings(reporting_currency="EUR").fingerprint
    assert Settings().fingerprint != Settings(stage_order=("A",)).fingerprint
