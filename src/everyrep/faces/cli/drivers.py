"""`everyrep evidence drivers`: what foretells an outcome, beside what is known of its effect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.asking import PeriodOption, close_with, opened
from everyrep.faces.cli.options import JsonOption, WorkspaceOption
from everyrep.faces.cli.questioning import FactsOption, OutcomeArgument, PeopleOption

if TYPE_CHECKING:
    from everyrep.evidence.drivers import Driver, Drivers


def drivers(
    outcome: OutcomeArgument,
    where: FactsOption = None,
    people: PeopleOption = None,
    period: PeriodOption = None,
    adjusted: Annotated[
        int, typer.Option("--adjusted", help="How many are asked about, with a design.")
    ] = 3,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what foretells an outcome out of sample, beside its adjusted effect, and the gap."""
    from everyrep.evidence.drivers import WARNING
    from everyrep.evidence.drivers import drivers as found_by
    from everyrep.evidence.history import Outcome
    from everyrep.measures import load_catalogue

    asked = Outcome(load_catalogue()[outcome].name, where, people, period)
    with opened(workspace) as (warehouse, scope):
        found = found_by(warehouse, asked, scope, adjusted=adjusted)
    if as_json:
        output.print_json(found.to_dict())
        return
    _print(found)
    close_with((WARNING,), found.snapshot)


def _print(found: Drivers) -> None:
    output.say(found.sentence, style="bold")
    for model in found.models:
        output.say(f"{model.model.capitalize()}: {max(model.explained, 0):.0%} of later months.")
    if not found.drivers:
        return
    output.say()
    output.print_table(
        f"What foretells {found.title.lower()} (a prediction, not an effect)",
        ("", "foretells", "range", "foretold difference", "adjusted effect", "gap"),
        [
            (one.title, f"{one.importance:.1%}", f"{one.low:.1%} to {one.high:.1%}",
             *_beside(one, found.unit))
            for one in found.drivers if one.importance > 0 or one.adjusted is not None
        ],
        numbers=("foretells",),
    )  # fmt: skip
    for one in found.drivers:
        if one.adjusted is not None:
            output.say(f"{one.title}: {one.adjusted.sentence}")
    _print_not_asked(found)


def _print_not_asked(found: Drivers) -> None:
    """Why effects were not asked for: those of one reason together."""
    reasons: dict[str, list[str]] = {}
    for one in found.drivers:
        if one.not_asked:
            why, _, more = one.not_asked.partition("; activity:")
            kind = f" (activity:{more.partition(' ')[0]})" if more else ""
            reasons.setdefault(why, []).append(f"{one.title}{kind}")
    for why, titles in reasons.items():
        output.say(f"Not asked: {', '.join(titles)}: {why}.")


def _beside(one: Driver, unit: str) -> tuple[str, str, str]:
    """What is foretold, what is known of the effect, and how far they are apart."""
    foretold = "" if one.difference is None else _size(one.difference, unit)
    if one.adjusted is None:
        return foretold, "not asked", ""
    effect, claim = one.adjusted.effect, one.adjusted.claim.value.replace("_", " ")
    if effect is None:
        return foretold, claim, ""
    gap = "" if one.gap is None else _size(one.gap, unit)
    ends = f"{_size(effect.low, unit)} to {_size(effect.high, unit)}"
    return foretold, f"{_size(effect.value, unit)} ({ends}), {claim}", gap


def _size(value: float, unit: str) -> str:
    from everyrep.evidence.findings import size_in

    return size_in(unit)(value)
