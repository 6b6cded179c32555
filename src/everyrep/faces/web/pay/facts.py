"""What a version of a plan is paid by, out of the company's records, and who is on it."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date, timedelta

import pandas as pd
from django.db import transaction

from everyrep.faces.payroll.given import given_of
from everyrep.faces.payroll.members import Members
from everyrep.faces.payroll.organisation import people_of
from everyrep.faces.web.pay.models import Member, PlanVersion
from everyrep.measures.records import Records
from everyrep.pay.facts.given import Given
from everyrep.pay.plan import Plan
from everyrep.values import Scope
from everyrep.warehouse.erasure import is_erased
from everyrep.warehouse.reader import Warehouse


def given_for(
    warehouse: Warehouse, version: PlanVersion, plan: Plan, through: date, who: str
) -> Given:
    """The tables that a plan is paid by up to a day.

    Everybody's records go in: what one is paid may hang on what another did. Whoever looks at what
    came out sees their own part of it.

    Args:
        warehouse: The build.
        version: Whose members they are.
        plan: The version as it was read.
        through: The last day that is known.
        who: Under whose name the records are read.
    """
    return given_of(
        warehouse, Scope.everything(who), payees=Members.from_json(version.who), through=through,
        currency=plan.currency,
    )  # fmt: skip


@transaction.atomic
def keep_members(version: PlanVersion, people: pd.DataFrame) -> None:
    """Write down who is on a version, as the records say; nobody whose name was struck."""
    version.members.all().delete()
    rows = [row for row in people.to_dict("records") if _is_on(row, version)]
    Member.objects.bulk_create(
        Member(version=version, person=row["payee"], since=_day(row["from"]) or version.begins,
               until=_day(row.get("until")))
        for row in rows
    )  # fmt: skip


def members_now(warehouse: Warehouse, version: PlanVersion, plan: Plan, who: str) -> None:
    """Look up who is on a version today, before anything is calculated by it."""
    last = min(warehouse.as_of, plan.ends - timedelta(days=1))
    records = Records(warehouse, Scope.everything(who), last)
    keep_members(version, people_of(records, Members.from_json(version.who)))


def _is_on(row: dict[Hashable, object], version: PlanVersion) -> bool:
    """Whether a stint has a day of the version, of somebody whose name is not struck."""
    since, until = _day(row["from"]), _day(row.get("until"))
    if is_erased(str(row["payee"])) or (since is not None and since >= version.ends):
        return False
    return until is None or until > version.begins


def _day(value: object) -> date | None:
    return value if isinstance(value, date) and not pd.isna(value) else None
