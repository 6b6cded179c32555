"""What every page shows around its own: menu, roles, the company, the day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localdate

import everyrep
from everyrep.faces.web.pages.areas import AREAS


def around(request: HttpRequest) -> dict[str, Any]:
    """For templates: the menu of who asks, their roles, and whether the company is simulated."""
    acting = getattr(request, "acting", None)
    warehouse = getattr(request, "warehouse", None)
    match = getattr(request, "resolver_match", None)
    here = getattr(getattr(match, "func", None), "area", "")
    menu = [area for area in AREAS if acting is not None and acting.opens(area.name)]
    groups: dict[str, list[Any]] = {}
    for area in menu:
        groups.setdefault(area.group, []).append(area)
    return {
        "acting": acting,
        "menu": groups.items(),
        "here": here,
        "roles_held": acting.user.roles_on(localdate()) if acting else (),
        "company": warehouse.settings.company if warehouse else "",
        "simulated": bool(warehouse and warehouse.settings.simulated),
        "snapshot": warehouse.snapshot if warehouse else "",
        "as_of": warehouse.as_of if warehouse else None,
        "version": everyrep.__version__,
    }
