"""Sizes of effects in the unit of an outcome, as they are written."""

from __future__ import annotations

from collections.abc import Callable

from everyrep.values import Currency


def size_in(unit: str) -> Callable[[float], str]:
    """How sizes of an outcome of a unit are written; money comes in minor units."""
    base, _, code = unit.partition(":")
    if base == "share" or base.startswith("share/"):
        return lambda value: f"{100 * value:.1f} points"
    if base == "money":
        code = code.partition("/")[0]
        scale = 10 ** Currency.of(code).digits
        return lambda value: f"{value / scale:,.0f} {code}"
    if base == "days":
        return lambda value: f"{value:.3g} days"
    return lambda value: f"{value:.3g}"
