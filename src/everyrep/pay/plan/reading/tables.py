"""Tables of a plan file: every word that tells one reading from another must stand there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from everyrep.pay.language import Kind
from everyrep.pay.plan.measuring import Measure
from everyrep.pay.plan.reading.bounds import Bounds, check_rising, read_rate, told
from everyrep.pay.plan.reading.measures import Named, read_measure_name
from everyrep.pay.plan.reading.part import Part
from everyrep.pay.plan.reading.words import Words
from everyrep.pay.plan.tables import Above, Mode, Refund, Table
from everyrep.pay.shape import (
    Boundary,
    Piece,
    Shape,
    added_up,
    joined,
    marginal,
    retroactive,
    stepped,
)
from everyrep.values import UserError

MOST_TIERS = 10_000
WHY_MODE = (
    "The same tiers and the same deals pay different sums read as marginal, deal_before, "
    "deal_after or retroactive, and each reading is a fair one"
)
WHY_BOUNDARY = "Who lands right on a bound is paid by it"
WHY_BOUNDS = "The same numbers may be parts of a quota or amounts"
WHY_REFUND = "Refunds are worth different sums by what was paid and by what would be paid today"
WHY_ABOVE = "Somebody will get there: what is paid then must not be guessed"
WHY_BELOW = "A curve says nothing of what lies below its first point"


class Basis(StrEnum):
    """What bounds are counted in."""

    QUOTA = "quota"
    AMOUNT = "amount"


@dataclass(frozen=True)
class Tier:
    """A tier or a point as it is written.

    Attributes:
        part: Where it stands.
        at: Where it begins.
        end: Where it ends; None where that is left to the next one.
        pays: What it pays.
        kind: A number or money.
    """

    part: Part
    at: Fraction
    end: Fraction | None
    pays: Fraction
    kind: Kind


def read_table(name: str, part: Part, words: Words, named: Named) -> Table:
    """One `[table.NAME]`."""
    measure = read_measure_name(part, "over", named)
    in_quotas = part.choice("bounds", Basis, WHY_BOUNDS) is Basis.QUOTA
    check_basis(part, in_quotas, measure)
    mode = part.choice("mode", Mode, WHY_MODE)
    boundary = part.choice("boundary", Boundary, WHY_BOUNDARY)
    refund = part.choice("refund", Refund, WHY_REFUND)
    bounds = Bounds(words, measure, in_quotas)
    above, slope = _above(part, words, mode)
    below = words.number(part, "below", why=WHY_BELOW) if mode is Mode.CURVE else Fraction(0)
    tiers = _tiers(part, bounds, mode)
    _check_tiers(part, tiers, bounds)
    _check_rates(part, tiers, mode, measure)
    last = _last(tiers, mode, above)
    part.done()
    shape = stepped([(Fraction(0), Fraction(0))])
    if part.clean and measure is not None:
        plain = _with_above(_shape(mode, tiers, boundary, below), tiers, mode, above, slope)
        shape = replace(plain, boundary=boundary)
    return Table(
        name=name,
        over=measure.name if measure else "",
        in_quotas=in_quotas,
        mode=mode,
        boundary=boundary,
        shape=shape,
        bounds=tuple(tier.at for tier in tiers),
        rates=tuple(tier.pays for tier in tiers),
        pays_amounts=bool(tiers) and any(tier.kind is Kind.MONEY for tier in tiers),
        above=above,
        last=last,
        refund=refund,
    )


def check_basis(part: Part, in_quotas: bool, measure: Measure | None) -> None:
    """Hold that there is a quota where bounds are parts of one."""
    if in_quotas and measure is not None and measure.quota is None:
        remedy = f'give [measure.{measure.name}] a quota, or write bounds = "amount"'
        found = f"The measure {measure.name!r} has no quota that bounds could be parts of"
        part.wrong("bounds", UserError(found, remedy=remedy))


def _above(part: Part, words: Words, mode: Mode) -> tuple[Above, Fraction | None]:
    """What lies above the last bound, and the slope there where it is written."""
    if not isinstance(part.keys.get("above"), dict):
        return part.choice("above", Above, WHY_ABOVE), None
    inner = part.part("above")
    if inner is None:
        return Above.OPEN, None
    slope = words.number(inner, "slope", why=WHY_ABOVE)
    inner.done()
    if mode is not Mode.CURVE:
        remedy = "write open, flat or error"
        part.wrong("above", UserError("Only a curve goes on by a slope", remedy=remedy))
    return Above.OPEN, slope


def _tiers(part: Part, bounds: Bounds, mode: Mode) -> list[Tier]:
    key, at = ("points", "at") if mode is Mode.CURVE else ("tiers", "from")
    parts = part.parts(key, "They are what it pays", needed=True)
    if len(parts) > MOST_TIERS:
        found = f"It has {len(parts):,} {key}"
        part.wrong(key, UserError(found, remedy=f"use at most {MOST_TIERS:,}"))
        return []
    if part.has(key) and not parts and part.clean:
        part.wrong(key, UserError("It has none", remedy=f"give at least one of {key}"))
    return [_tier(one, at, bounds, mode) for one in parts]


def _tier(part: Part, key: str, bounds: Bounds, mode: Mode) -> Tier:
    at = bounds.read(part, key)
    adds = mode is Mode.INTERPOLATE_ADD
    end = bounds.read(part, "to") if mode is not Mode.CURVE and (part.has("to") or adds) else None
    kinds: tuple[Kind, ...] = (Kind.NUMBER, Kind.MONEY)
    if mode is Mode.CURVE:
        kinds = (Kind.NUMBER,)
    elif adds:
        kinds = (Kind.MONEY,)
    kind, pays = read_rate(part, "pays", bounds.words, kinds)
    part.done()
    return Tier(part, at, end, pays, kind)


def _check_tiers(part: Part, tiers: list[Tier], bounds: Bounds) -> None:
    """Hold that tiers rise, meet, and pay one kind of thing."""
    if not part.clean or not tiers or bounds.measure is None:
        return
    check_rising([(tier.part, tier.at) for tier in tiers], bounds)
    for tier, then in pairwise(tiers):
        if tier.end is not None and tier.end != then.at and part.clean:
            then.part.wrong_here(_apart(tier.end, then.at, bounds))
    kinds = {tier.kind for tier in tiers if tier.pays}
    if len(kinds) > 1:
        found = "Some of it pays shares, and some pays amounts"
        part.wrong_here(UserError(found, remedy="write all as shares, or all as amounts"))
    last = tiers[-1]
    if last.end is not None and last.end <= last.at:
        problem = UserError(f"It ends at {told(last.end, bounds)}, not above where it begins")
        last.part.wrong_here(problem)


def _check_rates(part: Part, tiers: list[Tier], mode: Mode, measure: Measure | None) -> None:
    """Hold that an amount for each unit has units that can be counted."""
    amounts = any(tier.kind is Kind.MONEY and tier.pays for tier in tiers)
    each = mode in (Mode.MARGINAL, Mode.RETROACTIVE)
    if amounts and each and measure is not None and measure.of.kind is Kind.MONEY:
        problem = UserError(
            f"It pays amounts of money for each unit of {measure.name!r}, which is money itself",
            remedy='write rates such as 8%, or mode = "step" for one amount by step',
        )
        part.wrong_here(problem)


def _apart(end: Fraction, begins: Fraction, bounds: Bounds) -> UserError:
    ends, then = told(end, bounds), told(begins, bounds)
    middle = told((end + begins) / 2, bounds)
    if end < begins:
        found = f"There is a gap: the tier before ends at {ends}, and this one begins at {then}"
        why = f"A value such as {middle} would lie in no tier and be paid nothing"
    else:
        found = f"Two tiers overlap: the one before ends at {ends}, and this one begins at {then}"
        why = f"A value such as {middle} would lie in both"
    remedy = f"let both be {then}; boundary says to which of them it belongs, so leave 'to' out"
    return UserError(found, why=why, remedy=remedy)


def _last(tiers: list[Tier], mode: Mode, above: Above) -> Fraction | None:
    """Where the last tier ends."""
    if not tiers:
        return None
    last = tiers[-1]
    if mode is Mode.CURVE:
        return None if above is Above.OPEN else last.at
    if above is Above.OPEN:
        if last.end is not None and mode is not Mode.INTERPOLATE_ADD:
            found = 'It ends, and above = "open" says that it goes on'
            last.part.wrong("to", UserError(found, remedy="leave 'to' out, or write flat or error"))
        return None
    if last.end is None and not (mode is Mode.STEP and above is Above.FLAT):
        found = f'It has no end, and above = "{above}" speaks of what lies above it'
        remedy = 'write where it ends (to = ...), or above = "open"'
        last.part.wrong("from", UserError(found, why=WHY_ABOVE, remedy=remedy))
    return last.end


def _shape(mode: Mode, tiers: list[Tier], boundary: Boundary, below: Fraction) -> Shape:
    steps = [(tier.at, tier.pays) for tier in tiers]
    if mode is Mode.CURVE:
        return joined(steps, below, Fraction(0), boundary)
    if mode is Mode.INTERPOLATE_ADD:
        return added_up((tier.at, tier.end or tier.at, tier.pays) for tier in tiers)
    if mode is Mode.STEP:
        return stepped(steps, boundary)
    if mode is Mode.RETROACTIVE:
        return retroactive(steps, boundary)
    return marginal(steps, boundary)


def _with_above(
    shape: Shape, tiers: list[Tier], mode: Mode, above: Above, slope: Fraction | None
) -> Shape:
    """The shape as it goes on above its last bound."""
    last = shape.pieces[-1]
    if mode in (Mode.CURVE, Mode.INTERPOLATE_ADD):
        chosen = shape.pieces[-2].slope if slope is None else slope
        rises = chosen if above is Above.OPEN else Fraction(0)
        return replace(shape, pieces=(*shape.pieces[:-1], replace(last, slope=rises)))
    end = tiers[-1].end
    if above is Above.OPEN or end is None or mode is Mode.STEP:
        return shape
    return replace(shape, pieces=(*shape.pieces, Piece(end, last.paid(end), Fraction(0))))
