"""`everyrep matches`: the queue of people who may be one, and what is decided about them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.options import JsonOption, WorkspaceOption, who, workspace_at

app = typer.Typer(
    help="Review which records of several systems are one person.", no_args_is_help=True
)

RefArgument = Annotated[str, typer.Argument(help="A record, as system:id.", show_default=False)]
WhyOption = Annotated[str, typer.Option("--why", help="Why, for whoever asks later.")]


@app.command("list")
def list_queue(
    limit: Annotated[int, typer.Option("--limit", help="How many at most.")] = 50,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the pairs that a person should look at, the likeliest first."""
    from everyrep.assembly import match_queue

    quality, pairs = match_queue(workspace_at(workspace), limit)
    if as_json:
        output.print_json({"quality": quality, "queue": pairs})
        return
    output.print_table(
        "Match quality",
        ("system", "records", "linked", "alone", "in the queue"),
        [(s, q["records"], q["linked"], q["alone"], q["queued"]) for s, q in quality.items()],
        numbers=("records", "linked", "alone", "in the queue"),
    )
    output.say()
    output.print_table(
        "To look at",
        ("one", "other", "counts now as", "score", "margin", "why"),
        [
            (
                _record(p, "left"),
                _record(p, "right"),
                "one person" if p["linked"] else "two people",
                f"{p['score']:.2f}",
                f"{p['margin']:.2f}",
                p["why"],
            )
            for p in pairs
        ],
        numbers=("score", "margin"),
    )
    called = output.command()
    output.hint(f"Decide with: {called} matches merge|split|ignore ONE OTHER; then {called} build")


def _record(pair: dict[str, Any], side: str) -> str:
    """A record by its id, and below it what a person would know it by."""
    known = (pair[f"{side}_{what}"] for what in ("name", "email", "title"))
    return "\n".join((pair[f"{side}_ref"], *(str(word) for word in known if word)))


@app.command()
def merge(
    one: RefArgument,
    other: RefArgument,
    why: WhyOption = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say that two records are one person."""
    _decide("merge", one, other, why, workspace, as_json=as_json)


@app.command()
def split(
    one: RefArgument,
    other: RefArgument,
    why: WhyOption = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say that two records are two people."""
    _decide("split", one, other, why, workspace, as_json=as_json)


@app.command()
def ignore(
    one: RefArgument,
    other: RefArgument,
    why: WhyOption = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a pair out of the queue without deciding."""
    _decide("ignore", one, other, why, workspace, as_json=as_json)


def _decide(
    ruling: str, one: str, other: str, why: str, workspace: WorkspaceOption, *, as_json: bool
) -> None:
    from everyrep.assembly import decide_match

    decide_match(workspace_at(workspace), ruling, one, other, who=who(), why=why)
    if as_json:
        output.print_json({"decided": ruling, "one": one, "other": other, "why": why})
        return
    output.say(f"Decided: {ruling} {one} and {other}. It holds from the next build on.")
    output.hint(f"Next: {output.command()} build")
