"""Backups: what cannot be made again, kept whole, proved by building from it, and put back."""

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
from everyrep.backups.pruning import proofs, prune
from everyrep.backups.restoring import restore
from everyrep.backups.verifying import Verdict, verify

__all__ = [
    "FOLDER",
    "Backup",
    "Verdict",
    "backups_in",
    "default_folder",
    "make",
    "newest_at",
    "proofs",
    "prune",
    "read",
    "restore",
    "same_disk",
    "verify",
]
