"""What a directory keeps of somebody besides their account."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from everyrep.faces.web.access.models import User


class Entry(models.Model):
    """Somebody as the directory knows them."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="directory")
    uid = models.UUIDField(unique=True, default=uuid.uuid4)
    external_id = models.CharField(max_length=200, blank=True, db_index=True)
    given = models.CharField(max_length=100, blank=True)
    family = models.CharField(max_length=100, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.user} in the directory"
