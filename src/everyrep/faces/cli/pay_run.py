"""`everyrep pay run | explain`: what a plan pays for the tables of a folder, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.options import JsonOption
from everyrep.faces.cli.pay_book import BookOption, book_in, posted_into, print_owed, statements
from everyrep.faces.cli.pay_tables import (
    FactsOption,
    ThroughOption,
    day_needed,
    given_in,
    plan_in,
)
from everyrep.values import UserError

if TYPE_CHECKING:
    import pandas as pd

    from everyrep.pay import Calculation, Left

app = typer.Typer()

PlanArgument = Annotated[Path, typer.Argument(metavar="PLAN", help="Plan file.")]
_AMOUNTS = "amounts.csv"
_NAMED = 10
"""So many of those who are paid nothing are named."""


@app.command()
def run(
    plan: PlanArgument,
    facts: FactsOption,
    through: ThroughOption = None,
    book: BookOption = None,
    period: Annotated[
        str, typer.Option("--period", help="Into which period is posted; default: the open one.")
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FOLDER", help=f"Write {_AMOUNTS} there; never over one."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Calculate a plan; with a book, post what has changed and say what is owed."""
    from everyrep.pay import amounts, calculate

    if period and book is None:
        raise UserError("--period says where in a book is posted", remedy="add --book FOLDER")
    read = plan_in(plan)
    if book is not None:
        day_needed("--through", through, "A book keeps what was known when")
    gathered = given_in(facts, through).gathered(read)
    found = calculate(read, gathered.facts)
    rows = amounts(found)
    if out is not None:
        _write(out, rows, found)
    kept = None if book is None else posted_into(book_in(book), found, period, facts)
    if as_json:
        output.print_json(_as_data(found, rows, gathered.left, kept))
        return
    _print_pay(found, rows)
    _print_left(gathered.left)
    if out is not None:
        output.say(f"Wrote {out / _AMOUNTS}.")
    if kept is not None:
        print_owed(kept)


def _as_data(found: Calculation, rows: pd.DataFrame, left: Left, kept: object) -> dict[str, object]:
    from datetime import date

    epoch = date(1970, 1, 1).toordinal()
    listed = [
        {**row, "minor": int(row["minor"]), "day": str(date.fromordinal(epoch + int(row["day"])))}
        for row in rows.to_dict("records")
    ]
    return {
        "plan": found.plan.id,
        "version": found.plan.version,
        "currency": str(found.plan.currency),
        "total_minor": found.total,
        "people": {
            who: int(minor) for who, minor in zip(found.facts.people, found.by_payee, strict=True)
        },
        "amounts": listed,
        "left_out": [
            {"reason": reason.name.lower(), "what": str(reason), "rows": count,
             "examples": list(left.examples.get(reason, ()))}
            for reason, count in left.counts.items()
        ],
        "notes": list(left.notes),
        "book": None if kept is None else statements(kept),
    }  # fmt: skip


def _print_pay(found: Calculation, rows: pd.DataFrame) -> None:
    """What each person is paid, component by component; who is paid nothing is told below."""
    from everyrep.values.money import Money

    plan = found.plan
    sums = rows.assign(minor=rows["minor"].astype(object)).groupby(["payee", "component"])["minor"]
    by = {key: int(minor) for key, minor in sums.sum().items()}
    ids = [part.id for part in plan.pay]
    paid = {who for (who, _), minor in by.items() if minor}
    table = [
        [who, *(Money(by.get((who, name), 0), plan.currency) for name in ids),
         Money(int(minor), plan.currency)]
        for who, minor in zip(found.facts.people, found.by_payee, strict=True)
        if who in paid
    ]  # fmt: skip
    columns = ["payee", *ids, "total"]
    total = Money(found.total, plan.currency)
    output.say(f"{plan.title}, version {plan.version}, pays {total}.", style="bold")
    if table:
        output.print_table("", columns, table, numbers=columns[1:])
    nothing = [who for who in found.facts.people if who not in paid]
    if nothing:
        rest = len(nothing) - _NAMED
        more = f" and {rest:,} more" if rest > 0 else ""
        output.say(f"Nothing for {', '.join(nothing[:_NAMED])}{more}.")


def _print_left(left: Left) -> None:
    if left.counts:
        output.say()
        output.print_table(
            "Left out, or not as one would think",
            ("rows", "what", "such as"),
            [(count, str(reason), ", ".join(left.examples.get(reason, ())))
             for reason, count in left.counts.items()],
            numbers=("rows",),
        )  # fmt: skip
    for note in left.notes:
        output.say(note)


def _write(folder: Path, rows: pd.DataFrame, found: Calculation) -> None:
    """Amounts in major units, days as days, texts so that no spreadsheet runs them."""
    from everyrep.pay.accounts import write_csv
    from everyrep.pay.windows import day_of
    from everyrep.values.money import Money

    path = folder / _AMOUNTS
    if path.exists():
        raise UserError(
            "There is such a file already", where=str(path), why="It is never written over",
            remedy="name another folder, or move the file away",
        )  # fmt: skip
    currency = found.plan.currency
    columns = [name for name in rows.columns if name != "minor"]
    table = rows[columns].assign(
        day=[day_of(day).isoformat() for day in rows["day"]],
        amount=[Money(int(minor), currency).major for minor in rows["minor"]],
        currency=str(currency),
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="") as file:
            write_csv(table, file)
    except OSError as problem:
        raise UserError(
            f"It cannot be written ({problem.strerror})", where=str(path),
            remedy="name a folder in which files may be written",
        ) from None  # fmt: skip


@app.command()
def explain(
    plan: PlanArgument,
    name: Annotated[
        str,
        typer.Argument(
            metavar="LINE", help='A line, a deal, a window such as "Q1 2026", or the key of a row.'
        ),
    ],
    facts: FactsOption,
    through: ThroughOption = None,
    payee: Annotated[str, typer.Option("--payee", help="Whose pay; default: everybody's.")] = "",
    component: Annotated[
        str, typer.Option("--component", help="Of what; default: of all that is paid for.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Why a line or a window is paid what it is, in sentences with the numbers in place."""
    from everyrep.pay import calculate, keys_about
    from everyrep.pay import explain as explained

    read = plan_in(plan)
    known = given_in(facts, through).facts(read)
    keys = keys_about(calculate(read, known), name, payee, component)
    steps = [(key, explained(read, known, key)) for key in keys]
    if as_json:
        output.print_json([{"key": key, **step.to_dict()} for key, step in steps])
        return
    paying = [step for _, step in steps if step.amount is not None and step.amount.minor]
    for step in paying:
        output.say(str(step))
        output.say()
    for _, step in steps:
        if step not in paying:
            output.say(step.sentence if paying else str(step))
