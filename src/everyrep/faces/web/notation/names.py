"""Names in a company's data that hold what looks like a number, such as "Flow 2.0".

They are names and no figures, so they stay as they are written, whatever the reader's notation.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape

from everyrep.faces.web.company import Build, kept_by_build
from everyrep.faces.web.notation.numbers import NO_NAMES, Names, numbers_in
from everyrep.measures.labels import names_that_match
from everyrep.warehouse.reader import Warehouse

_LOOKS_SO = "[0-9][.,][0-9]"
_MOST = 10_000
"""Names of a company that are looked for; the longest come first."""


def names_with_numbers(warehouse: Warehouse | None) -> Names:
    """Names that hold what looks like a number, by that number."""
    return NO_NAMES if warehouse is None else _names(Build(warehouse))


@kept_by_build(maxsize=4)
def _names(build: Build) -> Names:
    found: dict[str, list[tuple[str, int]]] = {}
    warehouse = replace(build.warehouse, connection=build.warehouse.connection.cursor())
    for name in names_that_match(warehouse, _LOOKS_SO, _MOST):
        if not any(letter.isalpha() for letter in name):
            continue  # a name that is a number alone would let figures stand that are like it
        text = escape(name)
        for number, place in numbers_in(text):
            found.setdefault(number, []).append((text, place))
    return {number: tuple(where) for number, where in found.items()}
