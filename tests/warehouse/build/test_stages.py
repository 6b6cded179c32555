"""How deals moved: recorded, inferred from snapshots, and what the stages are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.company import Company

STAYS = (
    "SELECT opportunity_id, step, stage, CAST(entered_on AS VARCHAR), CAST(left_on AS VARCHAR), "
    "next_stage, inferred, uncertain_days FROM stage_history ORDER BY opportunity_id, step"
)


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "company")


def built(company: Company, sql: str = STAYS) -> list[tuple[Any, ...]]:
    company.build()
    return company.rows(sql)


def change(stage: str | None, at: str, deal: str = "d1", **more: str) -> dict[str, Any]:
    return {"opportunity": deal, "stage": stage, "entered_at": at, **more}


def seen(stage: str | None, on: str, deal: str = "d1", **more: str) -> dict[str, Any]:
    return {"opportunity": deal, "seen_on": on, "stage": stage, **more}


def test_recorded_changes_become_stays(company: Company) -> None:
    company.put(
        "stage_changes",
        [
            change("Qualify", "2026-01-05T10:00:00"),
            change("Propose", "2026-01-20T10:00:00"),
            change("Won", "2026-02-01T10:00:00"),
        ],
    )
    assert built(company) == [
        ("crm:d1", 1, "Qualify", "2026-01-05", "2026-01-20", "Propose", False, 0),
        ("crm:d1", 2, "Propose", "2026-01-20", "2026-02-01", "Won", False, 0),
        ("crm:d1", 3, "Won", "2026-02-01", None, None, False, 0),
    ]


def test_a_change_of_amount_is_no_new_stay(company: Company) -> None:
    company.put(
        "stage_changes",
        [
            change("Qualify", "2026-01-05T10:00:00", amount="10"),
            change("Qualify", "2026-01-10T10:00:00", amount="20"),
            change(None, "2026-01-12T10:00:00", amount="30"),
            change("Qualify", "2026-01-14T10:00:00", amount="40"),
            change("Propose", "2026-01-20T10:00:00", amount="40"),
        ],
    )
    assert [(row[2], row[3]) for row in built(company)] == [
        ("Qualify", "2026-01-05"), ("Propose", "2026-01-20"),
    ]  # fmt: skip
    kept = "SELECT amount_minor FROM stage_history_and_more ORDER BY entered_at"
    assert company.rows(kept) == [(1000,), (2000,), (3000,), (4000,), (4000,)]


def test_a_change_recorded_later_falls_into_its_place(company: Company) -> None:
    """A change back that a refresh must not have forgotten: A, then A again, then B between."""
    company.put(
        "stage_changes",
        [change("A", "2026-01-01T10:00:00"), change("A", "2026-01-09T10:00:00")],
    )
    company.build()
    company.put("stage_changes", [change("B", "2026-01-05T10:00:00")], file="later.csv")
    assert [row[2] for row in built(company)] == ["A", "B", "A"]


def test_snapshots_say_when_a_stage_was_first_seen_and_how_far_it_may_be_off(
    company: Company,
) -> None:
    company.put(
        "opportunity_snapshots",
        [
            seen("A", "2026-01-05"),
            seen("A", "2026-01-12"),
            seen(None, "2026-01-15"),
            seen("B", "2026-01-19"),
            seen("A", "2026-02-02"),
        ],
    )
    assert built(company) == [
        ("crm:d1", 1, "A", "2026-01-05", "2026-01-19", "B", True, 0),
        ("crm:d1", 2, "B", "2026-01-19", "2026-02-02", "A", True, 7),
        ("crm:d1", 3, "A", "2026-02-02", None, None, True, 14),
    ]


def test_recorded_changes_win_over_snapshots_even_when_they_arrive_later(
    company: Company,
) -> None:
    company.put(
        "opportunity_snapshots",
        [seen("A", "2026-01-05"), seen("B", "2026-01-12"), seen("A", "2026-01-05", "d2")],
    )
    assert [row[0] for row in built(company)] == ["crm:d1", "crm:d1", "crm:d2"]
    company.put("stage_changes", [change("A", "2026-01-03T10:00:00")])
    assert [(row[0], row[2], row[6]) for row in built(company)] == [
        ("crm:d1", "A", False),
        ("crm:d2", "A", True),
    ]


def test_snapshots_of_another_deal_leave_the_others_alone(company: Company) -> None:
    company.put("opportunity_snapshots", [seen("A", "2026-01-05")])
    company.put("stage_changes", [change("A", "2026-01-03T10:00:00", "d9")])
    company.build()
    company.put("opportunity_snapshots", [seen("B", "2026-01-12", "d2")], file="w2.csv")
    assert [(row[0], row[2]) for row in built(company)] == [
        ("crm:d1", "A"), ("crm:d2", "B"), ("crm:d9", "A"),
    ]  # fmt: skip


def test_a_stage_that_is_named_by_its_id_gets_its_name_everywhere(company: Company) -> None:
    company.put("stages", [{"id": "11", "name": "Qualify"}, {"id": "12", "name": "Propose"}])
    company.put("opportunities", [{"id": "d1", "stage": "12"}])
    company.put("stage_changes", [change("11", "2026-01-01T10:00:00")])
    company.put("opportunity_snapshots", [seen("11", "2026-01-05", "d2")])
    assert [row[2] for row in built(company)] == ["Qualify", "Qualify"]
    assert company.rows("SELECT stage FROM opportunities") == [("Propose",)]
    company.put(
        "stage_changes",
        [change("11", "2026-01-01T10:00:00", amount="5"), change("12", "2026-01-09T10:00:00")],
        file="later.csv",
    )
    assert [row[2] for row in built(company)] == ["Qualify", "Propose", "Qualify"]


def test_declared_stages_come_in_their_order_and_others_after_them(company: Company) -> None:
    company.put(
        "stages",
        [
            {"id": "A", "position": "1", "closed": "false"},
            {"id": "W", "position": "2", "closed": "true", "won": "true"},
        ],
    )
    company.put("opportunities", [{"id": "d1", "stage": "X", "outcome": "open"}])
    found = built(company, "SELECT name, closed, won, origin FROM stages ORDER BY position")
    assert found == [
        ("A", False, False, "declared"),
        ("W", True, True, "declared"),
        ("X", False, False, "inferred"),
    ]


def test_stages_that_nobody_declares_are_ordered_by_number_or_by_how_deals_move(
    company: Company,
) -> None:
    company.put(
        "opportunities",
        [
            {"id": "d1", "stage": "2-Propose", "outcome": "open"},
            {"id": "d2", "stage": "1-Qualify", "outcome": "open"},
            {"id": "d3", "stage": "Gone", "outcome": "lost"},
            {"id": "d4", "stage": "Done", "outcome": "won"},
        ],
    )
    found = built(company, "SELECT name, closed, won FROM stages ORDER BY position")
    assert found == [
        ("1-Qualify", False, False),
        ("2-Propose", False, False),
        ("Done", True, True),
        ("Gone", True, False),
    ]


def test_stages_are_ordered_as_the_settings_say(company: Company) -> None:
    company.settings('[stages]\norder = ["Zeta", "Alpha"]\n')
    company.put(
        "opportunities",
        [{"id": "d1", "stage": "Alpha", "outcome": "open"},
         {"id": "d2", "stage": "Zeta", "outcome": "open"}],
    )  # fmt: skip
    assert built(company, "SELECT name FROM stages ORDER BY position") == [("Zeta",), ("Alpha",)]


def test_a_misspelt_end_without_a_decision_is_no_loss_whatever_the_flags_leave_open(
    company: Company,
) -> None:
    company.put("stages", [{"id": "11", "name": "Ended - No Decision", "closed": "true"}])
    ends = {"a": "No Decison", "b": "No Decision", "c": "Closd Lost", "d": "Gave up"}
    flags = {"is_closed": "true", "is_won": "false"}
    deals = [{"id": key, "stage": stage, **flags} for key, stage in ends.items()]
    company.put("opportunities", deals)
    assert built(company, "SELECT id, outcome FROM opportunities ORDER BY id") == [
        ("crm:a", "no_decision"), ("crm:b", "no_decision"), ("crm:c", "lost"), ("crm:d", "lost"),
    ]  # fmt: skip
