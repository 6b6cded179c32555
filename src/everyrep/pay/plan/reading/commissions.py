"""Commissions of a plan file: pay for each credited line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from everyrep.pay.language import Checked, Kind
from everyrep.pay.plan.components import Beyond, Cap, Commission, Stacking, Threshold, Times
from everyrep.pay.plan.reading.bounds import Bounds, refuse_unclear
from everyrep.pay.plan.reading.measures import (
    CALENDAR,
    Named,
    read_credits,
    read_measure_name,
    read_window,
)
from everyrep.pay.plan.reading.part import Part
from everyrep.pay.plan.reading.tables import (
    WHY_BOUNDARY,
    WHY_BOUNDS,
    WHY_REFUND,
    Basis,
    check_basis,
)
from everyrep.pay.plan.reading.words import AMOUNTS, Words
from everyrep.pay.plan.tables import Grid, Mode, Refund, Table
from everyrep.pay.shape import Boundary
from everyrep.values import UnknownName, UserError
from everyrep.values.rounding import Rounding

_WHY_STACKING = "1.5x and 1.25x make 1.875x where they multiply, and 1.75x where they add"
_WHY_BEYOND = "What lies above a cap is lost or comes later, and everybody will ask which"


@dataclass(frozen=True)
class Setting:
    """What components refer to.

    Attributes:
        words: Names that expressions may read.
        named: Measures, quotas and kinds of credit.
        tables: By name.
        grids: By name.
        rounding: Of the plan.
    """

    words: Words
    named: Named
    tables: Mapping[str, Table]
    grids: Mapping[str, Grid]
    rounding: Rounding


def read_commission(id: str, part: Part, setting: Setting) -> Commission:  # noqa: A002 - its name
    """One `[[pay]]` of kind commission."""
    words = setting.words
    of = words.of_key(part, "of", words.of_credit, AMOUNTS[1:] + AMOUNTS[:1], _WHY_OF)
    times = tuple(_times(one, words) for one in part.parts("times"))
    table = _named(part, "table", setting.tables)
    found = Commission(
        id=id,
        title=part.text("title"),
        of=of,
        where=words.condition(part, "where"),
        credits=read_credits(part, setting.named),
        rate=_rate(part, words),
        table=table.name if isinstance(table, Table) else None,
        grid=part.text("grid", needed=False) or None,
        times=times,
        stacking=_stacking(part, times),
        deal_cap=words.perhaps(part, "deal_cap", words.of_person, (Kind.MONEY,)),
        cap=read_cap(part, words),
        gates=read_gates(part, setting),
        threshold=_threshold(part, setting),
        refund=_refund(part, table if isinstance(table, Table) else None),
        rounding=part.choice("rounding", Rounding, default=setting.rounding),
        strategy=part.texts("strategy"),
    )
    _named(part, "grid", setting.grids)
    _check_ways(part)
    if part.clean and f"table.{found.table}" not in setting.named.spoiled:
        _check_kinds(part, found, table if isinstance(table, Table) else None)
    return found


_WHY_OF = (
    "A rate without a base has as many payouts as there are amounts it could be a part of; "
    'for an amount by line, write of = "1"'
)


def _named(part: Part, key: str, known: Mapping[str, object]) -> object:
    name = part.text(key, needed=False)
    if name and name not in known:
        part.wrong(key, UnknownName(key, name, known))
    return known.get(name)


def _rate(part: Part, words: Words) -> Checked | None:
    if not part.has("rate"):
        return None
    refuse_unclear(part, "rate", part.keys["rate"], "a rate")
    return words.of_key(part, "rate", words.of_credit, (Kind.NUMBER, Kind.MONEY))


def _times(part: Part, words: Words) -> Times:
    found = Times(
        title=part.text("title", "A statement names each multiplier"),
        when=words.of_key(part, "when", words.of_credit, (Kind.FLAG,), "It says which deals"),
        factor=words.of_key(part, "factor", words.of_credit, (Kind.NUMBER,), _WHY_FACTOR),
    )
    part.done()
    return found


_WHY_FACTOR = "An accelerator multiplies this component's pay: say by how much, such as 2x"


def _stacking(part: Part, times: tuple[Times, ...]) -> Stacking:
    default = None if len(times) > 1 else Stacking.MULTIPLY
    return part.choice("stacking", Stacking, _WHY_STACKING, default=default)


def _refund(part: Part, table: Table | None) -> Refund:
    """What its table says, or what it says itself."""
    default = table.refund if table else None
    found = part.choice("refund", Refund, WHY_REFUND, default=default)
    if table is not None and found is not table.refund and part.clean:
        remedy = "leave it out here, or say the same in both"
        said = f"It says {found!r}, and its table says {table.refund!r}"
        part.wrong("refund", UserError(said, remedy=remedy))
    return found


def _check_ways(part: Part) -> None:
    ways = [key for key in ("rate", "table", "grid") if part.has(key)]
    if len(ways) != 1:
        said = f"It has {' and '.join(ways)}" if ways else "It has no rate, no table and no grid"
        remedy = "give exactly one of rate, table and grid"
        part.wrong_here(UserError(said, why="One of them says what is paid", remedy=remedy))


def _check_kinds(part: Part, found: Commission, table: Table | None) -> None:
    """Hold that what it pays is money: a share of money, or an amount for each."""
    if table is not None and table.mode in (Mode.STEP, Mode.INTERPOLATE_ADD):
        if not table.pays_amounts:
            said = (
                "Its steps pay shares, and a commission has no target that they could be shares of"
            )
            part.wrong("table", UserError(said, remedy="write amounts such as 250 USD"))
        return
    amounts = table.pays_amounts if table else bool(found.rate and found.rate.kind is Kind.MONEY)
    money = found.of.kind is Kind.MONEY
    if money and amounts:
        said = "An amount of money for each unit of money is nothing that could be paid"
        remedy = 'write a rate such as 8%, or of = "1" for an amount by line'
        part.wrong("of", UserError(said, remedy=remedy))
    if not money and not amounts:
        said = f"It pays a share of a {found.of.kind}, which is no money"
        remedy = "write an amount with its currency for each, or take a share of money"
        part.wrong("of", UserError(said, why=_WHY_OF, remedy=remedy))


def read_cap(part: Part, words: Words) -> Cap | None:
    """The most that a component pays in a window."""
    inner = part.part("cap", needed=False)
    if inner is None:
        return None
    found = Cap(
        amount=words.of_key(inner, "amount", words.of_person, (Kind.MONEY,)),
        window=read_window(inner, "window", CALENDAR),
        beyond=inner.choice("beyond", Beyond, _WHY_BEYOND),
    )
    inner.done()
    return found


def read_gates(part: Part, setting: Setting) -> tuple[Threshold, ...]:
    """Conditions over measures."""
    found = []
    for inner in part.parts("gates"):
        found.append(_reached(inner, setting, first=True))
        inner.done()
    return tuple(found)


def _threshold(part: Part, setting: Setting) -> Threshold | None:
    inner = part.part("threshold", needed=False)
    if inner is None:
        return None
    why = "Reached, it may pay from the first unit on, or only what lies above"
    first = inner.one_of("pays", ("from_first", "above_only"), why) == "from_first"
    found = _reached(inner, setting, first)
    inner.done()
    return found


def _reached(part: Part, setting: Setting, first: bool) -> Threshold:
    measure = read_measure_name(part, "over", setting.named)
    in_quotas = part.choice("bounds", Basis, WHY_BOUNDS) is Basis.QUOTA
    check_basis(part, in_quotas, measure)
    at = Bounds(setting.words, measure, in_quotas).read(part, "at")
    boundary = part.choice("boundary", Boundary, WHY_BOUNDARY)
    return Threshold(measure.name if measure else "", at, in_quotas, boundary, first)
