"""`everyrep evidence claim`: what others claim, tested on one's own records, and filed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.asking import opened
from everyrep.faces.cli.options import JsonOption, WorkspaceOption, who, workspace_at

if TYPE_CHECKING:
    from everyrep.evidence.claims import Claimed, Filed, Ledger

app = typer.Typer(
    help="Claims, each with its test, its trap and its verdict.", no_args_is_help=True
)

ClaimArgument = Annotated[str, typer.Argument(help="Its id, such as C01.", show_default=False)]


@app.command("list")
def list_claims(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """List all claims with the last verdict on each."""
    from everyrep.evidence.claims import read_ledger

    ledger = read_ledger(workspace_at(workspace))
    if as_json:
        output.print_json([_as_data(ledger, one) for one in ledger.claims])
        return
    output.print_table(
        "Claims",
        ("", "topic", "claim", "tested by", "verdict", "on"),
        [
            (one.id, one.topic, one.statement, one.test.by.value, *_last(ledger, one))
            for one in ledger.claims
        ],
    )
    output.hint(f"Test one: {output.command()} evidence claim test C01")


def _last(ledger: Ledger, claim: Claimed) -> tuple[str, str]:
    last = ledger.last(claim.id)
    return ledger.standing(claim), "" if last is None else f"{last.when:%Y-%m-%d}"


def _as_data(ledger: Ledger, claim: Claimed) -> dict[str, object]:
    return claim.to_dict() | {"verdicts": [one.to_dict() for one in ledger.verdicts(claim.id)]}


@app.command()
def show(
    claim: ClaimArgument, workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> None:
    """Show a claim: its test, its trap, what would speak against it, and all verdicts."""
    from everyrep.evidence.claims import in_words, read_ledger

    ledger = read_ledger(workspace_at(workspace))
    one = ledger[claim]
    if as_json:
        output.print_json(_as_data(ledger, one))
        return
    _say(one)
    output.say(f"Test: {in_words(one.test)}")
    for filed in ledger.verdicts(one.id):
        about = f", about {filed.about}" if filed.about else ""
        output.say(
            f"{filed.when:%Y-%m-%d}, snapshot {filed.snapshot}{about}: "
            f"{filed.tested.verdict.value}. {filed.tested.sentence}"
        )


def _say(one: Claimed) -> None:
    output.say(f"{one.id}. {one.statement}", style="bold")
    for title, text in (("Trap", one.trap), ("What would speak against it", one.refuted_by)):
        if text:
            output.say(f"{title}: {text}")


@app.command("test")
def put_to_test(
    claim: ClaimArgument,
    treatment: Annotated[
        str, typer.Option("--treatment", help="What it is about here, such as course:NAME.")
    ] = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Test a claim on the records, and file the verdict with its day and snapshot."""
    from everyrep.evidence import claims
    from everyrep.values import Busy, SystemClock, UserError

    place = workspace_at(workspace)
    one = claims.read_ledger(place)[claim]
    with opened(workspace) as (warehouse, scope):
        told = claims.put_to_test(warehouse, scope, one.test, about=treatment)
        entry = claims.Filed(
            one.id, told, who(), SystemClock().now(), warehouse.snapshot, treatment
        )
    before = claims.read_ledger(place).last(one.id)
    try:
        claims.file_verdict(place, entry)
    except (Busy, UserError) as problem:
        output.hint(f"This verdict is not filed: {problem}")
    if as_json:
        output.print_json(
            entry.to_dict() | {"before": None if before is None else before.to_dict()}
        )
        return
    _say(one)
    output.say()
    output.say(f"{told.verdict.value.capitalize()}. {told.sentence}", style="bold")
    if told.needs:
        output.say(f"To tell: {told.needs}")
    _say_change(entry, before)
    output.hint(f"Snapshot {entry.snapshot}")


def _say_change(now: Filed, before: Filed | None) -> None:
    if before is not None and before.tested.verdict is not now.tested.verdict:
        output.say(
            f"On {before.when:%Y-%m-%d} (snapshot {before.snapshot}) the verdict was: "
            f"{before.tested.verdict.value}."
        )


@app.command()
def add(  # noqa: PLR0913 - a claim has as many parts
    statement: Annotated[str, typer.Argument(help="What is said.", show_default=False)],
    outcome: Annotated[str, typer.Option("--outcome", help="The measure it is about.")],
    treatment: Annotated[
        str, typer.Option("--treatment", help="What is said to move it; none: the figure itself.")
    ] = "",
    least: Annotated[
        float | None, typer.Option("--least", help="Claimed size: at least so much.")
    ] = None,
    most: Annotated[float | None, typer.Option("--most", help="At most so much.")] = None,
    relative: Annotated[
        bool, typer.Option("--relative", help="Sizes of effects are shares of what is usual.")
    ] = False,
    source: Annotated[str, typer.Option("--source", help="Who says so.")] = "",
    trap: Annotated[str, typer.Option("--trap", help="What would make it look true.")] = "",
    topic: Annotated[str, typer.Option("--topic", help="What it is about, in a word.")] = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Register a claim of one's own, about the size of a figure or of an effect."""
    from everyrep.evidence.claims import add_claim, of_ones_own

    claim = of_ones_own(
        statement, outcome, treatment=treatment, least=least, most=most, relative=relative,
        source=source, trap=trap, topic=topic,
    )  # fmt: skip
    kept = add_claim(workspace_at(workspace), claim)
    if as_json:
        output.print_json(kept.to_dict())
        return
    output.say(f"{kept.id}. {kept.statement}")
    output.hint(f"Test it: {output.command()} evidence claim test {kept.id}")
