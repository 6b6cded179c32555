"""The SQL that every measure compiles to, as files: a change of it is seen and meant.

Write them anew with `EVERYREP_WRITE_GOLDEN=1 pytest tests/measures/test_golden.py`, and read the
difference.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from everyrep.measures import load_catalogue
from everyrep.measures.question import Question
from everyrep.measures.run import sql_of as statement_of
from everyrep.values import Currency, FiscalCalendar, Period, Scope
from everyrep.warehouse.mapping import parse_where

GOLDEN = Path(__file__).parent / "golden"
COMPUTED = [name for name, measure in load_catalogue().items() if not measure.parts]


def question(by: tuple[str, ...]) -> Question:
    return Question(
        by=by,
        where=parse_where("region = 'EMEA'") if "team" in by else None,
        period=Period.parse("2025") if "team" in by else None,
        scope=Scope.everything("the test"),
        as_of=date(2026, 6, 30),
        currency=Currency.of("USD"),
        fiscal=FiscalCalendar(start_month=2),
    )


CUT = ("bookings", "revenue_per_rep", "stage_conversion", "win_rate")
"""Measures whose statement is also kept by team and fiscal quarter, of one region and year."""
FILES = {
    **{name: (name, ()) for name in COMPUTED},
    **{f"{name}_by_team": (name, ("team", "fiscal_quarter")) for name in CUT},
}


def sql_of(name: str, by: tuple[str, ...]) -> str:
    measure = load_catalogue()[name]
    asked = question((*by, *measure.always_by))
    return statement_of((measure,), asked) + ";\n"


@pytest.mark.parametrize("file", FILES)
def test_the_sql_is_the_golden_one(file: str) -> None:
    path = GOLDEN / f"{file}.sql"
    found = sql_of(*FILES[file])
    if os.environ.get("EVERYREP_WRITE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    assert {file.stem for file in GOLDEN.glob("*.sql")} == set(FILES)


BANNED = ("ASOF", "MEDIAN(", "QUANTILE", "AVG(", "TIMESTAMPTZ", "JSON", "STRFTIME", "RANDOM(")


@pytest.mark.reference
@pytest.mark.parametrize("name", COMPUTED)
def test_the_sql_is_free_of_what_engines_do_differently(name: str) -> None:
    accepted = load_catalogue()[name].accepts
    by = tuple(filter(accepted, ("team", "channel", "week", "fiscal_year")))[:3]
    text = sql_of(name, by).upper()
    assert [word for word in BANNED if word in text] == []
