"""Which backups go: those that newer ones of the same day, week and month stand for.

The newest goes never, nor the newest of which it is proved that it would serve, nor one that is
younger than a day; what cannot be read is left where it lies.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from everyrep.backups.kept import Backup, backups_in
from everyrep.backups.proving import proofs
from everyrep.values import Clock, SystemClock
from everyrep.warehouse.settings import BackupPlan
from everyrep.warehouse.workspace import UNFINISHED, disk_errors

_YOUNG = timedelta(days=1)


def prune(
    folder: Path, plan: BackupPlan, *, clock: Clock | None = None, dry_run: bool = False
) -> tuple[Backup, ...]:
    """Drop what the plan does not keep.

    Args:
        folder: Of backups.
        plan: Of how many days, weeks and months one is kept.
        clock: Says how old they are.
        dry_run: Drop nothing.

    Returns:
        What was dropped, the newest first.

    Raises:
        UserError: The disk refuses.
    """
    now = (clock or SystemClock()).now()
    found = backups_in(folder)
    stays = set(_stay(found, plan, proofs(folder), now))
    goes = tuple(backup for backup in found if backup.name not in stays)
    if not dry_run:
        with disk_errors(folder):
            for backup in goes:
                _drop(backup.folder)
    return goes


def _stay(
    found: Sequence[Backup], plan: BackupPlan, proved: Collection[str], now: datetime
) -> Iterator[str]:
    """Names of those that stay; they are given the newest first."""
    yield from (backup.name for backup in found[:1])
    yield from [backup.name for backup in found if backup.name in proved][:1]
    dated = [(backup, at) for backup in found if (at := _moment(backup)) is not None]
    dated.sort(key=lambda one: one[1], reverse=True)
    yield from (backup.name for backup, at in dated if now - at < _YOUNG)
    yield from (backup.name for backup in found if _moment(backup) is None)
    spans: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (plan.daily, lambda at: at.date()),
        (plan.weekly, lambda at: at.isocalendar()[:2]),
        (plan.monthly, lambda at: (at.year, at.month)),
    )
    for most, span in spans:
        seen: set[object] = set()
        for backup, at in dated:
            if len(seen) < most and span(at) not in seen:
                seen.add(span(at))
                yield backup.name


def _moment(backup: Backup) -> datetime | None:
    try:
        found = datetime.fromisoformat(backup.made_at)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _drop(folder: Path) -> None:
    """It loses its name first, so that half of it is never taken for a backup."""
    beside = folder.with_name(f"{UNFINISHED}{folder.name}")
    shutil.rmtree(beside, ignore_errors=True)
    folder.rename(beside)
    shutil.rmtree(beside)
