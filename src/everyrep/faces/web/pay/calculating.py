"""A run: from what is known to what would be posted, beside the ledger and not in it.

All that a period would post is worked out in a copy of the ledger in memory. The postings that are
new there are sealed already; approving a run puts these very postings into the ledger, which
refuses them where anything else was posted since.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date

import pandas as pd
from django.db import transaction

from everyrep.faces.payroll.known_as import KnownAs, but_struck, ids_of, known_as
from everyrep.faces.web.pay.book import BOOK
from everyrep.faces.web.pay.explained_changes import changes_of
from everyrep.faces.web.pay.facts import given_for, keep_members
from everyrep.faces.web.pay.inputs import keep
from everyrep.faces.web.pay.models import DraftPosting, Payslip, PlanVersion, Run, RunPart
from everyrep.faces.web.pay.periods import Pays, paying_in
from everyrep.faces.web.pay.plans import plan_of
from everyrep.faces.web.pay.tables import packed_moves
from everyrep.faces.web.pay.taking_back import days_left
from everyrep.faces.web.pay.volume import Told, volume
from everyrep.pay.calculation.amounts import amounts
from everyrep.pay.calculation.calculate import Calculation, calculate
from everyrep.pay.facts import Facts
from everyrep.pay.facts.days import days_of, zone_of
from everyrep.pay.facts.gathering import Gathered
from everyrep.pay.facts.given import Given
from everyrep.pay.facts.tables import Table
from everyrep.pay.ledger import MemoryBook, Posting, post
from everyrep.pay.ledger import Run as LedgerRun
from everyrep.pay.paying import earned_of, opening_of, pay_out, settle, stints_of
from everyrep.pay.plan import Plan
from everyrep.values import Busy
from everyrep.warehouse.reader import Warehouse

Say = Callable[[str, float], None]
_AT_ONCE = 500


@dataclass
class _Part:
    """What came of one version of a plan."""

    version: PlanVersion
    plan: Plan
    given: Given
    listed: pd.DataFrame
    gathered: Gathered
    found: Calculation
    changes: dict[str, object] = field(default_factory=dict)

    @property
    def facts(self) -> Facts:
        """What it pays by."""
        return self.gathered.facts


@dataclass
class _Plan:
    """What came of all versions of a plan."""

    pays: Pays
    parts: list[_Part]
    statement: pd.DataFrame
    volume: dict[str, list[Told]]


def calculate_run(run: Run, warehouse: Warehouse, say: Say) -> None:
    """Work out a run, and keep what it would post.

    Raises:
        UserError: Something in the records or in a plan makes it impossible; nothing is kept.
    """
    began = time.monotonic()
    start = BOOK.head()
    shadow = _copied()
    if shadow.head() != start:
        raise Busy("Something was posted at this moment", remedy="Calculate again")
    found = []
    plans = paying_in(run.period, BOOK)
    for at, pays in enumerate(plans):
        say(f"Calculating {pays.versions[-1].title}", 0.05 + 0.8 * at / len(plans))
        found.append(_of_plan(run, pays, warehouse, shadow))
    say("Keeping what came out", 0.9)
    fresh = shadow.postings()[start.number :]
    with transaction.atomic():
        mine = Run.objects.select_for_update().get(pk=run.pk)
        if mine.state not in (Run.State.ASKED, Run.State.FAILED):
            return
        mine.parts.all().delete()
        mine.drafts.all().delete()
        mine.payslips.all().delete()
        for one in found:
            _keep(mine, one)
        DraftPosting.objects.bulk_create(
            DraftPosting(run=mine, place=place, said=_said(posting),
                         moves=packed_moves(posting.moves))
            for place, posting in enumerate(fresh)
        )  # fmt: skip
        mine.state, mine.head, mine.why_not = Run.State.CALCULATED, start.digest, ""
        mine.snapshot, mine.seconds = warehouse.snapshot, time.monotonic() - began
        mine.save()


def _of_plan(run: Run, pays: Pays, warehouse: Warehouse, shadow: MemoryBook) -> _Plan:
    """Calculate all versions of a plan, and post in the copy what they come to."""
    people = known_as(ids_of(warehouse), shadow)
    parts = [_of_version(run, one, until, warehouse, people) for one, until in pays.spans()]
    last = parts[-1]
    whole = pd.concat([amounts(one.found) for one in parts], ignore_index=True)
    whole = but_struck(whole)
    whom = people.accountable | set(whole["payee"])
    ledger_run = LedgerRun(f"run-{run.pk}", pays.plan, last.plan.currency, whom)
    known = run.through
    post(shadow, whole, ledger_run, pays.period, known)
    stints = pd.concat([_stints(one, last.plan) for one in parts], ignore_index=True)
    stints = but_struck(stints)
    lines, deals = _released_by(last)
    paid = pay_out(
        last.plan, earned_of(shadow, pays.plan, lines, deals), stints, (pays.period,),
        opening_of(shadow, last.plan, pays.period),
    )  # fmt: skip
    settle(shadow, paid, ledger_run, pays.period, known)
    for one in parts:
        one.changes = changes_of(run, one.version, one.plan, one.given)
    told: dict[str, list[Told]] = {}
    for one in parts:
        if one.plan.begins <= run.through < one.plan.ends:
            told = volume(one.found)
    return _Plan(pays, parts, paid.statement, told)


def _of_version(
    run: Run, version: PlanVersion, until: date, warehouse: Warehouse, people: KnownAs
) -> _Part:
    plan = plan_of(version)
    plan = plan if plan.ends <= until else replace(plan, ends=until)
    given = given_for(warehouse, version, plan, run.through, run.asked_by.email)
    listed, given = given.people, people.as_paid(given)
    gathered = given.gathered(plan)
    return _Part(version, plan, given, listed, gathered, calculate(plan, gathered.facts))


def _stints(part: _Part, last: Plan) -> pd.DataFrame:
    """Stints with the draws of the last version; an earlier version's own draws are over."""
    found = stints_of(part.plan, part.facts)
    names = [draw.id for draw in last.draws]
    return found.reindex(columns=["payee", "first", "end", *names], fill_value=0)


def _released_by(part: _Part) -> tuple[pd.DataFrame | None, pd.DataFrame | None]:
    """Days of lines that release instalments, and days on which the customers of deals left."""
    lines = pd.DataFrame(part.given.lines)
    names = [one.on for one in part.plan.payment.instalments]
    names = [one for one in dict.fromkeys(names) if one not in ("date", part.plan.day)]
    if not len(lines):
        return None, None
    left = days_left(part.plan, lines)
    table, zone = Table.of("lines", lines, "line"), zone_of(part.plan.zone)
    days = {"line": lines["line"]}
    for name in names:
        found = days_of(table, name, zone)
        days[name] = pd.Series(found.days, index=lines.index).astype("Int64")
        if found.known is not None:
            days[name] = days[name].mask(~found.known)
    return pd.DataFrame(days).drop_duplicates("line") if names else None, left


def _copied() -> MemoryBook:
    shadow = MemoryBook()
    for posting in BOOK.postings():
        shadow.append(posting)
    return shadow


def _said(posting: Posting) -> dict[str, object]:
    return {
        "number": posting.number, "after": posting.after, "head": posting.head,
        "turnover": posting.turnover, "stamp": asdict(posting.stamp),
    }  # fmt: skip


def _keep(run: Run, found: _Plan) -> None:
    for one in found.parts:
        left = one.gathered.left
        part = RunPart.objects.create(
            run=run, version=one.version, begins=one.plan.begins, ends=one.plan.ends,
            lines=len(one.given.lines), credits=len(one.facts.credited),
            left=[
                [str(reason), many, list(left.examples.get(reason, ()))]
                for reason, many in left.counts.items()
            ],
            notes=list(left.notes), changes=one.changes,
        )  # fmt: skip
        keep(part, one.given)
        keep_members(one.version, one.listed)
    last = found.parts[-1]
    Payslip.objects.bulk_create(_payslips(run, found, last), batch_size=_AT_ONCE)


def _payslips(run: Run, found: _Plan, last: _Part) -> Sequence[Payslip]:
    rows = found.statement[(found.statement["period"] == found.pays.period.name).to_numpy()]
    numbers = [one.name for one in Payslip._meta.fields if one.name in rows.columns]
    numbers = [one for one in numbers if one not in ("payee",)]
    return [
        Payslip(
            run=run, plan=found.pays.plan, version=last.version, payee=row["payee"],
            currency=last.plan.currency.code, volume=found.volume.get(row["payee"], []),
            **{name: int(row[name]) for name in numbers},
        )
        for row in rows.to_dict("records")
    ]  # fmt: skip
