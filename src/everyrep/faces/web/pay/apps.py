"""The app of pay."""

from __future__ import annotations

from django.apps import AppConfig


class Pay(AppConfig):
    """Plans, runs, statements and disputes."""

    name = "everyrep.faces.web.pay"
    label = "pay"
    default_auto_field = "django.db.models.BigAutoField"
