"""How mail leaves, as the environment says: onto the console unless a server is named."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import unquote, urlsplit

from everyrep.values import UserError

URL = "EVERYREP_MAIL_URL"
FROM = "EVERYREP_MAIL_FROM"
_CONSOLE = "django.core.mail.backends.console.EmailBackend"
_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_PORTS = {"smtp": 587, "smtps": 465}


def mail() -> dict[str, Any]:
    """Django's settings of mail.

    `smtp://user:password@host:587` speaks STARTTLS, `smtps://` TLS from the start; without either
    word a password would travel open, so there is no way to say that.

    Raises:
        UserError: The address of the server cannot be read.
    """
    url = os.environ.get(URL, "")
    sender = os.environ.get(FROM, "everyrep@localhost.invalid")
    if not url:
        return {"EMAIL_BACKEND": _CONSOLE, "DEFAULT_FROM_EMAIL": sender}
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise UserError(
            f"{URL} begins with {parts.scheme!r}",
            why="mail leaves through a server that speaks SMTP",
            remedy="give smtp://user:password@host:587 or smtps://user:password@host:465",
        )
    return {
        "EMAIL_BACKEND": _SMTP,
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
        "DEFAULT_FROM_EMAIL": sender,
    }
