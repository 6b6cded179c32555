"""The app of jobs."""

from __future__ import annotations

from django.apps import AppConfig


class Jobs(AppConfig):
    """Work that goes on behind the pages."""

    name = "everyrep.faces.web.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
