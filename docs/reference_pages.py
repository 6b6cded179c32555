"""The text of each generated reference page."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable

from everyrep.measures.catalogue import Measure, load_catalogue
from everyrep.measures.dimensions import DIMENSIONS, TIME
from everyrep.measures.estimators import ESTIMATORS
from everyrep.warehouse.mapping.model import ColumnSpec, ReadHints
from everyrep.warehouse.schema import TABLES, Column, Kind, Table
from everyrep.warehouse.settings import TEMPLATE

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


def pages() -> dict[str, Callable[[], str]]:
    """File name in docs/reference to the function that writes it."""
    return {
        "tables.md": tables,
        "measures.md": measures,
        "mapping.md": mapping,
        "settings.md": settings,
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


def cell(text: str) -> str:
    """Text that cannot end a cell of a Markdown table."""
    return text.replace("|", "\\|").replace("\n", " ")


ATTRIBUTE = re.compile(r"^    ([\w, ]+): (.+?)(?=^    \w|\Z)", re.MULTILINE | re.DOTALL)


def attributes(documented: type) -> Iterable[tuple[str, str]]:
    """Names and meanings of a class's attributes, from its docstring."""
    text = inspect.cleandoc(documented.__doc__ or "").partition("Attributes:\n")[2]
    for names, meaning in ATTRIBUTE.findall(text):
        yield ", ".join(f"`{name.strip()}`" for name in names.split(",")), " ".join(meaning.split())


def keys(documented: type) -> Iterable[str]:
    """A Markdown table of a class's attributes."""
    yield from ("", "| key | meaning |", "|---|---|")
    yield from (f"| {names} | {cell(meaning)} |" for names, meaning in attributes(documented))


def mapping() -> str:
    """Every key of a mapping file."""
    return "\n".join(
        (
            MAPPING,
            "| key | meaning |",
            "|---|---|",
            "| `format` | the format of the mapping, 1 |",
            "| `system` | whose ids these are: `crm`, `lms`, `hr` or another short word |",
            "",
            "## [match]",
            "",
            "Which files the mapping serves. Both may be given; a file must then fit both.",
            "",
            "| key | meaning |",
            "|---|---|",
            "| `files` | file names, with `*` and `?`; case does not count |",
            "| `columns` | columns that the file must have |",
            "",
            "## [read]",
            "",
            "What to say where sniffing gets it wrong. Left out: sniffed.",
            *keys(ReadHints),
            "",
            "## [[table]]",
            "",
            "One for each canonical table that is fed. The same file may feed several.",
            "",
            "| key | meaning |",
            "|---|---|",
            "| `table` | name of the [canonical table](tables.md) |",
            f"| `where` | which rows feed it, in a [small language]({LANGUAGE}); left out: all |",
            "| `columns` | see below |",
            "",
            "## [table.columns]",
            "",
            COLUMNS,
            *keys(ColumnSpec),
            "",
        )
    )


MAPPING = """# Mapping files

A mapping is a TOML file. How to write one is shown [here](../how-to/write-a-mapping.md); this page
lists its keys. An unknown key, table or column is refused with its line and near names.

## At the top
"""

LANGUAGE = "../how-to/write-a-mapping.md#the-language-of-where"

COLUMNS = """`canonical column = "source column"`, or `= { ... }` with the keys below. Exactly one
of `column`, `columns` and `value` is given."""


def settings() -> str:
    """The settings file, as a new workspace gets it."""
    return SETTINGS.format(template=TEMPLATE.strip())


SETTINGS = """# Settings

`everyrep.toml` at the top of a workspace. A new workspace gets this file, with every line commented
out; a setting that is left out has the default stated beside it.

```toml
{template}
```

An unknown section or key is refused with near names. A change of currency or stage order takes
effect with the next `everyrep build`.
"""


def measures() -> str:
    """Every measure of the catalogue, and what figures can be cut by."""
    catalogue = load_catalogue()
    listed = (
        f"| [{m.name}](#{m.name}) | {cell(m.sentence)} | {m.kind} |" for m in catalogue.values()
    )
    return "\n".join(
        (
            "# Measures",
            "",
            MEASURES.format(count=len(catalogue)),
            "",
            "| measure | says | class |",
            "|---|---|---|",
            *listed,
            *(line for measure in catalogue.values() for line in measure_section(measure)),
            "",
            "## What figures can be cut by",
            "",
            "| dimension | its groups |",
            "|---|---|",
            *(f"| `{d.name}` | {cell(d.sentence)} |" for d in DIMENSIONS.values()),
            "",
            "And by time: " + ", ".join(f"`{name}`" for name in TIME) + ".",
            "",
        )
    )


MEASURES = """{count} measures. Each is an entry of the catalogue, and is asked for by its name or
one of its other names:

```sh
everyrep measure win_rate --by team --period 2025
everyrep explain win_rate
```

How ranges are made is told [here](../method/intervals.md)."""


def measure_section(measure: Measure) -> Iterable[str]:
    """One measure: what it says, how it is computed, what it needs, how to read it."""
    yield from ("", f"## {measure.name}", "", f"**{measure.title}.** {measure.sentence}", "")
    yield f"```text\n{measure.formula}\n```"
    yield ""
    yield from measure_facts(measure)
    for caveat in measure.caveats:
        yield f"- {caveat}"


def measure_facts(measure: Measure) -> Iterable[str]:
    """The short facts of a measure, as a list."""
    estimator = " ".join((ESTIMATORS[measure.estimator].__doc__ or "").split("\n")[0].split())
    yield f"- *Unit*: {measure.unit}. *n* counts: {measure.grain}s. *Version*: {measure.version}."
    yield f"- *Estimator*: `{measure.estimator}`. {estimator}"
    if measure.parts:
        yield f"- *Made of*: {linked(part.measure for part in measure.parts)}."
    if measure.dimensions:
        yield f"- *Cut by*: {', '.join(f'`{name}`' for name in measure.dimensions)}."
    if measure.needs:
        yield f"- *Needs*: {', '.join(f'`{need.column}`' for need in measure.needs)}."
    for need in measure.weak_without:
        yield f"- *Weak without* `{need.column}`: {need.why}."
    if measure.ability:
        yield f"- *Only for* who may `{measure.ability}`."
    if measure.synonyms:
        yield f"- *Also called*: {', '.join(measure.synonyms)}."


def linked(names: Iterable[str]) -> str:
    """Names of measures as links to their sections."""
    return ", ".join(f"[{name}](#{name})" for name in names)
