"""The job that sets pages of figures for a build before anybody waits for them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.timezone import localdate

from everyrep.faces.web import company
from everyrep.faces.web.access.models import User
from everyrep.faces.web.access.scoping import scope_of
from everyrep.faces.web.jobs import queue
from everyrep.faces.web.jobs.work import GivesWay, Work
from everyrep.faces.web.pages import setting
from everyrep.faces.web.pages.keyed import key_of
from everyrep.values import EveryrepError, Scope
from everyrep.warehouse.reader import Warehouse

_LATELY = timedelta(days=14)
_MOST_PEOPLE = 200
"""So many scopes of single people have their pages set; others' are set when they ask."""


def set_pages(work: Work, arguments: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    """Set the pages that roles open, those that many see first; then forget older builds' pages."""
    warehouse = company.current()
    if warehouse is None:
        return {"said": "Nothing is built yet."}
    wanted = _wanted(warehouse)
    made, broken = 0, 0
    for at, (name, scope) in enumerate(wanted):
        work.told(f"Setting {name}: {at + 1} of {len(wanted)} pages", at / len(wanted))
        if queue.somebody_waits():
            raise GivesWay  # Pages that were set stay, and are passed over then.
        try:
            if setting.known(name, warehouse, scope) is None:
                setting.figures(name, warehouse, scope)
                made += 1
        except EveryrepError:
            broken += 1  # Whoever opens that page is told why.
    dropped = setting.forget_old(warehouse.snapshot)
    said = f"{made} pages set for build {warehouse.snapshot}, {len(wanted) - made - broken} there"
    said += f" before, {broken} could not be set" if broken else " before"
    return {"said": f"{said}; {dropped} of older builds dropped."}


def _wanted(warehouse: Warehouse) -> list[tuple[str, Scope]]:
    """Pages and scopes, each once; those of whole roles come before those of single people."""
    known = company.organisation(warehouse, warehouse.as_of)
    today = localdate()
    found: dict[str, tuple[int, str, Scope]] = {}
    for user in _users():
        for grant in user.roles_on(today):
            scope = scope_of(user, grant, known)
            for name in setting.PAGES.keys() & grant.what.pages:
                alone = 0 if scope.sees_everybody or not scope.people else 1
                key = key_of(name, warehouse, scope)
                found.setdefault(key, (alone, name, scope))
    order = list(setting.PAGES)
    ranked = sorted(found.values(), key=lambda one: (one[0], order.index(one[1])))
    return [(name, scope) for _, name, scope in ranked]


def _users() -> list[User]:
    """Who holds a role: all whose scope is shared, and those others who were here lately."""
    users = User.objects.filter(is_active=True).prefetch_related("grants")
    shared = ("enablement", "revops", "finance", "executive", "administrator", "auditor")
    lately = Q(last_login__gt=timezone.now() - _LATELY)
    alone = users.filter(lately).exclude(grants__role__in=shared).order_by("-last_login")
    return [*_one_of_each(users, shared), *alone[:_MOST_PEOPLE]]


def _one_of_each(users: Any, roles: tuple[str, ...]) -> list[User]:
    """One person for each role whose holders all see the same."""
    found = [users.filter(grants__role=role).order_by("pk").distinct().first() for role in roles]
    return [user for user in found if user is not None]
