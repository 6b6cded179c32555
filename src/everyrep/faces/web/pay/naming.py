"""What people are called, as the records have it."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from everyrep.warehouse.organisation import names_of


def names_of_people(request: HttpRequest, people: Iterable[str]) -> dict[str, str]:
    """Names by id; whoever the records do not name goes by their id."""
    wanted = set(people) - {""}
    warehouse = request.warehouse  # type: ignore[attr-defined]
    found = names_of(warehouse, wanted) if warehouse is not None and wanted else {}
    return {one: found.get(one) or one for one in wanted}
