"""How far a company leans on a few people, as it is handed out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from everyrep.analysis.heroes.persistence import Interval
from everyrep.analysis.heroes.tails import Shapes
from everyrep.values import Estimate, Money, Period, Reason


@dataclass(frozen=True)
class BesideLuck:
    """One figure of the spread between people.

    Attributes:
        name: "top_share", "gini", "top_multiple" or "bottom_multiple".
        title: As it is shown.
        seen: A census of what was booked.
        luck: What luck alone gives among equals: mean and range.
        chance: How often luck alone gives at least as much; None where it cannot be said.
        real: The same of true rates, luck taken out; the figure seen stands beside it as `raw`.
    """

    name: str
    title: str
    seen: Estimate
    luck: Estimate
    chance: float | None
    real: Estimate

    def to_dict(self) -> dict[str, Any]:
        """The figure as JSON-safe data."""
        return {
            "name": self.name,
            "title": self.title,
            "seen": self.seen.to_dict(),
            "luck": self.luck.to_dict(),
            "chance": self.chance,
            "real": self.real.to_dict(),
        }


@dataclass(frozen=True)
class SamePeople:
    """Top, middle or bottom of the period before, and the same people now.

    Attributes:
        name: "top", "middle" or "bottom".
        people: How many they were.
        left: Share of them that is not there any more.
        then: Revenue a month over that of all, before.
        now: The same people, the same figure, now.
    """

    name: str
    people: float
    left: float
    then: Estimate
    now: Estimate


@dataclass(frozen=True)
class OnePeriodLater:
    """What lasted from the period before.

    Attributes:
        before: The period before.
        both: People there in both.
        rank: Rank correlation as seen.
        true_rank: The same, corrected for noise.
        groups: What became of top, middle and bottom.
    """

    before: Period
    both: int
    rank: Estimate
    true_rank: Estimate
    groups: tuple[SamePeople, ...]


@dataclass(frozen=True)
class MovingTheMiddle:
    """What it would be worth if the middle three fifths sold more; an if, not a promise.

    Attributes:
        share_of_gap: Share of the real gap to the top that is closed; None with a fixed lift.
        lift: By how much the middle would sell more.
        worth: What that would bring in the period; `raw` takes the whole gap for real.
        cost: What it would cost, if given.
        net: Worth times margin, less cost.
        return_on_cost: Net over cost.
    """

    share_of_gap: float | None
    lift: Estimate
    worth: Estimate
    cost: Money | None = None
    net: Estimate | None = None
    return_on_cost: Estimate | None = None


@dataclass(frozen=True)
class Reliance:
    """How far a company leans on a few people.

    Attributes:
        period: The days studied.
        people: Who could sell.
        without_sales: How many of them booked nothing.
        below_zero: How many booked less than nothing.
        figures: Shares and multiples, beside luck.
        real: Share of the spread between people that is no luck.
        index: 0 where all are truly equal, 1 where the top fifth brings everything.
        shapes: Shapes of the totals; None with too few people.
        shapes_by_luck: How often luck alone gives each verdict.
        later: The same people compared with the period before; None where there is none.
        middle: The worth of moving the middle; None if refused.
        reason: Why there is no study.
        verdict: What it says in plain words.
        notes: What must be read with it.
    """

    period: Period
    people: int
    without_sales: int
    below_zero: int
    figures: tuple[BesideLuck, ...]
    real: Estimate
    index: Estimate
    shapes: Shapes | None
    shapes_by_luck: dict[str, float]
    later: OnePeriodLater | None
    middle: MovingTheMiddle | None
    reason: Reason | None
    verdict: str
    notes: tuple[str, ...] = ()

    def figure(self, name: str) -> BesideLuck:
        """One figure by its name."""
        return next(figure for figure in self.figures if figure.name == name)

    def to_dict(self) -> dict[str, Any]:
        """The study as JSON-safe data."""
        return {
            "period": str(self.period),
            "people": self.people,
            "without_sales": self.without_sales,
            "below_zero": self.below_zero,
            "figures": [figure.to_dict() for figure in self.figures],
            "real": self.real.to_dict(),
            "index": self.index.to_dict(),
            "shapes": None if self.shapes is None else asdict(self.shapes),
            "shapes_by_luck": dict(self.shapes_by_luck),
            "later": None if self.later is None else _later(self.later),
            "middle": None if self.middle is None else _middle(self.middle),
            "reason": None if self.reason is None else self.reason.to_dict(),
            "verdict": self.verdict,
            "notes": list(self.notes),
        }


def _later(later: OnePeriodLater) -> dict[str, Any]:
    return {
        "before": str(later.before),
        "both": later.both,
        "rank": later.rank.to_dict(),
        "true_rank": later.true_rank.to_dict(),
        "groups": [
            {
                "name": group.name,
                "people": group.people,
                "left": group.left,
                "then": group.then.to_dict(),
                "now": group.now.to_dict(),
            }
            for group in later.groups
        ],
    }


def _middle(middle: MovingTheMiddle) -> dict[str, Any]:
    def plain(estimate: Estimate | None) -> dict[str, Any] | None:
        return None if estimate is None else estimate.to_dict()

    return {
        "share_of_gap": middle.share_of_gap,
        "lift": middle.lift.to_dict(),
        "worth": middle.worth.to_dict(),
        "cost": None if middle.cost is None else middle.cost.to_dict(),
        "net": plain(middle.net),
        "return_on_cost": plain(middle.return_on_cost),
    }


def is_whole(interval: Interval) -> bool:
    """Whether a value and both ends are there."""
    return all(x == x for x in (interval.value, interval.low, interval.high))
