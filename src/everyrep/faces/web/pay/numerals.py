"""Numbers as people type them into forms of pay: read in one way, or refused."""

from __future__ import annotations

import re
from decimal import Decimal

_WHOLE = r"[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:_[0-9]{3})+"
_NUMERAL = re.compile(rf"-?(?:{_WHOLE})(?:\.[0-9]+)?")
_LONGEST = 40


def number_of(text: str) -> Decimal | None:
    """A number, or None where what is written could be read in two ways, or in none.

    Commas may stand before each three digits alone: "1,50" is one and a half to some and a slip to
    others, and is neither here.
    """
    plain = text.strip()
    if len(plain) > _LONGEST or _NUMERAL.fullmatch(plain) is None:
        return None
    return Decimal(plain.replace(",", "").replace("_", ""))
