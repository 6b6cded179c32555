"""Who looked at figures of a person by name: written down once a viewer, person and day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache

from django.http import HttpRequest
from django.utils import timezone

from everyrep.faces.web.pages.models import Look

KEPT = timedelta(days=365)
"""How long it can be looked up who looked."""


def looked(request: HttpRequest, people: Iterable[str | None], at: str) -> None:
    """Write down that somebody saw figures of people by name, for those people to see.

    Args:
        request: Whose.
        people: Who was shown by name; who looks at themselves is passed over, but not who looks as
            somebody else at them.
        at: Where, in a word or two: the first place of the day is kept.
    """
    acting = request.acting  # type: ignore[attr-defined]
    viewer = acting.behind or acting.user
    own = {viewer.person}
    today = timezone.localdate()
    seen = _seen(viewer.pk, acting.user.pk, today.isoformat())
    new = {person for person in people if person} - own - seen
    if not new:
        return
    Look.objects.bulk_create(
        [Look(viewer=viewer, seen_as=acting.user, person=one, day=today, at=at) for one in new],
        ignore_conflicts=True,
    )
    seen |= new


def forget_old() -> None:
    """Drop what is too old to be looked up."""
    Look.objects.filter(day__lt=timezone.localdate() - KEPT).delete()


@lru_cache(maxsize=2_000)
def _seen(viewer: int, seen_as: int, day: str) -> set[str]:  # noqa: ARG001 - they are the key
    """Who was written down for a viewer today, so that most pages write nothing."""
    return set()
