"""Deriving the warehouse from what has landed."""

from __future__ import annotations

from everyrep.warehouse.build.record import BuildRecord, TableRecord, current_build, read_record
from everyrep.warehouse.build.run import build

__all__ = ["BuildRecord", "TableRecord", "build", "current_build", "read_record"]
