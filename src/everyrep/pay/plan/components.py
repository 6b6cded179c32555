"""What a plan pays for: commissions, bonuses, contests and pools."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from everyrep.pay.language import Checked
from everyrep.pay.plan.measuring import Proration, Window
from everyrep.pay.plan.tables import Refund
from everyrep.pay.shape import Boundary
from everyrep.values.rounding import Rounding


class Stacking(StrEnum):
    """How several multipliers work together."""

    MULTIPLY = "multiply"  # 1.5x and 1.25x are 1.875x
    ADD = "add"  # 1.5x and 1.25x are 1.75x


@dataclass(frozen=True)
class Times:
    """A multiplier: an accelerator, a decelerator or a kicker.

    Attributes:
        title: What it is called on a statement.
        when: Which credits it is for.
        factor: What it multiplies by, a number.
    """

    title: str
    when: Checked
    factor: Checked


class Beyond(StrEnum):
    """What becomes of what lies above a cap."""

    FORFEITED = "forfeited"
    CARRIED = "carried"  # into the next window of the cap


@dataclass(frozen=True)
class Cap:
    """The most that a component pays in a window.

    Attributes:
        amount: Money; it may read facts of the person.
        window: For how long.
        beyond: What becomes of the rest.
    """

    amount: Checked
    window: Window
    beyond: Beyond


@dataclass(frozen=True)
class Threshold:
    """What must be reached before a component pays.

    Attributes:
        over: The measure.
        at: How much of it: parts of its quota, or its own unit.
        in_quotas: Which of both.
        boundary: `LOWER`: reaching it is enough; `UPPER`: it must be passed.
        first: Whether all is paid once it is reached ("first dollar"); else only what lies above.
    """

    over: str
    at: Fraction
    in_quotas: bool
    boundary: Boundary
    first: bool


@dataclass(frozen=True)
class Commission:
    """Pay for each credited line.

    Attributes:
        id: Its name in the plan; never changed once it has paid.
        title: What it is called on a statement.
        of: What a rate is applied to: money, or a count where rates are amounts.
        where: Which credits it pays for.
        credits: Kinds of credit it pays for.
        rate: A flat rate or a flat amount of money per line; None where a table or grid says it.
        table: Name of its table.
        grid: Name of its grid.
        times: Multipliers.
        stacking: How they work together.
        deal_cap: The most that one deal pays; None without.
        cap: The most that a window pays; None without.
        gates: Conditions over measures that must hold in the end, or nothing is paid.
        threshold: None without.
        refund: What a line that takes another one back is worth.
        rounding: How a line's cents are rounded.
        strategy: What it is meant to move, in words of the strategy; may be empty.
    """

    id: str
    title: str
    of: Checked
    where: Checked | None
    credits: tuple[str, ...]
    rate: Checked | None
    table: str | None
    grid: str | None
    times: tuple[Times, ...]
    stacking: Stacking
    deal_cap: Checked | None
    cap: Cap | None
    gates: tuple[Threshold, ...]
    threshold: Threshold | None
    refund: Refund
    rounding: Rounding
    strategy: tuple[str, ...] = ()


@dataclass(frozen=True)
class Objective:
    """A part of a bonus with a score of its own.

    Attributes:
        title: What it is called on a statement.
        weight: Its share of the target; all sum to 1.
        score: A fact of the person: how much of it was reached.
        least: Scores below it pay nothing.
        most: Scores above it pay no more; None without.
    """

    title: str
    weight: Fraction
    score: Checked
    least: Fraction
    most: Fraction | None


@dataclass(frozen=True)
class Bonus:
    """Pay for what was reached in a window as a whole.

    Attributes:
        id: Its name in the plan.
        title: What it is called on a statement.
        window: What it is paid for.
        target: What is paid at 100%: money that may read facts of the person; None where its table
            pays amounts.
        table: Name of its table; None with objectives.
        objectives: Parts with scores; empty with a table.
        times: A number that all is multiplied by, from facts of the person; None without.
        gates: Conditions over measures that must hold.
        proration: For who was there for a part of the window.
        cap: None without.
        rounding: How its cents are rounded.
        strategy: What it is meant to move.
    """

    id: str
    title: str
    window: Window
    target: Checked | None
    table: str | None
    objectives: tuple[Objective, ...]
    times: Checked | None
    gates: tuple[Threshold, ...]
    proration: Proration
    cap: Cap | None
    rounding: Rounding
    strategy: tuple[str, ...] = ()


class Ties(StrEnum):
    """Who gets the prize of a rank that several share."""

    EACH = "each"  # each gets the whole prize of the rank
    SHARED = "shared"  # the prizes of the ranks that they fill, shared equally


@dataclass(frozen=True)
class Contest:
    """Prizes by rank.

    Attributes:
        id: Its name in the plan.
        title: What it is called on a statement.
        window: What it is held over.
        over: The measure that ranks.
        prizes: What each rank gets, in minor units.
        ties: Who gets the prize of a shared rank.
        least: What must have been reached for any prize, in the measure's unit.
    """

    id: str
    title: str
    window: Window
    over: str
    prizes: tuple[int, ...]
    ties: Ties
    least: Fraction | None
    strategy: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pool:
    """An amount that is shared among those who qualify, to the last cent.

    Attributes:
        id: Its name in the plan.
        title: What it is called on a statement.
        window: What it is paid for.
        amount: Money in all: an amount, or one that reads `sum.MEASURE` of all who are in it.
        by: Equal shares where None; else what shares go by, of the person.
        gates: Who qualifies; the others are left out before it is shared.
    """

    id: str
    title: str
    window: Window
    amount: Checked
    by: Checked | None
    gates: tuple[Threshold, ...]
    strategy: tuple[str, ...] = ()


Component = Commission | Bonus | Contest | Pool
