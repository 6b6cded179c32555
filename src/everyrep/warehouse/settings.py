"""The company's settings: `everyrep.toml` at the top of the workspace."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from everyrep.values import Currency, EveryrepError, FiscalCalendar, SettingsError, UnknownName
from everyrep.warehouse.workspace import Workspace, write_whole

TEMPLATE = """\
# What Everyrep knows about the company. Every line may be left out.

[company]
# name = "Example Ltd"
# reporting_currency = "EUR"   # all amounts are reported in it; default: the one most deals are in
# as_of = 2026-06-30           # the day that counts as today; default: the last day the data knows

[fiscal_year]
# start_month = 1              # 1 to 12
# kind = "calendar"            # or "445", "454", "544"

[stages]
# order = ["Qualify", "Propose", "Negotiate", "Won", "Lost"]   # where no file says it

[privacy]
# smallest_group = 5           # figures of fewer people are not shown to those who may not see each

[backups]
# on = true                    # the app makes one a day; default: unless the company is simulated
# daily = 7                    # of so many days the newest is kept,
# weekly = 4                   # of so many weeks,
# monthly = 12                 # and of so many months; what is younger than a day is always kept
"""


@dataclass(frozen=True)
class BackupPlan:
    """Whether backups are made unasked, and which are kept.

    Attributes:
        on: One is made a day.
        daily, weekly, monthly: Of how many days, weeks and months with a backup the newest is kept.
    """

    on: bool = True
    daily: int = 7
    weekly: int = 4
    monthly: int = 12


@dataclass(frozen=True)
class Settings:
    """What a company says about itself.

    Attributes:
        company: its name.
        reporting_currency: ISO 4217 code; None: found in the data.
        as_of: the day that counts as today; None: the last day the data knows.
        fiscal: how its years are cut.
        stage_order: names of the stages in order, where no file says it.
        smallest_group: k, the fewest people a figure may be about.
        simulated: the company is made up, and its truth is known.
        backups: how often they are made, and which are kept.
    """

    company: str = ""
    reporting_currency: str | None = None
    as_of: date | None = None
    fiscal: FiscalCalendar = FiscalCalendar()
    stage_order: tuple[str, ...] = ()
    smallest_group: int = 5
    simulated: bool = False
    backups: BackupPlan = BackupPlan()

    @property
    def fingerprint(self) -> str:
        """Changes where something changes that the build depends on."""
        shaping = (self.reporting_currency, self.stage_order)
        return hashlib.sha256(repr(shaping).encode()).hexdigest()[:16]


def read_settings(workspace: Workspace) -> Settings:
    """The workspace's settings; defaults where there is no file.

    Raises:
        SettingsError: The file is not TOML, or a value cannot be used.
        UnknownName: A key is not known.
    """
    path = workspace.settings_file
    if not path.exists():
        return Settings()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SettingsError(
            f"the settings cannot be read: {problem}",
            where=str(path),
            remedy="mend the line, or delete the file to start from defaults",
        ) from problem
    return _from(content, path)


def write_template(workspace: Workspace) -> None:
    """Write the commented settings file where there is none."""
    if not workspace.settings_file.exists():
        write_whole(workspace.settings_file, TEMPLATE)


_KEYS = {
    "company": ("name", "reporting_currency", "as_of", "simulated"),
    "fiscal_year": tuple(field.name for field in fields(FiscalCalendar)),
    "stages": ("order",),
    "privacy": ("smallest_group",),
    "backups": tuple(field.name for field in fields(BackupPlan)),
}


def _from(content: dict[str, Any], path: Path) -> Settings:
    for section, keys in content.items():
        if section not in _KEYS:
            raise _unknown(path, "section of the settings", section, _KEYS)
        if not isinstance(keys, dict):
            raise _wrong(path, section, keys, "a section in brackets")
        for key in keys:
            if key not in _KEYS[section]:
                raise _unknown(path, f"setting of [{section}]", key, _KEYS[section])
    company = content.get("company", {})
    simulated = company.get("simulated", False) is True
    return Settings(
        company=str(company.get("name", "")),
        reporting_currency=_currency(company.get("reporting_currency"), path),
        as_of=_day(company.get("as_of"), path),
        fiscal=_fiscal(content.get("fiscal_year", {}), path),
        stage_order=_names(content.get("stages", {}).get("order", []), path),
        smallest_group=_count(content.get("privacy", {}).get("smallest_group", 5), path),
        simulated=simulated,
        backups=_backups(content.get("backups", {}), simulated, path),
    )


def _backups(given: dict[str, Any], simulated: bool, path: Path) -> BackupPlan:
    on = given.get("on", not simulated)
    if not isinstance(on, bool):
        raise _wrong(path, "on", on, "true or false")
    counts = {name: number for name, number in given.items() if name != "on"}
    for name, number in counts.items():
        if not isinstance(number, int) or isinstance(number, bool) or number < 0:
            raise _wrong(path, name, number, "a whole number from 0")
    return BackupPlan(on, **counts)


def _fiscal(given: dict[str, Any], path: Path) -> FiscalCalendar:
    try:
        return FiscalCalendar(**given)
    except (EveryrepError, TypeError, ValueError) as problem:
        raise SettingsError(
            f"the fiscal year cannot be cut so: {problem}", where=f"{path} [fiscal_year]"
        ) from problem


def _currency(given: Any, path: Path) -> str | None:
    if given is None:
        return None
    try:
        return Currency.of(str(given)).code
    except EveryrepError as problem:
        raise SettingsError(
            f"{given!r} is not a currency of ISO 4217",
            where=f"{path} reporting_currency",
            remedy='write its code, such as "EUR"',
        ) from problem


def _day(given: Any, path: Path) -> date | None:
    if given is None or (isinstance(given, date) and not isinstance(given, datetime)):
        return given
    raise _wrong(path, "as_of", given, "a date without quotes, such as 2026-06-30")


def _names(given: Any, path: Path) -> tuple[str, ...]:
    if isinstance(given, list) and all(isinstance(name, str) for name in given):
        return tuple(given)
    raise _wrong(path, "order", given, "a list of names in quotes")


def _count(given: Any, path: Path) -> int:
    if isinstance(given, int) and not isinstance(given, bool) and given >= 1:
        return given
    raise _wrong(path, "smallest_group", given, "a whole number from 1")


def _unknown(path: Path, kind: str, name: str, known: Iterable[str]) -> UnknownName:
    return UnknownName(
        kind,
        name,
        known,
        where=str(path),
        remedy=f"Correct it or take the line out; known: {', '.join(known)}",
    )


def _wrong(path: Path, name: str, given: Any, wanted: str) -> SettingsError:
    return SettingsError(f"{given!r} is not {wanted}", where=f"{path} {name}")
