"""The audit's entries, each bound to the one before."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models


class Entry(models.Model):
    """One thing that somebody did or saw.

    `digest` is of the entry and of the digest before it, so that an entry that is changed, taken
    out or put in between breaks the chain from there on.
    """

    number = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    who = models.CharField(max_length=254)
    behind = models.CharField(max_length=254, blank=True, help_text="Who looked as somebody else.")
    what = models.CharField(max_length=60, db_index=True)
    about = models.CharField(max_length=254, blank=True, db_index=True)
    detail = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    class Meta:
        """Entries come in their order."""

        ordering: ClassVar[list[str]] = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.who} {self.what} {self.about}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Entries are added by `record` alone, and never changed."""
        if not self._state.adding:
            self._refuse()
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        """Entries are never taken away."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise TypeError("An entry of the audit can neither be changed nor be taken away.")
