"""Which period of pay is open, and which plans pay in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from everyrep.faces.web.pay.models import PlanVersion
from everyrep.faces.web.pay.plans import plan_of
from everyrep.pay.ledger import Account, Book, PayPeriod, Stream, locked, pay_periods
from everyrep.pay.windows import day_of

_LATER = 24
"""Periods after a plan's end in which what is left of it is still paid."""


@dataclass(frozen=True)
class Pays:
    """A plan that pays in a period.

    Attributes:
        plan: Its id.
        period: The period, as the plan has it.
        versions: Those in force, the earliest first.
    """

    plan: str
    period: PayPeriod
    versions: tuple[PlanVersion, ...]

    def spans(self) -> list[tuple[PlanVersion, date]]:
        """Each version that has begun, with the day from which it holds no more."""
        begun = [one for one in self.versions if one.begins < day_of(self.period.end)]
        found = begun or list(self.versions[:1])
        ends = [one.begins for one in found[1:]] + [date.max]
        return [(one, min(one.ends, end)) for one, end in zip(found, ends, strict=True)]


def in_force() -> dict[str, tuple[PlanVersion, ...]]:
    """Versions in force by plan, the earliest first."""
    found: dict[str, list[PlanVersion]] = {}
    for version in PlanVersion.objects.filter(state=PlanVersion.State.IN_FORCE).order_by(
        "plan", "begins", "pk"
    ):
        found.setdefault(version.plan, []).append(version)
    return {plan: tuple(versions) for plan, versions in found.items()}


def open_periods(book: Book) -> dict[str, PayPeriod]:
    """The first period of each plan in force that is not locked yet, by plan."""
    done = locked(book)
    found = {}
    for plan, versions in in_force().items():
        period = next((one for one in periods_of(versions) if one.name not in done), None)
        if period is not None and (_is_within(period, versions) or _owes(book, plan)):
            found[plan] = period
    return found


def paying_in(name: str, book: Book) -> list[Pays]:
    """The plans whose open period has a name."""
    versions = in_force()
    return [
        Pays(plan, period, versions[plan])
        for plan, period in open_periods(book).items()
        if period.name == name
    ]


def periods_of(versions: tuple[PlanVersion, ...]) -> tuple[PayPeriod, ...]:
    """The periods in which a plan pays, from its first version's first day on."""
    found: dict[str, PayPeriod] = {}
    for version in versions:
        plan = plan_of(version)
        later = _LATER if version == versions[-1] else 0
        found |= {one.name: one for one in pay_periods(plan, later)}
    return tuple(sorted(found.values(), key=lambda one: one.first))


def period_of(book: Book, plan: str) -> PayPeriod | None:
    """The open period of a plan; None where it has none."""
    return open_periods(book).get(plan)


def known_on(period: PayPeriod, as_of: date) -> date:
    """The last day whose facts a period knows: its own last, or the last that there is."""
    return min(day_of(period.end - 1), as_of)


def _is_within(period: PayPeriod, versions: tuple[PlanVersion, ...]) -> bool:
    return day_of(period.first) < max(one.ends for one in versions)


def _owes(book: Book, plan: str) -> bool:
    """Whether anything of a plan is still to be paid or recovered."""
    sums: dict[str, int] = {}
    for posting in book.postings():
        if posting.stamp.plan != plan or posting.stamp.stream is Stream.LOCK:
            continue
        for side, sign in (("debit", 1), ("credit", -1)):
            for account, minor in posting.moves.groupby(side)["minor"].sum().items():
                sums[str(account)] = sums.get(str(account), 0) + sign * int(minor)
    over = (str(Account.PAID), str(Account.EXPENSE))
    return any(minor for account, minor in sums.items() if not account.startswith(over))
