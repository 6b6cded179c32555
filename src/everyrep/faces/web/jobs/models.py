"""A job as the app's database knows it, and the workers that were seen."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone


class State(models.TextChoices):
    """How far a job is."""

    QUEUED = "queued", "Waits"
    RUNNING = "running", "Runs"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


OVER = (State.DONE, State.FAILED, State.CANCELLED)


class Job(models.Model):
    """Something to be done once, outside of a request.

    Attributes:
        about: What it is about, such as "upload:3f..": whoever shows that finds its jobs by it.
        share: How much is done, 0 to 1.
        says: What is being done, or what is waited for, as a sentence.
        claim: Who runs it, as a word nobody else has; who holds another may change nothing.
        result: What came of it, as JSON; `said` in it is a sentence.
        error: Why it failed, in plain words.
    """

    kind = models.CharField(max_length=40, db_index=True)
    arguments = models.JSONField(default=dict)
    about = models.CharField(max_length=200, blank=True, db_index=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    share = models.FloatField(default=0.0)
    says = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    claim = models.CharField(max_length=80, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.CharField(max_length=254)
    asked_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cancel_wanted = models.BooleanField(default=False)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)

    class Meta:
        """Jobs come in the order in which they were asked for."""

        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "not_before"], name="what_is_next")
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.kind} ({self.state})"

    @property
    def over(self) -> bool:
        """Whether nothing more will happen to it by itself."""
        return self.state in OVER

    @property
    def percent(self) -> int:
        """The share that is done, of a hundred."""
        return round(100 * self.share)

    @property
    def said(self) -> str:
        """What to tell of it: why it failed, what came of it, or what goes on."""
        told: dict[str, Any] = self.result
        return self.error or str(told.get("said") or self.says)


class Worker(models.Model):
    """A worker, so that pages can say whether anybody works."""

    name = models.CharField(max_length=80, unique=True)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name
