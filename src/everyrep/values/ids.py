"""Names of things. Each kind of id is its own type, and text says which system issued it.

Two systems may both know a person 17. So an id that comes from a source is written
"system:id", as in "crm:0065g00000", and only the identity step may say that two of them are one.
Ids of loads, builds and snapshots become folder names, so they are checked as such.
"""

from __future__ import annotations

import re
from typing import NewType

from everyrep.values.errors import DataError

PersonId = NewType("PersonId", str)
TeamId = NewType("TeamId", str)
AccountId = NewType("AccountId", str)
OpportunityId = NewType("OpportunityId", str)
LoadId = NewType("LoadId", str)
BuildId = NewType("BuildId", str)
SnapshotId = NewType("SnapshotId", str)

_SYSTEM = re.compile(r"[a-z][a-z0-9_-]*")
_FOLDER = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,99}")
_RESERVED = frozenset({"current", "undone", "con", "prn", "aux", "nul"})


def ref(system: str, issued: str) -> str:
    """The id with the system that issued it, as "system:id".

    Raises:
        DataError: The system is not a plain lower-case word, or the id is empty.
    """
    if not _SYSTEM.fullmatch(system):
        raise DataError(
            f"{system!r} cannot name a system",
            why="The name goes before the colon in every id of that system",
            remedy="Use lower-case letters, digits, - or _, beginning with a letter, such as 'crm'",
        )
    if not issued.strip():
        raise DataError(
            f"An id of system {system!r} is empty",
            why="A row without an id cannot be told from another",
            remedy="Map the column that holds the id, or reject the row",
        )
    return f"{system}:{issued}"


def split_ref(text: str) -> tuple[str, str]:
    """System and id of a "system:id". The id itself may hold further colons.

    Raises:
        DataError: The text has no system before a colon.
    """
    system, colon, issued = text.partition(":")
    if not colon or not issued.strip() or not _SYSTEM.fullmatch(system):
        raise DataError(
            f"{text!r} is not an id of the form 'system:id'",
            why="Without the system, equal ids of two systems would be taken for one",
            remedy="Write the system before a colon, such as 'crm:0065'",
        )
    return system, issued


def shown_ref(text: str) -> str:
    """An id as people know it, the system behind it: "crm:0065" is "0065 (crm)".

    A person made of records is "person:" and one of theirs. What is no such id stays as it is.
    """
    system, _, issued = text.removeprefix("person:").partition(":")
    return f"{issued} ({system})" if issued.strip() and _SYSTEM.fullmatch(system) else text


def person_id(text: str) -> PersonId:
    """The text as the id of a person, once it is known to be usable as one."""
    return PersonId(_present(text, "person"))


def team_id(text: str) -> TeamId:
    """The text as the id of a team."""
    return TeamId(_present(text, "team"))


def account_id(text: str) -> AccountId:
    """The text as the id of an account."""
    return AccountId(_present(text, "account"))


def opportunity_id(text: str) -> OpportunityId:
    """The text as the id of an opportunity."""
    return OpportunityId(_present(text, "opportunity"))


def load_id(text: str) -> LoadId:
    """The text as the id of a load, which is also the name of its folder."""
    return LoadId(_folder(text, "load"))


def build_id(text: str) -> BuildId:
    """The text as the id of a build, which is also the name of its folder."""
    return BuildId(_folder(text, "build"))


def snapshot_id(text: str) -> SnapshotId:
    """The text as the id of a snapshot."""
    return SnapshotId(_folder(text, "snapshot"))


def _present(text: str, kind: str) -> str:
    if not text.strip():
        raise DataError(f"The id of a {kind} is empty", remedy=f"Give the id of the {kind}")
    return text


def _folder(text: str, kind: str) -> str:
    if not _FOLDER.fullmatch(text) or text.lower() in _RESERVED or text.endswith("."):
        raise DataError(
            f"{text!r} cannot be the id of a {kind}",
            why="The id is also the name of a folder in the workspace",
            remedy="Use up to 100 letters, digits, '.', '-' or '_', not '.', '-' or '_' first",
        )
    return text
