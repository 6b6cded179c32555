"""Numbers of a plan as a sales manager writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from everyrep.pay.language import Kind
from everyrep.pay.plan.measuring import Measure, Span, Window
from everyrep.pay.plan.reading.words import decimal, percent
from everyrep.values.currency import Currency


def money(minor: Fraction | int, currency: Currency) -> str:
    """An amount of minor units, such as "2,250 USD" or "2,250.50 USD"."""
    return f"{major(Fraction(minor) / currency.scale, currency)} {currency}"


def major(amount: Fraction, currency: Currency) -> str:
    """A number of major units, with all decimals of the currency or with none."""
    minor = amount * currency.scale
    if amount.denominator == 1 or minor.denominator != 1:
        return decimal(amount)
    whole, rest = divmod(abs(int(minor)), currency.scale)
    return f"{'-' if minor < 0 else ''}{whole:,}.{rest:0{len(str(currency.scale)) - 1}d}"


def of_kind(number: Fraction, kind: Kind, currency: Currency) -> str:
    """A number of a measure: money in minor units, or a count."""
    return money(number, currency) if kind is Kind.MONEY else decimal(number)


def bound(at: Fraction, in_quotas: bool, measure: Measure, currency: Currency) -> str:
    """A bound: a share of the quota, or the measure's own unit."""
    return percent(at) if in_quotas else of_kind(at, measure.of.kind, currency)


def listed(parts: Iterable[str], word: str = "and") -> str:
    """Several things in one sentence."""
    found = list(parts)
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} {word} {found[-1]}"


def day(one: date) -> str:
    """A day, such as 1 January 2026."""
    return f"{one.day} {one:%B %Y}"


def each(window: Window) -> str:
    """A window, such as "each quarter"."""
    if window.span is Span.PLAN:
        return "the whole of the plan"
    if window.span is Span.CYCLE:
        return f"each {window.length} days"
    if window.span is Span.ROLLING:
        return f"the last {window.length} months"
    return f"each {window}"


__all__ = ["bound", "day", "decimal", "each", "listed", "major", "money", "of_kind", "percent"]
