"""Plans as they were signed, who is on each, and who approved and accepted them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from everyrep.faces.web.access.models import User


class PlanVersion(models.Model):
    """One version of a plan: its text, which never changes once it was submitted.

    Attributes:
        plan: Id of the plan, the same in all versions.
        digest: SHA-256 of the text: what was approved and accepted is named by it.
        begins: First day on which it holds.
        ends: First day on which it no longer holds.
        who: Who is on it: roles of job records, and exceptions by name, as JSON of
            `everyrep.faces.payroll.Members`.
    """

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", "draft"
        SUBMITTED = "submitted", "waits for approval"
        APPROVED = "approved", "approved"
        IN_FORCE = "in_force", "in force"
        REPLACED = "replaced", "replaced"

    STRUCK: ClassVar[tuple[str, ...]] = ()

    plan = models.SlugField(max_length=100)
    version = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    text = models.TextField()
    digest = models.CharField(max_length=64, db_index=True)
    currency = models.CharField(max_length=3)
    begins = models.DateField()
    ends = models.DateField()
    who = models.TextField(default='{"roles": [], "named": []}')
    state = models.CharField(
        max_length=12, choices=State.choices, default=State.DRAFT, db_index=True
    )
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    in_force_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """By plan, the newest first."""

        ordering: ClassVar[list[str]] = ["plan", "-begins", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "version"], name="one_version_of_a_name")
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class Member(models.Model):
    """Who is on a version of a plan from when until when, as the records last said.

    Attributes:
        person: Who they are in the warehouse.
        since: First day.
        until: First day no more; None where it does not end.
    """

    STRUCK: ClassVar[tuple[str, ...]] = ()

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="members")
    person = models.CharField(max_length=200, db_index=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        """By person."""

        ordering: ClassVar[list[str]] = ["person", "since", "pk"]

    def __str__(self) -> str:
        return f"{self.person} on {self.version_id}"


class Approval(models.Model):
    """What one side said to a version that was submitted; an approval for each side is needed.

    Attributes:
        side: For whom: finance, or sales leadership.
        digest: Of the text that was approved.
    """

    class Side(models.TextChoices):
        """Whose consent a plan needs."""

        FINANCE = "finance", "finance"
        LEADERSHIP = "leadership", "sales leadership"

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="approvals")
    side = models.CharField(max_length=12, choices=Side.choices)
    digest = models.CharField(max_length=64)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Each side says it once."""

        ordering: ClassVar[list[str]] = ["at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "side"], name="one_approval_a_side")
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.user}"


class Acceptance(models.Model):
    """That a payee has read a version and accepts it."""

    STRUCK: ClassVar[tuple[str, ...]] = ()

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="acceptances")
    person = models.CharField(max_length=200, db_index=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, help_text="Of the text that was accepted.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Each payee accepts a version once."""

        ordering: ClassVar[list[str]] = ["at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "person"], name="one_acceptance_each")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.digest[:8]}"
