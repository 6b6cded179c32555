"""The ledger's rows: postings, each chained to the one before, and their moves; never changed."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils import timezone


class _Kept(models.Model):
    """A row that is added once: it can be neither changed nor taken away.

    `STRUCK` names the texts of which an erasure strikes names: none, here.
    """

    class Meta:
        """No table of its own."""

        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add it; a change is refused."""
        if not self._state.adding:
            self._refuse()
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        """Refused."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise TypeError("What is posted can neither be changed nor be taken away.")


class BookPosting(_Kept):
    """One posting, with all that its moves share; see `everyrep.pay.ledger.book.Posting`.

    It names nobody: people are ids, who acted is the number of an account, and reasons are kept
    where names can be struck from them.

    Attributes:
        number: Its place in the book. That there is one of each is what makes two posters at once
            impossible.
    """

    STRUCK: ClassVar[tuple[str, ...]] = ()

    number = models.BigIntegerField(unique=True)
    after = models.CharField(max_length=64)
    head = models.CharField(max_length=64, unique=True)
    turnover = models.BigIntegerField()
    stream = models.CharField(max_length=20)
    run = models.CharField(max_length=100, blank=True, db_index=True)
    plan = models.CharField(max_length=100, blank=True, db_index=True)
    currency = models.CharField(max_length=3, blank=True)
    posted_in = models.CharField(max_length=60, db_index=True)
    known_at = models.IntegerField()
    who = models.CharField(max_length=254, blank=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """In order."""

        ordering: ClassVar[list[str]] = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.stream} in {self.posted_in}"


class BookMove(_Kept):
    """One move of money; the columns are `everyrep.pay.ledger.moves.MOVES`, `move` their `id`."""

    STRUCK: ClassVar[tuple[str, ...]] = ()

    posting = models.ForeignKey(BookPosting, on_delete=models.PROTECT, related_name="moves")
    place = models.IntegerField(help_text="Its place in the posting.")
    move = models.CharField(max_length=64, unique=True)
    debit = models.TextField()
    credit = models.TextField()
    payee = models.CharField(max_length=200)
    component = models.TextField(blank=True)
    key = models.TextField(db_index=True)
    line = models.TextField(blank=True)
    deal = models.TextField(blank=True)
    source_period = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=20)
    reverses = models.CharField(max_length=64, blank=True)
    origin = models.CharField(max_length=64, blank=True)
    after = models.CharField(max_length=64, blank=True)
    facts_hash = models.CharField(max_length=64, blank=True)
    plan_version = models.CharField(max_length=60, blank=True)
    about = models.TextField(blank=True)
    day = models.IntegerField()
    minor = models.BigIntegerField()

    class Meta:
        """In the order of posting."""

        ordering: ClassVar[list[str]] = ["posting", "place"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["payee", "posting", "place"], name="moves_of_a_payee")
        ]

    def __str__(self) -> str:
        return f"{self.move[:8]}: {self.minor} of {self.payee}"
