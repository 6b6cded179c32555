"""Every contract is broken by the rows that break it, and by no others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.values import Money
from everyrep.warehouse.checks import Finding, Severity, quality, run_checks
from everyrep.warehouse.checks.contract import Context
from everyrep.warehouse.checks.finding import percent
from everyrep.warehouse.checks.run import contracts_for
from everyrep.warehouse.checks.surroundings import circles, context_of
from everyrep.warehouse.reader import Warehouse
from everyrep.warehouse.schema import TABLES
from tests.warehouse.checks.flawed import deal, flawed, sound
from tests.warehouse.company import Company

# (check, table): severity, rows that break it, rows that it is about, where the first of them stand
EXPECTED = {
    ("range-minutes", "coaching_sessions"): ("error", 1, 1, ["coaching_sessions.csv:2"]),
    ("passed-and-failed", "learning_events"): ("error", 1, 1, ["learning_events.csv:8"]),
    ("amount-without-rate", "opportunities"): ("error", 1, 1, ["more_deals.csv:19"]),
    ("range-probability", "opportunities"): ("error", 1, 1, ["more_deals.csv:23"]),
    ("splits-do-not-add-up", "opportunity_splits"): ("error", 1, 1, ["opportunity_splits.csv:2"]),
    ("refund-of-more-than-the-deal", "refunds"): (
        "error",
        2,
        4,
        ["refunds.csv:2", "refunds.csv:6"],
    ),
    ("refund-of-a-deal-not-won", "refunds"): ("warning", 1, 6, ["refunds.csv:4"]),
    ("refund-before-close", "refunds"): ("warning", 1, 5, ["refunds.csv:5"]),
    ("assessment-after-exit", "assessments"): ("error", 1, 2, ["assessments.csv:3"]),
    ("rating-above-scale", "assessments"): ("error", 1, 2, ["assessments.csv:2"]),
    ("left-before-hired", "people"): ("error", 1, 2, ["more_people.csv:2"]),
    ("ends-before-it-begins", "positions"): ("error", 1, 2, ["positions.csv:4"]),
    ("manager-in-a-circle", "people"): ("error", 2, 7, ["more_people.csv:3", "more_people.csv:4"]),
    ("quota-of-nobody", "quotas"): ("error", 1, 4, ["quotas.csv:5"]),
    ("range-amount", "quotas"): ("error", 1, 4, ["quotas.csv:4"]),
    ("learning-after-exit", "learning_events"): ("error", 1, 9, ["learning_events.csv:4"]),
    ("close-before-open", "opportunities"): ("error", 1, 10, ["more_deals.csv:2"]),
    ("closed-before-owner-was-hired", "opportunities"): ("error", 1, 12, ["more_deals.csv:18"]),
    ("closed-without-close-date", "opportunities"): ("error", 1, 12, ["more_deals.csv:12"]),
    ("outcome-against-stage", "opportunities"): ("error", 1, 23, ["more_deals.csv:7"]),
    ("opened-after-owner-left", "opportunities"): ("error", 1, 24, ["more_deals.csv:16"]),
    ("currency-unknown", "opportunities"): ("error", 1, 26, ["more_deals.csv:20"]),
    ("rejected-rows", "opportunities"): ("error", 1, 28, ["rejected.csv:3"]),
    ("coached-by-oneself", "coaching_sessions"): ("warning", 1, 1, ["coaching_sessions.csv:2"]),
    ("score-out-of-scale", "learning_events"): ("warning", 1, 1, ["learning_events.csv:7"]),
    ("owner-changes-end-elsewhere", "owner_changes"): ("warning", 1, 1, ["owner_changes.csv:2"]),
    ("stage-before-creation", "stage_history"): (
        "warning",
        3,
        5,
        ["stage_changes.csv:2", "stage_changes.csv:5", "opportunity_snapshots.csv:2"],
    ),
    ("mailbox-of-two", "people"): ("warning", 2, 5, ["people.csv:2", "more_people.csv:7"]),
    ("orphan-opportunity", "opportunity_lines"): ("warning", 1, 3, ["opportunity_lines.csv:4"]),
    ("quota-after-exit", "quotas"): ("warning", 1, 3, ["quotas.csv:4"]),
    ("stage-after-close", "stage_history"): ("warning", 1, 3, ["stage_changes.csv:4"]),
    ("overlapping", "positions"): ("warning", 1, 4, ["positions.csv:3"]),
    ("positions-outside-employment", "positions"): ("warning", 1, 4, ["positions.csv:5"]),
    ("overlapping", "quotas"): ("warning", 1, 4, ["quotas.csv:3"]),
    ("history-ends-elsewhere", "stage_history"): ("warning", 1, 4, ["stage_changes.csv:5"]),
    ("activity-after-exit", "activities"): ("warning", 1, 5, ["activities.csv:5"]),
    ("activity-before-hire", "activities"): ("warning", 1, 5, ["activities.csv:6"]),
    ("won-without-amount", "opportunities"): (
        "warning",
        2,
        11,
        ["more_deals.csv:5", "more_deals.csv:20"],
    ),
    ("activity-without-person", "activities"): ("warning", 1, 6, ["activities.csv:4"]),
    ("logged-twice", "activities"): ("warning", 1, 6, ["activities.csv:3"]),
    ("orphan-opportunity", "activities"): ("warning", 1, 6, ["activities.csv:7"]),
    ("manager-has-left", "people"): ("warning", 1, 6, ["more_people.csv:5"]),
    ("deal-without-stage", "opportunities"): (
        "warning",
        2,
        14,
        ["more_deals.csv:9", "rejected.csv:2"],
    ),
    ("unknown-manager", "people"): ("warning", 1, 7, ["more_people.csv:6"]),
    ("hired-far-ahead", "people"): ("warning", 1, 8, ["more_people.csv:6"]),
    ("hired-long-ago", "people"): ("warning", 1, 8, ["more_people.csv:5"]),
    ("learner-not-in-hr", "learning_events"): ("warning", 1, 9, ["learning_events.csv:10"]),
    ("learning-before-hire", "learning_events"): ("warning", 1, 9, ["learning_events.csv:6"]),
    ("logged-twice", "learning_events"): ("warning", 1, 9, ["learning_events.csv:3"]),
    ("occurred-in-the-future", "learning_events"): ("warning", 1, 9, ["learning_events.csv:9"]),
    ("unknown-person", "learning_events"): ("warning", 1, 9, ["learning_events.csv:10"]),
    ("unread-cells", "opportunities"): (
        "warning",
        3,
        27,
        ["more_deals.csv:20", "more_deals.csv:20", "rejected.csv:2"],
    ),
    ("won-for-nothing", "opportunities"): ("warning", 1, 9, ["more_deals.csv:4"]),
    ("closed-in-the-future", "opportunities"): ("warning", 1, 11, ["more_deals.csv:13"]),
    ("closed-after-owner-left", "opportunities"): ("warning", 1, 12, ["more_deals.csv:16"]),
    ("open-deal-of-a-leaver", "opportunities"): ("warning", 1, 12, ["more_deals.csv:17"]),
    ("orphan-account", "opportunities"): (
        "warning",
        2,
        24,
        ["more_deals.csv:15", "more_deals.csv:22"],
    ),
    ("deal-without-creation", "opportunities"): (
        "warning",
        2,
        26,
        ["more_deals.csv:11", "rejected.csv:2"],
    ),
    ("deal-without-owner", "opportunities"): (
        "warning",
        2,
        26,
        ["more_deals.csv:10", "rejected.csv:2"],
    ),
    ("open-past-close-date", "opportunities"): ("warning", 1, 13, ["more_deals.csv:3"]),
    ("deal-twice", "opportunities"): ("warning", 1, 20, ["more_deals.csv:22"]),
    ("close-far-ahead", "opportunities"): ("warning", 1, 24, ["more_deals.csv:21"]),
    ("created-long-ago", "opportunities"): ("warning", 1, 24, ["more_deals.csv:21"]),
    ("stage-not-declared", "opportunities"): ("warning", 1, 24, ["more_deals.csv:8"]),
    ("key-twice-in-a-file", "opportunities"): ("warning", 1, 27, ["more_deals.csv:24"]),
    ("amount-history-missing", "opportunities"): ("note", 26, 26, []),
    ("lines-do-not-add-up", "opportunity_lines"): ("note", 1, 1, ["opportunity_lines.csv:2"]),
    ("currency-assumed", "quotas"): ("note", 4, 4, ["quotas.csv"]),
    ("owner-history-missing", "opportunities"): ("note", 25, 26, []),
    ("stage-history-missing", "opportunities"): ("note", 22, 26, []),
    ("position-history-missing", "people"): ("note", 7, 9, []),
    ("snapshot-gap", "opportunity_snapshots"): ("note", 1, 4, ["opportunity_snapshots.csv:5"]),
    ("quota-of-nothing", "quotas"): ("note", 1, 4, ["quotas.csv:3"]),
    ("open-without-amount", "opportunities"): (
        "note",
        2,
        14,
        ["more_deals.csv:6", "rejected.csv:2"],
    ),
    ("person-without-hire-date", "people"): ("note", 1, 7, ["more_people.csv:7"]),
    ("matches-to-settle", "people"): ("note", 1, 11, [""]),
    ("deal-without-account", "opportunities"): (
        "note",
        2,
        26,
        ["more_deals.csv:14", "rejected.csv:2"],
    ),
    ("stage-history-inferred", "opportunities"): ("note", 1, 26, []),
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    company = flawed(tmp_path_factory.mktemp("flawed") / "company")
    company.build()
    with company.open() as warehouse:
        yield warehouse


@pytest.fixture(scope="module")
def found(broken: Warehouse) -> dict[tuple[str, str], Finding]:
    return {(finding.check, finding.table): finding for finding in run_checks(broken)}


def test_what_is_wrong_is_found_once_and_nothing_else(
    found: dict[tuple[str, str], Finding],
) -> None:
    told = {
        key: (str(f.severity), f.rows, f.of_rows, [example.place for example in f.examples])
        for key, f in found.items()
    }
    assert told == EXPECTED


def test_a_sound_company_has_only_its_past_to_lament(tmp_path: Path) -> None:
    company = sound(tmp_path / "company")
    company.build()
    with company.open() as warehouse:
        assert {finding.check for finding in run_checks(warehouse)} == {
            "amount-history-missing",
            "owner-history-missing",
            "position-history-missing",
            "stage-history-missing",
        }


def test_a_stage_that_is_misspelt_says_that_its_outcome_is_guessed(tmp_path: Path) -> None:
    company = sound(tmp_path / "company")
    ends = {"d3": "No Decison", "d4": "No Decision", "d5": "Lost - Price", "d6": "Gone"}
    flags = {"is_closed": "true", "is_won": "false"}
    dates = ("2026-01-10", "2026-03-01")
    ended = [deal(key, stage, "", *dates, **flags) for key, stage in ends.items()]
    company.put("opportunities", ended, file="more.csv")
    company.build()
    with company.open() as warehouse:
        (finding,) = (f for f in run_checks(warehouse) if f.check == "outcome-guessed")
    assert [example.values["stage"] for example in finding.examples] == ["No Decison", "Gone"]
    assert "is guessed" in finding.effect.sentence


def test_the_heaviest_come_first(broken: Warehouse) -> None:
    places = [finding.severity.place for finding in run_checks(broken)]
    assert places == sorted(places)


def test_a_finding_says_what_it_does_to_figures(found: dict[tuple[str, str], Finding]) -> None:
    finding = found["opened-after-owner-left", "opportunities"]
    assert finding.sentence == "Opened after their owner had left: 1 of 24 opportunities (4.2 %)."
    assert finding.effect.amount == Money.from_decimal("1000", "EUR")
    assert "attainment" in finding.effect.measures
    (example,) = finding.examples
    assert (example.source, example.line, example.key) == ("more_deals.csv", 16, "crm:e16")
    assert example.values["owner left"] == "2025-06-30"
    assert str(example).startswith("more_deals.csv:16  crm:e16  name = Deal e16")


def test_a_finding_goes_out_as_data(found: dict[tuple[str, str], Finding]) -> None:
    told = found["won-for-nothing", "opportunities"].to_dict()
    assert told["severity"] == "warning"
    assert (told["rows"], told["amount_minor"], told["currency"]) == (1, 0, "EUR")
    assert told["examples"][0]["line"] == 4


def test_of_rows_that_a_later_one_replaced_both_places_are_told(
    found: dict[tuple[str, str], Finding],
) -> None:
    (example,) = found["key-twice-in-a-file", "opportunities"].examples
    assert (example.place, example.values) == ("more_deals.csv:24", {"stands": "more_deals.csv:25"})


def test_what_was_rejected_is_shown_with_its_reason(
    found: dict[tuple[str, str], Finding],
) -> None:
    cells = found["unread-cells", "opportunities"].examples
    assert {(cell.place, next(iter(cell.values))) for cell in cells} == {
        ("more_deals.csv:20", "amount"),
        ("more_deals.csv:20", "currency"),
        ("rejected.csv:2", "created_on"),
    }


def test_every_contract_can_be_asked_of_an_empty_table(tmp_path: Path) -> None:
    company = Company(tmp_path / "company")
    company.put("people", [{"id": "1"}], "hr")
    company.build()
    with company.open() as warehouse:
        context = replace(context_of(warehouse), listed=tuple(TABLES))
        for contract in contracts_for(context):
            joins = " ".join(join.sql for join in contract.joins)
            shown = ", ".join([contract.key, *(sql for _, sql in contract.shows)])
            warehouse.connection.execute(
                f"SELECT {shown}, {contract.amount or 'NULL'} FROM {contract.source} AS t {joins} "
                f"WHERE {contract.broken}"
            )


def test_every_contract_has_a_name_of_its_own() -> None:
    context = Context(
        date(2026, 1, 1), date(2026, 1, 1), "EUR", declared=("hr",), listed=tuple(TABLES)
    )
    names = [(contract.check, contract.table) for contract in contracts_for(context)]
    assert len(names) == len(set(names))


@given(st.dictionaries(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")))
def test_circles_are_whoever_comes_back_to_themselves(managers: dict[str, str]) -> None:
    def comes_back(person: str) -> bool:
        at = managers.get(person)
        for _ in managers:
            if at == person:
                return True
            at = managers.get(at) if at else None
        return False

    assert circles(managers) == tuple(sorted(filter(comes_back, managers)))


@pytest.mark.parametrize(
    ("share", "words"),
    [(None, "unknown"), (0, "0.0 %"), (1, "100.0 %"), (0.00001, "under 0.1 %"),
     (0.99999, "over 99.9 %"), (0.343, "34.3 %")],
)  # fmt: skip
def test_few_is_never_none_and_most_is_never_all(share: float | None, words: str) -> None:
    assert percent(share) == words


def test_severities_are_in_order() -> None:
    assert [severity.place for severity in Severity] == [0, 1, 2]


def test_each_system_has_a_card(broken: Warehouse) -> None:
    cards = {card.system: card for card in quality(broken)}
    assert set(cards) == {"crm", "hr", "lms"}
    crm, hr = cards["crm"], cards["hr"]
    assert (crm.rows["opportunities"], crm.rejected) == (26, 1)
    assert crm.filled["opportunities", "owner_id"] == 24 / 26
    assert crm.last_day == date(2026, 5, 5)
    assert crm.days_behind == (date(2026, 6, 30) - date(2026, 5, 5)).days
    assert [load.source for load in hr.loads][:2] == ["people.csv", "more_people.csv"]
    assert (hr.rows["people"], hr.filled["people", "email"]) == (9, 4 / 9)
