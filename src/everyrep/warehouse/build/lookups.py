"""Small tables that bigger ones look things up in: stages, exchange rates, names of things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib import resources

import duckdb

from everyrep.values import Currency
from everyrep.warehouse.build.aliases import NAMED_THINGS, named_references
from everyrep.warehouse.build.feeds import Feed, Feeds, staged
from everyrep.warehouse.build.record import fingerprint
from everyrep.warehouse.build.standing import latest, make_staged
from everyrep.warehouse.quoting import identifier, literal
from everyrep.warehouse.schema import TABLES, Kind
from everyrep.warehouse.settings import Settings
from everyrep.warehouse.staging.words import stage_outcome

UNSTATED = "XXX"
"""ISO 4217's code for "no currency", while we look for the one that is meant."""
_FACTOR = "DECIMAL(20, 14)"
"""Wide enough for the dearest currency in minor units of the cheapest, and fine enough for the
other way round; with it an amount up to a hundred million millions is converted exactly."""
_HORIZON_YEARS = 5
"""How long after the last rate it is still used: deals are expected to close in the future."""


def reporting_currency(
    connection: duckdb.DuckDBPyConnection, feeds: Feeds, settings: Settings
) -> str:
    """The currency to report in.

    The settings', else the one that rates lead to, else the one most deals are in, else US dollars.

    Args:
        connection: to read with.
        feeds: made with `UNSTATED` as the currency of amounts that carry none.
        settings: the company's.
    """
    if settings.reporting_currency:
        return settings.reporting_currency
    votes: Counter[str] = Counter()
    for feed in feeds["exchange_rates"]:
        votes.update(_counted(connection, feed, "to_currency"))
    for table in ("opportunities", "quotas", "opportunity_lines", "training_spend"):
        if votes:
            break
        for feed in feeds[table]:
            votes.update(_counted(connection, feed, "currency"))
    stated = sorted(votes.items(), key=lambda pair: (-pair[1], pair[0]))
    return stated[0][0] if stated else "USD"


def _counted(connection: duckdb.DuckDBPyConnection, feed: Feed, column: str) -> dict[str, int]:
    rows = connection.execute(
        f"SELECT {identifier(column)}, count(*) FROM ({feed.projection.rows()}) GROUP BY 1"
    ).fetchall()
    return {code: n for code, n in rows if code in Currency.codes()}


def make_stage_lookups(
    connection: duckdb.DuckDBPyConnection, feeds: Sequence[Feed], settings: Settings
) -> str:
    """Make declared_stages, stage_names and ordered_stages.

    Returns:
        Fingerprint of what they hold.
    """
    table = TABLES["stages"]
    make_staged(connection, staged(table, feeds))
    latest(connection, table, feeds)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE declared_stages AS SELECT * REPLACE ("
        "coalesce(name, substr(id, strpos(id, ':') + 1)) AS name, "
        "coalesce(closed, won) AS closed, "
        "coalesce(won, CASE WHEN closed IS NOT NULL "
        "THEN closed AND coalesce(probability, 0) >= 1 END) AS won) FROM winners"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE stage_names AS SELECT name, bool_or(closed) AS closed, "
        "bool_or(won) AS won FROM declared_stages WHERE name IS NOT NULL GROUP BY name"
    )
    order = [*enumerate(settings.stage_order)] or [(0, "")]
    listed = ", ".join(f"({place}, {literal(name)})" for place, name in order)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE ordered_stages AS "
        f"SELECT * FROM (VALUES {listed}) AS v(place, name) WHERE name <> ''"
    )
    rows = connection.execute("SELECT * FROM declared_stages ORDER BY ALL").fetchall()
    return fingerprint(rows, settings.stage_order)


def make_stage_meanings(connection: duckdb.DuckDBPyConnection, feeds: Sequence[Feed]) -> None:
    """Make stage_meanings: the outcome that a stage's own words state, for every stage met."""
    word = stage_outcome("stage")
    met = " UNION ".join(
        f"SELECT DISTINCT stage FROM ({f.projection.rows(checked=False)})" for f in feeds
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE stage_meanings AS "
        f"SELECT stage, {word} AS outcome FROM ({met or 'SELECT NULL::VARCHAR AS stage'}) "
        "WHERE stage IS NOT NULL"
    )


def make_line_totals(connection: duckdb.DuckDBPyConnection, lines: str) -> None:
    """Make line_totals: what the lines of a deal add up to; NULL where a line does not say.

    Args:
        connection: where the table is made.
        lines: SQL of the built opportunity_lines.
    """
    quantity = "CAST(quantity AS DECIMAL(12, 4))"
    total = "CASE WHEN count({0}) = count(*) THEN CAST(sum({0}) AS BIGINT) END"
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE line_totals AS SELECT opportunity_id, currency, "
        f"{total.format('amount_minor')} AS amount_minor, "
        f"{total.format('cost_minor')} AS cost_minor, "
        f"{total.format('listed')} AS list_amount_minor FROM (SELECT *, "
        f"CAST(round_even(CAST(list_price_minor AS DECIMAL(19, 0)) * {quantity}, 0) AS BIGINT) "
        f"AS listed FROM {lines}) GROUP BY opportunity_id, currency"
    )


def make_rates(connection: duckdb.DuckDBPyConnection, feeds: Sequence[Feed], currency: str) -> str:
    """Make `rates`: for each currency and day, the factor between minor units.

    An amount in the currency's minor units times the factor is in the reporting currency's.

    Returns:
        Fingerprint of what it holds.
    """
    table = TABLES["exchange_rates"]
    make_staged(connection, staged(table, feeds))
    latest(connection, table, feeds)
    derived = (
        resources.files("everyrep.warehouse.build") / "sql" / "exchange_rates.sql"
    ).read_text()
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE known_rates AS SELECT * FROM ({derived}) "
        f"WHERE currency IS NOT NULL"
    )
    digits = " ".join(
        f"WHEN {literal(code)} THEN {Currency.of(code).digits}"
        for (code,) in connection.execute("SELECT DISTINCT currency FROM known_rates").fetchall()
        if code in Currency.codes()
    )
    shift = f"pow(10, {Currency.of(currency).digits} - CASE currency {digits} ELSE 2 END)"
    # A number's shortest text is what a person wrote; its binary value is only near it.
    written = "TRY_CAST(CAST(rate AS VARCHAR) AS DECIMAL(30, 17))"
    shifted = f"{written} * CAST({shift if digits else '1'} AS DECIMAL(7, 3))"
    factor = f"TRY_CAST({shifted} AS {_FACTOR})"
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE rates AS WITH spans AS ("
        f"SELECT currency, from_on, {factor} AS factor, "
        "coalesce(lead(from_on) OVER (PARTITION BY currency ORDER BY from_on), "
        f"CAST(from_on + INTERVAL {_HORIZON_YEARS} YEAR AS DATE)) AS to_on FROM known_rates "
        f"WHERE currency <> {literal(currency)} "
        f"AND coalesce(upper(to_currency), {literal(currency)}) = {literal(currency)}) "
        "SELECT currency, factor, "
        "CAST(unnest(generate_series(from_on, to_on - 1, INTERVAL 1 DAY)) AS DATE) AS on_day "
        "FROM spans WHERE to_on > from_on"
    )
    rows = connection.execute(
        "SELECT currency, from_on, to_currency, rate FROM known_rates ORDER BY ALL"
    ).fetchall()
    return fingerprint(rows, currency)


def make_aliases(connection: duckdb.DuckDBPyConnection, feeds: Feeds) -> str:
    """Make `aliases`: references that are names, with the id of the one thing that bears the name.

    A name fits where it is the same but for case, accents, spaces and marks.

    Returns:
        Fingerprint of what it holds.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE aliases (target VARCHAR, ref VARCHAR, id VARCHAR)"
    )
    for target, name in NAMED_THINGS.items():
        refs = _references_to(target, feeds)
        if refs and feeds[target]:
            _add_aliases(connection, target, name, refs, feeds[target])
    rows = connection.execute("SELECT * FROM aliases ORDER BY ALL").fetchall()
    return fingerprint(rows)


_PLAIN = "regexp_replace(lower(strip_accents({0})), '[^a-z0-9]+', '', 'g')"


def _references_to(target: str, feeds: Feeds) -> list[str]:
    return [
        f"SELECT DISTINCT {identifier(column)} AS ref FROM ({feed.projection.rows(checked=False)})"
        for table in TABLES.values()
        for column, pointed in named_references(table)
        if pointed == target
        for feed in feeds[table.name]
        if column.removesuffix("_id") in {cell.column.name for cell in feed.projection.cells}
    ]


def _add_aliases(
    connection: duckdb.DuckDBPyConnection,
    target: str,
    name: str,
    refs: Sequence[str],
    feeds: Sequence[Feed],
) -> None:
    system = "split_part({0}, ':', 1)"
    value = "substr(refs.ref, strpos(refs.ref, ':') + 1)"
    connection.execute(
        "INSERT INTO aliases WITH "
        f"refs AS ({' UNION '.join(refs)}), "
        f"things AS (SELECT DISTINCT id, {_PLAIN.format(name)} AS plain "
        f"FROM {staged(TABLES[target], feeds)} WHERE {name} IS NOT NULL), "
        f"strangers AS (SELECT refs.ref, {_PLAIN.format(value)} AS plain FROM refs "
        "WHERE refs.ref IS NOT NULL AND refs.ref NOT IN (SELECT id FROM things)), "
        "fits AS (SELECT strangers.ref, things.id, "
        f"{system.format('things.id')} = {system.format('strangers.ref')} AS own "
        "FROM strangers JOIN things USING (plain) WHERE plain <> ''), "
        "best AS (SELECT ref, bool_or(own) AS own FROM fits GROUP BY ref) "
        f"SELECT {literal(target)}, fits.ref, min(fits.id) FROM fits JOIN best USING (ref) "
        "WHERE fits.own = best.own GROUP BY fits.ref HAVING count(DISTINCT fits.id) = 1"
    )


MONEY_TABLES = tuple(
    table.name for table in TABLES.values() if any(c.kind is Kind.MONEY for c in table.columns)
)
