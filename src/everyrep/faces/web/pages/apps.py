"""The app of pages."""

from __future__ import annotations

from django.apps import AppConfig


class Pages(AppConfig):
    """What people look at."""

    name = "everyrep.faces.web.pages"
    label = "pages"
    default_auto_field = "django.db.models.BigAutoField"
