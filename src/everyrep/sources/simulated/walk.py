"""Walks deals through the stages: how long each takes, who holds the deal, whether it goes on.

Every deal has a time and a chance for all six stages, also for those it never reaches: what is not
reached is never exported, but the truth needs it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.sources.simulated.calendar import Calendar
from everyrep.sources.simulated.chance import Bools, Floats, Ints, sigmoid, stream
from everyrep.sources.simulated.company import Company
from everyrep.sources.simulated.customers import Accounts
from everyrep.sources.simulated.deals import MEDIAN_SIZE, Deals
from everyrep.sources.simulated.effects import CALCULATOR_EFFECT, PLAN_EFFECT, SPONSOR_EFFECT
from everyrep.sources.simulated.lives import Lives
from everyrep.sources.simulated.vocabulary import SEGMENT_DAYS, STAGE_DAYS, STAGES, TYPE_DAYS

N_STAGES = len(STAGES)
DWELL_SPREAD = 0.55
OPENING, HOURS = 8 / 24, 10 / 24
PULLED_IN = 0.35  # share of closings just after a quarter's end that are brought before it
PULL_DAYS = 20
NO_DECISIONS = 0.35  # share of losses in which the customer does nothing
PROPOSAL, NEGOTIATION = 3, 4


@dataclass
class Walk:
    """The way of each deal, shape (deals, stages) unless said otherwise.

    Attributes:
        entry: Moment of entering each stage.
        leave: Moment of leaving each stage.
        holder: Who holds the deal when it leaves the stage.
        month: Month in which it leaves the stage.
        logit: Log-odds of passing on.
        passed: Whether it passes on, if it gets there.
        last: By deal, the stage it ends in; N_STAGES for those won.
        end: By deal, moment of closing, seen or not.
        nothing: By deal, whether a loss is no decision.
        plan: By deal, moment a mutual plan was agreed; NaN: none.
        sponsor: By deal, moment of a sponsor's visit; NaN: none.
        calculator: By deal, moment the ROI calculator was used; NaN: not used.
    """

    entry: Floats
    leave: Floats
    holder: Ints
    month: Ints
    logit: Floats
    passed: Bools
    last: Ints
    end: Floats
    nothing: Bools
    plan: Floats
    sponsor: Floats
    calculator: Floats

    @property
    def won(self) -> Bools:
        """Whether the deal is won in the end, seen or not."""
        return self.last == N_STAGES

    @property
    def stage_end(self) -> Ints:
        """The stage whose leaving closes the deal."""
        return np.minimum(self.last, N_STAGES - 1)

    def take(self, rows: Ints) -> Walk:
        """The way of some deals."""
        return Walk(**{name: value[rows] for name, value in vars(self).items()})


def walk(company: Company, accounts: Accounts, deals: Deals, part: str) -> Walk:
    """Walks all deals of a region through the stages, one stage at a time."""
    when, lives, skill = company.when, company.lives, company.skill
    rng = stream(company.options.seed, f"walk-{part}", deals.region)
    way = _empty(deals.n)
    pace = np.array(TYPE_DAYS)[deals.kind] * np.array(SEGMENT_DAYS)[accounts.segment[deals.account]]
    holder, now = deals.owner, deals.created
    for stage in range(N_STAGES):
        holder = held_by(lives, holder, now)
        slow = skill.cycle[holder, when.month_of(now)]
        draw = DWELL_SPREAD * rng.normal(size=deals.n) - DWELL_SPREAD**2 / 2
        leave = now + STAGE_DAYS[stage] * pace * np.exp(draw + slow)
        leave = in_office(now, leave)
        if stage == N_STAGES - 1:
            leave = _pull_in(rng, when, now, leave)
        way.entry[:, stage], way.leave[:, stage] = now, leave
        holder = held_by(lives, holder, leave)
        way.holder[:, stage], way.month[:, stage] = holder, when.month_of(leave)
        _plays(rng, company, deals, way, stage)
        _decide(rng, company, deals, way, stage)
        now = leave
    _finish(rng, way)
    return way


def held_by(lives: Lives, holder: Ints, moment: Floats) -> Ints:
    """Who holds a deal at a moment: heirs take over when a holder has left, again and again."""
    for _ in range(4):
        gone = moment >= lives.gone[holder]
        if not gone.any():
            break
        heir = lives.successor[holder]
        holder = np.where(gone & (heir >= 0), heir, holder)
    return holder


def in_office(now: Floats, then: Floats) -> Floats:
    """Moves the end of a stay into working hours, after a weekend, and never before its begin."""
    day = np.floor(then)
    moved = day + OPENING + HOURS * (then - day)
    moved += np.where(weekday(day) >= 5, 7 - weekday(day), 0)
    return np.asarray(np.maximum(moved, now + 1 / 96))


def weekday(day: Floats) -> Floats:
    """Day of the week, Monday 0; day 0 of the world's count was a Thursday."""
    return np.asarray((np.floor(day) + 3) % 7)


def _empty(n: int) -> Walk:
    shape = (n, N_STAGES)
    nothing = np.full(n, np.nan)
    return Walk(
        entry=np.empty(shape),
        leave=np.empty(shape),
        holder=np.empty(shape, dtype=np.int64),
        month=np.empty(shape, dtype=np.int64),
        logit=np.empty(shape),
        passed=np.empty(shape, dtype=bool),
        last=np.empty(n, dtype=np.int64),
        end=np.empty(n),
        nothing=np.zeros(n, dtype=bool),
        plan=nothing.copy(),
        sponsor=nothing.copy(),
        calculator=nothing.copy(),
    )


def _pull_in(rng: np.random.Generator, when: Calendar, now: Floats, leave: Floats) -> Floats:
    """Some closings of the first weeks of a quarter are brought into the last days before it."""
    quarter = when.quarter_end(leave)
    late = (leave - quarter < PULL_DAYS) & (leave < when.edges[-1])
    early = np.floor(quarter - 1 - 4 * rng.random(len(leave)))
    early -= np.where(weekday(early) >= 5, weekday(early) - 4, 0)
    early += OPENING + HOURS * rng.random(len(leave))
    pull = late & (early > now + 0.5) & (rng.random(len(leave)) < PULLED_IN)
    return np.where(pull, early, leave)


def _plays(rng: np.random.Generator, company: Company, deals: Deals, way: Walk, stage: int) -> None:
    """During the proposal some deals get a plan, a sponsor, a calculation: the good, the large."""
    if stage != PROPOSAL:
        return
    options = company.options
    good = deals.quality if options.traps.good_deals_plans else 0 * deals.quality
    large = np.log(deals.target / MEDIAN_SIZE)
    touched = large if options.traps.big_deals_content else 0 * large
    now, stay = way.entry[:, stage], way.leave[:, stage] - way.entry[:, stage]
    keen = 0.3 * company.roster.motivation[deals.owner]
    for name, log_odds in (
        ("plan", -1.1 + 1.1 * good + keen),
        ("sponsor", -2.0 + 0.9 * good + 0.4 * touched),
        ("calculator", -1.6 + 0.9 * touched),
    ):
        has = rng.random(deals.n) < sigmoid(log_odds)
        at = now + 0.8 * rng.random(deals.n) * stay
        getattr(way, name)[:] = np.where(has, at, np.nan)


def _decide(
    rng: np.random.Generator, company: Company, deals: Deals, way: Walk, stage: int
) -> None:
    logit = (
        deals.logit[:, stage]
        + company.skill.logit[way.holder[:, stage], way.month[:, stage], stage]
    )
    logit = logit + company.options.scale.effect_size * play_shift(way, stage)
    way.logit[:, stage] = logit
    way.passed[:, stage] = rng.random(deals.n) < sigmoid(logit)


def play_shift(way: Walk, stage: int) -> Floats:
    """Log-odds that the plays add at a stage, at effect size 1."""
    shift = np.zeros(len(way.last))
    if stage == CALCULATOR_EFFECT.stage:
        shift += CALCULATOR_EFFECT.size * ~np.isnan(way.calculator)
    if stage == PLAN_EFFECT.stage:
        shift += PLAN_EFFECT.size * ~np.isnan(way.plan)
        shift += SPONSOR_EFFECT * ~np.isnan(way.sponsor)
    return shift


def _finish(rng: np.random.Generator, way: Walk) -> None:
    fails = ~way.passed
    way.last[:] = np.where(fails.any(axis=1), fails.argmax(axis=1), N_STAGES)
    rows = np.arange(len(way.last))
    way.end[:] = way.leave[rows, way.stage_end]
    way.nothing[:] = rng.random(len(way.last)) < NO_DECISIONS
