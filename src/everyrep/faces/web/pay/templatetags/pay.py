"""Amounts and days of pay, as its pages show them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from everyrep.pay.windows import day_of
from everyrep.values import Currency
from everyrep.values.money import Money

register = template.Library()


@register.filter
def money(minor: int | None, currency: str) -> str:
    """Minor units of a currency: "1,250.50 USD"; empty for none."""
    return "" if minor is None else Money(int(minor), Currency.of(currency)).format()


@register.filter
def bare(minor: int | None, currency: str) -> str:
    """The same without the currency, where that stands beside it already."""
    return money(minor, currency).rpartition(" ")[0]


@register.filter
def signed(minor: int, currency: str) -> str:
    """The same with its sign, for differences."""
    said = money(abs(minor), currency)
    return said if not minor else f"{'+' if minor > 0 else '-'}{said}"


@register.filter
def day(number: int) -> date:
    """A day of the ledger."""
    return day_of(number)


@register.filter
def percent_of(share: float | None) -> int:
    """A share as whole percent, at most 100, for the length of a bar."""
    return 0 if share is None else max(0, min(100, round(100 * share)))


@register.filter
def words(name: str) -> str:
    """The name of a fact as people read it."""
    return name.replace("_", " ")


@register.simple_tag(takes_context=True)
def told(context: Context, sentence: str) -> str:
    """A sentence of an explanation; the ids behind the `names` of the page stand small."""
    known = context.get("names", {})
    parts = _BRACKETS.split(sentence)
    return format_html_join(
        "", "{}", ((_small(part) if part[1:-1] in known else part,) for part in parts)
    )


_BRACKETS = re.compile(r"(\([^()]+\))")


def _small(part: str) -> str:
    return format_html('<small class="pay-id">{}</small>', part[1:-1])


@register.filter
def sentence(text: str) -> str:
    """A text with a capital at its head and a mark at its end."""
    text = text.strip()
    begun = f"{text[:1].upper()}{text[1:]}"
    return begun if begun.endswith((".", "!", "?", ":")) else f"{begun}."


@register.inclusion_tag("everyrep/pay_tabs.html", takes_context=True)
def pay_tabs(context: dict[str, Any]) -> dict[str, Any]:
    """The pages of pay that who looks may open, the one that they are on marked."""
    request = context["request"]
    sight, path = request.sight, request.path
    known = [("Overview", "pay"), ("Plans", "pay_plans")]
    if sight.runs_pay:
        known += [("Runs", "pay_runs")]
    if sight.people is None or sight.people:
        known += [("Disputes", "pay_disputes")]
    if sight.runs_pay:
        known += [("Adjustments", "pay_adjustments"), ("Exports", "pay_exports"),
                  ("Reconciliation", "pay_reconciliation")]  # fmt: skip
    places = [(title, reverse(name)) for title, name in known]
    on = max((at for _, at in places if path.startswith(at)), key=len, default="")
    return {"tabs": [(title, at, at == on, at == path) for title, at in places]}
