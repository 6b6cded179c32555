"""Companies that were lived but not written: for tests that need many people, not files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from everyrep.sources.simulated.company import Company, found
from everyrep.sources.simulated.desk import Desk
from everyrep.sources.simulated.effects import COURSE_KEYS
from everyrep.sources.simulated.exports.region_desk import open_book
from everyrep.sources.simulated.options import Options, Scale, Traps

if TYPE_CHECKING:
    from everyrep.sources.simulated.book import Book
    from everyrep.sources.simulated.chance import Floats

NOWHERE = Path("unwritten")


@dataclass(frozen=True)
class Lived:
    """A company, its deals by region, and the desk that noted the truth about them."""

    company: Company
    books: list[Book]
    desk: Desk


def company_of(people: int, months: int, traps: Traps | None = None, **scale: float) -> Company:
    """A company whose months are lived, without deals."""
    return found(
        Options(people=people, months=months, traps=traps or Traps(), scale=Scale(**scale))
    )


def live_with_deals(
    people: int, months: int, traps: Traps | None = None, seed: int = 1, **scale: float
) -> Lived:
    """A company with its deals, and the truth noted."""
    options = Options(
        people=people, months=months, seed=seed, traps=traps or Traps(), scale=Scale(**scale)
    )
    desk = Desk(found(options), NOWHERE)
    books = [open_book(desk, region) for region in range(desk.company.teams.n_regions)]
    for book in books:
        desk.tally.add(desk.company, book)
        desk.realised.add(desk.company, book)
    desk.realised.add_people(desk.company)
    return Lived(desk.company, books, desk)


def course(key: str) -> int:
    """Number of a course in the catalogue."""
    return COURSE_KEYS.index(key)


def sellers(company: Company) -> np.ndarray:
    """People who own deals."""
    return np.flatnonzero(company.roster.role <= 1)


def across(books: list[Book], what: str, *path: str) -> Floats:
    """One array over all regions: an attribute of the book, or of a part of it."""
    parts = []
    for book in books:
        value = book
        for name in (*path, what):
            value = getattr(value, name)
        parts.append(value)
    return np.concatenate(parts)


def difference(one: Floats, two: Floats) -> tuple[float, float]:
    """Difference of two means, and its standard error."""
    error = np.sqrt(one.var(ddof=1) / len(one) + two.var(ddof=1) / len(two))
    return float(one.mean() - two.mean()), float(error)
