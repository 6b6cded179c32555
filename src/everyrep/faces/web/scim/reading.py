"""Reading what a directory sends: a whole person, or changes to one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from everyrep.faces.web.scim.words import PATCH, ScimError

_MAIL = re.compile(r'emails(\[\s*(type\s+eq\s+"work"|primary\s+eq\s+true)\s*\])?(\.value)?\Z', re.I)
_MOST_CHANGES = 100
# A path in small letters -> where it is kept, and how long it may be.
_TEXTS = {
    "displayname": ("name", 200),
    "name.formatted": ("name", 200),
    "name.givenname": ("given", 100),
    "name.familyname": ("family", 100),
    "externalid": ("external", 200),
}


@dataclass(frozen=True)
class Person:
    """Somebody as a directory describes them.

    Attributes:
        mail: How they sign in, in small letters.
        name: How they are called; empty is not given.
        given: First name.
        family: Family name.
        external: How the directory itself calls them.
        active: Whether they may sign in.
    """

    mail: str
    name: str = ""
    given: str = ""
    family: str = ""
    external: str = ""
    active: bool = True

    @property
    def shown(self) -> str:
        """The name, from its parts where it is not given whole."""
        return self.name or f"{self.given} {self.family}".strip()


def person(told: Any) -> Person:
    """A whole person.

    Raises:
        ScimError: What must be there is not, or has the wrong form.
    """
    told = _low(told, "a user")
    name = _low(told.get("name") or {}, "name")
    mail = told.get("username") or _first_mail(told.get("emails"))
    found = Person(
        "",
        _text(told.get("displayname") or name.get("formatted"), "displayName", 200),
        _text(name.get("givenname"), "givenName", 100),
        _text(name.get("familyname"), "familyName", 100),
        _text(told.get("externalid"), "externalId", 200),
        _yes(told.get("active", True)),
    )
    # A user name that is no mail address is the directory's own; then the mail address counts.
    if isinstance(mail, str) and "@" not in mail:
        mail = _first_mail(told.get("emails")) or mail
    return replace(found, mail=_mail(mail))


def changed(before: Person, told: Any) -> Person:
    """A person after the changes of a PATCH, which all apply or none does.

    Raises:
        ScimError: A change is of a kind, or to something, that is not known.
    """
    told = _low(told, "a patch")
    if PATCH not in (told.get("schemas") or ()):
        raise ScimError(400, "This is no PatchOp.", "invalidSyntax")
    changes = told.get("operations")
    if not isinstance(changes, list) or not 0 < len(changes) <= _MOST_CHANGES:
        raise ScimError(400, f"Operations must be 1 to {_MOST_CHANGES} changes.", "invalidSyntax")
    after = before
    for change in changes:
        one = _low(change, "a change")
        kind = str(one.get("op", "")).lower()
        if kind not in ("add", "replace", "remove"):
            raise ScimError(400, "`op` is add, replace or remove.", "invalidSyntax")
        value = None if kind == "remove" else one.get("value")
        path = one.get("path")
        if path is None and kind == "remove":
            raise ScimError(400, "What is to be removed?", "noTarget")
        for where, what in [(path, value)] if path else _low(value, "a change's value").items():
            after = _with(after, str(where), what, removing=kind == "remove")
    return after


def _with(before: Person, path: str, value: Any, *, removing: bool) -> Person:
    """A person with one thing changed."""
    path = path.removeprefix("urn:ietf:params:scim:schemas:core:2.0:User:")
    low = path.lower()
    if removing and (low in ("active", "username") or _MAIL.match(path)):
        raise ScimError(400, f"{path} can be replaced, not removed.", "mutability")
    if low == "active":
        return replace(before, active=_yes(value))
    if low == "username":
        # A directory's own short name says nothing of the mail address: it stays.
        mail = isinstance(value, str) and "@" not in value
        return before if mail else replace(before, mail=_mail(value))
    if _MAIL.match(path):
        return replace(before, mail=_mail(_first_mail(value)))
    if low == "name":
        parts = _low(value or {}, "name")
        for key, one in parts.items():
            before = _with(before, f"name.{key}", one, removing=removing)
        return before
    if low in _TEXTS:
        field, longest = _TEXTS[low]
        told: dict[str, Any] = {field: _text(value, path, longest)}
        return replace(before, **told)
    if low in ("id", "schemas", "meta") or re.match(r"[a-z]+\b|urn:", low):
        return before  # Directories send much that is not kept here; that is no error.
    raise ScimError(400, f"{path[:80]!r} is no path that is known here.", "invalidPath")


def _first_mail(value: Any) -> Any:
    """The first address of a list, the primary one before others; a text is itself."""
    if not isinstance(value, list):
        return value.get("value") if isinstance(value, dict) else value
    known = [one for one in value if isinstance(one, dict)]
    known.sort(key=lambda one: one.get("primary") is not True)
    return known[0].get("value") if known else None


def _mail(value: Any) -> str:
    text = str(value or "").strip().lower()
    try:
        validate_email(text)
    except ValidationError:
        raise ScimError(
            400, "Everybody needs a mail address, as userName or in emails.", "invalidValue"
        ) from None
    return text


def _text(value: Any, what: str, longest: int) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > longest or "\x00" in value:
        raise ScimError(400, f"{what} must be a text of at most {longest} letters.", "invalidValue")
    return value.strip()


def _yes(value: Any) -> bool:
    """A truth; some directories send it as a text."""
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if not isinstance(value, bool):
        raise ScimError(400, "`active` is true or false.", "invalidValue")
    return value


def _low(value: Any, what: str) -> dict[str, Any]:
    """An object with its keys in small letters: SCIM does not tell them apart."""
    if not isinstance(value, dict):
        raise ScimError(400, f"Expected an object for {what}.", "invalidSyntax")
    return {str(key).lower(): one for key, one in value.items()}
