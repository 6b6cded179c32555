"""Jobs about data: looking at files, loading them, taking loads back, building."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from everyrep.assembly import build_warehouse, load_files
from everyrep.faces.web.jobs.doing.told import as_told
from everyrep.faces.web.jobs.doing.who import who_is_who
from everyrep.faces.web.jobs.models import Job, State
from everyrep.faces.web.jobs.work import Cancelled, Part, Work
from everyrep.faces.web.pages.sources import delivered
from everyrep.faces.web.uploads import Upload
from everyrep.sources.files.loading import Ended, Table, Wish
from everyrep.values import Busy, UserError
from everyrep.warehouse.landing import loads, undo


def try_files(work: Work, arguments: dict[str, Any]) -> dict[str, Any]:
    """What loading uploaded files would do; nothing lands. Loaded meanwhile, they need no try."""
    if _was_loaded(work, arguments):
        return {"said": "These files have been loaded meanwhile."}
    upload = _upload(work, arguments)
    feeds = {str(name): str(table) for name, table in arguments.get("feeds", {}).items()}
    tables = _load(work, upload, Part(work, 0.0, 0.9), dry_run=True, feeds=feeds)
    work.told("Who is who then", 0.92)
    people = who_is_who(work.workspace, tables)
    work.told("What could be computed then", 0.95)
    return {**as_told(work.workspace, tables), "people": people}


def load_and_build(work: Work, arguments: dict[str, Any]) -> dict[str, Any]:
    """Land uploaded files and build. Cancelled before its end, nothing has landed.

    The files stay until the job is known to be done: killed a moment before that, it begins again.
    """
    upload = _upload(work, arguments)
    before = {load.load_id for load in loads(work.workspace)}
    try:
        tables = _load(work, upload, Part(work, 0.0, 0.4), dry_run=False)
        _into_the_audit(work)
        landed = [x.load.load_id for x in tables if x.load and x.ended == Ended.LANDED]
        if not any(x.load for x in tables):
            return {**as_told(work.workspace, tables), "said": "Nothing could be loaded."}
        built = _build(work, Part(work, 0.4, 1.0))
    except Cancelled as why:
        _take_all_back(work, before)
        raise Cancelled("Cancelled; what it had loaded was taken back.") from why
    known = sum(x.ended == Ended.ALREADY for x in tables)
    refused = sum(x.ended == Ended.REFUSED for x in tables)
    said = f"{len(landed)} loaded"
    said += f", {known} had landed before" if known else ""
    said += f", {refused} could not be loaded" if refused else ""
    return {**as_told(work.workspace, tables), "said": f"{said}. {built['said']}", **_only(built)}


def take_back(work: Work, arguments: dict[str, Any]) -> dict[str, Any]:
    """Take a load back and build without it; done before, it is passed over."""
    name = str(arguments["load"])
    place = work.workspace
    if not (place.undone / name).exists():
        with place.writing():
            undo(place, name, by=work.asked_by)
    _into_the_audit(work)
    built = _build(work, Part(work, 0.1, 1.0))
    return {"said": f"{name} is taken back. {built['said']}", **_only(built)}


def build(work: Work, arguments: dict[str, Any]) -> dict[str, Any]:
    """Build from what has landed."""
    return _build(work, Part(work, 0.0, 1.0), whole=bool(arguments.get("whole")))


def _upload(work: Work, arguments: dict[str, Any]) -> Upload:
    upload = Upload.find(work.root, str(arguments["upload"]))
    if upload is None:
        raise UserError(
            "the uploaded files are gone", why="they are kept for a week, or until they are loaded",
            remedy="upload them again",
        )  # fmt: skip
    return upload


def _was_loaded(work: Work, arguments: dict[str, Any]) -> bool:
    """Whether the files are gone because a job has loaded them, as where a try was put off."""
    token = str(arguments["upload"])
    loaded = Job.objects.filter(kind="load", about=f"upload:{token}", state=State.DONE)
    return Upload.find(work.root, token) is None and loaded.exists()


def _load(
    work: Work, upload: Upload, part: Part, *, dry_run: bool, feeds: dict[str, str] | None = None
) -> list[Table]:
    wish = Wish(
        feeds=feeds or {},
        dry_run=dry_run,
        closely=True,
        progress=lambda name, share: part(f"Reading {name}", share),
        rejects_to=upload.folder if dry_run else None,
        by=work.asked_by,
        forms=dry_run,
    )
    return load_files(work.workspace, upload.files(), wish)


def _build(work: Work, part: Part, *, whole: bool = False) -> dict[str, Any]:
    record = build_warehouse(
        work.workspace,
        whole=whole,
        progress=lambda step, share: part(f"Building {step.replace('_', ' ')}", share),
    )
    rows = sum(table.rows for table in record.tables.values())
    said = f"Build {record.build_id} holds {rows:,} rows from {len(record.loads)} loads."
    return {"said": said, "build": record.build_id, "seconds": record.seconds}


def _only(built: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in built.items() if name != "said"}


def _take_all_back(work: Work, before: set[str]) -> None:
    """Take back what was not there before."""
    place = work.workspace
    with place.writing():
        for load in loads(place):
            if load.load_id not in before:
                undo(place, load.load_id, by=work.asked_by)
    _into_the_audit(work)


def _into_the_audit(work: Work) -> None:
    with suppress(Busy):  # Somebody writes just now: the worker looks again soon.
        delivered.agree(work.workspace)
