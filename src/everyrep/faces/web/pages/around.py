"""What every page shows around its own: menu, roles, the company, the day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.timezone import localdate

import everyrep
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.pages.areas import AREAS
from everyrep.faces.web.pages.truth_file import known_truth

_BESIDE = ("tokens", "token_end", "api")
"""Pages that stand in no menu, whichever area opens them."""


def truth_key(request: HttpRequest, warehouse: Any, acting: Any) -> dict[str, str] | None:
    """How the known truth is shown and hidden; None where none is known, or of a part is asked."""
    whole = acting is not None and acting.scope.sees_everybody
    if not (whole and warehouse and warehouse.settings.simulated and known_truth()):
        return None
    shown, query = request.GET.get("truth") == "1", QueryDict(request.GET.urlencode(), mutable=True)
    query.pop("truth", None)
    if not shown:
        query["truth"] = "1"
    return {"shown": "1" if shown else "", "other": f"?{query.urlencode()}"}


def around(request: HttpRequest) -> dict[str, Any]:
    """For templates: the menu of who asks, their roles, and whether the company is simulated."""
    acting = getattr(request, "acting", None)
    warehouse = getattr(request, "warehouse", None)
    match = getattr(request, "resolver_match", None)
    here = getattr(getattr(match, "func", None), "area", "")
    if getattr(match, "url_name", "") in _BESIDE:
        here = ""
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
        "truth": truth_key(request, warehouse, acting),
        "snapshot": warehouse.snapshot if warehouse else "",
        "as_of": warehouse.as_of if warehouse else None,
        "left_out": getattr(request.GET, "left_out", ()),
        "version": everyrep.__version__,
        "under_way": queue.pages_under_way,  # asked by pages alone that wait for it
    }
