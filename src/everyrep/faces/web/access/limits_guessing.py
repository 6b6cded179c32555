"""Wrong passwords: who guesses is stopped, and whose password is guessed at is not kept out by it.

Tries are counted for an account together with where they come from, so that somebody elsewhere
cannot use up the owner's tries. Tries from everywhere are counted too, ten times as generously,
against many who guess at once; a browser in which the owner has signed in before has a count of its
own beside that. What is counted is in the database, for all processes, and an administrator can
clear it. Tries during a lock are refused unread and do not make it last longer.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.core import signing
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from everyrep.faces.web.access.limits import limits
from everyrep.faces.web.access.models import WrongTry
from everyrep.faces.web.audit.chain import record

COOKIE = "everyrep-browser"
_SALT = "everyrep.browser"
_DAYS = 180
_KEPT = timedelta(days=1)
FROM_EVERYWHERE = 10
"""So many times the tries of one place are allowed from all places together."""


def allowed(request: HttpRequest, mail: str) -> bool:
    """Whether a password may be tried now."""
    device = _device(request, mail)
    if device:
        return _lately(mail).filter(device=device).count() < limits().tries
    unknown = _lately(mail).filter(device="")
    here = unknown.filter(address=_hash("address", _address(request))).count()
    return here < limits().tries and unknown.count() < FROM_EVERYWHERE * limits().tries


def failed(request: HttpRequest, mail: str) -> None:
    """Count a wrong password; that it locks is in the audit, for the owner to see."""
    WrongTry.objects.filter(at__lt=timezone.now() - _KEPT).delete()
    WrongTry.objects.create(
        account=_hash("account", mail),
        address=_hash("address", _address(request)),
        device=_device(request, mail),
    )
    if not allowed(request, mail):
        record("somebody", "locked_out", mail[:200], minutes=limits().lock_minutes)


def unlock(mail: str) -> int:
    """Forget the wrong passwords of an account; gives how many there were."""
    return int(WrongTry.objects.filter(account=_hash("account", mail)).delete()[0])


def locked(mails: Iterable[str]) -> set[str]:
    """Accounts that cannot be entered from somewhere just now, of those that are asked about."""
    keys = {_hash("account", mail): mail for mail in mails}
    many = (
        WrongTry.objects.filter(account__in=keys, at__gt=_begin())
        .values("account", "address", "device")
        .annotate(tries=Count("pk"))
        .filter(tries__gte=limits().tries)
    )
    return {keys[one["account"]] for one in many}


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """Let a browser be known again in which somebody has just signed in."""
    mail = getattr(request, "signed_in_as", "")
    if not mail:
        return
    told = signing.dumps([_hash("account", mail), secrets.token_hex(16)], salt=_SALT)
    response.set_cookie(
        COOKIE, told, max_age=_DAYS * 24 * 3600, httponly=True, samesite="Lax",
        secure=request.is_secure(), path="/account/",
    )  # fmt: skip


def _device(request: HttpRequest, mail: str) -> str:
    """The browser, if it is one that the owner of the account has signed in with; else empty."""
    try:
        account, word = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_DAYS * 24 * 3600
        )
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return _hash("device", str(word)) if account == _hash("account", mail) else ""


def _lately(mail: str) -> QuerySet[WrongTry]:
    return WrongTry.objects.filter(account=_hash("account", mail), at__gt=_begin())


def _begin() -> object:
    return timezone.now() - timedelta(minutes=limits().lock_minutes)


def _address(request: HttpRequest) -> str:
    return str(get_adapter(request).get_client_ip(request))


def _hash(kind: str, value: str) -> str:
    """A word that only this app can make of a value, and nobody can turn back."""
    return salted_hmac(
        f"everyrep.tries.{kind}", value.strip().lower(), algorithm="sha256"
    ).hexdigest()
