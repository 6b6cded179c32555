"""Tables that pay is worked out from, read from a folder of files."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from everyrep.values import UserError

if TYPE_CHECKING:
    import pandas as pd

    from everyrep.pay import Given, Plan

NEEDED = ("lines", "people")
OTHERS = ("splits", "quotas", "managers", "leave", "exchange")
_NEAR = 0.8
"""How like the name of a table one must be to be taken for it misspelt: split and splits are."""
_ENDINGS = (".csv", ".tsv", ".parquet", ".xlsx")

FactsOption = Annotated[
    Path,
    typer.Option(
        "--facts", metavar="FOLDER",
        help="Folder with lines and people, perhaps splits, quotas, managers, leave, exchange and "
        "left (deals whose customers left), each as .csv, .tsv, .parquet or .xlsx.",
    ),
]  # fmt: skip
ThroughOption = Annotated[
    str | None,
    typer.Option(
        "--through", metavar="DAY", help="The last day whose facts are known; default: all."
    ),
]


def given_in(folder: Path, through: str | None = None) -> Given:
    """The tables of a folder.

    Raises:
        UserError: There is no such folder, or lines or people are not in it, or one cannot be read.
    """
    from everyrep.pay import Given

    if not folder.is_dir():
        raise UserError(
            "There is no such folder", where=str(folder),
            remedy="name a folder with lines.csv and people.csv",
        )  # fmt: skip
    _see_names(folder)
    found = {name: _table(folder, name) for name in (*NEEDED, *OTHERS)}
    for name in NEEDED:
        if found[name] is None:
            raise UserError(
                f"There is no table {name}", where=str(folder),
                why="Nobody can be paid without lines and people",
                remedy=f"put {name}.csv there, or {name} as .tsv, .parquet or .xlsx",
            )  # fmt: skip
    return Given(**found, through=day_named("--through", through))


def _see_names(folder: Path) -> None:
    """Hold that no file has nearly the name of a table: it would be passed over in silence.

    Raises:
        UserError: One has.
    """
    known = (*NEEDED, *OTHERS, "left")
    for file in sorted(folder.iterdir()):
        near = get_close_matches(file.stem.lower(), known, 1, _NEAR)
        if file.suffix.lower() in _ENDINGS and file.stem not in known and near:
            raise UserError(
                f"{file.name} is no table that is read", where=str(folder),
                why="What it says would be passed over in silence",
                remedy=f"call it {near[0]}{file.suffix}, or take it out of the folder",
            )  # fmt: skip


def plan_in(path: Path) -> Plan:
    """The plan of a file."""
    from everyrep.pay import read_plan

    return read_plan(path)


def day_named(option: str, text: str | None) -> date | None:
    """A day that an option names."""
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise UserError(f"{option} is {text!r}", remedy="write a day as 2026-03-31") from None


def day_needed(option: str, text: str | None, why: str) -> date:
    """A day that an option must name."""
    found = day_named(option, text)
    if found is None:
        remedy = f"add {option} with the last day whose facts are known, such as 2026-03-31"
        raise UserError(f"{option} is missing", why=why or None, remedy=remedy)
    return found


def left_in(folder: Path) -> pd.DataFrame | None:
    """Deals whose customers left (`deal`, `on`), where the folder tells them."""
    return _table(folder, "left")


def _table(folder: Path, name: str) -> pd.DataFrame | None:
    """One table, every cell of a text file as it is written; None where there is no such file."""
    here = [folder / f"{name}{ending}" for ending in _ENDINGS]
    there = [path for path in here if path.is_file()]
    if len(there) > 1:
        raise UserError(
            f"There are {len(there)} tables {name}: {', '.join(path.name for path in there)}",
            where=str(folder), remedy="keep one",
        )  # fmt: skip
    return _read(there[0]) if there else None


def _read(path: Path) -> pd.DataFrame:
    import pandas as pd

    try:
        if path.suffix == ".parquet":
            return pd.read_parquet(path)
        if path.suffix == ".xlsx":
            found = pd.read_excel(path, dtype=object)
        else:
            separator = "\t" if path.suffix == ".tsv" else ","
            found = pd.read_csv(
                path, sep=separator, dtype=str, keep_default_na=False, encoding="utf-8-sig"
            )
    except (OSError, ValueError) as problem:
        why = (isinstance(problem, OSError) and problem.strerror) or problem
        raise UserError(
            f"It cannot be read ({why})", where=path.name,
            remedy="save it as UTF-8 with one heading and one row a line",
        ) from None  # fmt: skip
    return found.astype(object).where(found.notna() & (found != ""), None)
