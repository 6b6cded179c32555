"""Numbers in the text of a page, set as a reader writes them.

Figures come out of the report's printer, which writes a point before decimals and commas between
thousands, and pages of them are kept for everybody. So a page is set for one reader at the last
moment, in what is read of it: tags, code, what can be typed into, and names at the head of rows
stay as they are. What looks like a version, an address or a day is no number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_KEPT = r"<(script|style|code|pre|textarea|kbd|option|th)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>"
_NUMBER = (
    r"(?<![\w.,:/@#])(?<!\w-)"
    r"(?P<number>[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)"
    r"(?!\w|[.,:/-]\d)"
)
_PIECE = re.compile(f"{_KEPT}|{_NUMBER}", re.DOTALL | re.IGNORECASE)


Names = Mapping[str, tuple[tuple[str, int], ...]]
"""By number: names that it stands in, and at which place of them."""
NO_NAMES: Names = {}


def numbers_in(text: str) -> list[tuple[str, int]]:
    """What looks like a number in a text, and where it begins."""
    return [(found["number"], found.start()) for found in re.finditer(_NUMBER, text)]


def with_commas(html: str, thousands: str, names: Names = NO_NAMES) -> str:
    """A page with a comma before decimals.

    Args:
        html: A page, or a part of one.
        thousands: What stands between thousands.
        names: Names that hold what looks like a number, and stay.
    """
    swap = str.maketrans({",": thousands, ".": ","})

    def set_anew(found: re.Match[str]) -> str:
        number = found["number"]
        if not number or _in_a_name(html, found.start(), names.get(number, ())):
            return found[0]
        return number.translate(swap)

    return _PIECE.sub(set_anew, html)


def _in_a_name(html: str, place: int, names: tuple[tuple[str, int], ...]) -> bool:
    return any(place >= at and html.startswith(name, place - at) for name, at in names)
