"""The page behind an invitation's link: choose a password, once."""

from __future__ import annotations

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from everyrep.faces.web.access.joining import accept, invited

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Set a password and sign in; a link that serves no more says so."""
    found = invited(token)
    if found is None:
        return render(request, "everyrep/join_over.html", status=410)
    problems: list[str] = []
    if request.method == "POST":
        password = request.POST.get("password", "")
        if password != request.POST.get("again", ""):
            problems = ["The two passwords are not the same."]
        else:
            try:
                validate_password(password, found.user)
            except ValidationError as problem:
                problems = list(problem.messages)
        if not problems:
            user = accept(token, password)
            if user is not None:
                login(request, user, backend=_BACKEND)
                return redirect("home")
            return render(request, "everyrep/join_over.html", status=410)
    return render(request, "everyrep/join.html", {"invitation": found, "problems": problems})
