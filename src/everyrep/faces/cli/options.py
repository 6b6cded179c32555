"""Options that every command has."""

from __future__ import annotations

import getpass
import os
from pathlib import Path
from typing import Annotated

import typer

from everyrep.warehouse.workspace import Workspace

WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        "-w",
        envvar="EVERYREP_WORKSPACE",
        help="Folder of the company's data. Default: the current folder.",
        show_default=False,
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print JSON instead of tables, for scripts.")
]


def workspace_at(folder: Path | None) -> Workspace:
    """The workspace that a command works in."""
    return Workspace((folder or Path()).resolve())


def who() -> str:
    """Under which name somebody works at this machine; by number where it has no name for them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "somebody"
