"""Parts of pages that are dear, kept for a build and a scope beside whole pages."""

from __future__ import annotations

import time
from collections.abc import Callable

from everyrep.faces.web.pages.keyed import keep, key_of
from everyrep.faces.web.pages.models import SetPage
from everyrep.values import Scope
from everyrep.warehouse.reader import Warehouse


def remembered(name: str, warehouse: Warehouse, scope: Scope, make: Callable[[], str]) -> str:
    """What was made under a name before, for this build and scope; made now where it was not."""
    key = key_of(name, warehouse, scope)
    found = SetPage.objects.filter(pk=key).values_list("html", flat=True).first()
    if found is not None:
        return found
    begun = time.monotonic()
    made = make()
    keep(name, warehouse, scope, made, time.monotonic() - begun)
    return made
