"""The page of keys of a mapping file."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable

from everyrep.warehouse.mapping.model import ColumnSpec, ReadHints
from generator.markdown import cell

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
            f"| `repeats` | {REPEATS} |",
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

REPEATS = (
    "what rows with the same id are: `last` (default), versions of one thing, of which the last "
    "row stands and the others are counted as replaced; `merge`, the same, said again with every "
    "event, so that nothing is counted; `keep`, different things"
)

COLUMNS = """`canonical column = "source column"`, or `= { ... }` with the keys below. Exactly one
of `column`, `columns` and `value` is given."""
