"""A refreshed warehouse is the warehouse: what was taken over, row for row, is what raw gives."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from everyrep.warehouse.build.assembled import IDENTITY
from everyrep.warehouse.schema import TABLES
from tests.warehouse.build.exports import exports
from tests.warehouse.company import Company

VIEWS = (
    *(name for name, table in TABLES.items() if not table.landing_only),
    "org_history",
    "credits",
    *IDENTITY,
)
STEPS = st.lists(
    st.one_of(
        exports(),
        exports(),
        exports(),
        st.tuples(st.just("undo"), st.integers(0, 5)),
        st.just(("build",)),
    ),
    min_size=3,
    max_size=9,
)


def contents(company: Company) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in no order."""
    with company.open() as warehouse:
        return {
            name: sorted(warehouse.connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
            for name in VIEWS
        }


def counts(company: Company) -> dict[str, tuple[int, dict[str, int], int]]:
    """What the build says of its tables: rows, empty cells, rows replaced."""
    with company.open() as warehouse:
        return {
            name: (table.rows, {c: n for c, n in table.nulls.items() if n}, table.replaced)
            for name, table in warehouse.record.tables.items()
        }


def live(steps: list[tuple[Any, ...]], folder: Path) -> None:
    """Do what the steps say, then compare the warehouse with one built whole."""
    company, loads = Company(folder), []
    for step in steps:
        if step[0] == "build":
            company.build()
        elif step[0] == "undo":
            if loads:
                company.undo(loads.pop(step[1] % len(loads)))
        else:
            table, system, rows = step
            load = company.put(table, rows, system)
            if load.load_id not in [x.load_id for x in loads]:
                loads.append(load)
    company.build()
    refreshed, said = contents(company), counts(company)
    company.build(whole=True)
    whole, truly = contents(company), counts(company)
    for name in VIEWS:
        assert refreshed[name] == whole[name], name
    for name, record in truly.items():
        assert said[name] == record, name


def check(steps: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        live(steps, Path(folder) / "company")


@settings(
    max_examples=2, deadline=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(steps=STEPS)
def test_a_refresh_gives_what_a_full_build_gives(steps: list[tuple[Any, ...]]) -> None:
    check(steps)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_a_refresh_gives_what_a_full_build_gives_many_times(steps: list[tuple[Any, ...]]) -> None:
    check(steps)
