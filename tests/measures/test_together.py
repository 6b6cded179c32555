"""Measures asked for together are read together, and are what they are alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from everyrep.measures import load_catalogue, query
from everyrep.measures.question import Question
from everyrep.measures.run import read_together
from everyrep.values import Currency, FiscalCalendar, Scope
from tests.measures.company import messy_company
from tests.worlds import TinyWarehouse

pytestmark = pytest.mark.long

ALL = Scope.everything("the test")
SLOW = pytest.mark.slow
CUTS = (pytest.param((), marks=SLOW), ("role",), pytest.param(("team", "month"), marks=SLOW))


@pytest.fixture(scope="module")
def company() -> TinyWarehouse:
    return messy_company().warehouse()


def asked(by: tuple[str, ...]) -> list[str]:
    """Measures that can be cut so, and by what the condition names."""
    return [n for n, m in load_catalogue().items() if all(map(m.accepts, (*by, "region")))]


@pytest.mark.parametrize("every", [9, pytest.param(1, marks=SLOW)])
@pytest.mark.parametrize("by", CUTS)
def test_together_is_what_each_is_alone(
    company: TinyWarehouse, by: tuple[str, ...], every: int
) -> None:
    names, where = asked(by), "region = 'EMEA'"
    together = query(company, names, by=by, where=where, scope=ALL)
    for name in names[::every]:
        alone = query(company, name, by=by, where=where, scope=ALL)
        wanted = {tuple(row.keys.items()): row.estimate for row in alone}
        found = {tuple(row.keys.items()): row.estimate for row in together.of(name)}
        assert found.keys() == wanted.keys(), name
        for key, estimate in wanted.items():
            assert plain(found[key].to_dict()) == plain(estimate.to_dict()), (name, key)


def plain(content: Any) -> Any:
    """What an estimate says, without its statement and the last digits of sums of floats."""
    if isinstance(content, dict):
        return {k: plain(v) for k, v in content.items() if k != "provenance"}
    return float(f"{content:.10g}") if isinstance(content, float) else content


def test_measures_of_the_same_facts_are_one_statement() -> None:
    question = Question(
        ("team",), None, None, ALL, date(2026, 6, 30), Currency.of("USD"), FiscalCalendar()
    )
    known = load_catalogue()
    sets = read_together([known[n] for n in ("won_deals", "lost_deals", "win_rate")], question)
    assert [[m.name for m in some] for some in sets] == [["won_deals", "lost_deals"], ["win_rate"]]
