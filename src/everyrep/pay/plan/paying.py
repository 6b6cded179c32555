"""Who is credited, what is paid ahead, and when what is earned is paid or taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from everyrep.pay.language import Checked
from everyrep.pay.plan.measuring import Window


@dataclass(frozen=True)
class Crediting:
    """Who is credited with a line, as one of the plan's rules has it.

    Attributes:
        kind: The kind of credit that it gives, such as primary, overlay or rollup. Shares of
            primary credit of one line sum to 1; of others they need not.
        to: "split" (whom the splits name, else the line's payee), "managers" (everybody above whom
            `of` is credited, on the line's day), or a fact of the line that names somebody.
        share: What part of the line.
        when: For which lines; all where None.
        of: With "managers": the kind of credit that is rolled up.
        levels: With "managers": how many levels up; None for all.
    """

    kind: str
    to: str
    share: Fraction
    when: Checked | None = None
    of: str = "primary"
    levels: int | None = None


class DrawKind(StrEnum):
    """The four draws."""

    GUARANTEE = "guarantee"  # tops pay up to an amount; never recovered
    RECOVERABLE = "recoverable"  # tops pay up; recovered from what is earned later
    ADVANCE = "advance"  # paid in any case before anything is earned; recovered
    BONUS = "bonus"  # paid in any case on top; never recovered


@dataclass(frozen=True)
class Draw:
    """Pay ahead of what is earned.

    Attributes:
        id: Its name in the plan.
        kind: Which of the four.
        amount: Money per pay period.
        since: Its first day; the person's first where None.
        until: Its first day no more; None without end.
        months: For so many months from the person's first day; None where `until` says it.
        recover_from: First day of recovery; None where months or nothing says it.
        recover_after: Months from the person's first day before recovery begins; 0: at once.
        recover_share: The most of what lies above that is taken in one period.
        prorated: Whether a period that is had in part has a part of it, by days.
    """

    id: str
    kind: DrawKind
    amount: Checked
    since: date | None
    until: date | None
    months: int | None
    recover_from: date | None
    recover_after: int
    recover_share: Fraction
    prorated: bool


@dataclass(frozen=True)
class Clawback:
    """What is taken back when a customer leaves or cancels.

    Attributes:
        schedule: Months since the deal's day from which on, and the share that is taken back; the
            last one goes on.
        only_paid: Whether what was not paid yet is cancelled instead, so that never more is taken
            back than was paid.
    """

    schedule: tuple[tuple[int, Fraction], ...]
    only_paid: bool


@dataclass(frozen=True)
class Instalment:
    """A part of what a line earned, and when it is paid.

    Attributes:
        share: Its share; all sum to 1.
        on: The fact with the day that releases it.
        months: So many months after that day.
    """

    share: Fraction
    on: str
    months: int = 0


@dataclass(frozen=True)
class Payment:
    """When what is earned is paid.

    Attributes:
        every: Month or quarter.
        instalments: At least one.
        floor: The least that a payment may be, in minor units; what lies below is carried.
        recover: The order in which balances are recovered: "draw", "clawback".
    """

    every: Window
    instalments: tuple[Instalment, ...]
    floor: int
    recover: tuple[str, ...]
