"""Backups: what cannot be made again, kept whole, proved by building from it, and put back."""

from everyrep.backups.kept import Backup, backups_in, default_folder, read
from everyrep.backups.making import make
from everyrep.backups.restoring import restore
from everyrep.backups.verifying import Verdict, verify

__all__ = ["Backup", "Verdict", "backups_in", "default_folder", "make", "read", "restore", "verify"]
