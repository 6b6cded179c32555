"""Giving a role without anybody who gives it, and who keeps the app on a day."""

from __future__ import annotations

from datetime import date

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from everyrep.faces.web.access.models import Grant, User
from everyrep.faces.web.audit.chain import record

KEEPER = "administrator"


@transaction.atomic
def give(user: User, role: str, *, by: str) -> None:
    """Give somebody a role over their own people, unless they hold it; the audit says so.

    Args:
        user: Who gets it.
        role: By its name.
        by: What gave it, where that is no person: a command.
    """
    today, held = localdate(), user.grants.filter(role=role, head="")
    if any(grant.holds_on(today) for grant in held):
        return
    held.filter(since=today).delete()  # It began and ended today, and begins once more.
    Grant.objects.create(user=user, role=role, since=today if held.exists() else None)
    record(by, "role_given", user.email, role=role, head="", until="")


def keepers(day: date) -> QuerySet[User]:
    """Who is administrator on a day, with an account that is open."""
    begun = Q(since=None) | Q(since__lte=day)
    lasting = Q(until=None) | Q(until__gt=day)
    held = Grant.objects.filter(begun, lasting, role=KEEPER)
    return User.objects.filter(is_active=True, pk__in=held.values("user"))


def others_keep(user: User | None, day: date) -> bool:
    """Whether somebody else is administrator on a day, and has what it takes to sign in."""
    others = keepers(day) if user is None else keepers(day).exclude(pk=user.pk)
    linked = SocialAccount.objects.filter(user__in=others)
    return linked.exists() or any(one.has_usable_password() for one in others)


def is_the_last(user: User, day: date) -> bool:
    """Whether nobody would be left to give rights without somebody."""
    return keepers(day).filter(pk=user.pk).exists() and not others_keep(user, day)
