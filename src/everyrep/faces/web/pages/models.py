"""Pages as they were set, so that nobody waits twice for the same figures."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from everyrep.faces.web.access.models import User


class SetPage(models.Model):
    """A page's figures for one build and one scope, as HTML made by this app."""

    key = models.CharField(max_length=64, primary_key=True)
    snapshot = models.CharField(max_length=60, db_index=True)
    name = models.CharField(max_length=200, default="", db_index=True)
    seen = models.CharField(
        max_length=64, default="", help_text="What may be seen, the same whatever the build."
    )
    html = models.TextField()
    made_at = models.DateTimeField(auto_now=True)
    seconds = models.FloatField()

    def __str__(self) -> str:
        return f"{self.key[:8]} of {self.snapshot}"


class PrivacyRequest(models.Model):
    """What somebody asks about their own data, and what was answered; nothing of it is deleted."""

    KINDS: ClassVar[dict[str, str]] = {"contest": "contests a figure", "erase": "asks for erasure"}
    STATES: ClassVar[dict[str, str]] = {
        "open": "open", "granted": "granted", "part": "granted in part", "refused": "refused",
        "withdrawn": "withdrawn",
    }  # fmt: skip
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="privacy_requests")
    person = models.CharField(max_length=200, help_text="Who they are in the warehouse.")
    kind = models.CharField(max_length=20, choices=list(KINDS.items()))
    about = models.CharField(max_length=300, blank=True, help_text="Which figure, as an address.")
    text = models.TextField(max_length=4000)
    snapshot = models.CharField(max_length=60, blank=True)
    state = models.CharField(
        max_length=20, choices=list(STATES.items()), default="open", db_index=True
    )
    answer = models.TextField(max_length=4000, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    carried_out_at = models.DateTimeField(
        null=True, blank=True, help_text="When what was granted was done, where a job does it."
    )

    class Meta:
        """The latest first."""

        ordering: ClassVar[list[str]] = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.user} {self.KINDS[self.kind]}"

    @property
    def matter(self) -> str:
        """What a job is about that carries it out."""
        return f"privacy:{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered yet."""
        return self.state == "open"


class Look(models.Model):
    """Somebody saw figures of a person by name, on a day."""

    viewer = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_as = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    person = models.CharField(max_length=200, db_index=True, help_text="Who was seen.")
    day = models.DateField(db_index=True)
    at = models.CharField(max_length=60)

    class Meta:
        """Once a viewer, person and day."""

        ordering: ClassVar[list[str]] = ["-day", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["viewer", "seen_as", "person", "day"], name="one_look_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.viewer} saw {self.person} on {self.day}"
