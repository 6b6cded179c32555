"""Making tokens, knowing them again, and ending them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.timezone import localdate

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
    found, now = shown(request), timezone.now()
    if found is not None and found.revoked_at is None and not found.serves_at(now):
        end_those_over()
    if found is None or not found.serves_at(now) or wanted not in found.scopes:
        return None
    if not found.user.is_active or not may_have(found.user, wanted):
        return None
    # A note once a minute is enough, and many calls at once do not all write.
    fresh = Q(used_at=None) | Q(used_at__lt=now - _MINUTE)
    ApiToken.objects.filter(fresh, pk=found.pk).update(used_at=now)
    return found.user


def end_those_over() -> int:
    """Write down of tokens whose time has passed that they ended, for good.

    A clock that is set back afterwards brings none of them back.

    Returns:
        How many there were.
    """
    over = ApiToken.objects.filter(revoked_at=None, ends_at__lte=timezone.now())
    return over.update(revoked_at=F("ends_at"))


def shown(request: HttpRequest) -> ApiToken | None:
    """The token that a request shows, whether or not it serves."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.startswith(START):
        return None
    return ApiToken.objects.select_related("user").filter(token_hash=_hash(token.strip())).first()


def why_it_serves_not(token: ApiToken) -> tuple[int, str, str]:
    """What has become of a token that opens nothing, told to who holds it.

    Returns:
        The status of the answer, what happened, and what to do.
    """
    if token.revoked_at is not None and token.revoked_at < token.ends_at:
        ended = f"this token was taken back on {localdate(token.revoked_at)}"
        return 401, ended, "make another at /tokens/"
    if not token.serves_at(timezone.now()):
        return 401, f"this token ended on {localdate(token.ends_at)}", "make another at /tokens/"
    if not token.user.is_active:
        return 401, "the account of this token is shut", "ask an administrator"
    if not token.user.roles_on(localdate()):
        return (
            403,
            f"{token.user.email} holds no role any more, and a token can do no more than its owner",
            "ask an administrator for a role; the token then serves again",
        )
    return (
        403,
        f"the roles that {token.user.email} holds today allow nothing that this token is for",
        "make a token for what the roles of today allow, at /tokens/",
    )


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
