"""Pages as they were set, so that nobody waits twice for the same figures."""

from __future__ import annotations

from django.db import models


class SetPage(models.Model):
    """A page's figures for one build and one scope, as HTML made by this app."""

    key = models.CharField(max_length=64, primary_key=True)
    snapshot = models.CharField(max_length=60, db_index=True)
    html = models.TextField()
    made_at = models.DateTimeField(auto_now=True)
    seconds = models.FloatField()

    def __str__(self) -> str:
        return f"{self.key[:8]} of {self.snapshot}"
