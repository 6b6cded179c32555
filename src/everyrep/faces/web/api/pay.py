"""Pay, read only: statements and their lines, runs, and versions of plans, as far as in sight."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Path, Query, Router, Schema

from everyrep.faces.web.api.operations import operation
from everyrep.faces.web.api.problems import No
from everyrep.faces.web.api.shapes import Amount, Paged, Paging, paged
from everyrep.faces.web.pages.looked import looked
from everyrep.faces.web.pay.models import Payslip, PlanVersion, Run
from everyrep.faces.web.pay.naming import names_of_people
from everyrep.faces.web.pay.sight import Sight, sight_in
from everyrep.faces.web.pay.statement import Line, statement_of
from everyrep.values import Currency
from everyrep.values.money import Money

router = Router(tags=["Pay"])
SUMS = ("earned", "released", "draw", "recovered", "clawed_back", "carried", "paid", "held")
Number = Annotated[int, Path(ge=1, le=2**63 - 1, description="Its number.")]
RunState = Literal["", "asked", "calculated", "reviewed", "approved", "locked", "failed", "dropped"]
PlanState = Literal["", "draft", "submitted", "approved", "in_force", "replaced"]


class Sums(Schema):
    """What pay comes to; paid = released + draw - recovered - clawed_back + carried."""

    earned: Amount = Field(description="Earned in the period, whenever it is due.")
    released: Amount = Field(description="Due in the period.")
    draw: Amount = Field(description="Paid ahead.")
    recovered: Amount = Field(description="Recovered of what was paid ahead.")
    clawed_back: Amount
    carried: Amount = Field(description="Owed from now on, less what of it was taken out of pay.")
    paid: Amount
    held: Amount = Field(description="Earned, and not due yet at the period's end.")


class Statement(Sums):
    """What somebody is paid for a period by a plan."""

    statement: int = Field(description="Its number.")
    payee: str
    name: str
    plan: str
    version: int = Field(description="Number of the plan's version.")
    period: str
    first: date
    ends: date = Field(description="First day no more.")
    run: int
    state: str = Field(description="Of its run; before approved it may change.")


class Statements(Paged):
    """A part of the statements in sight."""

    items: list[Statement]


class StatementLine(Schema):
    """One line of a statement; they sum to what was earned."""

    line: str = Field(description="Id of its move in the ledger.")
    key: str
    title: str = Field(description="The element of pay, as the plan names it.")
    of: str = Field(description="The deal by its name, or the window.")
    id: str = Field(description="The id behind that name; empty where it is the name.")
    day: date
    source: str = Field(description="The period that it stems from, where it is another.")
    amount: Amount
    reason: str
    moved_back: bool = Field(description="Whether it takes an earlier line back, whole.")
    by_hand: bool


class StatementLines(Paged):
    """A part of the lines of a statement, in the order of posting."""

    statement: int
    items: list[StatementLine]


class PlanSums(Sums):
    """What a run comes to by one plan."""

    plan: str
    statements: int


class PayRun(Schema):
    """A run: the pay of a period, calculated, reviewed, approved and locked."""

    run: int
    period: str
    first: date
    ends: date = Field(description="First day no more.")
    through: date = Field(description="The last day whose records it knows.")
    state: str
    asked_at: datetime
    approved_at: datetime | None
    locked_at: datetime | None


class PayRuns(Paged):
    """A part of the runs in sight, the newest first."""

    items: list[PayRun]


class PayRunSums(PayRun):
    """A run with its sums by plan."""

    plans: list[PlanSums]


class Version(Schema):
    """A version of a plan of pay."""

    version: int = Field(description="Its number.")
    plan: str
    name: str = Field(description="Of the version, as its text has it.")
    title: str
    currency: str
    begins: date
    ends: date = Field(description="First day no more.")
    state: str
    digest: str = Field(description="SHA-256 of the text, by which it was consented to.")


class Versions(Paged):
    """A part of the versions in sight, by plan, the newest first."""

    items: list[Version]


class VersionText(Version):
    """A version with its text."""

    text: str


class WantedStatements(Paging):
    """Which statements."""

    payee: str = Field("", max_length=200)
    plan: str = Field("", max_length=100)
    period: str = Field("", max_length=60, description='Such as "March 2026".')


class WantedRuns(Paging):
    """Which runs."""

    period: str = Field("", max_length=60, description='Such as "March 2026".')
    state: RunState = ""


class WantedVersions(Paging):
    """Which versions."""

    plan: str = Field("", max_length=100)
    state: PlanState = ""


@operation(router, "GET", "/pay/statements", area="pay", answers=Statements)
def pay_statements(request: HttpRequest, wanted: Query[WantedStatements]) -> Statements:
    """Statements in sight, the latest period first."""
    found = _sight(request).payslips()
    named = {"payee": wanted.payee, "plan": wanted.plan, "run__period": wanted.period}
    found = found.filter(**{name: text for name, text in named.items() if text})
    rows = _part(found.order_by("-run__first", "plan", "payee", "pk"), wanted)
    items = _statements(request, rows)
    return Statements(items=items, **paged(request, wanted, found.count()))


@operation(router, "GET", "/pay/statements/{number}", area="pay", answers=Statement)
def pay_statement(request: HttpRequest, number: Number) -> Statement:
    """One statement."""
    (found,) = _statements(request, [_slip(request, number)])
    return found


@operation(router, "GET", "/pay/statements/{number}/lines", area="pay", answers=StatementLines)
def pay_statement_lines(
    request: HttpRequest, number: Number, paging: Query[Paging]
) -> StatementLines:
    """Lines of a statement."""
    slip = _slip(request, number)
    looked(request, [slip.payee], "pay")
    found = statement_of(slip)
    lines = found.lines(paging.offset, paging.limit)
    items = [_line(one, found.currency) for one in lines]
    return StatementLines(statement=slip.pk, items=items, **paged(request, paging, found.count))


@operation(router, "GET", "/pay/runs", area="pay", answers=PayRuns)
def pay_runs(request: HttpRequest, wanted: Query[WantedRuns]) -> PayRuns:
    """Runs, for who runs pay; others have none in sight."""
    found = _sight(request).runs()
    named = {"period": wanted.period, "state": wanted.state}
    found = found.filter(**{name: text for name, text in named.items() if text})
    items = [PayRun(**_run(one)) for one in _part(found.order_by("-pk"), wanted)]
    return PayRuns(items=items, **paged(request, wanted, found.count()))


@operation(router, "GET", "/pay/runs/{number}", area="pay", answers=PayRunSums)
def pay_run(request: HttpRequest, number: Number) -> PayRunSums:
    """One run with its sums by plan."""
    found = get_object_or_404(_sight(request).runs(), pk=number)
    return PayRunSums(**_run(found), plans=_by_plan(found))


@operation(router, "GET", "/pay/plans", area="pay", answers=Versions)
def pay_plans(request: HttpRequest, wanted: Query[WantedVersions]) -> Versions:
    """Versions of plans in sight: a payee's are those that were signed."""
    found = _sight(request).versions()
    named = {"plan": wanted.plan, "state": wanted.state}
    found = found.filter(**{name: text for name, text in named.items() if text})
    rows = _part(found.order_by("plan", "-begins", "-pk"), wanted)
    items = [Version(**_version(one)) for one in rows]
    return Versions(items=items, **paged(request, wanted, found.count()))


@operation(router, "GET", "/pay/plans/{number}", area="pay", answers=VersionText)
def pay_plan(request: HttpRequest, number: Number) -> VersionText:
    """One version of a plan with its text."""
    found = get_object_or_404(_sight(request).versions(), pk=number)
    return VersionText(**_version(found), text=found.text)


def _sight(request: HttpRequest) -> Sight:
    """What of pay who asks may see.

    Raises:
        No: They look as somebody else who exists.
    """
    found = sight_in(request)
    if found is None:
        raise No(
            403, "pay is not shown to who looks as somebody else",
            why="keeping the app running gives nobody a sight of what others are paid",
            remedy="ask in your own name",
        )  # fmt: skip
    return found


def _slip(request: HttpRequest, number: int) -> Payslip:
    return get_object_or_404(_sight(request).payslips(), pk=number)


def _part(found: QuerySet[Any], paging: Paging) -> list[Any]:
    return list(found[paging.offset : paging.offset + paging.limit])


def _statements(request: HttpRequest, slips: list[Payslip]) -> list[Statement]:
    """Statements in their form; that they were looked at is written down for the payees."""
    payees = [one.payee for one in slips]
    looked(request, payees, "pay")
    names = names_of_people(request, payees)
    return [
        Statement(
            statement=one.pk, payee=one.payee, name=names[one.payee], plan=one.plan,
            version=one.version_id, period=one.run.period, first=one.run.first,
            ends=one.run.ends, run=one.run_id, state=one.run.state,
            **_sums({name: getattr(one, name) for name in SUMS}, one.currency),
        )
        for one in slips
    ]  # fmt: skip


def _sums(minor: dict[str, int], currency: str) -> dict[str, Amount]:
    return {name: _amount(value, Currency.of(currency)) for name, value in minor.items()}


def _amount(minor: int, currency: Currency) -> Amount:
    return Amount(**Money(minor, currency).to_dict())


def _line(one: Line, currency: Currency) -> StatementLine:
    return StatementLine(
        line=one.move, key=one.key, title=one.title, of=one.of, id=one.id, day=one.day,
        source=one.source, amount=_amount(one.minor, currency), reason=one.reason,
        moved_back=one.backwards, by_hand=one.by_hand,
    )  # fmt: skip


def _run(one: Run) -> dict[str, Any]:
    names = ("period", "first", "ends", "through", "state", "asked_at", "approved_at", "locked_at")
    return {"run": one.pk, **{name: getattr(one, name) for name in names}}


def _by_plan(run: Run) -> list[PlanSums]:
    rows = run.payslips.order_by("plan", "currency").values("plan", "currency")
    summed = rows.annotate(many=Count("pk"), **{f"sum_{one}": Sum(one) for one in SUMS})
    return [
        PlanSums(
            plan=row["plan"], statements=row["many"],
            **_sums({name: row[f"sum_{name}"] for name in SUMS}, row["currency"]),
        )
        for row in summed
    ]  # fmt: skip


def _version(one: PlanVersion) -> dict[str, Any]:
    names = ("plan", "title", "currency", "begins", "ends", "state", "digest")
    return {"version": one.pk, "name": one.version, **{name: getattr(one, name) for name in names}}
