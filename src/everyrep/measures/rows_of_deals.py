"""Deals one by one, and all that is recorded of one; for whoever may see rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from everyrep.measures.asking import question_of
from everyrep.measures.facts import deals, open_deals
from everyrep.measures.facts.single_deals import names_of_people
from everyrep.measures.labels import hidden, looked_up
from everyrep.measures.question import Question
from everyrep.measures.source import FactSource
from everyrep.measures.statements import compiled
from everyrep.measures.tables import canonical
from everyrep.values import Money, Period, Scope

if TYPE_CHECKING:
    import ibis.expr.types as ir

MOST = 200
STATES: dict[str, tuple[str, ...]] = {
    "open": ("open",), "won": ("won",), "lost": ("lost", "no_decision"), "all": (),
}  # fmt: skip
"""The outcomes that a state stands for; none is any."""
_COLUMNS = (
    "name", "stage", "owner_id", "account_id", "amount_base_minor", "created_on", "close_on",
    "next_step", "next_step_on",
)  # fmt: skip


@dataclass(frozen=True)
class Deal:
    """A deal as it stands.

    Attributes:
        deal: Its id.
        name: None where it has none, or it may not be seen.
        stage, outcome: Where it stands.
        owner, owner_name, account: Whose it is, and of which customer.
        amount: None where it is not known, or may not be seen.
        created_on, close_on, next_step, next_step_on: As recorded.
    """

    deal: str
    name: str | None
    stage: str | None
    outcome: str
    owner: str | None
    owner_name: str | None
    account: str | None
    amount: Money | None
    created_on: date | None
    close_on: date | None
    next_step: str | None
    next_step_on: date | None


@dataclass(frozen=True)
class Stay:
    """A deal in a stage.

    Attributes:
        stage: Its name.
        entered_on, left_on, days: From when to when; to this day while it lasts.
        next_stage: Which it went on to; None where it has not.
        inferred: Whether nobody recorded the day.
        unsure: Days within which an inferred day may lie.
    """

    stage: str
    entered_on: date | None
    left_on: date | None
    days: int | None
    next_stage: str | None
    inferred: bool
    unsure: int


@dataclass(frozen=True)
class Credit:
    """Who has a part in a deal, and how large it is."""

    person: str
    person_name: str | None
    part: float | None
    kind: str | None


@dataclass(frozen=True)
class Doing:
    """Something that was done on a deal."""

    on: date | None
    kind: str | None
    result: str | None
    person: str | None
    person_name: str | None


@dataclass(frozen=True)
class Story:
    """All that is recorded of one deal.

    Attributes:
        deal: As it stands.
        stays: Its stages, oldest first.
        doings: What was done on it, the latest first, as many as asked for.
        total: How many doings there are in all.
        credits: Who has which part in it, of those in sight.
    """

    deal: Deal
    stays: tuple[Stay, ...] = ()
    doings: tuple[Doing, ...] = ()
    total: int = 0
    credits: tuple[Credit, ...] = ()


@dataclass(frozen=True)
class Sought:
    """Which deals are looked for; what is left out is not asked about.

    Attributes:
        stage: The stage it must be in.
        owners: Whose it must be.
        closing: Days within which it is to close.
        overdue: Whether it must be open with its day of closing over.
        deals: Which it must be one of.
        state: How it must stand: one of `STATES`.
    """

    stage: str = ""
    owners: frozenset[str] | None = None
    closing: Period | None = None
    overdue: bool = False
    deals: frozenset[str] | None = None
    state: str = "open"


@dataclass(frozen=True)
class DealsPage:
    """Some deals: open ones by the day they are to close, others with the latest close first.

    Attributes:
        deals: As many as asked for.
        total: How many there are.
    """

    deals: tuple[Deal, ...] = field(default=())
    total: int = 0


def may_see_deals(scope: Scope) -> bool:
    """Whether single deals may be seen at all."""
    return scope.can("see_rows") and scope.min_group == 1 and not scope.sees_nobody


def deals_page(
    source: FactSource,
    scope: Scope,
    *,
    text: str = "",
    sought: Sought | None = None,
    limit: int = 50,
    offset: int = 0,
) -> DealsPage:
    """Deals in sight, a page of them.

    Args:
        source: An open build.
        scope: Who asks; without the ability to see rows there are none.
        text: What the name or the stage must hold.
        sought: Which of them; None is all that are open.
        limit: Deals at once, at most `MOST`.
        offset: Deals to pass over.
    """
    if not may_see_deals(scope):
        return DealsPage()
    question = question_of(source, (), None, None, scope, 0.95)
    wanted = sought or Sought()
    table = _found(_standing(question, wanted.state), text, wanted, question)
    found, total = _page(source, table, wanted, limit, offset)
    return DealsPage(_deals(source, question, found), total)


def stages_of_deals(source: FactSource, scope: Scope, state: str) -> frozenset[str]:
    """Names of the stages that deals in sight stand in.

    Args:
        source: An open build.
        scope: Who asks.
        state: One of `STATES`.
    """
    if not may_see_deals(scope) or scope.masks("opportunities.stage"):
        return frozenset()
    table = _standing(question_of(source, (), None, None, scope, 0.95), state)
    found = _read(source, table.select("stage").distinct())
    return frozenset(str(stage) for (stage,) in found if stage)


def _standing(question: Question, state: str) -> ir.Table:
    """Deals in sight that stand so, one a row."""
    outcomes = STATES[state]
    frame = open_deals(question) if state == "open" else deals(question, "created_on")
    table = frame.cut(question, "id", "outcome", *_COLUMNS).select("id", "outcome", *_COLUMNS)
    return table.filter(table.outcome.isin(outcomes)) if outcomes else table


def _page(
    source: FactSource, table: ir.Table, wanted: Sought, limit: int, offset: int
) -> tuple[list[tuple[Any, ...]], int]:
    """One page of deals by the day they are to close or were closed, and how many there are.

    Args:
        source: An open build.
        table: Deals, one a row.
        wanted: Ids that they must be of may be very many, and so they are handed over.
        limit, offset: Which page.
    """
    among = None if wanted.deals is None else sorted(wanted.deals)
    latest = wanted.state != "open"
    given = [] if among is None else [among]
    only = "" if among is None else " WHERE id IN (SELECT unnest(?::VARCHAR[]))"
    # The few of a page are found by their days and ids alone, and then read whole.
    keys = compiled(table.select("id", "close_on"))
    ((total,),) = source.connection.execute(
        f"SELECT count(*) FROM ({keys}) AS found{only}", given
    ).fetchall()
    page = (
        f"SELECT id FROM ({keys}) AS found{only} "
        f"ORDER BY close_on {'DESC' if latest else 'ASC'} NULLS LAST, id "
        f"LIMIT {max(1, min(limit, MOST))} OFFSET {max(0, offset)}"
    )
    here = [row[0] for row in source.connection.execute(page, given).fetchall()]
    rows = _read(source, table.filter(table["id"].isin(here)))
    return sorted(rows, key=lambda row: here.index(row[0])), total


def _found(table: ir.Table, text: str, sought: Sought, question: Question) -> ir.Table:
    """Those of a table of deals that are looked for; what is masked cannot be looked for."""
    scope = question.scope
    wanted = text.strip().lower()
    if wanted:
        holds = table.stage.lower().contains(wanted).fill_null(False)
        if not scope.masks("opportunities.name"):
            holds = holds | table.name.lower().contains(wanted).fill_null(False)
        table = table.filter(holds)
    if sought.stage and not scope.masks("opportunities.stage"):
        table = table.filter(table.stage == sought.stage)
    if sought.owners is not None:
        table = table.filter(table.owner_id.isin(sorted(sought.owners)))
    if scope.masks("opportunities.close_on"):
        return table
    if (days := sought.closing) is not None:
        table = table.filter((table.close_on >= days.start) & (table.close_on < days.end))
    late = (table.outcome == "open") & (table.close_on < question.as_of)
    return table.filter(late) if sought.overdue else table


def story_of(
    source: FactSource, scope: Scope, deal: str, *, limit: int = 50, offset: int = 0
) -> Story | None:
    """All that is recorded of a deal; None where it is not in sight, or there is none.

    Args:
        source: An open build.
        scope: Who asks.
        deal: Its id.
        limit: Activities at once, at most `MOST`.
        offset: Activities to pass over.
    """
    if not may_see_deals(scope):
        return None
    question = question_of(source, (), None, None, scope, 0.95)
    table = deals(question, "created_on").cut(question, "id", "outcome", *_COLUMNS)
    table = table.select("id", "outcome", *_COLUMNS)
    found = _read(source, table.filter(table["id"] == deal).limit(1))
    if not found:
        return None
    (one,) = _deals(source, question, found)
    doings, total = _doings(source, question, deal, limit, offset)
    credits_ = _credits(source, question, deal)
    return Story(one, _stays(source, question, deal), doings, total, credits_)


def _deals(source: FactSource, question: Question, rows: list[tuple[Any, ...]]) -> tuple[Deal, ...]:
    scope = question.scope
    people = names_of_people(source, scope, {str(row[4]) for row in rows if row[4]})
    accounts = (
        {}
        if hidden(("accounts", "name"), scope)
        else looked_up(source, ("accounts", "name"), sorted({str(r[5]) for r in rows if r[5]}))
    )
    money = scope.can("see_amounts") and not scope.masks("opportunities.amount")

    def told(column: str, value: Any) -> Any:
        return None if scope.masks(f"opportunities.{column}") else value

    return tuple(
        Deal(
            row[0], told("name", row[2]), told("stage", row[3]), row[1], row[4],
            people.get(str(row[4])), accounts.get(str(row[5])),
            Money(row[6], question.currency) if money and row[6] is not None else None,
            told("created_on", row[7]), told("close_on", row[8]), told("next_step", row[9]),
            told("next_step_on", row[10]),
        )
        for row in rows
    )  # fmt: skip


def _stays(source: FactSource, question: Question, deal: str) -> tuple[Stay, ...]:
    if question.scope.masks("opportunities.stage"):
        return ()
    table = canonical("stage_history")
    table = table.filter((table.opportunity_id == deal) & (table.entered_on <= question.as_of))
    table = table.select(
        "stage", "entered_on", left_on="left_on",
        days=table.left_on.fill_null(question.as_of).delta(table.entered_on, unit="day"),
        next_stage="next_stage", inferred=table.inferred.fill_null(False),
        unsure=table.uncertain_days.fill_null(0), at=table.entered_at,
    ).order_by("at")  # fmt: skip
    return tuple(Stay(*row[:7]) for row in _read(source, table))


def _credits(source: FactSource, question: Question, deal: str) -> tuple[Credit, ...]:
    """Parts of those in sight; who else has one is not told."""
    table = canonical("credits")
    table = table.filter(table.opportunity_id == deal)
    table = table.select("person_id", "part", "kind").order_by(["kind", "person_id"])
    read = [row for row in _read(source, table) if row[0]]
    names = names_of_people(source, question.scope, {str(row[0]) for row in read})
    return tuple(
        Credit(row[0], names.get(str(row[0])), row[1], row[2])
        for row in read
        if question.scope.allows_person(str(row[0]))
    )


def _doings(
    source: FactSource, question: Question, deal: str, limit: int, offset: int
) -> tuple[tuple[Doing, ...], int]:
    table = canonical("activities")
    table = table.filter(
        (table.opportunity_id == deal) & (table.occurred_on <= question.as_of).fill_null(True)
    )
    ((total,),) = _read(source, table.aggregate(total=table.count()))
    page = table.order_by([table.occurred_on.desc(), table["id"]])
    page = page.select("occurred_on", "kind", "result", "person_id")
    rows = _read(source, page.limit(max(1, min(limit, MOST)), offset=max(0, offset)))
    names = names_of_people(source, question.scope, {str(r[3]) for r in rows if r[3]})
    return tuple(Doing(r[0], r[1], r[2], r[3], names.get(str(r[3]))) for r in rows), int(total)


def _read(source: FactSource, table: ir.Table) -> list[tuple[Any, ...]]:
    return source.connection.execute(compiled(table)).fetchall()
