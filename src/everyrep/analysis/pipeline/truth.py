"""The truth about a pipeline: what it takes to hit the target, what there is, and the chance.

A ratio of pipeline to target says nothing without the chance behind it. Here the chance comes from
one's own earlier periods on the like day, with what is not known about it: few deals, amounts far
apart, periods that are good or bad for all. What deals that are not open yet will bring comes on
top, and is shown apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from everyrep.analysis.misspelt import tells_misspelt_words
from everyrep.analysis.pipeline.conditions import OF_NOW, target_not_by, whole_target, without
from everyrep.analysis.pipeline.coverage import Needed, hitting, needed
from everyrep.analysis.pipeline.figures import PipelineTruth, StageShare
from everyrep.analysis.pipeline.likedays import LikeDays, like_day, like_days
from everyrep.analysis.pipeline.remarks import notes_of
from everyrep.analysis.pipeline.telling import hidden_lines
from everyrep.analysis.pipeline.wall import no_sums, too_few
from everyrep.analysis.pipeline.yields import Bools, Learned, grouped, learned, tried
from everyrep.measures import query
from everyrep.measures.figures import NO_FACTS
from everyrep.measures.source import FactSource
from everyrep.values import (
    Currency,
    Estimate,
    Grade,
    Money,
    NotEstimable,
    Period,
    Reason,
    Scope,
    UserError,
)

FEWEST_DEALS = 30
"""Earlier deals below which chances are not told."""
_PART_OF_STAGES = Reason(
    "part_of_stages",
    "The condition picks deals by where they stand now; deals still to be opened stand nowhere.",
    "Leave out what it says of stages.",
)
_MET = Reason("target_met", "The target is met already: nothing is left of it to be won.", "")


@tells_misspelt_words("open_deals")
def pipeline_truth(
    source: FactSource,
    scope: Scope,
    *,
    period: str | Period = "this fiscal quarter",
    chance: float = 0.8,
    target: Money | None = None,
    where: str | None = None,
    level: float = 0.95,
) -> PipelineTruth:
    """What it takes to hit the target of a period, and the chance of it.

    Args:
        source: An open build.
        scope: Who asks.
        period: The period; one that goes on, or is to come.
        chance: Chosen chance of hitting the target.
        target: What is left to be won; by default quotas of the period less its bookings.
        where: Which deals count, as they are now. The target is cut alike; where targets have no
            such field, what takes the target is refused, and what takes none stays.
        level: Confidence of ranges.

    Raises:
        UserError: The chance is not between 0 and 1, or the period is over.
    """
    as_of = min(source.as_of, scope.as_of or source.as_of)
    days = (
        Period.parse(period, calendar=source.settings.fiscal, as_of=as_of)
        if isinstance(period, str)
        else period
    )
    if not 0 < chance < 1:
        raise UserError(f"The chance is {chance!r}", remedy="Give a share between 0 and 1")
    if days.end <= as_of:
        raise UserError(
            f"The period {days} is over on {as_of}",
            why="the chance of hitting a target is about what is still to come",
            remedy="give a period that goes on, such as 'this fiscal quarter'",
        )
    ask = _Ask(source, scope, days, as_of, chance, target, where, level)
    reason = no_sums(scope, 0)
    return _refused(ask, reason) if reason is not None else _told(ask)


@dataclass(frozen=True)
class _Ask:
    source: FactSource
    scope: Scope
    period: Period
    as_of: date
    chance: float
    target: Money | None
    where: str | None
    level: float

    @property
    def currency(self) -> Currency:
        return Currency.of(self.source.reporting_currency)

    def figure(self, measure: str, period: Period, where: str | None = None) -> Estimate:
        """One figure of the door."""
        answer = query(
            self.source, measure, period=period, scope=self.scope, where=where, level=self.level
        )
        return answer.one()

    def money(self, minor: float, n: int, low: float | None = None, high: float | None = None,
              grade: Grade = Grade.COUNTED) -> Estimate:  # fmt: skip
        """An amount."""
        low_, high_ = (None if x is None else Money(round(x), self.currency) for x in (low, high))
        unit = f"money:{self.currency.code}"
        return Estimate(
            Money(round(minor), self.currency), low_, high_, n, unit, grade, level=self.level
        )


def _told(ask: _Ask) -> PipelineTruth:
    remaining = _remaining(ask)
    weighted = ask.figure("weighted_pipeline", ask.period, ask.where)
    like = like_days(ask.source, ask.scope, ask.period, ask.as_of, ask.where)
    few = no_sums(ask.scope, len(set(like.owners.tolist()) - {""}))
    if few is not None:
        return _refused(ask, few)
    known = learned(like.before, len(like.groups))
    left = remaining.value.minor if isinstance(remaining.value, Money) else None
    due = _due(ask)
    thin = _thin(like, known)
    return PipelineTruth(
        ask.period,
        ask.as_of,
        ask.chance,
        remaining,
        due,
        _outside(ask, like, like.overdue),
        _outside(ask, like, like.ahead),
        _coverage(ask, due, left, remaining),
        *_needed(ask, like, known, left, thin),
        *_chances(ask, like, known, left, remaining, thin),
        weighted,
        _stages(ask, like, known, left, remaining, thin),
        known.periods,
        0 if thin else tried(like.before, len(like.groups), ask.level).within,
        known.shock,
        (*_target_notes(ask), *notes_of(like, known, thin, ask.scope, due)),
    )


def _remaining(ask: _Ask) -> Estimate:
    if ask.target is None:
        reason = target_not_by(ask.where)
        if reason is not None:
            return NotEstimable(reason, unit=f"money:{ask.currency.code}")
        return ask.figure("remaining_target", ask.period, whole_target(ask.where))
    unit = f"money:{ask.target.currency.code}"
    return Estimate(ask.target, unit=unit, notes=("The target was given with the question.",))


def _due(ask: _Ask) -> Estimate:
    """The pipeline of the period, as the door has it; none is none."""
    found = ask.figure("pipeline", ask.period, ask.where)
    nothing = found.reason is not None and found.reason.code == NO_FACTS.code
    return ask.money(0.0, 0) if nothing else found


def _outside(ask: _Ask, like: LikeDays, those: Bools) -> Estimate:
    """What was, or is, to close before the period."""
    people = len(set(like.owners[those].tolist()) - {""})
    if people and ask.scope.suppresses(people):
        return NotEstimable(too_few(ask.scope), unit=f"money:{ask.currency.code}")
    return ask.money(float(like.amounts[those].sum()), int(those.sum()))


def _coverage(ask: _Ask, due: Estimate, left: int | None, remaining: Estimate) -> Estimate:
    """What is due over what is left; with the target of the quotas the measure of that name."""
    if ask.target is None and target_not_by(ask.where) is None:
        return ask.figure("coverage", ask.period, ask.where)
    if not isinstance(due.value, Money):
        return NotEstimable(due.reason or NO_FACTS, unit="ratio")
    return _ratio(due.value.minor, left, due.n, remaining)


def _thin(like: LikeDays, known: Learned) -> Reason | None:
    """Why chances cannot be told; None where they can."""
    if not len(like.amounts):
        return Reason("no_rows", "No deal with an amount is open.", "")
    if len(like.before.period) < FEWEST_DEALS or known.periods < 2:
        return Reason(
            "too_little_history",
            f"Only {len(like.before.period)} deals were open on the like day of "
            f"{known.periods} earlier periods.",
            "Ask again later, or for a wider part of the pipeline.",
        )
    return None


def _ratio(over: float, left: int | None, n: int, remaining: Estimate) -> Estimate:
    if left is None:
        reason = remaining.reason or Reason("no_target", "There is no target.", "Give one.")
        return NotEstimable(reason, unit="ratio")
    if left <= 0:
        return NotEstimable(_MET, unit="ratio")
    return Estimate(over / left, n=n, unit="ratio")


def _needed(
    ask: _Ask, like: LikeDays, known: Learned, left: int | None, thin: Reason | None
) -> tuple[Estimate, Estimate]:
    """Coverage needed of what is due, and the one at which the target can be expected.

    Nothing is needed for a target that is met.
    """
    if left is not None and left <= 0:
        return NotEstimable(_MET, unit="ratio"), NotEstimable(_MET, unit="ratio")
    due = grouped(like.amounts[like.due], like.now[like.due], known.chances)
    if thin is not None or not due:
        reason = thin or Reason("no_rows", "No open deal is due in the period.", "")
        return NotEstimable(reason, unit="ratio"), NotEstimable(reason, unit="ratio")
    found = needed(due, ask.chance, known.shock, ask.level)
    n = len(like.before.period)
    even = Estimate(found.break_even, n=n, unit="ratio", grade=Grade.OBSERVED)
    return _as_estimate(found, n, ask.level), even


def _as_estimate(found: Needed, n: int, level: float) -> Estimate:
    if found.ratio is None:
        why = f"So few deals cannot hit any target with a chance of {found.chance:.0%}."
        return NotEstimable(Reason("never_enough", why, "Choose a lower chance."), unit="ratio")
    low = None if found.low is None else min(found.low, found.ratio)
    high = None if found.high is None else max(found.high, found.ratio)
    return Estimate(found.ratio, low, high, n, "ratio", Grade.OBSERVED, level=level)


def _chances(
    ask: _Ask,
    like: LikeDays,
    known: Learned,
    left: int | None,
    remaining: Estimate,
    thin: Reason | None,
) -> tuple[Estimate, Estimate, Estimate]:
    """The chance of hitting, the one with later deals, and what is expected."""
    unit = f"money:{ask.currency.code}"
    if thin is not None:
        none = NotEstimable(thin, unit="share")
        return none, none, NotEstimable(thin, unit=unit)
    groups = grouped(like.amounts, like.now, known.chances)
    found = hitting(groups, float(left or 0), known.shock, ask.level)
    expected = ask.money(
        found.expected, found.deals, found.expected_low, found.expected_high, Grade.OBSERVED
    )
    if left is None:
        reason = remaining.reason or Reason("no_target", "There is no target.", "Give one.")
        none = NotEstimable(reason, unit="share")
        return none, none, expected
    if left <= 0:
        none = NotEstimable(_MET, unit="share")
        return none, none, expected
    n = len(like.before.period)
    chance = Estimate(
        found.chance, found.low, found.high, n, "share", Grade.OBSERVED, level=ask.level
    )
    if without(ask.where, OF_NOW) != without(ask.where, ()):
        return chance, NotEstimable(_PART_OF_STAGES, unit="share"), expected
    later = _later(ask, like)
    each = [found.spread.chance_of(left - amount) for amount in later]
    with_later = Estimate(
        float(np.mean(each)), min(each), max(each), len(each), "share", Grade.OBSERVED,
        notes=("The range is over what later deals brought in the earlier periods.",),
    )  # fmt: skip
    return chance, with_later, expected


def _later(ask: _Ask, like: LikeDays) -> Sequence[float]:
    """What deals brought, in each earlier period, that were not among the open ones."""
    rests = [
        Period(like_day(one, ask.period, ask.as_of) + timedelta(days=1), one.end)
        for one in like.periods
        if like_day(one, ask.period, ask.as_of) < one.last
    ]
    booked = dict(zip((rest.end for rest in rests), _booked(ask, rests), strict=True))
    found = []
    for number, period in enumerate(like.periods):
        those = (like.before.period == number) & like.before.won
        known = float(like.before.amount[those].sum())
        found.append(max(booked.get(period.end, 0) - known, 0.0))
    return found


def _booked(ask: _Ask, periods: Sequence[Period]) -> list[int]:
    """Bookings of several periods, in one question where days may be told apart.

    The sums go no further than here: what is told is one chance over all periods. So who sees
    everybody in groups alone has it too, although days are too fine for them, unless a condition
    narrows it, maybe to a person.
    """
    where = without(ask.where, OF_NOW)
    whole_company = ask.scope.sees_everybody and ask.where is None
    sight = replace(ask.scope, min_group=1) if whole_company else ask.scope
    if sight.min_group > 1 or not sight.allows_grain("day") or not periods:
        figures = [ask.figure("bookings", period, where) for period in periods]
        return [one.value.minor if isinstance(one.value, Money) else 0 for one in figures]
    whole = Period(min(one.start for one in periods), max(one.end for one in periods))
    answer = query(ask.source, "bookings", by="day", period=whole, scope=sight, where=where)
    days = [
        (date.fromisoformat(str(row.keys["day"])), row.estimate.value.minor)
        for row in answer
        if row.keys["day"] is not None and isinstance(row.estimate.value, Money)
    ]
    return [sum(minor for day, minor in days if period.contains(day)) for period in periods]


def _stages(
    ask: _Ask,
    like: LikeDays,
    known: Learned,
    left: int | None,
    remaining: Estimate,
    thin: Reason | None,
) -> tuple[StageShare, ...]:
    from everyrep.measures.labels import stage_places

    places = stage_places(ask.source)
    order = sorted(
        range(len(like.groups)),
        key=lambda at: (places.get(like.groups[at][0], 10**6), like.groups[at]),
    )
    hidden = hidden_lines(ask.source, ask.scope, like, ask.where, ask.period)
    found = []
    for at in order:
        stage, when = like.groups[at]
        if (stage, when) in hidden:
            continue
        # Where nothing tells earlier closes, one chance is that of all, due or not.
        those = (like.now == at) & (like.due if when == "due" else True)
        total, n = float(like.amounts[those].sum()), int(those.sum())
        chance, expected = _stage_chance(ask, known, at, total, n, thin)
        found.append(
            StageShare(
                stage,
                when,
                ask.money(total, n),
                _ratio(total, left, n, remaining),
                chance,
                expected,
            )
        )
    return tuple(found)


def _stage_chance(
    ask: _Ask, known: Learned, at: int, total: float, n: int, thin: Reason | None
) -> tuple[Estimate, Estimate]:
    if thin is not None:
        unit = f"money:{ask.currency.code}"
        return NotEstimable(thin, unit="share"), NotEstimable(thin, unit=unit)
    chances = known.chances[at]
    low, high = chances.at(np.array([(1 - ask.level) / 2, (1 + ask.level) / 2])).tolist()
    mean = chances.mean
    chance = Estimate(
        mean, min(low, mean), max(high, mean), int(chances.decided), "share", Grade.OBSERVED,
        level=ask.level,
    )  # fmt: skip
    ends = (total * min(low, mean), total * max(high, mean))
    return chance, ask.money(total * mean, n, *ends, Grade.OBSERVED)


def _target_notes(ask: _Ask) -> tuple[str, ...]:
    reason = None if ask.target is not None else target_not_by(ask.where)
    return () if reason is None else (f"{reason.sentence} {reason.remedy}",)


def _refused(ask: _Ask, reason: Reason) -> PipelineTruth:
    amount = NotEstimable(reason, unit=f"money:{ask.currency.code}")
    ratio, share = NotEstimable(reason, unit="ratio"), NotEstimable(reason, unit="share")
    return PipelineTruth(
        ask.period, ask.as_of, ask.chance, amount, amount, amount, amount, ratio, ratio, ratio,
        share, share, amount, amount,
    )  # fmt: skip
