"""How far a company leans on a few people, beside what luck alone would give."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from everyrep.analysis.heroes.arrays import Floats
from everyrep.analysis.heroes.concentration import TOP, concentrations
from everyrep.analysis.heroes.estimates import (
    NO_REVENUE,
    NO_TRUE_SPREAD,
    TOO_FEW_DEALS,
    TOO_FEW_PEOPLE,
    between,
    counted,
    of_draws,
)
from everyrep.analysis.heroes.luck import equal_people, luck_alone
from everyrep.analysis.heroes.middle import SHARE_OF_GAP, middle_moved
from everyrep.analysis.heroes.persistence import Interval, Persistence, persistence
from everyrep.analysis.heroes.result import (
    BesideLuck,
    MovingTheMiddle,
    OnePeriodLater,
    Reliance,
    SamePeople,
)
from everyrep.analysis.heroes.skill import TrueSpread, true_figures, true_spread
from everyrep.analysis.heroes.study import Stretch, aligned, stretch
from everyrep.analysis.heroes.tails import shapes
from everyrep.analysis.heroes.words import notes_of, verdict_of
from everyrep.analysis.misspelt import tells_misspelt_words
from everyrep.measures import FactSource
from everyrep.values import Estimate, Money, NotEstimable, Period, Reason, Scope, UserError

FEWEST_PEOPLE = 5
FEWEST_DEALS = 10
_SHAPES_OF_LUCK = 40
TITLES = {
    "top_share": "Share of bookings of the top fifth",
    "gini": "Gini",
    "top_multiple": "Top fifth over the middle, a month",
    "bottom_multiple": "Bottom fifth over the middle, a month",
}
_UNITS = dict.fromkeys(TITLES, "ratio") | {"top_share": "share"}


@dataclass(frozen=True)
class Lift:
    """How the middle is moved, and what that costs.

    Attributes:
        share_of_gap: Share of the real gap to the top that is closed; above 0, at most 1.
        fixed: A fixed share by which the middle sells more, instead.
        cost: What it costs, if known.
        margin: Share of bookings that is left after delivery; with it the cost is compared.
    """

    share_of_gap: float = SHARE_OF_GAP
    fixed: float | None = None
    cost: Money | None = None
    margin: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.share_of_gap <= 1:
            raise UserError(
                f"{self.share_of_gap:g} of the gap to the top is to be closed",
                why="no more than all of a gap can be closed",
                remedy="give a share above 0 and up to 1, such as 0.5",
            )


@tells_misspelt_words("won_deals")
def reliance(
    source: FactSource,
    scope: Scope,
    period: str | Period = "last 4 quarters",
    *,
    before: str | Period | None = None,
    where: str | None = None,
    among: tuple[str, str] | None = None,
    lift: Lift | None = None,
    level: float = 0.95,
) -> Reliance:
    """The study of one period, and of the same people in the period before.

    Args:
        source: An open build of the warehouse.
        scope: Who asks.
        period: Days within which bookings count.
        before: The period before; by default the same days a year before.
        where: Which deals count.
        among: A dimension of people and its group, such as ("role", "Account executive"); by
            default all who sell, whatever their role.
        lift: How the middle is moved, and what that costs.
        level: Confidence of ranges.

    Raises:
        UserError: The period cannot be read, or the scope may not see people's amounts.
    """
    now = _parsed(source, scope, period)
    then = now.shift(-12, "month") if before is None else _parsed(source, scope, before)
    found = stretch(source, scope, now, where, among)
    reason = refusal(found, scope.min_group)
    if reason is not None:
        return refused(now, found, reason)
    earlier = stretch(source, scope, then, where, among)
    return studied(now, found, (then, earlier), lift or Lift(), level, scope.min_group)


def refusal(found: Stretch, min_group: int = 1) -> Reason | None:
    """Why there is no study, if there is none.

    Args:
        found: Who could sell, and what they sold.
        min_group: The fewest people that a figure may be about: the top fifth is one.
    """
    if len(found.people) < FEWEST_PEOPLE or len(found.people) * TOP < min_group:
        return TOO_FEW_PEOPLE
    if found.amounts.sum() <= 0:
        return NO_REVENUE
    if found.deals.amounts.size < FEWEST_DEALS:
        return TOO_FEW_DEALS
    return None


def refused(period: Period, found: Stretch, reason: Reason) -> Reliance:
    """A study that says why it is none."""
    people = len(found.people)
    missing = NotEstimable(reason, people, "share")
    zero, below = int((found.amounts == 0).sum()), int((found.amounts < 0).sum())
    return Reliance(
        period, people, zero, below, (), missing, missing, None, {}, None, None, reason, str(reason)
    )


def studied(
    period: Period,
    found: Stretch,
    earlier: tuple[Period, Stretch],
    lift: Lift,
    level: float,
    min_group: int = 1,
) -> Reliance:
    """The study of a stretch that is not refused."""
    people = len(found.people)
    spread = true_spread(found.amounts, found.months, found.deals.amounts)
    lucky = equal_people(found.deals, found.months)
    figures = _figures(found, spread, lucky, level)
    top = (true_figures(spread, found.months)[0] - TOP) / (1 - TOP)
    raw = (as_number(figures[0]) - TOP) / (1 - TOP)
    later = _later(found, spread, earlier, level)
    made = Reliance(
        period,
        people,
        int((found.amounts == 0).sum()),
        int((found.amounts < 0).sum()),
        figures,
        _real(spread, people, level),
        of_draws(np.clip(top, 0.0, 1.0), people, "share", level, raw=raw),
        shapes(found.amounts),
        shapes_by_luck(lucky),
        later,
        _middle(found, spread, lift, level),
        None,
        "",
        notes_of(found, earlier[1], min_group),
    )
    return replace(made, verdict=verdict_of(made))


def as_number(figure: BesideLuck) -> float:
    """The figure seen, NaN where there is none."""
    number = figure.seen.number()
    return float("nan") if number is None else number


def _figures(
    found: Stretch, spread: TrueSpread, lucky: Floats, level: float
) -> tuple[BesideLuck, ...]:
    seen = np.array(concentrations(found.amounts[None, :], found.months)).ravel()
    chances = luck_alone(lucky, found.months, seen, level)
    real = true_figures(spread, found.months)
    n = len(found.people)
    made = []
    for place, (name, title) in enumerate(TITLES.items()):
        luck, value, unit = chances[place], float(seen[place]), _UNITS[name]
        made.append(
            BesideLuck(
                name,
                title,
                counted(value, n, unit),
                between(luck.mean, luck.low, luck.high, n, unit, level),
                luck.chance if np.isfinite(luck.chance) else None,
                of_draws(real[place], n, unit, level, raw=value),
            )
        )
    return tuple(made)


def _real(spread: TrueSpread, people: int, level: float) -> Estimate:
    variance = spread.spread**2
    share = variance / (variance + spread.noise.mean())
    upto = np.cumsum(spread.weights)
    tail = (1 - level) / 2
    low, high = (share[min(np.searchsorted(upto, q), share.size - 1)] for q in (tail, 1 - tail))
    value = float(spread.weights @ share)
    return between(value, float(low), float(high), people, "share", level)


def shapes_by_luck(lucky: Floats) -> dict[str, float]:
    """How often luck alone gives each verdict on the shape."""
    found: dict[str, float] = {}
    for row in lucky[:_SHAPES_OF_LUCK]:
        drawn = shapes(row)
        if drawn is None:
            continue
        pairs = [drawn.normal_or_lognormal, drawn.lognormal_or_power_law]
        for pair in pairs:
            if pair is not None:
                name = f"{pair.first} or {pair.second}: {pair.verdict}"
                found[name] = found.get(name, 0.0) + 1 / _SHAPES_OF_LUCK
    return found


def _later(
    found: Stretch, spread: TrueSpread, earlier: tuple[Period, Stretch], level: float
) -> OnePeriodLater | None:
    then, past = earlier
    if refusal(past) is not None:
        return None
    past_spread = true_spread(past.amounts, past.months, past.deals.amounts)
    amounts0, months0, amounts1, months1 = aligned(past, found)
    lasting = persistence((amounts0, months0, past_spread), (amounts1, months1, spread), level)
    return None if lasting is None else _written(then, lasting, level)


def _written(then: Period, lasting: Persistence, level: float) -> OnePeriodLater:
    def estimate(found: Interval, n: int, unit: str, missing: Reason) -> Estimate:
        return between(found.value, found.low, found.high, n, unit, level, missing=missing)

    groups = tuple(
        SamePeople(
            group.name,
            round(group.people, 6),
            round(group.left, 6),
            counted(group.then, round(group.people), "ratio"),
            estimate(group.later, round(group.people * (1 - group.left)), "ratio", TOO_FEW_PEOPLE),
        )
        for group in lasting.groups
    )
    return OnePeriodLater(
        then,
        lasting.both,
        estimate(lasting.rank, lasting.both, "ratio", TOO_FEW_PEOPLE),
        estimate(lasting.true_rank, lasting.both, "ratio", NO_TRUE_SPREAD),
        groups,
    )


def _middle(found: Stretch, spread: TrueSpread, lift: Lift, level: float) -> MovingTheMiddle:
    moved = middle_moved(spread, found.amounts, found.months, lift.share_of_gap, lift.fixed)
    unit, n = f"money:{found.currency}", len(found.people)
    worth = of_draws(moved.worth, n, unit, level, raw=moved.naive)
    shown = of_draws(moved.lift, n, "share", level)
    share = lift.share_of_gap if lift.fixed is None else None
    if lift.cost is None:
        return MovingTheMiddle(share, shown, worth)
    net = moved.worth * lift.margin - lift.cost.minor
    back = net / lift.cost.minor if lift.cost.minor > 0 else np.full(net.shape, np.nan)
    return MovingTheMiddle(
        share,
        shown,
        worth,
        lift.cost,
        of_draws(net, n, unit, level),
        of_draws(back, n, "ratio", level),
    )


def _parsed(source: FactSource, scope: Scope, period: str | Period) -> Period:
    if isinstance(period, Period):
        return period
    as_of = min(source.as_of, scope.as_of or source.as_of)
    return Period.parse(period, calendar=source.settings.fiscal, as_of=as_of)
