"""Records that pay is worked out from, one by one, for whoever may see single records.

Deals that were won, what of them was taken back, who is credited, who had which job, what was asked
of whom, who was away, and what currencies were worth: each as it was known at the end of a day.
Nothing is summed or judged here. Who is limited to people or teams gets the records that are about
those, and of a deal that they share with others only their own part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from everyrep.measures.asking import question_of
from everyrep.measures.facts.deals import deal_paths, deals_as_known
from everyrep.measures.facts.frame import Frame
from everyrep.measures.facts.quotas import PATHS
from everyrep.measures.question import Question
from everyrep.measures.source import FactSource
from everyrep.measures.statements import compiled
from everyrep.measures.tables import canonical
from everyrep.values import Scope, UserError

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

PRIMARY = "primary"
"""The kind of credit that makes up the whole of a deal; canonical splits call it revenue."""
_OF_DEALS = (
    "name", "account_id", "amount_minor", "list_amount_minor", "cost_minor", "currency",
    "discount", "created_on", "product_id", "kind", "motion", "channel", "campaign_id",
    "partner_id", "segment", "region", "territory_id",
)  # fmt: skip
_OF_JOBS = ("title", "role", "level", "manager_id", "team_id", "territory_id", "region", "motion")
_OF_PAY = frozenset({"commission_rate"})
"""Fields of people that only who may see pay gets."""


def may_see_records(scope: Scope) -> bool:
    """Whether single records may be seen: by who may see rows, or what people are paid."""
    rows = scope.can("see_rows") and scope.min_group == 1
    return (rows or scope.can("see_pay")) and not scope.sees_nobody


@dataclass(frozen=True, eq=False)
class Records:
    """Records up to a day, in the sight of whoever asks.

    Every frame is sorted. Days are dates, ids texts, amounts whole minor units of the row's own
    currency; what is not known, or may not be seen, is empty.

    Attributes:
        source: An open build.
        scope: Who asks.
        through: The last day that is known: nothing dated or entered later is there.
        since: The first close of a deal that is wanted; all where None. Deals that were taken back
            since then are there whenever they closed.
    """

    source: FactSource
    scope: Scope
    through: date
    since: date | None = None

    def __post_init__(self) -> None:
        """Hold that records may be seen at all.

        Raises:
            UserError: They may not.
        """
        if not may_see_records(self.scope):
            raise UserError(
                f"{self.scope.who} may not see single records",
                why="deals, credits and quotas of single people are for those who may see rows, or "
                "what people are paid",
                remedy="ask whoever gives access",
            )

    @cached_property
    def deals(self) -> pd.DataFrame:
        """Deals that were won.

        Columns: deal, owner_id (who had it at the end of the day it was closed), closed_on,
        booked_on (empty: the same day), lost_on (when its customer stopped being one), the name of
        its product line, and of the deal itself what `_OF_DEALS` names.
        """
        table = self._won
        seen = self._sight.select(seen_id=self._sight["id"]).distinct()
        table = table.semi_join(seen, table["id"] == seen.seen_id)
        products, accounts = canonical("products"), canonical("accounts")
        lines = products.select(line_of=products["id"], product_line=products.family)
        table = table.left_join(lines, table.product_id == lines.line_of)
        lost = accounts.select(lost_id=accounts["id"], lost_on=accounts.lost_on)
        lost = lost.filter(lost.lost_on <= self._question.as_of)
        table = table.left_join(lost, table.account_id == lost.lost_id)
        found = table.select(
            deal=table["id"], owner_id=table.holder_id, closed_on=table.close_on,
            booked_on=table.booked_on, lost_on=table.lost_on, product_line=table.product_line,
            **{name: table[name] for name in _OF_DEALS},
        )  # fmt: skip
        alike = {"closed_on": "close_on"}
        return self._named(self._read(found, "opportunities", ("closed_on", "deal"), alike))

    @cached_property
    def refunds(self) -> pd.DataFrame:
        """What was taken back of deals in sight.

        Columns: refund, deal, refunded_on, recorded_on, amount_minor (above zero; all of the deal
        where the record has none), cost_minor, currency, reason.
        """
        import ibis

        refunds, sight = self._refunds, self._sight
        seen = sight.select(seen_id=sight["id"]).distinct()
        refunds = refunds.semi_join(seen, refunds.opportunity_id == seen.seen_id)
        won = self._won.select("id", "amount_minor", "cost_minor", "currency")
        won = won.rename(deal="id", whole="amount_minor", whole_cost="cost_minor", own="currency")
        table = refunds.inner_join(won, refunds.opportunity_id == won.deal)
        all_of_it = table.amount_minor.isnull()
        found = table.select(
            refund=table["id"], deal=table.deal, refunded_on=table.refunded_on,
            recorded_on=table.recorded_on,
            amount_minor=ibis.ifelse(all_of_it, table.whole, table.amount_minor.abs()),
            cost_minor=ibis.ifelse(all_of_it, table.whole_cost, table.cost_minor.abs()),
            currency=ibis.ifelse(all_of_it, table.own, table.currency.fill_null(table.own)),
            reason=table.reason,
        )  # fmt: skip
        return self._read(found, "refunds", ("refunded_on", "refund"), {})

    @cached_property
    def credits(self) -> pd.DataFrame:
        """Splits of deals in sight, of people in sight; who has a deal alone has no row.

        Columns: deal, person_id, part (0 to 1), kind: "primary" for parts of the deal itself, else
        as recorded.
        """
        sight = self._sight
        found = sight.filter(sight.part.notnull()).select(
            deal=sight["id"], person_id=sight.credited_id, part=sight.part, kind=sight.credit_kind
        )
        return self._read(found, "opportunity_splits", ("deal", "kind", "person_id", "part"), {})

    @cached_property
    def jobs(self) -> pd.DataFrame:
        """What each person was from day to day; half-open, and open where it had not ended.

        Columns: person_id, from_on, until_on, and what `_OF_JOBS` names.
        """
        history = canonical("org_history")
        table = self._cut(history, "org_history", "person_id", "from_on", (*_OF_JOBS, "to_on"))
        table = table.filter(table.from_on <= self._question.as_of)
        found = table.select(
            "person_id", "from_on", until_on=self._known_by_then(table.to_on),
            **{name: table[name] for name in _OF_JOBS},
        )  # fmt: skip
        return self._read(found, "positions", ("person_id", "from_on"), {"until_on": "to_on"})

    @cached_property
    def people(self) -> pd.DataFrame:
        """People in sight who had a job by then.

        Columns: person_id, hired_on, and for who may see pay commission_rate (0 to 1).
        """
        people = canonical("people")
        table = self._cut(
            people.rename(person_id="id"), "people", "person_id", None,
            ("hired_on", "commission_rate"),
        )  # fmt: skip
        table = table.select("person_id", "hired_on", "commission_rate")
        return self._read(table, "people", ("person_id",), {})

    @cached_property
    def quotas(self) -> pd.DataFrame:
        """Quotas of people, each the finest of its days: no year beside its quarters.

        When a quota was set is not recorded, so that all of them count, whatever the day.
        Columns: person_id, measure, from_on, until_on, amount_minor, currency, amount_base_minor.
        """
        quotas = canonical("quotas")
        own = ("to_on", "measure", "amount_minor", "amount_base_minor", "currency")
        table = self._cut(
            quotas.filter(quotas.person_id.notnull()), "quotas", "person_id", "from_on", own
        )
        found = _finest(table.select("person_id", "from_on", *own).rename(until_on="to_on"))
        order = ("person_id", "measure", "from_on")
        return self._read(found, "quotas", order, {"until_on": "to_on"})

    @cached_property
    def leave(self) -> pd.DataFrame:
        """Who was away; half-open. Columns: person_id, from_on, until_on."""
        table = self._cut(canonical("leaves"), "leaves", "person_id", "from_on", ("to_on",))
        table = table.filter(table.from_on <= self._question.as_of)
        found = table.select("person_id", "from_on", until_on="to_on")
        return self._read(found, "leaves", ("person_id", "from_on"), {"until_on": "to_on"})

    @cached_property
    def rates(self) -> pd.DataFrame:
        """What currencies were worth in the reporting currency: currency, from_on, rate."""
        rates, own = canonical("exchange_rates"), self.source.reporting_currency
        rates = rates.filter(
            rates.to_currency.upper().fill_null(own).isin([own])
            & (rates.currency != own)
            & (rates.from_on <= self._question.as_of)
        )
        order = ("currency", "from_on", "rate")
        return self._read(rates.select(*order), "exchange_rates", order, {})

    @cached_property
    def _question(self) -> Question:
        scope = self.scope.narrow(as_of=self.through)
        return question_of(self.source, (), None, None, scope, 0.95)

    @cached_property
    def _won(self) -> ir.Table:
        """Deals known to be won, in or out of sight, with who had them when they were closed."""
        question = self._question
        columns = ("owner_id", "close_on", "booked_on", *_OF_DEALS)
        table = deals_as_known(question, columns)
        table = table.filter(
            (table.outcome == "won") & (table.booked_on <= question.as_of).fill_null(True)
        )
        if self.since is not None:
            back = self._refunds.filter(self._refunds.refunded_on >= self.since)
            back = back.select(back_id=back.opportunity_id).distinct()
            joined = table.left_join(back, table["id"] == back.back_id)
            wanted = (joined.close_on >= self.since) | joined.back_id.notnull()
            table = joined.filter(wanted).select(*table.columns)
        changes = canonical("owner_changes")
        changes = changes.filter(changes.before_id.notnull())
        later = changes.inner_join(table, changes.opportunity_id == table["id"])
        later = later.filter(later.changed_on > later.close_on)
        first = later.group_by(given_deal=later.opportunity_id).aggregate(
            holder_then=later.before_id.argmin(later.changed_at)
        )
        joined = table.left_join(first, table["id"] == first.given_deal)
        return joined.select(
            *table.columns, holder_id=joined.holder_then.fill_null(joined.owner_id)
        )

    def _named(self, deals: pd.DataFrame) -> pd.DataFrame:
        """Deals without the owners who are out of sight."""
        if self.scope.sees_everybody:
            return deals
        sight = self._sight.select("id", "credited_id").distinct()
        pairs = set(self.source.connection.cursor().sql(compiled(sight)).fetchall())
        owners = zip(deals["deal"], deals["owner_id"], strict=True)
        deals["owner_id"] = [owner if (deal, owner) in pairs else None for deal, owner in owners]
        return deals

    @cached_property
    def _refunds(self) -> ir.Table:
        """Refunds that were known, of all deals."""
        refunds, day = canonical("refunds"), self._question.as_of
        return refunds.filter(
            (refunds.refunded_on <= day) & (refunds.recorded_on <= day).fill_null(True)
        )

    @cached_property
    def _sight(self) -> ir.Table:
        """Who has a part of which deal, of those in sight: id, credited_id, part, credit_kind.

        Who has a deal alone, because nobody shares it, has neither part nor kind.
        """
        import ibis

        splits = canonical("opportunity_splits")
        splits = splits.select(
            split_of=splits.opportunity_id, split_id=splits.person_id, part=splits.part,
            credit_kind=_kind(splits),
        )  # fmt: skip
        won = self._won
        primary = splits.filter(splits.credit_kind == PRIMARY)
        alone = won.anti_join(primary, won["id"] == primary.split_of)
        alone = alone.select(
            "id", "close_on", part=ibis.null("float64"), credit_kind=ibis.null("string"),
            credited_id=alone.holder_id,
        )  # fmt: skip
        joined = won.inner_join(splits, won["id"] == splits.split_of)
        shared = joined.select("id", "close_on", "part", "credit_kind",
                               credited_id=joined.split_id)  # fmt: skip
        both = shared.union(alone.select(*shared.columns))
        frame = Frame(
            "opportunities", lambda _: both, "credited_id", "close_on", "close_on",
            deal_paths("credited_id"),
        )  # fmt: skip
        return frame.cut(self._question)

    def _cut(
        self, table: ir.Table, name: str, person: str, day: str | None, columns: Iterable[str]
    ) -> ir.Table:
        """Rows about people in sight; their team is that of the day."""
        own = tuple(dict.fromkeys((person, *([day] if day else []), *columns)))
        frame = Frame(
            name, lambda _: table.select(*own), person, day, day or self._question.as_of, PATHS
        )
        return frame.cut(self._question)

    def _known_by_then(self, day: ir.DateValue) -> ir.DateValue:
        """A day, where it was there by then."""
        import ibis

        return ibis.ifelse(day <= self._question.tomorrow, day, None)

    def _read(
        self, table: ir.Table, name: str, order: tuple[str, ...], alike: Mapping[str, str]
    ) -> pd.DataFrame:
        """The rows, in order, with columns emptied that may not be seen."""
        sql = compiled(table.order_by(list(order)))
        found = _frame(self.source.connection.cursor().sql(sql).to_arrow_table())
        for column in found.columns:
            if self._hides(name, column, alike.get(column, column)):
                found[column] = None
        return found

    def _hides(self, table: str, column: str, canonical_name: str) -> bool:
        plain = canonical_name.removesuffix("_id")
        if plain.endswith("_minor"):
            plain = plain.removesuffix("_minor").removesuffix("_base")
            if not self.scope.can("see_amounts"):
                return True
        if plain in _OF_PAY and not self.scope.can("see_pay"):
            return True
        return self.scope.masks(f"{table}.{plain}") or self.scope.masks(f"{table}.{column}")


def _kind(splits: ir.Table) -> ir.StringValue:
    """The kind of a split as pay has it."""
    import ibis

    kind = splits.kind.fill_null("revenue").lower()
    return ibis.ifelse(kind == "revenue", PRIMARY, kind)


def _finest(table: ir.Table) -> ir.Table:
    """Quotas without those that span a shorter one of the same person and measure."""
    inner = table.select(
        inner_person=table.person_id, inner_measure=table.measure, inner_from=table.from_on,
        inner_until=table.until_on,
    ).view()  # fmt: skip
    shorter = inner.inner_until.delta(inner.inner_from, unit="day") < table.until_on.delta(
        table.from_on, unit="day"
    )
    return table.anti_join(
        inner,
        [
            table.person_id == inner.inner_person,
            table.measure == inner.inner_measure,
            inner.inner_from >= table.from_on,
            inner.inner_until <= table.until_on,
            shorter,
        ],
    )


def _frame(table: Any) -> pd.DataFrame:
    """An Arrow table as a data frame: days as dates, whole numbers whole, nothing as None or NA."""
    import pandas as pd
    import pyarrow as pa

    found = table.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get, date_as_object=True)
    for name in found.columns:
        if isinstance(found[name].dtype, pd.Int64Dtype) and not found[name].isna().any():
            found[name] = found[name].astype("int64")
    return found
