"""The same panel in pandas, from the same files of a build.

Like `panel.sql`, it uses what these files guarantee. Only the columns that are needed are read, and
texts that come again are held as categories.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.panel_frames import CLOSED, DIALLED, KEYS, KINDS, same


def with_pandas(build: Path, today: str) -> Any:
    """The panel by pandas: a frame with one row a person and month."""
    return _Pandas(build, date.fromisoformat(today)).panel()


class _Pandas:
    """The panel in pandas: facts get a column for each thing that is added up, then one groupby."""

    def __init__(self, build: Path, today: date) -> None:
        import pandas as pd

        self.pd, self.build = pd, build
        self.today = pd.Timestamp(today)
        self.tomorrow = self.today + pd.Timedelta(days=1)
        deals = self.read(
            "opportunities",
            ["id", "owner_id", "kind", "amount_base_minor", "created_on", "close_on", "outcome"],
            texts=("id",),
        )
        self.deals = deals.rename(columns={"owner_id": "person_id", "amount_base_minor": "amount"})
        outcome = self.deals["outcome"].astype(str)
        self.deals["outcome"] = outcome.where(self.deals["close_on"] <= self.today, "open")
        owners = self.deals["person_id"].unique()
        self.org = self.read("org_history", ["person_id", "role", "from_on", "to_on", "manager_id"])
        sells = (self.org["role"] == "AE") | self.org["person_id"].isin(owners)
        self.sellers = self.org.loc[sells, ["person_id", "from_on", "to_on"]].copy()
        self.sellers["person_id"] = self.sellers["person_id"].astype(str)
        self.sellers["to_on"] = self.sellers["to_on"].fillna(self.tomorrow)

    def read(self, table: str, columns: list[str], texts: Iterable[str] = ()) -> Any:
        """A table, its texts as categories but for those in which hardly one comes again."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        files = sorted((self.build / table).glob("*.parquet"))
        names = {field.name for field in pq.read_schema(files[0]) if pa.types.is_string(field.type)}
        again = [name for name in columns if name in names and name not in texts]
        parts = [pq.read_table(file, columns=columns, read_dictionary=again) for file in files]
        return pa.concat_tables(parts).to_pandas(date_as_object=False, self_destruct=True)

    def by_month(self, facts: Any, day: str, **sums: Any) -> Any:
        pd = self.pd
        month = facts[day].to_numpy().astype("datetime64[M]").astype("datetime64[s]")
        frame = pd.DataFrame(
            {"person_id": facts["person_id"], "month": month, **sums}, index=facts.index
        )
        return frame.groupby(KEYS, observed=True, sort=False).sum()

    def here(self, facts: Any, day: str) -> Any:
        """Whether the person of each fact was employed as a seller on its day."""
        since = facts["person_id"].map(self.sellers.set_index("person_id")["from_on"])
        until = facts["person_id"].map(self.sellers.set_index("person_id")["to_on"])
        since, until = (self.pd.to_datetime(x.astype("datetime64[s]")) for x in (since, until))
        return (facts[day] >= since) & (facts[day] < until)

    def created(self) -> Any:
        deals = self.deals
        still = deals["outcome"] == "open"
        until = deals["close_on"].where(~still, self.today)
        return self.by_month(
            deals,
            "created_on",
            opportunities_created=1,
            created_amount=deals["amount"],
            cycle_length=(until - deals["created_on"]).dt.days,
            cycle_length_m=~still,
            new_business_share=deals["kind"] == "new",
        )

    def closed(self) -> Any:
        deals = self.deals[self.deals["outcome"] != "open"]
        won, lost = (deals["outcome"] == name for name in ("won", "lost"))
        amount, here = deals["amount"], self.here(deals, "close_on")
        return self.by_month(
            deals,
            "close_on",
            won_deals=won,
            lost_deals=lost,
            no_decision_deals=deals["outcome"] == "no_decision",
            bookings=amount * won,
            average_lost_size=amount * lost,
            new_bookings=amount * (won & (deals["kind"] == "new")),
            expansion_bookings=amount * (won & (deals["kind"] == "expansion")),
            won_cycle=(deals["close_on"] - deals["created_on"]).dt.days * won,
            revenue_per_rep=amount * (won & here),
        )

    def stays(self) -> Any:
        columns = ["opportunity_id", "stage", "entered_on", "left_on", "next_stage"]
        stays = self.read("stage_history", columns, texts=("opportunity_id",))
        stays = stays[(stays["entered_on"] <= self.today) & ~stays["stage"].isin(CLOSED)]
        deals = self.deals[["id", "person_id", "outcome", "close_on"]]
        stays = stays.merge(deals, left_on="opportunity_id", right_on="id")
        moves = (stays["left_on"] <= self.today) & (stays["next_stage"] != "Closed Lost")
        advanced = moves | (stays["outcome"] == "won")
        known = stays["close_on"].where(stays["outcome"] != "open", self.today)
        days = stays["left_on"].where(moves, known) - stays["entered_on"]
        return self.by_month(
            stays,
            "entered_on",
            stage_conversion=advanced,
            stage_conversion_m=advanced | (stays["outcome"] == "lost"),
            time_in_stage=days.dt.days.clip(lower=0),
        )

    def done(self) -> list[Any]:
        columns = ["person_id", "occurred_on", "kind", "result", "opportunity_id", "direction"]
        facts = self.read("activities", [*columns, "account_id", "minutes"])
        here, result = self.here(facts, "occurred_on"), facts["result"]
        is_kind = {name: facts["kind"] == name for name in KINDS}
        meets = is_kind["meeting"] | is_kind["demo"]
        sums = self.by_month(
            facts,
            "occurred_on",
            activities=1,
            **{f"{name}s": kind for name, kind in is_kind.items()},
            connect_rate=is_kind["call"] & (result == "Connected"),
            connect_rate_m=is_kind["call"] & result.isin(DIALLED),
            meeting_held_rate=meets & (result == "Held"),
            no_show_rate=meets & (result == "No Show"),
            deal_activity_share=facts["opportunity_id"].notna(),
            outbound_share=facts["direction"] == "out",
            outbound_share_m=facts["direction"].notna(),
            calls_per_rep_week=is_kind["call"] & here,
            meetings_per_rep_week=is_kind["meeting"] & here,
            selling_minutes_per_rep_week=facts["minutes"].where((is_kind["call"] | meets) & here),
        )
        facts["month"] = facts["occurred_on"].to_numpy().astype("datetime64[M]").astype("M8[s]")
        touched = facts[[*KEYS, "account_id"]].drop_duplicates()
        accounts = touched.groupby(KEYS, observed=True, sort=False).size()
        return [sums, accounts.rename("accounts_touched").to_frame()]

    def learning(self) -> list[Any]:
        columns = ["person_id", "course_id", "verb", "occurred_on", "score", "passed", "minutes"]
        facts = self.read("learning_events", columns)
        here = self.here(facts, "occurred_on")
        sums = self.by_month(
            facts,
            "occurred_on",
            quiz_score=facts["score"],
            quiz_score_m=facts["score"].notna(),
            active_learners=here,
            learning_minutes_per_rep_month=facts["minutes"].where(here),
        )
        sums["active_learners"] = (sums["active_learners"] > 0).astype("int64")
        course = ["person_id", "course_id"]
        tried = facts[facts["verb"].isin(["passed", "failed"])]
        well = (tried["passed"] == True).groupby(  # noqa: E712 - the column has gaps
            [tried[name] for name in (*course, "occurred_on")], observed=True, sort=False
        )
        days = well.any().rename("well").reset_index()
        attempts = self.by_month(days, "occurred_on", pass_rate=days["well"], pass_rate_m=1)
        done = facts["verb"].isin(["completed", "passed"])
        groups = [facts[name] for name in course]
        began = facts["occurred_on"].groupby(groups, observed=True, sort=False).min()
        ends = facts.loc[done, "occurred_on"].groupby(
            [facts.loc[done, name] for name in course], observed=True, sort=False
        )
        courses = began.rename("began_on").to_frame().join(ends.min().rename("finished_on"))
        courses = courses.reset_index()
        over = courses["finished_on"].notna()
        begun = self.by_month(courses, "began_on", course_completion=over, course_completion_m=1)
        finished = self.by_month(courses[over], "finished_on", completions=1)
        return [sums, attempts, begun, finished]

    def quotas(self) -> Any:
        pd = self.pd
        quotas = self.read("quotas", ["person_id", "from_on", "to_on", "amount_base_minor"])
        quotas["person_id"] = quotas["person_id"].astype(str)
        idle = quotas[~quotas["person_id"].isin(self.deals["person_id"].unique())]
        teams = self.org[["manager_id", "from_on", "to_on"]].astype({"manager_id": str})
        led = idle.merge(teams, left_on="person_id", right_on="manager_id", suffixes=("", "_team"))
        ends = led["to_on_team"].fillna(pd.Timestamp.max)
        led = led[(led["from_on_team"] < led["to_on"]) & (ends > led["from_on"])]
        rolled = pd.MultiIndex.from_frame(led[["person_id", "from_on"]])
        quotas = quotas[~pd.MultiIndex.from_frame(quotas[["person_id", "from_on"]]).isin(rolled)]
        whole = (quotas["to_on"] - quotas["from_on"]).dt.days
        parts, start = [], quotas["from_on"]
        while (left := start < quotas["to_on"]).any():
            stop = start + pd.DateOffset(months=1)
            stop = stop.where(stop < quotas["to_on"], quotas["to_on"])
            amount = quotas["amount_base_minor"]
            before, after = (amount * (day - quotas["from_on"]).dt.days // whole
                             for day in (start, stop))  # fmt: skip
            part = pd.DataFrame(
                {"person_id": quotas["person_id"], "month": start, "attainment_m": after - before}
            )
            parts.append(part[left & (start <= self.today)])
            start = stop
        return pd.concat(parts).set_index(KEYS)

    def presence(self) -> Any:
        pd = self.pd
        since = self.sellers["from_on"].to_numpy().astype("datetime64[M]")
        first = since.min().astype("datetime64[s]")
        months = pd.DataFrame({"month": pd.date_range(first, self.today, freq="MS")})
        rows = self.sellers.merge(months, how="cross")
        end = rows["month"] + pd.DateOffset(months=1)
        end = end.where(end < self.tomorrow, self.tomorrow)
        rows = rows.assign(end=end)[(rows["to_on"] > rows["month"]) & (rows["from_on"] < end)]
        last = rows["to_on"].where(rows["to_on"] < rows["end"], rows["end"])

        def from_first(day: Any) -> Any:
            return rows["month"].where(rows["month"] > day, day)

        def days(start: Any) -> Any:
            begin = start.where(start > rows["from_on"], rows["from_on"])
            return (last - begin).dt.days.clip(lower=0)

        done, learned = (
            self.read(table, ["occurred_on"])["occurred_on"].min()
            for table in ("activities", "learning_events")
        )
        won = self.deals.loc[self.deals["outcome"] == "won", "close_on"].min()
        whole = (rows["end"] - from_first(won)).dt.days
        rows = rows.assign(
            present=days(rows["month"]),
            calls_per_rep_week_m=days(from_first(done)) / 7,
            active_learners_m=(days(from_first(learned)) > 0).astype("int64"),
            learning_minutes_per_rep_month_m=days(from_first(learned)) / 30.4375,
            revenue_per_rep_m=(days(from_first(won)) / whole).where(whole > 0),
        )
        return rows.drop(columns=["from_on", "to_on", "end"]).set_index(KEYS)

    def panel(self) -> Any:
        parts = [self.presence(), self.created(), self.closed(), self.stays(), *self.done()]
        parts += [*self.learning(), self.quotas()]
        parts = [part.reset_index().astype({"person_id": str}) for part in parts]
        parts = [part.assign(month=part["month"].astype("datetime64[s]")) for part in parts]
        parts = [part.set_index(KEYS) for part in parts]
        found = self.pd.concat(parts, axis=1)
        found["attainment"] = found["bookings"].where(found["attainment_m"].notna())
        found = found.fillna(0)
        return found.assign(**same(found.__getitem__)).sort_index().reset_index()
