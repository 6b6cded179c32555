"""Plans: their list, one version with all that helps to decide on it, and the acts on it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from everyrep.faces.payroll.members import Members
from everyrep.faces.web.pay import plans
from everyrep.faces.web.pay.acts import acts, hold, number_in, typed, user_of, warehouse_of
from everyrep.faces.web.pay.choosing_who import Choosing
from everyrep.faces.web.pay.facts import members_now
from everyrep.faces.web.pay.models import Approval, PlanVersion
from everyrep.faces.web.pay.naming import names_of_people
from everyrep.faces.web.pay.sight import Sight, only, opens_pay
from everyrep.pay.examples import run_examples
from everyrep.pay.plan.linting import lint
from everyrep.pay.plan.wording import difference, written
from everyrep.pay.templates import template, template_names
from everyrep.values import UserError

_State = PlanVersion.State
_LONGEST = 1_000_000


def writes(sight: Sight) -> bool:
    """Whether somebody writes plans."""
    return sight.can("write_plan")


@require_GET
@opens_pay
def listed(request: HttpRequest) -> HttpResponse:
    """Plans in sight, each with its versions."""
    sight: Sight = request.sight  # type: ignore[attr-defined]
    found: dict[str, list[PlanVersion]] = {}
    for version in sight.versions().order_by("plan", "-begins", "-pk"):
        found.setdefault(version.plan, []).append(version)
    context = {"sight": sight, "plans": found.items(), "writes": writes(sight)}
    return render(request, "everyrep/pay_plans.html", context)


@require_GET
@opens_pay
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version: what it says in sentences, what is doubtful, what changed, who consents."""
    sight: Sight = request.sight  # type: ignore[attr-defined]
    found = get_object_or_404(sight.versions(), pk=number)
    return render(request, "everyrep/pay_plan.html", _context(request, sight, found))


def _context(request: HttpRequest, sight: Sight, found: PlanVersion) -> dict[str, Any]:
    plan = plans.plan_of(found)
    before = plans.previous(found)
    own = found.members.filter(person=sight.own) if sight.own else found.members.none()
    role = sight.acting.role.name if sight.acting.role else ""
    side = plans.SIDES.get(role)
    accepted = {one.person: one for one in found.acceptances.select_related("user")}
    members = _seen(found, sight)
    names = names_of_people(request, (one.person for one in members))
    who = Members.from_json(found.who)
    name_who = writes(sight) and found.state in (_State.DRAFT, _State.IN_FORCE)
    return {
        "sight": sight,
        "signed": found,
        "said": [(path, sentence) for path, sentence in written(plan).items()],
        "doubts": lint(plan) if sight.sees_plans or sight.runs_pay else (),
        "examples": run_examples(plan) if sight.sees_plans or sight.runs_pay else (),
        "decides": sight.sees_plans or sight.runs_pay,
        "before": before if sight.sees_plans or sight.runs_pay else None,
        "changed": _changed(before, found),
        "sides": [(label, found.approvals.filter(side=one).select_related("user").first())
                  for one, label in Approval.Side.choices],
        "members": [(one, names[one.person], accepted.get(one.person)) for one in members],
        "who": who,
        "who_digest": plans.digest_of(found.who),
        "mine": own.exists() and found.state == _State.IN_FORCE,
        "accepted": accepted.get(sight.own),
        "may": {
            "anew": writes(sight),
            "write": writes(sight) and found.state == _State.DRAFT,
            "name": name_who,
            "submit": writes(sight) and found.state == _State.DRAFT,
            "approve": side is not None and sight.can("approve_plan")
            and found.state == _State.SUBMITTED
            and found.written_by_id != sight.acting.user.pk
            and not found.approvals.filter(side=side).exists(),
            "back": sight.can("approve_plan")
            and found.state in (_State.SUBMITTED, _State.APPROVED),
            "force": sight.runs_pay and found.state == _State.APPROVED,
        },
        "side": side,
        **(_choices(request, who) if name_who else {}),
    }  # fmt: skip


def _choices(request: HttpRequest, who: Members) -> dict[str, Any]:
    """What there is to choose from of who is on it; nothing while there are no records."""
    if request.warehouse is None:  # type: ignore[attr-defined]
        return {}
    choosing = Choosing(warehouse_of(request), user_of(request).email)
    return {
        "roles": choosing.roles(who), "rows": choosing.rows(who), "people": choosing.people(),
    }  # fmt: skip


def _seen(found: PlanVersion, sight: Sight) -> QuerySet[Any]:
    """Members in sight: who is on a plan is told to whoever sees their pay, or decides on it."""
    people = found.members.order_by("person", "since")
    if sight.people is None or sight.sees_plans:
        return people
    return people.filter(person__in=sight.people)


def _changed(before: PlanVersion | None, found: PlanVersion) -> tuple[str, ...]:
    """What changed since the version before; nothing for the first."""
    if before is None:
        return ()
    return difference(plans.plan_of(before), plans.plan_of(found))


@opens_pay
@only(writes)
def new(request: HttpRequest) -> HttpResponse:
    """Write a plan: its text, with what is wrong told by line."""
    text, problem = request.POST.get("text", "")[:_LONGEST], ""
    if request.method == "POST":
        sent = request.FILES.get("file")
        if sent is not None and sent.size is not None and sent.size <= _LONGEST:
            text = sent.read().decode("utf-8-sig", errors="replace")
        try:
            found = plans.write(text, user_of(request))
        except UserError as error:
            problem = error.told
        else:
            return redirect(_at(found.pk))
    of = number_in(request.GET.get("of", ""))
    if not text and of is not None:
        sight: Sight = request.sight  # type: ignore[attr-defined]
        text = get_object_or_404(sight.versions(), pk=of).text
    begun = request.GET.get("template", "")
    if not text and begun in template_names():
        text = template(begun)
    context = {
        "sight": request.sight,  # type: ignore[attr-defined]
        "text": text, "problem": problem, "templates": template_names(), "begun": begun,
    }  # fmt: skip
    return render(request, "everyrep/pay_plan_new.html", context, status=400 if problem else 200)


def _at(number: int) -> str:
    return reverse("pay_plan", args=[number])


def _of(request: HttpRequest, number: int) -> PlanVersion:
    sight: Sight = request.sight  # type: ignore[attr-defined]
    return get_object_or_404(sight.versions(), pk=number)


@acts(back=_at)
def save(request: HttpRequest, number: int) -> tuple[str, str]:
    """Keep another text of a draft."""
    found = _of(request, number)
    hold(writes(request.sight))  # type: ignore[attr-defined]
    plans.write(request.POST.get("text", "")[:_LONGEST], user_of(request), found)
    return "Kept.", _at(number)


@acts(back=_at)
def say_who(request: HttpRequest, number: int) -> tuple[str, str]:
    """Say who is on a version."""
    found = _of(request, number)
    hold(writes(request.sight))  # type: ignore[attr-defined]
    choosing = Choosing(warehouse_of(request), user_of(request).email)
    roles = [one.replace("\x00", "") for one in request.POST.getlist("role")]
    fields = {name: typed(request, name, 300) for name in request.POST}
    who = choosing.chosen(roles, fields, Members.from_json(found.who))
    kept = plans.say_who(found, who, user_of(request), request.POST.get("before", ""))
    members_now(warehouse_of(request), kept, plans.plan_of(kept), user_of(request).email)
    return "Who is on it is kept.", _at(number)


@acts(back=_at)
def submit(request: HttpRequest, number: int) -> tuple[str, str]:
    """Ask for the consent of both sides."""
    found = _of(request, number)
    hold(writes(request.sight))  # type: ignore[attr-defined]
    members_now(warehouse_of(request), found, plans.plan_of(found), user_of(request).email)
    plans.submit(found, user_of(request))
    return "Finance and sales leadership are asked for their consent.", _at(number)


@acts(back=_at)
def approve(request: HttpRequest, number: int) -> tuple[str, str]:
    """Consent."""
    found = _of(request, number)
    hold(request.sight.can("approve_plan"))  # type: ignore[attr-defined]
    plans.approve(found, request.acting, request.POST.get("digest", ""))  # type: ignore[attr-defined]
    return "Your consent is kept with your name and the text's fingerprint.", _at(number)


@acts(back=_at)
def send_back(request: HttpRequest, number: int) -> tuple[str, str]:
    """Back to whoever writes it."""
    found = _of(request, number)
    hold(request.sight.can("approve_plan"))  # type: ignore[attr-defined]
    plans.send_back(found, user_of(request), typed(request, "why", 2000))
    return "It is a draft again; consents are void.", _at(number)


@acts(back=_at)
def put_in_force(request: HttpRequest, number: int) -> tuple[str, str]:
    """Let pay be calculated by it."""
    found = _of(request, number)
    hold(request.sight.runs_pay)  # type: ignore[attr-defined]
    members_now(warehouse_of(request), found, plans.plan_of(found), user_of(request).email)
    plans.put_in_force(found, user_of(request))
    return "It is in force; its members are asked to accept it.", _at(number)


@acts(back=_at)
def accept(request: HttpRequest, number: int) -> tuple[str, str]:
    """Accept one's own plan."""
    found = _of(request, number)
    plans.accept(found, user_of(request), request.POST.get("digest", ""))
    return "You have accepted this version.", _at(number)
