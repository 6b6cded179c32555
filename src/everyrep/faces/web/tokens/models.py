"""A token: who made it, what it may do, until when; never the token itself."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone

from everyrep.faces.web.access.models import User


class ApiToken(models.Model):
    """What a program shows instead of a password."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    hint = models.CharField(max_length=12, help_text="How it begins, to tell one from another.")
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The latest first."""

        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}...)"

    def serves_at(self, moment: datetime) -> bool:
        """Whether it can be used at a moment."""
        return self.revoked_at is None and moment < self.ends_at
