"""A plan of pay, once it has been read: every name known, every unit checked, nothing left open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from everyrep.pay.language import Checked, Kind
from everyrep.pay.plan.components import Component
from everyrep.pay.plan.measuring import Measure, Quota
from everyrep.pay.plan.paying import Clawback, Crediting, Draw, Payment
from everyrep.pay.plan.tables import Grid, Table
from everyrep.values.currency import Currency
from everyrep.values.fiscal import FiscalCalendar
from everyrep.values.rounding import Rounding


class Model(StrEnum):
    """The three base models of pay."""

    SALARY_WITH_BONUS = "salary_with_bonus"
    BASE_WITH_COMMISSION = "base_with_commission"
    COMMISSION_ONLY = "commission_only"


@dataclass(frozen=True)
class Example:
    """What the plan's author expects, run as a test.

    Attributes:
        title: In words.
        lines: Facts of lines, as written.
        people: Facts of people, as written.
        through: The day up to which is calculated; the plan's last where None.
        expect: What must come out, by name: `total`, `lines`, `components` ...
        line: Where it stands in the file.
        splits: Who shares which line, as written.
        managers: Who reports to whom from when until when, as written.
        leave: Who was away from when until when, as written.
        rates: Rates of currencies by day, as written.
        quotas: What is asked of whom from when until when, as written.
        left: Deals whose customers left, and when, as written.
        id: A short name by which one example can be asked for; empty without.
    """

    title: str
    lines: tuple[Mapping[str, object], ...]
    people: tuple[Mapping[str, object], ...]
    through: date | None
    expect: Mapping[str, object]
    line: int
    splits: tuple[Mapping[str, object], ...] = ()
    managers: tuple[Mapping[str, object], ...] = ()
    leave: tuple[Mapping[str, object], ...] = ()
    rates: tuple[Mapping[str, object], ...] = ()
    quotas: tuple[Mapping[str, object], ...] = ()
    left: tuple[Mapping[str, object], ...] = ()
    id: str = ""


@dataclass(frozen=True)
class Plan:
    """A plan of pay.

    Attributes:
        id: The same through all versions.
        title: What it is called.
        version: Which version this is.
        begins: Its first day.
        ends: Its first day no more.
        currency: In which it pays.
        zone: Whose midnight parts the days.
        year_begins: Month in which the year begins.
        weeks: How years of whole weeks are cut; None where months are those of the calendar.
        model: Which of the three base models.
        rounding: How cents are rounded where a component says nothing else.
        day: The fact whose day decides which window a line is in.
        facts: Kinds of the facts that each line brings.
        person: Kinds of the facts that each person brings.
        derived: What is worked out of the facts of a line, in order.
        parameters: Numbers and amounts with names; money in major units.
        rates: Units of the plan's currency for one unit of another; empty where spot rates count.
        spot: Whether the rate of the line's day counts.
        credits: Who is credited; by default the splits, or the line's payee, as primary.
        quotas: By name.
        measures: By name.
        tables: By name.
        grids: By name.
        pay: Components, in order.
        draws: In the order in which they are recovered.
        clawback: None where nothing is taken back but by refunds.
        payment: When what is earned is paid.
        examples: What its author expects.
        texts: What each parameter was written as.
        places: The line of the file where each part begins, by its path, such as "table.tiers".
        text: The file, for diffs and its fingerprint.
    """

    id: str
    title: str
    version: str
    begins: date
    ends: date
    currency: Currency
    zone: str
    year_begins: int
    model: Model
    rounding: Rounding
    day: str
    facts: Mapping[str, Kind]
    person: Mapping[str, Kind]
    derived: Mapping[str, Checked]
    parameters: Mapping[str, tuple[Kind, Fraction | str | date | bool]]
    rates: Mapping[str, Fraction]
    spot: bool
    credits: tuple[Crediting, ...]
    quotas: Mapping[str, Quota]
    measures: Mapping[str, Measure]
    tables: Mapping[str, Table]
    grids: Mapping[str, Grid]
    pay: tuple[Component, ...]
    draws: tuple[Draw, ...]
    clawback: Clawback | None
    payment: Payment
    examples: tuple[Example, ...]
    weeks: FiscalCalendar | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    text: str = ""
