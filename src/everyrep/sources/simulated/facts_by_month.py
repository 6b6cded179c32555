"""Facts of the world by calendar month, so that the truth of any whole months can be summed."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from everyrep.sources.simulated.book import LOST_STAGE, NOTHING_STAGE, WON_STAGE, Book
from everyrep.sources.simulated.calendar import Calendar
from everyrep.sources.simulated.chance import Bools, Floats, Ints, sigmoid
from everyrep.sources.simulated.vocabulary import STAGES
from everyrep.sources.simulated.walk import N_STAGES

_ENDS = {"won": WON_STAGE, "lost": LOST_STAGE, "no_decision": NOTHING_STAGE}


@dataclass
class MonthTally:
    """Sums over regions, each of shape (months,), by name.

    Deals count in the month they were opened in, or ended in; a stay in a stage in the month that
    the deal came into it. Only what happened before the world stopped is in it, but for the
    chances, and whether a deal is won in the end.
    """

    sums: dict[str, Floats] = field(default_factory=dict)

    def add(self, when: Calendar, book: Book) -> None:
        """Adds the deals of a region."""
        opened, closed = when.month_of(book.deals.created), when.month_of(book.close_day)
        self._count(when, "opened", opened)
        self._count(when, "won_in_the_end", opened, book.way.won.astype(float))
        for name, stage in _ENDS.items():
            self._count(when, name, closed[book.stage == stage])
        chance = sigmoid(book.way.logit)
        # The chance from each stage on: that of the stage and of all that follow.
        onwards: Floats = np.cumprod(chance[:, ::-1], axis=1)[:, ::-1].astype(np.float64)
        came = np.arange(N_STAGES) <= book.way.last[:, None]
        came &= book.way.entry < when.end
        for at, name in enumerate(STAGES):
            self._stage(when, name, book.way.entry[:, at], came[:, at],
                        (chance[:, at], onwards[:, at]))  # fmt: skip

    def table(self, when: Calendar) -> list[dict[str, object]]:
        """One row a month of the window."""
        return [self._row(when, month) for month in range(when.burn, when.n)]

    def _stage(
        self, when: Calendar, name: str, entry: Floats, came: Bools, sums: tuple[Floats, Floats]
    ) -> None:
        month = when.month_of(entry[came])
        self._count(when, f"entered:{name}", month)
        self._count(when, f"chances:{name}", month, sums[0][came])
        self._count(when, f"wins:{name}", month, sums[1][came])

    def _count(
        self, when: Calendar, name: str, months: Ints, weights: Floats | None = None
    ) -> None:
        found = np.bincount(months, weights, minlength=when.n).astype(float)
        self.sums[name] = self.sums.get(name, np.zeros(when.n)) + found

    def _row(self, when: Calendar, month: int) -> dict[str, object]:
        plain = ("opened", "won_in_the_end", *_ENDS)
        return {
            "month": f"{when.year[month]}-{when.month[month]:02}",
            **{name: int(self.sums[name][month]) for name in plain},
            "stages": {
                stage: {
                    "entered": int(self.sums[f"entered:{stage}"][month]),
                    "chances": float(self.sums[f"chances:{stage}"][month]),
                    "wins": float(self.sums[f"wins:{stage}"][month]),
                }
                for stage in STAGES
            },
        }
