"""Forgetting somebody in the app's own records: their account, and every word that names them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection, models, transaction
from django.utils import timezone

from everyrep.faces.web.access.models import Invitation, SignIn, User
from everyrep.faces.web.access.sessions import end_all
from everyrep.faces.web.audit import striking
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.pages.models import PrivacyRequest, SetPage
from everyrep.faces.web.scim.models import Entry as InDirectory
from everyrep.faces.web.tokens.models import ApiToken
from everyrep.warehouse.erasure import SYSTEM, Erasure
from everyrep.warehouse.known import Known, pattern

Change = Callable[[str], str]
TEXT = "(struck)"
_OWNED: tuple[tuple[type[models.Model], str], ...] = (
    (ApiToken, "tokens"), (SocialAccount, "linked sign-ins"), (Authenticator, "second factors"),
    (EmailAddress, "mail addresses"), (Invitation, "invitations"),
    (InDirectory, "directory entries"), (SignIn, "sign-ins"),
)  # fmt: skip
"""What belongs to an account and goes with it."""
_LEFT_ALONE = {Entry, Session, User, UserSession}
_AT_ONCE = 500


def words(known: Known, erasure: Erasure) -> Change:
    """What puts a number in the place of a name, a mail address or an id."""
    ids = sorted({known.person, *known.refs} - {""}, key=len, reverse=True)
    exact = re.compile(
        rf"(?<![\w:.+-])(?:{'|'.join(map(re.escape, ids)) or '(?!)'})(?![\w:-]|\.\w)"
    )
    named = pattern(known)

    def change(text: str) -> str:
        found = exact.sub(
            lambda at: erasure.person if at[0] == known.person else f"{SYSTEM}:{erasure.number}",
            text,
        )
        return named.sub(erasure.name, found)

    return change


def forget(user: User, change: Change, erasure: Erasure, *, by: str) -> dict[str, int]:
    """Close an account for good and strike every word that names its owner, all or nothing.

    Args:
        user: Whose account.
        change: Gives a text without them.
        erasure: Who they are from now on.
        by: Who answered the request.

    Returns:
        How many of what went, or was changed.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")  # What is deleted is written over.
    with transaction.atomic():
        counts = {"sessions": end_all(user) + _other_sessions(user)}
        for model, name in _OWNED:
            counts[name] = model._default_manager.filter(user=user).delete()[0]
        _close(user, erasure)
        _requests(user)
        counts["pages"] = SetPage.objects.all().delete()[0]
        counts["texts"] = sum(_sweep(model, change) for model in _models())
        counts["audit entries"] = striking.strike(change, by=by, about=erasure.name)
    return counts


def tidy() -> None:
    """Let the database's own files forget what was deleted; a server's does so by itself."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor, suppress(OperationalError):  # Somebody reads just now.
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _close(user: User, erasure: Erasure) -> None:
    """Nobody signs in here again; what hangs on the account keeps its place."""
    user.email = f"former-person-{erasure.number}@erased.invalid"
    user.name, user.person, user.is_active = erasure.name, erasure.person, False
    user.set_unusable_password()
    user.save()
    user.grants.filter(until=None).update(until=timezone.localdate())


def _requests(user: User) -> None:
    """That somebody asked and was answered stays; their words and what was said to them go."""
    mine = PrivacyRequest.objects.filter(user=user)
    mine.exclude(text="").update(text=TEXT)
    mine.exclude(answer="").update(answer=TEXT)
    mine.update(about="")
    mine.filter(state="open").update(state="withdrawn")


def _other_sessions(user: User) -> int:
    """Sessions that no list of sessions has, and those that are over."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    mine = [
        one.pk
        for one in Session.objects.iterator(chunk_size=_AT_ONCE)
        if one.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    return int(Session.objects.filter(pk__in=mine).delete()[0])


def _models() -> Iterator[type[models.Model]]:
    """Every table of the app, also those that are added tomorrow."""
    for model in apps.get_models():
        if model not in _LEFT_ALONE and not model._meta.proxy:
            yield model


def _sweep(model: type[models.Model], change: Change) -> int:
    """Change every text of a table that names the person; gives how many rows there were.

    What must be kept as it is, such as the ledger of pay, says in `STRUCK` which of its texts may
    be changed.
    """
    chosen = getattr(model, "STRUCK", None)
    fields = [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField, models.JSONField))
        and not field.primary_key
        and not field.is_relation
        and (chosen is None or field.name in chosen)
    ]
    names, count = [field.name for field in fields], 0
    if not names:
        return 0
    for row in model._default_manager.values("pk", *names).iterator(chunk_size=_AT_ONCE):
        new = {name: striking.changed(row[name], change) for name in names}
        told = {f.name: _fits(f, new[f.name]) for f in fields if new[f.name] != row[f.name]}
        if told:
            model._default_manager.filter(pk=row["pk"]).update(**told)
            count += 1
    return count


def _fits(field: Any, value: Any) -> Any:
    longest = getattr(field, "max_length", None)
    return value[:longest] if isinstance(value, str) and longest else value
