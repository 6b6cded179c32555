"""How it stands with the backups of a workspace: one answer for the command line and the app."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from everyrep.assembly import Symptom
from everyrep.backups.kept import FOLDER, default_folder, newest_at, same_disk
from everyrep.backups.proving import proofs
from everyrep.values import Clock, EveryrepError, SystemClock
from everyrep.warehouse.settings import BackupPlan, read_settings
from everyrep.warehouse.workspace import Workspace

_OLD = timedelta(hours=26)
"""After so long the newest is called old: one is made a day, and takes its time."""
_MAKE = "everyrep serve makes one a day, everyrep backup make makes one now"


_WHAT = "settings, mappings, loads and decisions"


@dataclass(frozen=True)
class Standing:
    """How it stands with backups.

    Attributes:
        folder: Where they lie.
        count: How many there are.
        newest: When the newest was made; None: there is none.
        age: Of the newest.
        proved: How many were proved.
        same_disk: Whether one loss would take them and the data.
        plan: How often they are made; None where the settings cannot be read.
        needed: Whether the data could not be made again without them.
    """

    folder: Path
    count: int
    newest: datetime | None
    age: timedelta | None
    proved: int
    same_disk: bool
    plan: BackupPlan | None
    needed: bool

    @property
    def old(self) -> bool:
        """Whether the newest is older than one that is made each day."""
        return self.age is not None and self.age > _OLD

    @property
    def told(self) -> str:
        """How many there are, how old the newest is, and whether any was proved."""
        if self.age is None:
            return f"there is none in {self.folder}; {_WHAT} cannot be made again"
        days = round(self.age / timedelta(days=1))
        age = f"{days} day{'' if days == 1 else 's'} old" if self.old else "made within a day"
        proved = f"{self.proved} proved" if self.proved else "none was proved yet"
        return f"{self.count} in {self.folder}; the newest is {age}; {proved}"


def standing(workspace: Workspace, clock: Clock | None = None) -> Standing:
    """How it stands with the backups of a workspace, told from what lies there."""
    now = (clock or SystemClock()).now()
    folder = default_folder(workspace.root)
    newest = newest_at(folder, now)
    plan, simulated = _settings(workspace)
    return Standing(
        folder=folder,
        count=len(list(folder.glob("backup-*/manifest.json"))),
        newest=newest,
        age=None if newest is None else now - newest,
        proved=len(proofs(folder)),
        same_disk=same_disk(workspace.root, folder),
        plan=plan,
        needed=not simulated or (plan is not None and plan.on),
    )


def symptoms(workspace: Workspace) -> list[Symptom]:
    """What `doctor` says of backups, and what the app says to those who keep it."""
    if not workspace.exists():
        return [Symptom("backups", True, "nothing to keep yet")]
    found = standing(workspace)
    if found.newest is None and not found.needed:
        return [Symptom("backups", True, "none: a simulated company can be made again")]
    late = found.needed and (found.newest is None or found.old)
    prove = "" if found.proved or found.newest is None else "everyrep backup verify proves one"
    lines = [Symptom("backups", not late, found.told, _MAKE if late else prove)]
    if found.newest is None or not found.needed:
        return lines
    if found.same_disk:
        said = f"{found.folder} is on the disk of the data: one loss takes both"
        remedy = f"name a folder on another disk in {FOLDER}, or copy them elsewhere"
        return [*lines, Symptom("backups' disk", False, said, remedy)]
    return [*lines, Symptom("backups' disk", True, "another than that of the data")]


def _settings(workspace: Workspace) -> tuple[BackupPlan | None, bool]:
    """How often backups are made, and whether the company is a simulated one."""
    try:
        settings = read_settings(workspace)
    except EveryrepError:
        return None, False  # It is said elsewhere what cannot be read.
    return settings.backups, settings.simulated
