"""Read mail addresses: which mailbox, which local part, and whose name it spells.

Two spellings of one mailbox meet after `parse_mail` (capitals, plus tags). The local part without
its dots is kept apart from the domain, because domains change and locals mostly stay.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from everyrep.warehouse.identity.letters import plain

_ROLES = frozenset(
    [
        "admin",
        "administrator",
        "api",
        "info",
        "sales",
        "marketing",
        "support",
        "training",
        "noreply",
        "donotreply",
        "contact",
        "help",
        "helpdesk",
        "service",
        "services",
        "office",
        "hr",
        "crm",
        "lms",
        "team",
        "webmaster",
        "postmaster",
        "root",
        "test",
        "integration",
        "system",
        "billing",
        "accounts",
        "finance",
        "it",
        "jobs",
        "careers",
        "hello",
        "mail",
        "news",
        "newsletter",
        "partner",
        "partners",
        "orders",
        "events",
        "reception",
        "salesforce",
        "hubspot",
        "svc",
        "bot",
        "sync",
        "automation",
    ]
)
_SPLIT = re.compile(r"[._\-]+")
_TRAILING_DIGITS = re.compile(r"\d+$")
# Providers where one local part says nothing about the person's employer, and dots are ignored.
_DOTLESS_DOMAINS = frozenset(("gmail.com", "googlemail.com"))


class Mail(NamedTuple):
    """One mail address taken apart."""

    box: str
    """The mailbox: lower case, without the plus tag; empty for a name to sign in with."""
    letters: str
    """The local part without dots, signs and closing digits: "jsmith" of "j.smith2@"."""
    digits: str
    """The digits that close the local part: "2"."""
    words: tuple[str, ...]
    """The local part's words, closing digits left off: ("j", "smith")."""
    is_role: bool
    """Whether the mailbox is a function's, not a person's: "sales@"."""


def parse_mail(text: str | None) -> Mail | None:
    """Return the address taken apart, or None where there is no address.

    Example:
        >>> parse_mail("J.Smith2+crm@Acme.com")[:4]
        ('j.smith2@acme.com', 'jsmith', '2', ('j', 'smith'))
    """
    if not text or "@" not in text:
        return None
    local, _, domain = text.strip().strip("<>").lower().rpartition("@")
    local = local.removeprefix("mailto:").partition("+")[0]
    if not local or not domain:
        return None
    if domain in _DOTLESS_DOMAINS:
        return Mail(f"{local.replace('.', '')}@gmail.com", *_local_parts(local))
    return Mail(f"{local}@{domain}", *_local_parts(local))


def parse_sign_in(name: str) -> Mail:
    """Return the name somebody signs in with, as an address without a mailbox.

    Example:
        >>> parse_sign_in("RFinkel2")[:3]
        ('', 'rfinkel', '2')
    """
    return Mail("", *_local_parts(name.lower()))


@lru_cache(maxsize=1 << 16)
def _local_parts(local: str) -> tuple[str, str, tuple[str, ...], bool]:
    """Return (letters, digits, words, is_role) of a local part."""
    found = _TRAILING_DIGITS.search(local)
    digits = found.group() if found else ""
    stem = local[: found.start()] if found else local
    words = tuple(plain(word) for word in _SPLIT.split(stem) if word)
    letters = "".join(words).replace(" ", "")
    is_role = letters in _ROLES or any(word in _ROLES for word in words)
    return letters, digits, words, is_role


def name_in_words(words: tuple[str, ...]) -> tuple[str, str]:
    """Return (given, surname) that a local part with a separator spells, or two empties.

    Example:
        >>> name_in_words(("jane", "a", "doe")), name_in_words(("jdoe",))
        (('jane', 'doe'), ('', ''))
    """
    if len(words) < 2 or len(words[-1]) < 2 or not all(word.isalpha() for word in words):
        return "", ""
    return words[0], words[-1]


def name_in_letters(
    letters: str, givens: frozenset[str], surnames: frozenset[str]
) -> tuple[str, str]:
    """Return (given or initial, surname) that unparted letters spell with known names.

    Tries the initial before the surname, then both whole, then the surname before the initial;
    two empties where none fits.

    Example:
        >>> name_in_letters("jsmith", frozenset(), frozenset({"smith"}))
        ('j', 'smith')
    """
    if letters[1:] in surnames:
        return letters[0], letters[1:]
    for cut in range(2, len(letters) - 1):
        if letters[cut:] in surnames and letters[:cut] in givens:
            return letters[:cut], letters[cut:]
    if letters[:-1] in surnames:
        return letters[-1], letters[:-1]
    return "", ""


def spells(letters: str, given: str, surname: str) -> bool:
    """Return whether a local part is one of the usual ways to write this name.

    Example:
        >>> spells("jsmith", "john", "smith"), spells("jdoe", "john", "smith")
        (True, False)
    """
    if not given or not surname:
        return False
    first, last = given[0], surname[0]
    usual = (given + surname, first + surname, given + last, surname + given, surname + first)
    return letters in usual or letters in (given, surname)
