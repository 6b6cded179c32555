"""Which given names are forms of one another: "Bob" of "Robert", "Paco" of "Francisco".

The table is `given_names.txt` beside this file. A form may belong to several families: "alex" is
near to "alexander" and to "alexandra", while these two stay strangers.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from everyrep.warehouse.identity.letters import plain


@cache
def families() -> dict[str, frozenset[int]]:
    """Return, for each known form (in plain spelling), the numbers of the families it is in."""
    text = files(__package__).joinpath("given_names.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    found: dict[str, set[int]] = {}
    for number, line in enumerate(lines):
        for form in line.split():
            found.setdefault(plain(form), set()).add(number)
    return {form: frozenset(numbers) for form, numbers in found.items()}


def are_variants(left: str, right: str) -> bool:
    """Return whether two plain given names share a family.

    Example:
        >>> are_variants("bob", "robert"), are_variants("alexander", "alexandra")
        (True, False)
    """
    known = families()
    return not known.get(left, frozenset()).isdisjoint(known.get(right, frozenset()))
