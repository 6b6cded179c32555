"""Where files are written: the sinks, running numbers, and what is noted on the way."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np

from everyrep.sources.simulated.afterwards import Afterwards
from everyrep.sources.simulated.chance import Floats
from everyrep.sources.simulated.company import Company
from everyrep.sources.simulated.facts import Tally
from everyrep.sources.simulated.mess import Mess
from everyrep.sources.simulated.realised import Realised
from everyrep.sources.simulated.sinks import Sinks
from everyrep.sources.simulated.text import Columns


class Desk:
    """A company being written.

    Attributes:
        company: The company.
        sinks: The files.
        mess: What damages them.
        tally: Facts, noted region by region.
        realised: What treatments did, noted region by region.
        bookings: Euros (in cents) won, by person and month.
        afterwards: Deals entered late or taken back, noted region by region.
    """

    def __init__(self, company: Company, out: Path) -> None:
        self.company = company
        self.sinks = Sinks(out, company.options.form)
        self.mess = Mess(company.options)
        self.tally = Tally()
        self.realised = Realised()
        self.bookings: Floats = np.zeros((company.roster.n, company.when.n))
        self.afterwards = Afterwards()
        self._issued: Counter[str] = Counter()

    def next(self, kind: str) -> int:
        """The next running number of a kind of record."""
        return self._issued[kind]

    def issue(self, kind: str, n: int) -> int:
        """Takes n running numbers of a kind of record; returns the first."""
        first = self._issued[kind]
        self._issued[kind] += n
        return first

    def write(self, name: str, columns: Columns, *, plain: bool = False) -> None:
        """Writes rows whose ids began at the next running number, and counts them."""
        self.issue(name, len(next(iter(columns.values()))))
        self.sinks.write(name, columns, plain=plain)
