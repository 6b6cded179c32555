"""Inviting somebody: an account, a link that serves once, another one, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from everyrep.faces.web.access.grants import is_the_last
from everyrep.faces.web.access.joining import has_joined, invite
from everyrep.faces.web.access.models import User
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.pages.giving import again, give_role, organisation
from everyrep.faces.web.pages.opening import opens
from everyrep.values import UserError


@require_POST
@opens("rights")
def invite_somebody(request: HttpRequest) -> HttpResponse:
    """An account with its first role; the link to join is shown once, to be handed over."""
    who = request.acting.who  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            user = _account(request)
            give_role(request, user)
            token = invite(user, by=who)
    except UserError as problem:
        return again(request, problem, "new")
    return _shown_once(request, user, token)


@require_POST
@opens("rights")
def renew(request: HttpRequest, user: int) -> HttpResponse:
    """Another link for somebody who has not joined yet; those of before serve no more."""
    who = request.acting.who  # type: ignore[attr-defined]
    with transaction.atomic():
        found = get_object_or_404(User.objects.select_for_update(), pk=user, is_active=True)
        if has_joined(found):
            messages.warning(request, f"{found} has joined already, and needs no link.")
            return redirect("rights")
        found.invitations.all().delete()
        token = invite(found, by=who)
    return _shown_once(request, found, token)


@require_POST
@opens("rights")
def withdraw(request: HttpRequest, user: int) -> HttpResponse:
    """Take an invitation back: its link serves no more, and the account that waited goes."""
    with transaction.atomic():
        found = get_object_or_404(User.objects.select_for_update(), pk=user)
        if has_joined(found):
            messages.warning(request, f"{found} has joined already: end their roles instead.")
            return redirect("rights")
        if is_the_last(found, localdate()):
            messages.warning(request, "Nobody else could give rights then: this link stays.")
            return redirect("rights")
        record(request.acting.who, "invitation_withdrawn", found.email)  # type: ignore[attr-defined]
        _let_go(found)
    messages.info(request, f"{found.email} is invited no longer.")
    return redirect("rights")


def _shown_once(request: HttpRequest, user: User, token: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("join", args=[token]))
    return render(request, "everyrep/invited.html", {"invited": user, "link": link})


def _let_go(user: User) -> None:
    """Delete an account that nobody ever used; one that a directory keeps only loses its links."""
    if hasattr(user, "directory"):
        user.invitations.all().delete()
        return
    try:
        with transaction.atomic():
            user.delete()
    except ProtectedError:  # Somebody has asked or answered under it.
        user.invitations.all().delete()
        user.grants.filter(until=None).update(until=localdate())


def _account(request: HttpRequest) -> User:
    """A new account of a mail address, tied to the person who has it in the records."""
    email = request.POST.get("email", "").strip().lower()[:254]
    try:
        validate_email(email)
    except ValidationError as problem:
        raise UserError(
            f"This is no mail address: {email!r}", remedy="write it as in name@company.example"
        ) from problem
    if User.objects.filter(email=email).exists():
        raise UserError(
            f"There is an account already for {email}", remedy="give it another role below"
        )
    known = organisation(request)
    place = known.by_email(email) if known else None
    name = request.POST.get("name", "").strip()[:200] or (place.name if place else "")
    return User.objects.create_user(email, name=name, person=place.person if place else "")
