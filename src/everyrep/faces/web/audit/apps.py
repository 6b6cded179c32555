"""The app of audit."""

from __future__ import annotations

from django.apps import AppConfig


class Audit(AppConfig):
    """Who did and saw what."""

    name = "everyrep.faces.web.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
