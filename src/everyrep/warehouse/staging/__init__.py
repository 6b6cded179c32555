"""From raw rows to typed rows: the projection that a mapping describes, and what it rejects."""

from __future__ import annotations

from everyrep.warehouse.staging.projection import Projection, project, raw_types, staged_columns

__all__ = ["Projection", "project", "raw_types", "staged_columns"]
