"""`everyrep pay whatif | probe | align | why`: plans tried on history, and why pay changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.options import JsonOption
from everyrep.faces.cli.pay_tables import (
    FactsOption,
    ThroughOption,
    day_named,
    given_in,
    plan_in,
)

if TYPE_CHECKING:
    from everyrep.pay import Alignment, Attribution, Comparison, Finding, Plan
    from everyrep.pay.whatif import Sheet
    from everyrep.values.currency import Currency

app = typer.Typer(help="Try plans on history, and see why pay changed.", no_args_is_help=True)

PlanArgument = Annotated[Path, typer.Argument(metavar="PLAN", help="Plan file.")]


@app.command()
def whatif(  # noqa: PLR0913 - one argument for each option
    plans: Annotated[
        list[Path],
        typer.Argument(metavar="PLAN...", help="Plan files; others are held against the first."),
    ],
    facts: FactsOption,
    through: ThroughOption = None,
    bookings: Annotated[
        str | None, typer.Option("--bookings", help="The fact that bookings are.")
    ] = None,
    margin: Annotated[
        str, typer.Option("--margin", help="What the plans call the margin.")
    ] = "margin",
    attainment: Annotated[
        bool, typer.Option("--attainment", help="Cost at 0 to 200% of the team's quota, too.")
    ] = False,
    by: Annotated[
        str, typer.Option("--by", help="What moves attainment: lines or quota.")
    ] = "lines",
    most: Annotated[int, typer.Option("--most", min=1, help="How many people in a list.")] = 10,
    as_json: JsonOption = False,
) -> None:
    """What plans would have paid for the same lines and people, as people behaved then."""
    from everyrep.pay import compare
    from everyrep.pay.whatif import By

    if by not in set(By):
        from everyrep.values import UnknownName

        raise UnknownName("way", by, [str(one) for one in By], where="--by")
    named = _named(plans)
    found = compare(named, given_in(facts, through), bookings=bookings, margin=margin)
    sheets = _sheets(found, most)
    if attainment:
        sheets.append(found.by_attainment(by=By(by)))
    if as_json:
        output.print_json(
            {"currency": str(found.currency), "notes": found.notes, "tables": _as_data(sheets)}
        )
        return
    _print_sheets(sheets, found.currency)
    for note in found.notes:
        output.say(note)


def _named(paths: Sequence[Path]) -> dict[str, Plan]:
    """Plans by the names of their files; a name that is there already is numbered."""
    found: dict[str, Plan] = {}
    for path in paths:
        name, at = path.stem, 2
        while name in found:
            name, at = f"{path.stem} {at}", at + 1
        found[name] = plan_in(path)
    return found


def _sheets(found: Comparison, most: int) -> list[Sheet]:
    sheets = [found.whole, found.components, found.months]
    for name in found.plans[1:]:
        sheets += [found.winners(name, most), found.losers(name, most)]
    return [*sheets, found.volatility, found.margins, found.mix]


def _as_data(sheets: Sequence[Sheet]) -> list[dict[str, object]]:
    return [
        {
            "title": sheet.title,
            "note": sheet.note,
            "rows": [
                {
                    name: float(one) if isinstance(one, Fraction) else one
                    for name, one in row.items()
                }
                for row in sheet.records()
            ],
        }
        for sheet in sheets
    ]


def _print_sheets(sheets: Sequence[Sheet], currency: Currency) -> None:
    for sheet in sheets:
        columns = [name.removesuffix("_minor").replace("_", " ") for name in sheet.frame.columns]
        numbers = [
            column
            for column, name in zip(columns, sheet.frame.columns, strict=True)
            if any(not isinstance(one, str | None) for one in sheet.frame[name])
        ]
        rows = [
            [_cell(name, one, currency) for name, one in row.items()] for row in sheet.records()
        ]
        output.print_table(sheet.title, columns, rows, numbers=numbers)
        output.say(sheet.note, style="dim")
        output.say()


def _cell(name: str, value: object, currency: Currency) -> str:
    """A value as it is read; what is not defined is said."""
    if value is None:
        return "" if name == "refused" else "not defined"
    if name.endswith("_minor") and isinstance(value, int):
        return _money(value, currency)
    if isinstance(value, Fraction | float):
        return f"{float(value):.2%}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _money(minor: int, currency: Currency) -> str:
    from everyrep.values.money import Money

    return str(Money(minor, currency))


@app.command()
def probe(
    plan: PlanArgument,
    facts: Annotated[
        Path | None,
        typer.Option("--facts", metavar="FOLDER", help="As of whatif; without, deals are made up."),
    ] = None,
    through: ThroughOption = None,
    lines: Annotated[
        int, typer.Option("--lines", min=1, help="How many lines are tried for each way.")
    ] = 200,
    as_json: JsonOption = False,
) -> None:
    """Ways in which a plan can be played, with what they bring and the rule that makes it so."""
    from everyrep.pay import probe as search

    read = plan_in(plan)
    known = None if facts is None else given_in(facts, through).facts(read)
    found = search(read, known, most=lines)
    if as_json:
        output.print_json([_finding(one) for one in found])
        return
    if not found:
        output.say("Nothing that was tried pays more than rounding may come to.")
    for one in found:
        output.say(f"{str(one.way).capitalize()} ({one.component})", style="bold")
        for sentence in one.sentences():
            output.say(f"  {sentence}")


def _finding(one: Finding) -> dict[str, object]:
    return {
        "way": str(one.way), "component": one.component, "gain_minor": one.minor,
        "per_deal_minor": one.per_deal, "effort": one.effort, "possible": one.possible,
        "tried": one.tried, "lines": one.lines, "made_up": one.made_up, "said": one.said,
        "rule": one.rule, "remedy": one.remedy, "left_minor": one.left_minor,
    }  # fmt: skip


@app.command()
def align(
    plan: PlanArgument,
    facts: FactsOption,
    strategy: Annotated[
        Path, typer.Option("--strategy", metavar="FILE", help="Goals with weights, as TOML.")
    ],
    gaps: Annotated[
        Path | None, typer.Option("--gaps", metavar="FILE", help="Measured gaps, as TOML.")
    ] = None,
    through: ThroughOption = None,
    as_json: JsonOption = False,
) -> None:
    """What a plan pays for, against a stated strategy."""
    from everyrep.pay import align as hold
    from everyrep.pay import read_gaps, read_strategy

    read, stated = plan_in(plan), read_strategy(strategy)
    lacking = () if gaps is None else read_gaps(gaps, [goal.name for goal in stated.goals])
    found = hold(read, given_in(facts, through).facts(read), stated, lacking)
    if as_json:
        output.print_json(_alignment(found))
        return
    output.print_table(
        f"{stated.title}: what {_money(found.pay_minor, read.currency)} pay for",
        ("goal", "weight", "share of pay", "served by"),
        [
            (
                goal.name, f"{float(goal.weight):.1%}", _share(found.by_goal[goal.name]),
                ", ".join(name for name, goals in found.serves.items() if goal.name in goals),
            )
            for goal in stated.goals
        ],
        numbers=("weight", "share of pay"),
    )  # fmt: skip
    output.say()
    for conflict in found.conflicts:
        output.say(f"{conflict.said}.", style="bold")
        output.say(f"  {conflict.remedy}.")
    if not found.conflicts:
        output.say("Plan and strategy do not contradict each other.")


def _share(share: Fraction | None) -> str:
    return "not defined" if share is None else f"{float(share):.1%}"


def _alignment(found: Alignment) -> dict[str, object]:
    return {
        "pay_minor": found.pay_minor,
        "by_component": _floats(found.by_component),
        "by_goal": _floats(found.by_goal),
        "serves": found.serves,
        "conflicts": [
            {"kind": str(one.kind), "about": one.about, "said": one.said, "remedy": one.remedy}
            for one in found.conflicts
        ],
    }


def _floats(shares: Mapping[str, Fraction | None]) -> dict[str, float | None]:
    return {name: None if one is None else float(one) for name, one in shares.items()}


@app.command()
def why(
    plan: PlanArgument,
    before: Annotated[
        Path, typer.Option("--before", metavar="FOLDER", help="Tables of the earlier run.")
    ],
    after: Annotated[
        Path, typer.Option("--after", metavar="FOLDER", help="Tables of the later run.")
    ],
    old_plan: Annotated[
        Path | None,
        typer.Option("--old-plan", metavar="PLAN", help="Plan of the earlier run; default: PLAN."),
    ] = None,
    known_before: Annotated[
        str | None, typer.Option("--known-before", metavar="DAY", help="Last day known then.")
    ] = None,
    known_after: Annotated[
        str | None, typer.Option("--known-after", metavar="DAY", help="Last day known now.")
    ] = None,
    payee: Annotated[
        str | None, typer.Option("--payee", help="Whose pay; default: all together.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Why two runs differ: the difference by what changed, to the cent."""
    from everyrep.pay import Inputs
    from everyrep.pay import why as split

    for option, text in (("--known-before", known_before), ("--known-after", known_after)):
        day_named(option, text)
    first = Inputs(plan_in(old_plan or plan), given_in(before, known_before))
    found = split(first, Inputs(plan_in(plan), given_in(after, known_after)))
    told = found.sentences(payee)
    if as_json:
        output.print_json(_attribution(found, told))
        return
    for sentence in told:
        output.say(sentence)


def _attribution(found: Attribution, told: Sequence[str]) -> dict[str, object]:
    return {
        "currency": str(found.currency),
        "before_minor": sum(found.before.values()),
        "after_minor": sum(found.after.values()),
        "difference_minor": found.difference,
        "shares": [
            {
                "kinds": [str(kind) for kind in share.kinds],
                "lines": share.lines,
                "minor": share.minor,
                "by_payee": share.by_payee,
                "by_line": share.by_line.to_dict("records"),
            }
            for share in found.shares
        ],
        "sentences": list(told),
    }
