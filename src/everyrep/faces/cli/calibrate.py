"""`everyrep evidence calibrate`: our own estimators on companies whose truth is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.options import JsonOption

if TYPE_CHECKING:
    from everyrep.evidence.calibration import Score


def calibrate(
    case: Annotated[
        list[str] | None, typer.Option("--case", help="A kind of company; all by default.")
    ] = None,
    companies: Annotated[
        int, typer.Option("--companies", min=2, help="How many of each, with and without effect.")
    ] = 40,
    effect: Annotated[
        float, typer.Option("--effect", help="Size of the effect, in standard deviations.")
    ] = 0.3,
    seed: Annotated[int, typer.Option("--seed", help="First seed.")] = 1,
    as_json: JsonOption = False,
) -> None:
    """Run every design on simulated companies, beside the comparison that the field uses."""
    from everyrep.evidence.calibration import calibrate as scored

    with output.progress("Asking simulated companies") as progress:
        found = scored(case, companies=companies, effect=effect, seed=seed, progress=progress)
    if as_json:
        output.print_json(found.to_dict())
        return
    output.print_table(
        f"{companies} companies of each kind, without an effect and with one of {effect:g} "
        "standard deviations",
        ("company", "comparison", "bias", "95% ranges hold", "false alarms", "found", "refused"),
        [_row(one) for one in found.scores],
        numbers=("bias", "95% ranges hold", "false alarms", "found", "refused"),
    )


def _row(one: Score) -> tuple[str, ...]:
    shares = (one.coverage, one.false_alarms, one.power, one.refused)
    return (one.title, one.way, f"{one.bias:+.3f}", *(f"{share:.0%}" for share in shares))
