"""A large company's exports as Parquet, out of nothing but arithmetic: the same bytes every time.

They look like what a CRM, an HR system and a learning system export: ids of 18 letters, typed
columns, rows in about the order in which things happened, a few rows that come again later with
another value, three currencies, three systems that each know the same people by another id.

    python -m benchmarks.data FOLDER [--scale 1.0]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

OPPORTUNITIES, CHANGES, ACTIVITIES, EVENTS = 1_000_000, 5_000_000, 10_000_000, 20_000_000
PEOPLE, ACCOUNTS, PRODUCTS, COURSES, CAMPAIGNS, TEAMS = 10_000, 100_000, 200, 500, 100, 400
FIRST_DAY, DAYS, LAST_DAY = "2023-11-01", 1095, "2026-10-31"
MONTH, MONTH_DAYS, MONTH_END = "2026-11-01", 29, "2026-11-30"
"""The month after it, whose last moments are those of the day before its end, in any zone."""
MONTHS = 36
REPEATS = 1_000
"""One row in so many comes again, later in the file."""


@dataclass(frozen=True)
class Export:
    """One exported file.

    Attributes:
        name: its name, without suffix.
        query: SQL that makes its rows; `{n}` is how many, `{deals}` how many deals there are. Rows
            are numbered from `{start}`, deals from `{start_deal}`; what happens does so in `{days}`
            days from `{first_day}`.
        rows: how many at full scale; 0: as many as the query makes.
        mapping: what its columns mean, as TOML.
    """

    name: str
    query: str
    rows: int
    mapping: str


def _pick(values: str, seed: str) -> str:
    """SQL of one of some words, by chance."""
    words = values.split("|")
    listed = ", ".join(f"'{word}'" for word in words)
    return f"([{listed}])[1 + (hash({seed}) % {len(words)})::INT]"


def _id(prefix: str, number: str) -> str:
    return f"'{prefix}' || lpad(({number})::VARCHAR, {18 - len(prefix)}, '0')"


def _some(share: float, seed: str, value: str) -> str:
    """SQL of a value that is there in a share of the rows only."""
    return f"CASE WHEN hash({seed}) % 1000 < {round(share * 1000)} THEN {value} END"


def _when(share_of_time: str, spread_days: int, seed: str) -> str:
    """SQL of a moment: about in order, as exports are, but not quite."""
    seconds = f"({share_of_time}) * (({{days}} - {spread_days}) * 86400)"
    late = f"(hash({seed}) % {spread_days * 86400})"
    return f"(TIMESTAMP '{{first_day}}' + to_seconds(({seconds} + {late})::BIGINT))::TIMESTAMPTZ"


_FIRST = _pick("Ada|Ben|Cleo|Dov|Ema|Finn|Gia|Hugo|Ines|Jan|Kira|Leo|Mara|Nils|Olga|Pia", "i")
_SECOND = _pick("belle|ann|ette|ward|lyn|mund|rose|win|ina|olf|ora|us|ika|an|elle|is", "i + 7")
_LAST = _pick("Alder|Birch|Cole|Dale|Elm|Ford|Grove|Hart|Isle|Jarv|Kerr|Lund|Marsh|Nord", "i + 3")
_TAIL = _pick("berg|son|wick|ley|stein|ton|field|man|sen|worth|by|ham|ski|dottir|well|ova", "i + 5")
_NAMES = (
    f"SELECT i, {_FIRST} || {_SECOND} AS first, {_LAST} || {_TAIL} || (i % 97) AS last, "
    "lower(first || '.' || last) || i || '@example.com' AS email FROM range({n}) AS t(i)"
)
_ZIPF = "floor({n} * pow((hash({seed}) % 1000003) / 1000003.0, 2))::BIGINT"
"""SQL of a number below n; small ones come more often, as some sellers do more than others."""


def _often(n: int, seed: str) -> str:
    return _ZIPF.format(n=n, seed=seed)


_STAGES = "Qualify|Discover|Demo|Propose|Negotiate|Closed Won|Closed Lost"
_CURRENCY = (
    "CASE hash({0}) % 10 WHEN 0 THEN 'GBP' WHEN 1 THEN 'EUR' WHEN 2 THEN 'EUR' ELSE 'USD' END"
)

_OPPORTUNITIES = f"""
SELECT {_id("006Dn", "i")} AS "Id",
    'Renewal and expansion ' || i AS "Name",
    {_id("001Dn", f"hash(i + 1) % {ACCOUNTS}")} AS "AccountId",
    {_id("005Dn", _often(PEOPLE, "i + 2"))} AS "OwnerId",
    CASE WHEN state < 25 THEN 'Closed Won' WHEN state < 75 THEN 'Closed Lost'
         ELSE {_pick("Qualify|Discover|Demo|Propose|Negotiate", "i + 3")} END AS "StageName",
    state < 25 AS "IsWon", state < 75 AS "IsClosed",
    (100 + exp(6 + (hash(i + 4) % 6000) / 1000.0))::DECIMAL(18, 2) AS "Amount",
    {_CURRENCY.format("i + 5")} AS "CurrencyIsoCode",
    {_when("(i - {start}) / {n}.0", 5, "i + 6")} AS "CreatedDate",
    "CreatedDate"::DATE + (10 + hash(i + 7) % 200)::INT AS "CloseDate",
    {_id("01tDn", f"hash(i + 8) % {PRODUCTS}")} AS "Product2Id",
    {_pick("New Business|Expansion|Renewal", "i + 9")} AS "Type",
    {_pick("Web|Partner|Referral|Event|Outbound|Inbound", "i + 10")} AS "LeadSource",
    {_some(0.5, "i + 11", _id("701Dn", f"hash(i + 12) % {CAMPAIGNS}"))} AS "CampaignId",
    {_pick("Pipeline|Best Case|Commit|Omitted|Closed", "i + 13")} AS "ForecastCategoryName",
    (hash(i + 14) % 101)::DOUBLE AS "Probability",
    {_some(0.4, "i + 15", "'Call the buyer about point ' || hash(i) % 5000")} AS "NextStep",
    CASE WHEN "NextStep" IS NOT NULL THEN "CloseDate" - (hash(i + 16) % 10)::INT END
        AS "NextStepDate",
    {_some(0.3, "i + 17", _pick("Acme|Globex|Initech|Umbrella|Hooli", "i + 18"))} AS "Competitor",
    CASE WHEN state BETWEEN 25 AND 74
         THEN {_pick("Price|Timing|Feature|No budget|Competitor", "i + 19")} END AS "LossReason",
    {_pick("Enterprise|Mid-market|Small", "i + 20")} AS "Segment",
    {_pick("EMEA|AMER|APAC|LATAM", "i + 21")} AS "Region",
    {_some(0.6, "i + 22", "(hash(i + 23) % 30)::DOUBLE")} AS "DiscountPct",
    hash(i + 24) % 200 = 0 AS "IsDeleted"
FROM (SELECT {{start}} + CASE WHEN j < {{n}} THEN j ELSE (j - {{n}}) * {REPEATS} END AS i,
        hash({{start}} + j) % 100 AS state FROM range({{n}} + {{n}} // {REPEATS}) AS t(j))
"""
_OPPORTUNITY_MAPPING = """
[[table]]
table = "opportunities"
[table.columns]
id = "Id"
name = "Name"
account = "AccountId"
owner = "OwnerId"
stage = "StageName"
is_won = "IsWon"
is_closed = "IsClosed"
amount = "Amount"
currency = "CurrencyIsoCode"
created_on = { column = "CreatedDate", zone = "Europe/Berlin" }
close_on = "CloseDate"
product = "Product2Id"
kind = { column = "Type", values = { "New Business" = "new", "Expansion" = "expansion", "Renewal" = "renewal" } }
channel = "LeadSource"
campaign = "CampaignId"
forecast_category = "ForecastCategoryName"
probability = { column = "Probability", scale = 0.01 }
next_step = "NextStep"
next_step_on = "NextStepDate"
competitor = "Competitor"
loss_reason = "LossReason"
segment = "Segment"
region = "Region"
discount = { column = "DiscountPct", scale = 0.01 }
deleted = "IsDeleted"
"""  # noqa: E501

_CHANGES = f"""
SELECT {_id("008Dn", "i")} AS "Id",
    {_id("006Dn", "deal")} AS "OpportunityId",
    CASE WHEN step < 4 THEN ['Qualify', 'Discover', 'Demo', 'Propose'][1 + step::INT]
         ELSE {_pick("Negotiate|Closed Won|Closed Lost", "deal")} END AS "StageName",
    {_when("(deal - {start_deal}) / {deals}.0", 5, "deal + 6")}
        + to_seconds((step * 700000 + hash(i) % 600000)::BIGINT) AS "CreatedDate",
    (100 + exp(6 + (hash(deal + 4) % 6000) / 1000.0))::DECIMAL(18, 2) AS "Amount",
    {_CURRENCY.format("deal + 5")} AS "CurrencyIsoCode",
    "CreatedDate"::DATE + (10 + hash(i + 7) % 200)::INT AS "CloseDate",
    (step * 20)::DOUBLE AS "Probability",
    {_id("005Dn", _often(PEOPLE, "deal + 2"))} AS "CreatedById"
FROM (SELECT {{start}} + j AS i, i // 5 AS deal, i % 5 AS step FROM range({{n}}) AS t(j))
ORDER BY "CreatedDate"
"""
_CHANGES_MAPPING = """
[[table]]
table = "stage_changes"
[table.columns]
opportunity = "OpportunityId"
stage = "StageName"
entered_at = { column = "CreatedDate", zone = "Europe/Berlin" }
amount = "Amount"
currency = "CurrencyIsoCode"
close_on = "CloseDate"
probability = { column = "Probability", scale = 0.01 }
changed_by = "CreatedById"
"""

_ACTIVITIES = f"""
SELECT {_id("00TDn", "i")} AS "Id",
    {_pick("Call|Call|Call|Email|Email|Email|Email|Meeting|Demo|Proposal", "i")} AS "Type",
    {_id("005Dn", _often(PEOPLE, "i + 1"))} AS "OwnerId",
    {_id("001Dn", f"hash(i + 2) % {ACCOUNTS}")} AS "AccountId",
    {_some(0.7, "i + 3", _id("006Dn", f"hash(i + 4) % {OPPORTUNITIES}"))} AS "WhatId",
    {_id("003Dn", f"hash(i + 5) % {ACCOUNTS * 3}")} AS "WhoId",
    {_when("(i - {start}) / {n}.0", 14, "i + 6")} AS "ActivityDate",
    {_some(0.6, "i + 7", "(1 + hash(i + 8) % 90)::INTEGER")} AS "DurationInMinutes",
    {_pick("Outbound|Outbound|Inbound", "i + 9")} AS "CallType",
    {_pick("Connected|No Answer|Held|No Show|Left Message", "i + 10")} AS "CallDisposition",
    {_pick("Call|Follow up|Introduction|Pricing|Contract|Review", "i + 11")} || ' ' ||
        hash(i + 12) % 20000 AS "Subject",
    {_some(0.1, "i + 13", "(hash(i + 14) % 101) / 100.0::DOUBLE")} AS "QualityScore"
FROM (SELECT {{start}} + CASE WHEN j < {{n}} THEN j ELSE (j - {{n}}) * {REPEATS} END AS i
      FROM range({{n}} + {{n}} // {REPEATS}) AS t(j))
"""
_ACTIVITIES_MAPPING = """
[[table]]
table = "activities"
[table.columns]
id = "Id"
kind = "Type"
person = "OwnerId"
account = "AccountId"
opportunity = "WhatId"
contact = "WhoId"
occurred_at = { column = "ActivityDate", zone = "Europe/Berlin" }
minutes = "DurationInMinutes"
direction = "CallType"
result = "CallDisposition"
subject = "Subject"
quality = "QualityScore"
"""

_EVENTS = f"""
SELECT CAST(md5(i::VARCHAR) AS UUID)::VARCHAR AS statement_id,
    'L' || lpad(({_often(PEOPLE, "i + 1")})::VARCHAR, 6, '0') AS actor,
    {_pick("launched|launched|progressed|progressed|completed|passed|failed|terminated", "i + 2")}
        AS verb,
    'course-' || {_often(COURSES, "i + 3")} AS object,
    {_when("(i - {start}) / {n}.0", 3, "i + 4")} AS "timestamp",
    CASE WHEN verb IN ('passed', 'failed') THEN (hash(i + 5) % 101) / 100.0::DOUBLE END AS score,
    CASE verb WHEN 'passed' THEN true WHEN 'failed' THEN false END AS success,
    CASE WHEN verb = 'progressed' THEN (hash(i + 6) % 101) / 100.0::DOUBLE END AS progress,
    {_some(0.5, "i + 7", "round((hash(i + 8) % 36000) / 60.0, 2)")} AS minutes,
    {_some(0.3, "i + 9", f"'course-' || {_often(COURSES, 'i + 3')} // 10")} AS parent
FROM (SELECT {{start}} + CASE WHEN j < {{n}} THEN j ELSE (j - {{n}}) * {REPEATS} END AS i
      FROM range({{n}} + {{n}} // {REPEATS}) AS t(j))
"""
_EVENTS_MAPPING = """
[[table]]
table = "learning_events"
[table.columns]
id = "statement_id"
person = "actor"
verb = "verb"
course = "object"
occurred_at = { column = "timestamp", zone = "Europe/Berlin" }
score = "score"
passed = "success"
progress = "progress"
minutes = "minutes"
parent = "parent"
"""

_SMALL = (
    Export(
        "users",
        f"""SELECT {_id("005Dn", "i")} AS "Id", first AS "FirstName", last AS "LastName",
            CASE WHEN i % 50 = 0 THEN upper(email) ELSE email END AS "Email",
            CASE WHEN i % 10 < 9 THEN 'E' || lpad(i::VARCHAR, 6, '0') END AS "EmployeeNumber",
            {_pick("AE|AE|AE|SDR|CSM", "i + 20")} AS "UserRole",
            {_pick("EMEA|AMER|APAC|LATAM", "i + 21")} AS "Region" FROM ({_NAMES})""",
        PEOPLE,
        """
[[table]]
table = "people"
[table.columns]
id = "Id"
first_name = "FirstName"
last_name = "LastName"
email = "Email"
employee_number = "EmployeeNumber"
role = "UserRole"
region = "Region"
""",
    ),
    Export(
        "hr_employees",
        f"""SELECT 'E' || lpad(i::VARCHAR, 6, '0') AS employee_id, first AS first_name,
            last AS last_name, email, 'Account executive' AS title,
            {_pick("I|II|III|IV", "i + 22")} AS grade,
            CASE WHEN i > 10 THEN 'E' || lpad((i // 10)::VARCHAR, 6, '0') END AS manager_id,
            'T' || i % {TEAMS} AS team,
            (40000 + hash(i + 23) % 80000)::DECIMAL(18, 2) AS base_pay, 'USD' AS currency,
            DATE '2018-01-01' + (hash(i + 24) % 2800)::INT AS hired_on,
            {_some(0.2, "i + 25", "DATE '2026-01-01' + (hash(i + 26) % 300)::INT")} AS left_on
            FROM ({_NAMES})""",
        PEOPLE,
        """
[[table]]
table = "people"
[table.columns]
id = "employee_id"
first_name = "first_name"
last_name = "last_name"
email = "email"
title = "title"
level = "grade"
manager = "manager_id"
team = "team"
base_pay = "base_pay"
currency = "currency"
hired_on = "hired_on"
left_on = "left_on"
""",
    ),
    Export(
        "lms_learners",
        f"""SELECT 'L' || lpad(i::VARCHAR, 6, '0') AS learner_id, first || ' ' || last AS name,
            email FROM ({_NAMES})""",
        PEOPLE,
        """
[[table]]
table = "people"
[table.columns]
id = "learner_id"
full_name = "name"
email = "email"
""",
    ),
    Export(
        "teams",
        f"SELECT 'T' || i AS id, 'Team ' || i AS name FROM range({TEAMS}) AS t(i)",
        0,
        """
[[table]]
table = "teams"
[table.columns]
id = "id"
name = "name"
""",
    ),
    Export(
        "accounts",
        f"""SELECT {_id("001Dn", "i")} AS "Id", 'Company number ' || i AS "Name",
            {_pick("Retail|Bank|Energy|Health|Public", "i")} AS "Industry",
            {_pick("DE|FR|US|GB|JP", "i + 1")} AS "Country",
            (hash(i + 2) % 50000)::BIGINT AS "Employees",
            {_id("005Dn", _often(PEOPLE, "i + 3"))} AS "OwnerId" FROM range({ACCOUNTS}) AS t(i)""",
        0,
        """
[[table]]
table = "accounts"
[table.columns]
id = "Id"
name = "Name"
industry = "Industry"
country = "Country"
owner = "OwnerId"
""",
    ),
    Export(
        "products",
        f"""SELECT {_id("01tDn", "i")} AS "Id", 'Product ' || i AS "Name",
            {_pick("Core|Addon|Service", "i")} AS "Family" FROM range({PRODUCTS}) AS t(i)""",
        0,
        """
[[table]]
table = "products"
[table.columns]
id = "Id"
name = "Name"
family = "Family"
""",
    ),
    Export(
        "campaigns",
        f"""SELECT {_id("701Dn", "i")} AS "Id", 'Campaign ' || i AS "Name",
            {_pick("Event|Webinar|Mail", "i")} AS "Type" FROM range({CAMPAIGNS}) AS t(i)""",
        0,
        """
[[table]]
table = "campaigns"
[table.columns]
id = "Id"
name = "Name"
channel = "Type"
""",
    ),
    Export(
        "stages",
        """SELECT 'stage-' || position AS "Id", name AS "MasterLabel", position AS "SortOrder",
            position >= 6 AS "IsClosed", position = 6 AS "IsWon"
            FROM (SELECT unnest(string_split('{stages}', '|')) AS name,
                  generate_subscripts(string_split('{stages}', '|'), 1) AS position)""".replace(
            "{stages}", _STAGES
        ),
        0,
        """
[[table]]
table = "stages"
[table.columns]
id = "Id"
name = "MasterLabel"
position = "SortOrder"
closed = "IsClosed"
won = "IsWon"
""",
    ),
    Export(
        "exchange_rates",
        f"""SELECT currency, 'USD' AS reporting, month AS from_on,
            (base + (hash(month) % 100) / 1000.0)::DECIMAL(10, 4)::DOUBLE AS rate
            FROM (VALUES ('EUR', 1.05), ('GBP', 1.22)) AS c(currency, base),
            (SELECT unnest(range(DATE '{FIRST_DAY}', DATE '{FIRST_DAY}' + {DAYS + 400},
                INTERVAL 1 MONTH))::DATE AS month)""",
        0,
        """
[[table]]
table = "exchange_rates"
[table.columns]
currency = "currency"
to_currency = "reporting"
from_on = "from_on"
rate = "rate"
""",
    ),
    Export(
        "quotas",
        f"""SELECT 'E' || lpad(i::VARCHAR, 6, '0') AS employee_id, quarter AS from_on,
            (quarter + INTERVAL 3 MONTH)::DATE AS to_on,
            (50000 + hash(i + 40) % 500000)::DECIMAL(18, 2) AS quota, 'USD' AS currency
            FROM range({{n}}) AS t(i),
            (SELECT unnest(range(DATE '{FIRST_DAY}', DATE '{FIRST_DAY}' + {DAYS},
                INTERVAL 3 MONTH))::DATE AS quarter)""",
        PEOPLE,
        """
[[table]]
table = "quotas"
[table.columns]
person = "employee_id"
from_on = "from_on"
to_on = "to_on"
amount = "quota"
currency = "currency"
""",
    ),
    Export(
        "lms_courses",
        f"""SELECT 'course-' || i AS id, 'Course ' || i AS title, (10 + hash(i) % 90)::INT AS minutes,
            hash(i + 1) % 5 = 0 AS mandatory FROM range({COURSES}) AS t(i)""",  # noqa: E501
        0,
        """
[[table]]
table = "courses"
[table.columns]
id = "id"
title = "title"
minutes = "minutes"
mandatory = "mandatory"
""",
    ),
)
_LARGE = (
    Export("opportunities", _OPPORTUNITIES, OPPORTUNITIES, _OPPORTUNITY_MAPPING),
    Export("opportunity_history", _CHANGES, CHANGES, _CHANGES_MAPPING),
    Export("activities", _ACTIVITIES, ACTIVITIES, _ACTIVITIES_MAPPING),
    Export("lms_statements", _EVENTS, EVENTS, _EVENTS_MAPPING),
)
EXPORTS = (*_SMALL, *_LARGE)
_SYSTEMS = {"hr": "hr", "quotas": "hr", "teams": "hr", "lms": "lms"}


def mapping_of(export: Export) -> str:
    """The mapping of an export, as an analyst would have saved it."""
    system = _SYSTEMS.get(export.name.split("_")[0], "crm")
    return (
        f'format = 1\nsystem = "{system}"\n[match]\nfiles = ["{export.name}*.parquet"]\n'
        f"{export.mapping}"
    )


def write(folder: Path, scale: float = 1.0) -> None:
    """Write all exports and their mappings; large ones at a scale."""
    folder.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(config={"memory_limit": "4GB"})
    connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
    for export in EXPORTS:
        large = export in _LARGE
        rows = round(export.rows * scale) if large else export.rows
        query = _filled(export.query, rows, round(OPPORTUNITIES * scale))
        _copy(connection, query, folder / f"{export.name}.parquet")
        (folder / f"{export.name}.toml").write_text(mapping_of(export), encoding="utf-8")


def _filled(query: str, rows: int, deals: int, *, after: bool = False) -> str:
    """A query for so many rows: the first ones, or those of the month after as many months."""
    known = {
        "n": rows,
        "deals": deals,
        "start": rows * MONTHS if after else 0,
        "start_deal": deals * MONTHS if after else 0,
        "first_day": MONTH if after else FIRST_DAY,
        "days": MONTH_DAYS if after else DAYS,
    }
    for name, value in known.items():
        query = query.replace(f"{{{name}}}", str(value))
    return query


def _copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")


def later(folder: Path, source: Path) -> Iterator[Path]:
    """One small delivery more: the last month's changes.

    A thousand activities (half of them corrections of known ones), two hundred deals (half of
    them known) and their changes of stage.
    """
    folder.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
    for name, key, prefix, moment, rows in (
        ("activities", "Id", "00TDx", "ActivityDate", 1000),
        ("opportunities", "Id", "006Dx", "CreatedDate", 200),
    ):
        query = (
            f'SELECT * REPLACE (CASE WHEN row_number() OVER () % 2 = 0 THEN "{key}" '
            f'ELSE \'{prefix}\' || substr("{key}", 6) END AS "{key}") FROM ('
            f"SELECT * FROM '{source / (name + '.parquet')}' ORDER BY \"{moment}\" DESC LIMIT {rows})"  # noqa: E501
        )
        path = folder / f"{name}_later.parquet"
        _copy(connection, query, path)
        yield path
    deals = folder / "opportunities_later.parquet"
    path = folder / "opportunity_history_later.parquet"
    query = (
        'SELECT "Id", "Id" AS "OpportunityId", unnest([\'Qualify\', \'Discover\']) AS "StageName", '
        '"CreatedDate" + unnest([INTERVAL 1 HOUR, INTERVAL 1 DAY]) AS "CreatedDate", "Amount", '
        '"CurrencyIsoCode", "CloseDate", "Probability", "OwnerId" AS "CreatedById" '
        f"FROM '{deals}'"
    )
    _copy(connection, query, path)
    yield path


def a_month(folder: Path, source: Path) -> Iterator[Path]:
    """A whole month's facts more: of all four large exports, as many as a month had so far."""
    folder.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(config={"memory_limit": "4GB"})
    connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
    history = connection.sql(f"FROM '{source / 'opportunity_history.parquet'}'")
    deals = -(-len(history) * OPPORTUNITIES // CHANGES // MONTHS)
    for export in _LARGE:
        rows = deals * export.rows // OPPORTUNITIES
        path = folder / f"{export.name}_month.parquet"
        _copy(connection, _filled(export.query, rows, deals, after=True), path)
        yield path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=float, default=1.0)
    asked = parser.parse_args()
    write(asked.folder, asked.scale)


if __name__ == "__main__":
    main()
