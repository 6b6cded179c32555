"""Who is who: the same person in several systems, found, queued for review, or decided."""

from everyrep.warehouse.identity.decisions import (
    Decision,
    Ruling,
    StandingDecisions,
    append_decision,
    read_decisions,
)
from everyrep.warehouse.identity.links import renamed
from everyrep.warehouse.identity.resolve import Resolution, resolve
from everyrep.warehouse.identity.roster import COLUMNS

__all__ = [
    "COLUMNS",
    "Decision",
    "Resolution",
    "Ruling",
    "StandingDecisions",
    "append_decision",
    "read_decisions",
    "renamed",
    "resolve",
]
