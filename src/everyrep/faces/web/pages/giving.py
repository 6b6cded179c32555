"""Giving rights: a role over a part of the company, ending it, and who an account is."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from everyrep.faces.web import company
from everyrep.faces.web.access.grants import KEEPER, others_keep
from everyrep.faces.web.access.models import Grant, User
from everyrep.faces.web.access.roles import ROLES
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.pages.keeping import context_of
from everyrep.faces.web.pages.opening import opens
from everyrep.values import UserError
from everyrep.warehouse.organisation import Organisation, Placement

_NEAR = 5


@require_POST
@opens("rights")
def give(request: HttpRequest, user: int) -> HttpResponse:
    """Another role for somebody who has an account."""
    found = get_object_or_404(User, pk=user, is_active=True)
    try:
        with transaction.atomic():
            grant = give_role(request, found)
    except UserError as problem:
        return again(request, problem, found.pk)
    messages.info(request, f"{found} has the role {grant.what.title} from now on.")
    return redirect("rights")


@require_POST
@opens("rights")
def end(request: HttpRequest, grant: int) -> HttpResponse:
    """End a role today; the last administrator's stays."""
    with transaction.atomic():
        found = get_object_or_404(Grant.objects.select_for_update(), pk=grant)
        today = localdate()
        if found.role == KEEPER and not others_keep(found.user, today):
            messages.warning(request, "Nobody else could give rights then: this role stays.")
            return redirect("rights")
        if found.holds_on(today):
            found.until = today
            found.save(update_fields=["until"])
            who = request.acting.who  # type: ignore[attr-defined]
            record(who, "role_ended", found.user.email, role=found.role, head=found.head)
            messages.info(request, f"{found.user} no longer has the role {found.what.title}.")
    return redirect("rights")


@require_POST
@opens("rights")
def link(request: HttpRequest, user: int) -> HttpResponse:
    """Say who an account is in the records of the company."""
    found = get_object_or_404(User, pk=user)
    try:
        person = _person(request, request.POST.get("person", ""))
    except UserError as problem:
        return again(request, problem, found.pk)
    with transaction.atomic():
        record(request.acting.who, "account_linked", found.email,  # type: ignore[attr-defined]
               before=found.person, now=person)  # fmt: skip
        found.person = person
        found.save(update_fields=["person"])
    return redirect("rights")


def again(request: HttpRequest, problem: UserError, form: str | int) -> HttpResponse:
    """The page once more, with what was wrong beside the form, and what was typed still in it."""
    context = {**context_of(request), "problem": problem.told, "near": problem.near,
               "form": form, "typed": request.POST}  # fmt: skip
    return render(request, "everyrep/rights.html", context, status=400)


def give_role(request: HttpRequest, user: User) -> Grant:
    """The role of a form, over the part of the company that it names, until the day it names."""
    role, today = request.POST.get("role", ""), localdate()
    if role not in ROLES:
        raise UserError("No role was chosen", remedy="choose one of the list")
    head = _person(request, request.POST.get("head", ""))
    until = _day(request.POST.get("until", ""))
    if until is not None and until <= today:
        raise UserError(f"The day {until} is over", remedy="give a day to come, or none")
    held = user.grants.filter(role=role, head=head)
    if any(grant.holds_on(today) for grant in held):
        raise UserError(f"The role {ROLES[role].title} is held already by {user}")
    giver = request.acting.user  # type: ignore[attr-defined]
    # One that ended earlier today and begins again is another grant of the same day.
    held.filter(since=today).delete()
    grant = Grant.objects.create(
        user=user, role=role, head=head, since=today, until=until, given_by=giver
    )
    record(giver.email, "role_given", user.email, role=role, head=head, until=str(until or ""))
    return grant


def _person(request: HttpRequest, written: str) -> str:
    """Whom a name, mail address or id means in the records; empty for none."""
    wanted, known = written.strip()[:200], organisation(request)
    if not wanted:
        return ""
    if known is None:
        raise UserError("Nothing is built yet, so nobody is known", remedy="load the records first")
    if wanted in known.places:
        return wanted
    by_mail = known.by_email(wanted)
    found = [by_mail] if by_mail else known.called(wanted)
    if len(found) == 1:
        return found[0].person
    raise UserError(
        f"{len(found)} people in the records are called {wanted!r}"
        if found
        else f"Nobody in the records is called {wanted!r}",
        near=[_told_apart(place, known) for place in (*found, *known.like(wanted))[:_NEAR]],
        remedy="write the whole name, the work address, or the id as in the records",
    )


def _told_apart(place: Placement, known: Organisation) -> str:
    """What names somebody and nobody else: their name, else their work address, else their id."""
    if len(known.called(place.name)) == 1:
        return place.name
    return place.email if known.by_email(place.email) else place.person


def organisation(request: HttpRequest) -> Organisation | None:
    """Who works here, as the current build knows it; None before the first."""
    warehouse = request.warehouse  # type: ignore[attr-defined]
    return company.organisation(warehouse, warehouse.as_of) if warehouse else None


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written.strip()) if written.strip() else None
    except ValueError as problem:
        raise UserError(
            f"This is no day: {written[:40]!r}", remedy="write it as in 2026-12-31"
        ) from problem
