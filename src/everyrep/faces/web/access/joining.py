"""How somebody comes to have an account: by invitation alone."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from everyrep.faces.web.access import limits_guessing as guessing
from everyrep.faces.web.access.models import Invitation, User
from everyrep.faces.web.audit.chain import record

DAYS = 7


class ByInvitation(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody can make an account of their own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - its frame calls so
        """Never: people are invited."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse to try a password where too many were wrong."""
        super().pre_authenticate(request, **credentials)
        if not guessing.allowed(request, str(credentials.get("email") or "")):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a wrong password."""
        guessing.failed(request, str(credentials.get("email") or ""))


@transaction.atomic
def invite(user: User, *, by: str, days: int = DAYS) -> str:
    """A link's token with which somebody, once, sets a password. It is kept as a hash only."""
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        token_hash=_hash(token), user=user, ends_at=timezone.now() + timedelta(days=days)
    )
    record(by, "invited", user.email)
    return token


def has_joined(user: User) -> bool:
    """Whether somebody can sign in by themselves by now: with a password, or as they did before."""
    return user.has_usable_password() or user.last_login is not None


def forget_over() -> int:
    """Drop links whose time has passed, so that a clock that is set back brings none of them back.

    Returns:
        How many there were.
    """
    return int(Invitation.objects.filter(ends_at__lte=timezone.now()).delete()[0])


def invited(token: str) -> Invitation | None:
    """The invitation of a token, if it can still be used."""
    return (
        Invitation.objects.select_related("user")
        .filter(token_hash=_hash(token), used_at=None, ends_at__gt=timezone.now())
        .first()
    )


@transaction.atomic
def accept(token: str, password: str) -> User | None:
    """Set the password of who was invited, once; None where the link serves no more."""
    found = (
        Invitation.objects.select_for_update()
        .filter(token_hash=_hash(token), used_at=None, ends_at__gt=timezone.now())
        .first()
    )
    if found is None:
        return None
    found.used_at = timezone.now()
    found.save(update_fields=["used_at"])
    found.user.set_password(password)
    found.user.save(update_fields=["password"])
    record(found.user.email, "joined", found.user.email)
    return found.user


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
