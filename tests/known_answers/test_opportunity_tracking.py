"""A pipeline of 487 open deals, whose names and facts are in two files."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.known_answers.loaded import Loaded, dollars

pytestmark = pytest.mark.reference
CHANCES = {"Lead": "0.1", "Qualify": "0.2", "Solution": "0.4", "Proposal": "0.6", "Finalize": "0.8"}


@pytest.fixture(scope="module")
def crm(loading: Callable[[str, str], Loaded]) -> Loaded:
    return loading("opportunity_tracking", "ms_powerbi_samples/opportunity_tracking")


def test_every_row_counts_also_of_the_deal_that_is_there_twice(crm: Loaded) -> None:
    assert crm.ask("open_deals").one().value == 487
    assert crm.ask("pipeline").one().value == dollars("2110905127")


def test_the_weighted_pipeline_is_exact(crm: Loaded) -> None:
    assert crm.ask("weighted_pipeline").one().value == dollars("461120880.80")


def test_the_chance_is_that_of_the_stage(crm: Loaded) -> None:
    weighted, whole = crm.by("weighted_pipeline", "stage"), crm.by("pipeline", "stage")
    assert list(weighted) == list(CHANCES)
    for stage, chance in CHANCES.items():
        assert Decimal(weighted[stage].minor) == whole[stage].minor * Decimal(chance)


def test_names_from_one_file_meet_facts_from_the_other(crm: Loaded) -> None:
    assert crm.rows(
        "SELECT count(*), count(name), count(amount_minor), count(segment) FROM opportunities"
    ) == [(487, 486, 487, 486)]  # fmt: skip


def test_partners_have_ids_of_their_own(crm: Loaded) -> None:
    """Partner 1 is not company 1, though both are in one table."""
    assert crm.rows(
        "SELECT count(*), count(*) FILTER (partner_id IN (SELECT id FROM accounts)), "
        "count(*) FILTER (account_id IN (SELECT id FROM accounts)) FROM opportunities"
    ) == [(487, 487, 487)]
    assert crm.count("accounts") == 357 + 101
