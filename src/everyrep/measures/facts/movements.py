"""Deals as they were on several days, one row a deal and day, as the asker may see them.

Stages, owners, amounts and expected closes are those of then as far as anything tells of them:
recorded changes and snapshots (see `warehouse.history`), and for amounts and closes also earlier
deliveries of the same deals, which the landing keeps (see `facts.deliveries`). How each is known
stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from everyrep.measures.arrays import Column, Flags, Whole
from everyrep.measures.asking import question_of
from everyrep.measures.facts.deals import deals
from everyrep.measures.facts.deliveries import amounts_delivered
from everyrep.measures.source import FactSource
from everyrep.measures.statements import statement
from everyrep.values import Scope
from everyrep.warehouse.history import organisation_sql, pipeline_sql

FAR = np.iinfo(np.int64).max
"""The day that stands for a day that is not known."""


@dataclass(frozen=True)
class DealsThen:
    """Open deals on days, every array of shape (rows,), sorted by day and deal.

    Days are numbers, counted from 1 January 1970.

    Attributes:
        day: The day whose end is meant.
        deal: Id.
        stage: Stage then; empty where not known.
        owner: Who had it then; empty where not known.
        seen: Whether the asker may see it, by who had it then.
        created: When it was opened.
        close: When it was expected to close, as expected then; `FAR` where not known.
        minor, priced: Amount then in minor units of its currency, and whether it is known.
        base, converted: The same in the reporting currency, and whether there is a rate.
        currency: Its own currency.
        ended, outcome: The day it ended, `FAR` while open, and how: won, lost, no_decision, open.
        amount_how, close_how, stage_how, owner_how: recorded, inferred, assumed or missing.
    """

    day: Whole
    deal: Column
    stage: Column
    owner: Column
    seen: Flags
    created: Whole
    close: Whole
    minor: Whole
    priced: Flags
    base: Whole
    converted: Flags
    currency: Column
    ended: Whole
    outcome: Column
    amount_how: Column
    close_how: Column
    stage_how: Column
    owner_how: Column

    def __len__(self) -> int:
        return int(self.day.size)

    def on(self, day: date) -> DealsThen:
        """Those of one of the days."""
        return self.only(self.day == number_of(day))

    def only(self, which: Flags) -> DealsThen:
        """Those of some rows."""
        return DealsThen(**{name: column[which] for name, column in vars(self).items()})


def number_of(day: date) -> int:
    """A day as a number."""
    return (day - date(1970, 1, 1)).days


def day_of(number: int) -> date | None:
    """The day of a number; None for `FAR`."""
    return None if number >= FAR else date.fromordinal(number + date(1970, 1, 1).toordinal())


def deals_then(
    source: FactSource,
    scope: Scope,
    days: Sequence[date],
    where: str | None = None,
    *,
    ever_theirs: bool = False,
) -> DealsThen:
    """Deals open at the end of each day, those out of the asker's sight marked as not seen.

    Args:
        source: An open build.
        scope: Who asks. What is not seen must not be shown, and only serves to tell a deal that
            has gone to somebody else from one that has ended.
        days: Days; those after the last that may be known count as that.
        where: Which deals count, as they are now.
        ever_theirs: Leave out deals that nobody in the asker's sight has or ever had by this
            build's records; another build's records may know of more.
    """
    last = min(source.as_of, scope.as_of or source.as_of)
    asked = sorted({min(day, last) for day in days})
    found = source.connection.execute(_sql(source, scope, asked, where, ever_theirs)).fetchnumpy()
    then = _read(found, scope)
    return _as_delivered(then, source)


def _sql(
    source: FactSource, scope: Scope, days: Sequence[date], where: str | None, ever_theirs: bool
) -> str:
    people = scope.people if ever_theirs and scope.teams is None else None
    team = "org.team_id" if scope.teams is not None else "NULL"
    join = ""
    if scope.teams is not None:
        join = (
            f"LEFT JOIN ({organisation_sql(days)}) AS org "
            "ON org.day = deals.day AND org.person_id = deals.owner_id"
        )
    kept = "WHERE deals.opportunity_id IN (" + _ids(source, scope, where) + ")" if where else ""
    return f"""
SELECT deals.*, {team} AS team, now.outcome,
    CASE WHEN now.outcome <> 'open' THEN now.close_on END AS ended_on
FROM ({pipeline_sql(days, people)}) AS deals
JOIN opportunities AS now ON now.id = deals.opportunity_id
{join}
{kept}
ORDER BY deals.day, deals.opportunity_id
"""


def _ids(source: FactSource, scope: Scope, where: str | None) -> str:
    """SQL of the ids of deals that a condition picks, whoever has them."""
    wide = replace(scope, people=None, teams=None)
    question = question_of(source, (), where, None, wide, 0.95)
    return statement(
        "ids of deals", question, lambda q: deals(q, "created_on").cut(q, "id").select("id")
    )


def _read(found: Mapping[str, Column], scope: Scope) -> DealsThen:
    owner, team = words_column(found["owner_id"]), words_column(found["team"])
    seen = np.ones(owner.size, bool)
    if scope.people is not None:
        seen &= np.isin(owner, sorted(scope.people))
    if scope.teams is not None:
        seen &= np.isin(team, sorted(scope.teams))
    return DealsThen(
        day=days_column(found["day"]),
        deal=words_column(found["opportunity_id"]),
        stage=words_column(found["stage"]),
        owner=owner,
        seen=seen,
        created=days_column(found["created_on"]),
        close=days_column(found["close_on"]),
        minor=whole_column(found["amount_minor"]),
        priced=~np.ma.getmaskarray(found["amount_minor"]),
        base=whole_column(found["amount_base_minor"]),
        converted=~np.ma.getmaskarray(found["amount_base_minor"]),
        currency=words_column(found["currency"]),
        ended=days_column(found["ended_on"]),
        outcome=words_column(found["outcome"]),
        amount_how=words_column(found["amount_how"]),
        close_how=words_column(found["close_how"]),
        stage_how=words_column(found["stage_how"]),
        owner_how=words_column(found["owner_how"]),
    )


def _as_delivered(then: DealsThen, source: FactSource) -> DealsThen:
    """Amounts and closes that are only assumed, as an earlier delivery had them.

    An earlier amount in the same currency is converted at the rate of now: the rate of then is
    not kept, so no movement of rates can be seen there.
    """
    assumed = (then.amount_how == "assumed") | (then.close_how == "assumed")
    if not assumed.any():
        return then
    told = amounts_delivered(source, np.unique(then.deal[assumed]).tolist())
    if not len(told.deal):
        return then
    at = told.latest(then.deal, then.day)
    place = np.maximum(at, 0)
    amount = (at >= 0) & (then.amount_how == "assumed") & told.priced[place]
    amount &= told.currency[place] == then.currency
    close = (at >= 0) & (then.close_how == "assumed") & (told.close[place] < FAR)
    rate = np.where(then.minor != 0, then.base / np.where(then.minor != 0, then.minor, 1), 0.0)
    earlier = told.minor[place]
    base = np.where(earlier == then.minor, then.base, np.rint(earlier * rate)).astype(np.int64)
    known = amount & then.priced & (then.minor != 0)
    return replace(
        then,
        minor=np.where(known, earlier, then.minor),
        base=np.where(known & then.converted, base, then.base),
        close=np.where(close, told.close[place], then.close),
        amount_how=np.where(known, "inferred", then.amount_how),
        close_how=np.where(close, "inferred", then.close_how),
    )


def days_column(column: Column) -> Whole:
    """Days as numbers; `FAR` where there is none."""
    values = np.ma.getdata(column).astype("datetime64[D]").astype(np.int64)
    return np.where(np.ma.getmaskarray(column), FAR, values)


def whole_column(column: Column) -> Whole:
    """Whole numbers; 0 where there is none."""
    values = np.ma.getdata(column).astype(np.int64)
    return np.where(np.ma.getmaskarray(column), 0, values)


def words_column(column: Column) -> Column:
    """Texts; empty where there is none."""
    values = np.where(np.ma.getmaskarray(column), "", np.ma.getdata(column))
    return values.astype(str)
