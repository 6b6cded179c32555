"""The page of canonical tables."""

from __future__ import annotations

from collections.abc import Iterable

from everyrep.warehouse.schema import TABLES, Column, Kind, Table
from generator.markdown import cell

HOLDS = {
    Kind.KEY: "the row's id",
    Kind.TEXT: "text",
    Kind.CATEGORY: "a word",
    Kind.INTEGER: "a whole number",
    Kind.NUMBER: "a number",
    Kind.SHARE: "a share, 0 to 1",
    Kind.MONEY: "money",
    Kind.CURRENCY: "ISO 4217 code",
    Kind.DATE: "a date",
    Kind.MOMENT: "a moment",
    Kind.FLAG: "true or false",
}


def tables() -> str:
    """Every canonical table with its columns, as a person who writes a mapping needs them."""
    rows = (f"| [{t.name}](#{t.name}) | {t.sentence} |" for t in TABLES.values())
    return "\n".join(
        (
            "# Canonical tables",
            "",
            INTRODUCTION.format(count=len(TABLES)),
            "",
            "| table | one row |",
            "|---|---|",
            *rows,
            "",
            STORED,
            *(line for table in TABLES.values() for line in table_section(table)),
        )
    )


INTRODUCTION = """{count} tables, declared once in code. A mapping says which of a file's columns
feed which of these. **Bold** columns are required: a row without one is rejected. Columns marked
*personal* are masked for askers whose scope does not include them."""

STORED = """## How values are stored

A column of a mapping is stored as one or more columns of the warehouse:

| in the mapping | in the warehouse |
|---|---|
| the row's `id` | `id`, as `system:id`: `crm:0065` |
| a person, `owner` | `owner_ref` as the source wrote it, `owner_id` who that turned out to be |
| another reference, `account` | `account_id` |
| money, `amount` | `amount_minor`, whole minor units of the row's `currency`; \
`amount_base_minor`, the same in the reporting currency |
| a moment, `opened_at` | `opened_at` in UTC, `opened_on` the local date, `opened_zone` the zone |

Every row also has `system`, `load_id` and `line`: where it came from, down to the line of the file.
"""


def table_section(table: Table) -> Iterable[str]:
    """One table: what a row is, what it unlocks, its columns."""
    yield from ("", f"## {table.name}", "", table.sentence)
    if table.unlocks:
        yield from ("", f"*Unlocks:* {table.unlocks}.")
    if table.landing_only:
        yield from ("", "Files land in it; the build folds it into another table.")
    yield from ("", "| column | holds | meaning |", "|---|---|---|")
    yield from (column_row(column) for column in table.columns)
    if table.derived:
        yield from ("", "Added by the build:", "", "| column | type | meaning |", "|---|---|---|")
        yield from (f"| `{name}` | {kind} | {cell(says)} |" for name, kind, says in table.derived)


def column_row(column: Column) -> str:
    """One line of a table of columns."""
    name = f"**`{column.name}`**" if column.required else f"`{column.name}`"
    holds = holds_words(column) + (", *personal*" if column.personal else "")
    return f"| {name} | {holds} | {cell(column.sentence)} |"


def holds_words(column: Column) -> str:
    """What a column holds: its kind, and the words or the table it is bound to."""
    if column.kind is Kind.REF:
        return f"a reference to [{column.target}](#{column.target})"
    if column.words:
        return " or ".join(f"`{word}`" for word in column.words)
    return HOLDS[column.kind]
