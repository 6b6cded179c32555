"""The app of API tokens."""

from __future__ import annotations

from django.apps import AppConfig


class Tokens(AppConfig):
    """Tokens for programs."""

    name = "everyrep.faces.web.tokens"
    label = "tokens"
    default_auto_field = "django.db.models.BigAutoField"
