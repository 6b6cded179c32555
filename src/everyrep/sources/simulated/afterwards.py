"""What happens to deals after they were won: some are entered late, some are taken back.

Both cause nothing in this world: who sells well has neither more nor fewer of them. They are drawn
from streams of their own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from everyrep.sources.simulated.book import Book
from everyrep.sources.simulated.chance import Bools, Floats, Ints, stream
from everyrep.sources.simulated.company import Company
from everyrep.sources.simulated.vocabulary import CURRENCIES

LATE = 0.03  # of the deals won
LATE_DAYS = (3, 41)
TAKEN_BACK = 0.04  # of the deals won
TAKEN_BACK_DAYS = (5, 181)
WHOLE = 0.5  # of those taken back
PARTS = (20, 25, 30, 40, 50, 60)  # per cent, where not the whole


@dataclass(frozen=True)
class TakenBack:
    """What was taken back; one value a record, in the order of days.

    Attributes:
        deal: Row in the region's book.
        day: When.
        minor: Cents of the region's currency.
        whole: Whether the whole deal was.
    """

    deal: Ints
    day: Floats
    minor: Ints
    whole: Bools


@dataclass
class Afterwards:
    """Counts over regions, for the truth."""

    late: int = 0
    back: int = 0
    whole: int = 0
    minor: Counter[str] = field(default_factory=Counter)

    def add(self, book: Book, booked: Floats, back: TakenBack) -> None:
        """Adds the deals of a region."""
        self.late += int(np.isfinite(booked).sum())
        self.back += len(back.deal)
        self.whole += int(back.whole.sum())
        self.minor[CURRENCIES[book.accounts.currency]] += int(back.minor.sum())

    def table(self) -> dict[str, object]:
        """What happened, as the truth tells it."""
        return {
            "entered_late": self.late,
            "taken_back": self.back,
            "taken_back_whole": self.whole,
            "taken_back_cents": dict(sorted(self.minor.items())),
        }


def entered_late(company: Company, book: Book) -> Floats:
    """The day on which each late deal was entered, shape (deals,); NaN for the others."""
    rng = stream(company.options.seed, "entered late", book.deals.region)
    n = book.deals.n
    late = (rng.random(n) < LATE) & book.won
    day = np.floor(book.close_day) + rng.integers(*LATE_DAYS, n)
    return np.where(late & (day < company.when.end), day, np.nan)


def taken_back(company: Company, book: Book, booked: Floats) -> TakenBack:
    """Deals and parts of deals that were taken back, none before it was entered."""
    rng = stream(company.options.seed, "taken back", book.deals.region)
    n = book.deals.n
    back = (rng.random(n) < TAKEN_BACK) & book.won
    known = np.where(np.isfinite(booked), booked, np.floor(book.close_day))
    day: Floats = known + rng.integers(*TAKEN_BACK_DAYS, n).astype(float)
    whole = rng.random(n) < WHOLE
    part = rng.choice(PARTS, n)
    deal = np.flatnonzero(back & (day < company.when.end))
    deal = deal[np.argsort(day[deal], kind="stable")]
    minor = np.where(whole, book.amount, book.amount * part // 100)
    return TakenBack(deal, day[deal], minor[deal], whole[deal])
