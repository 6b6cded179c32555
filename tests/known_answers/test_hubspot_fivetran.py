"""A HubSpot copy as a pipeline makes it: deals, owners, stages of pipelines, engagements."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from everyrep.assembly import load_files
from everyrep.sources.files.loading import Wish
from tests.known_answers.loaded import Loaded

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def crm(loading: Callable[[str, str], Loaded]) -> Loaded:
    return loading("hubspot_fivetran", "hubspot_fivetran/seeds")


def test_deals_owners_and_stages(crm: Loaded) -> None:
    assert crm.count("opportunities") == 44
    assert crm.one("SELECT count(*) FROM people WHERE load_id IS NOT NULL") == 100
    assert crm.rows("SELECT count(*), count(DISTINCT name), min(origin) FROM stages") == [
        (71, 71, "declared")
    ]


def test_deals_find_their_owners(crm: Loaded) -> None:
    assert crm.rows(
        "SELECT count(owner_id), count(*) FILTER (owner_id IN "
        "(SELECT id FROM people WHERE load_id IS NOT NULL)) FROM opportunities"
    ) == [(22, 22)]
    assert crm.findings["opportunities", "deal-without-owner"].rows == 22


def test_stage_ids_become_names_in_the_history(crm: Loaded) -> None:
    assert crm.count("stage_history") == 14
    assert (
        crm.one("SELECT count(*) FROM stage_history WHERE stage IN (FROM stages SELECT name)") == 14
    )
    assert crm.one("SELECT count(*) FROM stage_history WHERE entered_at IS NULL") == 0


def test_owners_have_their_main_team(crm: Loaded) -> None:
    found = "SELECT id, team_id FROM people WHERE team_id IS NOT NULL ORDER BY 1"
    assert crm.rows(found) == [
        ("person:crm:35252170", "crm:6789"),
        ("person:crm:40706000", "crm:1234"),
    ]


def test_engagements_of_every_kind_are_activities(crm: Loaded) -> None:
    found = dict(crm.rows("SELECT coalesce(kind, ''), count(*) FROM activities GROUP BY 1"))
    assert found == {
        "meeting": 100, "call": 1, "communication": 1, "email": 1, "note": 1, "task": 1, "": 1,
    }  # fmt: skip


def test_a_deal_in_a_stage_of_the_list_is_what_the_stage_says(crm: Loaded, tmp_path: Path) -> None:
    """No deal of the export names its stage; a deal of our own does, by id."""
    header = next(path for path in crm.files if path.name == "deal_data.csv").read_text().split()[0]
    names = header.split(",")
    lines = [header]
    for deal, stage in (("1", "won"), ("2", "NOT closed")):
        (stage_id,) = crm.rows(f"SELECT id[5:] FROM stages WHERE {stage} ORDER BY id LIMIT 1")[0]
        cells = {"deal_id": deal, "is_deleted": "false", "deal_pipeline_stage_id": stage_id}
        lines.append(",".join(cells.get(name, "") for name in names))
    file = tmp_path / "deal_data.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    load_files(crm.workspace, [file], Wish())
    crm.build()
    found = Loaded(crm.workspace, crm.files, crm.tables)
    assert found.rows(
        "SELECT deals.id, outcome, stage IN (FROM stages SELECT name) FROM opportunities AS deals "
        "WHERE deals.id IN ('crm:1', 'crm:2') ORDER BY 1"
    ) == [("crm:1", "won", True), ("crm:2", "open", True)]
    assert found.count("opportunities") == 46
