"""What commands that ask share: the options of a question, an open build, and how answers end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.options import workspace_at

if TYPE_CHECKING:
    from everyrep.measures.answer import Key
    from everyrep.values import Estimate, Reason, Scope
    from everyrep.warehouse.reader import Warehouse

PeriodOption = Annotated[
    str | None,
    typer.Option("--period", metavar="P", help="Such as 2026Q1, FY2026, 'last 4 quarters'."),
]
WhereOption = Annotated[
    str | None,
    typer.Option("--where", metavar="EXPR", help="Such as \"segment = 'Enterprise'\"."),
]


@contextmanager
def opened(workspace: Path | None) -> Iterator[tuple[Warehouse, Scope]]:
    """The newest build of a workspace, and who asks: whoever has the files, who sees all."""
    from everyrep.values import Scope
    from everyrep.warehouse.reader import Warehouse

    with Warehouse.open(workspace_at(workspace)) as warehouse:
        yield warehouse, Scope.everything("the command line")


def names_of(
    warehouse: Warehouse, scope: Scope, dimension: str, keys: Iterable[Key]
) -> dict[Key, str]:
    """How groups are shown: by the names of their ids."""
    from everyrep.measures import Answer, Row
    from everyrep.measures.labels import labels_of
    from everyrep.values import NotEstimable, Reason

    nothing = NotEstimable(Reason("no_figure", "A name is no figure."))
    rows = tuple(Row({dimension: key}, "", nothing) for key in keys)
    labels = labels_of(warehouse, (dimension,), rows, scope)
    answer = Answer((), (dimension,), rows, labels=labels)
    return {row.keys[dimension]: answer.label(dimension, row.keys[dimension]) for row in rows}


def key_of(warehouse: Warehouse, scope: Scope, dimension: str, text: str) -> Key:
    """The group that a person named, by its name or id.

    Raises:
        UnknownName: No deal has such a group; near names are offered.
    """
    from everyrep.measures import query
    from everyrep.values import UnknownName

    answer = query(warehouse, "opportunities_created", by=dimension, scope=scope)
    wanted = text.strip().casefold()
    known: dict[str, Key] = {}
    for row in answer:
        key = row.keys[dimension]
        known[answer.label(dimension, key)] = key
        if wanted in (str(key).casefold(), answer.label(dimension, key).casefold()):
            return key
    raise UnknownName(dimension, text, list(known))


def told(estimate: Estimate) -> str:
    """A figure as a cell: with its range, n and grade, or why there is none."""
    if estimate.estimable or estimate.reason is None:
        return estimate.describe()
    return f"not estimable: {estimate.reason.sentence}"


def refuse(reason: Reason) -> None:
    """Why there is no answer, and what it would take."""
    output.say(f"Not to be told: {reason.sentence} {reason.remedy}".strip())


def close_with(notes: Iterable[str], snapshot: str) -> None:
    """What must be read with an answer, and which build it came from."""
    for note in dict.fromkeys(notes):
        output.say(f"note: {note}")
    output.hint(f"Snapshot {snapshot}")
