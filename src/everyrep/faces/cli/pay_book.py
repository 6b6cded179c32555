"""`everyrep pay book show | pay | lock | check`: a book of pay in a folder, by periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.options import JsonOption, who
from everyrep.faces.cli.pay_tables import (
    FactsOption,
    ThroughOption,
    day_needed,
    given_in,
    left_in,
    plan_in,
)
from everyrep.values import UserError

if TYPE_CHECKING:
    from everyrep.pay import Calculation, FolderBook, PaidOut, PayPeriod, Plan
    from everyrep.pay.ledger import Posting, Stamp

book = typer.Typer(help="A book of pay, kept period by period.", no_args_is_help=True)
app = typer.Typer()
app.add_typer(book, name="book")

BookOption = Annotated[
    Path | None,
    typer.Option("--book", metavar="FOLDER", help="Book of pay; begun where there is none."),
]
BookArgument = Annotated[Path, typer.Argument(metavar="BOOK", help="Folder of the book.")]
PlanArgument = Annotated[Path, typer.Argument(metavar="PLAN", help="Plan file.")]
_FLOWS = ("earned", "released", "draw", "recovered", "clawed_back", "carried", "paid")
_BALANCES = ("held", "draw_balance", "clawback_balance", "carried_balance")


@dataclass(frozen=True)
class Kept:
    """What was posted into a period of a book, and what is owed in it.

    Attributes:
        plan: The plan.
        period: The period.
        posting: What was appended; empty where nothing had changed.
        paid: What is owed.
        settled: Whether that was posted as paid.
    """

    plan: Plan
    period: PayPeriod
    posting: Posting
    paid: PaidOut
    settled: bool = False


def book_in(folder: Path, *, begun: bool = False) -> FolderBook:
    """The book of a folder.

    Raises:
        UserError: There must be one, and there is none; or the folder cannot be written.
    """
    from everyrep.pay import FolderBook

    if begun and not folder.is_dir():
        raise UserError(
            "There is no such book", where=str(folder),
            remedy="name the folder that `everyrep pay run --book` was given",
        )  # fmt: skip
    try:
        return FolderBook(folder)
    except OSError as problem:
        raise UserError(
            f"The book cannot be opened ({problem.strerror})", where=str(folder),
            remedy="name a folder in which files may be written",
        ) from None  # fmt: skip


def posted_into(
    kept: FolderBook, found: Calculation, period: str, facts: Path, *, settled: bool = False
) -> Kept:
    """Post a calculation into the open period, and say what is owed in it."""
    from everyrep.pay import Run, deals_left, open_period, owed, post_calculation, settle

    plan, known_at = found.plan, found.facts.through
    into = open_period(kept, plan, known_at, period)
    posting = post_calculation(kept, found, into, known_at)
    left = deals_left(plan, left_in(facts), known_at)
    paid = owed(kept, plan, found.facts, into, left)
    if settled:
        settle(kept, paid, Run("run", plan.id, plan.currency), into, known_at)
    return Kept(plan, into, posting, paid, settled)


def statements(kept: object) -> dict[str, object] | None:
    """What was posted and is owed, as JSON-safe data."""
    if not isinstance(kept, Kept):
        return None
    rows = kept.paid.statement.to_dict("records")
    return {
        "period": kept.period.name,
        "posted": len(kept.posting.moves),
        "posting": None if kept.posting.empty else kept.posting.number,
        "settled": kept.settled,
        "statements": [
            {"payee": row["payee"],
             **{f"{name}_minor": int(row[name]) for name in (*_FLOWS, *_BALANCES)}}
            for row in rows
        ],
    }  # fmt: skip


def print_owed(kept: Kept) -> None:
    """What was posted, and what is owed."""
    from everyrep.values.money import Money

    output.say()
    if kept.posting.empty:
        output.say(f"Nothing has changed since it was last posted into {kept.period.name}.")
    else:
        count = len(kept.posting.moves)
        said = f"{count} move{'' if count == 1 else 's'}"
        output.say(f"Posted {said} into {kept.period.name}, as posting "
                   f"{kept.posting.number} of the book.")  # fmt: skip
    rows = kept.paid.statement.to_dict("records")
    used = [name for name in (*_FLOWS, *_BALANCES)
            if name in ("earned", "paid") or any(row[name] for row in rows)]  # fmt: skip
    output.print_table(
        f"{'Paid' if kept.settled else 'Owed'} for {kept.period.name}",
        ("payee", *(name.replace("_", " ") for name in used)),
        [(row["payee"], *(Money(int(row[name]), kept.plan.currency) for name in used))
         for row in rows],
        numbers=[name.replace("_", " ") for name in used],
    )  # fmt: skip


@book.command()
def pay(
    plan: PlanArgument,
    facts: FactsOption,
    folder: Annotated[Path, typer.Option("--book", metavar="FOLDER", help="Book of pay.")],
    through: ThroughOption = None,
    period: Annotated[
        str, typer.Option("--period", help="Which period is paid; default: the open one.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Post what has changed and what is paid out for it; again, it posts nothing."""
    from everyrep.pay import calculate

    day_needed("--through", through, "A book keeps what was known when")
    read = plan_in(plan)
    gathered = given_in(facts, through).gathered(read)
    found = calculate(read, gathered.facts)
    kept = posted_into(book_in(folder), found, period, facts, settled=True)
    if as_json:
        output.print_json({**(statements(kept) or {}), "notes": list(gathered.left.notes)})
        return
    print_owed(kept)
    for note in gathered.left.notes:
        output.say(note)


@book.command()
def show(
    folder: BookArgument,
    period: Annotated[
        str, typer.Option("--period", help="Only what was posted while it was open.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Periods of a book, and what stands on each account of each person."""
    from everyrep.pay import balances, locked
    from everyrep.values import UnknownName

    kept = book_in(folder, begun=True)
    closed, stamps = locked(kept), kept.stamps()
    periods = list(dict.fromkeys(stamp.posted_in for stamp in stamps))
    if period and period not in periods:
        raise UnknownName("pay period", period, periods, where=str(folder))
    rows = balances(kept, posted_in=period or None).to_dict("records")
    listed = [
        {"period": name, "locked": name in closed,
         "postings": sum(stamp.posted_in == name for stamp in stamps)}
        for name in periods
    ]  # fmt: skip
    if as_json:
        accounts = [{**row, "minor": int(row["minor"])} for row in rows]
        output.print_json({"periods": listed, "accounts": accounts})
        return
    _print_book(listed, rows, period)


def _print_book(
    listed: list[dict[str, object]], rows: list[dict[str, object]], period: str
) -> None:
    from everyrep.values.currency import Currency
    from everyrep.values.money import Money

    if not listed:
        output.say("Nothing is posted in it yet.")
        return
    output.print_table(
        "Periods", ("period", "state", "postings"),
        [(one["period"], "locked" if one["locked"] else "open", one["postings"]) for one in listed],
        numbers=("postings",),
    )  # fmt: skip
    output.say()
    output.print_table(
        f"Accounts, by what was posted in {period}" if period else "Accounts",
        ("payee", "plan", "account", "amount"),
        [(row["payee"], row["plan"], row["account"],
          Money(int(str(row["minor"])), Currency.of(str(row["currency"])))) for row in rows],
        numbers=("amount",),
    )  # fmt: skip


@book.command()
def lock(
    folder: BookArgument,
    period: Annotated[str, typer.Argument(metavar="PERIOD", help='Such as "March 2026".')],
    through: ThroughOption = None,
    as_json: JsonOption = False,
) -> None:
    """Close a period: nothing is posted into it from now on. Says whose pay was never paid out."""
    from everyrep.pay import lock as close
    from everyrep.pay import locked
    from everyrep.values import UnknownName

    kept = book_in(folder, begun=True)
    stamps = [stamp for stamp in kept.stamps() if stamp.posted_in]
    names = list(dict.fromkeys(stamp.posted_in for stamp in stamps))
    if period not in names:
        raise UnknownName("pay period", period, names, where=str(folder))
    day = day_needed("--through", through, "") if through else max(s.known_at for s in stamps)
    before = period in locked(kept)
    close(kept, period, day, who())
    unpaid = _unpaid(stamps, period)
    if as_json:
        output.print_json(
            {"period": period, "locked": True, "was_locked": before, "never_paid": unpaid}
        )
        return
    output.say(f"{period} {'was locked already' if before else 'is locked'}.")
    for plan in unpaid:
        output.say(
            f"The plan {plan!r} was never paid out in {period}, only posted. What was due is owed "
            "still: pay it in the period that is open, by `everyrep pay book pay`."
        )


def _unpaid(stamps: Sequence[Stamp], period: str) -> list[str]:
    """Ids of plans that were posted into a period and never paid out in it, in order."""
    from everyrep.pay.ledger import Stream

    mine = [stamp for stamp in stamps if stamp.posted_in == period and stamp.plan]
    paid = {stamp.plan for stamp in mine if stamp.stream is Stream.PAID}
    return sorted({stamp.plan for stamp in mine} - paid)


@book.command("check")
def check_book(folder: BookArgument, as_json: JsonOption = False) -> None:
    """Hold a book to its promises, to the last unit; exit code 70 where one is broken."""
    from everyrep.pay import check

    found = check(book_in(folder, begun=True))
    if as_json:
        output.print_json({"postings": found, "sound": True})
        return
    output.say(f"All {found} postings follow from one another, and every sum is what it should be.")
