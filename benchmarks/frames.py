"""The same main job in pandas and in polars: the four large tables, typed, looked up and cut.

What `handwritten.sql` does for activities, learning events, opportunities and their stages is done
here with the columns' own operations, as the libraries' guides teach it: ids with their system in
front, texts trimmed and words for nothing emptied, impossible dates and unknown currencies left
out, the last of rows with the same key, people looked up, a deal's stays in order, amounts in minor
units and in the reporting currency, and one Parquet file a month. Small tables are left out, which
favours pandas and polars by about a second.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

NOTHING = ["", "NULL", "null", "?"]
KINDS = {"New Business": "new", "Expansion": "expansion", "Renewal": "renewal"}
DIRECTIONS = {"outbound": "out", "inbound": "in"}
CURRENCIES = ["USD", "EUR", "GBP"]
ZONE = "Europe/Berlin"
UNIT = 10_000
"""Rates have four decimals, so that amounts can be converted in whole numbers, exactly."""
STAGE_KEY = ["OpportunityId", "CreatedDate", "StageName"]


def half_even(amount: Any) -> Any:
    """A column of whole numbers over UNIT, rounded to whole ones; a half to the even one."""
    whole = amount // UNIT
    odd = whole - whole // 2 * 2
    return (amount + UNIT // 2 - 1 + odd) // UNIT


def with_pandas(raw: Path, out: Path) -> None:
    """All four tables with pandas, its texts held by Arrow."""
    job = _Pandas(raw, out)
    job.activities()
    job.learning_events()
    job.opportunities()
    job.stage_history()


class _Pandas:
    """The job in pandas."""

    def __init__(self, raw: Path, out: Path) -> None:
        import pandas as pd

        self.pd, self.raw, self.out = pd, raw, out
        self.people = self._people()
        self.rates = self._rates()

    def read(self, name: str) -> Any:
        return self.pd.read_parquet(self.raw / f"{name}.parquet", dtype_backend="pyarrow")

    def _people(self) -> Any:
        crm, hr, lms = (self.read(x) for x in ("users", "hr_employees", "lms_learners"))
        mails = self.pd.concat(
            [
                self.pd.DataFrame({"ref": "hr:" + hr.employee_id, "mail": hr.email.str.lower()}),
                self.pd.DataFrame({"ref": "crm:" + crm.Id, "mail": crm.Email.str.lower()}),
                self.pd.DataFrame({"ref": "lms:" + lms.learner_id, "mail": lms.email.str.lower()}),
            ]
        )
        mails["person_id"] = "person:" + mails.groupby("mail").ref.transform("first")
        return mails.set_index("ref").person_id

    def _rates(self) -> Any:
        rates = self.read("exchange_rates")
        days = self.pd.date_range("2023-11-01", "2031-12-31").to_series(name="on_day")
        known = self.pd.DataFrame({"on_day": days.dt.date, "at": days})
        found = []
        for code, rows in rates.groupby("currency"):
            rows = rows.assign(at=self.pd.to_datetime(rows.from_on)).sort_values("at")  # noqa: PLW2901
            rows["factor"] = (rows.rate * UNIT).round()
            spread = self.pd.merge_asof(known.sort_values("at"), rows[["at", "factor"]], on="at")
            found.append(spread.assign(currency=str(code)))
        return self.pd.concat(found)[["currency", "on_day", "factor"]].astype(
            {
                "currency": "string[pyarrow]",
                "on_day": "date32[pyarrow]",
                "factor": "int64[pyarrow]",
            }
        )

    def told(self, text: Any) -> Any:
        plain = text.str.strip()
        return plain.mask(plain.isin(NOTHING))

    def word(self, text: Any) -> Any:
        return self.told(text).str.lower().str.replace(" ", "_", regex=False)

    def given(self, system: str, text: Any) -> Any:
        plain = text.str.strip()
        return system + ":" + plain.mask(plain == "")

    def moments(self, rows: Any, name: str, column: Any) -> None:
        rows[f"{name}_at"] = column.dt.tz_convert("UTC").dt.tz_localize(None)
        day = column.dt.tz_convert(ZONE).dt.date
        rows[f"{name}_on"] = day.where((day >= date(1900, 1, 1)) & (day <= date(2200, 1, 1)))
        rows[f"{name}_zone"] = ZONE

    def traced(self, rows: Any, system: str) -> None:
        rows["system"], rows["load_id"] = system, "000001"

    def converted(self, rows: Any, on_day: str) -> Any:
        code = self.told(rows.currency).str.upper()
        rows["currency"] = code.where(code.isin(CURRENCIES))
        rates = self.rates.rename(columns={"on_day": on_day})
        rows = rows.merge(rates, how="left", on=["currency", on_day])
        exact = rows.amount_minor * rows.pop("factor").where(rows.currency != "USD", UNIT)
        rows["amount_base_minor"] = half_even(exact)
        return rows

    def month_start(self, day: Any) -> Any:
        month = day.astype("datetime64[us]").to_numpy().astype("datetime64[M]")
        return self.pd.Series(month.astype("datetime64[s]"), index=day.index)

    def write(self, table: str, rows: Any, day: str) -> None:
        folder = self.out / table
        folder.mkdir(parents=True)
        month = rows[day].astype("string[pyarrow]").str.slice(0, 7).fillna("0")
        for part, chosen in rows.groupby(month, sort=False):
            chosen.to_parquet(folder / f"{part}.parquet", index=False)

    def activities(self) -> None:
        raw = self.read("activities")
        raw["line"] = range(1, len(raw) + 1)
        raw = raw.drop_duplicates("Id", keep="last")
        rows = self.pd.DataFrame({"id": self.given("crm", raw.Id), "kind": self.word(raw.Type)})
        rows["person_ref"] = self.given("crm", raw.OwnerId)
        rows["person_id"] = rows.person_ref.map(self.people)
        for name, source in (("account", "AccountId"), ("opportunity", "WhatId")):
            rows[f"{name}_id"] = self.given("crm", raw[source])
        rows["contact_id"] = self.given("crm", raw.WhoId)
        self.moments(rows, "occurred", raw.ActivityDate)
        rows["minutes"] = raw.DurationInMinutes.astype("float64[pyarrow]")
        rows["direction"] = self.word(raw.CallType).map(DIRECTIONS)
        rows["result"], rows["subject"] = self.told(raw.CallDisposition), self.told(raw.Subject)
        rows["quality"], rows["line"] = raw.QualityScore, raw.line
        self.traced(rows, "crm")
        self.write("activities", rows.dropna(subset=["id", "occurred_on"]), "occurred_on")

    def learning_events(self) -> None:
        raw = self.read("lms_statements")
        raw["line"] = range(1, len(raw) + 1)
        raw = raw.drop_duplicates("statement_id", keep="last")
        rows = self.pd.DataFrame({"id": self.given("lms", raw.statement_id)})
        rows["person_ref"] = self.given("lms", raw.actor)
        rows["person_id"] = rows.person_ref.map(self.people)
        rows["verb"], rows["course_id"] = self.word(raw.verb), self.given("lms", raw.object)
        self.moments(rows, "occurred", raw.timestamp)
        for name, source in (("score", "score"), ("passed", "success"), ("progress", "progress")):
            rows[name] = raw[source]
        rows["minutes"], rows["parent_id"] = raw.minutes, self.given("lms", raw.parent)
        rows["line"] = raw.line
        self.traced(rows, "lms")
        needed = ["id", "person_ref", "verb", "course_id", "occurred_on"]
        self.write("learning_events", rows.dropna(subset=needed), "occurred_on")

    def opportunities(self) -> None:
        raw = self.read("opportunities")
        raw["line"] = range(1, len(raw) + 1)
        raw = raw.drop_duplicates("Id", keep="last")
        raw = raw[~raw.IsDeleted.fillna(False)].reset_index(drop=True)
        rows = self.pd.DataFrame({"id": self.given("crm", raw.Id), "name": self.told(raw.Name)})
        rows["account_id"] = self.given("crm", raw.AccountId)
        rows["owner_ref"] = self.given("crm", raw.OwnerId)
        rows["owner_id"] = rows.owner_ref.map(self.people)
        rows["stage"] = self.told(raw.StageName)
        rows["outcome"] = "open"
        rows.loc[raw.IsClosed, "outcome"] = "lost"
        rows.loc[raw.IsWon, "outcome"] = "won"
        rows["amount_minor"] = (raw.Amount * 100).astype("int64[pyarrow]")
        rows["discount"], rows["probability"] = raw.DiscountPct * 0.01, raw.Probability * 0.01
        rows["currency"] = raw.CurrencyIsoCode
        self.moments(rows, "created", raw.CreatedDate)
        rows["close_on"], rows["next_step_on"] = raw.CloseDate, raw.NextStepDate
        closed = self.pd.to_datetime(rows.close_on) - self.pd.to_datetime(rows.created_on)
        rows["cycle_days"] = closed.dt.days.where(closed.dt.days >= 0)
        rows["product_id"] = self.given("crm", raw.Product2Id)
        rows["campaign_id"] = self.given("crm", raw.CampaignId)
        rows["kind"] = self.told(raw.Type).replace(KINDS)
        rows["forecast_category"] = self.word(raw.ForecastCategoryName)
        for name in ("LeadSource", "NextStep", "Competitor", "LossReason", "Segment", "Region"):
            rows[name.lower()] = self.told(raw[name])
        rows["line"] = raw.line
        self.traced(rows, "crm")
        rows = self.converted(rows.dropna(subset=["id"]), "close_on")
        self.write("opportunities", rows, "created_on")

    def stage_history(self) -> None:
        raw = self.read("opportunity_history")
        raw["line"] = range(1, len(raw) + 1)
        raw = raw.drop_duplicates(STAGE_KEY, keep="last").reset_index(drop=True)
        rows = self.pd.DataFrame({"opportunity_id": self.given("crm", raw.OpportunityId)})
        rows["stage"] = self.told(raw.StageName)
        self.moments(rows, "entered", raw.CreatedDate)
        rows["amount_minor"] = (raw.Amount * 100).astype("int64[pyarrow]")
        rows["currency"], rows["close_on"] = raw.CurrencyIsoCode, raw.CloseDate
        rows["probability"] = raw.Probability * 0.01
        rows["changed_by_ref"] = self.given("crm", raw.CreatedById)
        rows["changed_by_id"] = rows.changed_by_ref.map(self.people)
        rows["line"] = raw.line
        self.traced(rows, "crm")
        rows = rows.dropna(subset=["opportunity_id", "entered_on"])
        rows = rows.sort_values(["opportunity_id", "entered_at", "line"], ignore_index=True)
        deals = rows.groupby("opportunity_id", sort=False)
        rows = rows[rows.stage.notna() & (rows.stage != deals.stage.shift(1)).fillna(True)]
        deals = rows.groupby("opportunity_id", sort=False)
        rows = rows.assign(
            left_at=deals.entered_at.shift(-1),
            left_on=deals.entered_on.shift(-1),
            next_stage=deals.stage.shift(-1),
            step=deals.cumcount() + 1,
            cohort_on=self.month_start(deals.entered_on.transform("first")),
            inferred=False,
            uncertain_days=0,
        )
        self.write("stage_history", self.converted(rows, "entered_on"), "cohort_on")


def with_polars(raw: Path, out: Path) -> None:
    """All four tables with polars, lazily and streaming where it can."""
    job = _Polars(raw, out)
    job.activities()
    job.learning_events()
    job.opportunities()
    job.stage_history()


class _Polars:
    """The job in polars."""

    def __init__(self, raw: Path, out: Path) -> None:
        import polars as pl

        self.pl, self.raw, self.out = pl, raw, out
        self.people = self._people()
        self.rates = self._rates()

    def scan(self, name: str) -> Any:
        rows = self.pl.scan_parquet(self.raw / f"{name}.parquet")
        return rows.with_row_index("line", offset=1)

    def _people(self) -> Any:
        pl = self.pl
        mails = pl.concat(
            self.scan(name)
            .select(
                ref=pl.lit(f"{system}:") + pl.col(key),
                mail=pl.col(mail).str.to_lowercase(),
            )
            .collect()
            for name, system, key, mail in (
                ("hr_employees", "hr", "employee_id", "email"),
                ("users", "crm", "Id", "Email"),
                ("lms_learners", "lms", "learner_id", "email"),
            )
        )
        first = pl.lit("person:") + pl.col("ref").first().over("mail")
        return mails.select("ref", person_id=first).lazy()

    def _rates(self) -> Any:
        pl = self.pl
        rates = self.scan("exchange_rates").select("currency", "from_on", "rate").collect()
        days = pl.date_range(
            pl.date(2023, 11, 1), pl.date(2031, 12, 31), eager=True, interval="1d"
        ).alias("on_day")
        grid = pl.DataFrame(days).join(rates.select("currency").unique(), how="cross")
        return (
            grid.sort("on_day")
            .join_asof(
                rates.sort("from_on"),
                left_on="on_day",
                right_on="from_on",
                by="currency",
                check_sortedness=False,
            )
            .select("currency", "on_day", factor=(pl.col("rate") * UNIT).round().cast(pl.Int64))
            .lazy()
        )

    def told(self, name: str) -> Any:
        plain = self.pl.col(name).str.strip_chars()
        return self.pl.when(~plain.is_in(NOTHING)).then(plain)

    def word(self, name: str) -> Any:
        return self.told(name).str.to_lowercase().str.replace_all(" ", "_", literal=True)

    def given(self, system: str, name: str) -> Any:
        plain = self.pl.col(name).str.strip_chars()
        return self.pl.lit(f"{system}:") + self.pl.when(plain != "").then(plain)

    def moments(self, name: str, column: str) -> dict[str, Any]:
        pl = self.pl
        day = pl.col(column).dt.convert_time_zone(ZONE).dt.date()
        fits = day.is_between(pl.date(1900, 1, 1), pl.date(2200, 1, 1))
        return {
            f"{name}_at": pl.col(column).dt.convert_time_zone("UTC").dt.replace_time_zone(None),
            f"{name}_on": pl.when(fits).then(day),
            f"{name}_zone": pl.lit(ZONE),
        }

    def traced(self, system: str) -> dict[str, Any]:
        return {"system": self.pl.lit(system), "load_id": self.pl.lit("000001")}

    def minor(self, name: str) -> Any:
        return (self.pl.col(name) * 100).cast(self.pl.Int64)

    def looked_up(self, rows: Any, name: str) -> Any:
        people = self.people.rename({"ref": f"{name}_ref", "person_id": f"{name}_id"})
        return rows.join(people, on=f"{name}_ref", how="left")

    def converted(self, rows: Any, on_day: str) -> Any:
        pl = self.pl
        code = self.told("currency").str.to_uppercase()
        rows = rows.with_columns(currency=pl.when(code.is_in(CURRENCIES)).then(code))
        rates = self.rates.rename({"on_day": on_day})
        factor = pl.when(pl.col("currency") == "USD").then(UNIT).otherwise(pl.col("factor"))
        return (
            rows.join(rates, on=["currency", on_day], how="left")
            .with_columns(amount_base_minor=half_even(pl.col("amount_minor") * factor))
            .drop("factor")
        )

    def write(self, table: str, rows: Any, day: str) -> None:
        pl = self.pl
        month = (pl.col(day).dt.year() * 100 + pl.col(day).dt.month()).fill_null(0)
        rows.with_columns(part=month).sink_parquet(
            pl.PartitionBy(self.out / table, key="part", include_key=False),
            mkdir=True,
            compression="snappy",
        )

    def activities(self) -> None:
        pl, rows = self.pl, self.scan("activities")
        rows = rows.unique("Id", keep="last").select(
            id=self.given("crm", "Id"),
            kind=self.word("Type"),
            person_ref=self.given("crm", "OwnerId"),
            account_id=self.given("crm", "AccountId"),
            opportunity_id=self.given("crm", "WhatId"),
            contact_id=self.given("crm", "WhoId"),
            **self.moments("occurred", "ActivityDate"),
            minutes=pl.col("DurationInMinutes").cast(pl.Float64),
            direction=self.word("CallType").replace_strict(DIRECTIONS, default=None),
            result=self.told("CallDisposition"),
            subject=self.told("Subject"),
            quality=pl.col("QualityScore").fill_nan(None),
            line="line",
            **self.traced("crm"),
        )
        rows = rows.drop_nulls(["id", "occurred_on"])
        self.write("activities", self.looked_up(rows, "person"), "occurred_on")

    def learning_events(self) -> None:
        pl, rows = self.pl, self.scan("lms_statements")
        rows = rows.unique("statement_id", keep="last").select(
            id=self.given("lms", "statement_id"),
            person_ref=self.given("lms", "actor"),
            verb=self.word("verb"),
            course_id=self.given("lms", "object"),
            **self.moments("occurred", "timestamp"),
            score=pl.col("score").fill_nan(None),
            passed="success",
            progress=pl.col("progress").fill_nan(None),
            minutes=pl.col("minutes").fill_nan(None),
            parent_id=self.given("lms", "parent"),
            line="line",
            **self.traced("lms"),
        )
        rows = rows.drop_nulls(["id", "person_ref", "verb", "course_id", "occurred_on"])
        self.write("learning_events", self.looked_up(rows, "person"), "occurred_on")

    def opportunities(self) -> None:
        pl, rows = self.pl, self.scan("opportunities")
        outcome = pl.when(pl.col("IsWon")).then(pl.lit("won"))
        outcome = outcome.when(pl.col("IsClosed")).then(pl.lit("lost")).otherwise(pl.lit("open"))
        rows = rows.unique("Id", keep="last").filter(~pl.col("IsDeleted").fill_null(False))
        rows = rows.select(
            id=self.given("crm", "Id"),
            name=self.told("Name"),
            account_id=self.given("crm", "AccountId"),
            owner_ref=self.given("crm", "OwnerId"),
            stage=self.told("StageName"),
            outcome=outcome,
            amount_minor=self.minor("Amount"),
            currency="CurrencyIsoCode",
            discount=pl.col("DiscountPct").fill_nan(None) * 0.01,
            probability=pl.col("Probability").fill_nan(None) * 0.01,
            **self.moments("created", "CreatedDate"),
            close_on="CloseDate",
            next_step_on="NextStepDate",
            product_id=self.given("crm", "Product2Id"),
            campaign_id=self.given("crm", "CampaignId"),
            kind=self.told("Type").replace(KINDS),
            forecast_category=self.word("ForecastCategoryName"),
            channel=self.told("LeadSource"),
            next_step=self.told("NextStep"),
            competitor=self.told("Competitor"),
            loss_reason=self.told("LossReason"),
            segment=self.told("Segment"),
            region=self.told("Region"),
            line="line",
            **self.traced("crm"),
        )
        days = (pl.col("close_on") - pl.col("created_on")).dt.total_days()
        rows = rows.with_columns(cycle_days=pl.when(days >= 0).then(days)).drop_nulls("id")
        rows = self.converted(self.looked_up(rows, "owner"), "close_on")
        self.write("opportunities", rows, "created_on")

    def stage_history(self) -> None:
        pl, rows = self.pl, self.scan("opportunity_history")
        rows = rows.unique(STAGE_KEY, keep="last").select(
            opportunity_id=self.given("crm", "OpportunityId"),
            stage=self.told("StageName"),
            **self.moments("entered", "CreatedDate"),
            amount_minor=self.minor("Amount"),
            currency="CurrencyIsoCode",
            close_on="CloseDate",
            probability=pl.col("Probability").fill_nan(None) * 0.01,
            changed_by_ref=self.given("crm", "CreatedById"),
            line="line",
            **self.traced("crm"),
        )
        rows = rows.drop_nulls(["opportunity_id", "entered_on"]).sort(
            "opportunity_id", "entered_at", "line"
        )
        stays = pl.col("stage").ne_missing(pl.col("stage").shift(1).over("opportunity_id"))
        rows = rows.filter(pl.col("stage").is_not_null() & stays)
        deal: Callable[[Any], Any] = lambda column: column.over("opportunity_id")  # noqa: E731
        rows = rows.with_columns(
            left_at=deal(pl.col("entered_at").shift(-1)),
            left_on=deal(pl.col("entered_on").shift(-1)),
            next_stage=deal(pl.col("stage").shift(-1)),
            step=deal(pl.int_range(1, pl.len() + 1)),
            cohort_on=deal(pl.col("entered_on").first()).dt.truncate("1mo"),
            inferred=pl.lit(False),
            uncertain_days=pl.lit(0),
        )
        rows = self.converted(self.looked_up(rows, "changed_by"), "entered_on")
        self.write("stage_history", rows, "cohort_on")


def clear(out: Path) -> None:
    """Make an empty folder."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
