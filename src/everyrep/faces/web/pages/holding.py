"""Why data about people are held: what ships with the app, and what a company wrote instead."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from everyrep.values import SettingsError

FILE_NAME = "privacy.toml"


@dataclass(frozen=True)
class Why:
    """Why a table is held.

    Attributes:
        purpose, basis, retention: In words.
        must_keep: What of it stays even where somebody asks for erasure; empty is nothing.
    """

    purpose: str
    basis: str
    retention: str
    must_keep: str = ""


@dataclass(frozen=True)
class Model:
    """An analysis that uses data about people."""

    name: str
    uses: str
    does: str
    seen_by: str
    decides: str


@dataclass(frozen=True)
class Holding:
    """All that is told of why data about people are held.

    Attributes:
        title, text: The notice.
        tables: By name of table; others have the default.
        default: Of tables that are not named.
        models: The register of analyses that use data about people.
        own: Whether the company has written something of its own.
    """

    title: str
    text: str
    tables: Mapping[str, Why]
    default: Why
    models: tuple[Model, ...]
    own: bool

    def of(self, table: str) -> Why:
        """Why a table is held."""
        return self.tables.get(table, self.default)


def holding(workspace: Path) -> Holding:
    """What ships, with what the company wrote over it.

    Raises:
        SettingsError: The company's file cannot be read, or says what nothing reads.
    """
    shipped = resources.files("everyrep.faces.web.pages") / "held.toml"
    content = tomllib.loads(shipped.read_text(encoding="utf-8"))
    file = workspace / FILE_NAME
    own: dict[str, Any] = {}
    if file.is_file():
        try:
            own = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            raise _wrong(file, str(problem)) from problem
    try:
        notice = {**content["notice"], **own.get("notice", {})}
        default = Why(**{**content["default"], **own.get("default", {})})
        tables = {
            name: Why(**{**vars(default), **given})
            for name, given in {**content["table"], **own.get("table", {})}.items()
        }
        models = tuple(Model(**given) for given in own.get("model", content["model"]))
        return Holding(
            str(notice["title"]), str(notice["text"]), tables, default, models, bool(own)
        )
    except (TypeError, AttributeError) as problem:
        raise _wrong(file, str(problem)) from problem


def _wrong(file: Path, problem: str) -> SettingsError:
    return SettingsError(
        f"What is written about privacy cannot be read: {problem}",
        where=str(file),
        remedy="write [notice], [default], [table.NAME] and [[model]] as in the file that ships",
    )
