from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.values import (
    DataError,
    build_id,
    load_id,
    opportunity_id,
    person_id,
    ref,
    shown_ref,
    snapshot_id,
    split_ref,
)


@given(st.sampled_from(["crm", "lms", "hr_2", "x-y"]), st.text(min_size=1))
def test_a_ref_splits_into_what_it_was_made_of(system: str, issued: str) -> None:
    if issued.strip():
        assert split_ref(ref(system, issued)) == (system, issued)


def test_a_ref_reads_system_colon_id() -> None:
    assert ref("crm", "0065g:1") == "crm:0065g:1"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("crm:0065", "0065 (crm)"),
        ("person:hr:17", "17 (hr)"),
        ("crm:a:b", "a:b (crm)"),
        ("North", "North"),
        ("Phase 2: close", "Phase 2: close"),
        ("crm:", "crm:"),
    ],
)
def test_an_id_is_shown_as_people_know_it(text: str, shown: str) -> None:
    assert shown_ref(text) == shown


@pytest.mark.parametrize("system", ["", "CRM", "my crm", "a:b", "1crm"])
def test_a_system_is_a_plain_word(system: str) -> None:
    with pytest.raises(DataError, match="cannot name a system"):
        ref(system, "1")


@pytest.mark.parametrize("issued", ["", "  "])
def test_an_id_is_not_empty(issued: str) -> None:
    with pytest.raises(DataError, match="id of system 'crm' is empty"):
        ref("crm", issued)
    with pytest.raises(DataError, match="id of a person is empty"):
        person_id(issued)


@pytest.mark.parametrize("text", ["0065", ":0065", "crm:", "CRM:1"])
def test_a_text_without_a_system_is_no_ref(text: str) -> None:
    with pytest.raises(DataError, match="'system:id'"):
        split_ref(text)


def test_ids_stay_as_they_are() -> None:
    assert opportunity_id("crm:1") == "crm:1"
    assert load_id("2026-07-04T10-00-00.crm_1") == "2026-07-04T10-00-00.crm_1"


@pytest.mark.parametrize("make", [load_id, build_id, snapshot_id])
@pytest.mark.parametrize(
    "text", ["", ".", "..", "../x", "a/b", "a\\b", "CURRENT", "undone", "nul", "a" * 101, "x.", "é"]
)
def test_an_id_that_cannot_be_a_folder_is_refused(make: type, text: str) -> None:
    with pytest.raises(DataError, match="cannot be the id of a"):
        make(text)
