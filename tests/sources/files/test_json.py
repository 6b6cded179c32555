"""JSON in every layout that systems export: lists, wrapped lists, lines, trees, statements."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from everyrep.sources.files import to_raw
from everyrep.values.errors import DataError
from everyrep.warehouse.mapping import ReadHints
from tests.sources.files.reading import Read, read

DEALS: list[dict[str, Any]] = [
    {"id": 1, "owner": {"id": "u7", "name": "Ann"}, "tags": ["a", "b"]},
    {"id": 2, "owner": {"id": "u8"}, "late": True},
]


def as_dicts(found: Read) -> list[dict[str, str | None]]:
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def dumped(value: object, **layout: Any) -> bytes:
    return json.dumps(value, **layout).encode()


@pytest.mark.parametrize(
    "content",
    [
        dumped(DEALS),
        dumped(DEALS, indent=2),
        dumped({"records": DEALS}, indent=4),
        dumped({"value": DEALS, "@odata.nextLink": "x"}),
        dumped({"paging": {"next": {"after": "5"}}, "results": DEALS}),
        dumped({"data": {"items": DEALS, "total": 2}}, indent=1),
        b"\n".join(dumped(deal) for deal in DEALS),
        b"\xef\xbb\xbf" + dumped(DEALS),
        json.dumps(DEALS).encode("utf-16"),
        gzip.compress(dumped(DEALS), mtime=0),
        b"\r\n".join(dumped(deal) for deal in DEALS) + b"\r\n",
    ],
)
def test_records_are_found_in_every_layout(tmp_path: Path, content: bytes) -> None:
    found = read(tmp_path, content, "deals.json")
    first, second = as_dicts(found)
    assert first == {
        "id": "1", "owner.id": "u7", "owner.name": "Ann", "tags": '["a","b"]', "late": None,
    }  # fmt: skip
    assert (second["id"], second["owner.id"], second["late"]) == ("2", "u8", "true")
    assert found.lines == [1, 2]


def test_a_path_may_be_named_where_records_lie_deep(tmp_path: Path) -> None:
    content = dumped({"a": {"b": {"deals": DEALS}}, "people": [{"x": 1}]})
    found = read(tmp_path, content, "deals.json", ReadHints(records="a.b.deals"))
    assert len(found.rows) == 2


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no 'deals' in the document"):
        read(tmp_path, dumped({"a": 1}), "deals.json", ReadHints(records="deals"))


def test_a_field_that_turns_up_late_is_not_lost(tmp_path: Path) -> None:
    records = [{"id": at} for at in range(30_000)] + [{"id": 30_000, "deep": {"er": "found"}}]
    found = read(tmp_path, b"\n".join(map(dumped, records)), "deals.jsonl")
    assert found.columns == ("id", "deep.er")
    assert found.rows[-1] == ("30000", "found")


def test_broken_lines_are_rejected_and_the_others_keep_their_numbers(tmp_path: Path) -> None:
    found = read(tmp_path, b'{"id":1}\n{"id":\n\n[1]\n{"id":2}\n', "deals.jsonl")
    assert found.rows == [("1",), ("2",)]
    assert found.lines == [1, 5]
    assert found.reasons == [(2, "this is not valid JSON"), (4, "this is no object")]


def test_a_document_that_breaks_off_names_the_line(tmp_path: Path) -> None:
    content = dumped(DEALS * 50, indent=2)
    with pytest.raises(DataError, match="breaks off") as error:
        read(tmp_path, content[: len(content) - 200], "deals.json")
    assert error.value.where is not None
    assert error.value.where.startswith("deals.json, line ")


def test_nesting_stops_at_a_depth_and_keeps_the_rest_as_text(tmp_path: Path) -> None:
    value: object = "end"
    for _ in range(12):
        value = {"k": value}
    found = read(tmp_path, dumped([value]), "deals.json")
    assert found.columns == (".".join("k" * 8),)
    assert json.loads(found.rows[0][0] or "") == {"k": {"k": {"k": {"k": "end"}}}}


def test_the_same_field_may_hold_values_here_and_objects_there(tmp_path: Path) -> None:
    found = read(tmp_path, dumped([{"a": 1}, {"a": {"b": 2}}, {"a": None}]), "deals.json")
    assert found.columns == ("a",)
    assert found.rows == [("1",), ('{"b":2}',), (None,)]


def test_names_with_dots_slashes_quotes_and_tildes(tmp_path: Path) -> None:
    record = {"a.b": 1, "c/d": 2, 'e"f': 3, "g~h": 4, "http://x/y": {"z": 5}}
    found = read(tmp_path, dumped([record]), "deals.json")
    assert found.columns == ("a.b", "c/d", 'e"f', "g~h", "http://x/y.z")
    assert found.rows == [("1", "2", "3", "4", "5")]


def test_objects_that_only_wrap_are_taken_off(tmp_path: Path) -> None:
    results = [{"id": "9", "properties": {"dealname": "A", "amount": "10.50", "id": "x"}}]
    found = read(tmp_path, dumped({"results": results}), "deals.json")
    assert as_dicts(found) == [
        {"id": "9", "dealname": "A", "amount": "10.50", "properties.id": "x"}
    ]


def test_a_document_without_records_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no record"):
        read(tmp_path, b"[]", "deals.json")


def test_one_object_is_one_record(tmp_path: Path) -> None:
    assert read(tmp_path, dumped({"id": 1, "n": {"a": 2}}, indent=2), "deal.json").rows == [
        ("1", "2")
    ]


def test_records_across_many_chunks(tmp_path: Path) -> None:
    records = [{"id": at, "text": "wörds " * 50} for at in range(20_000)]
    content = json.dumps({"records": records}, ensure_ascii=False, indent=1).encode()
    found = read(tmp_path, content, "deals.json")
    assert [row[0] for row in found.rows] == [str(at) for at in range(20_000)]
    assert found.rows[7][1] == "wörds " * 50


# What xAPI says a statement means (part two, 2.4), by hand.
STATEMENT = {
    "id": "12345678-1234-4678-9234-567812345678",
    "actor": {"mbox": "mailto:ann@example.com", "name": "Ann"},
    "verb": {
        "id": "http://adlnet.gov/expapi/verbs/completed",
        "display": {"de": "abgeschlossen", "en-US": "completed"},
    },
    "object": {
        "id": "http://lms.example.com/courses/7",
        "definition": {
            "name": {"en-US": "Negotiation"},
            "type": "http://adlnet.gov/expapi/activities/course",
        },
    },
    "result": {"score": {"scaled": 0.9, "raw": 90, "max": 100}, "success": True,
               "completion": True, "duration": "P1DT2H30M15.5S"},
    "context": {"contextActivities": {"parent": [{"id": "http://lms.example.com/programs/1"}]}},
    "timestamp": "2025-03-01T12:00:00+02:00",
}  # fmt: skip


def test_statements_say_in_plain_columns_what_they_mean(tmp_path: Path) -> None:
    found = read(tmp_path, dumped({"statements": [STATEMENT], "more": ""}), "statements.json")
    (row,) = as_dicts(found)
    assert row["actor.key"] == "ann@example.com"
    assert row["verb.name"] == "completed"
    assert row["verb.title"] == "abgeschlossen"
    assert row["object.id"] == "http://lms.example.com/courses/7"
    assert row["object.title"] == "Negotiation"
    assert row["result.score.scaled"] == "0.9"
    assert row["result.success"] == "true"
    assert row["result.minutes"] == str(24 * 60 + 2 * 60 + 30 + 15.5 / 60)[:9]
    assert row["context.parent.id"] == "http://lms.example.com/programs/1"
    assert row["timestamp"] == "2025-03-01T12:00:00+02:00"


@pytest.mark.parametrize(
    ("actor", "key"),
    [
        ({"mbox": "mailto:a@b.c"}, "a@b.c"),
        ({"account": {"homePage": "http://x", "name": "u1"}}, "u1"),
        ({"mbox_sha1sum": "ab12"}, "ab12"),
        ({"openid": "http://me.example.com"}, "http://me.example.com"),
    ],
)
def test_an_actor_is_named_in_one_of_four_ways(
    tmp_path: Path, actor: dict[str, Any], key: str
) -> None:
    content = dumped({**STATEMENT, "actor": actor})
    (row,) = as_dicts(read(tmp_path, content, "statements.jsonl"))
    assert row["actor.key"] == key


@pytest.mark.parametrize(
    ("duration", "minutes"),
    [("PT30M", "30.0"), ("PT90S", "1.5"), ("PT1H", "60.0"), ("P1W", "10080.0"), ("P1Y", None),
     ("soon", None), ("PT0.5H", "30.0")],
)  # fmt: skip
def test_durations_become_minutes(tmp_path: Path, duration: str, minutes: str | None) -> None:
    content = dumped({**STATEMENT, "result": {"duration": duration}})
    (row,) = as_dicts(read(tmp_path, content, "statements.jsonl"))
    assert row["result.minutes"] == minutes


@pytest.mark.reference
def test_real_statements_of_a_learning_platform(shared_data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (part,) = to_raw(shared_data / "xapi_fun_mooc" / "statements.jsonl.gz", out)
    assert part.table.rows == 11_000
    assert part.rejects == ()
