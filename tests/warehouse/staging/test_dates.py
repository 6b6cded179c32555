"""Dates in three orders, moments in their zones, and counts from an origin."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everyrep.warehouse.mapping import ColumnSpec
from tests.warehouse.staging.reading import Read, cell, cells, read

FOURTH_OF_MARCH = date(2026, 3, 4)
NINETIES = datetime.fromisoformat("1990-01-01")
READ = [
    # as written, order, day
    ("2026-03-04", None, FOURTH_OF_MARCH),
    ("2026-3-4", None, FOURTH_OF_MARCH),
    ("2026/03/04", None, FOURTH_OF_MARCH),
    ("20260304", None, FOURTH_OF_MARCH),
    ("4-Mar-26", None, FOURTH_OF_MARCH),
    ("Mar 4, 2026", None, FOURTH_OF_MARCH),
    ("2026-03-04T23:30:00+02:00", None, FOURTH_OF_MARCH),
    ("2026-03-04 23:30:00.123", None, FOURTH_OF_MARCH),
    ("2026-03-04", "iso", FOURTH_OF_MARCH),
    ("04.03.2026", "dmy", FOURTH_OF_MARCH),
    ("4/3/26", "dmy", FOURTH_OF_MARCH),
    ("04-03-2026 10:15", "dmy", FOURTH_OF_MARCH),
    ("4.3.2026 1:05 PM", "dmy", FOURTH_OF_MARCH),
    ("2026-03-04", "dmy", FOURTH_OF_MARCH),
    ("29/02/2024", "dmy", date(2024, 2, 29)),
    ("03/04/2026", "mdy", FOURTH_OF_MARCH),
    ("3/4/26 11:59 PM", "mdy", FOURTH_OF_MARCH),
    ("2026-03-04", "mdy", FOURTH_OF_MARCH),
]
NOT_READ = [
    ("04.03.2026", None),
    ("03/04/2026", None),
    ("2026-02-30", None),
    ("2026-13-01", None),
    ("45000", None),
    ("today", None),
    ("04/03/2026", "iso"),
    ("31/02/2026", "dmy"),
    ("29/02/2023", "dmy"),
    ("13/14/2026", "dmy"),
    ("13/04/2026", "mdy"),
    ("1899-12-31", None),
    ("2300-01-01", None),
    ("0026-03-04", None),
]


def day(text: str, **spec: str) -> Read:
    return cell("opportunities", "created_on", text, **spec)


@pytest.mark.parametrize(("text", "order", "wanted"), READ)
def test_a_date_is_read_in_the_order_that_is_stated(
    text: str, order: str | None, wanted: date
) -> None:
    found = cell("opportunities", "created_on", text, order=order)
    assert (found.row["created_on"], found.problems) == (wanted, [])


@pytest.mark.parametrize(("text", "order"), NOT_READ)
def test_what_is_no_date_in_that_order_is_left_empty_and_told(text: str, order: str | None) -> None:
    found = cell("opportunities", "created_on", text, order=order)
    assert found.row["created_on"] is None
    assert (found.problem["column"], found.problem["value"]) == ("created_on", text)
    assert "order" in found.problem["remedy"]


@pytest.mark.parametrize("text", ["9999-12-31", "infinity"])
def test_what_says_never_is_empty(text: str) -> None:
    found = day(text)
    assert (found.row["created_on"], found.problems) == (None, [])


def test_a_format_says_what_no_order_can() -> None:
    assert day("2026;04;03", format="%Y;%d;%m").row["created_on"] == FOURTH_OF_MARCH


@settings(max_examples=8, deadline=None)
@given(
    wanted=st.lists(st.dates(date(1980, 1, 1), date(2060, 12, 31)), min_size=1, max_size=20),
    order=st.sampled_from(["dmy", "mdy", "ymd"]),
    mark=st.sampled_from("./-"),
)
def test_dates_survive_every_way_of_writing_them(wanted: list[date], order: str, mark: str) -> None:
    letters = {"d": "%d", "m": "%m", "y": "%Y"}
    form = mark.join(letters[letter] for letter in order)
    texts = [day.strftime(form) for day in wanted]
    found = cells("opportunities", "created_on", texts, order=order)
    assert [row["created_on"] for row in found.rows] == wanted


MOMENTS = [
    # as written, zone of the mapping, in UTC, local day, zone that is kept
    ("2026-03-04T10:00:00Z", None, "2026-03-04 10:00", "2026-03-04", "UTC"),
    ("2026-03-04T00:30:00+02:00", None, "2026-03-03 22:30", "2026-03-04", "+02:00"),
    ("2026-03-04T23:30:00-05:00", None, "2026-03-05 04:30", "2026-03-04", "-05:00"),
    ("2026-03-04T23:30:00.000+0000", None, "2026-03-04 23:30", "2026-03-04", "UTC"),
    ("2026-03-04T00:30:00+0200", None, "2026-03-03 22:30", "2026-03-04", "+02:00"),
    ("2026-03-04T00:30:00+02", None, "2026-03-03 22:30", "2026-03-04", "+02:00"),
    ("2026-03-04 10:00:00 UTC", None, "2026-03-04 10:00", "2026-03-04", "UTC"),
    ("2026-03-04 10:00", None, "2026-03-04 10:00", "2026-03-04", None),
    ("2026-03-04", None, "2026-03-04 00:00", "2026-03-04", None),
    ("2026-03-04 00:30", "Europe/Paris", "2026-03-03 23:30", "2026-03-04", "Europe/Paris"),
    ("2026-07-04 00:30", "Europe/Paris", "2026-07-03 22:30", "2026-07-04", "Europe/Paris"),
    ("2026-03-04T00:30:00+05:00", "Europe/Paris", "2026-03-03 19:30", "2026-03-04", "+05:00"),
    ("2026-03-04T00:30:00Z", "Europe/Paris", "2026-03-04 00:30", "2026-03-04", "UTC"),
]


def moment(found: Read) -> tuple[str, str, str | None]:
    row = found.row
    return f"{row['occurred_at']:%Y-%m-%d %H:%M}", str(row["occurred_on"]), row["occurred_zone"]


@pytest.mark.parametrize(("text", "zone", "utc", "local", "kept"), MOMENTS)
def test_a_moment_keeps_its_zone_and_its_local_day(
    text: str, zone: str | None, utc: str, local: str, kept: str | None
) -> None:
    found = cell("activities", "occurred_at", text, zone=zone)
    assert moment(found) == (utc, local, kept)


def test_a_moment_in_an_order_is_placed_in_its_zone() -> None:
    found = cell("activities", "occurred_at", "04.03.2026 00:30", order="dmy", zone="Asia/Tokyo")
    assert moment(found) == ("2026-03-03 15:30", "2026-03-04", "Asia/Tokyo")


@settings(max_examples=6, deadline=None)
@given(
    seconds=st.lists(st.integers(0, 1_500_000_000), min_size=1, max_size=20),
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia"]),
)
def test_zones_are_what_the_time_zone_database_says(seconds: list[int], zone: str) -> None:
    locals_ = [NINETIES + timedelta(seconds=count) for count in seconds]
    placed = [local.replace(tzinfo=ZoneInfo(zone)) for local in locals_]
    # Left out: an hour that is there twice, or not at all.
    placed = [x for x in placed if x.utcoffset() == x.replace(fold=1).utcoffset()]
    texts = [x.replace(tzinfo=None).isoformat(" ") for x in placed]
    found = cells("activities", "occurred_at", texts, zone=zone)
    read_in_utc = [row["occurred_at"].replace(tzinfo=UTC) for row in found.rows]
    assert read_in_utc == [x.astimezone(UTC) for x in placed]
    assert [row["occurred_on"] for row in found.rows] == [x.date() for x in placed]


COUNTS = [
    # as written, origin, unit, moment
    ("46085", "1899-12-30", "days", "2026-03-04 00:00"),
    ("46085.5", "1899-12-30", "days", "2026-03-04 12:00"),
    ("154", "2025-10-01", "days", "2026-03-04 00:00"),
    ("-1", "2026-03-05", "days", "2026-03-04 00:00"),
    ("36", "2026-03-02T12:00:00", "hours", "2026-03-04 00:00"),
    ("1772582400", "1970-01-01", "seconds", "2026-03-04 00:00"),
    ("1772582400.5", "1970-01-01", "seconds", "2026-03-04 00:00"),
    ("1772582400000", "1970-01-01", "milliseconds", "2026-03-04 00:00"),
]


@pytest.mark.parametrize(("text", "origin", "unit", "wanted"), COUNTS)
def test_a_count_from_an_origin_is_a_moment(text: str, origin: str, unit: str, wanted: str) -> None:
    found = cell("activities", "occurred_at", text, origin=origin, unit=unit)
    assert moment(found)[0] == wanted


@pytest.mark.parametrize("text", ["abc", "1e15", "1e300", "nan", "999999999"])
def test_a_count_that_leads_nowhere_is_told(text: str) -> None:
    found = cell("opportunities", "created_on", text, origin="1899-12-30", unit="days")
    assert found.row["created_on"] is None
    assert len(found.problems) == (0 if text == "nan" else 1)


def test_seconds_since_1970_are_utc_whatever_the_zone() -> None:
    found = cell(
        "activities", "occurred_at", "1772580600",
        origin="1970-01-01", unit="seconds", zone="Europe/Paris",
    )  # fmt: skip
    assert moment(found) == ("2026-03-03 23:30", "2026-03-04", "Europe/Paris")


def typed(array: pa.Array, **spec: str) -> Read:
    return read(
        "activities",
        {"id": pa.array(["t1"]), "at": array},
        {"id": ColumnSpec(column="id"), "occurred_at": ColumnSpec(column="at", **spec)},  # type: ignore[arg-type]
    )


def test_columns_that_are_typed_already_are_taken_as_they_are() -> None:
    noon = NINETIES.replace(year=2026, month=3, day=4, hour=12)
    zoned = pa.array([noon.replace(tzinfo=UTC)], pa.timestamp("us", "UTC"))
    assert moment(typed(zoned)) == ("2026-03-04 12:00", "2026-03-04", "UTC")
    plain = pa.array([noon], pa.timestamp("us"))
    assert moment(typed(plain)) == ("2026-03-04 12:00", "2026-03-04", None)
    tokyo = moment(typed(plain, zone="Asia/Tokyo"))
    assert tokyo == ("2026-03-04 03:00", "2026-03-04", "Asia/Tokyo")
    whole = pa.array([noon.date()], pa.date32())
    assert moment(typed(whole)) == ("2026-03-04 00:00", "2026-03-04", None)
    seconds = pa.array([int(noon.replace(tzinfo=UTC).timestamp())], pa.int64())
    counted = moment(typed(seconds, origin="1970-01-01", unit="seconds"))
    assert counted[0] == "2026-03-04 12:00"


def test_days_are_moved_where_a_file_gives_the_last_one() -> None:
    spec = ColumnSpec(column="left", plus_days=1)
    found = read(
        "people",
        {"id": ["1"], "left": ["2026-02-28"]},
        {"id": ColumnSpec(column="id"), "left_on": spec},
    )
    assert found.row["left_on"] == date(2026, 3, 1)
