"""`everyrep evidence gains`: who gains most from a treatment, where that can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everyrep.faces.cli import output
from everyrep.faces.cli.asking import PeriodOption, opened
from everyrep.faces.cli.options import JsonOption, WorkspaceOption
from everyrep.faces.cli.questioning import (
    FactsOption,
    HorizonOption,
    LagOption,
    OutcomeArgument,
    PeopleOption,
    RampOption,
    SmallestOption,
    TreatmentArgument,
    UnitOption,
)

if TYPE_CHECKING:
    from everyrep.evidence.gains import Figure, Gains


def gains(  # noqa: PLR0913 - a question has as many parts
    treatment: TreatmentArgument,
    outcome: OutcomeArgument,
    where: FactsOption = None,
    people: PeopleOption = None,
    period: PeriodOption = None,
    lag: LagOption = 0,
    horizon: HorizonOption = 12,
    smallest: SmallestOption = None,
    unit: UnitOption = None,
    ramp: RampOption = 9,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say who gains most: one half of the people picks the groups, the other half confirms."""
    from everyrep.evidence.asking import Question
    from everyrep.evidence.asking import treatment as read
    from everyrep.evidence.gains import gains as gained

    question = Question(
        read(treatment), outcome, where, people, period, lag, horizon, smallest, unit, ramp
    )
    with opened(workspace) as (warehouse, scope):
        found = gained(warehouse, question, scope)
    if as_json:
        output.print_json(found.to_dict())
        return
    _print(found)
    output.hint(f"Snapshot {found.snapshot}")


def _print(found: Gains) -> None:
    output.say(found.sentence, style="bold")
    if found.overall is not None:
        output.say(f"All together: {found.overall.sentence}")
    if found.parted is not None:
        apart = found.parted.apart
        output.say(
            f"Third with the highest scores less the lowest third, in the other half: "
            f"{_size(apart.value, found.unit)} ({_ends(apart, found.unit)})."
        )
        if found.parted.picked[1]:
            output.say(
                f"Picked most often: {found.parted.picked[1]} ({found.parted.picked[0]}), in "
                f"{found.parted.picked_share:.0%} of {found.parted.draws} draws; less the others "
                f"{_size(found.parted.by_pick.value, found.unit)} "
                f"({_ends(found.parted.by_pick, found.unit)})."
            )
    if found.groups:
        output.say()
        output.print_table(
            "Each group by itself (they differ by luck too; read them together with the above)",
            ("", "group", "gain", "range"),
            [
                (one.dimension, one.word, _size(one.value, found.unit),
                 _range(one.low, one.high, found.unit))
                for one in found.groups
            ],
            numbers=("gain",),
        )  # fmt: skip


def _ends(figure: Figure, unit: str) -> str:
    return _range(figure.low, figure.high, unit)


def _range(low: float, high: float, unit: str) -> str:
    bare, _, word = _size(low, unit).partition(" ")
    shown = _size(high, unit)
    return f"{bare} to {shown}" if word else f"{_size(low, unit)} to {shown}"


def _size(value: float, unit: str) -> str:
    from everyrep.evidence.findings import size_in

    return size_in(unit)(value)
