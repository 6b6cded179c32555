from __future__ import annotations

from datetime import UTC, date, datetime

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from everyrep.values import DataError
from everyrep.warehouse.identity import COLUMNS, Decision, Ruling, renamed, resolve
from tests.warehouse.identity.mess import PROFILES, SCHEMA, judge, make_mess
from tests.warehouse.identity.rosters import (
    Record,
    colleagues,
    persons,
    queued,
    record,
    resolved,
)

HIRED = date(2019, 3, 4)


def decide(ruling: str, left: str, right: str, day: int = 1) -> Decision:
    return Decision(Ruling(ruling), left, right, "reviewer", datetime(2026, 3, day, tzinfo=UTC))


# The simulated mess


@pytest.mark.parametrize("profile", ["mild", "heavy", "no mails", "common names"])
def test_a_simulated_mess_is_resolved_with_hardly_a_wrong_pair(profile: str) -> None:
    mess = make_mess(800, PROFILES[profile], seed=3)

    verdict = judge(resolved(mess.records.to_pylist()).person_links, mess.truth)

    least_recall = {"mild": 0.93, "heavy": 0.70, "no mails": 0.85, "common names": 0.92}
    assert verdict.precision >= 0.998, verdict.wrong
    assert verdict.recall >= least_recall[profile]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_ten_thousand_people_meet_the_target(seed: int) -> None:
    mess = make_mess(10_000, PROFILES["mild"], seed)

    verdict = judge(resolved(mess.records.to_pylist()).person_links, mess.truth)

    assert verdict.precision >= 0.999, verdict.wrong
    assert verdict.recall >= 0.9


@pytest.mark.parametrize("profile", list(PROFILES))
def test_the_estimated_precision_is_near_the_true_one(profile: str) -> None:
    mess = make_mess(1000, PROFILES[profile], seed=5)
    resolution = resolved(mess.records.to_pylist())

    true = judge(resolution.person_links, mess.truth).precision
    for estimated in resolution.quality["estimated_precision"].to_pylist():
        assert estimated == pytest.approx(true, abs=0.006)


# Order and newcomers


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.randoms(use_true_random=False))
def test_the_order_of_the_records_changes_nothing(order: object) -> None:
    rows = make_mess(120, PROFILES["heavy"], seed=1).records.to_pylist()
    plain = resolved(rows)
    order.shuffle(rows)  # type: ignore[attr-defined]

    shuffled = resolved(rows)

    assert shuffled.person_links.equals(plain.person_links)
    assert shuffled.identity_queue.equals(plain.identity_queue)
    assert shuffled.quality.equals(plain.quality)


def test_newcomers_leave_the_persons_of_others_as_they_were() -> None:
    mess = make_mess(1000, PROFILES["mild"], seed=2)
    rows = mess.records.to_pylist()
    before = persons(resolved([row for row in rows if mess.truth[row["ref"]] < 980]))
    after = persons(resolved(rows))

    changed = [ref for ref, person in before.items() if after[ref] != person]
    assert len(changed) <= len(before) // 500


def test_a_third_system_adds_to_persons_and_keeps_their_names() -> None:
    mess = make_mess(600, PROFILES["mild"], seed=4)
    rows = mess.records.to_pylist()
    before = resolved([row for row in rows if row["system"] != "lms"])
    after = resolved(rows)

    were, are = persons(before), persons(after)
    kept = [ref for ref, person in were.items() if are[ref] == person]
    assert len(kept) / len(were) > 0.98
    assert all(
        new in set(are.values())
        for new in renamed(before.person_links, after.person_links).values()
    )


def test_a_person_is_named_after_hr_then_crm_then_lms_then_the_alphabet() -> None:
    def person_of(*systems: str) -> set[str]:
        rows = [
            record(f"{system}:7", full_name="Rosa Finkel", email="rosa@acme.com")
            for system in systems
        ]
        return set(persons(resolved(rows)).values())

    assert person_of("lms", "crm", "hr") == {"person:hr:7"}
    assert person_of("lms", "crm") == {"person:crm:7"}
    assert person_of("zoho", "lms") == {"person:lms:7"}
    assert person_of("zoho", "asana") == {"person:asana:7"}


def test_renamed_tells_where_the_name_of_a_person_went() -> None:
    crm = record("crm:1", full_name="Rosa Finkel", email="rosa@acme.com")
    lms = record("lms:1", full_name="Rosa Finkel", email="rosa@acme.com")
    hr = record("hr:1", full_name="Rosa Finkel", email="rosa@acme.com")

    before, after = resolved([crm, lms]), resolved([crm, lms, hr])

    assert renamed(before.person_links, after.person_links) == {"person:crm:1": "person:hr:1"}


# Namesakes and repeated records


def namesakes() -> list[Record]:
    return [
        record("crm:1", full_name="Mary Smith", email="mary.smith@acme.com", team="North"),
        record("crm:2", full_name="Mary Smith", email="mary.smith2@acme.com", team="South"),
        record("hr:1", full_name="Mary Smith", employee_number="100", team="North"),
        record("hr:2", full_name="Mary Smith", employee_number="250", team="South"),
        record("lms:1", full_name="Mary Smith", email="mary.smith@acme.com", employee_number="100"),
        record("lms:2", full_name="Mary Smith", email="mary.smith2@acme.com"),
    ]


def test_two_people_of_one_name_are_kept_apart_and_found_by_what_differs() -> None:
    person = persons(resolved([*colleagues("crm", "hr", "lms"), *namesakes()]))

    assert person["crm:1"] == person["hr:1"] == person["lms:1"]
    assert person["lms:2"] == person["crm:2"]
    assert person["crm:2"] != person["crm:1"]
    assert person["hr:2"] != person["hr:1"]


def test_namesakes_whom_nothing_tells_apart_are_queued_not_merged() -> None:
    rows = [
        record(f"{system}:{n}", full_name="Mary Smith") for system in ("crm", "hr") for n in "12"
    ]
    resolution = resolved([*colleagues("crm", "hr"), *rows])

    person = persons(resolution)
    assert len({person[row["ref"]] for row in rows}) == 4  # type: ignore[index]
    assert ("crm:1", "hr:1") in queued(resolution)
    why = resolution.identity_queue["why"].to_pylist()[0]
    assert "given names agree, surnames agree" in why.lower()
    assert "fits nearly as well" in why


def test_a_name_twice_in_one_system_is_two_people() -> None:
    rows = [
        record("crm:1", full_name="Rosa Finkel", email="rosa.finkel@acme.com"),
        record("crm:2", full_name="Rosa Finkel", email="rosa.finkel2@acme.com"),
    ]
    person = persons(resolved([*colleagues("crm", "hr"), *rows]))

    assert person["crm:1"] != person["crm:2"]


def test_a_mailbox_twice_in_one_system_is_one_person_if_the_names_agree() -> None:
    rows = [
        record("crm:1", full_name="Rosa Finkel", email="rosa@acme.com"),
        record("crm:2", full_name="Finkel, Rosa", email="ROSA@acme.com"),
        record("crm:3", full_name="Ludger Ohnesorg", email="rosa@acme.com"),
    ]
    resolution = resolved([*colleagues("crm", "hr"), *rows])

    person = persons(resolution)
    assert person["crm:1"] == person["crm:2"]
    assert person["crm:3"] != person["crm:1"]
    assert queued(resolution)[("crm:1", "crm:3")] == "conflict?"
    how = {row["ref"]: row["how"] for row in resolution.person_links.to_pylist()}
    assert how["crm:2"] == "exact_key"


def test_other_numbers_in_one_system_keep_two_records_apart_whatever_the_mail() -> None:
    rows = [
        record("hr:1", full_name="Rosa Finkel", email="rosa@acme.com", employee_number="4711"),
        record("hr:2", full_name="Rosa Finkel", email="rosa@acme.com", employee_number="9350"),
    ]
    resolution = resolved([*colleagues("crm", "hr"), *rows])

    assert persons(resolution)["hr:1"] != persons(resolution)["hr:2"]
    assert queued(resolution) == {("hr:1", "hr:2"): "conflict?"}


def test_numbers_of_unrelated_series_do_not_link() -> None:
    crm = [
        {**row, "employee_number": str(500 + place)}
        for place, row in enumerate(colleagues("crm", number=False))
    ]
    hr = [
        {**row, "employee_number": str(500 + 17 * place % 40)}
        for place, row in enumerate(colleagues("hr", number=False))
    ]
    strangers = [
        record("crm:1", full_name="Rosa Finkel", employee_number="900"),
        record("hr:2", employee_number="900"),
    ]
    resolution = resolved([*crm, *hr, *strangers])

    person = persons(resolution)
    assert person["crm:1"] != person["hr:2"]
    assert all(person[f"crm:c{n}"] == person[f"hr:c{n}"] for n in range(40))


def test_a_third_record_that_two_of_one_system_claim_is_queued_as_a_conflict() -> None:
    rows = [
        record("crm:1", full_name="Rosa Finkel", email="rosa@acme.com"),
        record("hr:1", full_name="Rosa Finkel", email="rosa@acme.com", employee_number="4711"),
        record("lms:1", full_name="Rosa Finkel", employee_number="4711", hire_date=HIRED),
        record("lms:2", full_name="Rosa Finkel", email="rosa@acme.com", employee_number="9350"),
    ]
    resolution = resolved([*colleagues("crm", "hr", "lms"), *rows])

    person = persons(resolution)
    assert person["lms:1"] != person["lms:2"]
    assert "conflict?" in queued(resolution).values()


def test_the_name_somebody_signs_in_with_tells_namesakes_apart() -> None:
    rows = [
        record("lms:msmith", full_name="Mary Smith"),
        record("lms:msmith2", full_name="Mary Smith"),
        record("crm:1", full_name="Mary Smith", email="msmith@acme.com"),
        record("crm:2", full_name="Mary Smith", email="msmith2@acme.com"),
    ]
    person = persons(resolved([*colleagues("crm", "lms"), *rows]))

    assert person["crm:1"] == person["lms:msmith"]
    assert person["crm:2"] == person["lms:msmith2"]
    assert person["crm:1"] != person["crm:2"]


def test_an_address_as_id_counts_as_address() -> None:
    rows = [
        record("lms:Rosa.Finkel@acme.com", full_name="Rosa Ohnesorg"),
        record("crm:1", full_name="Rosa Finkel", email="rosa.finkel@acme.com"),
    ]
    person = persons(resolved([*colleagues("crm", "lms"), *rows]))

    assert person["crm:1"] == person["lms:Rosa.Finkel@acme.com"]


# Decisions


def test_a_merge_wins_over_the_evidence() -> None:
    rows = [
        record("crm:1", full_name="Rosa Finkel", employee_number="4711"),
        record("hr:2", full_name="Ludger Ohnesorg", employee_number="9350"),
    ]
    resolution = resolved([*colleagues("crm", "hr"), *rows], [decide("merge", "hr:2", "crm:1")])

    links = {row["ref"]: row for row in resolution.person_links.to_pylist()}
    assert links["crm:1"]["person_id"] == links["hr:2"]["person_id"] == "person:hr:2"
    assert links["crm:1"]["how"] == "decided"
    assert links["crm:1"]["score"] is None


def test_a_split_wins_over_a_shared_mailbox_and_is_not_asked_again() -> None:
    rows = [
        record("crm:1", full_name="Rosa Finkel", email="rosa@acme.com"),
        record("hr:2", full_name="Rosa Finkel", email="rosa@acme.com"),
    ]
    resolution = resolved([*colleagues("crm", "hr"), *rows], [decide("split", "crm:1", "hr:2")])

    assert persons(resolution)["crm:1"] != persons(resolution)["hr:2"]
    assert ("crm:1", "hr:2") not in queued(resolution)


def test_a_split_holds_through_a_third_record() -> None:
    rows = [
        record(f"{system}:1", full_name="Rosa Finkel", email="rosa@acme.com")
        for system in ("crm", "hr", "lms")
    ]
    resolution = resolved(
        [*colleagues("crm", "hr", "lms"), *rows], [decide("split", "crm:1", "hr:1")]
    )

    person = persons(resolution)
    assert person["crm:1"] != person["hr:1"]
    assert person["lms:1"] in (person["crm:1"], person["hr:1"])


def test_a_merge_within_a_system_makes_one_person() -> None:
    rows = [
        record("crm:1", full_name="Rosa Finkel", email="rosa@acme.com"),
        record("crm:2", full_name="Rosa Ohnesorg", email="ohnesorg@acme.com"),
        record("hr:1", full_name="Rosa Finkel", email="rosa@acme.com"),
    ]
    person = persons(
        resolved([*colleagues("crm", "hr"), *rows], [decide("merge", "crm:1", "crm:2")])
    )

    assert person["crm:1"] == person["crm:2"] == person["hr:1"]


def test_what_was_set_aside_is_not_asked_again() -> None:
    rows = [
        record("crm:1", full_name="Otto Finkel Sr."),
        record("hr:2", full_name="Otto Finkel Jr."),
    ]
    asked = resolved([*colleagues("crm", "hr"), *rows])
    ignored = resolved([*colleagues("crm", "hr"), *rows], [decide("ignore", "crm:1", "hr:2")])

    assert queued(asked) == {("crm:1", "hr:2"): "merge?"}
    assert queued(ignored) == {}


def test_decisions_on_records_that_are_gone_are_reported() -> None:
    gone = decide("merge", "crm:c1", "hr:gone")
    resolution = resolved(colleagues("crm", "hr"), [gone])

    assert resolution.decisions.homeless == (gone,)


def test_decided_pairs_stand_when_everything_else_changes() -> None:
    mess = make_mess(300, PROFILES["heavy"], seed=9)
    rows = mess.records.to_pylist()
    queue = resolved(rows).identity_queue.to_pylist()
    decisions = [
        decide(
            "merge" if mess.truth[row["left_ref"]] == mess.truth[row["right_ref"]] else "split",
            row["left_ref"],
            row["right_ref"],
        )
        for row in queue
    ]

    before = judge(resolved(rows).person_links, mess.truth)
    reviewed = resolved(rows, decisions)
    after = judge(reviewed.person_links, mess.truth)

    assert after.recall > before.recall
    assert after.precision >= before.precision - 0.001
    asked = set(queued(reviewed))
    assert not asked & {decision.pair for decision in decisions}


# Edges


def test_an_empty_table_has_nobody() -> None:
    resolution = resolved([])

    assert resolution.person_links.num_rows == 0
    assert resolution.identity_queue.num_rows == 0
    assert resolution.quality.num_rows == 0


def test_a_single_record_is_alone() -> None:
    resolution = resolved([record("crm:1")])

    assert resolution.person_links.to_pylist() == [
        {"ref": "crm:1", "person_id": "person:crm:1", "how": "alone", "score": None, "margin": None}
    ]


def test_with_one_system_all_are_alone_and_the_rate_is_undefined() -> None:
    resolution = resolved(colleagues("crm"))

    assert set(resolution.person_links["how"].to_pylist()) == {"alone"}
    [row] = resolution.quality.to_pylist()
    assert (row["records"], row["alone"], row["linked"]) == (40, 40, 0)
    assert row["match_rate"] is None
    assert row["estimated_precision"] is None


def test_two_systems_without_anything_to_match_on_are_all_alone() -> None:
    rows = [record(f"{system}:{n}") for system in ("crm", "hr") for n in range(30)]
    resolution = resolved(rows)

    assert set(resolution.person_links["how"].to_pylist()) == {"alone"}
    assert resolution.identity_queue.num_rows == 0


def test_quality_counts_each_system() -> None:
    rows = [
        record("crm:1", full_name="API User"),
        record("crm:2", full_name="Otto Finkel Sr."),
        record("hr:3", full_name="Otto Finkel Jr."),
    ]
    quality = {
        row["system"]: row
        for row in resolved([*colleagues("crm", "hr"), *rows]).quality.to_pylist()
    }

    assert quality["crm"] == {
        "system": "crm",
        "records": 42,
        "linked": 40,
        "alone": 2,
        "queued": 1,
        "service_accounts": 1,
        "match_rate": 40 / 41,
        "estimated_precision": pytest.approx(1.0, abs=1e-3),
    }


def test_a_missing_column_is_named_with_its_remedy() -> None:
    connection = duckdb.connect()
    connection.execute("create table people as select 'crm:1' as ref, 'crm' as system")

    with pytest.raises(DataError, match="no column source_id") as error:
        resolve(connection, "people", [])
    assert "NULL::VARCHAR as source_id" in str(error.value)


@pytest.mark.parametrize(("refs", "found"), [(["a", "a"], "'a' twice"), (["a", None], "without")])
def test_refs_must_be_there_and_be_unique(refs: list[str | None], found: str) -> None:
    table = pa.table(
        {name: refs if name == "ref" else ["crm"] * 2 if name == "system" else [None] * 2
         for name in COLUMNS}
    )  # fmt: skip
    connection = duckdb.connect()
    connection.register("people", table)

    with pytest.raises(DataError, match=found):
        resolve(connection, "people", [])


@pytest.mark.parametrize(
    ("systems", "found"), [([None], "without a system"), ([f"s{n}" for n in range(63)], "63 sys")]
)
def test_each_record_has_one_of_a_few_systems(systems: list[str | None], found: str) -> None:
    table = pa.table(
        {
            name: [str(n) for n in range(len(systems))]
            if name == "ref"
            else systems
            if name == "system"
            else [None] * len(systems)
            for name in COLUMNS
        }
    )
    connection = duckdb.connect()
    connection.register("people", table)

    with pytest.raises(DataError, match=found):
        resolve(connection, "people", [])


def test_a_cell_of_a_million_letters_is_cut_not_compared_for_ever() -> None:
    long = "Rosa " + "finkel" * 200_000
    rows = [record("crm:1", full_name=long), record("hr:1", full_name=long + "x", email=long)]

    assert resolved([*colleagues("crm", "hr"), *rows]).person_links.num_rows == 82


def test_days_without_end_are_no_days() -> None:
    connection = duckdb.connect()
    rows = pa.Table.from_pylist([record("crm:1"), record("hr:1")], schema=SCHEMA)
    connection.register("plain", rows)
    connection.execute(
        "create table records as select * replace ('infinity'::date as hire_date) from plain"
    )

    assert resolve(connection, "records").person_links.num_rows == 2


def test_nothing_is_left_behind_in_the_connection() -> None:
    connection = duckdb.connect()
    connection.register("records", make_mess(50).records)
    connection.execute("create view people as select * from records")
    before = connection.sql("show tables").fetchall()

    resolve(connection, "people", [])

    assert connection.sql("show tables").fetchall() == before
