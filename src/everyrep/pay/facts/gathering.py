"""From what is given to the facts that a plan pays by: every doubt is settled here, or refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np

from everyrep.pay.columns import Column, Columns, Numbers, Texts
from everyrep.pay.facts.asked import quotas_of
from everyrep.pay.facts.conditions import conditions_of
from everyrep.pay.facts.credited import Facts, Quotas, Stints
from everyrep.pay.facts.crediting import Setting, credits_of, kinds_of, templates_of
from everyrep.pay.facts.days import zone_of
from everyrep.pay.facts.exchange import money_reader, rates_of
from everyrep.pay.facts.hierarchy import Hierarchy, hierarchy_of
from everyrep.pay.facts.left import Left, Reason
from everyrep.pay.facts.lines import Lines, lines_of
from everyrep.pay.facts.overtaken import overtaken
from everyrep.pay.facts.placing import credited
from everyrep.pay.facts.portions import credited_facts
from everyrep.pay.facts.presence import stints_of
from everyrep.pay.facts.reading import fact_of, optional
from everyrep.pay.facts.splits import Splits, splits_of
from everyrep.pay.facts.tables import Frame, Table
from everyrep.pay.facts.texts import absent, ids_of, recoded, texts_of, united
from everyrep.pay.facts.unasked import unasked
from everyrep.pay.language import Kind
from everyrep.pay.plan import Plan
from everyrep.pay.windows import Calendar, day_number
from everyrep.values import DataError


@dataclass(frozen=True)
class Gathered:
    """Facts, and what was left out of what was given.

    Attributes:
        facts: All that the plan pays by.
        left: What is not among them, and why.
    """

    facts: Facts
    left: Left


def gather(  # noqa: PLR0913 - one argument for each table that may be given
    plan: Plan,
    lines: Frame,
    people: Frame,
    *,
    splits: Frame | None = None,
    quotas: Frame | None = None,
    managers: Frame | None = None,
    leave: Frame | None = None,
    exchange: Frame | None = None,
    through: date | None = None,
) -> Facts:
    """All that a plan pays by, up to a day; see `gathered`, which also tells what was left out."""
    return gathered(
        plan, lines, people, splits=splits, quotas=quotas, managers=managers, leave=leave,
        exchange=exchange, through=through,
    ).facts  # fmt: skip


def gathered(  # noqa: PLR0913 - as `gather`
    plan: Plan,
    lines: Frame,
    people: Frame,
    *,
    splits: Frame | None = None,
    quotas: Frame | None = None,
    managers: Frame | None = None,
    leave: Frame | None = None,
    exchange: Frame | None = None,
    through: date | None = None,
) -> Gathered:
    """All that a plan pays by, up to a day, and what was left out.

    Args:
        plan: The plan.
        lines: `line` and the plan's facts; perhaps `deal`, `payee`, `reverses`, `currency`,
            `version`. Money in major units, or in whole minor units as `<fact>_minor`.
        people: `payee`, `from` and the plan's facts of people; perhaps `until`, `ends_on`.
        splits: `line` or `deal`, `payee`, `share` or `parts`; perhaps `kind`, `place`.
        quotas: `payee`, `quota`, `amount`; perhaps `from`, `until`.
        managers: `payee`, `manager`; perhaps `from`, `until`.
        leave: `payee`, `from`, `until`.
        exchange: `currency`, `on`, `rate`: units of the plan's currency for one unit.
        through: The last day whose facts are known; the plan's last where None.

    Raises:
        UnknownName: A column that is needed is not there.
        DataError: Something that is given cannot be read, or cannot be true.
    """
    left, zone = Left(), zone_of(plan.zone)
    last = day_number(plan.ends) - 1 if through is None else day_number(through)
    known = lines_of(plan, Table.of("lines", lines, "line"), zone, last, left)
    staff = Table.of("people", people, "payee")
    names, stints = stints_of(plan, staff, zone, left)
    rates = rates_of(plan, Table.of("exchange", exchange, "currency"), zone)
    facts = _facts(plan, known, zone, money_reader(plan, known, rates))
    shares = splits_of(Table.of("splits", splits, "line"), known, left)
    above = Table.of("managers", managers, "payee")
    setting = _setting(plan, known, facts, shares, above, staff, zone)
    template = templates_of(known, shares)
    given = credits_of(setting, template)
    portions = credited_facts(known, given, facts, plan.facts, template)
    found = credited(setting, given, portions, names, stints, left)
    asked = _quotas(plan, names, stints, quotas, leave, last, left)
    earlier = frozenset(known.ids[row] for row in np.flatnonzero(known.earlier & known.counts))
    whole = Facts(
        names, found.lines, found.deals, setting.kinds, stints, found.credited, asked, last, earlier
    )
    left.note(*unasked(plan, whole), *overtaken(plan, whole))
    return Gathered(whole, left)


def with_quotas(plan: Plan, facts: Facts, quotas: Frame | None, leave: Frame | None) -> Facts:
    """Facts that differ in nothing but in what a plan asks of everybody.

    Args:
        plan: The plan that asks.
        facts: Gathered for a plan that credits the same lines and people.
        quotas: As `gather` takes them.
        leave: As `gather` takes it.

    Raises:
        UserError: As `gather`.
    """
    asked = _quotas(plan, facts.people, facts.stints, quotas, leave, facts.through, Left())
    return replace(facts, quotas=asked)


def _quotas(
    plan: Plan, people: tuple[str, ...], stints: Stints, quotas: Frame | None,
    leave: Frame | None, through: int, left: Left,
) -> dict[str, Quotas]:  # fmt: skip
    """What every quota of the plan asks of everybody."""
    table = Table.of("quotas", quotas, "payee")
    if table.rows:
        payee = recoded(ids_of(table, "payee"), people)
        named = optional(table, "quota")
        other = (payee < 0) | ((named.codes >= 0) & (recoded(named, sorted(plan.quotas)) < 0))
        left.count(Reason.NO_QUOTA, np.flatnonzero(other), table.where)
    calendar = Calendar.of(plan)
    return {
        name: quotas_of(plan, quota, people, stints, table, leave, calendar, through, left)
        for name, quota in plan.quotas.items()
    }


def _facts(
    plan: Plan, lines: Lines, zone: ZoneInfo, money: Callable[[str], Numbers]
) -> dict[str, Column]:
    """The plan's facts of each line, before they are shared."""
    return {
        name: money(name) if kind is Kind.MONEY
        else fact_of(lines.table, name, kind, plan.currency, zone)
        for name, kind in plan.facts.items()
    }  # fmt: skip


def _setting(
    plan: Plan, lines: Lines, facts: Columns, splits: Splits, managers: Table, staff: Table,
    zone: ZoneInfo,
) -> Setting:  # fmt: skip
    """What the plan's rules of crediting are read against."""
    found = {rule.to: facts[rule.to] for rule in plan.credits if rule.to in facts}
    named = {name: column for name, column in found.items() if isinstance(column, Texts)}
    present = texts_of(staff.column("payee")) if staff.columns else absent(0)
    above = [texts_of(managers.column(name)) for name in ("payee", "manager") if managers.columns]
    people = united(lines.owner, splits.payee, present, *named.values(), *above)
    template = templates_of(lines, splits)
    needed = np.zeros(len(lines), dtype=bool)
    needed[template[lines.counts]] = True
    holds = conditions_of(plan, lines, facts, needed)
    hierarchy = hierarchy_of(managers, people, frozenset(present.words), zone)
    if any(rule.to == "managers" for rule in plan.credits):
        _see_hierarchy(plan, lines, managers, hierarchy)
    return Setting(plan, kinds_of(plan), people, lines, splits, named, holds, hierarchy)


def _see_hierarchy(plan: Plan, lines: Lines, managers: Table, hierarchy: Hierarchy) -> None:
    if not managers.columns:
        raise DataError(
            "The plan credits managers, and nobody says who is above whom", where="managers",
            why="Every roll-up would be nothing",
            remedy="give a table with payee, manager, from and until",
        )  # fmt: skip
    begins = min(day_number(plan.begins), int(lines.day.min(initial=day_number(plan.begins))))
    hierarchy.check(begins, day_number(plan.ends))
