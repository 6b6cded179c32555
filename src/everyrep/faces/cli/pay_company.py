"""`everyrep pay facts | year`: pay worked out from the company's own records."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.asking import key_of, names_of, opened
from everyrep.faces.cli.options import JsonOption, WorkspaceOption, workspace_at
from everyrep.faces.cli.pay_tables import day_named, plan_in

if TYPE_CHECKING:
    import pandas as pd

    from everyrep.faces.payroll import Members, Year
    from everyrep.measures.answer import Key
    from everyrep.pay import Book, Plan

app = typer.Typer(help="Pay from the company's own records.", no_args_is_help=True)

MembersOption = Annotated[
    Path | None,
    typer.Option("--members", metavar="FILE", help="Who is on which plan when, as JSON."),
]
MONEY = ("earned", "taken_back", "paid", "balance")


@app.command()
def facts(  # noqa: PLR0913 - one argument for each option
    out: Annotated[
        Path, typer.Option("--out", metavar="FOLDER", help="Where the tables are written.")
    ],
    workspace: WorkspaceOption = None,
    roles: Annotated[
        list[str] | None,
        typer.Option("--roles", metavar="ROLE", help="A role or title that is on the plan; may be "
                     "given again."),
    ] = None,
    members: MembersOption = None,
    plan: Annotated[
        str | None,
        typer.Option("--plan", metavar="ID", help="Whose members, in a file of several plans."),
    ] = None,
    through: Annotated[
        str | None,
        typer.Option("--through", metavar="DAY", help="The last day whose facts are known; "
                     "default: the last day the data knows."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DAY", help="The first close that is wanted; default: "
                     "all."),
    ] = None,
    currency: Annotated[
        str | None,
        typer.Option("--currency", metavar="CODE", help="The plan's; default: the one that is "
                     "reported in."),
    ] = None,
    over: Annotated[
        bool, typer.Option("--over", help="Write tables that are there anew.")
    ] = False,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Write the tables that a plan is paid by, for `--facts` of the other commands."""
    from everyrep.faces.payroll import Members, given_of, write_given
    from everyrep.values import Currency

    wanted = Members(tuple(roles or ())) if members is None else _members_in(members, plan)
    until, first = day_named("--through", through), day_named("--since", since)
    with opened(workspace) as (warehouse, scope):
        given = given_of(
            warehouse, scope, payees=wanted, through=until or warehouse.as_of, since=first,
            currency=None if currency is None else Currency.of(currency),
        )  # fmt: skip
        rows = write_given(given, out, over=over)
    if as_json:
        output.print_json({"folder": str(out), "rows": rows})
        return
    for name, count in rows.items():
        output.say(f"{name}.csv: {count:,} rows")


@app.command()
def year(  # noqa: PLR0913 - one argument for each option
    plans: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PLAN...]", help="Plan files; default: plans/ of the workspace, with its "
            "members.json.", show_default=False,
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    roles: Annotated[
        list[str] | None,
        typer.Option("--roles", metavar="[PLAN=]ROLE", help="A role or title that is on a plan; "
                     "may be given again."),
    ] = None,
    members: MembersOption = None,
    book: Annotated[
        Path | None,
        typer.Option("--book", metavar="FOLDER", help="The ledger, which is appended to; default: "
                     "none is kept."),
    ] = None,
    through: Annotated[
        str | None,
        typer.Option("--through", metavar="DAY", help="The last day that is known; default: the "
                     "last day the data knows."),
    ] = None,
    later: Annotated[
        int | None,
        typer.Option("--later", min=0, metavar="PERIODS", help="Periods after a plan's end that "
                     "are run too, for what is late or comes back; default: 24."),
    ] = None,
    payee: Annotated[
        str | None, typer.Option("--payee", help="Id of the only one who is shown.")
    ] = None,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Take plans through their months: each posted by what was known at its end, paid and locked.

    What becomes known later is posted into the month that is open then, and keeps the month that it
    stems from. A book that is kept goes on where it stopped.
    """
    from everyrep.faces.payroll import LATER, knowing, run_year
    from everyrep.pay import FolderBook, MemoryBook

    listed, on = _planned(plans, roles, members, workspace)
    ledger = MemoryBook() if book is None else FolderBook(book)
    until = day_named("--through", through)
    with opened(workspace) as (warehouse, scope), output.progress("Paying") as tell:
        known = knowing(warehouse, scope, listed, on)
        last = until or warehouse.as_of
        found = run_year(
            ledger,
            listed,
            known,
            until=last,
            later=LATER if later is None else later,
            tell=tell,
        )
        one = None if payee is None else str(key_of(warehouse, scope, "person", payee))
        told = _Told(ledger, found, one)
        names = names_of(warehouse, scope, "person", told.payees)
    if as_json:
        output.print_json(told.as_data(names))
    else:
        told.show(names)


@dataclass(frozen=True, eq=False)
class _Told:
    """What a book says of a year, of everybody or of one."""

    book: Book
    year: Year
    payee: str | None

    @cached_property
    def months(self) -> pd.DataFrame:
        from everyrep.faces.payroll import by_month

        return self._of_one(by_month(self.book, self.year.periods))

    @cached_property
    def changes(self) -> pd.DataFrame:
        from everyrep.faces.payroll import changes

        return self._of_one(changes(self.book, self.year.periods))

    @property
    def payees(self) -> list[str]:
        return sorted({*self.months["payee"], *self.changes["payee"]})

    def _of_one(self, table: pd.DataFrame) -> pd.DataFrame:
        return table if self.payee is None else table[(table["payee"] == self.payee).to_numpy()]

    def as_data(self, names: Mapping[Key, str]) -> dict[str, Any]:
        tables = {"months": self.months, "changes": self.changes}
        return {
            "periods": self.year.periods,
            "postings": self.year.postings,
            "twice": dict(self.year.twice),
            "left": {plan: dict(left.counts) for plan, left in self.year.left.items()},
            "notes": {plan: left.notes for plan, left in self.year.left.items()},
            **{
                name: table.assign(name=table["payee"].map(names)).to_dict("records")
                for name, table in tables.items()
            },
        }

    def show(self, names: Mapping[Key, str]) -> None:
        months = self.months
        moved = (months[list(MONEY)] != 0).any(axis=1).to_numpy()
        _table("Pay by payee and period", months[moved], MONEY, names)
        order = {"sort": False, "observed": True}
        by = ["plan", "currency", "period"]
        places = {name: at for at, name in enumerate(self.year.periods)}
        sums = months.groupby(by, **order)[list(MONEY)].sum().reset_index()
        sums = sums.iloc[sums["period"].map(places).argsort(kind="stable")]
        _table("All together", sums.sort_values("plan", kind="stable"), MONEY, names)
        if len(self.changes):
            _table("Posted for an earlier period", self.changes, ("minor",), names)
        for plan, left in self.year.left.items():
            for reason, count in left.counts.items():
                output.say(f"{plan}: {count:,} x {reason}", style="dim")
            for note in left.notes:
                output.say(f"{plan}: {note}")
        for other, payee in self.year.twice.items():
            output.say(
                f"{other} and {payee} are one person by now, and both were paid. {payee} is paid "
                f"from now on; what {other} had stands as owed. Move it by an adjustment."
            )
        output.say(
            f"{self.year.postings:,} postings hold together: what was earned is what was taken "
            "back, paid, and stands on balances."
        )


def _table(
    title: str, table: pd.DataFrame, money: tuple[str, ...], names: Mapping[Key, str]
) -> None:
    """Rows with amounts in major units, and payees by name."""
    from everyrep.values import Currency, Money

    columns = [name for name in table.columns if name != "currency"]
    rows = [
        [
            str(Money(int(row[name]), Currency.of(row["currency"]))) if name in money
            else names.get(row[name], row[name]) if name == "payee" else row[name]
            for name in columns
        ]
        for row in table.to_dict("records")
    ]  # fmt: skip
    shown = [name.replace("_", " ").replace("minor", "amount") for name in columns]
    numbers = [name.replace("_", " ").replace("minor", "amount") for name in money]
    output.print_table(title, shown, rows, numbers=numbers)
    output.say()


def _planned(
    plans: Sequence[Path] | None,
    roles: Sequence[str] | None,
    members: Path | None,
    workspace: Path | None,
) -> tuple[Sequence[Plan], dict[str, Members]]:
    """The plans that are named, or those of the workspace, and who is on each."""
    from everyrep.faces.payroll import members_by_roles, members_in, plans_in, see_members

    if not plans:
        listed, on = plans_in(workspace_at(workspace).root / "plans")
    else:
        listed, on = tuple(plan_in(path) for path in plans), {}
    if members is not None:
        on = members_in(members, listed)
    if roles:
        on |= {plan: one for plan, one in members_by_roles(roles, listed).items() if one.roles}
    see_members(listed, on)
    return listed, on


def _members_in(file: Path, plan: str | None) -> Members:
    """Who is on one plan: a file of its members alone, or of several plans' by their ids."""
    from everyrep.faces.payroll import Members
    from everyrep.values import UnknownName, UserError

    try:
        text = file.read_text(encoding="utf-8")
        found = json.loads(text)
    except (OSError, ValueError, RecursionError) as problem:
        raise UserError(f"It cannot be read ({type(problem).__name__})", where=str(file)) from None
    by_plan = isinstance(found, dict) and not found.keys() & {"roles", "named"}
    if not by_plan or not all(isinstance(one, dict) for one in found.values()):
        return Members.from_json(text)
    if plan is None and len(found) == 1:
        plan = next(iter(found))
    if plan is None:
        raise UserError(
            f"It has the members of {len(found)} plans: {', '.join(found)}", where=str(file),
            why="Tables are written for one plan", remedy=f"say which: --plan {min(found)}",
        )  # fmt: skip
    if plan not in found:
        raise UnknownName("plan", plan, found, where=str(file))
    return Members.from_json(json.dumps(found[plan]))
