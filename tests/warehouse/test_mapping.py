"""Mappings: read, written, read again; and messages that point at the line."""

from __future__ import annotations

import string
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from everyrep.values.errors import SettingsError, UnknownName
from everyrep.warehouse.mapping import (
    ColumnSpec,
    Mapping,
    Match,
    ReadHints,
    TableMapping,
    columns_of,
    parse_mapping,
    parse_where,
    to_sql,
    to_toml,
)

EXAMPLE = """\
format = 1
system = "crm"

[match]
files = ["sales_pipeline*.csv"]
columns = ["opportunity_id"]

[read]
delimiter = ";"
encoding = "cp1252"

[[table]]
table = "opportunities"
where = "deal_stage != 'Prospecting'"
[table.columns]
id = "opportunity_id"
amount = { column = "close_value", decimal = ",", thousands = ".", currency = "EUR" }
created_on = { column = "engage_date", order = "dmy" }
outcome = { column = "deal_stage", values = { Won = "won", Lost = "lost", "*" = "open" } }
currency = { value = "USD" }
discount = { column = "Discount %", scale = 0.01 }

[[table]]
table = "people"
[table.columns]
id = { column = "Employee ID", system = "hr" }
full_name = { columns = ["First", "Last"], join = " " }
"""


def test_the_example_reads_as_written() -> None:
    mapping = parse_mapping(EXAMPLE)
    deals, people = mapping.tables
    assert mapping.system == "crm"
    assert mapping.read == ReadHints(delimiter=";", encoding="cp1252")
    assert deals.columns["id"] == ColumnSpec(column="opportunity_id")
    assert deals.columns["discount"].scale == Decimal("0.01")
    assert deals.columns["outcome"].values == {"Won": "won", "Lost": "lost", "*": "open"}
    assert deals.sources == (
        "opportunity_id",
        "close_value",
        "engage_date",
        "deal_stage",
        "Discount %",
    )
    assert people.columns["full_name"].sources == ("First", "Last")


def test_the_example_survives_being_written_and_read() -> None:
    mapping = parse_mapping(EXAMPLE)
    assert parse_mapping(to_toml(mapping)) == mapping


def test_the_written_file_shows_what_could_still_be_fed_and_what_is_not_read() -> None:
    text = to_toml(parse_mapping(EXAMPLE), {("people", "id"): "unique,\nall there"}, ["Hobby"])
    assert "unique, all there" in text
    assert '# close_on = ""' in text
    assert '#   "Hobby"' in text


@pytest.mark.parametrize(
    ("broken", "line", "near"),
    [
        (EXAMPLE.replace('table = "opportunities"', 'table = "oportunities"'), 13, "opportunities"),
        (EXAMPLE.replace("created_on =", "created_no ="), 18, "created_on"),
        (EXAMPLE.replace("decimal =", "decimals ="), 17, "decimal"),
        (EXAMPLE.replace("delimiter =", "delimeter ="), 9, "delimiter"),
        (EXAMPLE.replace("full_name =", "fullname ="), 27, "full_name"),
    ],
)
def test_a_name_nobody_knows_is_met_with_line_and_near_names(
    broken: str, line: int, near: str
) -> None:
    with pytest.raises(UnknownName) as error:
        parse_mapping(broken, "mappings/deals.toml")
    assert error.value.where == f"mappings/deals.toml, line {line}"
    assert near in error.value.near


@pytest.mark.parametrize(
    ("spec", "word"),
    [
        ('{ column = "a", value = "b" }', "exactly one"),
        ("{ join = ' ' }", "exactly one"),
        ('{ column = "a", order = "ydm" }', "'order'"),
        ('{ column = "a", order = "dmy", format = "%d" }', "same thing"),
        ('{ column = "a", origin = "2013-10-01" }', "go together"),
        ('{ column = "a", origin = "May", unit = "days" }', "ISO date"),
        ('{ column = "a", decimal = ",", thousands = "," }', "same mark"),
        ('{ column = "a", pattern = "(" }', "one group"),
        ('{ column = "a", scale = 0 }', "'scale'"),
        ('{ column = "a", scale = inf }', "'scale'"),
        ('{ column = "a", plus_days = "1" }', "'plus_days'"),
        ('{ column = "a", plus_days = 0.5 }', "'plus_days'"),
        ('{ column = "a", values = ["x"] }', "table of keys"),
        ("3", "text is expected"),
    ],
)
def test_a_specification_that_cannot_be_meant_says_why(spec: str, word: str) -> None:
    text = f'[[table]]\ntable = "opportunities"\n[table.columns]\nid = "x"\nname = {spec}\n'
    with pytest.raises(SettingsError, match=word) as error:
        parse_mapping(text, "m.toml")
    assert error.value.where in ("m.toml, line 5", "m.toml, line 3")


def test_text_that_is_not_toml_names_the_line() -> None:
    with pytest.raises(SettingsError, match="not valid TOML") as error:
        parse_mapping('format = 1\nsystem = "crm\n', "m.toml")
    assert error.value.where == "m.toml, line 2"


def test_dates_numbers_and_flags_may_stand_for_themselves() -> None:
    mapping = parse_mapping(
        '[[table]]\ntable = "learning_events"\n[table.columns]\n'
        'occurred_at = { column = "date", origin = 2013-10-01, unit = "days" }\n'
        "passed = { value = true }\nscore = { value = 0.5 }\n"
    )
    columns = mapping.tables[0].columns
    assert columns["occurred_at"].origin == "2013-10-01"
    assert columns["passed"].value == "true"
    assert columns["score"].value == "0.5"


@pytest.mark.parametrize(
    ("name", "columns", "served"),
    [
        ("Sales_Pipeline_2017.CSV", ["Opportunity_ID", "x"], True),
        ("folder/sales_pipeline.csv", ["opportunity_id"], True),
        ("sales_pipeline.csv", ["deal"], False),
        ("accounts.csv", ["opportunity_id"], False),
    ],
)
def test_a_mapping_serves_files_by_name_and_columns(
    name: str, columns: list[str], served: bool
) -> None:
    assert parse_mapping(EXAMPLE).serves(name, columns) is served


def test_a_mapping_that_asks_for_nothing_serves_nothing() -> None:
    assert not Mapping("crm").serves("anything.csv", ["a"])


# What the small language means, against rows judged by hand: (stage, amount).
ROWS = [("Won", "10"), ("Lost", "9.5"), ("", None), (None, "x"), ("it's", "-3")]


@pytest.mark.parametrize(
    ("where", "kept"),
    [
        ("stage = 'Won'", [0]),
        ("stage != 'Won'", [1, 2, 3, 4]),
        ("stage is empty", [2, 3]),
        ("stage is not empty and not amount > 9.7", [1, 4]),
        ("stage in ('Won', 'Lost')", [0, 1]),
        ("stage not in ('Won', 'Lost')", [2, 3, 4]),
        ("amount >= -3", [0, 1, 4]),
        ("amount != 10", [1, 2, 3, 4]),
        ("stage = 'it''s'", [4]),
        ("stage = 'Won' or stage = 'Lost' and amount < 5", [0]),
        ("(stage = 'Won' or stage = 'Lost') and amount < 9.7", [1]),
        ("not not \"stage\" = 'Won'", [0]),
        ("amount in (10, 9.50)", [0, 1]),
    ],
)
def test_a_row_filter_keeps_what_it_says(where: str, kept: list[int]) -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE t (n INTEGER, stage VARCHAR, amount VARCHAR)")
    connection.executemany(
        "INSERT INTO t VALUES (?, ?, ?)", [(at, *row) for at, row in enumerate(ROWS)]
    )
    condition = to_sql(parse_where(where))
    found = connection.execute(f"SELECT n FROM t WHERE {condition} ORDER BY n").fetchall()
    assert [at for (at,) in found] == kept


@pytest.mark.parametrize(
    "where",
    [
        "stage = Won",
        "stage",
        "= 'Won'",
        "stage = 'Won' amount = 1",
        "stage = 'Won",
        "(stage = 'Won'",
        "stage in ()",
        "stage is 'x'",
        "1 = 1; drop table t",
        "not " * 200 + "a = 1",
        "",
    ],
)
def test_a_broken_row_filter_shows_where_it_breaks(where: str) -> None:
    with pytest.raises(SettingsError, match="row filter"):
        parse_where(where, "m.toml, line 3")


@given(
    name=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1),
    value=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
)
def test_no_name_and_no_value_escapes_its_quotes(name: str, value: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    text = "'" + value.replace("'", "''") + "'"
    condition = parse_where(f"{quoted} = {text}")
    assert columns_of(condition) == (name,)
    sql = to_sql(condition)
    assert len(duckdb.extract_statements(f"SELECT {sql} FROM t")) == 1
    # Read to the end: the connection is everybody's, and an open result is in the next one's way.
    told = duckdb.execute(f"SELECT {to_sql(condition, lambda _: '?')}", [value]).fetchall()
    assert told == [(True,)]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
SPECS = st.one_of(
    st.builds(
        ColumnSpec,
        column=NAMES,
        values=st.dictionaries(TEXTS, TEXTS, max_size=3),
        ignore_case=st.booleans(),
        zone=st.none() | TEXTS,
        scale=st.none() | st.decimals("0.0001", "1000", places=4),
        plus_days=st.none() | st.integers(-366, 366).filter(bool),
        empty=st.lists(TEXTS, max_size=2).map(tuple),
        true=st.lists(TEXTS, max_size=2).map(tuple),
    ),
    st.builds(ColumnSpec, columns=st.lists(NAMES, min_size=1, max_size=3).map(tuple), join=TEXTS),
    st.builds(ColumnSpec, value=TEXTS),
)


@given(
    files=st.lists(TEXTS, max_size=2).map(tuple),
    quote=st.none() | st.sampled_from(["", "'", '"']),
    system=st.text(string.ascii_lowercase, min_size=1, max_size=5),
    columns=st.dictionaries(
        st.sampled_from(["id", "name", "amount", "created_on"]), SPECS, min_size=1
    ),
)
def test_any_mapping_survives_being_written_and_read(
    files: tuple[str, ...], quote: str | None, system: str, columns: dict[str, ColumnSpec]
) -> None:
    mapping = Mapping(
        system,
        Match(files),
        ReadHints(quote=quote),
        (TableMapping("opportunities", "a = 'b\"\n'", columns),),
    )
    assert parse_mapping(to_toml(mapping)) == mapping
