"""The same panel in polars, from the same files of a build, as lazy frames and a query a part.

Like `panel.sql`, it uses what these files guarantee.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.panel_frames import CLOSED, DIALLED, FAR, KEYS, KINDS, same


def with_polars(build: Path, today: str) -> Any:
    """The panel by polars: a frame with one row a person and month."""
    return _Polars(build, date.fromisoformat(today)).panel()


class _Polars:
    """The panel in polars: each part is a frame of sums by person and month."""

    def __init__(self, build: Path, today: date) -> None:
        import polars as pl

        self.pl, self.build, self.today = pl, build, today
        outcome = pl.when(pl.col("close_on") <= today).then("outcome").otherwise(pl.lit("open"))
        columns = ["id", "owner_id", "kind", "amount_base_minor", "created_on", "close_on"]
        deals = self.read("opportunities").select(*columns, outcome.alias("outcome")).collect()
        self.deals = deals.rename({"owner_id": "person_id", "amount_base_minor": "amount"})
        self.org = self.read("org_history").collect()
        self.sellers = self.org.filter(
            (pl.col("role") == "AE") | pl.col("person_id").is_in(self.owners.implode())
        ).select("person_id", "from_on", pl.col("to_on").fill_null(self.tomorrow))

    @property
    def tomorrow(self) -> date:
        return self.today + timedelta(days=1)

    @property
    def owners(self) -> Any:
        return self.deals["person_id"].unique()

    def read(self, table: str) -> Any:
        return self.pl.scan_parquet(self.build / table / "*.parquet")

    def by_month(self, facts: Any, day: str, **sums: Any) -> Any:
        month = self.pl.col(day).dt.truncate("1mo").alias("month")
        return facts.lazy().group_by("person_id", month).agg(**sums).collect(engine="streaming")

    def here(self, facts: Any, day: str) -> Any:
        """Facts, with whether their person was employed as a seller on their day."""
        pl = self.pl
        inside = (pl.col(day) >= pl.col("from_on")) & (pl.col(day) < pl.col("to_on"))
        return facts.join(self.sellers.lazy(), on="person_id", how="left").with_columns(
            here=inside.fill_null(value=False)
        )

    def created(self) -> Any:
        pl = self.pl
        still = pl.col("outcome") == "open"
        until = pl.when(still).then(self.today).otherwise("close_on")
        return self.by_month(
            self.deals,
            "created_on",
            opportunities_created=pl.len(),
            created_amount=pl.col("amount").sum(),
            cycle_length=(until - pl.col("created_on")).dt.total_days().sum(),
            cycle_length_m=(~still).sum(),
            new_business_share=(pl.col("kind") == "new").sum(),
        )

    def closed(self) -> Any:
        pl = self.pl
        won, lost = (pl.col("outcome") == name for name in ("won", "lost"))
        amount = pl.col("amount")
        days = (pl.col("close_on") - pl.col("created_on")).dt.total_days()
        closed = self.here(self.deals.lazy().filter(pl.col("outcome") != "open"), "close_on")
        return self.by_month(
            closed,
            "close_on",
            won_deals=won.sum(),
            lost_deals=lost.sum(),
            no_decision_deals=(pl.col("outcome") == "no_decision").sum(),
            bookings=amount.filter(won).sum(),
            average_lost_size=amount.filter(lost).sum(),
            new_bookings=amount.filter(won & (pl.col("kind") == "new")).sum(),
            expansion_bookings=amount.filter(won & (pl.col("kind") == "expansion")).sum(),
            won_cycle=days.filter(won).sum(),
            revenue_per_rep=amount.filter(won & pl.col("here")).sum(),
        )

    def stays(self) -> Any:
        pl = self.pl
        moves = (pl.col("left_on") <= self.today) & (pl.col("next_stage") != "Closed Lost")
        history = self.read("stage_history").filter(
            pl.col("entered_on") <= self.today, ~pl.col("stage").is_in(CLOSED)
        )
        deals = self.deals.lazy().select("id", "person_id", "outcome", "close_on")
        joined = history.select(
            "opportunity_id", "entered_on", moved_on=pl.when(moves).then("left_on")
        ).join(deals, left_on="opportunity_id", right_on="id")
        known = pl.when(pl.col("outcome") == "open").then(self.today).otherwise("close_on")
        days = pl.col("moved_on").fill_null(known) - pl.col("entered_on")
        advanced = pl.col("moved_on").is_not_null() | (pl.col("outcome") == "won")
        return self.by_month(
            joined,
            "entered_on",
            stage_conversion=advanced.sum(),
            stage_conversion_m=(advanced | (pl.col("outcome") == "lost")).sum(),
            time_in_stage=days.dt.total_days().clip(0).sum(),
        )

    def done(self) -> Any:
        pl = self.pl
        is_kind = {name: pl.col("kind") == name for name in KINDS}
        meets = is_kind["meeting"] | is_kind["demo"]
        result = pl.col("result")
        counts = {f"{name}s": (kind).sum() for name, kind in is_kind.items()}
        return self.by_month(
            self.here(self.read("activities"), "occurred_on"),
            "occurred_on",
            activities=pl.len(),
            **counts,
            connect_rate=(is_kind["call"] & (result == "Connected")).sum(),
            connect_rate_m=(is_kind["call"] & result.is_in(DIALLED)).sum(),
            meeting_held_rate=(meets & (result == "Held")).sum(),
            no_show_rate=(meets & (result == "No Show")).sum(),
            deal_activity_share=pl.col("opportunity_id").count(),
            outbound_share=(pl.col("direction") == "out").sum(),
            outbound_share_m=pl.col("direction").count(),
            accounts_touched=pl.col("account_id").n_unique(),
            calls_per_rep_week=(is_kind["call"] & pl.col("here")).sum(),
            meetings_per_rep_week=(is_kind["meeting"] & pl.col("here")).sum(),
            selling_minutes_per_rep_week=pl.col("minutes")
            .filter((is_kind["call"] | meets) & pl.col("here"))
            .sum(),
        )

    def learned(self) -> Any:
        pl = self.pl
        return self.by_month(
            self.here(self.read("learning_events"), "occurred_on"),
            "occurred_on",
            quiz_score=pl.col("score").sum(),
            quiz_score_m=pl.col("score").count(),
            active_learners=pl.col("here").any().cast(pl.Int64),
            learning_minutes_per_rep_month=pl.col("minutes").filter("here").sum(),
        )

    def attempts(self) -> Any:
        pl = self.pl
        days = (
            self.read("learning_events")
            .filter(pl.col("verb").is_in(["passed", "failed"]))
            .group_by("person_id", "course_id", "occurred_on")
            .agg(well=pl.col("passed").any())
        )
        return self.by_month(
            days, "occurred_on", pass_rate=pl.col("well").sum(), pass_rate_m=pl.len()
        )

    def courses(self) -> list[Any]:
        pl = self.pl
        day = pl.col("occurred_on")
        courses = (
            self.read("learning_events")
            .group_by("person_id", "course_id")
            .agg(
                began_on=day.min(),
                finished_on=day.filter(pl.col("verb").is_in(["completed", "passed"])).min(),
            )
            .collect(engine="streaming")
        )
        ends = {"course_completion": pl.col("finished_on").count(), "course_completion_m": pl.len()}
        finished = courses.drop_nulls("finished_on")
        return [
            self.by_month(courses, "began_on", **ends),
            self.by_month(finished, "finished_on", completions=pl.len()),
        ]

    def quotas(self) -> Any:
        pl = self.pl
        quotas = self.read("quotas").select(
            "person_id", "from_on", "to_on", quota="amount_base_minor"
        )
        teams = self.org.lazy().select("manager_id", team_from="from_on", team_to="to_on")
        led = quotas.join(teams, left_on="person_id", right_on="manager_id").filter(
            pl.col("team_from") < pl.col("to_on"),
            pl.col("team_to").fill_null(FAR) > pl.col("from_on"),
            ~pl.col("person_id").is_in(self.owners.implode()),
        )
        quotas = quotas.join(led, on=["person_id", "from_on"], how="anti")
        months = pl.date_ranges("from_on", "to_on", "1mo", closed="left").alias("month")
        whole = (pl.col("to_on") - pl.col("from_on")).dt.total_days()
        ends = pl.min_horizontal(pl.col("month").dt.offset_by("1mo"), "to_on")

        def until(day: Any) -> Any:
            return pl.col("quota") * (day - pl.col("from_on")).dt.total_days() // whole

        cut = quotas.with_columns(months).explode("month").filter(pl.col("month") <= self.today)
        return cut.select(*KEYS, attainment_m=until(ends) - until(pl.col("month"))).collect()

    def presence(self) -> Any:
        pl = self.pl
        month = pl.col("month")
        first = pl.col("from_on").dt.truncate("1mo")
        months = pl.date_ranges(first, "to_on", "1mo", closed="left").alias("month")
        rows = self.sellers.with_columns(months).explode("month")
        rows = rows.with_columns(
            end=pl.min_horizontal(month.dt.offset_by("1mo"), pl.lit(self.tomorrow))
        )

        def days(start: Any) -> Any:
            since = pl.max_horizontal("from_on", start)
            return (pl.min_horizontal("to_on", "end") - since).dt.total_days().clip(0)

        def from_first(day: date) -> Any:
            return pl.max_horizontal("month", pl.lit(day))

        done, learned = (
            self.read(table).select(pl.col("occurred_on").min()).collect().item()
            for table in ("activities", "learning_events")
        )
        won = self.deals.filter(pl.col("outcome") == "won")["close_on"].min()
        whole = (pl.col("end") - from_first(won)).dt.total_days()
        return rows.select(
            *KEYS,
            present=days(month),
            calls_per_rep_week_m=days(from_first(done)) / 7,
            active_learners_m=(days(from_first(learned)) > 0).cast(pl.Int64),
            learning_minutes_per_rep_month_m=days(from_first(learned)) / 30.4375,
            revenue_per_rep_m=pl.when(whole > 0).then(days(from_first(won)) / whole),
        )

    def panel(self) -> Any:
        pl = self.pl
        parts = [self.presence(), self.created(), self.closed(), self.stays(), self.done()]
        parts += [self.learned(), self.attempts(), *self.courses(), self.quotas()]
        found = parts[0]
        for part in parts[1:]:
            found = found.join(part, on=KEYS, how="full", coalesce=True)
        quota = pl.when(pl.col("attainment_m").is_not_null()).then("bookings")
        found = found.with_columns(attainment=quota).fill_null(0)
        return found.with_columns(**same(pl.col)).sort(KEYS)
