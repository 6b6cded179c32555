"""Chances in words: what is nearly sure is not sure, and what is nearly impossible is not so."""

from __future__ import annotations


def chance_words(chance: float, digits: int = 0) -> str:
    """A chance in percent, such as "63%"; "over 99%" and "under 1%" where rounding would lie.

    Only a chance of exactly 0 or 1 is told as 0% or 100%.

    Args:
        chance: From 0 to 1.
        digits: Decimals of the percentage.
    """
    least = 10.0**-digits
    rounded = round(100 * chance, digits)
    if rounded <= 0 < chance:
        return f"under {least:g}%"
    if rounded >= 100 and chance < 1:
        return f"over {100 - least:.{digits}f}%"
    return f"{100 * chance:.{digits}f}%"
