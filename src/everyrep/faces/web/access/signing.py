"""Signing in and out, and failing to: into the audit."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from everyrep.faces.web.audit.chain import record


def listen() -> None:
    """Begin to listen; called once, when the app is ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="audit-in")
    user_logged_out.connect(_signed_out, dispatch_uid="audit-out")
    user_login_failed.connect(_failed, dispatch_uid="audit-failed")


def _signed_in(user: Any, **_: Any) -> None:
    record(user.email, "sign_in", user.email)


def _signed_out(user: Any, **_: Any) -> None:
    if user is not None:
        record(user.email, "sign_out", user.email)


def _failed(credentials: dict[str, Any], **_: Any) -> None:
    tried = str(credentials.get("email") or credentials.get("username") or "")[:200]
    record("somebody", "sign_in_failed", tried)
