"""What commands print: tables that fit the terminal, JSON for scripts, errors that help."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from everyrep.values import EveryrepError

_WIDE = 200
"""Columns of what no terminal shows."""


def console(*, stderr: bool = False) -> Console:
    """A console that writes plain text where nobody watches.

    There it is wide, since whoever reads a file or a pipe reads rows; `COLUMNS` says otherwise.
    """
    from rich.console import Console

    watched = (sys.stderr if stderr else sys.stdout).isatty() or "COLUMNS" in os.environ
    width = None if watched else _WIDE
    return Console(stderr=stderr, highlight=False, soft_wrap=False, width=width)


def print_json(content: Any) -> None:
    """One JSON document on standard output."""
    json.dump(content, sys.stdout, indent=2, ensure_ascii=False, default=str)
    sys.stdout.write("\n")


def print_table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    numbers: Sequence[str] = (),
) -> None:
    """A table; columns named in `numbers` are set to the right."""
    from rich.markup import escape
    from rich.table import Table

    table = Table(
        title=escape(title) if title else None,
        title_justify="left",
        box=None,
        pad_edge=False,
        header_style="bold",
    )
    for name in columns:
        right = name in numbers
        table.add_column(name, justify="right" if right else "left", no_wrap=right, overflow="fold")
    for row in rows:
        table.add_row(*(escape("" if cell is None else str(cell)) for cell in row))
    console().print(table)


def say(text: str = "", *, style: str | None = None) -> None:
    """A line of text, as it stands."""
    console().print(text, markup=False, style=style, soft_wrap=True)


def command() -> str:
    """How this command is called from here: `everyrep`, or the path of the script that runs."""
    called = Path(sys.argv[0])
    if not called.name.startswith("everyrep"):
        return "everyrep"
    found = shutil.which("everyrep")
    if found is not None and Path(found).resolve() == called.resolve():
        return "everyrep"
    try:
        return str(called.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(called)


def hint(text: str) -> None:
    """A quiet remark on standard error."""
    console(stderr=True).print(text, markup=False, style="dim", soft_wrap=True)


def print_error(error: EveryrepError, *, as_json: bool) -> None:
    """An error: as JSON on standard output, or in words on standard error."""
    if as_json:
        print_json(error.to_dict())
        return
    out = console(stderr=True)
    out.print("Error", style="bold red", end=": ")
    out.print(str(error), markup=False, soft_wrap=True)


@contextmanager
def progress(title: str) -> Iterator[Callable[[str, float], None]]:
    """A bar on standard error while long work goes on; silent where nobody watches.

    Yields:
        A function that is told what is done now, and the share of all that is done.
    """
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    bars = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[step]}", markup=False),
        TimeElapsedColumn(),
    )
    with Progress(*bars, console=console(stderr=True), transient=True) as shown:
        task = shown.add_task(title, total=1.0, step="")
        yield lambda step, share: shown.update(task, completed=share, step=step)
