"""`everyrep chart` and `everyrep review`: signal or noise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.asking import WhereOption, close_with, names_of, opened, refuse
from everyrep.faces.cli.options import JsonOption, WorkspaceOption, workspace_at

if TYPE_CHECKING:
    from everyrep.analysis.charts import Chart, Review

_SHOWN = 12


def chart(
    name: Annotated[str, typer.Argument(help="A measure of the catalogue.", show_default=False)],
    by: Annotated[
        str | None, typer.Option("--by", metavar="DIMENSION", help="A chart for each group of it.")
    ] = None,
    grain: Annotated[str, typer.Option("--grain", help="week, month, quarter ...")] = "month",
    where: WhereOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell a measure's ups and downs apart from noise, with the rate of false alarms said."""
    from everyrep.analysis import charts

    with opened(workspace) as (warehouse, scope):
        found = charts.chart(warehouse, name, grain=grain, by=by, where=where, scope=scope)
        if as_json:
            output.print_json([one.to_dict() for one in found.charts])
            return
        if found.reason is not None:
            refuse(found.reason)
        groups = names_of(warehouse, scope, by, [o.group for o in found.charts]) if by else {}
        for one in found.charts:
            if one.reason is None or by is None:
                _print(one, groups.get(one.group, ""), alone=by is None)
        _print_refused([one for one in found.charts if one.reason is not None and by is not None])
        if len(found.charts) > 1:
            output.say(f"False alarms expected a quarter over all: {found.a_quarter:.2f}")
        notes = (*found.notes, *(note for one in found.charts for note in one.notes))
        close_with(notes, warehouse.snapshot)


def _print_refused(charts: list[Chart]) -> None:
    """Charts without limits: how many there are of each kind of reason, and one such reason."""
    kinds: dict[str, list[Chart]] = {}
    for one in charts:
        if one.reason is not None:
            kinds.setdefault(one.reason.code, []).append(one)
    for some in kinds.values():
        first = some[0].reason
        if first is not None:
            output.say(f"Not judged: {len(some)} groups. {first.sentence} {first.remedy}".strip())


def _print(one: Chart, group: str, *, alone: bool) -> None:
    output.say(f"{group}: {one.verdict}" if group else one.verdict)
    if not alone or one.reason is not None:
        return
    rows = [
        (
            p.name,
            _number(p.value),
            _number(p.low),
            _number(p.center),
            _number(p.high),
            _sign(p.alarm),
        )
        for p in one.points[-_SHOWN:]
    ]
    columns = ("when", "value", "low", "expected", "high", "")
    output.print_table(f"{one.measure}, {one.unit}", columns, rows, numbers=columns[1:5])
    if one.rate is not None:
        output.say(
            f"A steady series leaves its limits at one point in {1 / one.rate:,.0f}. With the "
            "check of the last points together that makes "
            f"{one.a_quarter or 0:.2f} false alarms a quarter."
        )
    if one.model:
        output.say(f"Limits allow for: {one.model}.")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.4g}" if abs(value) < 100 else f"{value:,.0f}"


def _sign(alarm: int | None) -> str:
    return {1: "above", -1: "below", 0: "", None: "not judged"}[alarm]


def review(
    example: Annotated[
        bool, typer.Option("--example", help="Print an example of thresholds.toml and stop.")
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Judge the newest points of all that thresholds.toml watches."""
    from everyrep.analysis import charts

    if example:
        output.say(_EXAMPLE)
        return
    path = workspace_at(workspace).root / charts.FILE_NAME
    thresholds = charts.read_thresholds(path)
    if not thresholds and not as_json:
        output.say(f"Nothing is watched: there are no thresholds in {path}.")
        output.say(f"Begin with: everyrep review --example > {path}")
        return
    with opened(workspace) as (warehouse, scope):
        found = charts.review(warehouse, thresholds, scope)
        if as_json:
            output.print_json(found.to_dict())
            return
        _print_review(found)
        notes = [note for one in found.outlooks for note in one.notes]
        close_with(notes, warehouse.snapshot)


def _print_review(found: Review) -> None:
    rows = [
        (
            one.threshold.title,
            "on" if one.threshold.on else "off",
            f"{one.judged} of {one.charts}",
            "nobody can say" if one.expected is None else f"{one.expected:.2f}",
            one.reason.sentence if one.reason else "",
        )
        for one in found.outlooks
    ]
    output.print_table(
        "What is watched", ("threshold", "", "judged", "false alarms a quarter", ""), rows
    )
    output.say()
    output.print_table(
        "What asks for a review",
        ("threshold", "group", "when", "value", "", "chance if steady"),
        [
            (s.threshold, s.group, s.bucket, _number(s.value), _sign(s.side), _chance(s.chance))
            for s in found.signals
        ],
    )
    if not found.signals:
        output.say("Nothing.")
    output.say(f"False alarms expected a quarter over all that is on: {found.expected:.2f}.")


def _chance(chance: float | None) -> str:
    return "" if chance is None else f"{chance:.4f}"


_EXAMPLE = """\
# What is watched, and when it asks for a review. Each [[threshold]] says how many false alarms it
# would bring before it is switched on: everyrep review shows them for those that are off as well.

[[threshold]]
name = "Win rate of regions"
measure = "win_rate"
by = "region"
false_alarms = 0.5      # accepted a quarter, over all regions
on = false

[[threshold]]
name = "Opportunities created"
measure = "opportunities_created"
on = false
"""
