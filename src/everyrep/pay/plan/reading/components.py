"""What a plan file pays for: `[[pay]]`, by its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from everyrep.pay.language import Kind
from everyrep.pay.plan.components import (
    Bonus,
    Component,
    Contest,
    Objective,
    Pool,
    Ties,
)
from everyrep.pay.plan.measuring import Proration, Span
from everyrep.pay.plan.reading.commissions import Setting, read_cap, read_commission, read_gates
from everyrep.pay.plan.reading.heading import read_id
from everyrep.pay.plan.reading.measures import (
    CALENDAR,
    check_sum,
    read_measure_name,
    read_window,
)
from everyrep.pay.plan.reading.part import Part
from everyrep.pay.plan.tables import Mode, Table
from everyrep.values import UnknownName, UserError
from everyrep.values.rounding import Rounding

_WHY_PRORATION = "Who comes or goes within a window asks what part of it is paid"

_BY_THEMSELVES = (Mode.MARGINAL, Mode.RETROACTIVE)


def read_components(top: Part, setting: Setting) -> tuple[Component, ...]:
    """All of `[[pay]]`, each named in messages by its id."""
    found: list[Component] = []
    for part in top.parts("pay", "A plan that pays nothing is none", needed=True):
        read = _BY_KIND[part.one_of("kind", _BY_KIND, "It says how it is paid")]
        id_ = read_id(part, "id")
        part.name = f"pay.{id_}" if id_ else part.name
        if id_ and id_ in [one.id for one in found]:
            part.wrong("id", UserError(f"Two components are called {id_!r}", remedy="rename one"))
        found.append(read(id_, part, setting))
        part.done()
    return tuple(found)


def _bonus(id_: str, part: Part, setting: Setting) -> Bonus:
    words = setting.words
    objectives = _objectives(part, setting)
    table = part.text("table", needed=False)
    if table and table not in setting.tables:
        part.wrong("table", UnknownName("table", table, setting.tables))
    found = Bonus(
        id=id_,
        title=part.text("title"),
        window=read_window(part, "window", CALENDAR),
        target=words.perhaps(part, "target", words.of_person, (Kind.MONEY,)),
        table=table or None,
        objectives=objectives,
        times=words.perhaps(part, "times", words.of_person, (Kind.NUMBER,)),
        gates=read_gates(part, setting),
        proration=part.choice("proration", Proration, _WHY_PRORATION),
        cap=read_cap(part, words),
        rounding=part.choice("rounding", Rounding, default=setting.rounding),
        strategy=part.texts("strategy"),
    )
    spoiled = f"table.{table}" in setting.named.spoiled
    held = [("gates", gate.over) for gate in found.gates]
    if table in setting.tables and not spoiled:
        held.append(("table", setting.tables[table].over))
    _see_whole_windows(part, held, setting)
    _check_bonus(part, found, None if spoiled else setting.tables.get(table), setting)
    return found


def _see_whole_windows(part: Part, held: Iterable[tuple[str, str]], setting: Setting) -> None:
    """Hold that what a whole window is paid by does not begin anew with each deal."""
    for key, name in dict.fromkeys(held):
        measure = setting.named.measures.get(name)
        if measure is not None and measure.window.span is Span.DEAL:
            said = f"It is paid for a whole window, and {name!r} begins anew with each deal"
            remedy = "name a measure that adds up over a month, a quarter ..."
            part.wrong(key, UserError(said, why="No deal is the window's", remedy=remedy))


def _check_bonus(part: Part, found: Bonus, table: Table | None, setting: Setting) -> None:
    if bool(found.table) == bool(found.objectives):
        said = (
            "It has a table and objectives"
            if found.table
            else "It has neither table nor objectives"
        )
        part.wrong_here(UserError(said, remedy="give a table, or objectives"))
        return
    if table is None or not part.clean:
        if found.objectives and found.target is None:
            part.absent("target", "Objectives are shares of it", 'add target = "2_000 ..."')
        return
    if table.mode in (Mode.DEAL_BEFORE, Mode.DEAL_AFTER):
        said = f"A bonus looks at a whole window, and {table.mode} at one deal after the other"
        remedy = "make it a commission, which pays for each deal"
        part.wrong("table", UserError(said, remedy=remedy))
    elif table.pays_amounts or table.mode in _BY_THEMSELVES:
        _check_without_target(part, found, table, setting)
    elif found.target is None:
        remedy = 'add target = "person.target / 4", or another amount'
        part.absent("target", "Its table pays shares of a target", remedy)


def _check_without_target(part: Part, found: Bonus, table: Table, setting: Setting) -> None:
    """Hold that what a table pays by itself is money, and that no target is beside it."""
    if found.target is not None:
        said = "Its table pays money by itself, so that there is nothing to take of a target"
        remedy = "leave target out, or take a curve or steps of shares"
        part.wrong("target", UserError(said, remedy=remedy))
    measure = setting.named.measures.get(table.over)  # none where it was not understood itself
    if measure is not None and not table.pays_amounts and measure.of.kind is not Kind.MONEY:
        said = f"Its table pays a share of a {measure.of.kind}, which is no money"
        remedy = "write an amount with its currency for each"
        part.wrong("table", UserError(said, remedy=remedy))


def _objectives(part: Part, setting: Setting) -> tuple[Objective, ...]:
    found = tuple(_objective(inner, setting) for inner in part.parts("objectives"))
    check_sum(part, "objectives", tuple(one.weight for one in found))
    return found


def _objective(part: Part, setting: Setting) -> Objective:
    words = setting.words
    found = Objective(
        title=part.text("title"),
        weight=words.share(part, "weight", "It says what part of the target it is"),
        score=words.of_key(part, "score", words.of_person, (Kind.NUMBER,)),
        least=words.share(part, "least", "Scores below it pay nothing"),
        most=words.share(part, "most") if part.has("most") else None,
    )
    if found.most is not None and found.most < found.least and part.clean:
        part.wrong("most", UserError("The most that counts lies below the least"))
    part.done()
    return found


def _contest(id_: str, part: Part, setting: Setting) -> Contest:
    words = setting.words
    items = part.items("prizes", "They are what the ranks get", needed=True)
    measure = read_measure_name(part, "over", setting.named)
    least: Fraction | None = None
    if part.has("least") and measure is not None:
        least = words.number(part, "least", measure.of.kind)
    _see_whole_windows(part, [("over", measure.name)] if measure else [], setting)
    prizes = tuple(words.whole_amount(one, part.spot("prizes", at)) for at, one in enumerate(items))
    if part.has("prizes") and not prizes and part.clean:
        part.wrong("prizes", UserError("There is no prize", remedy="give at least one"))
    return Contest(
        id=id_,
        title=part.text("title"),
        window=read_window(part, "window", CALENDAR),
        over=measure.name if measure else "",
        prizes=prizes,
        ties=part.choice("ties", Ties, "Somebody will share a rank"),
        least=least,
        strategy=part.texts("strategy"),
    )


def _pool(id_: str, part: Part, setting: Setting) -> Pool:
    words = setting.words
    sums = {f"sum.{name}": one.of.kind for name, one in setting.named.measures.items()}
    known = {**words.constants, **sums}
    found = Pool(
        id=id_,
        title=part.text("title"),
        window=read_window(part, "window", CALENDAR),
        amount=words.of_key(part, "amount", known, (Kind.MONEY,)),
        by=words.perhaps(
            part, "by", words.of_person, (Kind.NUMBER, Kind.MONEY, Kind.COUNT, Kind.DAYS)
        ),
        gates=read_gates(part, setting),
        strategy=part.texts("strategy"),
    )
    held = [("gates", gate.over) for gate in found.gates]
    read = (name.removeprefix("sum.") for name in found.amount.names if name.startswith("sum."))
    _see_whole_windows(part, [*held, *(("amount", name) for name in read)], setting)
    return found


_BY_KIND: dict[str, Callable[[str, Part, Setting], Component]] = {
    "commission": read_commission, "bonus": _bonus, "contest": _contest, "pool": _pool,
}  # fmt: skip
