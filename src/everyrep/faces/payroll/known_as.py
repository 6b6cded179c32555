"""Under which ids a book pays whom, where the records name people otherwise by now.

A person's id is named after the best of the records that are known to be theirs, so that it changes
when a better one is found (the first file of the HR system), or two people turn out to be one. The
book is never changed: who was paid under an id goes on to be paid under it, so that nothing is
posted for them a second time. Somebody whose name was struck is another case: nobody may know any
more under which id they were paid, so that what was posted stays, and nothing is posted anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from everyrep.measures.source import FactSource
from everyrep.pay import Book, Given
from everyrep.warehouse.erasure import is_erased

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class KnownAs:
    """Whom a run is the whole truth about, and under which id.

    Attributes:
        accountable: Ids of everybody whom the records know, today's and those of before. What was
            posted under any other id stays as it is.
        paid_as: Ids of today that a book knows by another, with that one.
        twice: Ids of a book that are one person by now, each with the one that is paid from now on.
    """

    accountable: frozenset[str]
    paid_as: Mapping[str, str]
    twice: Mapping[str, str]

    def as_paid(self, given: Given) -> Given:
        """The tables with everybody under the id that the book knows them by."""
        if not self.paid_as:
            return given
        frames = ("lines", "people", "splits", "quotas", "managers", "leave")
        return replace(given, **{name: self._renamed(getattr(given, name)) for name in frames})

    def _renamed(self, frame: pd.DataFrame | None) -> pd.DataFrame | None:
        if frame is None:
            return None
        texts = frame.columns[[kind.kind == "O" for kind in frame.dtypes]]
        return frame.assign(**{
            str(name): [self.paid_as.get(one, one) if isinstance(one, str) else one
                        for one in frame[name]]
            for name in texts if frame[name].isin(list(self.paid_as)).any()
        })  # fmt: skip


def known_as(today: Mapping[str, str], book: Book) -> KnownAs:
    """Compare a book with whom the records know.

    Args:
        today: What `ids_of` gives.
        book: Is not changed.
    """
    by_person: dict[str, list[str]] = {}
    for payee in sorted(
        {str(one) for posting in book.postings() for one in posting.moves["payee"]}
    ):
        person = today.get(payee)
        if person is not None and not is_erased(person):
            by_person.setdefault(person, []).append(payee)
    first = {person: person if person in ids else ids[0] for person, ids in by_person.items()}
    known = frozenset(one for one, person in today.items() if not is_erased(person))
    return KnownAs(
        known, {person: one for person, one in first.items() if one != person},
        {one: first[person] for person, ids in by_person.items() for one in ids
         if one != first[person]},
    )  # fmt: skip


def ids_of(source: FactSource) -> Mapping[str, str]:
    """Every id that anybody has or may have had before, with that person's id of today.

    Only ids are read, no record of anybody.

    Args:
        source: An open build.
    """
    rows = source.connection.cursor().execute(
        "SELECT 'person:' || ref, person_id FROM person_links UNION ALL SELECT id, id FROM people"
    )
    return {str(one): str(person) for one, person in rows.fetchall()}


def but_struck(found: pd.DataFrame) -> pd.DataFrame:
    """Rows of a table with payees, without those whose names were struck."""
    struck = found["payee"].astype(str).map(is_erased).astype(bool)
    return found[~struck.to_numpy()].reset_index(drop=True)
