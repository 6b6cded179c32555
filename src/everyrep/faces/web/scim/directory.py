"""People as a directory sees and changes them."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.timezone import localdate

from everyrep.faces.web.access.grants import is_the_last
from everyrep.faces.web.access.models import User
from everyrep.faces.web.access.sessions import end_all
from everyrep.faces.web.audit.chain import record
from everyrep.faces.web.scim.models import Entry
from everyrep.faces.web.scim.reading import Person
from everyrep.faces.web.scim.words import USER, ScimError
from everyrep.faces.web.tokens.keeping import revoke_all

_FILTER = re.compile(r'\s*([A-Za-z.]+)\s+eq\s+("(?:[^"\\]|\\.)*"|true|false)\s*\Z', re.I)


def found(asked: str) -> QuerySet[Entry]:
    """People by a filter; all where it is empty. Whoever has an account is in it.

    Raises:
        ScimError: The filter is not one that is known here.
    """
    missing = User.objects.filter(directory=None)
    Entry.objects.bulk_create([Entry(user=one) for one in missing], ignore_conflicts=True)
    everybody = Entry.objects.select_related("user").order_by("pk")
    if not asked:
        return everybody
    match = _FILTER.match(asked)
    if match is None:
        raise ScimError(400, 'A filter is: attribute eq "value".', "invalidFilter")
    name, value = match[1].lower(), re.sub(r"\\(.)", r"\1", match[2].strip('"'))
    if name == "id":
        return everybody.filter(uid=_uid(value)) if _uid(value) else everybody.none()
    if name == "active":
        return everybody.filter(user__is_active=value.lower() == "true")
    ways = {
        "username": Q(user__email=value.lower()),
        "emails": Q(user__email=value.lower()),
        "emails.value": Q(user__email=value.lower()),
        "externalid": Q(external_id=value),
    }
    if name not in ways:
        raise ScimError(400, f"People cannot be filtered by {match[1][:40]}.", "invalidFilter")
    return everybody.filter(ways[name])


def one(uid: str) -> Entry:
    """Somebody by the id that was given out.

    Raises:
        ScimError: There is nobody.
    """
    known = _uid(uid)
    entry = Entry.objects.select_related("user").filter(uid=known).first() if known else None
    if entry is None:
        raise ScimError(404, "Nobody has this id.")
    return entry


@transaction.atomic
def add(person: Person, by: str) -> Entry:
    """Make an account, without a password and without a role.

    Raises:
        ScimError: The mail address has an account already.
    """
    if User.objects.filter(email=person.mail).exists():
        raise ScimError(409, "There is an account with this mail address.", "uniqueness")
    user = User.objects.create_user(person.mail, name=person.shown, is_active=person.active)
    entry = Entry.objects.create(
        user=user, external_id=person.external, given=person.given, family=person.family
    )
    record(by, "provisioned", user.email, active=person.active)
    return entry


@transaction.atomic
def change(entry: Entry, person: Person, by: str) -> Entry:
    """Let somebody be as described; who is deactivated is out at once.

    Raises:
        ScimError: The mail address is somebody else's, or nobody would be left to give rights.
    """
    user = entry.user
    before = user.email
    if User.objects.filter(email=person.mail).exclude(pk=user.pk).exists():
        raise ScimError(409, "Somebody else has this mail address.", "uniqueness")
    if user.is_active and not person.active:
        _refuse_the_last(user)
    leaving = user.is_active and not person.active
    user.email, user.name, user.is_active = person.mail, person.shown, person.active
    user.save(update_fields=["email", "name", "is_active"])
    entry.external_id, entry.given, entry.family = person.external, person.given, person.family
    entry.changed_at = timezone.now()
    entry.save()
    if leaving:
        ended, tokens = end_all(user), revoke_all(user)
        record(by, "deactivated", user.email, sessions=ended, tokens=tokens)
    else:
        record(by, "changed_by_directory", user.email, before=before, active=person.active)
    return entry


def described(entry: Entry) -> Person:
    """Somebody as they are now."""
    user = entry.user
    return Person(
        user.email, user.name, entry.given, entry.family, entry.external_id, user.is_active
    )


def written(entry: Entry, base: str) -> dict[str, Any]:
    """Somebody in SCIM's form."""
    user = entry.user
    return {
        "schemas": [USER],
        "id": str(entry.uid),
        **({"externalId": entry.external_id} if entry.external_id else {}),
        "userName": user.email,
        "displayName": user.name,
        "name": {"formatted": user.name, "givenName": entry.given, "familyName": entry.family},
        "emails": [{"value": user.email, "type": "work", "primary": True}],
        "active": user.is_active,
        "meta": {
            "resourceType": "User",
            "created": user.joined_at.isoformat(),
            "lastModified": entry.changed_at.isoformat(),
            "location": f"{base}/Users/{entry.uid}",
        },
    }


def _refuse_the_last(user: User) -> None:
    if is_the_last(user, localdate()):
        raise ScimError(
            409,
            "This is the last administrator; nobody would be left to give rights.",
            "mutability",
        )


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
