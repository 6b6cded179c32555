"""Numbers in the text of a page, set as a reader writes them.

Figures come out of the report's printer, which writes a point before decimals and commas between
thousands, and pages of them are kept for everybody. So a page is set for one reader at the last
moment, in what is read of it: tags, code, what can be typed into, and names at the head of rows
stay as they are. What looks like a version, an address or a day is no number.
"""

from __future__ import annotations

import re

_KEPT = r"<(script|style|code|pre|textarea|kbd|option|th)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>"
_NUMBER = (
    r"(?<![\w.,:/@#])(?<!\w-)"
    r"(?P<number>[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)"
    r"(?!\w|[.,:/-]\d)"
)
_PIECE = re.compile(f"{_KEPT}|{_NUMBER}", re.DOTALL | re.IGNORECASE)


def with_commas(html: str, thousands: str) -> str:
    """A page with a comma before decimals.

    Args:
        html: A page, or a part of one.
        thousands: What stands between thousands.
    """
    swap = str.maketrans({",": thousands, ".": ","})

    def set_anew(found: re.Match[str]) -> str:
        number = found["number"]
        return number.translate(swap) if number else found[0]

    return _PIECE.sub(set_anew, html)
