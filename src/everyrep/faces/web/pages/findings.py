"""What `doctor` finds, for those who keep the app: what is unsafe or not well, and what to do."""

from __future__ import annotations

from django.core.cache import cache

from everyrep import backups
from everyrep.assembly import Symptom, diagnose
from everyrep.faces.web import upkeep
from everyrep.faces.web.place import place
from everyrep.warehouse.workspace import Workspace

_KEY, _SECONDS = "doctor", 60


def findings() -> list[Symptom]:
    """Everything that is not well, looked at now."""
    here = place()
    workspace = Workspace(here.workspace)
    seen = [*diagnose(workspace), *backups.symptoms(workspace), *upkeep.settings_of(here)]
    found = [symptom for symptom in seen if not symptom.well]
    cache.set(_KEY, len(found), _SECONDS)
    return found


def how_many() -> int:
    """How much is not well, as it was seen within the last minute."""
    known: int | None = cache.get(_KEY)
    return len(findings()) if known is None else known
