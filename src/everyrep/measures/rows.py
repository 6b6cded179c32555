"""The facts behind a figure, one by one, for whoever may see single facts.

The same description that a figure is summed from gives its facts, under the same scope, condition
and period; so there are as many of them as the figure says it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from everyrep.measures.answer import Key
from everyrep.measures.asking import accept, own_question, question_of, refusal
from everyrep.measures.catalogue import Catalogue, Measure, load_catalogue
from everyrep.measures.compose import leaves
from everyrep.measures.dimensions import DIMENSIONS, TIME
from everyrep.measures.facts.frame import PERSON, Frame, group_column
from everyrep.measures.labels import looked_up, nameable
from everyrep.measures.question import Question
from everyrep.measures.run import described, fetched
from everyrep.measures.source import FactSource
from everyrep.measures.statements import compiled
from everyrep.measures.sufficient import facts_of
from everyrep.measures.tables import physical_columns
from everyrep.measures.tally import Described, Lasting, Tally
from everyrep.values import Currency, Money, Period, Reason, Scope, UnknownName

if TYPE_CHECKING:
    import ibis.expr.types as ir

A_PAGE = 50
MOST = 1_000
"""Rows at once; more are had page by page."""

Cell = str | bool | int | float | date | Money | None

_NO_ROWS = Reason(
    "not_allowed",
    "Single facts are for those who may see rows.",
    "Ask whoever gives access.",
)
# Estimators that rest on what x is divided by, so that a fact that adds nothing to it is none.
_OF_THOSE = frozenset({"share", "mean_share", "mean", "signed_mean"})
_PER_PERSON = frozenset({"mean_per_person", "signed_mean_per_person"})
# What else of a fact tells a reader which one it is.
_TELLING: dict[str, tuple[str, ...]] = {
    "opportunities": ("stage", "outcome", "created_on", "close_on", "amount_base_minor"),
    "activities": ("kind", "result", "opportunity_id"),
    "tickets": ("opened_on", "closed_on"),
    "coaching_sessions": ("skill",),
}
_TITLES = {
    "id": "Id", "counts": "Counts as", "of": "Out of", "days": "Days", "ended": "Ended",
    "ended_otherwise": "Ended otherwise", PERSON: "Person",
}  # fmt: skip
_LABELLED = {
    "owner_id": "person", "person_id": "person", PERSON: "person", "manager_id": "manager",
    "account_id": "account", "customer_id": "account", "opportunity_id": "deal",
    "product_id": "product", "team_id": "team", "territory_id": "territory",
    "course_id": "course", "content_id": "content", "campaign_id": "campaign",
}  # fmt: skip
# Facts whose own id is that of something that has a name.
_OWN_ID = {
    "opportunities": "deal", "accounts": "account", "people": "person", "content": "content",
    "courses": "course", "campaigns": "campaign", "products": "product",
}  # fmt: skip


@dataclass(frozen=True)
class FactRows:
    """Facts behind a figure.

    Attributes:
        measure: Whose facts: the measure, or one of those that it is made of.
        parts: Names of all measures whose facts go into the figure.
        columns: Names of columns, in their order.
        titles: How each is called.
        rows: One a fact, as many as asked for; days as dates, amounts as Money.
        total: How many facts there are in all.
        things: How many things they are about, each once: what the figure says it rests on.
        first: Place of the first row among all, from 0.
        labels: For columns of ids, the name of each id that may be shown.
        sql: The statement, as run.
        reason: Why there are none.
    """

    measure: str
    parts: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    total: int = 0
    things: int = 0
    first: int = 0
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sql: str = ""
    reason: Reason | None = None

    def label(self, column: str, cell: Cell) -> str:
        """How a cell is shown: the name of its id, or what it holds."""
        return self.labels.get(column, {}).get(str(cell), "" if cell is None else str(cell))


def rows(  # noqa: PLR0913 - a question has as many parts
    source: FactSource,
    measure: str,
    *,
    by: str | Iterable[str] = (),
    where: str | None = None,
    period: str | Period | None = None,
    group: Mapping[str, Key] | None = None,
    scope: Scope,
    of: str | None = None,
    limit: int = A_PAGE,
    offset: int = 0,
    catalogue: Catalogue | None = None,
) -> FactRows:
    """The facts that a figure is summed from.

    Args:
        source: An open build of the warehouse.
        measure: A name or synonym.
        by, where, period: As the figure was asked for.
        group: Which of its groups, as an Answer names them; None is all.
        scope: Who asks. Without the ability to see rows, or where groups have a least size, there
            is nothing but the reason.
        of: Of a measure that is made of others, whose facts; None is the first.
        limit: Rows at once, at most `MOST`.
        offset: Rows to pass over.
        catalogue: Other measures than those that ship.

    Raises:
        UnknownName: A measure, dimension, field or part does not exist; near names are offered.
        UserError: The scope does not allow a dimension, or a text cannot be read.
    """
    known = load_catalogue() if catalogue is None else catalogue
    asked = known[measure]
    if not scope.can("see_rows") or scope.min_group > 1:
        return FactRows(asked.name, reason=_NO_ROWS)
    question = question_of(source, by, where, period, scope, 0.95)
    accept(asked, question)
    made_of = {m.name: (m, q) for m, q in leaves(asked, own_question(asked, question), known)}
    name = of or next(iter(made_of))
    if name not in made_of:
        raise UnknownName(f"part of {asked.name}", name, made_of)
    leaf, own = made_of[name]
    reason = refusal(source, asked, scope) or refusal(source, leaf, scope)
    if reason is not None:
        return FactRows(name, tuple(made_of), reason=reason)
    limit, offset = max(1, min(limit, MOST)), max(0, offset)
    return _read(source, leaf, own, group or {}, tuple(made_of), limit, offset)


def _read(
    source: FactSource,
    measure: Measure,
    question: Question,
    group: Mapping[str, Key],
    parts: tuple[str, ...],
    limit: int,
    offset: int,
) -> FactRows:
    found = described(measure, question)
    facts = _of_group(_counted(found, _facts(found, question)), question, group)
    if "of" in facts.columns and measure.estimator in _OF_THOSE | _PER_PERSON:
        facts = facts.filter(facts["of"] != 0)
    things = _things(measure, found, facts, question)
    counted = facts.aggregate(total=facts.count(), things=things)
    _, ((total, about),) = fetched(source.connection, compiled(counted))
    columns = _columns(found, facts, question.scope)
    shown = facts.select(**{to: facts[column] for to, column in columns.items()})
    page = _ordered(shown, found.frame).limit(limit, offset=offset)
    sql = compiled(page)
    names, read = fetched(source.connection, sql)
    own = _OWN_ID.get(found.frame.name, "")
    cells = tuple(
        tuple(_cell(name, value, question.currency) for name, value in zip(names, row, strict=True))
        for row in read
    )
    return FactRows(
        measure.name, parts, tuple(names), tuple(_title(name, own) for name in names), cells,
        int(total), int(about), offset, _labels(source, names, cells, question.scope, own), sql,
    )  # fmt: skip


def _facts(found: Described, question: Question) -> ir.Table:
    """The facts, with what else tells them apart where the facts have it."""
    more = [
        name
        for name in _TELLING.get(found.frame.name, ())
        if name in physical_columns(found.frame.name)
    ]
    try:
        facts = found.frame.cut(question, *found.reads, *more)
    except (AttributeError, TypeError, KeyError):
        # Facts that are put together from several tables have columns of their own.
        return facts_of(found, question)
    return facts if found.keep is None else facts.filter(found.keep(facts))


def _counted(found: Described, facts: ir.Table) -> ir.Table:
    """The facts with what each adds to the figure."""
    if isinstance(found, Lasting):
        facts = facts.mutate(days=found.days(facts), ended=found.first(facts))
        if found.second is not None:
            facts = facts.mutate(ended_otherwise=found.second(facts) & ~facts.ended)
        return facts.filter(facts.days.notnull())
    added = {"counts": found.x, "of": found.m}
    values = {name: column(facts) for name, column in added.items() if column is not None}
    return facts.mutate(**values) if values else facts


def _of_group(facts: ir.Table, question: Question, group: Mapping[str, Key]) -> ir.Table:
    for name in question.by:
        if name in group:
            column, key = facts[group_column(name)], group[name]
            if key is None:
                facts = facts.filter(column.isnull())
            else:
                facts = facts.filter(column == _as_kept(name, key, question))
    return facts


def _as_kept(name: str, key: Key, question: Question) -> Any:
    if name not in TIME:
        return key
    return Period.parse(str(key), calendar=question.fiscal, as_of=question.as_of).start


def _things(measure: Measure, found: Described, facts: ir.Table, question: Question) -> ir.Value:
    if isinstance(found, Tally) and found.alike and measure.estimator in _PER_PERSON:
        return found.alike(facts, question).nunique()
    thing = None if isinstance(found, Lasting) else found.thing
    return facts.count() if thing is None else thing(facts).nunique()


def _columns(found: Described, facts: ir.Table, scope: Scope) -> dict[str, str]:
    """Which columns are shown: the fact's own less what is hidden, then what it adds."""
    frame, last = found.frame, ("days", "ended", "ended_otherwise", "counts", "of")
    own = [name for name in facts.columns if not name.startswith("by_") and name not in last]
    hidden_here = {PERSON} if frame.person in own else set()
    kept = [name for name in own if name not in hidden_here and not _masked(name, frame, scope)]
    first = [name for name in ("id", frame.event, frame.person) if name in kept]
    kept = list(dict.fromkeys([*first, *kept]))
    return {name: name for name in (*kept, *(n for n in last if n in facts.columns))}


def _masked(name: str, frame: Frame, scope: Scope) -> bool:
    plain = name.removesuffix("_id").removesuffix("_base_minor").removesuffix("_minor")
    if name.endswith("_minor") and not scope.can("see_amounts"):
        return True
    if name.endswith("_minor") and not name.endswith("_base_minor") and frame.name != "accounts":
        base = f"{plain}_base_minor"
        if base in physical_columns(frame.name):
            return True  # It is in the row's own currency, beside the same in one for all.
    return any(scope.masks(f"{frame.name}.{one}") for one in (name, plain))


def _ordered(table: ir.Table, frame: Frame) -> ir.Table:
    """The latest first, and in one order only, so that pages do not overlap."""
    rest = [table[name] for name in table.columns if name != frame.event]
    if frame.event is None or frame.event not in table.columns:
        return table.order_by(rest)
    return table.order_by([table[frame.event].desc(), *rest])


def _cell(name: str, value: Any, currency: Currency) -> Cell:
    if name.endswith("_minor") and isinstance(value, int):
        return Money(value, currency)
    if isinstance(value, (str, bool, int, float, date)) or value is None:
        return value
    return str(value)


def _title(name: str, own: str) -> str:
    if name == "id" and own:
        return own.capitalize()
    if name in _TITLES:
        return _TITLES[name]
    plain = name.removesuffix("_id").removesuffix("_base_minor").removesuffix("_minor")
    return plain.removesuffix("_on").replace("_", " ").strip().capitalize()


def _labels(
    source: FactSource, names: list[str], cells: Iterable[tuple[Cell, ...]], scope: Scope, own: str
) -> dict[str, dict[str, str]]:
    """Names of ids by column; `own` is the dimension that the facts' own ids are of, if any."""
    cells = tuple(cells)
    found = {}
    for place, name in enumerate(names):
        dimension = DIMENSIONS.get(own if name == "id" else _LABELLED.get(name, ""))
        if dimension is None or dimension.label is None:
            continue
        ids = {str(row[place]) for row in cells if row[place] is not None}
        if those := nameable(dimension.label, ids, scope):
            found[name] = looked_up(source, dimension.label, those)
    return found
