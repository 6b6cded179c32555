"""Deals one by one, for whoever may see single deals: what is open, and how stays in stages went.

A list of deals is about people, so it is behind the same scope as every figure, and it takes the
ability to see rows on top; names are left out for a scope that may not see them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from everyrep.measures.arrays import Column, Flags, Floats, Whole
from everyrep.measures.asking import question_of
from everyrep.measures.facts.activities import touched_deals
from everyrep.measures.facts.deals import open_deals
from everyrep.measures.facts.kept import kept
from everyrep.measures.facts.movements import days_column, whole_column, words_column
from everyrep.measures.facts.stays import entries, stays
from everyrep.measures.labels import looked_up, nameable
from everyrep.measures.question import Question
from everyrep.measures.source import FactSource
from everyrep.measures.statements import statement
from everyrep.values import Period, Scope

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True)
class OpenDeals:
    """Open deals; every array of shape (deals,). Days are numbers, `FAR` where not known.

    Attributes:
        deal, owner, stage: Id, owner and stage; empty where not known.
        chance: Chance of winning as the source states it; NaN where it does not.
        entered: When it first came into its stage.
        created, close: When it was opened, and when it is expected to close.
        base: Amount in minor units of the reporting currency; 0 where not known.
        priced, converted: Whether an amount is known, and whether there is a rate for it.
        next_step: Whether a next step is written down.
        next_on: When it is due.
        last_activity: Day of the last activity on it.
        contacts: How many people at the customer the activities on it were with.
    """

    deal: Column
    owner: Column
    stage: Column
    chance: Floats
    entered: Whole
    created: Whole
    close: Whole
    base: Whole
    priced: Flags
    converted: Flags
    next_step: Flags
    next_on: Whole
    last_activity: Whole
    contacts: Whole

    def __len__(self) -> int:
        return int(self.deal.size)


@dataclass(frozen=True)
class Stays:
    """Stays of deals in open stages, those alike in one row; every array of shape (rows,).

    Attributes:
        stage: Which stage.
        days: Days until the deal went on or dropped out, or until today.
        advanced, dropped: How the stay ended; neither where the deal is there still.
        outcome: What became of the deal in the end: open, won, lost, no_decision.
        count: How many stays are alike.
    """

    stage: Column
    days: Whole
    advanced: Flags
    dropped: Flags
    outcome: Column
    count: Whole


def open_now(
    source: FactSource,
    scope: Scope,
    where: str | None = None,
    period: str | Period | None = None,
) -> OpenDeals:
    """What is open, by its owner of today.

    Args:
        source: An open build.
        scope: Who asks.
        where: Which deals count.
        period: Days within which a deal is expected to close.
    """
    question = question_of(source, (), where, period, scope, 0.95)
    found = source.connection.execute(statement("open now", question, _open_now)).fetchnumpy()
    money = found["amount_base_minor"]
    return OpenDeals(
        words_column(found["id"]),
        words_column(found["owner_id"]),
        words_column(found["stage"]),
        _shares(found["probability"]),
        days_column(found["entered_on"]),
        days_column(found["created_on"]),
        days_column(found["close_on"]),
        whole_column(money),
        ~np.ma.getmaskarray(found["amount_minor"]),
        ~np.ma.getmaskarray(money),
        np.char.strip(words_column(found["next_step"])) != "",
        days_column(found["next_step_on"]),
        days_column(found["last_on"]),
        whole_column(found["contacts"]),
    )


def _open_now(question: Question) -> ir.Table:
    """Open deals, each with the last thing done for it and the day it came into its stage."""
    columns = (
        "owner_id stage probability created_on close_on amount_base_minor amount_minor next_step "
        "next_step_on"
    ).split()
    facts = open_deals(question).cut(question, "id", *columns)
    facts = facts.select("id", *columns)
    touched = kept("touched_deals", touched_deals(question, facts), question)
    joined = facts.left_join(touched, facts["id"] == touched.touched_deal)
    came = kept("stage_entries", entries(question), question)
    came = came.select(came_deal="opportunity_id", came_stage="stage", entered_on="entered_on")
    joined = joined.left_join(
        came, [joined["id"] == came.came_deal, joined.stage == came.came_stage]
    )
    joined = joined.select("id", *columns, "last_on", "contacts", "entered_on")
    return joined.order_by("id")


def stays_in_stages(source: FactSource, scope: Scope, where: str | None = None) -> Stays:
    """Every stay of a deal in an open stage, those that go on still among them.

    Args:
        source: An open build.
        scope: Who asks.
        where: Which deals count.
    """
    question = question_of(source, (), where, None, scope, 0.95)
    found = source.connection.execute(statement("stays", question, _stays)).fetchnumpy()
    return Stays(
        words_column(found["stage"]),
        whole_column(found["days_in_stage"]),
        _flags(found["advanced"]),
        _flags(found["dropped"]),
        words_column(found["outcome"]),
        whole_column(found["stays"]),
    )


def winners_of_stages(source: FactSource, scope: Scope) -> dict[str, frozenset[str]]:
    """By open stage, who has deals that went on from it and were won, or may be yet.

    Args:
        source: An open build.
        scope: Who asks.
    """
    question = question_of(source, (), None, None, scope, 0.95)
    rows = source.connection.execute(statement("winners", question, _winners))
    found: dict[str, set[str]] = {}
    for stage, owner in rows.fetchall():
        found.setdefault(str(stage), set()).add(str(owner or ""))
    return {stage: frozenset(people - {""}) for stage, people in found.items()}


def _stays(question: Question) -> ir.Table:
    """Stays that are alike in all that is read of them, counted."""
    alike = ("stage", "days_in_stage", "advanced", "dropped", "outcome")
    facts = stays(question).cut(question)
    return facts.group_by(*alike).aggregate(stays=facts.count()).order_by(*alike)


def _winners(question: Question) -> ir.Table:
    """Stages, and owners of deals that went on from them and were won, or may be yet."""
    facts = stays(question).cut(question, "owner_id")
    facts = facts.filter(facts.advanced & facts.outcome.isin(("won", "open")))
    return facts.select("stage", "owner_id").distinct()


@dataclass(frozen=True)
class Endings:
    """What became of deals, by id.

    Attributes:
        outcome: open, won, lost or no_decision.
        ended: The day it ended, as a number; `FAR` while open.
        created: The day it was opened, as a number; `FAR` where not known.
    """

    outcome: dict[str, str]
    ended: dict[str, int]
    created: dict[str, int]


def endings(source: FactSource, deals: Iterable[str]) -> Endings:
    """What became of deals, as the build knows; those it does not know are left out."""
    found = source.connection.execute(
        "SELECT id, outcome, CASE WHEN outcome <> 'open' THEN close_on END AS ended, created_on "
        "FROM opportunities WHERE id IN (SELECT unnest(?::VARCHAR[]))",
        [list(deals)],
    ).fetchnumpy()
    ids = words_column(found["id"]).tolist()
    return Endings(
        dict(zip(ids, words_column(found["outcome"]).tolist(), strict=True)),
        dict(zip(ids, days_column(found["ended"]).tolist(), strict=True)),
        dict(zip(ids, days_column(found["created_on"]).tolist(), strict=True)),
    )


def names_of_deals(source: FactSource, scope: Scope, deals: Iterable[str]) -> dict[str, str]:
    """Names of deals, where the scope may see them."""
    if scope.masks("opportunities.name"):
        return {}
    return looked_up(source, ("opportunities", "name"), sorted(set(deals)))


def names_of_people(source: FactSource, scope: Scope, people: Iterable[str]) -> dict[str, str]:
    """Names of people, where the scope may see them."""
    label = ("people", "full_name")
    return looked_up(source, label, nameable(label, people, scope))


def _shares(column: Column) -> Floats:
    values = np.ma.getdata(column).astype(float)
    return np.where(np.ma.getmaskarray(column), np.nan, values)


def _flags(column: Column) -> Flags:
    return np.asarray(np.ma.getdata(column).astype(bool) & ~np.ma.getmaskarray(column))
