"""Bounds and rates of a plan file, and numbers that could be read in two ways."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from everyrep.pay.language import Kind
from everyrep.pay.plan.measuring import Measure
from everyrep.pay.plan.reading.part import Part
from everyrep.pay.plan.reading.words import Words, decimal, percent, written_out
from everyrep.values import UserError

_BARE = re.compile(r"\s*-?\d[\d_]*(\.\d+)?\s*")


@dataclass(frozen=True)
class Bounds:
    """What bounds are counted in.

    Attributes:
        words: Names that they may read.
        measure: What they bound; None where that is not known.
        in_quotas: Whether they are parts of its quota.
    """

    words: Words
    measure: Measure | None
    in_quotas: bool

    @property
    def kind(self) -> Kind:
        """A number for parts of a quota, else the kind of the measure."""
        return Kind.NUMBER if self.in_quotas or not self.measure else self.measure.of.kind

    def read(self, part: Part, key: str) -> Fraction:
        """The bound behind a key: parts of a quota, minor units of money, or a number."""
        found = part.raw(key, "It says where it begins or ends")
        if found is None:
            return Fraction(0)
        if self.in_quotas:
            refuse_unclear(part, key, found, "parts of a quota")
        if self.measure is None:
            return Fraction(0)
        bound = self.words.constant(found, part.spot(key), (self.kind,))[1]
        if bound < 0:
            part.wrong(key, UserError("It lies below zero", remedy="let the first begin at 0"))
        return bound


def told(bound: Fraction, bounds: Bounds) -> str:
    """A bound as people write it."""
    if bounds.in_quotas:
        return percent(bound)
    if bounds.kind is Kind.MONEY:
        currency = bounds.words.currency
        return f"{decimal(bound / currency.scale)} {currency}"
    return decimal(bound)


def check_rising(begun: list[tuple[Part, Fraction]], bounds: Bounds) -> None:
    """Hold that each begins above the one before."""
    for (_, at), (part, then) in pairwise(begun):
        if then <= at:
            before = told(at, bounds)
            problem = UserError(
                f"It begins at {told(then, bounds)}, not above {before} of the one before",
                why="A value would lie in both",
                remedy="write them in rising order, each once",
            )
            part.wrong_here(problem)
            return


def read_rate(
    part: Part, key: str, words: Words, kinds: tuple[Kind, ...], why: str = "It is what is paid"
) -> tuple[Kind, Fraction]:
    """A rate (a number) or an amount (money, in minor units) behind a key."""
    found = part.raw(key, why)
    if found is None:
        return kinds[0], Fraction(0)
    if Kind.NUMBER in kinds:
        refuse_unclear(part, key, found, "a rate")
    return words.constant(found, part.spot(key), kinds)


def refuse_unclear(part: Part, key: str, found: object, meant: str) -> None:
    """Refuse a plain number above 1 where it could be percent, times or money."""
    with part.problems.caught(*part.spot(key)):
        text = (found if isinstance(found, str) else written_out(found)).strip()
        if _BARE.fullmatch(text) and abs(Fraction(text.replace("_", ""))) > 1:
            raise UserError(
                f"{text} as {meant} could be {text}%, {text} times or an amount of money",
                why="They differ a hundredfold",
                remedy=f"write {text}%, {text}x, or the amount with its currency",
            )
