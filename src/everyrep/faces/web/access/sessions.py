"""Sessions: how long they last, how many at once, and ending those of somebody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from time import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from everyrep.faces.web.access import limits_guessing as guessing
from everyrep.faces.web.access.limits import limits
from everyrep.faces.web.access.models import SignIn, User, WrongTry
from everyrep.faces.web.audit.chain import record

HISTORY = timedelta(days=90)
"""How long people can look up where they signed in."""
BEGAN, SEEN = "session_began", "session_seen"
_MINUTE = 60


class SessionLimits:
    """Ends a session that is too old, or in which nothing was done for too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request, as nobody if the session is over."""
        if request.user.is_authenticated:
            now = int(time())
            follow_clock(request.session, now)
            if is_over(request.session, now):
                record(request.user.email, "session_over", request.user.email)  # type: ignore[union-attr]
                request.session.flush()
                request.user = AnonymousUser()
            elif now - request.session.get(SEEN, 0) >= _MINUTE:
                # Once a minute at most, so that looking at pages writes little.
                request.session[SEEN] = now
                request.session.setdefault(BEGAN, now)
        response = self.get_response(request)
        guessing.remember(request, response)
        return response


def follow_clock(session: Any, now: int) -> None:
    """Where the clock was set back, set the session back with it: it stays as old as it was.

    Without that it would last for as much longer, and idle time would not count until then.
    """
    began, seen = session.get(BEGAN), session.get(SEEN)
    if seen is not None and now < seen - _MINUTE:
        session[SEEN] = now
        session[BEGAN] = (began if began is not None else seen) - (seen - now)


def is_over(session: Any, now: int) -> bool:
    """Whether a session has reached one of its limits, at a moment in seconds since 1970."""
    allowed = limits()
    began, seen = session.get(BEGAN), session.get(SEEN)
    too_old = began is not None and now - began >= allowed.hours * 60 * _MINUTE
    idle = seen is not None and now - seen >= allowed.idle_minutes * _MINUTE
    return too_old or idle


def began(request: HttpRequest, user: User) -> None:
    """Note a session that has just begun, and end the oldest where there are too many."""
    request.session[BEGAN] = request.session[SEEN] = int(time())
    request.signed_in_as = user.email  # type: ignore[attr-defined]
    if not request.META.get("REMOTE_ADDR"):
        return
    UserSession.objects.create_from_request(request)
    SignIn.objects.create(
        user=user,
        address=get_adapter(request).get_client_ip(request),
        how=_how(request),
        browser=request.META.get("HTTP_USER_AGENT", "")[:200],
    )
    mine = UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key)
    for old in mine.order_by("-created_at")[limits().sessions - 1 :]:
        old.end()
        record(user.email, "session_ended", user.email, why="too many at once")


def _how(request: HttpRequest) -> str:
    """By what somebody signed in, in words."""
    names = {"password": "password", "socialaccount": "company sign-in", "mfa": "second factor"}
    found = []
    for one in request.session.get("account_authentication_methods") or [{}]:
        passkey = one.get("type") == "webauthn" and one.get("passwordless")
        found.append("passkey" if passkey else names.get(str(one.get("method")), "link"))
    return ", ".join(found)[:60]


def forget_old() -> None:
    """Drop sessions that are over, wrong passwords of days past, and where people were once."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    WrongTry.objects.filter(at__lt=now - timedelta(days=1)).delete()
    SignIn.objects.filter(at__lt=now - HISTORY).delete()


def end_all(user: User) -> int:
    """End every session of somebody at once.

    Returns:
        How many there were.
    """
    count = 0
    for session in UserSession.objects.filter(user=user):
        session.end()
        count += 1
    return count
