"""Build the warehouse from raw alone, beside the one that is read, and swap it in.

The order is: what the raw rows are, who is who, small tables to look things up in, the tables of
facts, and what is put together from them. Whatever has not changed is linked from the build
before. A build that is killed leaves yesterday's warehouse as it was.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from everyrep.values import Clock, SystemClock
from everyrep.warehouse.build import lookups
from everyrep.warehouse.build.assembled import add_implied, assemble
from everyrep.warehouse.build.feeds import Feed, Feeds, feeds_of
from everyrep.warehouse.build.parts import IMPLIED, relation, shown
from everyrep.warehouse.build.people import Known, new_references, resolve_people, reuse_people
from everyrep.warehouse.build.record import (
    BuildRecord,
    TableRecord,
    code_fingerprint,
    current_build,
    fingerprint,
    point_to,
    read_record,
)
from everyrep.warehouse.build.tables import NAMING_STAGES, Before, Surroundings, build_table
from everyrep.warehouse.engine import connect
from everyrep.warehouse.erasure import Struck, read_erasures
from everyrep.warehouse.identity import Decision, read_decisions
from everyrep.warehouse.landing import Load, loads
from everyrep.warehouse.quoting import identifier, literal
from everyrep.warehouse.schema import TABLES
from everyrep.warehouse.settings import Settings, read_settings
from everyrep.warehouse.workspace import (
    UNFINISHED,
    Workspace,
    disk_errors,
    finish_folder,
    write_whole,
)

Progress = Callable[[str, int, int], None]
"""Told what is being built: name of the step, its number, how many there are."""

_FACTS = tuple(
    sorted(
        TABLES.keys() - {"people", "stages", "stage_changes", "stage_history"},
        key=lambda name: (name == "opportunities", list(TABLES).index(name)),
    )
)
"""Tables built each from its own loads; deals last, because they add up their lines."""


@dataclass
class _Run:
    """One build while it goes on."""

    workspace: Workspace
    connection: duckdb.DuckDBPyConnection
    settings: Settings
    feeds: Feeds
    folder: Path
    landed: tuple[Load, ...]
    before: Path | None
    last: BuildRecord | None
    currency: str
    records: dict[str, TableRecord]
    did: dict[str, str]
    tag: str
    struck: Struck
    moved: bool = False
    has_rates: bool = False

    def prior(self, table: str) -> Before | None:
        """The table as the build before left it."""
        if self.before is None or self.last is None or table not in self.last.tables:
            return None
        record = self.last.tables[table]
        own = {part: names for part, names in record.parts.items() if part != IMPLIED}
        return Before(self.before / table, replace(record, parts=own))

    def around(self) -> Surroundings:
        """What tables share."""
        return Surroundings(
            self.connection,
            self.folder,
            self.tag,
            self.currency,
            self.has_rates,
            self.moved,
            origins={
                "system": tuple(sorted({load.system for load in self.landed})),
                "load_id": tuple(load.load_id for load in self.landed),
            },
        )

    def built(self, table: str) -> str:
        """SQL of a table of this build."""
        return relation(TABLES[table], self.folder / table, shown(self.records[table].parts))


def build(
    workspace: Workspace,
    *,
    clock: Clock | None = None,
    progress: Progress | None = None,
    whole: bool = False,
) -> BuildRecord:
    """Bring the warehouse up to what has landed.

    Args:
        workspace: where; its writer's place must be held.
        clock: says when.
        progress: told what is being built.
        whole: build everything from raw, taking nothing over.

    Returns:
        The record of the new build; of the current one where nothing changed.
    """
    started = time.monotonic()
    moment = (clock or SystemClock()).now()
    with disk_errors(workspace.root), _unfinished(workspace, moment) as folder:
        with connect(workspace.spill) as connection:
            run = _prepare(workspace, connection, folder, whole)
            record = _build(run, moment, progress or (lambda *_: None), started)
        if run.last is not None and _says_the_same(record, run.last):
            return run.last
        write_whole(folder / "build.json", record.to_json())
        finish_folder(folder, workspace.warehouse / record.build_id)
        point_to(workspace, record.build_id)
        _drop_old(workspace)
    return record


def _says_the_same(now: BuildRecord, last: BuildRecord) -> bool:
    """True where everything was taken over, so that the current build may stay what it is."""

    def said(record: BuildRecord) -> object:
        tables = {name: (x.feeds, x.rows, x.nulls) for name, x in record.tables.items()}
        about = (record.loads, record.reporting_currency, record.as_of, record.people_context)
        return about, tables

    return set(now.did.values()) == {"linked"} and said(now) == said(last)


@contextmanager
def _unfinished(workspace: Workspace, moment: datetime) -> Any:
    workspace.warehouse.mkdir(parents=True, exist_ok=True)
    folder = workspace.warehouse / f"{UNFINISHED}{_build_id(workspace, moment)}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(workspace.spill, ignore_errors=True)


def _prepare(
    workspace: Workspace, connection: duckdb.DuckDBPyConnection, folder: Path, whole: bool
) -> _Run:
    settings = read_settings(workspace)
    landed = loads(workspace)
    before = None if whole else current_build(workspace)
    struck = Struck(read_erasures(workspace))
    unstated = feeds_of(connection, landed, lookups.UNSTATED)
    currency = lookups.reporting_currency(connection, unstated, settings)
    return _Run(
        workspace=workspace,
        connection=connection,
        settings=settings,
        feeds=feeds_of(connection, landed, currency, struck),
        folder=folder,
        landed=landed,
        before=before,
        last=read_record(before) if before else None,
        currency=currency,
        records={},
        did={},
        tag=folder.name.removeprefix(UNFINISHED),
        struck=struck,
    )


def _build(run: _Run, moment: datetime, progress: Progress, started: float) -> BuildRecord:
    steps = len(_FACTS) + 4
    progress("people", 1, steps)
    people_context, quality = _people(run)
    progress("lookups", 2, steps)
    contexts = _contexts(run)
    for place, name in enumerate(_FACTS, start=3):
        progress(name, place, steps)
        _table(run, name, contexts[name])
    progress("stage_history", steps - 1, steps)
    _stage_history(run, contexts["stage_history"])
    progress("people", steps, steps)
    run.records |= assemble(run.around(), run.built)
    run.records |= add_implied(run.around(), run.records, run.built)
    as_of = _as_of(run, moment)
    return BuildRecord(
        build_id=run.folder.name.removeprefix(UNFINISHED),
        built_at=moment.astimezone(UTC).isoformat(),
        loads=[load.load_id for load in run.landed],
        reporting_currency=run.currency,
        as_of=as_of.isoformat() if as_of else None,
        tables=run.records,
        identity=quality,
        seconds=round(time.monotonic() - started, 3),
        code=code_fingerprint(),
        people_context=people_context,
        did=run.did,
        struck=run.struck.print,
    )


def _build_id(workspace: Workspace, moment: datetime) -> str:
    """A name that no build has, nor one of those that are no more had in the same second."""
    base = f"{moment.astimezone(UTC):%Y%m%d-%H%M%S}"
    names = (folder.name for folder in workspace.warehouse.iterdir())
    taken = [int(x[1] or 1) for name in names if (x := re.fullmatch(rf"{base}(?:-(\d+))?", name))]
    return f"{base}-{max(taken) + 1}" if taken else base


def _people(run: _Run) -> tuple[str, dict[str, Any]]:
    """Resolve people, or take the matching over where nothing that matters changed."""
    decisions = _decisions(run.workspace)
    known = _known(run)
    people = [feed.print for feed in run.feeds["people"]]
    context = fingerprint(code_fingerprint(), people, decisions, *_whose(run))
    fresh = _fresh(run)
    same = run.last is not None and run.last.people_context == context and known.complete
    if same and run.last is not None and not new_references(run.connection, fresh, known):
        reuse_people(run.connection, known)
        return context, run.last.identity
    quality = resolve_people(run.connection, run.feeds, fresh, known, decisions)
    found = run.connection.execute("SELECT count(*) FROM moved_refs").fetchone()
    run.moved = bool(found and found[0])
    return context, quality


def _decisions(workspace: Workspace) -> Sequence[Decision]:
    path = workspace.decisions / "identity.jsonl"
    return read_decisions(path) if path.exists() else ()


def _fresh(run: _Run) -> list[Feed]:
    """Feeds whose references are not among those of the build before.

    Where a load of that build is no longer in force its references must not live on, so all feeds
    are asked again.
    """
    had = set(run.last.loads) if run.last and _only_more(run) else set()
    return [f for feeds in run.feeds.values() for f in feeds if f.load.load_id not in had]


def _only_more(run: _Run) -> bool:
    """True where every load of the build before is still in force, under the same code."""
    now = {load.load_id for load in run.landed}
    return _code_is_same(run) and run.last is not None and now.issuperset(run.last.loads)


def _code_is_same(run: _Run) -> bool:
    last = run.last
    same = last is not None and last.struck == run.struck.print
    return same and last is not None and last.code == code_fingerprint()


def _whose(run: _Run) -> list[str]:
    """Whose names are struck, as a part of what everything depends on."""
    return [run.struck.print] if run.struck.print else []


def _known(run: _Run) -> Known:
    if run.before is None or not _code_is_same(run):
        return Known(None, None, None, None, complete=False)
    names = ("person_refs", "person_links", "identity_queue", "person_rows")
    refs, links, queue, rows = (
        f"read_parquet({literal(str(run.before / 'identity' / (n + '.parquet')))})" for n in names
    )
    return Known(refs, links, queue, rows, complete=_only_more(run))


def _contexts(run: _Run) -> dict[str, str]:
    """For each table, the fingerprint of what it depends on beside its loads and people.

    People are not in it: rows that refer to a person who has become another are refreshed.
    """
    connection = run.connection
    stages = lookups.make_stage_lookups(connection, run.feeds["stages"], run.settings)
    rates = lookups.make_rates(connection, run.feeds["exchange_rates"], run.currency)
    aliases = lookups.make_aliases(connection, run.feeds)
    found = connection.execute("SELECT count(*) FROM rates").fetchone()
    run.has_rates = bool(found and found[0])
    contexts = {}
    for name in TABLES:
        parts: list[object] = [code_fingerprint(), TABLES[name].stored(), aliases, *_whose(run)]
        if name in lookups.MONEY_TABLES:
            parts += [rates, run.currency]
        if name in ("opportunities", *NAMING_STAGES):
            parts.append(stages)
        contexts[name] = fingerprint(*parts)
    return contexts


def _table(run: _Run, name: str, context: str) -> None:
    if name == "opportunities":
        context = _about_deals(run, context)
    record, did = build_table(TABLES[name], run.feeds[name], context, run.prior(name), run.around())
    run.records[name], run.did[name] = record, did


def _about_deals(run: _Run, context: str) -> str:
    """What deals look up; the context with the lines they are made of."""
    lookups.make_stage_meanings(run.connection, run.feeds["opportunities"])
    lookups.make_line_totals(run.connection, run.built("opportunity_lines"))
    lines = run.records["opportunity_lines"]
    return fingerprint(context, lines.lineage if lines.rows else "")


def _stage_history(run: _Run, context: str) -> None:
    """Stays in stages depend on the snapshots too: deals in new snapshots are worked out anew."""
    snapshots = run.records["opportunity_snapshots"]
    seen = run.built("opportunity_snapshots")
    run.connection.execute(f"CREATE OR REPLACE TEMP VIEW snapshots AS SELECT * FROM {seen}")
    prior = run.prior("opportunity_snapshots")
    touched = None
    fresh = [x for x in snapshots.feeds if prior is None or x not in prior.record.feeds]
    if run.did["opportunity_snapshots"] == "refreshed" and fresh:
        new = ", ".join(literal(x) for x in fresh)
        touched = f"SELECT opportunity_id FROM snapshots WHERE load_id IN ({new})"
    record, did = build_table(
        TABLES["stage_history"],
        run.feeds["stage_changes"],
        fingerprint(context, snapshots.lineage if snapshots.rows else ""),
        run.prior("stage_history"),
        run.around(),
        touched,
    )
    run.records["stage_history"], run.did["stage_history"] = record, did


def _as_of(run: _Run, moment: datetime) -> date | None:
    """The last day the data knows: of what happened, not of what is planned."""
    if run.settings.as_of:
        return run.settings.as_of
    days = (
        ("opportunities", "created_on", "true"),
        ("opportunities", "close_on", "outcome <> 'open'"),
        ("stage_history", "entered_on", "true"),
        ("activities", "occurred_on", "true"),
        ("learning_events", "occurred_on", "true"),
        ("assessments", "occurred_on", "true"),
    )
    today = literal(moment.date().isoformat())
    asked = " UNION ALL ".join(
        f"SELECT max({identifier(column)}) AS day FROM {run.built(table)} "
        f"WHERE {test} AND {identifier(column)} <= DATE {today}"
        for table, column, test in days
    )
    found = run.connection.execute(f"SELECT max(day) FROM ({asked})").fetchone()
    return found[0] if found else None


_KEPT = 3
"""Builds that are kept: the current one, and two before it for readers that have them open."""


def _drop_old(workspace: Workspace) -> None:
    """Drop builds that were current too long ago for anybody to be reading them.

    The current one stays whatever its age seems to be: a clock may have been set back.
    """
    now = current_build(workspace)
    records = [r for r in workspace.warehouse.glob("*/build.json") if r.parent != now]
    builds = sorted(records, key=lambda record: record.stat().st_mtime_ns)
    for record in builds[: 1 - _KEPT]:
        shutil.rmtree(record.parent, ignore_errors=True)
