"""The app of SCIM."""

from __future__ import annotations

from django.apps import AppConfig


class Scim(AppConfig):
    """Provisioning from a directory."""

    name = "everyrep.faces.web.scim"
    label = "scim"
    default_auto_field = "django.db.models.BigAutoField"
