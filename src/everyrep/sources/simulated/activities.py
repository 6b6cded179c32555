"""Calls, mails, meetings, demos and proposals: on deals while they are open, and around them.

How much somebody does has no effect of its own here: it follows from having deals, and its quality
from skill.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from everyrep.sources.simulated.chance import Bools, Floats, Ints, repeat, stream
from everyrep.sources.simulated.company import Company
from everyrep.sources.simulated.deals import Deals
from everyrep.sources.simulated.people import Roster
from everyrep.sources.simulated.vocabulary import FARMER, SDR, SKILLS
from everyrep.sources.simulated.walk import N_STAGES, Walk, held_by

CALL, MAIL, MEETING, DEMO, PROPOSAL = range(5)
KINDS = ("Call", "Email", "Meeting", "Demo", "Proposal")
KIND_SHARE = (
    (0.45, 0.45, 0.10, 0.00, 0.00),
    (0.35, 0.40, 0.24, 0.01, 0.00),
    (0.25, 0.38, 0.20, 0.17, 0.00),
    (0.25, 0.40, 0.18, 0.04, 0.13),
    (0.33, 0.42, 0.22, 0.00, 0.03),
    (0.35, 0.50, 0.15, 0.00, 0.00),
)
PROSPECTING_SHARE = (0.62, 0.36, 0.02, 0.00, 0.00)
SDR_FACTOR = 6.0  # prospecting of sales development against that of sellers
MINUTES = (9.0, 0.0, 45.0, 60.0, 0.0)
VISITED_STAGES = 3.3  # about, a deal
QUALITY_SEEN = (0.35, 0.0, 0.2, 0.3, 0.0)  # share that carries a quality mark
RESULTS = (
    ("Connected", "No answer", "Voicemail", "Wrong number"),
    ("Sent", "Opened", "Replied", "Bounced"),
    ("Held", "No show", "Rescheduled", "Cancelled"),
    ("Held", "No show", "Rescheduled", "Cancelled"),
    ("Sent", "Opened", "Accepted", "Withdrawn"),
)
RESULT_EDGES = (
    (0.42, 0.80, 0.97),
    (0.55, 0.80, 0.98),
    (0.86, 0.92, 0.99),
    (0.88, 0.93, 0.99),
    (0.50, 0.85, 0.99),
)
DISCOVERY = SKILLS.index("discovery")
NO_DEAL = -1


@dataclass(frozen=True)
class Activities:
    """One value an activity.

    Attributes:
        deal: Row of the deal; NO_DEAL for prospecting.
        person: Who did it.
        kind: CALL to PROPOSAL.
        moment: When.
        minutes: How long.
        inbound: Whether the customer began it.
        result: Place in RESULTS of the kind.
        quality: Mark of 0 to 100; NaN where nobody looked.
    """

    deal: Ints
    person: Ints
    kind: Ints
    moment: Floats
    minutes: Ints
    inbound: Bools
    result: Ints
    quality: Floats


def on_deals(company: Company, deals: Deals, way: Walk) -> Activities:
    """Activities within the stages that each deal visited before the world stops."""
    options, when, lives = company.options, company.when, company.lives
    rng = stream(options.seed, "activities", deals.region)
    until = np.minimum(way.leave, when.end)
    visited = (way.entry < when.end) & (np.arange(N_STAGES) <= way.stage_end[:, None])
    rate = options.scale.activities_per_deal / VISITED_STAGES * visited
    counts = rng.poisson(rate).ravel()
    cell = repeat(counts)
    deal, stage = cell // N_STAGES, cell % N_STAGES
    opens, closes = way.entry[deal, stage], until[deal, stage]
    moment = office_hours(rng, opens + rng.random(len(cell)) * (closes - opens))
    moment = np.minimum(np.maximum(moment, opens + 0.02 * rng.random(len(cell))), when.end - 0.01)
    holder = np.where(stage > 0, way.holder[deal, (stage - 1).clip(0)], deals.owner[deal])
    person = held_by(lives, holder, moment)
    kind = _kinds(rng, stage)
    keep = ~lives.away[person, when.month_of(moment)] & (moment >= when.start)
    found = deal[keep], person[keep], kind[keep], moment[keep]
    return _detail(rng, company.roster, *found)


def prospecting(company: Company, people: Ints) -> Activities:
    """Calls and mails that belong to no deal, of a group of people."""
    options, when, roster = company.options, company.when, company.roster
    skill = company.skill
    rng = stream(options.seed, "prospecting", int(people[0]) if len(people) else 0)
    role = roster.role[people]
    factor = np.where(role == SDR, SDR_FACTOR, np.where(role == FARMER, 0.5, 1.0)) * (role <= SDR)
    keen = np.exp(0.2 * roster.motivation[people]) * factor
    rate = options.scale.prospecting_per_month * keen[:, None] * skill.share_here[people]
    rate[:, : when.burn] = 0.0
    counts = rng.poisson(rate).ravel()
    cell = repeat(counts)
    person, month = people[cell // when.n], cell % when.n
    opens, closes = skill.opens[person, month], skill.closes[person, month]
    moment = office_hours(rng, opens + rng.random(len(cell)) * (closes - opens))
    moment = np.maximum(moment, opens + 0.34)
    kind = np.searchsorted(np.cumsum(PROSPECTING_SHARE), rng.random(len(cell))).clip(0, 4)
    return _detail(rng, roster, np.full(len(cell), NO_DEAL), person, kind, moment)


def office_hours(rng: np.random.Generator, moment: Floats) -> Floats:
    """Moves moments into working hours of the same day, or of Friday before a weekend."""
    day = np.floor(moment)
    weekday = (day + 3) % 7
    lazy = rng.random(len(day)) < 0.97
    day -= np.where((weekday >= 5) & lazy, weekday - 4, 0)
    hour = 8 + 5 * (rng.random(len(day)) + rng.random(len(day)))
    return np.asarray(day + hour / 24)


def _kinds(rng: np.random.Generator, stage: Ints) -> Ints:
    edges = np.cumsum(np.array(KIND_SHARE), axis=1)[:, :-1]
    draw = rng.random(len(stage))
    kind = np.zeros(len(stage), dtype=np.int64)
    for column in range(edges.shape[1]):
        kind += draw >= edges[stage, column]
    return kind


def _detail(
    rng: np.random.Generator, roster: Roster, deal: Ints, person: Ints, kind: Ints, moment: Floats
) -> Activities:
    n = len(deal)
    minutes = np.array(MINUTES)[kind] * np.exp(0.5 * rng.normal(size=n))
    edges, draw = np.array(RESULT_EDGES)[kind], rng.random(n)
    result = (draw[:, None] >= edges).sum(axis=1)
    silent = (kind == CALL) & (result > 0)
    mark = 58 + 9 * roster.skills[person, DISCOVERY] + 11 * rng.normal(size=n)
    marked = (rng.random(n) < np.array(QUALITY_SEEN)[kind]) & ~silent
    return Activities(
        deal=deal,
        person=person,
        kind=kind,
        moment=moment,
        minutes=np.where(silent, 1, np.rint(minutes)).astype(np.int64),
        inbound=rng.random(n) < np.where(kind == MAIL, 0.35, 0.12),
        result=result,
        quality=np.where(marked, np.rint(mark.clip(0, 100)), np.nan),
    )
