"""`everyrep explain`: what a measure means and how it is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.options import JsonOption, WorkspaceOption

if TYPE_CHECKING:
    from everyrep.measures.computable import Capability


def explain(
    name: Annotated[
        str | None, typer.Argument(help="A measure; without it, all are listed.")
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what a measure means: sentence, formula, unit, caveats, and what it needs."""
    del workspace  # every command takes it, so that scripts may pass it along; words need no data
    from everyrep.measures import load_catalogue
    from everyrep.measures.computable import capability_called
    from everyrep.measures.explain import explain as explain_measure

    catalogue = load_catalogue()
    if name is None:
        entries = [(m, catalogue[m].kind, catalogue[m].sentence) for m in catalogue]
        if as_json:
            output.print_json([{"name": n, "class": k, "sentence": s} for n, k, s in entries])
        else:
            output.print_table("", ("measure", "class", "what it is"), entries)
        return
    later = capability_called(name)
    if later is not None:
        _print_later(later, as_json=as_json)
        return
    found = explain_measure(name)
    if as_json:
        output.print_json(found.to_dict())
    else:
        output.say(found.text())


def _print_later(later: Capability, *, as_json: bool) -> None:
    """What a later version will tell, and what it takes of the data."""
    needs = [need.column for need in later.needs]
    if as_json:
        output.print_json(
            {"name": later.name, "title": later.title, "sentence": later.sentence, "needs": needs,
             "later": True}
        )  # fmt: skip
        return
    output.say(f"{later.title}: {later.sentence}")
    output.say("This is no measure yet: it comes with a later version.")
    output.say(f"It will need: {', '.join(needs)}")
    output.hint(f"Whether your data carry it: {output.command()} check")
