"""Plans between two plans: the old one with another's quotas, rates, rules or parameters."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from everyrep.pay.plan import Plan
from everyrep.pay.plan.reading import read_plan
from everyrep.values import UserError

_HEADING = re.compile(r"^\s*\[+\s*([A-Za-z0-9_.\"'-]+)\s*\]+", re.MULTILINE)
_BUILT_IN = frozenset({"split", "managers"})
_OF_LINES = frozenset({"line", "deal", "payee", "date"})


def with_quotas_of(plan: Plan, other: Plan) -> Plan:
    """The plan with another's quotas; as it is, where they go by other names."""
    if plan.quotas.keys() != other.quotas.keys():
        return plan
    return replace(plan, quotas=other.quotas)


def with_rates_of(plan: Plan, other: Plan) -> Plan:
    """The plan with another's rates of exchange."""
    return replace(plan, rates=other.rates, spot=other.spot)


def with_crediting_of(plan: Plan, other: Plan) -> Plan:
    """The plan with another's rules of crediting; as it is, where it cannot read what they read."""
    known = plan.facts.keys() | plan.derived.keys() | plan.parameters.keys() | _OF_LINES
    read = {name for rule in other.credits if rule.when is not None for name in rule.when.names}
    named = {rule.to for rule in other.credits} - _BUILT_IN
    if not read <= known or not named <= plan.facts.keys():
        return plan
    return replace(plan, credits=other.credits)


def with_parameters_of(plan: Plan, other: Plan) -> Plan | None:
    """The plan as its file would be read with another's parameters.

    Returns:
        None where that cannot be told from the rest of the plan: there is no file, or it would not
        be a plan.
    """
    if plan.parameters.keys() != other.parameters.keys():
        return None
    if not plan.text or not other.text:
        return replace(plan, parameters=other.parameters, texts=other.texts)
    mixed = _swapped(plan.text, other.text)
    if mixed is None:
        return None
    try:
        found = read_plan(mixed, where=plan.id)
    except UserError:
        return None
    return replace(
        found, quotas=plan.quotas, rates=plan.rates, spot=plan.spot, credits=plan.credits
    )


def _swapped(text: str, other: str) -> str | None:
    """A file with the `[parameters]` of another; None where it is not written as such a part."""
    theirs = _section(other)
    mine = _section(text)
    if mine is None or theirs is None:
        return None
    mixed = text[: mine[0]] + other[theirs[0] : theirs[1]] + "\n" + text[mine[1] :]
    wanted = {**_content(text), "parameters": _content(other).get("parameters")}
    try:
        return mixed if _content(mixed) == wanted else None
    except ValueError:
        return None


def _section(text: str) -> tuple[int, int] | None:
    headings = list(_HEADING.finditer(text))
    for at, heading in enumerate(headings):
        if heading[1] == "parameters":
            end = headings[at + 1].start() if at + 1 < len(headings) else len(text)
            return heading.start(), end
    return None


def _content(text: str) -> Mapping[str, object]:
    return tomllib.loads(text, parse_float=Decimal)
