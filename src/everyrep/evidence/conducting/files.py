"""The folder of a trial: the assignments to load, how they are read, and the frozen plan."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from everyrep.evidence.conducting.frozen import Frozen, thaw
from everyrep.values import UnknownName, UserError
from everyrep.warehouse.workspace import Workspace, disk_errors, write_whole

FOLDER = "trials"
ASSIGNMENTS = "program_assignments.csv"
PLAN = "plan.toml"
MAPPING = "mapping.toml"
HEADER = (
    "Program", "Course", "Unit Type", "Unit", "Arm", "Wave", "Start", "Assignment", "System",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One line of assignments.

    Attributes:
        unit_type: "person" or "team".
        unit: Id, as "system:id" (a person's with "person:" before it).
        arm: "treated" or "control".
        wave: Number of the wave from 1 on; 0 where there is none.
        start: Day on which it starts; None for never.
    """

    unit_type: str
    unit: str
    arm: str
    wave: int
    start: date | None

    @property
    def own(self) -> tuple[str, str]:
        """Whose id it is, and the id."""
        system, _, bare = self.unit.removeprefix("person:").partition(":")
        return system, bare


def assignments_text(program: str, course: str, rows: Iterable[Row]) -> str:
    """The file of assignments, as the mapping of `program_assignments` reads it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(HEADER)
    for row in rows:
        system, bare = row.own
        start = f"{row.start:%d.%m.%Y}" if row.start else ""
        wave = str(row.wave) if row.wave else ""
        writer.writerow(
            (program, course, row.unit_type, bare, row.arm, wave, start, "random", system)
        )
    return out.getvalue()


def mapping_text(rows: Iterable[Row]) -> str:
    """How the file is read: one table for each kind of unit and system that issued its ids."""
    kinds = sorted({(row.own[0], row.unit_type) for row in rows})
    system = next((one for one, _ in kinds if one == "hr"), kinds[0][0])
    head = (
        f'# How the assignments of trials are read.\n\nformat = 1\nsystem = "{system}"\n\n'
        f'[match]\nfiles = ["{ASSIGNMENTS}"]\ncolumns = ["System"]\n'
    )
    parts = [head]
    for issuer, kind in kinds:
        condition = f"\\\"Unit Type\\\" = '{kind}' and System = '{issuer}'"
        parts.append(
            f'[[table]]\ntable = "program_assignments"\nwhere = "{condition}"\n[table.columns]\n'
            f'{kind} = {{ column = "Unit", system = "{issuer}" }}\n'
            'program = "Program"\ncourse = "Course"\narm = "Arm"\n'
            'starts_on = { column = "Start", order = "dmy" }\ndecided_by = "Assignment"\n'
        )
    return "\n".join(parts)


def names_people(assignments: str) -> bool:
    """Whether a file of assignments names people, and not teams alone."""
    rows = csv.DictReader(io.StringIO(assignments), delimiter=";")
    return any(row["Unit Type"] == "person" for row in rows)


def digest(text: str) -> str:
    """SHA-256 of a file's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def folder(workspace: Workspace, program: str) -> Path:
    """Where a trial's files stand."""
    bare = re.sub(r"[^a-z0-9]+", "-", program.casefold()).strip("-")
    return workspace.root / FOLDER / (bare or digest(program)[:8])


def keep(workspace: Workspace, frozen: Frozen, assignments: str, mapping: str) -> Path:
    """Write a trial's folder, once.

    Returns:
        The folder.

    Raises:
        UserError: There is a trial of this name; nothing of it is changed.
    """
    place = folder(workspace, frozen.program)
    with workspace.writing(), disk_errors(workspace.root):
        if (place / PLAN).exists():
            raise UserError(
                f"There is a trial {frozen.program!r} already",
                where=str(place / PLAN),
                why="a frozen plan is never written over",
                remedy="give the trial another name",
            )
        place.mkdir(parents=True, exist_ok=True)
        write_whole(place / ASSIGNMENTS, assignments)
        write_whole(place / MAPPING, mapping)
        write_whole(place / PLAN, frozen.to_toml())
    return place


def recall(workspace: Workspace, program: str) -> tuple[Frozen, str]:
    """The frozen plan of a trial, and its assignments as they were written.

    Raises:
        UnknownName: There is no such trial; near names are offered.
        DataError: The plan was changed after it was written.
    """
    place = folder(workspace, program)
    if not (place / PLAN).is_file():
        raise UnknownName("trial", program, trials(workspace))
    with disk_errors(place):
        frozen = thaw((place / PLAN).read_text(encoding="utf-8"), str(place / PLAN))
        path = place / ASSIGNMENTS
        return frozen, path.read_text(encoding="utf-8") if path.is_file() else ""


def trials(workspace: Workspace) -> list[str]:
    """Folders of trials that have a frozen plan."""
    here = workspace.root / FOLDER
    return sorted(path.parent.name for path in here.glob(f"*/{PLAN}")) if here.is_dir() else []
