"""Making tokens, knowing them again, and ending them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from everyrep.faces.web.access.models import User
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.tokens.models import ApiToken
from everyrep.faces.web.tokens.scopes import may_have
from everyrep.values import UserError

START = "evr_"
LONGEST_DAYS = 365
_HINT = 8
_MINUTE = timedelta(minutes=1)


@transaction.atomic
def make(user: User, name: str, scopes: Sequence[str], days: int) -> tuple[ApiToken, str]:
    """Make a token.

    Returns:
        What is kept of it, and the token: this is the only time that it can be seen.

    Raises:
        UserError: It has no name, no end, or is for what its owner may not do.
    """
    _refuse(user, name, scopes, days)
    token = START + secrets.token_urlsafe(32)
    kept = ApiToken.objects.create(
        user=user,
        name=name.strip(),
        hint=token[:_HINT],
        token_hash=_hash(token),
        scopes=sorted(set(scopes)),
        ends_at=timezone.now() + timedelta(days=days),
    )
    record(user.email, "token_made", user.email, token=kept.pk, scopes=kept.scopes, days=days)
    return kept, token


def _refuse(user: User, name: str, scopes: Sequence[str], days: int) -> None:
    if not name.strip() or len(name) > 80:
        raise UserError("A token needs a name of at most 80 letters.", remedy="say what uses it")
    if not 1 <= days <= LONGEST_DAYS:
        raise UserError(
            f"A token lasts from 1 to {LONGEST_DAYS} days, not {days}.",
            why="one that never ends is found by somebody one day",
        )
    if not scopes:
        raise UserError("A token must be for something.", remedy="choose at least one scope")
    for one in scopes:
        if not may_have(user, one):
            raise UserError(f"Your roles do not allow a token for {one!r}.")


def holder(request: HttpRequest, wanted: str) -> User | None:
    """Who asks by token, if the token serves and both it and its owner's roles allow a scope."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.startswith(START):
        return None
    found = ApiToken.objects.select_related("user").filter(token_hash=_hash(token.strip())).first()
    now = timezone.now()
    if found is None or not found.serves_at(now) or wanted not in found.scopes:
        return None
    if not found.user.is_active or not may_have(found.user, wanted):
        return None
    # A note once a minute is enough, and many calls at once do not all write.
    fresh = Q(used_at=None) | Q(used_at__lt=now - _MINUTE)
    ApiToken.objects.filter(fresh, pk=found.pk).update(used_at=now)
    return found.user


@transaction.atomic
def revoke(user: User, number: int) -> bool:
    """End one of somebody's own tokens.

    Returns:
        Whether there was one to end.
    """
    ended = ApiToken.objects.filter(pk=number, user=user, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    if ended:
        record(user.email, "token_revoked", user.email, token=number)
    return bool(ended)


def revoke_all(user: User) -> int:
    """End every token of somebody.

    Returns:
        How many there were.
    """
    return ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now())


def _hash(token: str) -> str:
    """Of 32 random bytes: there is nothing to guess, so a quick function will do."""
    return hashlib.sha256(token.encode()).hexdigest()
