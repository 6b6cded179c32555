"""The past as it was: each answer against a plain reading of the same small histories."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from everyrep.warehouse.history import (
    ORGANISATION,
    OWNERS,
    PIPELINE,
    organisation_as_of,
    owners_as_of,
    pipeline_as_of,
    pipeline_sql,
    team_as_of,
)
from everyrep.warehouse.history_quality import HistoryQuality, Kept, history_quality
from everyrep.warehouse.reader import Warehouse
from tests.warehouse.company import Company

DAYS = [date(2026, 1, 1) + timedelta(days=n) for n in range(12)]
DAY = st.sampled_from([day.isoformat() for day in DAYS])
MAYBE_DAY = st.one_of(st.none(), DAY)
DEALS = ("d1", "d2", "d3")
STAGES = st.sampled_from(["A", "B", "Closed", None])
AMOUNT = st.sampled_from(["10", "20", "30", None])
OWNER = st.sampled_from(["u1", "u2", "u3", None])
SURE_OWNER = st.sampled_from(["u1", "u2", "u3"])
CLOCK = st.sampled_from(["08:00:00", "12:00:00", "18:00:00"])

HISTORIES = st.fixed_dictionaries(
    {
        "opportunities": st.lists(
            st.fixed_dictionaries(
                {
                    "id": st.sampled_from(DEALS),
                    "stage": STAGES,
                    "outcome": st.sampled_from(["open", "won", "lost"]),
                    "amount": AMOUNT,
                    "owner": OWNER,
                    "created_on": MAYBE_DAY,
                    "close_on": MAYBE_DAY,
                }
            ),
            min_size=1,
            max_size=3,
            unique_by=lambda row: row["id"],
        ),
        "stage_changes": st.lists(
            st.fixed_dictionaries(
                {
                    "opportunity": st.sampled_from(DEALS),
                    "stage": STAGES,
                    "day": DAY,
                    "clock": CLOCK,
                    "amount": AMOUNT,
                    "close_on": MAYBE_DAY,
                }
            ),
            max_size=6,
            unique_by=lambda row: (row["opportunity"], row["day"], row["clock"]),
        ),
        "opportunity_snapshots": st.lists(
            st.fixed_dictionaries(
                {
                    "opportunity": st.sampled_from(DEALS),
                    "seen_on": DAY,
                    "stage": STAGES,
                    "amount": AMOUNT,
                    "owner": OWNER,
                    "close_on": MAYBE_DAY,
                }
            ),
            max_size=6,
            unique_by=lambda row: (row["opportunity"], row["seen_on"]),
        ),
        "owner_changes": st.lists(
            st.fixed_dictionaries(
                {
                    "opportunity": st.sampled_from(DEALS),
                    "owner": SURE_OWNER,
                    "before": OWNER,
                    "day": DAY,
                    "clock": CLOCK,
                }
            ),
            max_size=3,
            unique_by=lambda row: (row["opportunity"], row["day"], row["clock"]),
        ),
    }
)
History = dict[str, list[dict[str, Any]]]


def landed(folder: Path, history: History) -> Company:
    company = Company(folder)
    company.put("stages", [{"id": "Closed", "closed": "true"}, {"id": "A", "closed": "false"}])
    for table, rows in history.items():
        if rows:
            company.put(table, [_with_moment(table, row) for row in rows])
    company.build()
    return company


def _with_moment(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """A drawn row, its day and clock as the moment that the table has."""
    moment = {"stage_changes": "entered_at", "owner_changes": "changed_at"}.get(table)
    if moment is None:
        return row
    kept = {name: value for name, value in row.items() if name not in ("day", "clock")}
    return {**kept, moment: f"{row['day']}T{row['clock']}"}


class Plain:
    """The same questions, answered by walking through the rows of one deal."""

    def __init__(self, history: History, deal: dict[str, Any]) -> None:
        self.deal = deal
        self.log = history["owner_changes"]

        def own(table: str) -> list[dict[str, Any]]:
            return [row for row in history[table] if row["opportunity"] == deal["id"]]

        self.changes = sorted(own("stage_changes"), key=lambda row: (row["day"], row["clock"]))
        self.seen = sorted(own("opportunity_snapshots"), key=lambda row: row["seen_on"])
        self.handed = sorted(own("owner_changes"), key=lambda row: (row["day"], row["clock"]))

    @property
    def created(self) -> str | None:
        heard = [row["day"] for row in self.changes] + [row["seen_on"] for row in self.seen]
        return self.deal["created_on"] or min(heard, default=None)

    def exists(self, day: str) -> bool:
        return self.created is not None and self.created <= day

    def stage(self, day: str) -> tuple[str | None, str]:
        recorded = [row for row in self.changes if row["stage"]]
        if recorded:
            past = [row["stage"] for row in recorded if row["day"] <= day]
            how = "recorded"
        else:
            past = [row["stage"] for row in self.seen if row["stage"] and row["seen_on"] <= day]
            how = "inferred"
        if past:
            return past[-1], how
        if self.deal["outcome"] == "open" and self.deal["stage"]:
            return self.deal["stage"], "assumed"
        return None, "missing"

    def in_pipeline(self, day: str) -> bool:
        if not self.exists(day):
            return False
        open_then = self.deal["outcome"] == "open" or (self.deal["close_on"] or "") > day
        stage, how = self.stage(day)
        known_closed = how in ("recorded", "inferred") and stage == "Closed"
        return open_then and not known_closed

    def value(self, column: str, day: str) -> tuple[str | None, str | None]:
        """What a column was, by the latest word of a change or a snapshot; a change comes later."""
        words = [
            (row["day"], 1, row["clock"], row[column], "recorded")
            for row in self.changes
            if row[column] is not None
        ] + [
            (row["seen_on"], 0, "", row[column], "inferred")
            for row in self.seen
            if row[column] is not None
        ]
        past = [word for word in words if word[0] <= day]
        return max(past)[3:] if past else (None, None)  # type: ignore[return-value]

    def owner(self, day: str) -> tuple[str | None, str]:
        now = self.deal["owner"]
        past = [row["owner"] for row in self.handed if row["day"] <= day]
        if past:
            return past[-1], "recorded"
        if self.handed:
            before = self.handed[0]["before"]
            return before, "recorded" if before else "missing"
        if self.log and min(row["day"] for row in self.log) <= day:
            return now, "recorded" if now else "missing"
        seen = [row["owner"] for row in self.seen if row["owner"] and row["seen_on"] <= day]
        if seen:
            return seen[-1], "inferred"
        return now, "assumed" if now else "missing"


def pipeline(history: History) -> set[tuple[Any, ...]]:
    found = set()
    for row in history["opportunities"]:
        plain = Plain(history, row)
        for day in (day.isoformat() for day in DAYS):
            if not plain.in_pipeline(day):
                continue
            amount, amount_how = plain.value("amount", day)
            close, close_how = plain.value("close_on", day)
            if amount_how is None:
                amount, amount_how = row["amount"], "assumed"
            if close_how is None:
                assumed = row["outcome"] == "open" and row["close_on"]
                close, close_how = (row["close_on"], "assumed") if assumed else (None, "missing")
            found.add(
                (day, row["id"], *plain.stage(day), _minor(amount), amount_how, close, close_how,
                 *plain.owner(day))
            )  # fmt: skip
    return found


def owners(history: History) -> set[tuple[Any, ...]]:
    return {
        (day.isoformat(), row["id"], *Plain(history, row).owner(day.isoformat()))
        for row in history["opportunities"]
        for day in DAYS
        if Plain(history, row).exists(day.isoformat())
    }


def _minor(amount: str | None) -> int | None:
    return None if amount is None else int(amount) * 100


def _asked(rows: Iterable[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    """Rows with days as text, and ids as the files had them."""
    return {
        tuple(
            cell.isoformat()
            if isinstance(cell, date)
            else str(cell).rpartition(":")[2]
            if isinstance(cell, str)
            else cell
            for cell in row
        )
        for row in rows
    }


def check(history: History) -> None:
    with tempfile.TemporaryDirectory() as folder:
        company = landed(Path(folder) / "company", history)
        with company.open() as warehouse:
            found = pipeline_as_of(warehouse, *DAYS).select(
                "day, opportunity_id, stage, stage_how, amount_minor, amount_how, close_on, "
                "close_how, owner_id, owner_how"
            )
            assert _asked(found.fetchall()) == pipeline(history)
            assert _asked(owners_as_of(warehouse, *DAYS).fetchall()) == owners(history)
            _check_of_one(warehouse)


def _check_of_one(warehouse: Warehouse) -> None:
    """Read for one person alone, what that person had at any time is what it is read for all."""
    everything = warehouse.connection.execute(pipeline_sql(DAYS)).fetchall()
    owner = list(PIPELINE).index("owner_id")
    for person in {row[owner] for row in everything if row[owner]}:
        found = warehouse.connection.execute(pipeline_sql(DAYS, [person])).fetchall()
        assert set(found) <= set(everything)
        mine = [row for row in everything if row[owner] == person]
        assert sorted(map(str, mine)) == sorted(str(row) for row in found if row[owner] == person)
        held = {row[1] for row in mine}
        assert sorted(str(row) for row in everything if row[1] in held) == sorted(
            str(row) for row in found if row[1] in held
        )


@settings(
    max_examples=3, deadline=None, derandomize=True,
    suppress_health_check=list(HealthCheck), phases=[Phase.generate],
)  # fmt: skip
@given(history=HISTORIES)
def test_the_past_is_what_a_plain_reading_says(history: History) -> None:
    check(history)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=HISTORIES)
def test_the_past_is_what_a_plain_reading_says_many_times(history: History) -> None:
    check(history)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """One deal with recorded changes, one seen in weekly snapshots, one that nobody watched."""
    company = Company(tmp_path_factory.mktemp("history") / "company")
    sold = {"created_on": "2026-01-01", "owner": "u1", "outcome": "open", "amount": "500"}
    company.put(
        "opportunities",
        [
            {"id": "recorded", "stage": "B", **sold},
            {"id": "seen", "stage": "B", **sold},
            {"id": "unseen", "stage": "B", **sold},
        ],
    )
    company.put(
        "stage_changes",
        [
            {"opportunity": "recorded", "stage": "A", "entered_at": "2026-01-01T09:00:00",
             "amount": "100"},
            {"opportunity": "recorded", "stage": "A", "entered_at": "2026-01-10T09:00:00",
             "amount": "300"},
            {"opportunity": "recorded", "stage": "B", "entered_at": "2026-01-20T09:00:00",
             "amount": "300"},
        ],
    )  # fmt: skip
    company.put(
        "opportunity_snapshots",
        [
            {"opportunity": "seen", "seen_on": "2026-01-05", "stage": "A", "amount": "100"},
            {"opportunity": "seen", "seen_on": "2026-01-12", "stage": "B", "amount": "100"},
        ],
    )
    company.put(
        "people",
        [
            {"id": "u1", "full_name": "Ada Ash", "hired_on": "2025-01-01", "team": "north"},
            {"id": "u2", "full_name": "Bo Berg", "hired_on": "2026-02-01", "team": "north"},
        ],
    )
    company.put(
        "positions",
        [
            {"person": "u1", "from_on": "2025-01-01", "to_on": "2026-01-15", "team": "south"},
            {"person": "u1", "from_on": "2026-01-15", "team": "north"},
        ],
    )
    company.build()
    return company


def read(company: Company, *days: date) -> dict[tuple[str, str], dict[str, Any]]:
    with company.open() as warehouse:
        found = pipeline_as_of(warehouse, *days)
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
    return {(str(row["day"]), row["opportunity_id"][4:]): row for row in rows}


def test_an_amount_changes_without_a_change_of_stage(told: Company) -> None:
    rows = read(told, date(2026, 1, 9), date(2026, 1, 15))
    assert rows["2026-01-09", "recorded"]["amount_minor"] == 100_00
    assert rows["2026-01-15", "recorded"]["amount_minor"] == 300_00
    assert rows["2026-01-15", "recorded"]["stage"] == "A"
    assert rows["2026-01-15", "recorded"]["amount_how"] == "recorded"


def test_what_snapshots_show_says_how_far_it_may_be_off(told: Company) -> None:
    row = read(told, date(2026, 1, 13))["2026-01-13", "seen"]
    assert (row["stage"], row["stage_how"], row["stage_uncertain_days"]) == ("B", "inferred", 7)
    assert (row["amount_minor"], row["amount_how"]) == (100_00, "inferred")


def test_what_nobody_watched_is_assumed_to_have_been_as_it_is(told: Company) -> None:
    row = read(told, date(2026, 1, 13))["2026-01-13", "unseen"]
    assert (row["stage"], row["stage_how"]) == ("B", "assumed")
    assert (row["amount_minor"], row["amount_how"]) == (500_00, "assumed")


def test_before_it_was_opened_a_deal_is_not_there(told: Company) -> None:
    assert read(told, date(2025, 12, 31)) == {}


def test_no_day_has_no_rows(told: Company) -> None:
    with told.open() as warehouse:
        for asked, columns in (
            (pipeline_as_of(warehouse), PIPELINE),
            (owners_as_of(warehouse), OWNERS),
            (organisation_as_of(warehouse), ORGANISATION),
        ):
            assert asked.columns == list(columns)
            assert asked.fetchall() == []


def test_the_team_is_the_team_of_the_day(told: Company) -> None:
    days = (date(2026, 1, 14), date(2026, 1, 15), date(2026, 2, 1))
    with told.open() as warehouse:
        north = team_as_of(warehouse, "crm:north", *days)
        assert _members(north.fetchall()) == {
            ("2026-01-15", "person:crm:u1"),
            ("2026-02-01", "person:crm:u1"),
            ("2026-02-01", "person:crm:u2"),
        }
        how = organisation_as_of(warehouse, days[-1]).select("person_id, how").fetchall()
        assert dict(how) == {"person:crm:u1": "recorded", "person:crm:u2": "assumed"}


def _members(rows: list[tuple[Any, ...]]) -> set[tuple[str, str]]:
    return {(row[0].isoformat(), row[1]) for row in rows}


def test_how_far_the_past_is_known(told: Company) -> None:
    with told.open() as warehouse:
        assert history_quality(warehouse) == HistoryQuality(
            stages=Kept(1, 1, 1),
            amounts=Kept(1, 1, 1),
            owners=Kept(0, 0, 3),
            positions=Kept(1, 0, 1),
            median_uncertain_days=7.0,
        )


def test_nothing_is_known_of_nothing(tmp_path: Path) -> None:
    company = Company(tmp_path / "company")
    company.put("accounts", [{"id": "a1"}])
    company.build()
    with company.open() as warehouse:
        quality = history_quality(warehouse)
        assert quality.stages == quality.positions == Kept(0, 0, 0)
        assert quality.stages.share("recorded") is None
        assert quality.median_uncertain_days is None
        assert _count(warehouse) == 0


def _count(warehouse: Warehouse) -> int:
    return len(pipeline_as_of(warehouse, date(2026, 1, 1)).fetchall())
