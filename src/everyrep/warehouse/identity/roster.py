"""The records to be matched as columns of numbers: every word, number and mailbox has a code.

Comparing two records then is comparing integers, for all candidate pairs at once. Rows stand in
the order of their refs, so nothing downstream depends on the order in which records came.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from everyrep.values import DataError
from everyrep.warehouse.identity.fields import (
    Codebook,
    Mailing,
    OtherName,
    employee_numbers,
    is_service,
    labels,
    mailboxes,
    mailings,
    names,
    other_names,
)
from everyrep.warehouse.identity.names import NameParts

Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

NO_DAY = np.iinfo(np.int64).min

COLUMNS = (
    "ref", "system", "source_id", "full_name", "first_name", "last_name", "email", "other_emails",
    "employee_number", "title", "team", "hire_date", "exit_date",
)  # fmt: skip

_DAYS = ("hire_date", "exit_date")
_MOST_LETTERS = 500
_MOST_SYSTEMS = 62  # one bit each, in 64


@dataclass(frozen=True)
class Roster:
    """All records, one row each in order of `refs`; every array has one entry a record.

    Codes are equal where the words are equal; `MISSING` stands where nothing is known.
    """

    refs: tuple[str, ...]
    systems: tuple[str, ...]
    """The systems' names in alphabetical order."""
    system: Codes
    """Position in `systems`."""
    words: tuple[str, ...]
    """The word of each code, for given names, middle names and surnames alike."""
    given: Codes
    middle: Codes
    """The first middle name or initial."""
    surname: Codes
    """The whole surname, run together."""
    part_one: Codes
    """The surname's last part: "lopez" of "garcia lopez"."""
    part_two: Codes
    """Its first part, where it has two."""
    mail_given: Codes
    """The given name that the mail address spells, where it spells another than the name."""
    mail_surname: Codes
    ordered: Flags
    """Whether it is known which part is the surname."""
    generation: Codes
    number: Codes
    """The employee number; `numbers` has the texts."""
    numbers: tuple[str, ...]
    local: Codes
    """The mail's local part without dots and closing digits."""
    local_digits: Codes
    local_is_usual: Flags
    """Whether the local part is a usual way to write the record's own name."""
    mailbox_row: Codes
    """Rows of the (record, mailbox) pairs; as long as `mailbox`, not as `refs`."""
    mailbox: Codes
    mailboxes: tuple[str, ...]
    team: Codes
    title: Codes
    hired: Codes
    """Days since 1970, `NO_DAY` where not known."""
    left: Codes
    """Days since 1970, `NO_DAY` where not known."""
    is_service: Flags
    """Whether the record is a machine's or a function's account, not a person's."""

    def __len__(self) -> int:
        return len(self.refs)


def read_roster(connection: duckdb.DuckDBPyConnection, records: str) -> Roster:
    """Read the table or view named `records` into a roster.

    Raises:
        DataError: A column is missing, or a ref is NULL or borne by two records.
    """
    columns = _read(connection, records)
    _check_refs(columns["ref"], records)
    systems = _systems(columns["system"], records)
    parsed = names(columns)
    mails = mailings(columns)
    spelled = other_names(parsed, mails)
    services = [is_service(*row) for row in zip(parsed, mails, strict=True)]
    parsed, spelled = _named_by_mail(parsed, spelled)
    book = Codebook()
    fields = _name_codes(book, parsed) | _mail_codes(book, spelled, mails)
    fields |= _label_codes(columns)
    place = {system: position for position, system in enumerate(systems)}
    return Roster(
        refs=tuple(columns["ref"]),
        systems=systems,
        system=np.array([place[system] for system in columns["system"]], dtype=np.int64),
        words=book.texts,
        is_service=np.array(services, dtype=np.bool_),
        **fields,
    )


def _read(connection: duckdb.DuckDBPyConnection, records: str) -> dict[str, Any]:
    """Return the columns in order of ref: lists of texts, and arrays of days."""
    relation = connection.table(records)
    absent = [column for column in COLUMNS if column not in relation.columns]
    if absent:
        raise DataError(
            f"The records {records!r} have no column {', '.join(absent)}.",
            why="Every column must be there, even if it is NULL throughout.",
            remedy=f"Add it to the view as NULL: select ..., NULL::VARCHAR as {absent[0]}.",
        )
    typed = ", ".join(f'{_typed(name)} as "{name}"' for name in COLUMNS)
    table = relation.select(typed).order("ref").to_arrow_table()
    return {
        name: table[name].to_numpy() if name in _DAYS else table[name].to_pylist()
        for name in COLUMNS
    }


def _typed(name: str) -> str:
    """Return the SQL of a column: days since 1970, or a text no longer than names are."""
    if name in _DAYS:
        day = f'"{name}"::DATE'
        return f"CASE WHEN isfinite({day}) THEN {day} - DATE '1970-01-01' ELSE {NO_DAY} END"
    if name in ("ref", "system"):
        return f'"{name}"::VARCHAR'
    # A million-character cell is no name, and comparing it would take for ever.
    return f'left("{name}"::VARCHAR, {_MOST_LETTERS})'


def _check_refs(refs: list[str | None], records: str) -> None:
    """Refuse refs that are NULL or borne twice; the refs are in order."""
    twice = [ref for ref, after in pairwise(refs) if ref == after]
    found = (
        "a record without a ref" if None in refs else f"the ref {twice[0]!r} twice" if twice else ""
    )
    if found:
        raise DataError(
            f"The records {records!r} hold {found}.",
            why="A person is found through its refs, so each record needs one of its own.",
            remedy='Make ref the system and the source id, joined by ":", and drop repeated rows.',
        )


def _systems(column: list[str | None], records: str) -> tuple[str, ...]:
    """Return the systems' names in alphabetical order."""
    found = set(column)
    if None in found or len(found) > _MOST_SYSTEMS:
        many = "a record without a system" if None in found else f"{len(found)} systems"
        raise DataError(
            f"The records {records!r} hold {many}.",
            why="Records are matched between systems, two by two.",
            remedy=f"Give each record its system, and at most {_MOST_SYSTEMS} of them in all.",
        )
    return tuple(sorted(name for name in found if name is not None))


def _named_by_mail(
    parsed: list[NameParts], spelled: list[OtherName]
) -> tuple[list[NameParts], list[OtherName]]:
    """Give records without a name the one their mail spells."""
    named = [
        name if name.whole_surname or not other.surname else other.as_name()
        for name, other in zip(parsed, spelled, strict=True)
    ]
    left = [
        other if name.whole_surname else other._replace(given="", surname="")
        for name, other in zip(parsed, spelled, strict=True)
    ]
    return named, left


def _name_codes(book: Codebook, parsed: list[NameParts]) -> dict[str, Any]:
    """Return the columns that come from names."""
    generations = Codebook()
    return {
        "given": book.codes([name.given for name in parsed]),
        "middle": book.codes([name.middle[0] if name.middle else "" for name in parsed]),
        "surname": book.codes([name.whole_surname for name in parsed]),
        "part_one": book.codes([name.surname[-1] if name.surname else "" for name in parsed]),
        "part_two": book.codes(
            [name.surname[0] if len(name.surname) > 1 else "" for name in parsed]
        ),
        "ordered": np.array([name.ordered for name in parsed], dtype=np.bool_),
        "generation": generations.codes([name.generation for name in parsed]),
    }


def _mail_codes(book: Codebook, spelled: list[OtherName], mails: list[Mailing]) -> dict[str, Any]:
    """Return the columns that come from mail addresses."""
    locals_, digits = Codebook(), Codebook()
    rows, boxes, texts = mailboxes(mails)
    return {
        "mail_given": book.codes([other.given for other in spelled]),
        "mail_surname": book.codes([other.surname for other in spelled]),
        "local_is_usual": np.array([other.is_usual for other in spelled], dtype=np.bool_),
        "local": locals_.codes([mail.letters for mail in mails]),
        "local_digits": digits.codes([mail.digits for mail in mails]),
        "mailbox_row": rows,
        "mailbox": boxes,
        "mailboxes": texts,
    }


def _label_codes(columns: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of numbers, teams, titles and days."""
    book = Codebook()
    number = book.codes(employee_numbers(columns))
    return {
        "number": number,
        "numbers": book.texts,
        "team": Codebook().codes(labels(columns["team"])),
        "title": Codebook().codes(labels(columns["title"])),
        "hired": columns["hire_date"].astype(np.int64),
        "left": columns["exit_date"].astype(np.int64),
    }
