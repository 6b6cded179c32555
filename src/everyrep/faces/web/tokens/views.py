"""The page of one's own tokens: make one, see it once, end it."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from everyrep.faces.web.access.models import User
from everyrep.faces.web.pages.opening import opens
from everyrep.faces.web.tokens.keeping import make, revoke
from everyrep.faces.web.tokens.models import ApiToken
from everyrep.faces.web.tokens.scopes import SCOPES, may_have
from everyrep.values import EveryrepError

DAYS = (7, 30, 90, 365)


@never_cache
@require_http_methods(["GET", "POST"])
@opens("mine")
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens; a new one is shown in the answer to the form, and never again."""
    user: User = request.user  # type: ignore[assignment]
    sure = did_recently_reauthenticate(request)
    context: dict[str, Any] = {"secret": "", "problem": "", "asked": request.POST, "sure": sure}
    context["confirm"] = f"{reverse('account_reauthenticate')}?next={reverse('tokens')}"
    if request.method == "POST" and not sure:
        return redirect(context["confirm"])
    if request.method == "POST":
        try:
            days = int(request.POST.get("days", "") or 0)
            _, context["secret"] = make(
                user, request.POST.get("name", ""), request.POST.getlist("scope"), days
            )
        except EveryrepError as problem:
            context["problem"] = problem.told
        except ValueError:
            context["problem"] = "For how many days? Give a whole number."
    now = timezone.now()
    context["held"] = [(one, one.serves_at(now)) for one in ApiToken.objects.filter(user=user)]
    context["scopes"] = [one for one in SCOPES.values() if may_have(user, one.name)]
    context["days"] = DAYS
    return render(request, "everyrep/tokens.html", context)


@require_POST
@opens("mine")
def end(request: HttpRequest, token: int) -> HttpResponse:
    """End one of one's own tokens."""
    user: User = request.user  # type: ignore[assignment]
    if not revoke(user, token):
        raise Http404
    return redirect("tokens")
