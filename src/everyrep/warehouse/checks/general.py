"""Contracts that follow from the declaration of the tables: references, ranges, days, currencies.

A new table or column in the schema has these contracts at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from everyrep.warehouse.checks.contract import Context, Contract, Join, among, day, show
from everyrep.warehouse.checks.finding import Severity
from everyrep.warehouse.checks.touched import MEASURES
from everyrep.warehouse.inspection_doubts import range_in_words
from everyrep.warehouse.quoting import identifier, literal
from everyrep.warehouse.schema import TABLES, Kind, Table, local_date

PLANNED = {
    ("opportunities", "close_on"),
    ("opportunities", "next_step_on"),
    ("opportunities", "mutual_plan_on"),
    ("opportunity_snapshots", "close_on"),
    ("stage_history", "close_on"),
    ("people", "left_on"),
    ("people", "hired_on"),
    ("positions", "from_on"),
    ("positions", "to_on"),
    ("leaves", "from_on"),
    ("leaves", "to_on"),
    ("quotas", "from_on"),
    ("quotas", "to_on"),
    ("campaigns", "starts_on"),
    ("campaigns", "ends_on"),
    ("courses", "published_on"),
    ("program_assignments", "starts_on"),
    ("exchange_rates", "from_on"),
    ("learning_links", "from_on"),
    ("training_spend", "spent_on"),
}
"""Days that may lie ahead. All others are of things that have happened."""

LONG_AGO = {
    ("people", "hired_on"),
    ("people", "left_on"),
    ("positions", "from_on"),
    ("positions", "to_on"),
    ("accounts", "customer_since_on"),
    ("accounts", "lost_on"),
}
"""Days that may lie decades back."""

EARLIEST, EARLIEST_STAFF = date(1990, 1, 1), date(1945, 1, 1)
"""Before there were systems to record it; before anybody now at work can have been hired."""
FAR_YEARS = 10
"""Nobody plans a deal, a quota or a position further ahead than this."""


def general(context: Context) -> Iterator[Contract]:
    """The contracts of every table, from its declaration."""
    for table in TABLES.values():
        if table.landing_only:
            continue
        yield from _references(table, context)
        yield from _persons(table, context)
        yield from _ranges(table)
        yield from _days(table, context)
        yield from _amounts(table, context)
        yield from _spans(table)


def _noun(name: str) -> str:
    return name.replace("_", " ")


def _references(table: Table, context: Context) -> Iterator[Contract]:
    """References to things that no file lists, though one lists others of their kind."""
    for column in table.columns:
        if column.kind is not Kind.REF or column.target not in context.listed:
            continue
        target = str(column.target)
        name, alias = identifier(f"{column.name}_id"), identifier(f"{column.name}_row")
        listed = f"(SELECT id FROM {target} WHERE load_id IS NOT NULL)"
        join = Join(alias, listed, f"{alias}.id = t.{name}", (target,))
        yield Contract(
            f"orphan-{column.name.replace('_', '-')}",
            table.name,
            f"{alias}.id IS NULL",
            f"Whose {_noun(column.name)} no file of {_noun(target)} lists",
            f"figures by {_noun(column.name)} know them by their id alone",
            f"load the missing {_noun(target)}, or map {column.name} to the column that holds "
            "their ids",
            of=f"t.{name} IS NOT NULL AND t.load_id IS NOT NULL",
            joins=(join,),
            shows=show(f"{column.name}_id"),
            measures=MEASURES.get(table.name, ()),
            amount=_worth(table),
            needs=(f"{table.name}.{column.name}_id",),
        )


def _persons(table: Table, context: Context) -> Iterator[Contract]:
    """References to somebody who is in no list of people, though the system has one."""
    if not context.declared:
        return
    stranger = (
        f"(SELECT id FROM people WHERE load_id IS NULL AND system IN ({among(context.declared)}))"
    )
    for column in table.people:
        alias = identifier(f"unknown_{column.name}")
        yield Contract(
            f"unknown-{column.name.replace('_', '-')}",
            table.name,
            f"{alias}.id IS NOT NULL",
            f"Whose {_noun(column.name)} no list of people knows",
            "each of them counts as one more person, without team, manager or working time, so "
            "figures by team and per head are wrong",
            "load the list that has these people (former ones too), or mend the id at the source",
            of=f"t.{identifier(column.name + '_ref')} IS NOT NULL",
            joins=(Join(alias, stranger, f"{alias}.id = t.{column.name}_id", ("people",)),),
            shows=show(f"{column.name}_ref"),
            measures=MEASURES.get(table.name, ()),
            amount=_worth(table),
            needs=(f"{table.name}.{column.name}_ref",),
        )


def _ranges(table: Table) -> Iterator[Contract]:
    for column in table.columns:
        if column.read_only_in or (column.low is None and column.high is None):
            continue
        name = column.stored()[0][0]
        value = f"t.{identifier(name)}"
        tests = [
            f"{value} {sign} {bound!r}"
            for sign, bound in (("<", column.low), (">", column.high))
            if bound is not None
        ]
        yield Contract(
            f"range-{column.name.replace('_', '-')}",
            table.name,
            " OR ".join(tests),
            f"With {_noun(column.name)} that is not {range_in_words(column.low, column.high)}",
            "such a value cannot be true, and means and totals take it in",
            f"mend it at the source, or set scale or decimal of {column.name} in the mapping",
            Severity.ERROR,
            of=f"{value} IS NOT NULL",
            shows=show(name),
            measures=MEASURES.get(table.name, ()),
            amount=_worth(table),
            needs=(f"{table.name}.{name}",),
        )


def _dated(table: Table) -> Iterator[tuple[str, str]]:
    """(canonical name, physical date column) of everything that has a day."""
    for column in table.columns:
        if column.kind is Kind.DATE and not column.read_only_in:
            yield column.name, column.name
        elif column.kind is Kind.MOMENT:
            yield column.name, local_date(column.name)


def _days(table: Table, context: Context) -> Iterator[Contract]:
    far = context.today.replace(year=context.today.year + FAR_YEARS, day=1)
    for canonical, name in _dated(table):
        value = f"t.{identifier(name)}"
        planned = (table.name, canonical) in PLANNED
        since = EARLIEST_STAFF if (table.name, canonical) in LONG_AGO else EARLIEST
        last = far if planned else context.today
        word = canonical.removesuffix("_at").removesuffix("_on").replace("_", "-")
        for check, test, what in (
            ("long-ago", f"{value} < {day(since)}", f"before {since.year}"),
            (
                "far-ahead" if planned else "in-the-future",
                f"{value} > {day(last)}",
                f"more than {FAR_YEARS} years ahead" if planned else "in the future",
            ),
        ):
            yield Contract(
                f"{word}-{check}",
                table.name,
                test,
                f"With {canonical} {what}",
                "the rows fall into periods in which nothing happened, and stretch every trend",
                f"mend the day at the source, or set order or origin of {canonical} in the mapping",
                of=f"{value} IS NOT NULL",
                shows=show(name),
                measures=MEASURES.get(table.name, ()),
                amount=_worth(table),
                needs=(f"{table.name}.{name}",),
            )


def _amounts(table: Table, context: Context) -> Iterator[Contract]:
    money = [f"{c.name}_minor" for c in table.columns if c.kind is Kind.MONEY]
    if not money or "currency" not in table.by_name or table.name in _PAY:
        return
    foreign = f"t.currency <> {literal(context.currency)}"
    for name in money if table.money_on else ():
        base = name.replace("_minor", "_base_minor")
        yield Contract(
            f"{name.removesuffix('_minor').replace('_', '-')}-without-rate",
            table.name,
            f"t.{base} IS NULL",
            f"With {_noun(name.removesuffix('_minor'))} in a currency that no rate of the day "
            f"puts into {context.currency}",
            "they are left out of every total",
            "load exchange rates that reach back to these days",
            Severity.ERROR,
            of=f"t.{name} IS NOT NULL AND {foreign}",
            shows=show(name, "currency", str(table.money_on)),
            measures=MEASURES.get(table.name, ()),
            needs=(f"{table.name}.{name}",),
        )
    given = " OR ".join(f"t.{name} IS NOT NULL" for name in money)
    yield Contract(
        "currency-unknown",
        table.name,
        "t.currency IS NULL",
        "With a currency that does not exist",
        "their amounts cannot be counted",
        'say in the mapping which currency is meant: values = { Euro = "EUR" }',
        Severity.ERROR,
        of="t.load_id IS NOT NULL",
        measures=MEASURES.get(table.name, ()),
        needs=(f"{table.name}.{money[0]}",),
    )
    if not table.money_on:
        yield Contract(
            "amounts-in-other-currencies",
            table.name,
            foreign,
            f"With amounts in another currency than {context.currency}, and no day of their own to "
            "convert them on",
            f"figures in {context.currency} use the deal's amounts, not these",
            "nothing, unless a figure needs them",
            Severity.NOTE,
            of=f"({given}) AND t.currency IS NOT NULL",
            shows=show("currency"),
            measures=MEASURES.get(table.name, ()),
        )


_PAY = ("people", "positions")
"""Tables whose amounts are pay, which no figure adds up."""


def _spans(table: Table) -> Iterator[Contract]:
    """Effective-dated rows end after they begin, and do not overlap."""
    if table.effective is None:
        return
    start, end = (f"t.{identifier(name)}" for name in table.effective)
    yield Contract(
        "ends-before-it-begins",
        table.name,
        f"{end} <= {start}",
        "Ending on or before the day they begin",
        "they are true on no day, and are left out",
        "mend the days at the source; the end is the first day after",
        Severity.ERROR,
        of=f"{end} IS NOT NULL",
        shows=show(*table.effective),
        measures=MEASURES.get(table.name, ()),
        needs=(f"{table.name}.{table.effective[1]}",),
    )
    yield Contract(
        "overlapping",
        table.name,
        f"{start} < t.until_before",
        "Beginning before an earlier row about the same ends",
        "on the days in between two things are true at once; amounts count twice",
        "end the earlier row on the day the later one begins",
        relation=_with_end_before(table),
        shows=(*show(*table.effective), ("earlier row ends", "t.until_before")),
        measures=MEASURES.get(table.name, ()),
    )


def _with_end_before(table: Table) -> str:
    """The rows of a table, each with the latest end among earlier ones about the same.

    Only within a file, but for quotas: several files may each know a part of a position, while two
    quotas for the same days are added up. A row without an end lasts until the next one begins.
    """
    start, end = (identifier(name) for name in table.effective or ("", ""))
    about = [
        f"coalesce({identifier(table.by_name[name].stored()[-1][0])}, '')"
        for name in table.key
        if name != (table.effective or ("",))[0]
    ]
    if table.name != "quotas":
        about.append("load_id")
    return (
        f"(SELECT *, max({end}) OVER (PARTITION BY {', '.join(about)} ORDER BY {start}, line "
        f"ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS until_before FROM {table.name})"
    )


def _worth(table: Table) -> str | None:
    """What a row is worth, where the table has amounts that figures add up."""
    if table.name in ("opportunities", "quotas", "training_spend"):
        return "t.amount_base_minor"
    return None
