"""Facts of the world that plain counting should recover, noted before any file is damaged."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

import numpy as np

from everyrep.sources.simulated.activities import KINDS, Activities
from everyrep.sources.simulated.book import LOST_STAGE, NOTHING_STAGE, WON_STAGE, Book
from everyrep.sources.simulated.chance import Bools, Floats, Ints, sigmoid
from everyrep.sources.simulated.company import Company
from everyrep.sources.simulated.effects import COURSES
from everyrep.sources.simulated.facts_by_month import MonthTally
from everyrep.sources.simulated.lives import tenure_months
from everyrep.sources.simulated.months import HAZARD_BANDS
from everyrep.sources.simulated.vocabulary import (
    CURRENCIES,
    FARMER,
    HUNTER,
    ROLES,
    STAGES,
    TYPES,
)
from everyrep.sources.simulated.walk import N_STAGES

RAMP_BANDS = (0, 1, 2, 3, 4, 6, 9, 12, 18, 24)  # months of tenure
Facts = dict[str, object]


@dataclass
class Tally:
    """Counts over regions.

    Attributes:
        counts: Whole numbers, by name.
        sums: Sums of chances, by name.
        days_won: Days from opening to winning, of deals won before the world stopped.
        days_all: The same for all deals won in the end, seen or not.
        booked: Cents won, by currency.
        opened: Deals opened, by person and month.
        months: Deals and stages by calendar month.
    """

    counts: Counter[str] = field(default_factory=Counter)
    sums: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    days_won: list[Floats] = field(default_factory=list)
    days_all: list[Floats] = field(default_factory=list)
    booked: Counter[str] = field(default_factory=Counter)
    opened: Ints | None = None
    months: MonthTally = field(default_factory=MonthTally)

    def add(self, company: Company, book: Book) -> None:
        """Adds the deals of a region."""
        self._outcomes(book)
        self._stages(company, book)
        self._kinds(company, book)
        self.months.add(company.when, book)
        won = book.won
        self.days_won.append((book.way.end - book.deals.created)[won])
        fresh = book.deals.created >= company.when.start
        self.days_all.append((book.way.end - book.deals.created)[book.way.won & fresh])
        self.booked[CURRENCIES[book.accounts.currency]] += int(book.amount[won].sum())
        if self.opened is None:
            self.opened = np.zeros((company.roster.n, company.when.n), dtype=np.int64)
        cells = (book.deals.owner, company.when.month_of(book.deals.created))
        np.add.at(self.opened, cells, 1)

    def add_activities(self, found: Activities) -> None:
        """Adds activities by kind."""
        counts = np.bincount(found.kind, minlength=len(KINDS))
        self.counts.update(
            {f"activity:{kind}": int(n) for kind, n in zip(KINDS, counts, strict=True)}
        )

    def _outcomes(self, book: Book) -> None:
        self.counts["opportunities"] += book.deals.n
        self.counts["won"] += int((book.stage == WON_STAGE).sum())
        self.counts["lost"] += int((book.stage == LOST_STAGE).sum())
        self.counts["no_decision"] += int((book.stage == NOTHING_STAGE).sum())
        self.counts["open"] += int((~book.closed).sum())

    def _stages(self, company: Company, book: Book) -> None:
        way, chance = book.way, sigmoid(book.way.logit)
        there = np.arange(N_STAGES) <= way.last[:, None]
        decided = there & (way.leave < company.when.end)
        for stage, name in enumerate(STAGES):
            self.counts[f"entered:{name}"] += int(
                (there & (way.entry < company.when.end))[:, stage].sum()
            )
            self.counts[f"decided:{name}"] += int(decided[:, stage].sum())
            self.counts[f"passed:{name}"] += int((decided & way.passed)[:, stage].sum())
            self.sums[f"chance:{name}"] += float(chance[decided[:, stage], stage].sum())

    def _kinds(self, company: Company, book: Book) -> None:
        fresh = book.deals.created >= company.when.start
        win = np.prod(sigmoid(book.way.logit), axis=1)
        self.counts["created_in_window"] += int(fresh.sum())
        self.counts["created_in_window_won_in_the_end"] += int((fresh & book.way.won).sum())
        self.sums["win_chance"] += float(win[fresh].sum())
        for kind, name in enumerate(TYPES):
            mine = book.deals.kind == kind
            self.counts[f"closed:{name}"] += int((mine & book.closed).sum())
            self.counts[f"won:{name}"] += int((mine & book.won).sum())


def deal_facts(tally: Tally) -> Facts:
    """Facts about deals, from the sums over regions."""
    counts = tally.counts
    closed = counts["won"] + counts["lost"] + counts["no_decision"]
    won, every = np.concatenate(tally.days_won), np.concatenate(tally.days_all)
    return {
        "opportunities": {
            name: counts[name] for name in ("opportunities", "won", "lost", "no_decision", "open")
        },
        "win_rate": _share(counts["won"], closed),
        "win_rate_without_no_decision": _share(counts["won"], counts["won"] + counts["lost"]),
        "created_in_window": counts["created_in_window"],
        "win_rate_in_the_end": _share(
            counts["created_in_window_won_in_the_end"], counts["created_in_window"]
        ),
        "mean_chance_of_winning": _share(tally.sums["win_chance"], counts["created_in_window"]),
        "by_type": {
            name: {
                "closed": counts[f"closed:{name}"],
                "won": counts[f"won:{name}"],
                "win_rate": _share(counts[f"won:{name}"], counts[f"closed:{name}"]),
            }
            for name in TYPES
        },
        "stages": {name: _stage_facts(tally, name) for name in STAGES},
        "days_to_win_seen": _spread(won),
        "days_to_win_in_the_end": _spread(every),
        "booked_cents": dict(sorted(tally.booked.items())),
        "activities": {
            name.removeprefix("activity:"): n
            for name, n in counts.items()
            if name.startswith("activity:")
        },
    }


def people_facts(company: Company, tally: Tally) -> Facts:
    """Facts about people: leaving by tenure, ramp, completions."""
    return {
        "people": {
            name: int((company.roster.role == role).sum()) for role, name in enumerate(ROLES)
        },
        "exits": exits(company),
        "leaving": leaving_by_tenure(company),
        "ramp": {
            ROLES[role]: _ramp(company, tally, role) for role in (HUNTER, FARMER)
        },
        "completions": completions(company),
        "months": tally.months.table(company.when),
    }  # fmt: skip


def exits(company: Company) -> dict[str, int]:
    """Everybody who left, by whose wish it was."""
    gone = company.lives.gone <= company.when.end
    dismissed = company.lives.dismissed
    return {
        "resigned": int((gone & ~dismissed).sum()),
        "dismissed": int((gone & dismissed).sum()),
    }


def leaving_by_tenure(company: Company) -> list[Facts]:
    """Exits, person-months at risk and the mean true hazard, by band of tenure in months.

    A seller is at risk in a month from the first month that begins in employment.
    """
    hazard = company.lives.hazard
    risk = hazard > 0
    band = np.searchsorted(HAZARD_BANDS, tenure_months(company.when, company.roster), side="right")
    leaves = exit_cells(company)
    edges = (0, *HAZARD_BANDS)
    return [
        {
            "from_month": edges[at],
            "to_month": HAZARD_BANDS[at] if at < len(HAZARD_BANDS) else None,
            "exits": int((leaves & (band == at)).sum()),
            "person_months": int((risk & (band == at)).sum()),
            "mean_hazard": _share(float(hazard[risk & (band == at)].sum()),
                                  int((risk & (band == at)).sum())),
        }
        for at in range(len(edges))
    ]  # fmt: skip


def exit_cells(company: Company) -> Bools:
    """Person-months in which a seller left, shape (people, months)."""
    month = company.when.month_of(np.minimum(company.lives.gone, company.when.end) - 0.5)
    left = (company.lives.gone <= company.when.end) & company.roster.seller
    cells = np.zeros(company.lives.hazard.shape, dtype=bool)
    cells[np.flatnonzero(left), month[left]] = True
    return cells


def completions(company: Company) -> dict[str, dict[str, int]]:
    """Enrolments and completions of each course that were seen."""
    person, course, begun, done = company.lives.enrolments.table()
    until = np.minimum(company.lives.gone[person], company.when.end)
    started, finished = begun < until, done < until
    return {
        one.key: {
            "enrolled": int((started & (course == number)).sum()),
            "completed": int((finished & (course == number)).sum()),
        }
        for number, one in enumerate(COURSES)
    }


def _ramp(company: Company, tally: Tally, role: int) -> list[Facts]:
    """Deals opened a month at work, by band of tenure: counted, and expected from the truth."""
    if tally.opened is None:
        return []
    tenure = tenure_months(company.when, company.roster)
    band = np.searchsorted(RAMP_BANDS, tenure, side="right") - 1
    window = np.arange(company.when.n)[None, :] >= company.when.burn
    mine = (company.roster.role == role)[:, None] & window
    rows: list[Facts] = []
    for at, start in enumerate(RAMP_BANDS):
        cells = mine & (band == at)
        worked = float(company.skill.share_here[cells].sum())
        rows.append(
            {
                "from_month": start,
                "months_at_work": round(worked, 3),
                "opened": int(tally.opened[cells].sum()),
                "expected": round(float(company.skill.rate[cells].sum()), 3),
            }
        )
    return rows


def _stage_facts(tally: Tally, name: str) -> Facts:
    decided = tally.counts[f"decided:{name}"]
    return {
        "entered": tally.counts[f"entered:{name}"],
        "decided": decided,
        "passed": tally.counts[f"passed:{name}"],
        "conversion": _share(tally.counts[f"passed:{name}"], decided),
        "mean_chance": _share(tally.sums[f"chance:{name}"], decided),
    }


def _spread(days: Floats) -> Facts:
    if not len(days):
        return {"n": 0}
    return {"n": len(days), "mean": float(days.mean()), "median": float(np.median(days))}


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
