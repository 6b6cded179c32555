"""From the company's records to the tables that pay is worked out from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from everyrep.faces.payroll.lines import lines_of
from everyrep.faces.payroll.members import Members
from everyrep.faces.payroll.organisation import leave_of, managers_of, people_of
from everyrep.faces.payroll.rates import Rates
from everyrep.faces.payroll.sharing import splits_of
from everyrep.faces.payroll.targets import quotas_of
from everyrep.measures.records import Records
from everyrep.measures.source import FactSource
from everyrep.pay import Given
from everyrep.values import Currency, Scope, UserError


def given_of(
    source: FactSource,
    scope: Scope,
    *,
    payees: Members,
    through: date,
    since: date | None = None,
    currency: Currency | None = None,
) -> Given:
    """The tables that a plan is gathered from, as they were known at the end of a day.

    Lines are won deals (the day of a line is `closed_on`) and what was taken back of them. A deal
    that was entered late is there from the day it was entered, with the day of its close. A plan
    may read of each line: amount, cost, list_amount, closed_on, booked_on, created_on, kind,
    motion, product, product_line, account, segment, region, territory, channel, campaign, partner,
    discount, name, reason; and of each person: role, hired_on, commission_rate.

    Quotas go by what they count (`bookings`), and their sums over a fiscal year by the same with
    `_year` behind it (`bookings_year`).

    Args:
        source: An open build of the warehouse.
        scope: Who asks. Who is limited to people gets what is about those; what others have of a
            deal that they share goes to `sharing.OTHERS`.
        payees: Who is on the plan when.
        through: The last day that is known.
        since: The first close that is wanted; all where None.
        currency: That of the plan, in which quotas are given and to which rates lead; the
            reporting currency where None.

    Raises:
        UserError: Single records, or amounts, may not be seen.
        UnknownName: Nobody has a role that the members name.
    """
    wanted = {"": payees}
    return givens_of(source, scope, payees=wanted, through=through, since=since, currency=currency)[
        ""
    ]


def givens_of(
    source: FactSource,
    scope: Scope,
    *,
    payees: Mapping[str, Members],
    through: date,
    since: date | None = None,
    currency: Currency | None = None,
) -> dict[str, Given]:
    """As `given_of`, for several plans in one currency: the tables differ only in who is on each.

    Args:
        source, scope, through, since, currency: As `given_of` takes them.
        payees: Who is on which plan when, by its id.
    """
    if not scope.can("see_amounts"):
        raise UserError(
            f"{scope.who} lacks the ability 'see_amounts'", why="pay is worked out from amounts",
            remedy="ask whoever gives access",
        )  # fmt: skip
    records = Records(source, scope, through, since)
    rates = Rates.of(records.rates, source.reporting_currency, currency)
    lines, splits = lines_of(records), splits_of(records)
    quotas = quotas_of(records, rates, source.settings.fiscal)
    managers, leave = managers_of(records.jobs), leave_of(records)
    exchange = rates.by_day(records.deals)
    return {
        plan: Given(
            lines, people_of(records, members), splits, quotas, managers, leave, exchange, through
        )
        for plan, members in payees.items()
    }
