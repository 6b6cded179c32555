"""Customers: since when, how long, what they bought, and what they bought the year before.

A customer is a company that has bought, or that a source says is one. It became one on the day of
its first won deal, or earlier where a source says so, and stops on the day a source says it left.

Who buys again and how much is told by two years side by side: the twelve months up to a day, and
the twelve before. The day is the last of the question's period, or today. The customers of the
first year are the cohort; whoever comes new in the second is not part of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from everyrep.measures.facts.deals import deals_as_known
from everyrep.measures.facts.frame import Frame
from everyrep.measures.facts.links import OF_THE_PERSON
from everyrep.measures.facts.market import OF_THE_CAMPAIGN
from everyrep.measures.question import Question
from everyrep.measures.tables import canonical, without
from everyrep.values import add_months

if TYPE_CHECKING:
    import ibis.expr.types as ir

A_YEAR = 12
_PATHS: dict[str, tuple[str, ...]] = {
    "person": ("owner_id",),
    **{name: OF_THE_PERSON[name] for name in ("team", "manager", "role", "level")},
    "territory": ("territory_id", *OF_THE_PERSON["territory"]),
    "region": ("region", *OF_THE_PERSON["region"]),
    "segment": ("segment",),
    "industry": ("industry",),
    "country": ("country",),
    "account": ("id",),
}
_OF_THE_FIRST_DEAL = ("campaign_id", "channel")


def acquired(question: Question) -> Frame:
    """Customers, one row each, by the day they became one.

    What can be read: `acquired_on`, `campaign_id` and `channel` of the first deal won, and
    `again_on`, the day of the second one.
    """

    def source(columns: Iterable[str]) -> ir.Table:
        return _customers(question, columns)

    paths = {**_PATHS, "channel": OF_THE_CAMPAIGN, "campaign": ("campaign_id",)}
    return Frame(
        "accounts", source, "owner_id", "acquired_on", "acquired_on", paths, key=("acquired",)
    )


def standing(question: Question) -> Frame:
    """Customers on the last day of the period, one row each, with what they have bought by then.

    What can be read: `bought_lately`, whether a deal was won in the twelve months up to the day,
    and `lines`, how many product lines were bought, ever.
    """
    import ibis

    years = Years.of(question)

    def source(columns: Iterable[str]) -> ir.Table:
        columns = tuple(columns)
        own = [name for name in columns if name not in ("bought_lately", "lines")]
        found = _customers(question, (*own, "lost_on"))
        stays = found.lost_on.isnull() | (found.lost_on >= years.end)
        found = found.filter((found.acquired_on < years.end) & stays & years.known)
        if "bought_lately" in columns:
            lately = _bought(question, years.middle, years.end).select(buyer="account_id")
            lately = lately.distinct()
            joined = found.left_join(lately, found["id"] == lately.buyer)
            found = without(joined.mutate(bought_lately=joined.buyer.notnull()), "buyer")
        if "lines" in columns:
            lines = _lines_bought(question, years.end)
            joined = found.left_join(lines, found["id"] == lines.buyer)
            joined = joined.mutate(lines=joined.line_count.fill_null(0))
            found = without(joined, "buyer", "line_count")
        return found

    return Frame(
        "accounts", source, "owner_id", None, ibis.literal(years.last), _PATHS, key=("standing",)
    )


def cohort(question: Question) -> Frame:
    """Customers who bought in the year before, one row each.

    What can be read: `before_minor` and `now_minor`, what they bought in the year before and in
    the twelve months since, and `buys`, whether they bought at all since.
    """
    import ibis

    years = Years.of(question)

    def source(columns: Iterable[str]) -> ir.Table:
        made = ("before_minor", "now_minor", "buys")
        own = tuple(name for name in columns if name not in made)
        accounts = canonical("accounts").select(*dict.fromkeys(("id", *own)))
        before = _amounts(question, years.start, years.middle)
        now = _amounts(question, years.middle, years.end)
        before = before.select(base_buyer="buyer", before_minor="bought_minor")
        joined = accounts.inner_join(before, accounts["id"] == before.base_buyer)
        joined = joined.left_join(now, joined["id"] == now.buyer)
        joined = joined.mutate(
            now_minor=joined.bought_minor.fill_null(0), buys=joined.buyer.notnull()
        )
        joined = joined.filter(years.known)
        return without(joined, "base_buyer", "buyer", "bought_minor")

    return Frame(
        "accounts", source, "owner_id", None, ibis.literal(years.last), _PATHS, key=("cohort",)
    )


def served(question: Question) -> Frame:
    """Customers on the days of the period that they were one, one row each.

    What can be read: `years`, how long they were one within it, and `tickets`, those they opened.
    Without a period the days are those since the first ticket on record.
    """
    import ibis

    last = min(question.period.end, question.tomorrow) if question.period else question.tomorrow
    end = ibis.literal(last)

    def source(columns: Iterable[str]) -> ir.Table:
        opened = canonical("tickets")
        opened = opened.filter(opened.opened_on <= question.as_of)
        own = [name for name in columns if name not in ("years", "tickets")]
        found = _customers(question, (*own, "lost_on"))
        found = found.cross_join(opened.aggregate(first_on=opened.opened_on.min()))
        start = found.first_on
        if question.period is not None:
            start = ibis.greatest(found.first_on, ibis.literal(question.period.start))
        found = found.mutate(
            from_on=ibis.greatest(found.acquired_on, start),
            to_on=ibis.least(found.lost_on.fill_null(end), end),
        )
        found = found.filter(found.from_on < found.to_on)
        return _with_tickets(without(found, "first_on"), opened)

    return Frame(
        "accounts", source, "owner_id", None, ibis.literal(question.as_of), _PATHS, key=("served",)
    )


def _with_tickets(found: ir.Table, opened: ir.Table) -> ir.Table:
    keys = found.select(key_account=found["id"], key_from=found.from_on, key_to=found.to_on)
    matched = keys.inner_join(
        opened,
        [
            keys.key_account == opened.account_id,
            opened.opened_on >= keys.key_from,
            opened.opened_on < keys.key_to,
        ],
    )
    counts = matched.group_by("key_account").aggregate(opened_count=matched.count())
    joined = found.left_join(counts, found["id"] == counts.key_account)
    days = joined.to_on.delta(joined.from_on, unit="day")
    joined = joined.mutate(tickets=joined.opened_count.fill_null(0), years=days / DAYS_A_YEAR)
    return without(joined, "key_account", "opened_count", "from_on", "to_on")


DAYS_A_YEAR = 365.25


def tickets(question: Question) -> Frame:
    """Tickets, one row each, by the day they were opened, with the customer they are of."""

    def source(columns: Iterable[str]) -> ir.Table:
        own = [name for name in columns if name != "owner_id"]
        table = canonical("tickets")
        known = table.opened_on.isnull() | (table.opened_on <= question.as_of)
        table = table.filter(known).select(*dict.fromkeys(("id", "account_id", *own)))
        owners = canonical("accounts")
        owners = owners.select(owned="id", owner_id="owner_id")
        return without(table.left_join(owners, table.account_id == owners.owned), "owned")

    paths = {
        name: tuple(
            path if "organisation/" in path or path == "owner_id" else f"account/{path}"
            for path in found
        )
        for name, found in _PATHS.items()
    }
    paths["account"] = ("account_id",)
    return Frame("tickets", source, "owner_id", "opened_on", "opened_on", paths, key=("tickets",))


@dataclass(frozen=True)
class Years:
    """Two years side by side: [start, middle) and [middle, end).

    Attributes:
        start, middle, end: First days, the last one of what comes after.
        known: Whether any day of the question's period is known yet.
    """

    start: date
    middle: date
    end: date
    known: bool

    @classmethod
    def of(cls, question: Question) -> Years:
        """The years up to the last known day of the question's period."""
        period = question.period
        end = min(period.end, question.tomorrow) if period else question.tomorrow
        known = period is None or period.start <= question.as_of
        return cls(add_months(end, -2 * A_YEAR), add_months(end, -A_YEAR), end, known)

    @property
    def last(self) -> date:
        """The last day."""
        return self.end - timedelta(days=1)


def _wins(question: Question, *columns: str) -> ir.Table:
    """Won deals of a customer that is known, with the day they were won."""
    table = deals_as_known(question, ("account_id", "close_on", *columns))
    return table.filter(
        (table.outcome == "won") & table.account_id.notnull() & table.close_on.notnull()
    )


def _bought(question: Question, start: date, end: date, *columns: str) -> ir.Table:
    wins = _wins(question, *columns)
    return wins.filter((wins.close_on >= start) & (wins.close_on < end))


def _amounts(question: Question, start: date, end: date) -> ir.Table:
    """Customers who bought from one day to another, and for how much: buyer, bought_minor."""
    bought = _bought(question, start, end, "amount_base_minor")
    return bought.group_by(buyer="account_id").aggregate(
        bought_minor=bought.amount_base_minor.sum().fill_null(0)
    )


def _customers(question: Question, columns: Iterable[str]) -> ir.Table:
    """Every company that has become a customer by the day, one row each."""
    import ibis

    made = ("acquired_on", "again_on", *_OF_THE_FIRST_DEAL)
    own = [name for name in columns if name not in made]
    accounts = canonical("accounts")
    accounts = accounts.select(*dict.fromkeys(("id", "customer_since_on", *own)))
    wins = _wins(question, *_OF_THE_FIRST_DEAL)
    turn = ibis.row_number().over(
        ibis.window(group_by=wins.account_id, order_by=[wins.close_on, wins["id"]])
    )
    wins = wins.mutate(turn=turn)
    first = wins.filter(wins.turn == 0).select(
        buyer="account_id", bought_on="close_on", **{name: name for name in _OF_THE_FIRST_DEAL}
    )
    second = wins.filter(wins.turn == 1).select(second_buyer="account_id", again_on="close_on")
    joined = accounts.left_join(first, accounts["id"] == first.buyer)
    joined = joined.left_join(second, joined["id"] == second.second_buyer)
    since = ibis.least(
        joined.bought_on.fill_null(joined.customer_since_on),
        joined.customer_since_on.fill_null(joined.bought_on),
    )
    joined = joined.mutate(acquired_on=since)
    joined = joined.filter((joined.acquired_on <= question.as_of).fill_null(False))
    dropped = ["buyer", "second_buyer"]
    if "customer_since_on" not in own:
        dropped.append("customer_since_on")
    return without(joined, *dropped)


def _lines_bought(question: Question, end: date) -> ir.Table:
    """Customers and how many product lines they bought before a day: buyer, line_count."""
    wins = _wins(question, "product_id")
    wins = wins.filter(wins.close_on < end)
    lines = canonical("opportunity_lines")
    lines = lines.select(line_deal="opportunity_id", line_product="product_id")
    lines = lines.filter(lines.line_product.notnull())
    sold = wins.left_join(lines, wins["id"] == lines.line_deal)
    sold = sold.mutate(sold_product=sold.line_product.fill_null(sold.product_id))
    products = canonical("products")
    names = products.select(line_of=products["id"], sold_line=products.family)
    sold = sold.left_join(names, sold.sold_product == names.line_of)
    return sold.group_by(buyer="account_id").aggregate(line_count=sold.sold_line.nunique())
