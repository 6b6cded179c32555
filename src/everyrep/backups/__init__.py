"""Backups: what cannot be made again, kept whole, proved by building from it, and put back."""

from everyrep.backups.health import Standing, standing, symptoms
from everyrep.backups.kept import (
    FOLDER,
    Backup,
    backups_in,
    default_folder,
    newest_at,
    read,
    same_disk,
)
from everyrep.backups.making import make
from everyrep.backups.proving import proofs, proved_at
from everyrep.backups.pruning import prune
from everyrep.backups.restoring import restore
from everyrep.backups.verifying import Verdict, verify

__all__ = [
    "FOLDER",
    "Backup",
    "Standing",
    "Verdict",
    "backups_in",
    "default_folder",
    "make",
    "newest_at",
    "proofs",
    "proved_at",
    "prune",
    "read",
    "restore",
    "same_disk",
    "standing",
    "symptoms",
    "verify",
]
