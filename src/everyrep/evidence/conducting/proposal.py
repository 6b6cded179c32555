"""A trial before it starts: what it would detect, when it would be known, what would help."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from everyrep.evidence.arrays import Ints
from everyrep.evidence.conducting.draft import Calendar, Draft, calendar
from everyrep.evidence.conducting.roster import Eligible, eligible
from everyrep.evidence.conducting.spread import Spread, Tried, spread, tried
from everyrep.evidence.findings.plainly import plain
from everyrep.evidence.history import (
    History,
    Outcome,
    hold_smallest,
    read_outcome,
    worth_having,
)
from everyrep.evidence.inference import FEW_CLUSTERS, FEWEST_CLUSTERS
from everyrep.evidence.trials import (
    Detectable,
    Plan,
    Reach,
    Staggered,
    detectable,
    power_of,
    reach,
    staggered_detectable,
)
from everyrep.evidence.trials.plan import kept_variance
from everyrep.measures import FactSource
from everyrep.values import Reason, Scope

_TENTH = 0.1
_ENOUGH = 20
"""People from whom on the spread is their own, and not the whole company's."""


@dataclass(frozen=True)
class Proposal:
    """What a trial would tell.

    Attributes:
        draft: What is wanted.
        title: Of the outcome.
        unit: Of the outcome.
        direction: "up" where more is better, "down", or "none".
        eligible: Who could take part.
        calendar: When what happens.
        spread: How the outcome spreads and lasts; None where it cannot be told.
        tried: What pretended starts in the past would have seen; None where there is no past.
        found: The smallest effect that it detects four times in five, or why it cannot tell.
        power: Chance of finding the smallest effect worth having; None where it cannot tell.
        smallest: Smallest effect worth having.
        reach: What would make it detect more; None where the outcome's spread is not known.
        company: The smallest effect that the whole company could detect, drawn person by person.
        warnings: What makes it less sure than it looks.
        snapshot: The build that was read.
    """

    draft: Draft
    title: str
    unit: str
    direction: str
    eligible: Eligible
    calendar: Calendar
    spread: Spread | None
    tried: Tried | None
    found: Detectable | Reason
    power: float | None
    smallest: float
    reach: Reach | None
    company: float | None
    warnings: tuple[str, ...]
    snapshot: str

    @property
    def can_tell(self) -> bool:
        """Whether it can tell anything at all."""
        return not isinstance(self.found, Reason)

    def to_dict(self) -> dict[str, Any]:
        """The proposal as JSON-safe data; the roster as counts."""
        return {
            "draft": plain(self.draft) | {"start": self.calendar.starts[0].isoformat()},
            "outcome": {"title": self.title, "unit": self.unit},
            "can_tell": self.can_tell,
            "people": len(self.eligible.roster.person),
            "units": self.eligible.units,
            "left_out": dict(self.eligible.left_out),
            "starts": [day.isoformat() for day in self.calendar.starts],
            "counted_from": self.calendar.counted_from.isoformat(),
            "known_on": self.calendar.counted_to.isoformat(),
            "months_until_known": self.calendar.months,
            "cycle_days": self.calendar.cycle,
            "spread": plain(self.spread),
            "tried": plain(self.tried),
            "detectable": plain(self.found),
            "power": self.power,
            "smallest": self.smallest,
            "ways": None if self.reach is None else plain(self.reach.ways),
            "company_detectable": self.company,
            "warnings": list(self.warnings),
            "snapshot": self.snapshot,
        }


def propose(source: FactSource, draft: Draft, scope: Scope) -> Proposal:
    """What a trial would tell, before anything starts.

    Args:
        source: An open build.
        draft: What is wanted.
        scope: Who asks.

    Raises:
        UnknownName: The outcome, the course, a stratum or a condition does not exist; near names
            are offered.
        UserError: Nobody could take part, or the outcome has no history by person and month.
    """
    history = read_outcome(source, Outcome(draft.outcome, draft.where), scope)
    who = eligible(
        source, history, scope, people=draft.people, by=draft.by, strata=draft.strata,
        course=draft.course,
    )  # fmt: skip
    when = calendar(source, draft, scope)
    everybody = eligible(source, history, scope, course=draft.course)
    return proposed(history, draft, who, when, everybody)


def proposed(
    history: History, draft: Draft, who: Eligible, when: Calendar, everybody: Eligible
) -> Proposal:
    """The same from what was read.

    Args:
        history: Of the outcome, everybody's.
        draft: What is wanted.
        who: Who could take part.
        when: The calendar.
        everybody: Who in the company could.

    Raises:
        UserError: The smallest effect worth having is one that the outcome cannot have.
    """
    hold_smallest(draft.smallest, history.unit)
    like = who if len(who.roster.person) >= _ENOUGH else everybody
    own = _only(history, like)
    seen = spread(own)
    if isinstance(seen, Reason):
        return Proposal(
            draft, history.title, history.unit, history.direction, who, when, None, None, seen,
            None, draft.smallest or worth_having(0.0, history.unit), None, None, (),
            history.snapshot,
        )  # fmt: skip
    smallest = draft.smallest or worth_having(seen.usual, history.unit)
    past = tried(own, draft.before, draft.months, when.lag, _groups(draft, who, like))
    plan = _plan(draft, who, seen, past)
    whole = _plan(replace(draft, by="person"), everybody, seen, past)
    found = _detectable(draft, who, plan)
    chance = None
    if isinstance(found, Detectable):
        chance = power_of(smallest, found.error, found.degrees)
    ways = reach(whole if isinstance(found, Reason) else plan, smallest)
    return Proposal(
        draft, history.title, history.unit, history.direction, who, when, seen, past, found,
        chance, smallest, _better(ways, found),
        _effect(detectable(whole)),
        _warnings(draft, who, past), history.snapshot,
    )  # fmt: skip


def _only(history: History, who: Eligible) -> History:
    rows = np.zeros(len(history), dtype=bool)
    rows[who.rows] = True
    return history.only(rows)


def _groups(draft: Draft, who: Eligible, like: Eligible) -> Ints | None:
    """The group of each whose past is looked at, where groups are drawn; others stand alone."""
    if draft.by == "person":
        return None
    unit = dict(zip(who.roster.person, who.roster.unit, strict=True))
    words = [unit.get(one, f"alone {one}") for one in like.roster.person]
    return np.unique(words, return_inverse=True)[1].astype(np.int64)


def _plan(draft: Draft, who: Eligible, known: Spread, past: Tried | None) -> Plan:
    """The plan in numbers. Where pretended starts were less exact, they are believed."""
    people = len(who.roster.person)
    sizes = np.array(list(Counter(who.roster.unit).values()), dtype=float)
    team = float(sizes.mean()) if draft.by != "person" else 1.0
    plan = Plan(
        people=people,
        deviation=known.deviation,
        treated=draft.share,
        periods=draft.months,
        before=draft.before,
        lasting=known.lasting,
        echo=known.echo,
        team=max(team, 1.0),
        uneven=float(sizes.std() / sizes.mean()) if draft.by != "person" else 0.0,
        likeness=0.0 if draft.by == "person" or past is None else min(past.likeness, 1.0),
    )
    planned = plan.deviation * kept_variance(plan) ** 0.5
    if past is None or past.deviation <= planned:
        return plan
    return replace(plan, deviation=plan.deviation * past.deviation / planned)


def _detectable(draft: Draft, who: Eligible, plan: Plan) -> Detectable | Reason:
    few = _few(draft, who)
    if few is not None:
        return few
    return staggered_detectable(_staggered(draft, who, plan)) if draft.waves else detectable(plan)


def _few(draft: Draft, who: Eligible) -> Reason | None:
    """Fewer than six groups tell nothing, whatever their size."""
    if draft.by == "person" or who.units >= FEWEST_CLUSTERS:
        return None
    many = "territories" if draft.by == "territory" else f"{draft.by}s"
    return Reason(
        "too_few_clusters",
        f"Only {who.units} {many} could be drawn; with fewer than {FEWEST_CLUSTERS} chance cannot "
        "be told from effect.",
        "Draw people where they do not share leads, or take more of the company in.",
    )


def _staggered(draft: Draft, who: Eligible, plan: Plan) -> Staggered:
    """Waves of one size, and as many who wait until the end."""
    wave = np.arange(who.units, dtype=np.int64) % (draft.waves + 1)
    periods = draft.before + (draft.waves - 1) * draft.every + draft.months
    return Staggered(
        start=np.where(wave < draft.waves, draft.before + wave * draft.every, periods),
        periods=periods,
        people=plan.team,
        deviation=plan.deviation,
        likeness=plan.likeness,
        person_lasts=plan.lasting,
    )


def _better(ways: Reach, found: Detectable | Reason) -> Reach:
    """Without ways that detect no more than what is planned."""
    if isinstance(found, Reason):
        return ways
    kept = tuple(one for one in ways.ways if one.effect is None or one.effect < found.effect)
    return replace(ways, ways=kept)


def _effect(found: Detectable | Reason) -> float | None:
    return None if isinstance(found, Reason) else found.effect


def _warnings(draft: Draft, who: Eligible, past: Tried | None) -> tuple[str, ...]:
    said = []
    if draft.by != "person" and FEWEST_CLUSTERS <= who.units < FEW_CLUSTERS:
        said.append(
            f"Only {who.units} would be drawn; with fewer than {FEW_CLUSTERS} ranges are rough."
        )
    if draft.by == "person" and who.shared:
        said.append(
            f"{who.shared} people have somebody of their team in the trial: where a team shares "
            "leads, or tells each other, draw teams."
        )
    if past is None:
        said.append("The past is too short to hold the plan against it.")
    return tuple(said)
