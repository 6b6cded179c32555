"""Signing in and out, failing to, and what is changed about it: into the audit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from everyrep.faces.web.access import sessions
from everyrep.faces.web.audit.chain import record


def listen() -> None:
    """Begin to listen; called once, when the app is ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="audit-in")
    user_logged_out.connect(_signed_out, dispatch_uid="audit-out")
    user_login_failed.connect(_failed, dispatch_uid="audit-failed")
    for signal, what in (
        (password_changed, "password_changed"),
        (password_set, "password_set"),
        (password_reset, "password_reset"),
        (authenticator_added, "second_factor_added"),
        (authenticator_removed, "second_factor_removed"),
        (authenticator_reset, "second_factor_renewed"),
    ):
        signal.connect(_told(what), dispatch_uid=f"audit-{what}", weak=False)
    password_reset.connect(_start_afresh, dispatch_uid="reset-ends-sessions")
    social_account_added.connect(_linked("sign_in_linked"), dispatch_uid="audit-link", weak=False)
    social_account_removed.connect(
        _linked("sign_in_unlinked"), dispatch_uid="audit-unlink", weak=False
    )


def _signed_in(user: Any, request: Any = None, **_: Any) -> None:
    record(user.email, "sign_in", user.email)
    if request is not None:
        sessions.began(request, user)


def _signed_out(user: Any, **_: Any) -> None:
    if user is not None:
        record(user.email, "sign_out", user.email)


def _failed(credentials: dict[str, Any], **_: Any) -> None:
    tried = str(credentials.get("email") or credentials.get("username") or "")[:200]
    record("somebody", "sign_in_failed", tried)


def _told(what: str) -> Callable[..., None]:
    def tell(user: Any, authenticator: Any = None, **_: Any) -> None:
        kind = {"kind": authenticator.type} if authenticator is not None else {}
        record(user.email, what, user.email, **kind)

    return tell


def _linked(what: str) -> Callable[..., None]:
    def tell(sociallogin: Any = None, socialaccount: Any = None, **_: Any) -> None:
        account = socialaccount or sociallogin.account
        record(account.user.email, what, account.user.email, provider=account.provider)

    return tell


def _start_afresh(user: Any, **_: Any) -> None:
    """Who resets a password may do so because somebody else is in."""
    sessions.end_all(user)
