"""Clean the columns of the records one by one: names, mailboxes, employee numbers, labels.

What cannot tell people apart is dropped here: function mailboxes, placeholder numbers, and keys
that several records of one system share.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from everyrep.warehouse.identity.letters import plain
from everyrep.warehouse.identity.mails import (
    name_in_letters,
    name_in_words,
    parse_mail,
    parse_sign_in,
    spells,
)
from everyrep.warehouse.identity.names import NameParts, parse_name

Codes = npt.NDArray[np.int64]

MISSING = -1
"""The code of what is not known."""

# An employee number borne by more records of one system than this is a placeholder.
_MOST_BEARERS = 3

_MACHINE_WORDS = frozenset(
    [
        "api",
        "integration",
        "noreply",
        "svc",
        "bot",
        "webservice",
        "autoproc",
        "automated",
        "administrator",
        "helpdesk",
        "webmaster",
        "sysadmin",
        "system",
    ]
)
_SERVICE_WORDS = _MACHINE_WORDS | frozenset(
    [
        "admin",
        "user",
        "service",
        "account",
        "sales",
        "support",
        "marketing",
        "team",
        "test",
        "training",
        "info",
        "guest",
        "root",
        "demo",
        "sync",
        "data",
        "import",
        "crm",
        "lms",
        "hr",
        "it",
        "salesforce",
        "hubspot",
        "queue",
        "unassigned",
        "default",
    ]
)
_SIGN_IN = re.compile(r"[a-z]{2,}([._-][a-z]+)*\d{0,3}")
_NUMBER = re.compile(r"[^a-z0-9]*([a-z]*)[^a-z0-9]*0*(.*)")


class Codebook:
    """Gives each text a code, in the order of first sight; the empty text is `MISSING`."""

    def __init__(self) -> None:
        self._code: dict[str, int] = {"": MISSING}

    def codes(self, texts: Iterable[str]) -> Codes:
        """Return the codes of texts, as many as texts."""
        book, given = self._code, list(texts)
        for text in dict.fromkeys(given):
            book.setdefault(text, len(book) - 1)
        return np.fromiter(map(book.__getitem__, given), dtype=np.int64, count=len(given))

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts by code."""
        return tuple(self._code)[1:]


class Mailing(NamedTuple):
    """The mail addresses of one record, function mailboxes left out."""

    boxes: tuple[str, ...] = ()
    letters: str = ""
    """Local part of the main address, without dots and closing digits."""
    digits: str = ""
    words: tuple[str, ...] = ()
    has_role: bool = False
    """Whether the main address is a function's."""


def names(columns: dict[str, Any]) -> list[NameParts]:
    """Return the names of all records, taken apart."""
    rows = list(zip(columns["full_name"], columns["first_name"], columns["last_name"], strict=True))
    parsed = {row: parse_name(*row) for row in dict.fromkeys(rows)}
    return [parsed[row] for row in rows]


def mailings(columns: dict[str, Any]) -> list[Mailing]:
    """Return the mail addresses of all records.

    A record without an address is read by its id in the system, where that is an address or looks
    like the name somebody signs in with ("rfinkel2").
    """
    rows = [
        (main, others, None if main or others else source_id)
        for main, others, source_id in zip(
            columns["email"], columns["other_emails"], columns["source_id"], strict=True
        )
    ]
    parsed = {row: _mailing(*row) for row in dict.fromkeys(rows)}
    return [parsed[row] for row in rows]


def _mailing(main: str | None, others: str | None, source_id: str | None) -> Mailing:
    """Return the personal addresses of one record; the first of them is its main one."""
    texts = (main, *others.split(";")) if others else (main or source_id,)
    mails = [mail for text in texts if (mail := parse_mail(text)) is not None]
    if not mails and source_id and _SIGN_IN.fullmatch(source_id.lower()):
        mails = [parse_sign_in(source_id)]
    own = [mail for mail in mails if not mail.is_role]
    if not own:
        return Mailing(has_role=bool(mails))
    boxes = tuple(dict.fromkeys(mail.box for mail in own if mail.box))
    return Mailing(boxes, own[0].letters, own[0].digits, own[0].words)


def mailboxes(mails: Sequence[Mailing]) -> tuple[Codes, Codes, tuple[str, ...]]:
    """Return (rows, codes, texts): one entry a record and mailbox, and the text of each code."""
    book = Codebook()
    rows = [row for row, mail in enumerate(mails) for _ in mail.boxes]
    codes = book.codes(box for mail in mails for box in mail.boxes)
    return np.array(rows, dtype=np.int64), codes, book.texts


class OtherName(NamedTuple):
    """The name that a mail address spells, where it is not the record's own name."""

    given: str = ""
    surname: str = ""
    is_usual: bool = False
    """Whether the address is a usual way to write the record's own name."""

    def as_name(self) -> NameParts:
        """Return it as the name of a record that has no other."""
        return NameParts(self.given, (), (self.surname,), self.surname)


_NOTHING_SPELLED = OtherName()
_OWN_NAME = OtherName(is_usual=True)


def other_names(parsed: Sequence[NameParts], mails: Sequence[Mailing]) -> list[OtherName]:
    """Return what each record's mail spells, as many as records.

    A record without a name is read with the given names and surnames that other records bear.
    """
    givens = frozenset(name.given for name in parsed if len(name.given) > 1)
    surnames = frozenset(name.whole_surname for name in parsed if len(name.whole_surname) > 2)
    return [
        _other_name(name, mail, givens, surnames) if mail.letters else _NOTHING_SPELLED
        for name, mail in zip(parsed, mails, strict=True)
    ]


def _other_name(
    name: NameParts, mail: Mailing, givens: frozenset[str], surnames: frozenset[str]
) -> OtherName:
    if name.given and any(spells(mail.letters, name.given, part) for part in _surnames(name)):
        return _OWN_NAME
    given, surname = name_in_words(mail.words)
    if not surname and not name.whole_surname and mail.letters.isalpha():
        given, surname = name_in_letters(mail.letters, givens, surnames)
    return OtherName(given, surname)


def _surnames(name: NameParts) -> tuple[str, ...]:
    return (name.whole_surname, *name.surname)


def employee_numbers(columns: dict[str, Any]) -> list[str]:
    """Return the employee numbers without prefix and leading zeros, placeholders emptied.

    Where the HR system gives no employee numbers at all, its own ids stand in for them.
    """
    numbers = [_number(text) for text in columns["employee_number"]]
    systems: list[str] = columns["system"]
    if not any(number for number, system in zip(numbers, systems, strict=True) if system == "hr"):
        numbers = [
            _number(source_id) if system == "hr" else number
            for number, system, source_id in zip(
                numbers, systems, columns["source_id"], strict=True
            )
        ]
    bearers = Counter(zip(systems, numbers, strict=True))
    worn = {number for (_, number), count in bearers.items() if count > _MOST_BEARERS}
    return ["" if number in worn else number for number in numbers]


def _number(text: str | None) -> str:
    """Return "123" of "E-00123"; empty for what is no number ("n/a", "0")."""
    if not text:
        return ""
    lower = text.strip().lower()
    if lower.isdigit():
        return lower.lstrip("0")
    found = _NUMBER.fullmatch(lower)
    return found.group(2) if found and any(sign.isdigit() for sign in lower) else ""


def labels(texts: Sequence[str | None]) -> list[str]:
    """Return teams or titles in plain spelling; empty where not known."""
    return [plain(text) if text else "" for text in texts]


def is_service(name: NameParts, mail: Mailing) -> bool:
    """Return whether name and mail are a machine's or a function's ("API User", "sales@")."""
    words = {word for word in (name.given, *name.middle, *name.surname) if word}
    if not words:
        return mail.has_role
    return bool(words <= _SERVICE_WORDS) or (
        len(words & _MACHINE_WORDS) > 0 and len(words) <= 4 and not mail.boxes
    )
