"""Whose pay somebody may see, and the doors to it: every query of pay begins here.

Who sees a statement is told by the role's verb `see_pay` over the role's part of the company; one's
own is always among it. Of those who have left, a leader sees the periods in which they led them.
Whoever looks as somebody else sees no pay at all: keeping the app running
gives nobody a sight of what others are paid. In a simulated company nobody is paid, and they do.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from everyrep.faces.web.access.scoping import Acting
from everyrep.faces.web.company import renamed_people
from everyrep.faces.web.pages.opening import View, opens
from everyrep.faces.web.pay.leading import Left, led_and_left
from everyrep.faces.web.pay.models import (
    Dispute,
    ManualAdjustment,
    Payslip,
    PlanVersion,
    Run,
)
from everyrep.warehouse.reader import Warehouse

POSTED = (Run.State.APPROVED, Run.State.LOCKED)
SIGNED = (PlanVersion.State.IN_FORCE, PlanVersion.State.REPLACED)


@dataclass(frozen=True)
class Sight:
    """What somebody may see and do of pay.

    Attributes:
        acting: Who asks.
        own: Who they are in the records; empty where nobody said so.
        people: Whose pay they may see; None is everybody's.
        renamed: Ids that somebody had before, with the one of today: the ledger keeps the first.
        left: By period of pay, who has left since and was led by them in it: their pay of that
            period may be seen, and no other.
    """

    acting: Acting
    own: str
    people: frozenset[str] | None
    renamed: Mapping[str, str] = field(default_factory=dict)
    left: Left = field(default_factory=dict)

    def can(self, verb: str) -> bool:
        """Whether they have a verb of `values.scope.ABILITIES`."""
        return self.acting.scope.can(verb)

    @property
    def runs_pay(self) -> bool:
        """Whether they calculate, review and lock pay."""
        return self.people is None and self.can("run_pay")

    @property
    def sees_plans(self) -> bool:
        """Whether they see every plan, also before it is signed."""
        return self.can("write_plan") or self.can("approve_plan")

    @property
    def leads(self) -> bool:
        """Whether they see the pay of others, of a part of the company."""
        return self.people is not None and bool(self.people - {self.own} or self.left)

    @property
    def leavers(self) -> frozenset[str]:
        """Those who have left of whose pay some periods may be seen."""
        return frozenset().union(*self.left.values())

    def is_own(self, payee: str) -> bool:
        """Whether that is themselves."""
        return bool(self.own) and self.renamed.get(payee, payee) == self.own

    def payees(self, people: Collection[str]) -> frozenset[str]:
        """People of today with the ids that they may be paid under."""
        return frozenset(people) | {one for one, now in self.renamed.items() if now in people}

    def payslips(self) -> QuerySet[Payslip]:
        """Payslips in sight: of runs that are posted, and for who runs pay of all."""
        found = Payslip.objects.select_related("run", "version")
        if self.runs_pay:
            return found
        return found.filter(self._whose("run__period"), run__state__in=POSTED)

    def disputes(self) -> QuerySet[Dispute]:
        """Disputes in sight."""
        people = ("opened_by", "answered_by", "run")
        return Dispute.objects.select_related(*people).filter(self._whose("run__period"))

    def adjustments(self) -> QuerySet[ManualAdjustment]:
        """Adjustments by hand in sight."""
        return ManualAdjustment.objects.select_related("made_by").filter(self._whose("period"))

    def versions(self) -> QuerySet[PlanVersion]:
        """Versions of plans in sight: a payee's and a leader's are those that were signed."""
        found = PlanVersion.objects.select_related("written_by")
        if self.sees_plans or self.runs_pay:
            return found
        mine = found.filter(state__in=SIGNED)
        if self.people is None:
            return mine
        return mine.filter(members__person__in=self.people | self.leavers).distinct()

    def runs(self) -> QuerySet[Run]:
        """Runs: of who runs pay alone, since they tell what everybody is paid."""
        return Run.objects.all() if self.runs_pay else Run.objects.none()

    def _whose(self, period: str) -> Q:
        """Rows of payees in sight; `period` is the column with the period that a row is of."""
        if self.people is None:
            return Q()
        found = Q(payee__in=self.payees(self.people))
        for name, people in self.left.items():
            found |= Q(payee__in=self.payees(people), **{period: name})
        return found


def sight_of(acting: Acting, warehouse: Warehouse | None = None) -> Sight:
    """Whose pay somebody may see.

    Who stands in for a leader sees the pay of the people who are led, not the leader's own.

    Args:
        acting: Who asks.
        warehouse: The build, for who led those who have left; None where nobody's is wanted.
    """
    scope, own = acting.scope, acting.user.person
    mine = frozenset({own} - {""})
    if acting.behind is not None:
        return Sight(acting, own, frozenset())
    if not scope.can("see_pay"):
        return Sight(acting, own, mine)
    if scope.sees_everybody:
        return Sight(acting, own, None)
    seen = frozenset() if scope.teams is not None else scope.people or frozenset()
    others = seen - {acting.head} if acting.head != own else seen
    return Sight(acting, own, others | mine, left=led_and_left(warehouse, acting))


def sight_in(request: HttpRequest) -> Sight | None:
    """The sight of who asks; None where they look as somebody else who exists."""
    acting = request.acting  # type: ignore[attr-defined]
    if acting.behind is not None and not _is_simulated(request):
        return None
    warehouse = request.warehouse  # type: ignore[attr-defined]
    found = sight_of(replace(acting, behind=None), warehouse)
    return replace(found, renamed=renamed_people(warehouse))


def opens_pay(view: View) -> View:
    """A view of pay: the area is open to who asks, and nobody looks as somebody else.

    The view gets the sight of who asks as `request.sight`.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sight = sight_in(request)
        if sight is None:
            return render(request, "everyrep/pay_unseen.html", status=403)
        request.sight = sight  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return opens("pay")(guarded)


def _is_simulated(request: HttpRequest) -> bool:
    """Whether nobody whose pay is shown exists, so that anybody may look as them."""
    warehouse = request.warehouse  # type: ignore[attr-defined]
    return warehouse is not None and bool(warehouse.settings.simulated)


def only(allowed: Callable[[Sight], bool]) -> Callable[[View], View]:
    """A view for those whose sight allows it; for others there is no such page."""

    def around(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not allowed(request.sight):  # type: ignore[attr-defined]
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return around
