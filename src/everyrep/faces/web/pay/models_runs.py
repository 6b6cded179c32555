"""Runs of pay with what went into them and what came out, adjustments by hand, and disputes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from everyrep.faces.web.access.models import User
from everyrep.faces.web.pay.models_plans import PlanVersion


class Run(models.Model):
    """One calculation of a period of pay, for all plans that pay in it.

    What it would post is kept beside the ledger until it is approved, so that what was reviewed is
    what is posted, to the byte.

    Attributes:
        period: Name of the period.
        through: The last day whose facts it knows.
        head: Head of the ledger that it was calculated against.
        posted_head: Head of the ledger after its last posting; empty before.
        why_not: What it could not calculate, as a sentence.
    """

    class State(models.TextChoices):
        """How far it is."""

        ASKED = "asked", "being calculated"
        CALCULATED = "calculated", "to be reviewed"
        REVIEWED = "reviewed", "to be approved"
        APPROVED = "approved", "approved, and posted"
        LOCKED = "locked", "locked"
        DROPPED = "dropped", "dropped"
        FAILED = "failed", "could not be calculated"

    period = models.CharField(max_length=60, db_index=True)
    first = models.DateField()
    ends = models.DateField(help_text="The first day after it.")
    through = models.DateField()
    state = models.CharField(
        max_length=12, choices=State.choices, default=State.ASKED, db_index=True
    )
    snapshot = models.CharField(max_length=60, blank=True)
    head = models.CharField(max_length=64, blank=True)
    posted_head = models.CharField(max_length=64, blank=True)
    why_not = models.TextField(blank=True)
    seconds = models.FloatField(default=0.0)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    reviewed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    locked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"{self.period}, run {self.pk}"

    @property
    def posted(self) -> bool:
        """Whether its postings are in the ledger."""
        return self.state in (self.State.APPROVED, self.State.LOCKED)


class RunPart(models.Model):
    """What a run made of one version of a plan.

    Attributes:
        begins: First day of what was calculated of it.
        ends: First day no more: the next version's first day where one follows.
        lines: How many lines went in.
        credits: How many credits they made.
        left: What was left out and why: reason, how many, some of them.
        notes: What else a reader should know.
        changes: Why pay differs from the run before, by kind of change and payee.
    """

    STRUCK: ClassVar[tuple[str, ...]] = ()

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="parts")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")
    begins = models.DateField()
    ends = models.DateField()
    lines = models.IntegerField(default=0)
    credits = models.IntegerField(default=0)
    left = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    changes = models.JSONField(default=dict)

    class Meta:
        """By plan and day."""

        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.version} in run {self.run_id}"


class RunInput(models.Model):
    """A table that went into a part of a run, as it was then: Parquet."""

    part = models.ForeignKey(RunPart, on_delete=models.CASCADE, related_name="inputs")
    name = models.CharField(max_length=20)
    content = models.BinaryField()

    class Meta:
        """Each table once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["part", "name"], name="one_table_of_a_name")
        ]

    def __str__(self) -> str:
        return f"{self.name} of part {self.part_id}"


class DraftPosting(models.Model):
    """A posting that a run would make: sealed already, and not in the ledger.

    Attributes:
        said: Number, head and stamp, as JSON.
        moves: Its moves as Parquet.
    """

    STRUCK: ClassVar[tuple[str, ...]] = ()

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="drafts")
    place = models.IntegerField()
    said = models.JSONField()
    moves = models.BinaryField()

    class Meta:
        """In order."""

        ordering: ClassVar[list[str]] = ["place"]

    def __str__(self) -> str:
        return f"draft {self.place} of run {self.run_id}"


class Payslip(models.Model):
    """What a run comes to for one payee and plan; minor units.

    It always holds that paid = released + draw - recovered - clawed_back + carried; the columns
    are those of `everyrep.pay.paying.out.PaidOut.statement`.
    """

    STRUCK: ClassVar[tuple[str, ...]] = ()

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="payslips")
    payee = models.CharField(max_length=200)
    plan = models.CharField(max_length=100)
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    earned = models.BigIntegerField()
    released = models.BigIntegerField()
    cancelled = models.BigIntegerField()
    draw = models.BigIntegerField()
    recovered = models.BigIntegerField()
    claimed = models.BigIntegerField()
    clawed_back = models.BigIntegerField()
    carried = models.BigIntegerField()
    paid = models.BigIntegerField()
    held = models.BigIntegerField()
    draw_balance = models.BigIntegerField()
    clawback_balance = models.BigIntegerField()
    carried_balance = models.BigIntegerField()
    volume = models.JSONField(default=list, help_text="Measures, quotas and attainment, as told.")

    class Meta:
        """By payee."""

        ordering: ClassVar[list[str]] = ["payee", "plan"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "payee", "plan"], name="one_payslip_each")
        ]

    def __str__(self) -> str:
        return f"{self.payee} in run {self.run_id}"


class ManualAdjustment(models.Model):
    """An amount that somebody added by hand, with its reason; the ledger has the money itself.

    Attributes:
        about: Key of the line that it is about; empty where it stands alone.
        number: Of the posting that it made last.
        withdrawn: Whether it was taken back.
    """

    STRUCK: ClassVar[tuple[str, ...]] = ("why",)

    payee = models.CharField(max_length=200, db_index=True)
    plan = models.CharField(max_length=100)
    component = models.TextField()
    currency = models.CharField(max_length=3)
    minor = models.BigIntegerField()
    period = models.CharField(max_length=60)
    why = models.TextField(max_length=4000)
    about = models.TextField(blank=True)
    number = models.BigIntegerField(default=0)
    withdrawn = models.BooleanField(default=False)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"adjustment {self.pk} of {self.payee}"


class Dispute(models.Model):
    """That a payee holds a line of a statement to be wrong, and what came of it.

    Attributes:
        key: The key of the line; `move` its move in the ledger.
        minor: What the line came to when it was disputed.
        due: The day by which it is to be answered.
        number: Of the posting that is the outcome; 0 where none is.
    """

    class State(models.TextChoices):
        """How far it is."""

        OPEN = "open", "open"
        ANSWERED = "answered", "answered"
        GRANTED = "granted", "granted"
        REFUSED = "refused", "refused"
        WITHDRAWN = "withdrawn", "withdrawn"

    STRUCK: ClassVar[tuple[str, ...]] = ("text", "answer")

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="disputes")
    payee = models.CharField(max_length=200, db_index=True)
    plan = models.CharField(max_length=100)
    component = models.TextField()
    currency = models.CharField(max_length=3)
    key = models.TextField()
    move = models.CharField(max_length=64)
    minor = models.BigIntegerField()
    text = models.TextField(max_length=4000)
    state = models.CharField(
        max_length=12, choices=State.choices, default=State.OPEN, db_index=True
    )
    due = models.DateField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(max_length=4000, blank=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    granted_minor = models.BigIntegerField(null=True, blank=True)
    number = models.BigIntegerField(default=0)

    class Meta:
        """The newest first; a line is disputed once at a time."""

        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["payee", "key"],
                condition=models.Q(state__in=["open", "answered"]),
                name="one_dispute_a_line",
            )
        ]

    def __str__(self) -> str:
        return f"dispute {self.pk} of {self.payee}"

    @property
    def is_open(self) -> bool:
        """Whether something is still to come of it."""
        return self.state in (self.State.OPEN, self.State.ANSWERED)
