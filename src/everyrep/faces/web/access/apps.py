"""The app of people, roles and scopes."""

from __future__ import annotations

from django.apps import AppConfig


class Access(AppConfig):
    """Who may see what."""

    name = "everyrep.faces.web.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Write sign-ins into the audit."""
        from everyrep.faces.web.access import signing

        signing.listen()
