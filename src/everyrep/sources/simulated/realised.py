"""What each treatment really did to those who had it: with it minus without it, same luck.

Every deal has log-odds for every stage, reached or not. Taking a treatment's shift out of them
gives the chance the same deal would have had without it. The mean difference over the treated is
the average effect on the treated that an honest estimator should find.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from everyrep.sources.simulated.book import Book
from everyrep.sources.simulated.chance import Bools, Floats, Ints, sigmoid
from everyrep.sources.simulated.company import Company
from everyrep.sources.simulated.effects import (
    CALCULATOR_EFFECT,
    COURSE_KEYS,
    COURSES,
    PLAN_EFFECT,
)
from everyrep.sources.simulated.performance import Treatment
from everyrep.sources.simulated.walk import N_STAGES

Sums = dict[str, float]


@dataclass
class Realised:
    """Sums over regions, by treatment."""

    sums: dict[str, Sums] = field(default_factory=lambda: defaultdict(lambda: defaultdict(float)))

    def add(self, company: Company, book: Book) -> None:
        """Adds the deals of a region."""
        end, euro = company.when.end, company.rates[-1, book.accounts.currency]
        chance = sigmoid(book.way.logit)
        later = _chance_after(chance)
        seen = (book.way.leave < end) & (np.arange(N_STAGES) <= book.way.last[:, None])
        for one in company.skill.treatments:
            if one.effect.outcome == "stage":
                self._stage(book, one, chance, later, seen, euro)
                self._created_after(company, book, one, chance)
            elif one.effect.outcome == "size":
                self._size(company, book, one, euro)
            elif one.effect.outcome == "cycle":
                self._cycle(company, book, one, seen)
        self._play(
            company, book, "play-plan", PLAN_EFFECT.stage, book.way.plan, chance, later, seen
        )
        self._play(
            company, book, "content-calculator", CALCULATOR_EFFECT.stage, book.way.calculator,
            chance, later, seen,
        )  # fmt: skip

    def add_people(self, company: Company) -> None:
        """Adds what treatments did to people rather than to deals: leads and leaving."""
        self._leads(company)
        self._leaving(company)

    def table(self) -> dict[str, dict[str, float | int]]:
        """Means and counts by treatment, as truth.json holds them."""
        return {key: _means(sums) for key, sums in sorted(self.sums.items())}

    def _stage(
        self, book: Book, one: Treatment, chance: Floats, later: Floats, seen: Bools, euro: float
    ) -> None:
        stage = _stage_of(one)
        shift = one.shift[book.way.holder[:, stage], book.way.month[:, stage]]
        rows = np.flatnonzero(seen[:, stage] & (shift != 0))
        self._passing(one.key, book, stage, rows, shift[rows], chance, later, euro)

    def _play(
        self, company: Company, book: Book, key: str, stage: int | None, moment: Floats,
        chance: Floats, later: Floats, seen: Bools,
    ) -> None:  # fmt: skip
        if stage is None:
            return
        size = {PLAN_EFFECT.stage: PLAN_EFFECT.size}.get(stage, CALCULATOR_EFFECT.size)
        rows = np.flatnonzero(seen[:, stage] & ~np.isnan(moment))
        shift = np.full(len(rows), size * company.options.scale.effect_size)
        euro = company.rates[-1, book.accounts.currency]
        self._passing(key, book, stage, rows, shift, chance, later, euro)

    def _passing(
        self, key: str, book: Book, stage: int, rows: Ints, shift: Floats, chance: Floats,
        later: Floats, euro: float,
    ) -> None:  # fmt: skip
        gain = chance[rows, stage] - sigmoid(book.way.logit[rows, stage] - shift)
        sums = self.sums[key]
        sums["decisions"] += len(rows)
        sums["stage_conversion_sum"] += float(gain.sum())
        sums["win_sum"] += float((gain * later[rows, stage]).sum())
        sums["bookings_sum"] += float((gain * later[rows, stage] * book.amount[rows]).sum() * euro)

    def _created_after(self, company: Company, book: Book, one: Treatment, chance: Floats) -> None:
        """Deals opened in the months after completion, whatever became of them."""
        if one.key not in COURSE_KEYS:
            return
        stage = _stage_of(one)
        done = company.lives.enrolments.done_month[book.deals.owner, COURSE_KEYS.index(one.key)]
        rows = np.flatnonzero(company.when.month_of(book.deals.created) > done)
        shift = one.shift[book.way.holder[rows, stage], book.way.month[rows, stage]]
        without = sigmoid(book.way.logit[rows, stage] - shift)
        ratio = np.divide(without, chance[rows, stage])
        win = np.prod(chance[rows], axis=1)
        self.sums[one.key]["deals_created_after"] += len(rows)
        self.sums[one.key]["win_created_after_sum"] += float((win * (1 - ratio)).sum())

    def _size(self, company: Company, book: Book, one: Treatment, euro: float) -> None:
        shift = one.shift[book.deals.owner, company.when.month_of(book.deals.created)]
        rows = np.flatnonzero(shift != 0)
        sums = self.sums[one.key]
        sums["deals"] += len(rows)
        sums["log_size_sum"] += float(shift[rows].sum())
        sums["amount_sum"] += float((book.amount[rows] * (1 - np.exp(-shift[rows]))).sum() * euro)

    def _cycle(self, company: Company, book: Book, one: Treatment, seen: Bools) -> None:
        """Days saved in the stages that were gone through, for deals that are closed."""
        way, saved = book.way, np.zeros(book.deals.n)
        touched = np.zeros(book.deals.n, dtype=bool)
        for stage in range(N_STAGES):
            holder = way.holder[:, stage - 1] if stage else book.deals.owner
            shift = one.shift[holder, company.when.month_of(way.entry[:, stage])]
            shift = np.where(seen[:, stage], shift, 0.0)
            saved += (way.leave[:, stage] - way.entry[:, stage]) * (1 - np.exp(-shift))
            touched |= shift != 0
        rows = np.flatnonzero(touched & book.closed)
        self.sums[one.key]["deals"] += len(rows)
        self.sums[one.key]["days_sum"] += float(saved[rows].sum())

    def _leads(self, company: Company) -> None:
        for one in company.skill.treatments:
            if one.effect.outcome != "leads":
                continue
            gain = company.skill.rate - company.skill.rate_without
            treated = (one.shift != 0) & (company.skill.rate > 0)
            sums = self.sums[one.key]
            sums["person_months"] += float(treated.sum())
            sums["deals_opened_sum"] += float(gain[treated].sum())
            sums["others_deals_total"] += float(gain[~treated].sum())

    def _leaving(self, company: Company) -> None:
        enrolments, months = company.lives.enrolments, company.when.n
        for number, course in enumerate(COURSES):
            if not course.effect or course.effect.outcome != "leaving":
                continue
            size = company.options.scale.effect_size * course.effect.size
            shift = enrolments.strength(number, months, size * course.effect.curve(months))
            hazard = company.lives.hazard
            rows = (hazard > 0) & (shift != 0)
            without = 1 - np.exp(np.log1p(-hazard[rows]) * np.exp(-shift[rows]))
            sums = self.sums[course.key]
            sums["person_months"] += float(rows.sum())
            sums["leaving_sum"] += float((hazard[rows] - without).sum())


def _chance_after(chance: Floats) -> Floats:
    """Chance of passing all stages after each, shape as given."""
    after = np.ones_like(chance)
    for stage in range(N_STAGES - 2, -1, -1):
        after[:, stage] = after[:, stage + 1] * chance[:, stage + 1]
    return after


def _stage_of(one: Treatment) -> int:
    return one.effect.stage or 0


def _means(sums: Sums) -> dict[str, float | int]:
    """Sums become means over their own counts; totals stay totals."""
    over = {
        "stage_conversion_sum": "decisions", "win_sum": "decisions",
        "win_created_after_sum": "deals_created_after", "log_size_sum": "deals",
        "amount_sum": "deals", "days_sum": "deals", "deals_opened_sum": "person_months",
        "leaving_sum": "person_months",
    }  # fmt: skip
    out: dict[str, float | int] = {}
    for name, value in sums.items():
        if name in over:
            count = sums[over[name]]
            out[name.removesuffix("_sum") + "_mean"] = value / count if count else 0.0
        elif name == "bookings_sum":
            out["bookings_euro_cents"] = round(value)
        else:
            out[name] = round(value) if name != "others_deals_total" else value
    return out
