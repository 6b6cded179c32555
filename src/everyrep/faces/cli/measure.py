"""`everyrep measure`: figures, each with its range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.asking import PeriodOption, WhereOption, opened
from everyrep.faces.cli.options import JsonOption, WorkspaceOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from everyrep.measures import Answer, Row
    from everyrep.measures.answer import Key
    from everyrep.values import Estimate

    Group = tuple[Key, ...]

_MOST_NOTES = 8


def measure(
    name: Annotated[str, typer.Argument(help="A measure of the catalogue.", show_default=False)],
    by: Annotated[
        list[str] | None,
        typer.Option("--by", metavar="DIMENSION", help="Cut by this; may be given several times."),
    ] = None,
    period: PeriodOption = None,
    where: WhereOption = None,
    level: Annotated[float, typer.Option("--level", help="Confidence of the ranges.")] = 0.95,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compute a measure: value, range, number of cases and grade, cut as you wish."""
    from everyrep.measures import query

    with opened(workspace) as (warehouse, scope):
        asked: dict[str, Any] = {
            "by": tuple(by or ()),
            "where": where,
            "period": period,
            "scope": scope,
            "level": level,
        }
        answer = query(warehouse, name, **asked)
        pooled = _pooled(query(warehouse, name, **asked, pool=True)) if by else {}
    if as_json:
        output.print_json(_with_pooled(answer, pooled))
        return
    _print(answer, pooled)


def _pooled(answer: Answer) -> dict[Group, Estimate]:
    """The figures that were drawn towards their like, by their groups."""
    return {_key(row): row.estimate for row in answer if row.estimate.raw is not None}


def _key(row: Row) -> Group:
    return (row.measure, *row.keys.values())


def _with_pooled(answer: Answer, pooled: dict[Group, Estimate]) -> dict[str, Any]:
    content = answer.to_dict()
    for row, written in zip(answer, content["rows"], strict=True):
        if _key(row) in pooled:
            written["pooled"] = pooled[_key(row)].to_dict()
    return content


def _remarks(answer: Answer) -> Iterator[str]:
    """What the estimates say of themselves, such as how many deals a total leaves out."""
    remarks = [
        (", ".join(_group(answer, name, row) for name in answer.by), note)
        for row in answer
        for note in row.estimate.notes
    ]
    for group, note in remarks[:_MOST_NOTES]:
        yield f"{group}: {note}" if group else note
    if len(remarks) > _MOST_NOTES:
        yield f"{len(remarks) - _MOST_NOTES} more notes on single figures; see --json"


def _group(answer: Answer, dimension: str, row: Row) -> str:
    """What a group is called; what has no name, by the id that its own system gave it."""
    from everyrep.values import shown_ref

    key = row.keys.get(dimension)
    label = answer.label(dimension, key)
    return shown_ref(label) if dimension in answer.labels and label == key else label


def _why(estimate: Estimate) -> str:
    """Why there is no figure, and what to do about it."""
    reason = estimate.reason
    return f"{reason.sentence} {reason.remedy}".strip() if reason else ""


def _print(answer: Answer, pooled: dict[Group, Estimate]) -> None:
    rows = []
    for row in answer:
        groups = [_group(answer, name, row) for name in answer.by]
        estimate = row.estimate
        if estimate.estimable:
            drawn = pooled.get(_key(row))
            rows.append((*groups, estimate.describe(), drawn.describe() if drawn else ""))
        else:
            why = _why(estimate)
            rows.append((*groups, "not estimable", why))
    beside = "drawn to its like" if pooled else ""
    output.print_table(", ".join(answer.measures), (*answer.by, "figure", beside), rows)
    if pooled:
        output.say(
            "note: Small groups are mostly luck. Beside each figure stands the one that is drawn "
            "towards all groups, as far as luck explains their differences; rank by that."
        )
    if not rows:
        asked = [str(limit) for limit in (answer.period, answer.where) if limit]
        output.say(f"No row of the data is in {' where '.join(asked) or 'it'}.")
    for note in dict.fromkeys((*answer.notes, *_remarks(answer))):
        output.say(f"note: {note}")
    output.hint(
        f"Snapshot {answer.snapshot}; about it: {output.command()} explain {answer.measures[0]}"
    )
