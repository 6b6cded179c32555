"""The job that carries out a granted request for erasure, from the raw files to the audit.

In this order, so that a kill anywhere leaves something that the next attempt goes on from: what the
person is known by is sealed beside the app's records; whose name is struck is written down, which
every later build obeys; the files that landed are struck; the warehouse is built without the name,
and older builds are dropped; the app forgets the account; the person is told; the sealed note goes.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from smtplib import SMTPException
from typing import Any

from django.core.mail import send_mail
from django.utils import timezone

from everyrep.assembly import build_warehouse
from everyrep.faces.web import company
from everyrep.faces.web.access.grants import is_the_last
from everyrep.faces.web.access.models import User
from everyrep.faces.web.access.sealing import seal, unseal
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.jobs.doing.forgetting import forget, tidy, words
from everyrep.faces.web.jobs.work import Part, Work
from everyrep.faces.web.pages.holding import holding
from everyrep.faces.web.pages.models import PrivacyRequest
from everyrep.faces.web.pay.models import Payslip
from everyrep.faces.web.place import place
from everyrep.measures.about import held_about
from everyrep.values import UserError
from everyrep.warehouse.build.record import current_build
from everyrep.warehouse.erasure import Erasure, read_erasures, write_erasure
from everyrep.warehouse.known import Known, known_of
from everyrep.warehouse.striking import Done, strike
from everyrep.warehouse.workspace import Workspace

_PURPOSE = "an erasure"
AUDIT_KEPT = (
    "The audit: that somebody did or saw something, under your number. Basis: the company must be "
    "able to show what was done with data. As long as the audit is kept."
)
"""Of what the app itself keeps; the rest is in `held.toml` or in the company's own words."""
PAY_KEPT = (
    "The ledger of pay and your statements, under the number that you had, without your name. "
    "Basis: what was paid must be shown to tax and social insurance. As long as the law of your "
    "country asks for it."
)


@dataclass(frozen=True)
class Note:
    """What is needed to the end, though the records forget it on the way.

    Attributes:
        mail: Where the person is told.
        known: What they are known by.
        kept: What must be kept, and why, in sentences.
    """

    mail: str
    known: Known
    kept: tuple[str, ...] = field(default=())


def erase(work: Work, arguments: dict[str, Any]) -> dict[str, Any]:
    """Carry out one request; done before, it is passed over.

    Raises:
        UserError: It was not granted, or nobody would be left to give rights.
    """
    asked = PrivacyRequest.objects.select_related("user", "answered_by").get(
        pk=int(arguments["request"])
    )
    if asked.kind != "erase" or asked.state != "granted":
        raise UserError("this request was not granted", remedy="answer it first")
    if asked.carried_out_at is not None:
        return {"said": f"{asked.user} was struck before."}
    _refuse_the_last(asked.user)
    work.told("Finding every record", 0.02)
    note = _noted(work.workspace, asked)
    erasure, done = _in_files(work, asked, note)
    work.told("Striking the name in the app", 0.9)
    counts = forget(asked.user, words(note.known, erasure), erasure, by=work.asked_by)
    PrivacyRequest.objects.filter(pk=asked.pk).update(carried_out_at=timezone.now())
    record(
        work.asked_by, "erased", erasure.name,
        request=asked.pk, files=done.files, rows=done.rows, counts=counts,
    )  # fmt: skip
    reached = _tell(note, erasure)
    _note_of(asked).unlink(missing_ok=True)
    tidy()
    return _told(erasure, done, counts, note, reached=reached)


def _noted(workspace: Workspace, asked: PrivacyRequest) -> Note:
    """What the person is known by: from the sealed note, where an earlier attempt left one."""
    file = _note_of(asked)
    if file.exists():
        found = json.loads(unseal(file.read_text(encoding="ascii"), _PURPOSE, place().secret))
        told: dict[str, Any] = found["known"]
        lists = (tuple(told[name]) for name in ("refs", "names", "mails", "shared"))
        return Note(found["mail"], Known(told["person"], *lists), tuple(found["kept"]))
    user = asked.user
    person = user.person or asked.person
    known_there = known_of(workspace, person) if person else None
    names = {user.name} if " " in user.name.strip() else set()
    base = known_there or Known(person, (), (), ())
    known = Known(
        base.person, base.refs, tuple(sorted({*base.names, *names})),
        tuple(sorted({*base.mails, user.email})), base.shared,
    )  # fmt: skip
    note = Note(user.email, known, _kept(person))
    _keep(file, seal(json.dumps(asdict(note)), _PURPOSE, place().secret))
    return note


def _keep(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = file.with_suffix(".new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(file)


def _note_of(asked: PrivacyRequest) -> Path:
    return place().folder / "erasing" / f"{asked.pk}.sealed"


def _kept(person: str) -> tuple[str, ...]:
    """What of the tables that the person is in must be kept: why, and until when."""
    warehouse, why = company.current(), holding(place().workspace)
    tables = [one.table for one in held_about(warehouse, person)] if warehouse and person else []
    found = []
    for table in tables:
        one = why.of(table)
        if one.must_keep:
            found.append(f"{table}: {one.must_keep} Basis: {one.basis} {one.retention}")
    if person and Payslip.objects.filter(payee=person).exists():
        found.append(PAY_KEPT)
    return (*found, AUDIT_KEPT)


def _in_files(work: Work, asked: PrivacyRequest, note: Note) -> tuple[Erasure, Done]:
    """Strike the name in every file that landed, and build without it."""
    workspace, why = work.workspace, f"request {asked.pk}"
    with workspace.writing():
        erasure = next((one for one in read_erasures(workspace) if one.why == why), None)
        erasure = erasure or write_erasure(
            workspace, refs=note.known.refs, mails=note.known.mails, when=timezone.now(), why=why
        )
        work.told("Striking the name in files that landed", 0.1)
        done = strike(workspace, note.known, erasure)
    if current_build(workspace) is not None:
        part = Part(work, 0.3, 0.85)
        build_warehouse(
            workspace, whole=False,
            progress=lambda step, share: part(f"Building {step.replace('_', ' ')}", share),
        )  # fmt: skip
        _drop_older_builds(workspace)
    return erasure, done


def _drop_older_builds(workspace: Workspace) -> None:
    """Older builds have the name in them; who reads one now finds the new one on the next look."""
    with workspace.writing():
        current = current_build(workspace)
        for entry in workspace.warehouse.glob("*/build.json"):
            if entry.parent != current:
                shutil.rmtree(entry.parent, ignore_errors=True)


def _refuse_the_last(user: User) -> None:
    if is_the_last(user, timezone.localdate()):
        raise UserError(
            "this is the last administrator", why="nobody would be left to give rights",
            remedy="make somebody else administrator, then try again",
        )  # fmt: skip


def _tell(note: Note, erasure: Erasure) -> bool:
    """Tell the person, as the last thing their address is used for."""
    lines = [
        "Your request was granted and has been carried out. Your account is closed. Your name,",
        "your mail address and your numbers were struck from the records of Everyrep; figures",
        f"in which you were counted stay, under the name {erasure.name}.", "",
        "What is kept, and why:", *(f"- {one}" for one in note.kept), "",
        "Backups that were made before today still hold your name until they are deleted.",
        "The systems that the records came from are not changed by this.",
    ]  # fmt: skip
    try:
        send_mail("[Everyrep] Your data were erased", "\n".join(lines), None, [note.mail])
    except (OSError, SMTPException):
        return False
    return True


def _told(
    erasure: Erasure, done: Done, counts: dict[str, int], note: Note, *, reached: bool
) -> dict[str, Any]:
    said = (
        f"{erasure.name}: struck from {done.rows:,} rows of {done.files} files and from "
        f"{counts['audit entries']:,} entries of the audit; the account is closed."
    )
    said += "" if reached else " The person could not be told by mail."
    left: Sequence[str] = done.left
    if left:
        said += f" The name still stands in {', '.join(left)}, which you wrote: take it out there."
    return {"said": said, "kept": list(note.kept), "counts": counts, "left": list(left)}
